"""One row of the table of shares: which figures have room, and how a row and the head are painted."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hubdesk.core import Topic
from hubdesk.i18n import number, percent, points
from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, TopicStyle, advance, font, metrics

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
        if advance(short, "small") <= place.width():  # whole or by its sign alone
            painter.drawText(place, LEFT, short)


def text_top(place: QRectF) -> float:
    """Where a row's first line begins."""
    return place.top() + max(1.0, (place.height() - 20 - 6 - BAR) / 2 - 1)


class RowPainter:
    """Paints the rows of one table, of one width and one look. `reach`: the largest change that the whiskers of all
    rows have to show, 0 for no whiskers. The painter is not smooth, and has no brush."""

    def __init__(self, painter: QPainter, columns: Columns, width: float, look: Theme, reach: float = 0.0) -> None:
        self._painter, self._reach = painter, reach
        self._name, self._is_short = columns.name, columns.is_short
        self._figures, self._track = columns.places(width), columns.track(width) - PAD - LEAD
        self._panel, self._text, self._quiet = look.colour("panel"), look.colour("text"), look.colour("text2")
        self._band, self._middle = look.colour("band"), look.colour("line_strong")
        self.line = look.colour("line")  # between rows
        self._strong, self._sure, self._unsure = (font("strong", weight=weight) for weight in (None, 500, 400))
        self._small = font("small")
        # An interval is in ink, with a thin edge of the panel's colour so that it stands on any brand.
        self._edge, self._ink = QPen(self._panel, 3.0), QPen(self._text, 1.3)

    def paint(self, bar: Bar, told: Sequence[Figure], style: TopicStyle, place: QRectF) -> None:
        painter, top = self._painter, text_top(place)
        paint_marker(painter, style.marker, QPointF(PAD + 5, top + 10), 9.5, style.colour)
        self._paint_name(tame(style.short if self._is_short else style.name, 200), top)
        below = top + 22 + min(4.0, top - place.top() - 1)
        for i, left, wide in self._figures:
            one = told[i]
            painter.setFont(self._unsure if one.is_quiet else self._sure)
            painter.setPen(self._quiet if one.is_quiet else self._text)
            painter.drawText(QRectF(left, top, wide, 20), RIGHT, one.text)
            if one.under and i > CHANGE:
                painter.setFont(self._small)
                painter.setPen(self._quiet)
                painter.drawText(QRectF(left, below - 5, wide, 16), RIGHT, one.under)
            if i == CHANGE and self._reach:
                self._paint_change(bar, QRectF(left, below, wide, BAR))
        left, wide = PAD + LEAD, self._track
        painter.fillRect(QRectF(left, below, wide, BAR), self._band)
        painter.fillRect(QRectF(left, below, wide * bar.share, BAR), style.colour)
        self._paint_whisker(left + wide * bar.low, left + wide * bar.high, below)

    def _paint_name(self, name: str, top: float) -> None:
        if advance(name, "strong") + 1 > self._name:
            name = metrics("strong").elidedText(name, Qt.TextElideMode.ElideRight, self._name)
        self._painter.setPen(self._text)
        self._painter.setFont(self._strong)
        self._painter.drawText(QRectF(PAD + LEAD, top, self._name + 2, 20), LEFT, name)

    def _paint_change(self, bar: Bar, place: QRectF) -> None:
        """The change's interval on both sides of no change, which is a line; all rows have one scale."""
        if bar.change is None or bar.change_low is None or bar.change_high is None:
            return
        painter, middle, scale = self._painter, place.center().x(), place.width() / 2 / self._reach
        painter.fillRect(QRectF(middle - 0.5, place.top() - 3, 1, BAR + 6), self._middle)
        self._paint_whisker(middle + scale * bar.change_low, middle + scale * bar.change_high, place.top())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._ink)
        painter.setBrush(self._text if bar.is_sure else self._panel)
        painter.drawEllipse(QPointF(middle + scale * bar.change, place.center().y()), 2.6, 2.6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_whisker(self, low: float, high: float, top: float) -> None:
        """From `low` to `high`, on a bar whose upper edge is at `top`."""
        painter, middle = self._painter, top + BAR / 2
        lines = QLineF(low, middle, high, middle), *(QLineF(x, top - 0.5, x, top + BAR + 0.5) for x in (low, high))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in (self._edge, self._ink):
            painter.setPen(pen)
            for line in lines:  # each on the one before: all at once, they would be one shape
                painter.drawLine(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
