"""On which line of a TOML text each table and key stands: tomllib does not tell."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from hubdesk.toml_file import words_in

Place = tuple[str | int, ...]  # ("scene", 2, "cell", 0, "at"): tables in double brackets are counted from 0

_PART: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED: Final = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_LINE: Final = re.compile(rf"[ \t]*(?:(\[\[?)[ \t]*({_DOTTED})[ \t]*\]|({_DOTTED})[ \t]*=)")


class Lines:
    """The 1-based line of everything that has a line of its own. `heads`: of each table, in the order of the file;
    `inside`: lines that begin within a string of several lines."""

    def __init__(self, text: str) -> None:
        self._at: dict[Place, int] = {}
        self.heads: list[tuple[int, Place]] = []
        self.inside = inside = _within(text)
        counts: Counter[Place] = Counter()
        table: Place = ()
        for number, line in enumerate(text.split("\n"), 1):
            found = _LINE.match(line) if number not in inside else None
            if found is None:
                continue
            bracket, head, key = found.groups()
            if bracket:
                table = _table(_parts(head), counts, is_one_of_many=bracket == "[[")
                self._at.setdefault(table, number)
                self.heads.append((number, table))
            else:
                self._at.setdefault((*table, *_parts(key)), number)

    def of(self, place: Place) -> int:
        """Its line, or of the first of its tables, or of the nearest thing around it; 0: not known."""
        while place:
            for there in (place, (*place, 0)):
                if there in self._at:
                    return self._at[there]
            place = place[:-1]
        return 0


def _within(text: str) -> set[int]:
    inside: set[int] = set()
    line, done = 1, 0
    for start, end in words_in(text):
        line += text.count("\n", done, start)
        further = text.count("\n", start, end)
        inside.update(range(line + 1, line + further + 1))
        line, done = line + further, end
    return inside


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(one.strip("\"'") for one in re.findall(_PART, dotted))


def _table(parts: tuple[str, ...], counts: Counter[Place], is_one_of_many: bool) -> Place:
    """Where a head stands: its parts, each with the number of the table of that name that is open now."""
    made: Place = ()
    for part in parts[:-1]:
        made = (*made, part)
        made = (*made, counts[made] - 1) if counts[made] else made
    made = (*made, parts[-1])
    if is_one_of_many:
        counts[made] += 1
        return (*made, counts[made] - 1)
    return made
