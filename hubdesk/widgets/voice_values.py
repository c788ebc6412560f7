"""What the table of voices is given, as frozen values, and which of its columns have room."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, overload

from hubdesk.widgets.figure_rows import BETWEEN, PAD, Cell
from hubdesk.widgets.theme import advance
from hubdesk.widgets.tone_parts import Counts

LETTERS_ROOM: Final = 32.0
LEAST_NAME: Final = 180.0
ARROW: Final = 12.0


@dataclass(frozen=True, slots=True)
class VoiceHead:
    """A column's name. `key` None: nothing is sorted by it. `leaves`: how soon it goes when room is short, 0 never."""

    text: str
    key: Hashable | None = None
    more: str = ""
    leaves: int = 0
    is_sorted: bool = False


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """An account. `letters`: of its network; `icon` and `about`: what is known of it, and whom it follows; `share` of
    the greatest bar, 0 to 1. `parts`: what opens each part of the bar, None where nothing does."""

    key: Hashable
    name: str
    letters: str
    about: str
    cells: tuple[Cell, ...]
    counts: Counts
    parts: tuple[tuple[Hashable | None, str], ...]
    share: float
    icon: str = ""
    more: str = ""
    is_opened: bool = False

    def spoken(self, heads: Sequence[VoiceHead]) -> str:
        figures = (f"{head.text} {cell.text}" for head, cell in zip(heads, self.cells, strict=True))
        return ", ".join((self.name, self.about, *figures))


class LaterRows(Sequence[VoiceRow]):
    """Rows of which each is composed when it comes into sight or is pointed at: of fifty accounts some ten are."""

    def __init__(self, many: int) -> None:
        self._many = many
        self._made: dict[int, VoiceRow] = {}

    def composed(self, place: int) -> VoiceRow:
        raise NotImplementedError

    def figures(self, column: int) -> Iterable[str]:
        """What is written in a column, row by row."""
        raise NotImplementedError

    def __len__(self) -> int:
        return self._many

    @overload
    def __getitem__(self, place: int) -> VoiceRow: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[VoiceRow, ...]: ...
    def __getitem__(self, place: int | slice) -> VoiceRow | tuple[VoiceRow, ...]:
        places = range(self._many)[place]  # also from the end; raises IndexError behind it
        if isinstance(places, range):
            return tuple(self[one] for one in places)
        made = self._made.get(places)
        if made is None:
            made = self._made[places] = self.composed(places)
        return made


def widths(heads: Sequence[VoiceHead], rows: Sequence[VoiceRow], width: float) -> tuple[float, ...]:
    """How wide each column is, in px; 0 for one that has no room beside the names. What leaves for the heads alone is
    not measured any further."""
    wanted = [math.ceil(advance(head.text, "small") + (ARROW if head.key else 0.0)) + 1.0 for head in heads]
    leaving = sorted((i for i, one in enumerate(heads) if one.leaves), key=lambda i: -heads[i].leaves)
    _leave(wanted, leaving, width)
    for place, least in enumerate(wanted):
        if least:
            wanted[place] = max(least, math.ceil(_widest(rows, place)) + 1.0)
    _leave(wanted, leaving, width)
    return tuple(wanted)


def _leave(wanted: list[float], leaving: list[int], width: float) -> None:
    """Columns go, in that order, until names have room beside the others."""
    while leaving and width - 2 * PAD - LETTERS_ROOM - sum(one + BETWEEN for one in wanted if one) < LEAST_NAME:
        wanted[leaving.pop(0)] = 0.0


def _widest(rows: Sequence[VoiceRow], column: int) -> float:
    texts = rows.figures(column) if isinstance(rows, LaterRows) else (row.cells[column].text for row in rows)
    return max((advance(text, "strong", 500) for text in texts), default=0.0)
