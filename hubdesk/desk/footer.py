"""The footer of an exported picture: what it shows, of which session, span and zone, and whether it was made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from hubdesk.core import Span
from hubdesk.desk.status import paint_plate, plate_width
from hubdesk.desk.words import zone_words
from hubdesk.i18n import clock, day
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

HEIGHT: Final = 28


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture says of itself."""

    title: str
    session: str
    span: Span
    zone: str
    synthetic: bool


def with_footer(picture: QPixmap, caption: Caption) -> QPixmap:
    """The picture with its caption under it."""
    ratio = picture.devicePixelRatio()
    width, height = picture.width() / ratio, picture.height() / ratio
    made = QPixmap(picture.width(), round((height + HEIGHT) * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(theme().colour("panel"))
    painter = QPainter(made)
    painter.drawPixmap(0, 0, picture)
    paint_footer(painter, QRectF(0, height, width, HEIGHT), caption)
    painter.end()
    return made


def paint_footer(painter: QPainter, box: QRectF, caption: Caption) -> None:
    look, face = theme(), font("small")
    painter.fillRect(box, look.colour("alt"))
    painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), look.colour("line"))
    right = box.right() - 10
    if caption.synthetic:
        right -= plate_width()
        paint_plate(painter, QRectF(right, box.center().y() - 9.5, plate_width(), 20))
        right -= 12
    painter.setFont(face)
    painter.setPen(look.colour("text2"))
    words = QFontMetricsF(face).elidedText(_words(caption), Qt.TextElideMode.ElideRight, max(0.0, right - 12))
    painter.drawText(QRectF(12, box.top(), max(0.0, right - 12), box.height()), Qt.AlignmentFlag.AlignVCenter, words)


def _words(caption: Caption) -> str:
    span, zone = caption.span, caption.zone
    first, last = day(span.start, zone), day(span.end, zone)
    start, end = clock(span.start, zone), clock(span.end, zone)
    when = f"{first} {start} – {end}" if first == last else f"{first} {start} – {last} {end}"
    return " · ".join((caption.title, tame(caption.session, 60), when, zone_words(zone)))
