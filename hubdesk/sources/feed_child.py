"""The parser's process: bodies come in on stdin, readings go out on stdout, and a bomb takes only this process along.

A question is a line of JSON {"url", "charset", "size", "want"} and then `size` bytes; an answer is a line of JSON. What
is wanted is a "feed" (or what a page says of its feeds), the "article" of a page, or the "notices" on it. The process
ends with its stdin, so it cannot outlive its collector, and within SECONDS of a question it cannot finish.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final

from hubdesk.sources.feed_answer import Reading

SECONDS: Final = 10.0
MEMORY: Final = 768 << 20  # bytes of address space; 15 MiB of feed take 300 MiB


def main() -> int:
    """Answer until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    _limit_memory()
    serve(sys.stdin.buffer, answers)
    return 0


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """One answer for each question."""
    for line in iter(questions.readline, b""):
        question: dict[str, Any] = json.loads(line)
        body = questions.read(question["size"])
        if len(body) < question["size"]:
            return
        with Path(os.devnull).open("w") as nowhere:
            # A C thread ends the process: a regular expression that never returns would not let a Python one run.
            faulthandler.dump_traceback_later(SECONDS + 1, exit=True, file=nowhere)
            reading = _read(body, question)
            faulthandler.cancel_dump_traceback_later()
        answers.write(json.dumps(reading.to_json()).encode() + b"\n")
        answers.flush()


def _read(body: bytes, question: dict[str, Any]) -> Reading:
    from hubdesk.sources import feed_parser  # within the limits on time and memory

    readers = {"article": feed_parser.read_page_of, "notices": feed_parser.read_notices_of}
    reader = readers.get(str(question.get("want")), feed_parser.read)
    try:
        return reader(body, question["url"], question["charset"])
    except (MemoryError, RecursionError):
        return Reading(trouble="memory")


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
