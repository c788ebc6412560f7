"""How a chart over time is handled: a read-out that follows the mouse or the keys, and a stretch that is chosen."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from hubdesk.core import Millis, Span
from hubdesk.widgets.chart_above import Above
from hubdesk.widgets.chart_paint import frame_of
from hubdesk.widgets.chart_readout import ReadOut, bins, read_out
from hubdesk.widgets.chart_values import Frame, Plot
from hubdesk.widgets.chart_zoom import FACTOR, PAN, Zoom, seen
from hubdesk.widgets.keyed_button import is_by_key

DRAG: Final = 5.0  # px before a press becomes a drag
NOTCH: Final = 120.0  # eighths of a degree
NEARER: Final = {Qt.Key.Key_Plus: 1 / FACTOR, Qt.Key.Key_Equal: 1 / FACTOR, Qt.Key.Key_Minus: FACTOR}


class TimeChart(QWidget):
    """A plot over a span. Left and right move the read-out, Shift with them selects, Return looks at the selection.
    Where it zooms, the wheel, + and − go nearer and further, and Ctrl with left and right goes along.

    What is drawn below the read-out is the heirs': `_draw`, and `_choose_at` for what a click chooses.
    """

    span_chosen = Signal(object, object)  # start, end (Millis), whole bins
    wider_wished = Signal()
    back_wished = Signal()  # Escape, where there is nothing else to leave
    _framed: tuple[Plot, QSize, Frame] | None = None  # the frame of that plot at that size

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = self.whole = Plot()  # as it is shown, and as it was read
        self._zoom: Zoom | None = None
        self._bins: tuple[Millis, ...] = ()
        self._at: Millis | None = None  # the bin the read-out is at
        self._from: Millis | None = None  # where a selection began
        self._pressed: QPointF | None = None
        self._is_ringed = False
        self._above = Above(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_plot(self, plot: Plot) -> bool:
        """Take another plot; the read-out stays at its bin. Says whether it is another one."""
        if plot == self.whole:
            if self._zoom is not None and self._zoom.is_asking:
                self.end_view()  # somebody went back to it
            return False
        self.whole = plot
        if self._zoom is not None:
            self._zoom.take(plot)
        self._show_span()
        return True

    def let_zoom(self) -> None:
        """From now on a hand can go nearer and further."""
        self._zoom = Zoom(self)
        self._zoom.moved.connect(self._show_view)
        self._zoom.settled.connect(self.span_chosen)

    def end_view(self) -> None:
        """Show what was read as it is: what was asked for will not come."""
        if self._zoom is not None and self._zoom.view is not None:
            self._zoom.forget()
            self._show_view()

    def is_viewing(self) -> bool:
        """Whether another span is shown than the one that was read."""
        return self._zoom is not None and self._zoom.view is not None

    def _show_view(self) -> None:
        self._show_span()
        self._draw()

    def _show_span(self) -> None:
        view = None if self._zoom is None else self._zoom.view
        self.plot = self.whole if view is None else seen(self.whole, view)
        self._bins = bins(self.plot)
        if self._at not in self._bins:
            self._at = self._from = None

    def frame(self) -> Frame:
        """Where the plot lies at the present size. It stays where it is while a hand goes nearer and further."""
        known = self._framed
        if known is None or known[0] is not self.plot or known[1] != self.size():
            known = self._framed = self.plot, self.size(), self._frame_at_size()
        return known[2]

    def _frame_at_size(self) -> Frame:
        made = frame_of(self.whole, self.width(), self.height())
        return replace(made, span=self.plot.span) if self.plot.is_view else made

    def read_out(self) -> ReadOut | None:
        """What the read-out says now; None while it is hidden."""
        return None if self._at is None else read_out(self.plot, self._at)

    def selection(self) -> Span | None:
        """The span being chosen, in whole bins."""
        if self._from is None or self._at is None:
            return None
        return Span(min(self._from, self._at), max(self._from, self._at) + self.plot.step)

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._above.setGeometry(self.rect())
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed is not None and self._from is None and abs(here.x() - self._pressed.x()) >= DRAG:
            self._from = self._bin_at(self._pressed.x())
        inside = self.frame().left - 2 <= here.x() <= self.frame().right + 2
        self._move_to(self._bin_at(here.x()) if inside or self._from is not None else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._from = event.position(), None
            self._move_to(self._bin_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            self._pressed = None
            if self.selection() is not None:
                self._choose()
            else:
                self._choose_at(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._from = None
        self.wider_wished.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned, aside = event.angleDelta().y() / NOTCH, event.angleDelta().x() / NOTCH
        if self._zoom is None or not self._bins or not (turned or aside):
            event.ignore()
            return
        event.accept()
        self._from = None
        if aside or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._zoom.pan(-PAN * (aside or turned), self.plot)
        else:
            self._zoom.by(FACTOR**-turned, self.frame().instant(event.position().x()), self.plot)

    def leaveEvent(self, event: QEvent) -> None:
        if self._pressed is None and not self.hasFocus():
            self._move_to(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_ringed = is_by_key(event, self._is_ringed)
        self._show_above()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._from = None
        self._move_to(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._bins) - 1}
        key = Qt.Key(event.key())
        if self._zoom is not None and self._bins and self._zoom_by(self._zoom, key, event.modifiers()):
            return
        if self._bins and (key in steps or key in ends):
            here = len(self._bins) - 1 if self._at is None else bisect_left(self._bins, self._at)
            there = ends[key] if key in ends else here if self._at is None else here + steps[key]
            selects = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._from = (self._from if self._from is not None else self._at) if selects else None
            self._move_to(self._bins[max(0, min(len(self._bins) - 1, there))])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selection() is not None:
            self._choose()
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self._from = None
            self._move_to(None)
        elif key == Qt.Key.Key_Escape and self._zoom is not None:
            if self.is_viewing():
                self.end_view()
            else:
                self.back_wished.emit()
        elif key == Qt.Key.Key_Backspace:
            self.wider_wished.emit()
        else:
            super().keyPressEvent(event)

    def _zoom_by(self, zoom: Zoom, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Nearer to the read-out, or to the middle; or along."""
        if key in NEARER:
            span = self.plot.span
            at = (span.start + span.end) // 2 if self._at is None else self._at + self.plot.step // 2
            zoom.by(NEARER[key], min(max(at, span.start), span.end), self.plot)
        elif modifiers & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            zoom.pan(PAN if key == Qt.Key.Key_Right else -PAN, self.plot)
        else:
            return False
        return True

    def _choose(self) -> None:
        span, self._from = self.selection(), None
        self._show_above()
        if span is not None:
            start, end = max(span.start, self.plot.span.start), min(span.end, self.plot.end)
            if start < end:  # behind what is known there is nothing to look at
                self.span_chosen.emit(start, end)

    def _bin_at(self, x: float) -> Millis | None:
        """The bin under that column, the nearest where there is none."""
        if not self._bins:
            return None
        instant = self.frame().instant(x) - self.plot.step / 2
        right = min(len(self._bins) - 1, bisect_left(self._bins, instant))
        left = max(0, right - 1)
        return self._bins[left if instant - self._bins[left] <= self._bins[right] - instant else right]

    def _move_to(self, at: Millis | None) -> None:
        if at != self._at:
            self._at = at
            said = self.read_out()
            self.setAccessibleDescription(said.spoken() if said else "")
        self._show_above()

    def _show_above(self) -> None:
        self._above.show_over(
            self.plot, self.frame(), self.read_out(), self.selection(), self.hasFocus() and self._is_ringed
        )

    def _draw(self) -> None:
        """Paint the plot anew."""
        self.update()
        self._show_above()

    def _choose_at(self, place: QPointF) -> None:
        """A click, and no drag."""
