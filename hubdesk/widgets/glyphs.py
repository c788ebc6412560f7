"""Shapes that survive a black and white print: topic markers, tones, source states, and the icons of bars."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from hubdesk.widgets.theme import edge

EDGE: Final = 1.4  # px


def marker_path(shape: str, centre: QPointF, size: float) -> QPainterPath:
    """A topic's marker, `size` px wide: circle, square, triangle, diamond, pentagon, cross, star or bar."""
    return _marker(shape, size).translated(centre)


@lru_cache(256)
def _marker(shape: str, size: float) -> QPainterPath:
    """Around 0, 0."""
    path, half = QPainterPath(), size / 2
    x, y = 0.0, 0.0
    if shape == "circle":
        path.addEllipse(QPointF(), half, half)
    elif shape == "square":
        path.addRect(QRectF(x - half * 0.88, y - half * 0.88, size * 0.88, size * 0.88))
    elif shape == "bar":
        path.addRect(QRectF(x - half, y - half * 0.4, size, size * 0.4))
    elif shape == "cross":
        third = size / 3
        path.addRect(QRectF(x - half, y - third / 2, size, third))
        upright = QPainterPath()
        upright.addRect(QRectF(x - third / 2, y - half, third, size))
        path = path.united(upright)
    else:
        path.addPolygon(QPolygonF(_corners(shape, x, y, half)))
        path.closeSubpath()
    return path


def _corners(shape: str, x: float, y: float, half: float) -> list[QPointF]:
    if shape == "triangle":
        return [QPointF(x, y - half), QPointF(x + half, y + half * 0.8), QPointF(x - half, y + half * 0.8)]
    if shape == "triangle_down":
        return [QPointF(x, y + half), QPointF(x + half, y - half * 0.8), QPointF(x - half, y - half * 0.8)]
    if shape == "pentagon":
        return _ring(x, y, 5, (half * 1.05,))
    if shape == "star":
        return _ring(x, y, 10, (half * 1.15, half * 0.5))
    far = half * 1.15  # diamond
    return [QPointF(x, y - far), QPointF(x + far, y), QPointF(x, y + far), QPointF(x - far, y)]


def _ring(x: float, y: float, corners: int, radii: tuple[float, ...]) -> list[QPointF]:
    made = []
    for i in range(corners):
        angle, radius = -math.pi / 2 + i * 2 * math.pi / corners, radii[i % len(radii)]
        made.append(QPointF(x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return made


def paint_marker(
    painter: QPainter, shape: str, centre: QPointF, size: float, colour: QColor, halo: QColor | None = None
) -> None:
    """A filled topic marker, with an edge where its colour alone would not be seen on every ground, and a 1.6 px halo
    in the ground's colour where it sits on a line; a dotted `ring` or `frame` stands for what cannot be told or was
    not read."""
    if shape == "ring":
        paint_state(painter, "unknown", centre, size, colour)
        return
    painter.save()
    if shape == "frame":
        pen = QPen(colour, 1)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        half = round(size / 2)
        painter.drawRect(QRectF(round(centre.x()) - half + 0.5, round(centre.y()) - half + 0.5, 2 * half, 2 * half))
        painter.restore()
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(halo, 3.2) if halo is not None else Qt.PenStyle.NoPen)
    path = marker_path(shape, centre, size)
    if halo is not None:
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(path, colour)
    outline = edge(colour) if halo is None else None  # a halo is in the colour of a ground that is known
    if outline is not None:
        painter.strokePath(path, QPen(outline, max(EDGE, size / 9)))
    painter.restore()


def paint_state(painter: QPainter, state: str, centre: QPointF, size: float, colour: QColor) -> None:
    """A source's state: dot listening, half dot late, cross failed, ring off, dotted ring unknown."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)  # a ring is empty, whatever was painted before
    half = size / 2
    ring = QRectF(centre.x() - half, centre.y() - half, size, size)
    pen = QPen(colour, 1.4)
    if state == "listening":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(ring)
    elif state == "failed":
        pen.setWidthF(1.8)
        painter.setPen(pen)
        painter.drawLine(ring.topLeft(), ring.bottomRight())
        painter.drawLine(ring.topRight(), ring.bottomLeft())
    else:
        if state == "unknown":
            pen.setDashPattern([1.2, 1.2])
        painter.setPen(pen)
        painter.drawEllipse(ring.adjusted(0.7, 0.7, -0.7, -0.7))
        if state == "late":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPie(ring, 90 * 16, 180 * 16)
    painter.restore()


def paint_tone(painter: QPainter, tone: str, centre: QPointF, size: float, colour: QColor) -> None:
    """A tone: triangle down negative, up positive, bar neutral, both mixed, dotted ring cannot tell, tilde irony."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = size / 2
    if tone == "unknown":
        paint_state(painter, "unknown", centre, size, colour)
    elif tone == "irony":
        path = QPainterPath(QPointF(centre.x() - half, centre.y() + half * 0.3))
        path.cubicTo(
            QPointF(centre.x() - half * 0.3, centre.y() - half),
            QPointF(centre.x() + half * 0.3, centre.y() + half),
            QPointF(centre.x() + half, centre.y() - half * 0.3),
        )
        painter.setPen(QPen(colour, 1.6))
        painter.drawPath(path)
    elif tone == "mixed":
        painter.fillPath(marker_path("triangle", QPointF(centre.x(), centre.y() - half * 0.55), half), colour)
        painter.fillPath(marker_path("triangle_down", QPointF(centre.x(), centre.y() + half * 0.55), half), colour)
    else:
        shape = {"negative": "triangle_down", "positive": "triangle"}.get(tone, "bar")
        painter.fillPath(marker_path(shape, centre, size), colour)
    painter.restore()


def paint_hatch(painter: QPainter, rect: QRectF, colour: QColor, step: float = 6.0) -> None:
    """45° hatching: nobody listened here. Each line ends at the edge by itself: a drawing has no clipping."""
    paint_hatches(painter, (rect,), colour, step)


def paint_hatches(painter: QPainter, rects: Sequence[QRectF], colour: QColor, step: float = 6.0) -> None:
    """The same of several places, all their lines in one go."""
    lines = [line for rect in rects for line in _hatching(rect, step)]
    if not lines:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLines(lines)
    painter.restore()


def _hatching(rect: QRectF, step: float) -> Iterator[QLineF]:
    left, right, bottom, height = rect.left(), rect.right(), rect.bottom(), rect.height()
    x = left - height
    while x < right:
        first, last = max(x, left), min(x + height, right)
        if first < last:
            yield QLineF(first, bottom + x - first, last, bottom + x - last)
        x += step


_STROKES: dict[str, str] = {
    # 16 x 16 px: M move, L line, C cubic (6 numbers), O ellipse (x y rx ry), R rectangle (x y w h),
    # F fill the next one, A all of them
    "search": "O 7 7 4.5 4.5 M 10.3 10.3 L 14 14",
    "close": "M 4 4 L 12 12 M 12 4 L 4 12",
    "more": "F O 3.5 8 1.2 1.2 F O 8 8 1.2 1.2 F O 12.5 8 1.2 1.2",
    "copy": "R 5.5 5.5 8 8 M 3 10.5 L 2.5 10.5 L 2.5 2.5 L 10.5 2.5 L 10.5 3",
    "pause": "F R 4 3 2.6 10 F R 9.4 3 2.6 10",
    "play": "M 5 3 L 12.5 8 L 5 13 L 5 3",
    "clock": "O 8 8 6 6 M 8 4.5 L 8 8 L 10.8 9.6",
    "pin": "M 8 10 L 8 14 M 4.5 10 L 11.5 10 L 10.3 7 L 10.3 2.5 L 5.7 2.5 L 5.7 7 L 4.5 10",
    "star": "M 8 2 L 9.8 6 L 14 6.4 L 10.8 9.2 L 11.8 13.5 L 8 11.2 L 4.2 13.5 L 5.2 9.2 L 2 6.4 L 6.2 6 L 8 2",
    "reply": "M 6.5 3.5 L 2.5 7.5 L 6.5 11.5 M 2.5 7.5 C 9 7.5 13 8 13.5 13",
    "open": "M 7 3 L 3 3 L 3 13 L 13 13 L 13 9 M 9.5 2.5 L 13.5 2.5 L 13.5 6.5 M 13.5 2.5 L 7.5 8.5",
    "step-back": "M 12 3 L 7 8 L 12 13 M 4 3 L 4 13",
    "step-forth": "M 4 3 L 9 8 L 4 13 M 12 3 L 12 13",
    "episode-before": "M 13 4 L 8.5 8 L 13 12 M 8 4 L 3.5 8 L 8 12",
    "episode-next": "M 3 4 L 7.5 8 L 3 12 M 8 4 L 12.5 8 L 8 12",
    "back": "M 10 3 L 5 8 L 10 13",
    "forward": "M 6 3 L 11 8 L 6 13",
    "down": "M 4 6 L 8 10 L 12 6",
    "check": "M 3 8.5 L 6.5 12 L 13 4.5",
    "warning": "M 8 2.5 L 14.5 13.5 L 1.5 13.5 L 8 2.5 M 8 6.5 L 8 10 M 8 11.5 L 8 12.2",
    "refresh": "M 13 5 L 13 2 M 13 5 L 10 5 M 13 5 C 10.5 1.2 3 2 3 8 C 3 13.5 11 14.5 13 9.5",
    "person": "O 8 5 2.8 2.8 M 2.5 14 C 2.5 8.5 13.5 8.5 13.5 14",
    "place": "O 8 6.5 1.6 1.6 M 8 14 C 2 8 3.5 2 8 2 C 12.5 2 14 8 8 14",
    "dot": "F O 8 8 3.2 3.2",
    "starred": "A M 8 1.6 L 9.9 6 L 14.4 6.4 L 11 9.3 L 12 13.8 L 8 11.4 L 4 13.8 L 5 9.3 L 1.6 6.4 L 6.1 6 L 8 1.6",
    "tag": "M 2.5 2.5 L 7.5 2.5 L 13.5 8.5 L 8.5 13.5 L 2.5 7.5 L 2.5 2.5 F O 5.4 5.4 1.1 1.1",
    "note": "M 3 2.5 L 13 2.5 L 13 10 L 9.5 13.5 L 3 13.5 L 3 2.5 M 5.5 6 L 10.5 6 M 5.5 9 L 8.5 9",
    "unfiltered": "M 3 3 L 13 3 L 9.5 7.5 L 9.5 12.5 L 6.5 11 L 6.5 7.5 L 3 3 M 2.5 13.5 L 13.5 5.5",
    "flag": "M 4 14.5 L 4 2.5 L 13 2.5 L 10.5 5.5 L 13 8.5 L 4 8.5",
}


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """One of our icons, stroked 1.4 px in the given colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    pen = QPen(colour, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    path, filled, is_solid = _icon(name)
    if is_solid:
        painter.setBrush(colour)
    painter.setPen(pen)
    painter.drawPath(path)
    painter.fillPath(filled, colour)
    painter.restore()


@cache
def _icon(name: str) -> tuple[QPainterPath, QPainterPath, bool]:
    """What is stroked of it, what is filled, and whether what is stroked is filled too."""
    path, filled = QPainterPath(), QPainterPath()
    words = _STROKES[name].split()
    at, fill, is_solid = 0, False, False
    sizes = {"M": 2, "L": 2, "C": 6, "O": 4, "R": 4, "F": 0, "A": 0}
    while at < len(words):
        verb = words[at]
        n = [float(word) for word in words[at + 1 : at + 1 + sizes[verb]]]
        at += 1 + sizes[verb]
        target = filled if fill else path
        if verb == "F":
            fill = True
            continue
        if verb == "A":
            is_solid = True
            continue
        if verb == "M":
            target.moveTo(n[0], n[1])
        elif verb == "L":
            target.lineTo(n[0], n[1])
        elif verb == "C":
            target.cubicTo(*n)
        elif verb == "O":
            target.addEllipse(QPointF(n[0], n[1]), n[2], n[3])
        else:
            target.addRect(*n)
        fill = False
    return path, filled, is_solid


def icon(name: str, colour: QColor, size: int = 16, ratio: float = 2.0) -> QIcon:
    """One of our icons for buttons and actions."""
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return QIcon(pixmap)
