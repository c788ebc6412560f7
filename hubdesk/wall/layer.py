"""What of a face stands still: painted once for a picture and a size, then laid down as often as a frame wants it.

A figure that rolls asks for thirty frames a second; the curves beside it do not move, and take longer than a frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QTransform

from hubdesk.wall.brush import Brush

MOST_PX: Final = 40_000_000  # of a kept picture; what is larger is painted each time
EIGHTHS: Final = 8  # of a pixel that a place may differ by

Draw = Callable[[Brush, QRectF], None]


class Layer:
    """Keeps the last thing that was painted. Words do not belong here: they are drawn where letters can be hinted."""

    def __init__(self) -> None:
        self._key: tuple[Hashable, ...] = ()
        self._subject: object = None
        self._image = QImage()

    def lay(self, brush: Brush, area: QRectF, subject: object, draw: Draw) -> None:
        """What `draw` paints of that subject, which is told by its identity, in the area and in nothing else."""
        to_device = brush.painter.deviceTransform()
        scale = to_device.m11()
        if not _is_plain(to_device) or area.width() * area.height() * scale * scale > MOST_PX:
            draw(brush, area)
            return
        corner = to_device.map(area.topLeft())
        whole = QPointF(math.floor(corner.x()), math.floor(corner.y()))
        rest = corner - whole
        nudge = (round(rest.x() * EIGHTHS), round(rest.y() * EIGHTHS))
        key = (area.width(), area.height(), nudge, scale, brush.measure, brush.look.name)
        if subject is not self._subject or key != self._key:
            self._image = _painted(brush, area, draw, rest, scale)
            self._subject, self._key = subject, key
        brush.painter.drawImage(to_device.inverted()[0].map(whole), self._image)


def _is_plain(to_device: QTransform) -> bool:
    """Whether it moves and scales alike, and nothing else: then a kept picture is laid pixel on pixel."""
    is_straight = to_device.isAffine() and not to_device.m12() and not to_device.m21()
    return is_straight and to_device.m11() > 0 and abs(to_device.m11() - to_device.m22()) < 1e-6


def _painted(brush: Brush, area: QRectF, draw: Draw, rest: QPointF, scale: float) -> QImage:
    size = QSize(
        math.ceil(rest.x() + area.width() * scale) + 1,
        math.ceil(rest.y() + area.height() * scale) + 1,
    )
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(scale)
    made.fill(0)
    painter = QPainter(made)
    try:
        painter.translate(rest / scale - area.topLeft())
        draw(Brush(painter, brush.measure, brush.look), area)
    finally:
        painter.end()
    return made
