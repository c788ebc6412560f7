"""A chart of curves over time: pyqtgraph draws the lines, the chart_* modules what stands around them.

The only module that imports pyqtgraph, which is half of the desk's start: whoever shows a chart imports this module
when the first one is built.
"""

from __future__ import annotations

from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from hubdesk.core import Millis, Span
from hubdesk.widgets.chart_labels import by_last_value, paint_labels
from hubdesk.widgets.chart_lines import Pieces, cut_off, dashes, heights, pieces
from hubdesk.widgets.chart_marked import MarkedChart
from hubdesk.widgets.chart_paint import paint_ground, paint_marks
from hubdesk.widgets.chart_values import LINEAR, BandBin, Curve, Flag, Frame, Gap, Note, Plot, Strip
from hubdesk.widgets.theme import theme

pg.setConfigOptions(antialias=True)


class Chart(MarkedChart):
    """Curves over a span."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: list[tuple[Curve, Pieces]] = []
        self._view = _Lines(self)
        self._above.raise_()

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
        flags: tuple[Flag, ...] = (),
        band: tuple[BandBin, ...] = (),
        band_words: str = "",
        since: Millis | None = None,
        known_end: Millis | None = None,
        scale: str = LINEAR,
        notes: tuple[Note, ...] = (),
    ) -> None:
        """Draw these. The read-out stays at its bin; the same picture again costs nothing."""
        plot = Plot(curves, span, gaps, partial, step, zone, unit, decimals, flags, band, band_words, since, known_end)
        if scale or notes:
            plot = replace(plot, scale=scale, notes=notes)
        if self.show_plot(plot):
            self._draw()

    def drawn(self) -> list[tuple[Curve, Pieces]]:
        return self._drawn

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view.setGeometry(self.rect())
        super().resizeEvent(event)

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
        to_x = frame.width / (plot.span.end - plot.span.start)
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
            width = (
                1.25
                if not curve.marker
                else 1.0
                if i % 2
                else (6.0 if curve.own else 4.0)
                if wide
                else (2.0 if curve.own else 1.5)
            )
            pattern = () if curve.own else curve.dash
            ys = heights(made.y, frame)
            x, y = dashes(frame.left + made.x * to_x, ys, made.thin if i % 2 else made.thick, pattern)
            if plot.is_view:
                x, y = cut_off(x, y, frame.left, frame.right)
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
        self._chart.paint_marked(painter, theme())
        paint_labels(painter, self._chart.whole, frame, self.width(), theme())
        painter.restore()


def _pen(curve: Curve, width: float, is_dashed: bool) -> QPen:
    """Flat ends, or a dash's gaps fill up; square ones where pieces meet (round ones are 20 times slower)."""
    pen = QPen(QColor(curve.colour), width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if is_dashed else Qt.PenCapStyle.SquareCap)
    return pen
