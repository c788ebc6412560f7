"""The words around curves on a wall: values, times, which line is whose, when which alarm was told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPen

from hubdesk.core import Span
from hubdesk.i18n import number
from hubdesk.wall.brush import MIDDLE, RIGHT, Brush
from hubdesk.wall.curve import last_point
from hubdesk.widgets.chart_labels import by_last_value, note_text, value_text
from hubdesk.widgets.chart_lines import push_apart
from hubdesk.widgets.chart_ticks import time_ticks, value_ticks
from hubdesk.widgets.chart_values import Curve, Frame, Gap, Plot
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.text import tame

LOW: Final = "least"  # the role of an axis
MOST_VALUES: Final = 4
LONGEST_NAME: Final = 40  # code points
LEAST_NAME: Final = "Bouygues"  # whose width a name that is cut keeps
LABELS_SHARE: Final = 0.4  # of the width, that names and figures may take
AXIS_SHARE: Final = 0.3  # of the width, that values may take


def values_of(plot: Plot, height: float, line: float) -> tuple[tuple[int, ...], float]:
    """What the axis names in a plot of that height, and the value at its top."""
    return value_ticks(plot.highest(), max(2, min(MOST_VALUES, int(height / (2.2 * line)))))


def values_width(brush: Brush, ticks: Sequence[int], width: float) -> float:
    """What the values take of that width; 0 where they would take too much: then there are none."""
    wide = max(brush.width(number(tick), LOW) for tick in ticks) + brush.measure.pad
    return wide if wide <= AXIS_SHARE * width else 0.0


def paint_values(brush: Brush, frame: Frame, ticks: Sequence[int], left: float) -> None:
    """Lines across, and what they stand for, from `left` to the frame."""
    half = brush.height(LOW) / 2
    for tick in ticks:
        y = frame.y(tick)
        brush.rule(QPointF(frame.left, y), QPointF(frame.right, y), "line" if tick else "line_strong")
        if frame.left - left > 1:
            place = QRectF(left, y - half, frame.left - left - brush.measure.pad, 2 * half)
            brush.write(number(tick), place, LOW, "text2", RIGHT, whole=True)


def paint_times(brush: Brush, frame: Frame, zone: str, limits: QRectF, top: float) -> None:
    """Clocks under the axis, as many as stand apart; one that would be cut is left out."""
    pad = brush.measure.pad
    room = brush.width("00:00", LOW) * 1.5 + pad
    free = limits.left()
    for instant, label in time_ticks(frame.span, zone, frame.width, room):
        wide, x = brush.width(label, LOW), frame.x(instant)
        left = max(limits.left(), min(x - wide / 2, limits.right() - wide))
        if left < free or abs(left + wide / 2 - x) > wide / 2 or wide > limits.width():
            continue
        brush.rule(QPointF(x, frame.bottom), QPointF(x, frame.bottom + pad * 0.4), "line_strong")
        brush.write(label, QRectF(left, top, wide + 1, brush.height(LOW)), LOW, "text2", MIDDLE)
        free = left + wide + pad


@dataclass(frozen=True, slots=True)
class Ends:
    """What stands beside the lines' ends, px wide: markers, and names and figures where there is room."""

    marker: float
    lead: float
    name: float = 0.0
    value: float = 0.0
    more: float = 0.0  # of the words that say how many are left out

    @property
    def width(self) -> float:
        gap = self.marker * 0.4
        words = (self.name and self.name + gap) + (self.value and self.value + gap)
        return self.lead + max(self.marker + words, self.more)


def ends_of(brush: Brush, plot: Plot, width: float) -> Ends:
    """Name and figure of each line where they have room, else the name, else its marker alone; a name that is long for
    a name is cut."""
    name = max((brush.width(_name(curve), LOW) for curve in plot.curves), default=0.0) + 1
    value = max((brush.width(_value(plot, curve), LOW) for curve in plot.curves), default=0.0) + 1
    more = brush.width(_more(len(plot.curves)), LOW) + 1 if len(plot.curves) > 1 else 0.0
    bare = Ends(brush.height(LOW) * 0.55, brush.measure.pad * 0.8, more=more)
    least = min(name, brush.width(LEAST_NAME, LOW))
    for made in (replace(bare, name=least, value=value), replace(bare, name=least)):
        if (room := LABELS_SHARE * width - made.width) >= 0:
            return replace(made, name=min(name, least + room))
    return bare


def paint_ends(brush: Brush, plot: Plot, frame: Frame, ends: Ends, limits: QRectF) -> None:
    """The loudest first; of more than stand apart, how many are left."""
    high = brush.height(LOW)
    apart = high * (0.98 if ends.name else 0.66)
    ordered = by_last_value(plot)
    top, bottom = frame.top, min(limits.bottom() - high / 2, frame.bottom + high * 0.2)
    fit = max(1, int((bottom - top) / apart) + 1)
    shown = ordered if len(ordered) <= fit else ordered[: max(1, fit - 1)]
    left_out = len(ordered) - len(shown)
    points = [last_point(plot, curve, frame) for curve in shown]
    wanted = [frame.bottom if point is None else point.y() for point in points]
    places = push_apart(wanted, apart, top, bottom - (apart if left_out else 0))
    x = frame.right + ends.lead + ends.marker / 2
    for curve, point, y in zip(shown, points, places, strict=True):
        if point is not None and not note_text(plot, curve):
            brush.painter.setPen(QPen(QColor(curve.colour), max(1.0, brush.measure.series / 2)))
            brush.painter.drawLine(point, QPointF(x, y))
        paint_marker(brush.painter, curve.marker, QPointF(x, y), ends.marker, QColor(curve.colour))
        _write_end(brush, plot, curve, ends, QRectF(x + ends.marker * 0.9, y - high / 2, ends.width, high))
    if left_out:
        place = QRectF(x - ends.marker / 2, bottom - high / 2, limits.right() - x + ends.marker / 2, high)
        brush.write(_more(left_out), place, LOW, "text2", whole=True)


def _write_end(brush: Brush, plot: Plot, curve: Curve, ends: Ends, place: QRectF) -> None:
    if ends.name:
        brush.write(_name(curve), QRectF(place.left(), place.top(), ends.name, place.height()), LOW)
    if ends.value:
        left = place.left() + ends.name + ends.marker * 0.4
        value = QRectF(left, place.top(), ends.value, place.height())
        brush.write(_value(plot, curve), value, LOW, "text", RIGHT, whole=True)


def _more(left_out: int) -> str:
    return f"+{number(left_out)}"


def _name(curve: Curve) -> str:
    return tame(curve.short, LONGEST_NAME)


def _value(plot: Plot, curve: Curve) -> str:
    """The newest figure, and of when it is where that is a while ago."""
    note = note_text(plot, curve)
    return f"{value_text(plot, curve)} {note}".strip()


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm on a chart: when it was told, how grave it is, the marker and colour of whom it is about ("": that need
    not be said); `words` beside its bars; `is_quiet`: it is over."""

    at: int
    level: int
    words: str
    marker: str
    colour: str
    is_quiet: bool


def paint_raised(brush: Brush, raised: Sequence[Raised], frame: Frame, limits: QRectF, most: int) -> list[QRectF]:
    """The gravest, each with its plate above the frame and a line through it; one whose plate has no room is left out.
    Returns where the plates stand."""
    taken: list[QRectF] = []
    for one in sorted(raised, key=_gravest):
        place = _plate_place(brush, one, frame, limits, taken) if len(taken) < most else None
        if place is None:
            continue
        taken.append(place)
        x = frame.x(one.at)
        brush.rule(QPointF(x, place.bottom()), QPointF(x, frame.bottom), "text")
        marker = place.height() * 0.55 if one.marker else 0.0
        if marker:
            centre = QPointF(place.left() + marker / 2, place.center().y())
            paint_marker(brush.painter, one.marker, centre, marker, QColor(one.colour))
        wide = brush.plate_width(one.words, LOW)
        words = one.words if place.width() >= marker * 1.35 + wide - 0.5 else ""
        brush.plate(one.level, words, place.adjusted(marker * 1.35, 0, 0, 0), LOW, one.is_quiet)
    return taken


def _plate_place(brush: Brush, one: Raised, frame: Frame, limits: QRectF, taken: Sequence[QRectF]) -> QRectF | None:
    """Left of its line, then right of it, then with its bars alone; None where there is no room."""
    high, x = brush.height(LOW) * 1.2, frame.x(one.at)
    marker = high * 0.55 * 1.35 if one.marker else 0.0
    top, thin = frame.top - high - brush.measure.pad * 0.3, brush.measure.line
    for words in dict.fromkeys((one.words, "")):
        wide = brush.plate_width(words, LOW) + marker
        for left in (x - wide + thin / 2, x - thin / 2):
            place = QRectF(left, top, wide, high)
            beside = place.adjusted(-brush.measure.pad, 0, brush.measure.pad, 0)
            is_inside = limits.left() <= place.left() and place.right() <= limits.right() and top >= limits.top() - 1
            if is_inside and not any(beside.intersects(other) for other in taken):
                return place
    return None


def paint_gap_words(brush: Brush, plot: Plot, frame: Frame, limits: QRectF, taken: Sequence[QRectF]) -> None:
    """Above each gap when it was, where that has room."""
    high = brush.height(LOW)
    top = frame.top - high - brush.measure.pad * 0.2
    if top < limits.top() - 1:
        return
    used = list(taken)
    for gap in sorted(plot.gaps, key=_shortness):
        middle = (frame.x(gap.span.start) + frame.x(gap.span.end)) / 2
        for words in filter(None, (gap.words, gap.short)):
            wide = brush.width(words, LOW) + 1
            left = max(limits.left(), min(middle - wide / 2, limits.right() - wide))
            place = QRectF(left, top, wide, high)
            beside = place.adjusted(-brush.measure.pad, 0, brush.measure.pad, 0)
            if wide <= limits.width() and not any(beside.intersects(other) for other in used):
                brush.write(words, place, LOW, "text2")
                used.append(place)
                break


def frame_within(place: QRectF, span: Span, high: float) -> Frame:
    """A frame on whole pixels, so that thin lines stay thin."""
    left, top = math.ceil(place.left()), math.ceil(place.top())
    return Frame(
        left, top, max(1.0, math.floor(place.right()) - left), max(1.0, math.floor(place.bottom()) - top), span, high
    )


def _gravest(one: Raised) -> tuple[bool, int, int]:
    return one.is_quiet, -one.level, one.at


def _shortness(one: Gap) -> int:
    return one.span.start - one.span.end
