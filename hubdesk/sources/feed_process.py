"""Asks the parser's processes: at most two, started when needed, killed when they take too long, ended with us."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Final

import hubdesk
from hubdesk.i18n import _, number
from hubdesk.sources.errors import SourceError
from hubdesk.sources.feed_answer import Reading
from hubdesk.sources.feed_child import SECONDS

_PACKAGE: Final = Path(hubdesk.__file__).parent
_PROCESSES: Final = 2  # so that one bomb does not keep every other feed waiting
_FATTENING: Final = 4 << 20  # bytes of feed after which a process would keep hundreds of mebibytes for nothing
_LONGEST_ANSWER: Final = 64 << 20


class FeedReaders:
    """The processes of one collector. Get it with `http.share(FeedReaders)`, which also ends it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._seats = asyncio.Semaphore(_PROCESSES)
        self._idle: list[Process] = []
        self._all: set[Process] = set()

    async def read(self, body: bytes, url: str, charset: str, host: str, want: str = "feed") -> Reading:
        """What a body is. Raises SourceError when it cannot be read within our limits on time and memory.

        `want` is "feed" for a feed, or what a page says of its feeds, "article" for the article of a page,
        and "notices" for what stands on a brand's own page of its services.
        """
        async with self._seats:
            process = self._idle.pop() if self._idle else await self._start()
            try:
                async with asyncio.timeout(self.seconds):
                    line = await _ask(process, body, url, charset, want)
            except TimeoutError as error:
                await self._kill(process)
                line_for_people = (
                    _("{host} sent a page that takes more than {n} s to read: given up")
                    if want != "feed"
                    else _("{host} sent a feed that takes more than {n} s to read: given up")
                )
                raise SourceError(line_for_people.format(host=host, n=number(self.seconds))) from error
            except (OSError, ValueError, asyncio.IncompleteReadError) as error:
                await self._kill(process)
                ended = (
                    _("{host} sent a page that ended its reader")
                    if want != "feed"
                    else _("{host} sent a feed that ended its reader")
                )
                raise SourceError(ended.format(host=host)) from error
            except BaseException:  # cancelled in mid-answer: what it would say next belongs to nobody
                await self._kill(process)
                raise
            if len(body) > _FATTENING:
                await self._kill(process)
            else:
                self._idle.append(process)
        return Reading.from_json(json.loads(line))

    def processes(self) -> tuple[Process, ...]:
        """Those that live now."""
        return tuple(self._all)

    async def aclose(self) -> None:
        """End every process, now."""
        for process in list(self._all):
            await self._kill(process)
        self._idle.clear()

    async def _start(self) -> Process:
        places = os.pathsep.join(filter(None, (str(_PACKAGE.parent), os.environ.get("PYTHONPATH", ""))))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # nothing is imported from the folder we happen to be in
            "-m",
            "hubdesk.sources.feed_child",
            env={**os.environ, "PYTHONPATH": places},
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            limit=_LONGEST_ANSWER,
        )
        self._all.add(process)
        return process

    async def _kill(self, process: Process) -> None:
        self._all.discard(process)
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()
            with suppress(OSError):
                await process.stdin.wait_closed()


async def _ask(process: Process, body: bytes, url: str, charset: str, want: str) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    question = json.dumps({"url": url, "charset": charset, "size": len(body), "want": want}).encode() + b"\n"
    process.stdin.write(question + body)
    await process.stdin.drain()
    return await process.stdout.readuntil(b"\n")
