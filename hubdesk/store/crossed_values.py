"""Mentions counted by two dimensions at once, as frozen values for those who show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

OTHERS: Final = "\x00"  # the values that have no row or column of their own, together


class Dimension(StrEnum):
    """What a mention is counted by."""

    TOPIC = "topic"
    TONE = "tone"
    THEME = "theme"
    NETWORK = "network"
    SOURCE = "source"
    LANGUAGE = "language"
    DEPARTMENT = "department"
    KIND = "kind"
    HOUR = "hour"
    WEEKDAY = "weekday"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Tally:
    """Mentions, and how many of them were taken back since: these are counted, and no row shows them."""

    mentions: int = 0
    gone: int = 0

    @property
    def left(self) -> int:
        """How many there are rows of."""
        return self.mentions - self.gone


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column. `value`, by dimension: a topic's number, a tone, a theme's code, a network, a source's name in
    small letters, a language, a département's number, a kind, `00` to `23`, `0` (Monday) to `6`, `2026-11-19`.
    "": not known, or none; OTHERS: all that has no line of its own. `of`: how many values that are, of others.

    `tally` counts each mention once, however many of the other dimension's values it has.
    """

    value: str
    tally: Tally
    of: int = 1


@dataclass(frozen=True, slots=True)
class Crossed:
    """`rows` and `columns`, the commonest first; `cells` by their values, those that hold any. `whole`: each mention of
    the scope once."""

    rows: tuple[Line, ...] = ()
    columns: tuple[Line, ...] = ()
    cells: tuple[tuple[str, str, Tally], ...] = ()
    whole: Tally = Tally()
    names: tuple[tuple[str, str], ...] = ()  # of sources, as they are written

    @property
    def row_has_several(self) -> bool:
        """Whether some mention stands in several rows."""
        return sum(one.tally.mentions for one in self.rows) > self.whole.mentions

    @property
    def column_has_several(self) -> bool:
        return sum(one.tally.mentions for one in self.columns) > self.whole.mentions
