"""How a chart over time is handled: a read-out that follows the mouse or the keys, and a stretch that is chosen."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.core import Millis, Span
from hubdesk.widgets.chart_above import Above
from hubdesk.widgets.chart_paint import frame_of
from hubdesk.widgets.chart_readout import ReadOut, bins, read_out
from hubdesk.widgets.chart_values import Frame, Plot
from hubdesk.widgets.keyed_button import is_by_key

DRAG: Final = 5.0  # px before a press becomes a drag


class TimeChart(QWidget):
    """A plot over a span. Left and right move the read-out, Shift with them selects, Return looks at the selection.

    What is drawn below the read-out is the heirs': `_draw`, and `_choose_at` for what a click chooses.
    """

    span_chosen = Signal(object, object)  # start, end (Millis), whole bins
    wider_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = Plot()
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
        if plot == self.plot:
            return False
        self.plot = plot
        self._bins = bins(plot)
        if self._at not in self._bins:
            self._at = self._from = None
        return True

    def frame(self) -> Frame:
        """Where the plot lies at the present size."""
        return frame_of(self.plot, self.width(), self.height())

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
        elif key == Qt.Key.Key_Backspace:
            self.wider_wished.emit()
        else:
            super().keyPressEvent(event)

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
