"""A query's text as an editor needs it: cleaned, counted as Qt counts, and where its culprit and its brackets are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Final, Protocol

ROOM: Final = (
    40_000  # code points an editor takes: five times what a query may have, so that a long one can be cut down
)
_BREAKS: Final = ("\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
_GONE: Final = (
    *(code for code in range(32) if chr(code) not in "\n\t"),
    *range(0x7F, 0xA0),
    0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # directions: they show a query in another order
    0xFEFF, *range(0xFDD0, 0xFDF0), *range(0xFFF9, 0xFFFD), 0xFFFE, 0xFFFF,  # Qt's own signs for its documents
)  # fmt: skip
_CLEAN: Final[dict[int, str | None]] = (
    dict.fromkeys(_GONE)
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | {ord(sign): "\n" for sign in _BREAKS}
    | {ord("\t"): " "}
)
_UNCLEAN: Final = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_CLEAN)) + "]")
_OPENERS: Final = {"(": ")", "[": "]"}


class Stretch(Protocol):
    """A piece of the query's text: [start, end) in code points, and what it is (see `query.pieces`)."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...


def clean(text: str) -> str:
    """Without control and direction characters; lines end in a line feed, a tab is a space."""
    if not _UNCLEAN.search(text):  # at every key
        return text
    return text.replace("\r\n", "\n").translate(_CLEAN)


class Places:
    """Where each code point of a text is for Qt, which counts in UTF-16, and back."""

    def __init__(self, text: str) -> None:
        self._last = len(text)
        self._starts: list[int] | None = None  # None: both counts are the same
        if any(char > "\uffff" for char in text):
            self._starts = [0, *accumulate(2 if char > "\uffff" else 1 for char in text)]

    @property
    def differ(self) -> bool:
        """Whether the two counts are not the same."""
        return self._starts is not None

    def qt(self, place: int) -> int:
        """From code points to UTF-16; what is outside the text is at its nearest end."""
        place = max(0, min(place, self._last))
        return place if self._starts is None else self._starts[place]

    def point(self, place: int) -> int:
        """From UTF-16 to code points; the middle of a pair is its start."""
        if self._starts is None:
            return max(0, min(place, self._last))
        return max(0, bisect_right(self._starts, place) - 1)


def line_and_sign(text: str, position: int) -> tuple[int, int]:
    """Which line, and which character of it, both counted from 1 as people do."""
    before = text[: max(0, position)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def culprit(text: str, start: int, end: int) -> tuple[int, int]:
    """What to underline for an error at [start, end): never nothing, unless there is no text at all.

    Something missing at the end of a line is shown under the last character before.
    """
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    if text[start:end].strip():
        return start, end
    before = len(text[:start].rstrip())
    if before:
        return before - 1, before
    after = len(text) - len(text.lstrip())
    return (after, after + 1) if after < len(text) else (0, 0)


def pairs(text: str, pieces: Iterable[Stretch]) -> dict[int, int]:
    """Where each bracket's other one is. Brackets in quotes or comments are words; braces are pieces of their own."""
    waiting: list[tuple[str, int]] = []
    found: dict[int, int] = {}
    for piece in pieces:
        if piece.kind == "brace" and piece.end - piece.start > 1 and text[piece.end - 1] == "}":
            found[piece.start], found[piece.end - 1] = piece.end - 1, piece.start
        elif piece.kind == "bracket":
            sign = text[piece.start]
            if sign in _OPENERS:
                waiting.append((_OPENERS[sign], piece.start))
            elif waiting and sign == waiting[-1][0]:
                opened = waiting.pop()[1]
                found[opened], found[piece.start] = piece.start, opened
    return found


def moved(span: tuple[int, int] | None, before: str, after: str) -> tuple[int, int] | None:
    """Where a stretch of the text went by an edit; None when the edit touched it, or nobody can tell."""
    if span is None:
        return None
    start, end = span
    step = len(after) - len(before)
    if after[:end] == before[:end] and (end == len(before) or after[end : end + 1] == before[end : end + 1]):
        return span
    if start + step >= 0 and after[start + step :] == before[start:]:
        return start + step, end + step
    return None
