"""A chart of curves over time: pyqtgraph draws the lines, the chart_* modules what stands around them.

The only module that imports pyqtgraph, which is half of the desk's start: whoever shows a chart imports this module
when the first one is built.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from hubdesk.core import Millis, Span
from hubdesk.widgets.chart_above import Above
from hubdesk.widgets.chart_labels import by_last_value, paint_labels
from hubdesk.widgets.chart_lines import Pieces, dashes, pieces
from hubdesk.widgets.chart_paint import frame_of, paint_ground, paint_marks
from hubdesk.widgets.chart_readout import ReadOut, bins, read_out
from hubdesk.widgets.chart_values import Curve, Frame, Gap, Plot, Strip
from hubdesk.widgets.keyed_button import is_by_key
from hubdesk.widgets.theme import theme

pg.setConfigOptions(antialias=True)

DRAG: Final = 5.0  # px before a press becomes a drag


class Chart(QWidget):
    """Curves over a span. Left and right move the read-out, Shift with them selects, Return looks at the selection."""

    span_chosen = Signal(object, object)  # start, end (Millis), whole bins
    wider_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = Plot()
        self._drawn: list[tuple[Curve, Pieces]] = []
        self._bins: tuple[Millis, ...] = ()
        self._at: Millis | None = None  # the bin the read-out is at
        self._from: Millis | None = None  # where a selection began
        self._pressed: QPointF | None = None
        self._is_ringed = False
        self._view = _Lines(self)
        self._above = Above(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_curves(
        self,
        curves: tuple[Curve, ...],
        span: Span,
        *,
        gaps: tuple[Gap, ...] = (),
        partial: tuple[Strip, ...] = (),
        step: Millis,
        zone: str,
        unit: str = "",
        decimals: int = 0,
    ) -> None:
        """Draw these. The read-out stays at its bin; the same picture again costs nothing."""
        plot = Plot(curves, span, gaps, partial, step, zone, unit, decimals)
        if plot != self.plot:
            self.plot = plot
            self._bins = bins(plot)
            if self._at not in self._bins:
                self._at = self._from = None
            self._draw()

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

    def drawn(self) -> list[tuple[Curve, Pieces]]:
        return self._drawn

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view.setGeometry(self.rect())
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
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self._choose()

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
            self.span_chosen.emit(max(span.start, self.plot.span.start), min(span.end, self.plot.span.end))

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
        frame = self.frame()
        most = max(64, int(frame.width) * 2)
        # Own brand on top: last. Among rivals the largest is drawn first, so that the small ones are not hidden.
        ordered = sorted(by_last_value(self.plot), key=_is_own)
        self._drawn = [(curve, pieces(curve, self.plot, most)) for curve in ordered]
        self._view.show_lines(self.plot, frame, self._drawn)
        self._show_above()


def _is_own(curve: Curve) -> bool:
    return curve.own


class _Lines(pg.GraphicsView):  # type: ignore[misc]
    """The lines, between a painted ground and painted labels. Its view box spans the whole widget, margins included,
    so that markers on the zero line are not cut."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self._chart = chart
        self._items: list[pg.PlotCurveItem] = []
        self._box = pg.ViewBox(enableMenu=False, enableMouse=False, border=None)
        self._box.invertY()
        self.setCentralItem(self._box)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_lines(self, plot: Plot, frame: Frame, drawn: list[tuple[Curve, Pieces]]) -> None:
        """Give each line its points, in px: in any other unit Qt strokes the pieces 30 times slower."""
        wide = theme().name == "wall"
        self.setBackground(theme().colour("panel"))
        self._box.setRange(
            xRange=(0, self._chart.width()), yRange=(0, self._chart.height()), padding=0, disableAutoRange=True
        )
        to_x, to_y = frame.width / (plot.span.end - plot.span.start), frame.height / frame.high
        while len(self._items) < 2 * len(drawn):
            item = pg.PlotCurveItem(skipFiniteCheck=True)
            item.setSegmentedLineMode("on")  # pieces, not one shape: see `dashes`
            self._box.addItem(item, ignoreBounds=True)
            self._items.append(item)
        for i, item in enumerate(self._items):
            if i >= 2 * len(drawn):
                item.setVisible(False)
                continue
            curve, made = drawn[i // 2]
            width = 1.0 if i % 2 else (6.0 if curve.own else 4.0) if wide else (2.0 if curve.own else 1.5)
            pattern = () if curve.own else curve.dash
            x, y = dashes(
                frame.left + made.x * to_x, frame.bottom - made.y * to_y, made.thin if i % 2 else made.thick, pattern
            )
            item.setVisible(len(x) > 1)
            if len(x) > 1:
                item.setData(x, y, pen=_pen(curve, width, bool(pattern)), connect="pairs")
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        painter.fillRect(QRectF(self.rect()), theme().colour("panel"))
        paint_ground(painter, self._chart.plot, self._chart.frame(), QSizeF(self.size()), theme())
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        frame, plot = self._chart.frame(), self._chart.plot
        paint_marks(painter, plot, frame, self._chart.drawn(), theme())
        paint_labels(painter, plot, frame, self.width(), theme())
        painter.restore()


def _pen(curve: Curve, width: float, is_dashed: bool) -> QPen:
    """Flat ends, or a dash's gaps fill up; square ones where pieces meet (round ones are 20 times slower)."""
    pen = QPen(QColor(curve.colour), width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if is_dashed else Qt.PenCapStyle.SquareCap)
    return pen
