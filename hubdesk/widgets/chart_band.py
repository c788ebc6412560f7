"""What is usual at each hour, behind a curve: a filled band, its middle dotted, named in the corner."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from hubdesk.widgets.chart_values import BandBin, Frame, Plot
from hubdesk.widgets.theme import Theme, font


def paint_band(painter: QPainter, plot: Plot, frame: Frame, look: Theme) -> None:
    """A bin of which nothing is usual yet breaks the band."""
    painter.save()
    painter.setClipRect(QRectF(frame.left, frame.top, frame.width, frame.height))
    for run in _runs(plot):
        xs = [frame.x(one.at + plot.step / 2) for one in run]
        high = [QPointF(x, frame.y(one.high)) for x, one in zip(xs, run, strict=True)]
        low = [QPointF(x, frame.y(one.low)) for x, one in zip(xs, run, strict=True)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("band"))
        painter.drawPolygon(QPolygonF([*high, *reversed(low)]))
        pen = QPen(look.colour("band_line"), 1)
        pen.setDashPattern([1, 2])
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x, frame.y(one.middle)) for x, one in zip(xs, run, strict=True)]))
    painter.restore()


def paint_band_name(painter: QPainter, plot: Plot, frame: Frame, look: Theme) -> None:
    """What the band is, in the corner, on a ground of its own: the grid would strike it through."""
    if not plot.band or not plot.band_words:
        return
    metrics = QFontMetricsF(font("micro"))
    swatch = QRectF(frame.left + 8, frame.top + 4 + (metrics.height() - 8) / 2, 14, 8)
    wide = swatch.width() + 5 + metrics.horizontalAdvance(plot.band_words)
    painter.fillRect(QRectF(swatch.left() - 3, frame.top + 3, wide + 6, metrics.height() + 2), look.colour("panel"))
    painter.fillRect(swatch, look.colour("band"))
    painter.setFont(font("micro"))
    painter.setPen(look.colour("text2"))
    painter.drawText(QPointF(swatch.right() + 5, frame.top + 4 + metrics.ascent()), plot.band_words)


def _runs(plot: Plot) -> Iterator[list[BandBin]]:
    run: list[BandBin] = []
    for one in plot.band:
        if run and one.at - run[-1].at > plot.step * 1.5:
            yield run
            run = []
        run.append(one)
    if run:
        yield run
