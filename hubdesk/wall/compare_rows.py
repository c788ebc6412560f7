"""Rows of shares for a wall: which letters, columns and names let all of them fit, and how a row is painted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from hubdesk.i18n import ngettext, number, percent, points
from hubdesk.wall.brush import Brush
from hubdesk.widgets.bar_rows import Bar
from hubdesk.widgets.glyphs import marker_path
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import TopicStyle

SIZES: Final = (1.0, 0.85, 0.7, 0.6, 0.5)  # of a head's letters, that are tried
LEADING: Final = 1.12  # of a line, in line heights
SMALL: Final = 0.8  # of a row's letters, are those of its change
SIGN: Final = 0.55  # of its line, is its triangle
MARKER: Final = 0.5  # of its line, is a topic's marker
WIDEST: Final = 1.16  # of its size, is a diamond or a star
LONGEST_NAME: Final = 40  # code points
MOST_COLUMNS: Final = 6
WORDINGS: Final = ((False, False), (True, False), (True, True))  # short names, brief changes: in the order tried
FEW: Final = 0.01  # a share, below which it has a decimal
DOUBT: Final = 0.01  # half of an interval, from which it is shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A row in words, and in fewer: a short name, `+38 pt`, no doubt. `up`: 1 more than before, -1 less, 0 as much;
    None: not known."""

    style: TopicStyle
    share: str
    doubt: str
    change: str
    brief: str
    up: int | None

    def name(self, plan: Plan) -> str:
        return tame(self.style.short if plan.is_short else self.style.name, LONGEST_NAME)

    def doubts(self, plan: Plan) -> str:
        return "" if plan.is_brief else self.doubt

    def changes(self, plan: Plan) -> str:
        return self.brief if plan.is_brief else self.change


@dataclass(frozen=True, slots=True)
class Plan:
    """Letters of `px` in so many columns and rows, on one line or two, with which of the words; widths of the names, of
    the shares with their doubt, and of the changes (0: they are left out), in px."""

    px: int
    is_flat: bool
    is_short: bool
    is_brief: bool
    columns: int = 1
    rows: int = 1
    name: float = 0.0
    share: float = 0.0
    change: float = 0.0

    def shown(self, all_: int) -> tuple[int, bool]:
        """How many rows of so many have room, and whether the place after them says how many are left."""
        room = self.columns * self.rows
        if all_ <= room:
            return all_, False
        return (room - 1, True) if room > 1 else (1, False)


def entry(bar: Bar, style: TopicStyle) -> Entry:
    """A row's words."""
    half = (bar.high - bar.low) / 2
    doubt = f"±{number(100 * half)}" if half >= DOUBT else ""
    if bar.change is None:
        return Entry(style, share_text(bar.share), doubt, "", "", None)
    whole = round(100 * bar.change)
    text = ngettext("{n} point", "{n} points", abs(whole)).format(n=number(whole, signed=True))
    return Entry(style, share_text(bar.share), doubt, text, points(whole / 100, 0), (whole > 0) - (whole < 0))


def share_text(share: float) -> str:
    """Whole percent; what is less than one has a decimal, and something is never said to be nothing."""
    if share <= 0 or share >= FEW:
        return percent(share, 0)
    return percent(share, 1) if share >= FEW / 20 else f"< {percent(FEW / 10, 1)}"


def plan_of(brush: Brush, area: QRectF, entries: Sequence[Entry]) -> Plan:
    """The largest letters in which all of them fit; where none do, the smallest, for as many as fit."""
    for px in _sizes(brush):
        for is_short, is_brief in WORDINGS:
            for is_flat in (False, True):
                plan = _measured(brush, entries, Plan(px, is_flat, is_short, is_brief))
                for columns in range(1, min(MOST_COLUMNS, len(entries)) + 1):
                    rows = -(-len(entries) // columns)
                    is_high = rows * _row(brush, px, is_flat) <= area.height()
                    if is_high and _whole(brush, plan) <= _column(brush, area, columns):
                        return replace(plan, columns=columns, rows=rows)
    return _least(brush, area, entries)


def _least(brush: Brush, area: QRectF, entries: Sequence[Entry]) -> Plan:
    """At the least letters: as many rows as there is room for; where even one is too wide, without its change."""
    px, found = brush.measure.least, []
    for is_flat in (True, False):
        plan = _measured(brush, entries, Plan(px, is_flat, True, True))
        rows = int(area.height() // _row(brush, px, is_flat))
        for one in (plan, replace(plan, change=0.0)):
            columns = [n for n in range(1, MOST_COLUMNS + 1) if _whole(brush, one) <= _column(brush, area, n)]
            if rows and columns:
                found.append(replace(one, columns=columns[-1], rows=rows))
    if found:
        return max(found, key=_worth)
    plan = replace(_measured(brush, entries, Plan(px, True, True, True)), change=0.0)
    return replace(plan, rows=max(1, int(area.height() // _row(brush, px, True))))


def _worth(plan: Plan) -> tuple[bool, int]:
    return plan.change > 0, plan.columns * plan.rows


def _measured(brush: Brush, entries: Sequence[Entry], plan: Plan) -> Plan:
    """With the widths of its words."""
    px = plan.px
    share = max(brush.width(one.share, "strong", px) for one in entries)
    doubt = max(brush.width(one.doubts(plan), "least") for one in entries)
    change = max(brush.width(one.changes(plan), "text", _small(brush, px)) for one in entries)
    return replace(
        plan,
        name=max(brush.width(one.name(plan), "strong", px) for one in entries),
        share=share + (_gap(brush, px) / 2 + doubt if doubt else 0.0),
        change=change + _sign(brush, px) * 1.4 if change else 0.0,
    )


def _whole(brush: Brush, plan: Plan) -> float:
    """Of a row, px."""
    gap = _gap(brush, plan.px)
    figures = plan.share + (gap + plan.change if plan.change else 0.0)
    words = plan.name + 2 * gap + figures if plan.is_flat else max(plan.name, figures)
    return brush.height("strong", plan.px) * MARKER * 1.55 + words


def _sizes(brush: Brush) -> Iterator[int]:
    """Heights of letters, px, from the largest on."""
    head, least = brush.measure.head, brush.measure.least
    yield from dict.fromkeys(max(least, round(head * one)) for one in (*SIZES, least / head))


def _row(brush: Brush, px: int, is_flat: bool) -> float:
    return brush.height("strong", px) * LEADING * (1 if is_flat else 2)


def _column(brush: Brush, area: QRectF, columns: int) -> float:
    return (area.width() - (columns - 1) * 2 * brush.measure.pad) / columns


def _gap(brush: Brush, px: int) -> float:
    return brush.width("0", "strong", px)


def _small(brush: Brush, px: int) -> int:
    return max(brush.measure.least, round(px * SMALL))


def _sign(brush: Brush, px: int) -> float:
    return brush.height("text", _small(brush, px)) * SIGN


def place_of(brush: Brush, area: QRectF, plan: Plan, number_: int, all_: int) -> QRectF:
    """Of a row, by its number among all that are shown; columns are filled one after the other."""
    rows = min(plan.rows, all_)
    column, row = divmod(number_, rows)
    wide = _column(brush, area, plan.columns)
    high = min(area.height() / rows, _row(brush, plan.px, plan.is_flat) * 1.6)
    left = area.left() + column * (wide + 2 * brush.measure.pad)
    return QRectF(left, area.top() + row * high, wide, high)


def paint_entry(brush: Brush, one: Entry, plan: Plan, place: QRectF) -> None:
    """Marker and name, then the figures: beside them or below."""
    line = QRectF(place)
    high = brush.height("strong", plan.px)
    line.setTop(place.top() + (place.height() - _row(brush, plan.px, plan.is_flat)) / 2)
    size = high * MARKER
    brush.marker(one.style, QPointF(line.left() + size * WIDEST / 2, line.top() + high / 2), size)
    line.setLeft(line.left() + size * 1.55)
    if plan.is_flat:
        gap = _gap(brush, plan.px)
        figures = plan.share + (gap + plan.change if plan.change else 0.0)
        name = min(plan.name, max(0.0, line.width() - figures - 2 * gap))
        brush.write(one.name(plan), QRectF(line.left(), line.top(), name, high), "strong", px=plan.px)
        line.setLeft(line.left() + name + 2 * gap)
    else:
        brush.write(one.name(plan), line, "strong", px=plan.px)
        line.setTop(line.top() + high * LEADING)
    _paint_figures(brush, one, plan, line)


def _paint_figures(brush: Brush, one: Entry, plan: Plan, line: QRectF) -> None:
    """The share, its doubt in small, and the change behind its triangle; a change of nothing has a bar."""
    gap, small, base = _gap(brush, plan.px), _small(brush, plan.px), line.top() + _ascent(brush, plan.px)
    used = brush.write(one.share, line, "strong", px=plan.px, whole=True)
    if one.doubts(plan) and used:
        at = QRectF(line.left() + used + gap / 2, base - _ascent(brush, 0, "least"), plan.share, 1)
        brush.write(one.doubts(plan), at, "least", "text3", whole=True)
    if not one.changes(plan) or not plan.change:
        return
    left, sign = line.left() + plan.share + gap, _sign(brush, plan.px)
    top = base - _ascent(brush, small)
    shape = {1: "triangle", -1: "triangle_down"}.get(one.up or 0, "bar")
    centre = QPointF(left + sign / 2, top + brush.height("text", small) / 2)
    brush.painter.fillPath(marker_path(shape, centre, sign * 0.9), brush.colour("text2"))
    words = QRectF(left + sign * 1.4, top, line.right() - left - sign * 1.4, 1)
    brush.write(one.changes(plan), words, "text", "text2", px=small, whole=True)


def _ascent(brush: Brush, px: int, role: str = "strong") -> float:
    return brush.face(role, px)[1].ascent()
