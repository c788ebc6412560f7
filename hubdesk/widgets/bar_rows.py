"""One row of the table of shares: which figures have room, and how a row and the head are painted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from hubdesk.core import Topic
from hubdesk.i18n import _, number, percent, points
from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, TopicStyle, font

PAD: Final = 12.0
BAR: Final = 8.0
BETWEEN: Final = 14.0
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Bar:
    """One topic: mentions, their share (0 to 1) of all between `low` and `high`, the share's change (None unknown)."""

    topic: Topic
    count: int
    share: float
    low: float
    high: float
    change: float | None


@dataclass(frozen=True, slots=True)
class Caveat:
    """What the figures rest on. `short` is said where there is no room for `text`; it is never left out."""

    text: str
    short: str


def figures(bar: Bar) -> tuple[str, str, str]:
    return number(bar.count), percent(bar.share), points(bar.change)


@dataclass(frozen=True, slots=True)
class Columns:
    """Right edges and widths of the figures that have room (an absent one is 0 wide), and the names' width."""

    name: float
    widths: tuple[float, float, float]
    is_short: bool


def columns_for(bars: tuple[Bar, ...], styles: list[TopicStyle], width: float) -> Columns:
    """The full names if they fit, else the short ones; then the mentions' column is the first to leave."""
    strong, heads = QFontMetricsF(font("strong")), QFontMetricsF(font("small"))
    widths = []
    for i, head in enumerate((_("mentions"), _("share"), _("change"))):
        widest = max((strong.horizontalAdvance(figures(bar)[i]) for bar in bars), default=0.0)
        widths.append(math.ceil(max(widest, heads.horizontalAdvance(head))) + 1.0)
    full = max((strong.horizontalAdvance(tame(style.name, 200)) for style in styles), default=0.0) + 2
    short = max((strong.horizontalAdvance(tame(style.short, 200)) for style in styles), default=0.0) + 2
    for kept in ((0, 1, 2), (1, 2), (1,)):
        shown = tuple(widths[i] if i in kept else 0.0 for i in range(3))
        room = width - 2 * PAD - 20 - sum(one + BETWEEN for one in shown if one)
        if room >= min(short, 150.0) or kept == (1,):
            return Columns(max(20.0, room), (shown[0], shown[1], shown[2]), full > room)
    raise AssertionError("the last choice is always taken")


def paint_head(painter: QPainter, columns: Columns, width: float, look: Theme, short: str = "") -> None:
    """The columns' names; at their left what the figures rest on, when there is no room for it elsewhere."""
    painter.setFont(font("small"))
    painter.setPen(look.colour("text2"))
    right = width - PAD
    for head, room in zip((_("change"), _("share"), _("mentions")), reversed(columns.widths), strict=True):
        if room:
            painter.drawText(QRectF(right - room, 6, room, 20), RIGHT, head)
            right -= room + BETWEEN
    if short:
        paint_icon(painter, "warning", QRectF(PAD - 2, 9, 14, 14), look.colour("text2"))
        place = QRectF(PAD + 20, 6, right - PAD - 20, 20)
        if QFontMetricsF(font("small")).horizontalAdvance(short) <= place.width():  # whole or by its sign alone
            painter.drawText(place, LEFT, short)


def paint_row(painter: QPainter, bar: Bar, style: TopicStyle, columns: Columns, place: QRectF, look: Theme) -> None:
    top = place.top() + max(1.0, (place.height() - 20 - 6 - BAR) / 2 - 1)
    paint_marker(painter, style.marker, QPointF(PAD + 5, top + 10), 9.5, style.colour)
    painter.setPen(look.colour("text"))
    painter.setFont(font("strong"))
    name = tame(style.short if columns.is_short else style.name, 200)
    shown = QFontMetricsF(font("strong")).elidedText(name, Qt.TextElideMode.ElideRight, columns.name)
    painter.drawText(QRectF(PAD + 20, top, columns.name + 2, 20), LEFT, shown)
    painter.setFont(font("strong", weight=500))
    right = place.width() - PAD
    for text, room in zip(reversed(figures(bar)), reversed(columns.widths), strict=True):
        if room:
            painter.drawText(QRectF(right - room, top, room, 20), RIGHT, text)
            right -= room + BETWEEN
    track = QRectF(PAD + 20, top + 22 + min(4.0, top - place.top() - 1), place.width() - 2 * PAD - 20, BAR)
    painter.fillRect(track, look.colour("band"))
    painter.fillRect(QRectF(track.left(), track.top(), track.width() * bar.share, BAR), style.colour)
    _paint_whisker(painter, bar, track, look)


def _paint_whisker(painter: QPainter, bar: Bar, track: QRectF, look: Theme) -> None:
    """The interval of the share, in ink, with a thin edge of the panel's colour so that it stands on any brand."""
    low, high = track.left() + track.width() * bar.low, track.left() + track.width() * bar.high
    y, top, bottom = track.center().y(), track.top() - 0.5, track.bottom() + 0.5
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for token, width in (("panel", 3.0), ("text", 1.3)):
        painter.setPen(QPen(look.colour(token), width))
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for x in (low, high):
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.restore()
