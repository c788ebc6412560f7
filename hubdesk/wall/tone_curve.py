"""Tone over time on a wall: stacks of bars with what cannot be told in them, gaps hatched, a few figures beside."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from hubdesk.core import Span
from hubdesk.i18n import _, number
from hubdesk.panels.tone_picture import TonePicture, counts_of
from hubdesk.panels.trend_picture import UNITS
from hubdesk.wall.brush import MIDDLE, RIGHT, Brush
from hubdesk.wall.facts import shaded
from hubdesk.wall.kept_paint import KeptPaint
from hubdesk.widgets.chart_ticks import time_ticks, value_ticks
from hubdesk.widgets.chart_values import Frame, is_cut
from hubdesk.widgets.theme import Theme
from hubdesk.widgets.tone_parts import PARTS, paint_part

LEAST_HIGH: Final = 4.2  # times the text, below which no curve is drawn
WITH_UNIT: Final = 6.0  # lines, from which one of them says what is counted
TICK: Final = 0.12  # times the text


def holes_of(picture: TonePicture) -> tuple[Span, ...]:
    """Where nobody listened: gaps, and what lies before the first listening."""
    ground = picture.ground
    return (*ground.gaps, *((ground.before,) if ground.before is not None else ()))


def paint_tone_curve(brush: Brush, place: QRectF, picture: TonePicture, kept: KeptPaint) -> None:
    """The place's foot holds the times, its left side the figures."""
    ground, least = picture.ground, brush.height("least")
    if place.height() >= WITH_UNIT * least and brush.width(unit := _(UNITS[ground.step]), "least") <= place.width():
        brush.write(unit, place, "least", "text2")
        place = place.adjusted(0, least, 0, 0)
    totals = (sum(counts_of(split)) for _at, split in picture.bins if split is not None)
    ticks, top = value_ticks(max(totals, default=0), 3 if place.height() > 9 * brush.measure.text else 2)
    left = max(brush.width(number(tick), "least") for tick in ticks) + brush.measure.pad
    plot = QRectF(place.left() + left, place.top() + least / 2, place.width() - left, place.height() - least * 1.8)
    if plot.width() < least * 2 or plot.height() < least:
        return
    frame = Frame(0, 0, plot.width(), plot.height(), ground.span, top)
    for tick in ticks:
        y = plot.top() + frame.y(tick)
        brush.rule(QPointF(plot.left(), y), QPointF(plot.right(), y), "line" if tick else "line_strong")
        label = QRectF(place.left(), y - least / 2, left - brush.measure.pad, least)
        brush.write(number(tick), label, "least", "text2", RIGHT, whole=True)
    kept.show(brush, plot, picture, partial(_bars, picture, frame))
    _times(brush, plot, ground.span, ground.zone)


def _bars(picture: TonePicture, frame: Frame, brush: Brush, size: QSizeF) -> None:
    """Each bin's parts one above the other. What is not known has no bar: nothing is bridged and nothing is zero."""
    ground = picture.ground
    holes = holes_of(picture)
    shaded(brush, QRectF(0, 0, size.width(), size.height()), ground.span, holes, ground.pending)
    ends = [at for at, _split in picture.bins[1:]] + [ground.span.end]
    for (at, split), end in zip(picture.bins, ends, strict=True):
        if split is None:
            continue
        left, right = round(max(0.0, frame.x(at))), round(min(frame.right, frame.x(min(end, ground.span.end))))
        wide = max(1, right - left - (1 if right - left >= 4 else 0))
        is_whole = at + ground.step <= ground.span.end and not is_cut(at, ground.step, holes)
        below = 0
        for part, count in zip(PARTS, counts_of(split), strict=True):
            if count:
                low, high = frame.y(below), frame.y(below + count)
                _part(brush, part, QRectF(left, high, wide, max(1.0, low - high)), brush.look, is_whole)
                below += count


def _part(brush: Brush, part: str, place: QRectF, look: Theme, is_whole: bool) -> None:
    paint_part(brush.painter, part, place, look, is_whole)
    if place.height() > 5:  # a seam of the ground's colour between two solid parts
        brush.painter.fillRect(QRectF(place.left(), place.top(), place.width(), 1), look.colour("panel"))


def _times(brush: Brush, plot: QRectF, span: Span, zone: str) -> None:
    """Round times under the axis, as many as have room."""
    least = brush.height("least")
    room = max(brush.width("00:00", "least"), brush.width("00 août", "least")) + brush.measure.pad * 2
    right = plot.left() - room
    for at, words in time_ticks(span, zone, plot.width(), room):
        x = plot.left() + (at - span.start) * plot.width() / max(1, span.end - span.start)
        wide = brush.width(words, "least")
        left = min(max(plot.left(), x - wide / 2), plot.right() - wide)
        brush.rule(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + brush.measure.text * TICK), "line_strong")
        if left >= right + brush.measure.pad:
            line = QRectF(left - 1, plot.bottom() + least * 0.2, wide + 2, least)
            brush.write(words, line, "least", "text2", MIDDLE)
            right = left + wide
