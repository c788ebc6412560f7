"""What the faces of readings share: facts that stay whole, rows that fit, figures that roll, time as a strip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hubdesk.core import Span
from hubdesk.i18n import clock, day, ngettext, number
from hubdesk.wall.brush import Brush
from hubdesk.widgets.chart_spans import within
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.empty import Vacancy
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import TopicStyle

INSET: Final = 0.05  # of a line's height, before a topic's shape
BETWEEN: Final = " · "
LEAST_GAP: Final = 3.0  # px that a gap is wide, however long the span: it must be seen


def rolled(now: float, before: float | None, motion: float) -> float:
    """A figure on its way from what it was; at the end exactly what it is."""
    return now if before is None or motion >= 1 else before + (now - before) * motion


def vacant(vacancy: Vacancy) -> str:
    """Why there is nothing to show, in one or two sentences."""
    head = vacancy.head if vacancy.head.endswith((".", "!", "?")) else f"{vacancy.head}."
    return f"{head} {vacancy.text}".strip()


def is_too_small(brush: Brush, area: QRectF) -> bool:
    """Whether not even a letter has room."""
    return area.width() < brush.measure.least * 1.5 or area.height() < brush.height("least")


def whole_lines(brush: Brush, words: str, width: float, most: int, role: str = "least") -> list[str]:
    """Words over at most so many lines; none at all when that would cut them."""
    if most <= 0 or not words:
        return []
    if brush.width(words, role) <= width:
        return [words]
    longest = max(words.split(" "), key=len)
    made = brush.lines(words, width, most, role) if brush.width(longest, role) <= width else []
    return made if "".join(made).replace(" ", "") == words.replace(" ", "") else []


def fact_lines(brush: Brush, facts: Iterable[str], width: float, most: int, role: str = "least") -> list[str]:
    """Facts beside each other, then below: each stands whole or is left out, and the first is the last to be."""
    lines: list[str] = []
    for fact in filter(None, facts):
        beside = f"{lines[-1]}{BETWEEN}{fact}" if lines else fact
        if lines and brush.width(beside, role) <= width:
            lines[-1] = beside
        else:
            lines += whole_lines(brush, fact, width, most - len(lines), role)
    return lines


def write_foot(brush: Brush, facts: Iterable[str], area: QRectF, most: int = 2, role: str = "least") -> QRectF:
    """What a picture rests on, at the foot of its area. Returns what is left of the area above."""
    high = brush.height(role)
    lines = fact_lines(brush, facts, area.width(), min(most, int(area.height() // high)), role)
    top = area.bottom() - len(lines) * high
    for place, line in enumerate(lines):
        brush.write(line, QRectF(area.left(), top + place * high, area.width(), high), role, "text2")
    return QRectF(area.left(), area.top(), area.width(), max(0.0, top - area.top() - (high * 0.2 if lines else 0)))


def rows_that_fit(room: float, row: float, rows: int, more: float = 0.0) -> int:
    """How many rows of that height have room; with fewer than there are, a line that says so (`more` px) has too."""
    if row <= 0 or rows * row <= room + 0.5:
        return rows
    return max(0, int((room - more + 0.5) // row))


def more_words(left: int) -> str:
    """`+3 more`, of things that have no room."""
    return ngettext("+{n} more", "+{n} more", left).format(n=number(left)) if left > 0 else ""


def write_brand(brush: Brush, style: TopicStyle, place: QRectF, role: str = "strong", short: bool = False) -> float:
    """A topic's shape and name. Some shapes are wider than others: none leaves the place. Returns the width used."""
    inset = brush.height(role) * INSET
    return inset + brush.brand(style, place.adjusted(inset, 0, 0, 0), role, short)


def brand_width(brush: Brush, style: TopicStyle, role: str = "strong", short: bool = True) -> float:
    """Of the same, whole."""
    name = tame(style.short if short else style.name, 80)
    return brush.height(role) * (INSET + 0.5 * 1.55) + brush.width(name, role) + 1


def moment(instant: int, span: Span, zone: str) -> str:
    """`14:32`, with its day where that is not the day on which the span ends."""
    return time_label(instant, zone, with_day=day(instant, zone) != day(span.end, zone))


def stretch(part: Span, span: Span, zone: str) -> str:
    """`13:41–13:52`, with days where they differ from the span's last."""
    start = moment(part.start, span, zone)
    is_one_day = day(part.start, zone) == day(part.end, zone)
    return f"{start}–{clock(part.end, zone) if is_one_day else moment(part.end, span, zone)}"


def paint_time(
    brush: Brush, place: QRectF, span: Span, listened: Iterable[Span], gaps: Iterable[Span], ink: str = "band_line"
) -> None:
    """A strip of a span: solid where we listened, hatched where nobody did, empty where nothing is known."""
    painter, length = brush.painter, max(1, span.end - span.start)
    painter.fillRect(place, brush.colour("band"))
    scale = place.width() / length
    for heard in within(listened, span):
        left = place.left() + (heard.start - span.start) * scale
        wide = max(1.0, (heard.end - heard.start) * scale)
        painter.fillRect(QRectF(left, place.top(), wide, place.height()), brush.colour(ink))
    for gap in within(gaps, span):
        wide = max(LEAST_GAP, (gap.end - gap.start) * scale)
        left = min(place.left() + (gap.start - span.start) * scale, place.right() - wide)
        hole = QRectF(left, place.top(), wide, place.height())
        painter.fillRect(hole, brush.colour("panel"))
        brush.hatch(hole)
        frame(painter, hole, QPen(brush.colour("line_strong"), brush.measure.line))


def shaded(brush: Brush, place: QRectF, span: Span, holes: Iterable[Span], pending: Span | None = None) -> None:
    """Behind a chart over time: hatched full-height where nobody listened, a dashed frame where the next page will
    tell."""
    scale = place.width() / max(1, span.end - span.start)
    for hole in within(holes, span):
        wide = max(LEAST_GAP, (hole.end - hole.start) * scale)
        left = min(place.left() + (hole.start - span.start) * scale, place.right() - wide)
        gap = QRectF(left, place.top(), wide, place.height())
        brush.hatch(gap)
        for x in (gap.left(), gap.right()):
            brush.rule(QPointF(x, gap.top()), QPointF(x, gap.bottom()), "line_strong")
    if pending is not None:
        left = place.left() + (pending.start - span.start) * scale
        pen = QPen(brush.colour("text3"), brush.measure.line)
        pen.setDashPattern([3, 3])
        frame(brush.painter, QRectF(left, place.top(), place.right() - left, place.height()), pen)


def frame(painter: QPainter, place: QRectF, pen: QPen) -> None:
    """An outline whose stroke lies within the place, where there is room for one."""
    half = pen.widthF() / 2
    inner = place.adjusted(half, half, -half, -half)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if inner.width() > 0 and inner.height() > 0:
        painter.drawRect(inner)


def bar(brush: Brush, place: QRectF, share: float, interval: Sequence[float] | None, ink: str, most: float) -> None:
    """A bar that starts at 0, with its doubt as a whisker in ink. The whole place stands for `most`."""
    painter, scale = brush.painter, place.width() / (most or 1.0)
    painter.fillRect(place, brush.colour("band"))
    painter.fillRect(
        QRectF(place.left(), place.top(), place.width() * min(1.0, share / (most or 1.0)), place.height()),
        brush.colour(ink),
    )
    if interval is None:
        return
    low, high = (place.left() + min(max(0.0, one), most) * scale for one in interval)
    y, thin = place.center().y(), max(1.5, brush.measure.line * 1.4)
    cap = place.height() * 0.3
    least, longest = place.left() + 1.5 * thin, place.right() - 1.5 * thin
    low, high = (max(least, min(one, longest)) for one in (low, high))
    for token, width in (("panel", thin * 3), ("text", thin)):
        pen = QPen(brush.colour(token), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for x in (low, high):
            painter.drawLine(QPointF(x, y - cap), QPointF(x, y + cap))
