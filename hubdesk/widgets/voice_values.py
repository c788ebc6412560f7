"""What the table of voices is given, as frozen values, and which of its columns have room."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

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


def widths(heads: Sequence[VoiceHead], rows: Sequence[VoiceRow], width: float) -> tuple[float, ...]:
    """How wide each column is, in px; 0 for one that has no room beside the names."""
    wanted = []
    for place, head in enumerate(heads):
        widest = max((advance(row.cells[place].text, "strong", 500) for row in rows), default=0.0)
        wanted.append(math.ceil(max(widest, advance(head.text, "small") + (ARROW if head.key else 0.0))) + 1.0)
    leaving = sorted((i for i, one in enumerate(heads) if one.leaves), key=lambda i: -heads[i].leaves)
    while leaving and width - 2 * PAD - LETTERS_ROOM - sum(one + BETWEEN for one in wanted if one) < LEAST_NAME:
        wanted[leaving.pop(0)] = 0.0
    return tuple(wanted)
