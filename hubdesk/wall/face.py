"""A face: what a cell of a wall shows of a panel, in letters that a room can read. A worker reads, a painter draws.

Like a panel it is two functions. Unlike a panel it is no widget: it takes a painter and a rectangle, so that a wall, a
console's preview, a gallery and a test paint the same thing, at any size.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope, Span, Topic
from hubdesk.core.scenes import Cell
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.measure import Measure

Picture = TypeVar("Picture")


@dataclass(frozen=True, slots=True)
class Veil:
    """How people are kept out of sight: `masks` private persons, `stars` insults (with `veiled` more and `spared` less
    than the shipped list), and leaves out mentions that were taken off the wall."""

    masks: bool = True
    stars: bool = True
    veiled: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    withdrawn: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Showing:
    """What every face is told of where it is shown. `span`: what its cell looks at; `topics`: all of the session's, for
    their shapes. `motion`: how far the change from the picture before has come, 0 to 1; 1 when nothing moves."""

    span: Span
    zone: str
    topics: tuple[Topic, ...]
    is_live: bool = False
    motion: float = 1.0


class Face(Generic[Picture]):
    """One way to show a panel's picture. It holds nothing but what it draws from (paths, laid-out texts)."""

    name: ClassVar[str]
    title: ClassVar[str]  # N_("Trend")
    pace_seconds: ClassVar[float] = 2.0  # the least time between two answers to the same question
    has_own_head: ClassVar[bool] = False  # it says its title and span itself

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        """The options that `read` is given: equal for cells that ask the same."""
        return None

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> Picture:
        """Worker thread: a frozen value. No name of a private person is in it when the veil masks them."""
        raise NotImplementedError

    def needs(self, measure: Measure) -> QSizeF:
        """The least px in which it says anything worth a cell, its head not counted; the console warns of less."""
        return QSizeF(measure.text * 6, measure.text * 3)

    def paint(self, brush: Brush, area: QRectF, picture: Picture, before: Picture | None, showing: Showing) -> None:
        """GUI thread: fill the area and never more, with nothing smaller than `brush.measure.least`; where room is
        short, show fewer things. `before`: the picture from which `showing.motion` moves away."""
        raise NotImplementedError

    def says(self, picture: Picture, showing: Showing) -> str:
        """What it shows, in one or two sentences: for who cannot see it, and for tests."""
        return ""

    def vacancy(self, picture: Picture, showing: Showing) -> str:
        """The words in place of the picture when there is nothing to show; "" when there is."""
        return ""

    def mentions(self, picture: Picture) -> tuple[int, ...]:
        """The numbers of the mentions whose words it shows, the one in front first: what a presenter may take off."""
        return ()

    def subtitle(self, picture: Picture, showing: Showing) -> str:
        """The unit or what it is against, beside the span in the cell's head; "" for nothing."""
        return ""
