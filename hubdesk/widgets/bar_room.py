"""How a table of shares uses its room: the plan that it takes, how high its rows are, and where its notes stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from hubdesk.widgets.bar_foot import Note, Plan, note_places, notes_height

HEAD: Final = 30.0
TALL_ROW: Final = 72.0


@dataclass(frozen=True, slots=True)
class Room:
    """`row`: px of height of each row; `places`: of the plan's notes."""

    plan: Plan
    row: float
    places: tuple[QRectF, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.plan.notes


class Plans:
    """Of one table: the plans that it may take, the roomiest first. What was found for a size is kept: whoever paints,
    points or walks asks for it again and again."""

    def __init__(self, rows: int, plans: Sequence[Plan]) -> None:
        self._rows, self._plans = rows, plans
        self._found: tuple[int, int, Room] | None = None

    def most(self, width: int) -> int:
        """The height, px, of the roomiest."""
        return self._height_of(self._plans[0], width)

    def least(self, width: int) -> int:
        """The height, px, of the tightest."""
        return self._height_of(self._plans[-1], width)

    def room(self, width: int, height: int) -> Room:
        """The roomiest that fits in that size, px."""
        if self._found is None or self._found[:2] != (width, height):
            self._found = width, height, self._room(width, height)
        return self._found[2]

    def _room(self, width: int, height: int) -> Room:
        plan = next((plan for plan in self._plans if self._height_of(plan, width) <= height), self._plans[-1])
        left = height - HEAD - notes_height(plan.notes, width)
        row = max(plan.row, min(TALL_ROW, left / max(1, self._rows)))
        return Room(plan, row, tuple(note_places(plan.notes, width, height)))

    def _height_of(self, plan: Plan, width: int) -> int:
        return math.ceil(HEAD + plan.row * self._rows + notes_height(plan.notes, width))
