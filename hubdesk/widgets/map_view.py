"""The map on the screen: the pointer reads it out, a click or Enter opens what is behind, a double click zooms in."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.map_frame import Frame, frame_of
from hubdesk.widgets.map_paint import paint_map
from hubdesk.widgets.map_readout import paint_read_out, read_out
from hubdesk.widgets.map_stencil import Stencil
from hubdesk.widgets.map_towns import paint_towns, radius, spots, town_at
from hubdesk.widgets.map_values import MapShown, Place
from hubdesk.widgets.theme import Theme, theme

NOTCH: Final = 120  # eighths of a degree: one step of a wheel
ARROWS: Final = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_IN: Final = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Space)
_OUT: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Escape, Qt.Key.Key_Backspace)


class MapView(QWidget):
    """Arrows walk from place to place, Enter opens one, Enter again or + zooms in, Escape or - zooms out.

    What does not move with the pointer is painted once for each size and picture.
    """

    place_chosen = Signal(str)  # the code of a département or of a town
    zoom_wished = Signal(str)  # the code of a département, or "" for all of France
    here_changed = Signal(str)  # the place that the keys or the pointer are at, or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = MapShown()
        self._frame: Frame | None = None
        self._ground: QPixmap | None = None
        self._stencil: Stencil | None = None
        self._here = ""  # where the keys are
        self._hovered = ""
        self._pointer = QPointF()
        self._opened = ""  # what Enter opened last: again zooms in
        self._turned = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def shown(self) -> MapShown:
        return self._shown

    @property
    def here(self) -> str:
        """The place that is read out; ""."""
        return self._hovered or self._here

    def show_map(self, shown: MapShown) -> None:
        """Show this. The atlas must have been read before, on another thread."""
        if shown == self._shown and self._frame is not None:
            return
        if shown.zoomed != self._shown.zoomed:
            self._frame, self._stencil, self._hovered, self._opened = None, None, "", ""
            self._here = "" if shown.zoomed else self._shown.zoomed  # back in France, the keys are where they were
        self._shown, self._ground = shown, None
        self._describe()
        self.update()

    def go_to(self, code: str) -> None:
        """Bring the keys to a place, as a list beside the map does."""
        if code != self._here:
            self._here, self._opened = code, ""
            self._describe()
            self.update()

    def frame(self) -> Frame:
        """Where everything is at this size."""
        if self._frame is None:
            self._frame = frame_of(QSizeF(self.size()), self._shown.zoomed)
        return self._frame

    def place_at(self, at: QPointF) -> str:
        if self._shown.zoomed:
            return town_at(self._shown, self.frame(), at)
        return self.frame().at(at)

    def spot_of(self, code: str) -> QPointF | None:
        """Where a place is, in px; None when it is not on the map."""
        if not self._shown.zoomed:
            return self.frame().spot(code) if self.frame().window_of(code) is not None else None
        return next((spot for place, spot in spots(self._shown, self.frame()) if place.code == code), None)

    def sizeHint(self) -> QSize:
        return QSize(420, 380)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._frame = self._ground = self._stencil = None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._ground = self._stencil = None
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._walk(ARROWS[key])
        elif key in _ENTER:
            self._enter()
        elif key in _IN and self._here and not self._shown.zoomed:
            self.zoom_wished.emit(self._here)
        elif key in _OUT and self._shown.zoomed:
            self.zoom_wished.emit("")
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._hover(self.place_at(self._pointer))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found and self.rect().contains(event.position().toPoint()):
            self.go_to(found)
            self.place_chosen.emit(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        found = "" if self._shown.zoomed else self.place_at(event.position())
        if found or (self._shown.zoomed and not self.place_at(event.position())):
            self.zoom_wished.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        event.accept()
        if abs(self._turned) < NOTCH:
            return
        closer, self._turned = self._turned > 0, 0
        found = "" if self._shown.zoomed else self.place_at(event.position())
        if closer and found:
            self.zoom_wished.emit(found)
        elif not closer and self._shown.zoomed:
            self.zoom_wished.emit("")

    def leaveEvent(self, event: QEvent) -> None:
        self._hover("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.drawPixmap(0, 0, self._painted_ground(look))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._here and self.hasFocus():
            self._outline(painter, self._here, QPen(look.colour("accent"), 2.5))
        if self._hovered:
            self._outline(painter, self._hovered, QPen(look.colour("text"), 1.5))
        place = self._place(self.here)
        if place is not None and (self._hovered or self.hasFocus()):
            at = self._pointer if self._hovered else self.spot_of(place.code)
            if at is not None:
                paint_read_out(painter, read_out(place, self._shown), at, QRectF(self.rect()), look)
        painter.end()

    def _painted_ground(self, look: Theme) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            self._ground = QPixmap((QSizeF(self.size()) * ratio).toSize())
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(look.colour("panel"))
            painter = QPainter(self._ground)
            size = QSizeF(self.size())
            if self._shown.zoomed:
                paint_towns(painter, self._shown, self.frame(), size, look)
            else:
                paint_map(painter, self._shown, self.frame(), self._cut_stencil(ratio, look), size, look)
            painter.end()
        return self._ground

    def _cut_stencil(self, ratio: float, look: Theme) -> Stencil:
        """What stays of the map at this size and in this look."""
        if self._stencil is None or not self._stencil.suits(ratio, look):
            self._stencil = Stencil(self.frame(), QSizeF(self.size()), ratio, look)
        return self._stencil

    def _outline(self, painter: QPainter, code: str, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._shown.zoomed:
            place, spot = self._place(code), self.spot_of(code)
            if place is not None and spot is not None:
                painter.drawEllipse(spot, radius(place.mentions) + 1.5, radius(place.mentions) + 1.5)
            return
        for window, outlines in zip(self.frame().windows, self.frame().outlines, strict=True):
            if code in outlines:
                painter.save()
                if window.is_inset:
                    painter.setClipRect(window.rect)
                painter.drawPath(outlines[code])
                painter.restore()

    def _place(self, code: str) -> Place | None:
        return self._shown.place(code) if code else None

    def _hover(self, found: str) -> None:
        if found != self._hovered:
            self._hovered = found
            self.here_changed.emit(self.here)
            self.update()
        elif found:
            self.update()  # the box follows the pointer

    def _walk(self, way: QPointF) -> None:
        """To the nearest place that way; a place that lies aside counts as farther."""
        places = self._shown.loudest() if self._shown.zoomed else self._shown.places
        known = {one.code: spot for one in places if (spot := self.spot_of(one.code)) is not None}
        if not known:
            return
        if self._here not in known:
            self._step_to(next((one.code for one in self._shown.loudest() if one.code in known), next(iter(known))))
            return
        from_here = known.pop(self._here)
        ahead = {code: _effort(spot - from_here, way) for code, spot in known.items()}
        nearest = min(ahead, key=ahead.__getitem__, default="")
        if nearest and ahead[nearest] < math.inf:
            self._step_to(nearest)

    def _step_to(self, code: str) -> None:
        self._hovered = ""
        self.go_to(code)
        self.here_changed.emit(code)

    def _enter(self) -> None:
        if self._here and self._here == self._opened and not self._shown.zoomed:
            self.zoom_wished.emit(self._here)
        elif self._here:
            self._opened = self._here
            self.place_chosen.emit(self._here)

    def _describe(self) -> None:
        place = self._place(self._here)
        loudest = [f"{one.name} {one.figure(self._shown.by_rate)}" for one in self._shown.loudest()[:5]]
        self.setAccessibleDescription(
            read_out(place, self._shown).spoken() if place is not None else "; ".join(loudest)
        )


def _effort(step: QPointF, way: QPointF) -> float:
    """How far a step that way is; infinite for what lies behind, or more aside than ahead."""
    ahead = step.x() * way.x() + step.y() * way.y()
    aside = abs(step.x() * way.y() - step.y() * way.x())
    return ahead + 2 * aside if ahead > 0 and aside <= 1.5 * ahead else math.inf
