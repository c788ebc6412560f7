"""Paints what stands behind a chart's lines: grid, axes, gaps and missing sources. Plain QPainter, no pyqtgraph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hubdesk.core import Millis, Span
from hubdesk.widgets.chart_band import paint_band, paint_band_name
from hubdesk.widgets.chart_flags import ROOM as FLAGS
from hubdesk.widgets.chart_labels import column
from hubdesk.widgets.chart_lines import Pieces, marker_places
from hubdesk.widgets.chart_readout import bins
from hubdesk.widgets.chart_scale import axis_of, tick_text
from hubdesk.widgets.chart_signs import paint_signs
from hubdesk.widgets.chart_spans import without
from hubdesk.widgets.chart_ticks import since_ticks, time_ticks
from hubdesk.widgets.chart_values import LOG, Curve, Frame, Gap, Plot, Strip
from hubdesk.widgets.glyphs import marker_path, paint_hatch
from hubdesk.widgets.theme import Theme, advance, font, metrics

STRIP: Final = 8.0
TICK: Final = 4.0
MARKER_EVERY: Final = 55.0
Values = Callable[[QPainter, Plot, Frame, float, Theme], None]
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def frame_of(plot: Plot, width: float, height: float) -> Frame:
    """Where the plot lies in a widget of that size: the margins come from the words that stand in them."""
    micro, small = metrics("micro"), metrics("small")
    ticks, low, high = axis_of(plot, ticks_for(height))
    left = max(advance(tick_text(plot, tick), "micro") for tick in ticks) + 20
    top = 14.0 + (small.height() + 2 if plot.gaps else 0) + (FLAGS if plot.flags else 0)
    bottom = TICK + 4 + micro.height() + 6 + (_partial_height(plot, height) if plot.partial else 0)
    right = column(plot, width).width + 12
    return Frame(
        left, top, max(20.0, width - left - right), max(20.0, height - top - bottom), plot.span, high, low, ticks
    )


def ticks_for(height: float) -> int:
    """How many values the axis shows in a widget of that height: two to five."""
    return max(2, min(5, int((height - 60) / 36)))


def paint_ground(
    painter: QPainter, plot: Plot, frame: Frame, size: QSizeF, look: Theme, values: Values | None = None
) -> None:
    """Everything behind the lines, in px of a widget of that size. `values`: what paints an axis of its own."""
    paint_band(painter, plot, frame, look)
    (values or _paint_values)(painter, plot, frame, size.height(), look)
    paint_band_name(painter, plot, frame, look)
    for gap in plot.gaps:
        _paint_gap(painter, gap, frame, look)
    _paint_words(painter, plot, frame, size.width(), look)
    painter.setPen(QPen(look.colour("line_strong"), 1))
    base = round(frame.bottom) + 0.5
    painter.drawLine(QPointF(frame.left, base), QPointF(frame.right, base))
    down = _paint_partial(painter, plot, frame, size, look)
    _paint_times(painter, plot, frame, down, look)


def _paint_values(painter: QPainter, plot: Plot, frame: Frame, height: float, look: Theme) -> None:
    painter.setFont(font("micro"))
    line, ink = QPen(look.colour("grid"), 1), look.colour("text2")
    for tick in frame.ticks:
        y = round(frame.y(tick)) + 0.5
        if tick > frame.low:
            painter.setPen(line)
            painter.drawLine(QPointF(frame.left, y), QPointF(frame.right, y))
        painter.setPen(ink)
        painter.drawText(QRectF(0, y - 9, frame.left - 8, 18), RIGHT, tick_text(plot, tick))


def _paint_gap(painter: QPainter, gap: Gap, frame: Frame, look: Theme) -> None:
    left, right = _edges(gap.span.start, gap.span.end, frame)
    place = QRectF(left, frame.top, right - left, frame.height)
    if gap.pending:
        pen = QPen(look.colour("text3"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        return
    paint_hatch(painter, place, look.colour("hatch"))
    painter.setPen(QPen(look.colour("line_strong"), 1))
    for x in (left, right):
        painter.drawLine(QPointF(x, frame.top), QPointF(x, frame.bottom))


def _paint_words(painter: QPainter, plot: Plot, frame: Frame, width: float, look: Theme) -> None:
    """Each gap's words above it, the longest gap first, where they fit; the read-out says the others'."""
    high = metrics("small").height()
    painter.setFont(font("small"))
    painter.setPen(look.colour("text"))
    row, words_top = _Row(8.0, width - 8), frame.top - (FLAGS if plot.flags else 0)
    for gap in sorted(plot.gaps, key=_shortness):
        middle = (frame.x(gap.span.start) + frame.x(gap.span.end)) / 2
        for words in filter(None, (gap.words, gap.short)):
            place = row.place(middle, advance(words, "small") + 2)
            if place is not None:
                above = QRectF(place[0], words_top - high - 3, place[1], high)
                painter.drawText(above, CENTRE, words)
                break


def _paint_partial(painter: QPainter, plot: Plot, frame: Frame, size: QSizeF, look: Theme) -> float:
    """The strips under the axis with the missing sources' names; how far down the hours have to move."""
    if not plot.partial:
        return 0.0
    row = _Row(8.0, frame.right)  # beyond are the names of curves
    faint, edge = look.colour("text3"), QPen(look.colour("line_strong"), 1)
    for strip in plot.partial:
        left, right = _edges(strip.span.start, strip.span.end, frame)
        place = QRectF(left, frame.bottom + 1, right - left, STRIP)
        paint_hatch(painter, place, faint, 4.0)
        painter.setPen(edge)
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
    down = _partial_height(plot, size.height())
    if down > STRIP:
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text2"))
        for strip in sorted(plot.partial, key=_shortness):
            middle = (frame.x(strip.span.start) + frame.x(strip.span.end)) / 2
            words = row.place(middle, advance(strip.words, "micro") + 2)
            if words is not None:
                place = QRectF(words[0], frame.bottom + STRIP + 1, words[1], metrics("micro").height())
                painter.drawText(place, CENTRE, strip.words)
    return down


def _partial_height(plot: Plot, height: float) -> float:
    """In a low chart the strips stay and the names go: the read-out has them."""
    return STRIP + (metrics("micro").height() + 1 if height >= 220 else 0)


def _paint_times(painter: QPainter, plot: Plot, frame: Frame, down: float, look: Theme) -> None:
    painter.setFont(font("micro"))
    row = _Row(0.0, frame.right + 30)
    room, high = advance("00:00", "micro") + 36, metrics("micro").height()
    since = plot.since
    ticks = (
        time_ticks(plot.span, plot.zone, frame.width, room)
        if since is None
        else since_ticks(plot.span, since, frame.width, room + 20)
    )
    line, ink = QPen(look.colour("line_strong"), 1), look.colour("text2")
    for instant, label in ticks:
        x = round(frame.x(instant)) + 0.5
        painter.setPen(line)
        painter.drawLine(QPointF(x, frame.bottom + 1), QPointF(x, frame.bottom + 1 + TICK))
        place = row.place(x, advance(label, "micro") + 4)
        if place is not None:
            painter.setPen(ink)
            painter.drawText(QRectF(place[0], frame.bottom + down + TICK + 3, place[1], high), CENTRE, label)


def paint_marks(
    painter: QPainter, plot: Plot, frame: Frame, drawn: Sequence[tuple[Curve, Pieces]], look: Theme
) -> None:
    """Markers on the lines, staggered from curve to curve, and on points that no line would show."""
    panel = look.colour("panel")
    has_room = frame.x(plot.step) - frame.x(0) >= 6
    broken = plot.broken(bins(plot)) if has_room else frozenset[Millis]()
    for place, (curve, made) in enumerate(drawn):
        shift = MARKER_EVERY * (place + 0.5) / len(drawn)
        xs = (frame.left + made.x * frame.width / max(1, frame.span.end - frame.span.start)).tolist()
        marked = {*(marker_places(xs, MARKER_EVERY, shift) if curve.marker else ()), *made.alone()}
        there = [QPointF(xs[i], frame.y(float(made.y[i]))) for i in marked]
        there = [at for at in there if frame.left - 1 <= at.x() <= frame.right + 1]
        size = 7.5 if curve.marker else 3.0
        paint_signs(painter, curve.marker or "circle", there, size, QColor(curve.colour), panel)
        if has_room:
            _paint_unfinished(painter, curve, broken, plot, frame, panel)


def _paint_unfinished(
    painter: QPainter, curve: Curve, broken: Collection[Millis], plot: Plot, frame: Frame, panel: QColor
) -> None:
    """Bins that are still being counted, or that a gap cuts: a hollow marker and no line, where there is room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(curve.colour), 1.4))
    painter.setBrush(panel)
    for instant, value in curve.points:
        if instant not in broken or value is None or curve.is_past or (plot.scale == LOG and not value):
            continue
        if plot.is_view and not plot.span.start <= instant < plot.span.end:
            continue
        heard = without((Span(instant, min(instant + plot.step, plot.span.end)),), plot.holes())
        if heard:
            longest = max(heard, key=_length)
            middle = max(plot.span.start, (longest.start + longest.end) / 2)
            painter.drawPath(marker_path(curve.marker, QPointF(frame.x(middle), frame.y(value)), 7.0))


def _length(span: Span) -> int:
    return span.end - span.start


def _edges(start: float, end: float, frame: Frame) -> tuple[float, float]:
    """Left and right of a stretch, at least 2 px apart, on whole pixels, inside the plot."""
    left = round(max(frame.left, frame.x(start))) + 0.5
    right = round(min(frame.right, frame.x(end))) + 0.5
    return (left, right) if right - left >= 2 else (min(left, frame.right - 2), min(left, frame.right - 2) + 2)


def _shortness(one: Gap | Strip) -> int:
    return one.span.start - one.span.end


class _Row:
    """A row of words that may not touch each other."""

    def __init__(self, left: float, right: float) -> None:
        self._left, self._right = left, right
        self._taken: list[tuple[float, float]] = []

    def place(self, middle: float, width: float) -> tuple[float, float] | None:
        """Left and width of words around a middle, moved in from the row's ends; None when there is no room."""
        x = max(self._left, min(middle - width / 2, self._right - width))
        free = all(x + width + 6 <= left or x >= right + 6 for left, right in self._taken)
        if not free or x + width > self._right:
            return None
        self._taken.append((x, x + width))
        return x, width
