"""The scenes of a wall on a session that cannot be written to: told beside it by its cues, in parts.

A mark holds 4,000 characters, so a scenes file is cut between its lines. Nothing is cut within one: who is erased from
what lies beside a session is looked for in each mark.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hubdesk.core.cues import Cue, CueWord, cue_of, mark_of
from hubdesk.core.review import ReviewMark, ReviewWord, new_mark
from hubdesk.core.words import Millis

LONGEST: Final = 3_800  # characters of a part as a mark holds it
MOST_PARTS: Final = 400


def marks_of(cue: Cue, text: str, made_at: Millis) -> tuple[ReviewMark, ...]:
    """The cue that a wall has these scenes, and the scenes. Of a file that cannot be cut, the cue alone."""
    parts = list(_parts(text))
    if len(parts) > MOST_PARTS or any(_size(part) > LONGEST for part in parts):
        return (mark_of(cue, made_at),)
    facts = {"do": cue.word, "value": cue.value, "run": cue.run, "of": len(parts)}
    told = (json.dumps(facts | {"part": n, "text": part}, ensure_ascii=False) for n, part in enumerate(parts))
    return tuple(new_mark(ReviewWord.CUE, made_at, instant=cue.at, value=value) for value in told)


def told_in(marks: Iterable[ReviewMark]) -> Mapping[str, str]:
    """The scenes files that these marks tell whole, by name; a stranger's marks may say anything."""
    found: defaultdict[tuple[str, str, int], dict[int, str]] = defaultdict(dict)
    for mark in marks:
        cue = cue_of(mark)
        if cue is not None and cue.word == CueWord.SHOWN:
            said = json.loads(mark.value)
            part, of, text = said.get("part"), said.get("of"), said.get("text")
            if type(part) is int and type(of) is int and 0 <= part < of <= MOST_PARTS and isinstance(text, str):
                found[cue.value, cue.run, of][part] = text
    return {name: "".join(parts[n] for n in range(of)) for (name, _run, of), parts in found.items() if len(parts) == of}


def _parts(text: str) -> Iterator[str]:
    made = ""
    for line in text.splitlines(keepends=True):
        if made and _size(made + line) > LONGEST:
            yield made
            made = ""
        made += line
    yield made


def _size(part: str) -> int:
    return len(json.dumps(part, ensure_ascii=False))
