"""Boxes in rows of numbers are painted where a QRectF of each would be."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from hubdesk.widgets.boxes import boxes_of, draw_boxes, rects_of

RECTS = [QRectF(3, 2.5, 4, 7.25), QRectF(9, 4.1, 1, 1), QRectF(12.5, 0.5, 6, 14.75)]


def painter_on(image: QImage) -> QPainter:
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("black"))
    return painter


def test_that_boxes_are_painted_as_the_same_rectangles(qapp: QApplication) -> None:
    boxes = boxes_of(RECTS)
    assert rects_of(boxes) == RECTS
    every_other = np.repeat(boxes, 2, axis=0)[::2]  # not in one piece in memory
    one, other, third = (QImage(24, 18, QImage.Format.Format_RGB32) for _ in range(3))
    painter = painter_on(one)
    painter.drawRects(RECTS)
    painter.end()
    for image, told in ((other, boxes), (third, every_other)):
        painter = painter_on(image)
        draw_boxes(painter, told)
        draw_boxes(painter, boxes_of(()))
        painter.end()
        assert image == one
