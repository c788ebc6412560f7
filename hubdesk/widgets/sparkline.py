"""A topic's volume around an episode in a few px: the line, the episode's stretch behind it, gaps hatched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from hubdesk.core import Millis, Span
from hubdesk.widgets.chart_values import Point
from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.theme import Theme

LEAST: Final = 2.0  # px that a stretch is wide, however short it was


@dataclass(frozen=True, slots=True)
class Spark:
    """`points`: bins of `step`; None where nobody listened. `marked`: the episode's stretch, to `span.end` while it
    lasts."""

    span: Span
    step: Millis
    points: tuple[Point, ...]
    marked: Span


def paint_spark(painter: QPainter, spark: Spark, place: QRectF, colour: QColor, look: Theme) -> None:
    """Its zero line is the place's lower edge. A bin that is still being counted is left out: it would look like a
    fall."""
    painter.save()
    painter.setClipRect(place.adjusted(-1, -1, 1, 1))
    length = max(1, spark.span.end - spark.span.start)
    scale = place.width() / length

    def x(instant: Millis) -> float:
        return place.left() + (min(max(instant, spark.span.start), spark.span.end) - spark.span.start) * scale

    left, right = x(spark.marked.start), x(spark.marked.end)
    painter.fillRect(QRectF(left, place.top(), max(LEAST, right - left), place.height()), look.colour("band"))
    painter.fillRect(QRectF(left, place.top(), 1, place.height()), look.colour("text2"))
    most = max((value for _at, value in spark.points if value is not None), default=0.0) or 1.0
    path, is_drawing = QPainterPath(), False
    for at, value in spark.points:
        if value is None:
            gap = QRectF(x(at), place.top(), max(1.0, x(at + spark.step) - x(at)), place.height())
            paint_hatch(painter, gap, look.colour("hatch"), 4.0)
            is_drawing = False
        elif at + spark.step <= spark.span.end:
            there = QPointF(x(at + spark.step // 2), place.bottom() - 1 - value * (place.height() - 3) / most)
            if is_drawing:
                path.lineTo(there)
            else:
                path.moveTo(there)
            is_drawing = True
    painter.setPen(QPen(look.colour("line_strong"), 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()
