"""The sign of a curve beside its name: its marker, or a piece of its dotted line where it has none."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hubdesk.widgets.chart_values import Curve
from hubdesk.widgets.glyphs import paint_marker


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
