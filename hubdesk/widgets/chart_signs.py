"""The signs of a curve: the one beside its name, its marker or a piece of its dotted line, and those on its line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from hubdesk.widgets.chart_values import Curve
from hubdesk.widgets.glyphs import marker_path, paint_marker

HALO: Final = 3.2  # px, half of it inside the marker, as glyphs.paint_marker has it
DOTTED: Final = ("ring", "frame")  # markers that are no path


def paint_sign(painter: QPainter, curve: Curve, centre: QPointF, size: float, halo: QColor | None = None) -> None:
    """`size` px wide."""
    if curve.marker:
        paint_marker(painter, curve.marker, centre, size, QColor(curve.colour), halo)
        return
    painter.save()
    pen = QPen(QColor(curve.colour), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([one / 1.5 for one in curve.dash] or [1, 0])
    painter.setPen(pen)
    half = size / 2 + 2
    painter.drawLine(QPointF(centre.x() - half, centre.y()), QPointF(centre.x() + half, centre.y()))
    painter.restore()


def paint_signs(
    painter: QPainter, marker: str, centres: Sequence[QPointF], size: float, colour: QColor, halo: QColor
) -> None:
    """A curve's markers on its line, `size` px wide, each as glyphs.paint_marker paints it."""
    if marker in DOTTED:
        for at in centres:
            paint_marker(painter, marker, at, size, colour, halo)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(halo, HALO))
    brush = QBrush(colour)
    for at in centres:
        shape = marker_path(marker, at, size)
        painter.drawPath(shape)
        painter.fillPath(shape, brush)
    painter.restore()
