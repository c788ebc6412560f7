"""A chart of curves over time: pyqtgraph draws the lines, the chart_* modules what stands around them.

The only module that imports pyqtgraph, which is half of the desk's start: whoever shows a chart imports this module
when the first one is built.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyqtgraph as pg
from pyqtgraph.graphicsItems.PlotCurveItem import arrayToLineSegments
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from hubdesk.core import Millis, Span
from hubdesk.widgets.chart_labels import Label, by_last_value, column, labels, paint_labels
from hubdesk.widgets.chart_lines import Pieces, cut_off, dashes, heights, pieces
from hubdesk.widgets.chart_marked import MarkedChart
from hubdesk.widgets.chart_paint import paint_ground, paint_marks
from hubdesk.widgets.chart_values import LINEAR, BandBin, Curve, Flag, Frame, Gap, Note, Plot, Strip
from hubdesk.widgets.theme import theme

Stroke = tuple[QPen, Any]  # and its pieces, as pyqtgraph hands them to Qt


class Chart(MarkedChart):
    """Curves over a span."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: list[tuple[Curve, Pieces]] = []
        self._labelled: tuple[Frame, tuple[tuple[Label, ...], int]] | None = None
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

    def labels(self) -> tuple[tuple[Label, ...], int]:
        """Those beside the lines, and how many curves are left without: worked out once for a frame."""
        frame = self.frame()
        if self._labelled is None or self._labelled[0] is not frame:
            self._labelled = frame, labels(self.whole, frame)
        return self._labelled[1]

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
    """The lines, between a painted ground and painted labels. One item paints them all, in px of the whole widget, so
    that markers on the zero line are not cut; a view box, and an item for each line, would cost more than the lines."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self._chart = chart
        self._strokes = _Strokes()
        self._pieces: dict[int, Any] = {}  # of each stroke: what Qt is handed is filled anew, not made
        self.setCentralItem(None)
        self.addItem(self._strokes)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # the ground is another one whenever it is painted

    def show_lines(self, plot: Plot, frame: Frame, drawn: list[tuple[Curve, Pieces]]) -> None:
        """Give each line its points, in px: in any other unit Qt strokes the pieces 30 times slower."""
        is_wall = theme().name == "wall"
        to_x = frame.width / (plot.span.end - plot.span.start)
        made: list[Stroke] = []
        for curve, parts in drawn:
            thick, thin = _widths(curve, is_wall)
            pattern = () if curve.own else curve.dash
            xs, ys = frame.left + parts.x * to_x, heights(parts.y, frame)
            for joined, width in ((parts.thick, thick), (parts.thin, thin)):
                x, y = dashes(xs, ys, joined, pattern)
                if plot.is_view:
                    x, y = cut_off(x, y, frame.left, frame.right)
                if len(x) > 1:
                    place = len(made)
                    self._pieces[place] = arrayToLineSegments(x, y, "pairs", False, self._pieces.get(place))
                    made.append((_pen(curve, width, bool(pattern)), self._pieces[place]))
        self._strokes.show_strokes(made, QRectF(self._chart.rect()))
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
        room = column(self._chart.whole, self.width())
        paint_labels(painter, *self._chart.labels(), room, frame, self.width(), theme())
        painter.restore()


class _Strokes(pg.GraphicsObject):  # type: ignore[misc]
    """Every piece of every line."""

    def __init__(self) -> None:
        super().__init__()
        self._made: list[Stroke] = []
        self._room = QRectF()

    def show_strokes(self, made: list[Stroke], room: QRectF) -> None:
        if room != self._room:
            self.prepareGeometryChange()
        self._made, self._room = made, room
        self.update()

    def boundingRect(self) -> QRectF:
        return self._room

    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen, segments in self._made:
            painter.setPen(pen)
            painter.drawLines(*segments.drawargs())


def _widths(curve: Curve, is_wall: bool) -> tuple[float, float]:
    """Of a line, and of it where a source is missing, px."""
    if not curve.marker:
        return 1.25, 1.25
    if is_wall:
        return (6.0 if curve.own else 4.0), 1.0
    return (2.0 if curve.own else 1.5), 1.0


def _pen(curve: Curve, width: float, is_dashed: bool) -> QPen:
    """Flat ends, or a dash's gaps fill up; square ones where pieces meet (round ones are 20 times slower)."""
    cap = Qt.PenCapStyle.FlatCap if is_dashed else Qt.PenCapStyle.SquareCap
    pen = QPen(QColor(curve.colour), width, Qt.PenStyle.SolidLine, cap)
    pen.setCosmetic(True)
    return pen
