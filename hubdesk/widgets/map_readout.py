"""What the map says of one place, and the raised box it says it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hubdesk.i18n import N_, _, number, percent
from hubdesk.widgets.glyphs import paint_tone
from hubdesk.widgets.map_values import FEW, MapShown, Place, rate_text
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, font

PAD: Final = 10.0
ROW: Final = 19.0
WIDEST: Final = 260.0
BESIDE: Final = 14.0  # px between the pointer and the box
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
TONES: Final = (
    ("negative", N_("negative")),
    ("neutral", N_("neutral")),
    ("positive", N_("positive")),
    ("unknown", N_("cannot tell")),
    ("", N_("no opinion (press, official)")),
    ("", N_("tone not read yet")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A word, its figure, and the glyph of a tone before it."""

    words: str
    figure: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ReadOut:
    """Title, figures, and what to know about them."""

    title: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]

    def spoken(self) -> str:
        """For a screen reader."""
        return "; ".join((self.title, *(f"{one.words} {one.figure}" for one in self.lines), *self.remarks))


def read_out(place: Place, shown: MapShown) -> ReadOut:
    """What there is to say of a département or of a town."""
    lines = [Line(_("mentions"), number(place.mentions))]
    remarks = []
    interval = place.interval()
    if interval is not None and not place.is_few:
        lines.append(Line(_("per 100,000 inhabitants"), rate_text(place.rate)))
        if place.mentions:
            text = _("{share} interval: {low} to {high}")
            remarks.append(text.format(share=percent(0.95, 0), low=rate_text(interval[0]), high=rate_text(interval[1])))
    elif interval is not None:
        remarks.append(_("fewer than {n} mentions: too few for a rate").format(n=FEW))
    else:
        remarks.append(_("inhabitants not known: no rate"))
    for (tone, words), count in zip(TONES, place.tones, strict=False):
        if count:
            lines.append(Line(_(words), number(count), tone))
    if place.gone:
        remarks.append(_("{n} taken back since").format(n=number(place.gone)))
    if shown.area and not shown.zoomed:
        if place.code in shown.area:
            remarks.append(shown.area_said or _("in the official area"))
        else:
            remarks.append(_("outside the official area"))
    return ReadOut(f"{tame(place.name, 80)} ({tame(place.code, 8)})", tuple(lines), tuple(remarks))


def paint_read_out(painter: QPainter, said: ReadOut, at: QPointF, room: QRectF, look: Theme) -> None:
    """The box beside a point, held within `room`."""
    inner, heights = _measured(said, room.width() - 2 * PAD - 8)
    box = box_beside(at, QSizeF(inner + 2 * PAD, 2 * PAD + ROW * (1 + len(said.lines)) + sum(heights) - 2), room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("line_strong"), 1))
    painter.setBrush(look.colour("raised"))
    painter.drawRoundedRect(box, 6, 6)
    left, y = box.left() + PAD, box.top() + PAD - 1
    painter.setFont(font("label"))
    painter.setPen(look.colour("text"))
    painter.drawText(QRectF(left, y, inner, ROW), LEFT, said.title)
    for line in said.lines:
        y += ROW
        indent = 18.0 if line.tone else 0.0
        if line.tone:
            paint_tone(painter, line.tone, QPointF(left + 6, y + ROW / 2), 9, _ink(line.tone, look))
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(left + indent, y, inner, ROW), LEFT, line.words)
        painter.setFont(font("label"))
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(left, y, inner, ROW), RIGHT, line.figure)
    y += ROW
    painter.setFont(font("small"))
    painter.setPen(look.colour("text2"))
    for text, height in zip(said.remarks, heights, strict=True):
        painter.drawText(QRectF(left, y + 2, inner, height), FOLDED, text)
        y += height


def _ink(tone: str, look: Theme) -> QColor:
    return look.colour(f"tone.{tone}") if tone != "unknown" else look.colour("text3")


def _measured(said: ReadOut, most: float) -> tuple[float, list[float]]:
    """The width of the text, and the height of each remark."""
    title, words = QFontMetricsF(font("label")), QFontMetricsF(font("small"))
    rows = [
        18 * bool(line.tone) + words.horizontalAdvance(line.words) + 16 + title.horizontalAdvance(line.figure)
        for line in said.lines
    ]
    remarks = [min(WIDEST, words.horizontalAdvance(text)) for text in said.remarks]
    inner = min(most, max((title.horizontalAdvance(said.title), *rows, *remarks)) + 2)
    return inner, [words.boundingRect(QRectF(0, 0, inner, 1000), FOLDED, text).height() + 3 for text in said.remarks]


def box_beside(at: QPointF, size: QSizeF, room: QRectF) -> QRectF:
    """Right of a point, or left of it where there is no room; never outside."""
    x = at.x() + BESIDE
    if x + size.width() > room.right() - 4:
        x = at.x() - BESIDE - size.width()
    x = max(room.left() + 4, min(x, room.right() - 4 - size.width()))
    y = max(room.top() + 4, min(at.y() - size.height() / 2, room.bottom() - 4 - size.height()))
    return QRectF(round(x) + 0.5, round(y) + 0.5, size.width(), size.height())
