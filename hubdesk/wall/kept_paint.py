"""Keeps what is slow to paint: pixels of one subject, at one size, in one look."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from hubdesk.wall.brush import Brush

MOST_PIXELS: Final = 16_000_000  # of a whole screen with four times as many as usual; of more it is coarser


class KeptPaint:
    """Paints a subject once, and shows it until it is another one, or elsewhere. Words do not belong in it: they are
    sharper, and heard by tests, when they are written on the screen itself."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._subject: object = None
        self._pixels: QPixmap | None = None

    def show(self, brush: Brush, place: QRectF, subject: object, draw: Callable[[Brush, QSizeF], None]) -> None:
        """`draw` paints the subject from the point (0, 0) on. Another object is another subject."""
        size = place.size()
        ratio = resolution(brush.painter)
        ratio *= min(1.0, math.sqrt(MOST_PIXELS / max(1.0, size.width() * size.height() * ratio * ratio)))
        key = (size.width(), size.height(), brush.look.name, brush.measure, round(ratio, 3))
        if self._pixels is None or key != self._key or subject is not self._subject:
            self._pixels = _painted(brush, size, ratio, draw)
            self._key, self._subject = key, subject
        brush.painter.drawPixmap(place, self._pixels, QRectF(QPointF(0, 0), QSizeF(self._pixels.size())))


def _painted(brush: Brush, size: QSizeF, ratio: float, draw: Callable[[Brush, QSizeF], None]) -> QPixmap:
    pixels = QPixmap(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    painter.scale(pixels.width() / max(1e-6, size.width()), pixels.height() / max(1e-6, size.height()))
    try:
        draw(Brush(painter, brush.measure, brush.look), size)
    finally:
        painter.end()
    return pixels


def resolution(painter: QPainter) -> float:
    """Pixels of the screen for one of ours, with whatever the painter enlarges."""
    turned = painter.worldTransform()
    grown = math.sqrt(abs(turned.m11() * turned.m22() - turned.m12() * turned.m21()))
    ratio: float = painter.device().devicePixelRatioF()
    return ratio * max(0.05, grown)
