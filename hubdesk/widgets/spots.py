"""A widget that paints figures, each of which can be chosen: by a click, or by arrows and Return."""

from __future__ import annotations

import html
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from hubdesk.widgets.keyed_button import is_by_key
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that can be chosen: what is said of it, and what choosing it tells. `name`: where two tell the same."""

    place: QRectF
    key: Hashable
    words: str
    name: Hashable | None = None

    @property
    def mark(self) -> Hashable:
        return self.key if self.name is None else self.name


class Spots(QWidget):
    """Its heirs say where the spots are. Up and down go to the nearest in another row."""

    chosen = Signal(object)  # the spot's key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at: Hashable | None = None  # where the keyboard is
        self._hovered: Hashable | None = None
        self._is_ringed = False  # the keyboard is here, and not by a click
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def spots(self) -> Sequence[Spot]:
        """Those there are at the present size, in reading order."""
        raise NotImplementedError

    def explanation(self, place: QPointF) -> str:
        """What is said of a place that is no spot."""
        return ""

    def spots_between(self, top: float, bottom: float) -> Sequence[Spot]:
        """Those of which something lies between these heights, and maybe others."""
        return self.spots()

    def paint_spots(self, painter: QPainter, look: Theme, top: float = 0, bottom: float = math.inf) -> None:
        """The ground under the hovered spot and the frame of the keyboard's; before the figures are painted. `top` and
        `bottom`: what is painted lies between these heights."""
        if self._hovered is None and not (self.hasFocus() and self._is_ringed):
            return  # mostly: and where each spot is takes a while to work out
        for spot in self.spots_between(top, bottom):
            if spot.mark == self._hovered:
                painter.fillRect(spot.place, look.colour("hover"))
            if spot.mark == self._at and self.hasFocus() and self._is_ringed:
                painter.fillRect(spot.place, look.colour("select"))
                painter.setPen(QPen(look.colour("accent"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(spot.place.adjusted(0.5, 0.5, -0.5, -0.5))

    def spot_at(self, place: QPointF) -> Spot | None:
        return next((spot for spot in reversed(self.spots()) if spot.place.contains(place)), None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        words = spot.words if spot is not None else self.explanation(event.position())
        self.setToolTip(f"<qt>{html.escape(tame(words, 400))}</qt>" if words else "")
        mark = spot.mark if spot is not None else None
        if mark != self._hovered:
            self._hovered = mark
            self.setCursor(Qt.CursorShape.PointingHandCursor if spot is not None else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self._go(spot)
            self.chosen.emit(spot.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, spots = Qt.Key(event.key()), self.spots()
        here = next((spot for spot in spots if spot.mark == self._at), None)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here is not None:
            self.chosen.emit(here.key)
        elif spots and key in _STEPS:
            self._is_ringed = True
            self._go(_next(spots, here, key))
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_ringed = is_by_key(event, self._is_ringed)
        spots = self.spots()
        if spots and self._at not in {spot.mark for spot in spots}:
            self._go(spots[0])
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _go(self, spot: Spot) -> None:
        self._at = spot.mark
        self.setAccessibleDescription(tame(spot.words, 400))
        self.went(spot)
        self.update()

    def went(self, spot: Spot) -> None:
        """The keyboard or a click went to that spot: bring it into sight."""


_STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


def _next(spots: Sequence[Spot], here: Spot | None, key: Qt.Key) -> Spot:
    """Where an arrow leads from here; to the first from nowhere."""
    if here is None or key == Qt.Key.Key_Home:
        return spots[0]
    if key == Qt.Key.Key_End:
        return spots[-1]
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        there = spots.index(here) + (1 if key == Qt.Key.Key_Right else -1)
        return spots[max(0, min(len(spots) - 1, there))]
    middle = here.place.center()
    is_down = key == Qt.Key.Key_Down
    beyond = [spot for spot in spots if (spot.place.top() >= here.place.bottom() - 1) == is_down and spot is not here]
    if not is_down:
        beyond = [spot for spot in beyond if spot.place.bottom() <= here.place.top() + 1]
    if not beyond:
        return here
    return min(beyond, key=_Far(middle))


class _Far:
    """How far a spot is: rows first, then columns."""

    def __init__(self, middle: QPointF) -> None:
        self._middle = middle

    def __call__(self, spot: Spot) -> tuple[float, float]:
        centre = spot.place.center()
        return abs(centre.y() - self._middle.y()), abs(centre.x() - self._middle.x())
