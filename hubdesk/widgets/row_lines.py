"""What delegates of lists with rows of a few lines share: a line's height, and a line that is cut at its end."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from hubdesk.widgets.theme import font, theme, tokens

_LINE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def pitch(role: str) -> float:
    """From one line of that role to the next, in px."""
    return float(tokens()["type"][role]["line"])


def write_line(painter: QPainter, room: QRectF, words: str, role: str, ink: str) -> None:
    """One line, cut at its end where there is no room."""
    face = font(role)
    painter.setFont(face)
    painter.setPen(theme().colour(ink))
    shown = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LINE, shown)
