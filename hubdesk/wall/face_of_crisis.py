"""What the faces of an episode share: one read serves all that stand on a wall."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from hubdesk.core.scenes import Cell
from hubdesk.wall.crisis import PACE_SECONDS, WallCrisis, crisis_asked, read_crisis_of_wall
from hubdesk.wall.face import Face, Veil


class OfCrisis(Face[WallCrisis]):
    """Of the episode that a cell names, or of the gravest that lasts."""

    pace_seconds: ClassVar[float] = PACE_SECONDS
    read = staticmethod(read_crisis_of_wall)

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return crisis_asked(cell)
