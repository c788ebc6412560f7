"""Many boxes as rows of numbers, which Qt paints where they lie: an object for each costs more than its paint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from shiboken6 import wrapInstance

Boxes = NDArray[np.float64]  # of each its left, top, width and height: what a QRectF is in memory


def boxes_of(rects: Sequence[QRectF]) -> Boxes:
    return np.array([rect.getRect() for rect in rects], np.float64).reshape(-1, 4)


def rects_of(boxes: Boxes) -> list[QRectF]:
    return [QRectF(*box) for box in boxes.tolist()]


def draw_boxes(painter: QPainter, boxes: Boxes) -> None:
    """All of them in one go, with the painter's pen and brush."""
    if len(boxes):
        held = np.ascontiguousarray(boxes, np.float64)
        first = cast(QRectF, wrapInstance(held.ctypes.data, QRectF))
        painter.drawRects(first, len(held))
