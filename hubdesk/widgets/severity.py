"""How grave an episode is, as bars and never as a traffic light, and where it is in its life, as a shape."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from hubdesk.widgets.glyphs import marker_path, paint_state
from hubdesk.widgets.theme import Theme, font

MOST: Final = 3
SIZE: Final = (26.0, 18.0)  # px of a plate without words
EDGE: Final = 5.0
ROUND: Final = 4.0
_BARS: Final = 12.0  # px that three bars are wide
_SHAPES: Final = {"rise": "triangle", "fade": "triangle_down", "peak": "diamond", "plateau": "bar", "seed": "circle"}


def held(level: int) -> int:
    """A level within what there is: a stranger's file may hold any number."""
    return max(0, min(MOST, level))


def plate_size(words: str = "") -> tuple[float, float]:
    """Width and height of a plate with these words beside its bars, px."""
    if not words:
        return SIZE
    metrics = QFontMetricsF(font("label"))
    return SIZE[0] + metrics.horizontalAdvance(words) + 12, max(SIZE[1], metrics.height() + 6)


def paint_severity(
    painter: QPainter, level: int, place: QRectF, look: Theme, words: str = "", is_quiet: bool = False
) -> None:
    """Watch: an outline, no bar filled; 1: one bar; 2: a yellow edge, two bars; 3: a full yellow plate, three bars.

    `is_quiet`: it is over, or called wrong, so that nothing of it is yellow: yellow is what asks to be looked at now.
    """
    level = held(level)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = place.adjusted(0.5, 0.5, -0.5, -0.5)
    is_full = level == MOST and not is_quiet
    ink = look.colour("on_signal" if is_full else "text")
    if is_full:
        painter.setBrush(look.colour("signal"))
        painter.setPen(QPen(ink, 1) if look.name == "light" else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(frame, ROUND, ROUND)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.drawRoundedRect(frame, ROUND, ROUND)
        if level == MOST - 1 and not is_quiet:
            edge, shape = QPainterPath(), QPainterPath()
            edge.addRect(QRectF(place.left(), place.top(), EDGE, place.height()))
            shape.addRoundedRect(frame, ROUND, ROUND)
            painter.fillPath(edge.intersected(shape), look.colour("signal"))
    bars = place.left() + (SIZE[0] - _BARS) / 2 + (2 if level == MOST - 1 and not is_quiet else 0)
    for number in range(MOST):
        height = 4.0 + 3.0 * number
        bar = QRectF(bars + 4.5 * number, place.center().y() + 5 - height, 3.0, height)
        if number < level:
            painter.fillRect(bar, ink)
        else:
            painter.setPen(QPen(look.colour("line_strong"), 0.8))
            painter.drawRect(bar.adjusted(0.4, 0.4, -0.4, -0.4))
    if words:
        painter.setPen(ink)
        painter.setFont(font("label"))
        room = place.adjusted(SIZE[0] + 2, 0, -4, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
    painter.restore()


def paint_phase(painter: QPainter, phase: str, centre: QPointF, size: float, look: Theme) -> None:
    """Up rises, down fades, a diamond is at its peak, a bar holds; a spike that falls flat is a pschitt; a ring is
    over."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink, half = look.colour("text2"), size / 2
    if phase in ("pschitt", "expected"):
        path = QPainterPath(QPointF(centre.x() - half, centre.y() + half * 0.8))
        for x, y in ((-0.45, -1.0), (0.05, 0.8), (1.0, 0.8)):
            path.lineTo(centre.x() + half * x, centre.y() + half * y)
        pen = QPen(ink, 1.5)
        if phase == "expected":  # told before it is one
            pen.setDashPattern([1.6, 1.4])
        painter.setPen(pen)
        painter.drawPath(path)
    elif phase == "relapse":
        painter.fillPath(marker_path("triangle", QPointF(centre.x(), centre.y() - half * 0.4), size * 0.8), ink)
        painter.fillRect(QRectF(centre.x() - half, centre.y() + half * 0.6, size, half * 0.4), ink)
    elif phase in _SHAPES:
        painter.fillPath(marker_path(_SHAPES[phase], centre, size * (0.5 if phase == "seed" else 0.9)), ink)
    else:
        paint_state(painter, "off" if phase == "over" else "unknown", centre, size * 0.9, ink)
    painter.restore()
