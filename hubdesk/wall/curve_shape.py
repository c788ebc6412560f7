"""A curve as a shape under a number: no axis, its gaps hatched, its marker at its end."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from hubdesk.panels.trend_picture import TrendPicture
from hubdesk.wall.brush import Brush
from hubdesk.wall.curve import last_point, paint_curves, plot_of, thickness
from hubdesk.wall.curve_axes import frame_within
from hubdesk.wall.layer import Layer
from hubdesk.widgets.chart_values import Frame, Plot
from hubdesk.widgets.glyphs import paint_marker

FLAT: Final = 0.5  # times as high as wide, at most: a shape that is higher says more than it knows


def paint_shape(brush: Brush, layer: Layer, place: QRectF, trend: TrendPicture) -> None:
    """At the foot of the place."""
    plot, reach = plot_of(trend, brush.look), thickness(brush, True) * 1.5
    high = min(place.height(), place.width() * FLAT)
    inner = QRectF(place.left(), place.bottom() - high, place.width(), high).adjusted(0, reach, -2 * reach, -reach)
    layer.lay(brush, place, trend, _Shape(plot, frame_within(inner, plot.span, plot.highest() * 1.05 or 1.0)))


class _Shape:
    """What is painted once."""

    def __init__(self, plot: Plot, frame: Frame) -> None:
        self._plot, self._frame = plot, frame

    def __call__(self, brush: Brush, area: QRectF) -> None:
        plot, frame = self._plot, self._frame
        paint_curves(brush, plot, frame)
        brush.rule(QPointF(frame.left, frame.bottom), QPointF(frame.right, frame.bottom), "line_strong")
        for curve in plot.curves:
            end = last_point(plot, curve, frame)
            if end is not None:
                paint_marker(brush.painter, curve.marker, end, 3 * thickness(brush, True), QColor(curve.colour))
