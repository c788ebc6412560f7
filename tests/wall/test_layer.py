"""What is kept of a face looks as if it had been painted anew, on any screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from hubdesk.wall.brush import Brush
from hubdesk.wall.layer import Layer
from hubdesk.widgets.theme import Theme
from tests.wall.faces import CELL

SIZE = 220
ROUNDING = 6  # of 255: a colour that is laid over another in two steps


class Strokes:
    """Counts how often it is painted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, brush: Brush, area: QRectF) -> None:
        self.count += 1
        brush.painter.setPen(QPen(brush.colour("signal"), 3))
        brush.painter.drawLine(QLineF(area.topLeft() + QPointF(5, 5), area.bottomRight() - QPointF(5, 5)))
        brush.painter.fillRect(area.adjusted(20, 40, -60, -20), QColor(255, 255, 255, 120))


def shot(draw: Strokes, scale: float, corner: QPointF, layer: Layer | None, subject: object = "one") -> np.ndarray:
    image = QImage(round(SIZE * scale), round(SIZE * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    brush = Brush(painter, CELL, Theme("wall"))
    area = QRectF(corner.x(), corner.y(), 150, 120)
    if layer is None:
        draw(brush, area)
    else:
        layer.lay(brush, area, subject, draw)
    painter.end()
    shown = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return shown[:, :, :3].astype(int)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 2.75])
@pytest.mark.parametrize("corner", [QPointF(10, 10), QPointF(10.25, 33.5), QPointF(-20, 15)])
def test_that_what_was_kept_is_what_would_be_painted(qapp: QApplication, scale: float, corner: QPointF) -> None:
    straight, kept = shot(Strokes(), scale, corner, None), shot(Strokes(), scale, corner, Layer())
    assert np.abs(straight - kept).max() <= ROUNDING


def test_that_it_is_painted_once_for_a_picture_and_a_place(qapp: QApplication) -> None:
    draw, layer = Strokes(), Layer()
    for _frame in range(5):
        shot(draw, 1.0, QPointF(10, 10), layer)
    assert draw.count == 1
    shot(draw, 1.0, QPointF(12, 8), layer)  # as far as burn-in moves it: the same pixels
    assert draw.count == 1
    shot(draw, 2.0, QPointF(10, 10), layer)
    shot(draw, 2.0, QPointF(10, 10), layer, subject="another")
    assert draw.count == 3


def test_that_a_turned_painter_is_painted_on_directly(qapp: QApplication) -> None:
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    painter, draw, layer = QPainter(image), Strokes(), Layer()
    painter.rotate(5)
    for _frame in range(2):
        layer.lay(Brush(painter, CELL, Theme("wall")), QRectF(10, 10, 100, 100), "one", draw)
    painter.end()
    assert draw.count == 2
