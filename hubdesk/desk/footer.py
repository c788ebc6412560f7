"""The footer of an exported picture: what it shows, of which session, span and zone, and whether it was made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from hubdesk.core import Span
from hubdesk.desk.status import paint_plate, plate_width
from hubdesk.desk.words import zone_words
from hubdesk.i18n import _, clock, day
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

HEIGHT: Final = 28
LINE: Final = 20
PAD: Final = 12


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture says of itself."""

    title: str
    session: str
    span: Span
    zone: str
    synthetic: bool
    grounds: str = ""  # sources and gaps, on a line of their own
    filters: str = ""  # what narrows the figures besides topics and span, on a line above that

    @property
    def lines(self) -> tuple[str, ...]:
        """What has lines of its own."""
        filters = _("Filters: {filters}").format(filters=self.filters) if self.filters else ""
        return tuple(filter(None, (filters, self.grounds)))


def footer_height(caption: Caption, width: float) -> int:
    """28 px, or two lines where the span and the zone have no room beside the rest; and those of its own."""
    whole = HEIGHT if _is_on_one_line(caption, width) else 2 * LINE + 8
    return whole + LINE * len(caption.lines)


def with_footer(picture: QPixmap, caption: Caption) -> QPixmap:
    """The picture with its caption under it."""
    ratio = picture.devicePixelRatio()
    width, height = picture.width() / ratio, picture.height() / ratio
    below = footer_height(caption, width)
    made = QPixmap(picture.width(), round((height + below) * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(theme().colour("panel"))
    painter = QPainter(made)
    painter.drawPixmap(0, 0, picture)
    paint_footer(painter, QRectF(0, height, width, below), caption)
    painter.end()
    return made


def paint_footer(painter: QPainter, box: QRectF, caption: Caption) -> None:
    look = theme()
    painter.fillRect(box, look.colour("alt"))
    painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), look.colour("line"))
    painter.setFont(font("small"))
    painter.setPen(look.colour("text2"))
    row = QRectF(box.left() + PAD, box.top() + 4, box.width() - 2 * PAD, LINE)
    if _is_on_one_line(caption, box.width()):
        row = QRectF(row.left(), box.top(), row.width(), HEIGHT)
        _paint_words(painter, row, " · ".join((caption.title, _session(caption), *_when(caption))), caption)
        row = row.translated(0, (HEIGHT - LINE) / 2 + 1)
    else:
        _paint_words(painter, row, " · ".join(_when(caption)))
        _paint_words(painter, row.translated(0, LINE), f"{caption.title} · {_session(caption)}", caption)
        row = row.translated(0, LINE)
    for at, line in enumerate(caption.lines, 1):
        _paint_words(painter, row.translated(0, at * LINE), tame(line, 2_000))


def _paint_words(painter: QPainter, row: QRectF, words: str, plated: Caption | None = None) -> None:
    """Words at the left of a row, the plate at its right when what is shown was made up."""
    right = row.right()
    if plated is not None and plated.synthetic:
        width = min(row.width(), plate_width())
        right -= width + 12
        painter.save()
        paint_plate(painter, QRectF(row.right() - width, row.center().y() - 9.5, width, 20))
        painter.restore()
    room = QRectF(row.left(), row.top(), max(0.0, right - row.left()), row.height())
    shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _is_on_one_line(caption: Caption, width: float) -> bool:
    words = " · ".join((caption.title, _session(caption), *_when(caption)))
    plate = plate_width() + 12 if caption.synthetic else 0
    return QFontMetricsF(font("small")).horizontalAdvance(words) + plate + 2 * PAD <= width


def _session(caption: Caption) -> str:
    return tame(caption.session, 60)


def _when(caption: Caption) -> tuple[str, str]:
    span, zone = caption.span, caption.zone
    first, last = day(span.start, zone), day(span.end, zone)
    start, end = clock(span.start, zone), clock(span.end, zone)
    when = f"{first} {start} – {end}" if first == last else f"{first} {start} – {last} {end}"
    return when, zone_words(zone)
