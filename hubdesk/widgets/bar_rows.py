"""One row of the table of shares: which figures have room, and how a row and the head are painted."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from hubdesk.core import Topic
from hubdesk.i18n import number, percent, points
from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, TopicStyle, advance, font

PAD: Final = 12.0
BAR: Final = 8.0
BETWEEN: Final = 14.0
LEAD: Final = 20.0  # px before a name, for its marker
CHANGE: Final = 2  # the place of the change among a row's figures
LEAST_WHISKER: Final = 66.0  # px that a change's whisker is wide, where there is one
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Bar:
    """One topic: mentions, their share (0 to 1) of all between `low` and `high`, the share's change (None unknown)
    between `change_low` and `change_high`."""

    topic: Topic
    count: int
    share: float
    low: float
    high: float
    change: float | None
    change_low: float | None = None
    change_high: float | None = None

    @property
    def is_sure(self) -> bool:
        """Whether the change can be told from none."""
        if self.change_low is None or self.change_high is None:
            return self.change is not None
        return self.change_low > 0 or self.change_high < 0


@dataclass(frozen=True, slots=True)
class Caveat:
    """What the figures rest on. `short` is said where there is no room for `text`; it is never left out. `opens`: the
    key of its rows, None for none."""

    text: str
    short: str
    opens: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is written, with a smaller line `under` it. `key` None: nothing to open; `more` is said of it when
    asked; `is_quiet`: it says nothing for sure."""

    text: str
    under: str = ""
    key: Hashable | None = None
    more: str = ""
    is_quiet: bool = False


def figures(bar: Bar) -> tuple[str, str, str]:
    return number(bar.count), percent(bar.share), points(bar.change)


def plain(bar: Bar) -> tuple[Figure, ...]:
    """A row's figures where nothing more is told of them."""
    count, share, change = figures(bar)
    return Figure(count), Figure(share), Figure(change, is_quiet=not bar.is_sure)


def reach_of(bars: Sequence[Bar]) -> float:
    """The largest change that the whiskers of these have to show."""
    return max((abs(end) for bar in bars for end in (bar.change_low, bar.change_high) if end is not None), default=0.0)


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of the figures that have room (an absent one is 0 wide), and the names' width."""

    name: float
    widths: tuple[float, ...]
    is_short: bool

    def places(self, width: float) -> list[tuple[int, float, float]]:
        """Of each figure that has room: which, its left edge and its width, px."""
        made, right = [], width - PAD
        for i, wide in reversed(list(enumerate(self.widths))):
            if wide:
                made.append((i, right - wide, wide))
                right -= wide + BETWEEN
        return made[::-1]

    def track(self, width: float) -> float:
        """Where the bars end, px: before the change's whisker, if there is one, and what stands after it."""
        right = width - PAD
        for i, left, wide in self.places(width):
            if i >= CHANGE and (i > CHANGE or wide >= LEAST_WHISKER):
                return left - BETWEEN
        return right


def columns_for(
    rows: Sequence[Sequence[Figure]], heads: Sequence[str], styles: Sequence[TopicStyle], width: float, whisker: bool
) -> Columns:
    """The full names if they fit, else the short ones. The last figures are the first to leave, then the mentions, then
    the change."""
    widths = []
    for i, head in enumerate(heads):
        wide = max((advance(row[i].text, "strong") for row in rows), default=0.0)
        under = max((advance(row[i].under, "small") for row in rows), default=0.0)
        least = LEAST_WHISKER if whisker and i == CHANGE else 0.0
        widths.append(math.ceil(max(wide, under, advance(head, "small"), least)) + 1.0)
    full = max((advance(tame(style.name, 200), "strong") for style in styles), default=0.0) + 2
    short = max((advance(tame(style.short, 200), "strong") for style in styles), default=0.0) + 2
    leaving = [*range(len(heads) - 1, CHANGE, -1), 0, CHANGE]
    while True:
        room = width - 2 * PAD - LEAD - sum(one + BETWEEN for one in widths if one)
        if room >= min(short, 150.0) or not leaving:
            return Columns(max(20.0, room), tuple(widths), full > room)
        widths[leaving.pop(0)] = 0.0


def paint_head(
    painter: QPainter, columns: Columns, heads: Sequence[str], width: float, look: Theme, short: str = ""
) -> None:
    """The columns' names; at their left what the figures rest on, when there is no room for it elsewhere."""
    painter.setFont(font("small"))
    painter.setPen(look.colour("text2"))
    right = width - PAD
    for i, left, wide in columns.places(width):
        painter.drawText(QRectF(left, 6, wide, 20), RIGHT, heads[i])
        right = min(right, left - BETWEEN)
    if short:
        paint_icon(painter, "warning", QRectF(PAD - 2, 9, 14, 14), look.colour("text2"))
        place = QRectF(PAD + LEAD, 6, right - PAD - LEAD, 20)
        if QFontMetricsF(font("small")).horizontalAdvance(short) <= place.width():  # whole or by its sign alone
            painter.drawText(place, LEFT, short)


def text_top(place: QRectF) -> float:
    """Where a row's first line begins."""
    return place.top() + max(1.0, (place.height() - 20 - 6 - BAR) / 2 - 1)


def paint_row(
    painter: QPainter,
    bar: Bar,
    told: Sequence[Figure],
    style: TopicStyle,
    columns: Columns,
    place: QRectF,
    look: Theme,
    reach: float = 0.0,
) -> None:
    """`reach`: the largest change that the whiskers of all rows have to show, 0 for no whiskers."""
    top = text_top(place)
    paint_marker(painter, style.marker, QPointF(PAD + 5, top + 10), 9.5, style.colour)
    painter.setPen(look.colour("text"))
    painter.setFont(font("strong"))
    name = tame(style.short if columns.is_short else style.name, 200)
    shown = QFontMetricsF(font("strong")).elidedText(name, Qt.TextElideMode.ElideRight, columns.name)
    painter.drawText(QRectF(PAD + LEAD, top, columns.name + 2, 20), LEFT, shown)
    below = top + 22 + min(4.0, top - place.top() - 1)
    for i, left, wide in columns.places(place.width()):
        one = told[i]
        painter.setFont(font("strong", weight=400 if one.is_quiet else 500))
        painter.setPen(look.colour("text2" if one.is_quiet else "text"))
        painter.drawText(QRectF(left, top, wide, 20), RIGHT, one.text)
        if one.under and i > CHANGE:
            painter.setFont(font("small"))
            painter.setPen(look.colour("text2"))
            painter.drawText(QRectF(left, below - 5, wide, 16), RIGHT, one.under)
        if i == CHANGE and reach:
            _paint_change(painter, bar, QRectF(left, below, wide, BAR), look, reach)
    track = QRectF(PAD + LEAD, below, columns.track(place.width()) - PAD - LEAD, BAR)
    painter.fillRect(track, look.colour("band"))
    painter.fillRect(QRectF(track.left(), track.top(), track.width() * bar.share, BAR), style.colour)
    scale = track.width()
    _paint_whisker(painter, track.left() + scale * bar.low, track.left() + scale * bar.high, track, look)


def _paint_change(painter: QPainter, bar: Bar, place: QRectF, look: Theme, reach: float) -> None:
    """The change's interval on both sides of no change, which is a line; all rows have one scale."""
    if bar.change is None or bar.change_low is None or bar.change_high is None:
        return
    middle, scale = place.center().x(), place.width() / 2 / reach
    painter.fillRect(QRectF(middle - 0.5, place.top() - 3, 1, BAR + 6), look.colour("line_strong"))
    _paint_whisker(painter, middle + scale * bar.change_low, middle + scale * bar.change_high, place, look)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("text"), 1.3))
    painter.setBrush(look.colour("text" if bar.is_sure else "panel"))
    painter.drawEllipse(QPointF(middle + scale * bar.change, place.center().y()), 2.6, 2.6)
    painter.restore()


def _paint_whisker(painter: QPainter, low: float, high: float, track: QRectF, look: Theme) -> None:
    """An interval, in ink, with a thin edge of the panel's colour so that it stands on any brand."""
    y, top, bottom = track.center().y(), track.top() - 0.5, track.bottom() + 0.5
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for token, width in (("panel", 3.0), ("text", 1.3)):
        painter.setPen(QPen(look.colour(token), width))
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for x in (low, high):
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.restore()
