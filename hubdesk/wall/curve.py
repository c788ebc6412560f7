"""Curves at the size of a wall: thick, broken where nobody listened, the own brand on top, no axis of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from hubdesk.core import DAY, HOUR, Millis, Topic
from hubdesk.i18n import _
from hubdesk.panels.trend_picture import Line, TrendPicture, gaps_in_words, source_words
from hubdesk.wall.brush import Brush
from hubdesk.widgets.chart_band import paint_band
from hubdesk.widgets.chart_lines import Pieces, bin_step, dashes, pieces
from hubdesk.widgets.chart_values import BandBin, Curve, Frame, Gap, Plot, Strip
from hubdesk.widgets.glyphs import paint_hatch, paint_marker
from hubdesk.widgets.theme import Theme

CALM: Final = 100  # bins
HOURS_UP_TO: Final = 10 * DAY  # by the day, a week would be seven points
OWN: Final = 1.35  # times as thick as a rival's
DESK_LINE: Final = 1.5  # px of a rival's line on the desk, for which dashes are given
CHUNK: Final = 12  # points that are stroked together: Qt takes their square
LEAST_GAP: Final = 3.0  # px, or a gap would not be seen


def calm_step(length: Millis) -> Millis:
    """A bin's length for a span: from afar a shape is seen and no noise, so that bins are fewer than on a desk."""
    return min(HOUR, bin_step(length, CALM)) if length <= HOURS_UP_TO else DAY


def plot_of(picture: TrendPicture, look: Theme, band: tuple[BandBin, ...] = ()) -> Plot:
    """A trend's picture in the colours of a look."""
    return Plot(
        curves=tuple(curve_of(line, picture.topics, look) for line in picture.lines),
        span=picture.span,
        gaps=gaps_in_words(picture),
        partial=tuple(Strip(one.span, source_words(one.sources)) for one in picture.missing),
        step=picture.step,
        zone=picture.zone,
        decimals=1 if picture.smoothed_over else 0,
        band=band,
    )


def curve_of(line: Line, topics: tuple[Topic, ...], look: Theme) -> Curve:
    """A topic's line; that of everything together is in ink."""
    if line.topic is None:
        return Curve(_("All mentions"), _("All"), look.colour("text2").name(), "circle", (), True, line.points)
    style = look.topic_style(line.topic, topics)
    return Curve(style.name, style.short, style.colour.name(), style.marker, style.dash, style.own, line.points)


def paint_curves(brush: Brush, plot: Plot, frame: Frame) -> None:
    """All that lies within the frame but for words: what is usual, the lines, and what is not known over them."""
    if plot.band:
        paint_band(brush.painter, plot, frame, brush.look)
    for gap in plot.gaps:
        _paint_gap(brush, gap, frame)
    brush.painter.save()
    reach = thickness(brush, True) / 2
    brush.painter.setClipRect(QRectF(frame.left, frame.top - reach, frame.width, frame.height + 2 * reach))
    for curve in sorted(plot.curves, key=_own_last):
        _paint_curve(brush, curve, pieces(curve, plot, _most(brush, frame)), plot, frame)
    brush.painter.restore()


def paint_strips(brush: Brush, plot: Plot, frame: Frame, height: float) -> None:
    """Under the axis: when some source did not listen while others did."""
    for strip in plot.partial:
        left, right = edges(strip.span.start, strip.span.end, frame)
        paint_hatch(brush.painter, QRectF(left, frame.bottom, right - left, height), brush.colour("text3"), height / 2)


def thickness(brush: Brush, is_own: bool) -> float:
    """Of a line, px."""
    return brush.measure.series * (OWN if is_own else 1.0)


def edges(start: float, end: float, frame: Frame) -> tuple[float, float]:
    """Left and right of a stretch, wide enough to be seen, within the frame."""
    left, right = max(frame.left, frame.x(start)), min(frame.right, frame.x(end))
    if right - left >= LEAST_GAP:
        return left, right
    left = min(left, frame.right - LEAST_GAP)
    return left, left + LEAST_GAP


def last_point(plot: Plot, curve: Curve, frame: Frame) -> QPointF | None:
    """Where a line ends; None where it has no count that can be compared."""
    last = plot.last(curve)
    if last is None:
        return None
    at, value = last
    return QPointF(min(frame.right, frame.x(at + plot.step / 2)), frame.y(value or 0.0))


def _most(brush: Brush, frame: Frame) -> int:
    """Points that can be told apart with lines so thick."""
    return max(64, int(2 * frame.width / max(1.0, brush.measure.series / 2)))


def _paint_gap(brush: Brush, gap: Gap, frame: Frame) -> None:
    left, right = edges(gap.span.start, gap.span.end, frame)
    place = QRectF(left, frame.top, right - left, frame.height)
    thin = float(brush.measure.line)
    if gap.pending:
        pen = QPen(brush.colour("text3"), thin)
        pen.setDashPattern([4, 4])
        brush.painter.setPen(pen)
        brush.painter.setBrush(Qt.BrushStyle.NoBrush)
        brush.painter.drawRect(place.adjusted(thin, thin, -thin, -thin))
        return
    brush.painter.fillRect(place, brush.colour("panel"))
    brush.hatch(place)
    for x in (left + thin / 2, right - thin / 2):
        brush.rule(QPointF(x, frame.top), QPointF(x, frame.bottom), "line_strong")


def _paint_curve(brush: Brush, curve: Curve, made: Pieces, plot: Plot, frame: Frame) -> None:
    width, colour = thickness(brush, curve.own), QColor(curve.colour)
    for joined, wide in ((made.thick, width), (made.thin, max(1.0, width / 3))):
        pattern = [length * wide / DESK_LINE for length in curve.dash] if not curve.own else []
        x = frame.left + made.x * frame.width / max(1, frame.span.end - frame.span.start)
        y = frame.bottom - made.y * frame.height / (frame.high or 1.0)
        pen = QPen(colour, wide)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if pattern else Qt.PenCapStyle.RoundCap)
        brush.painter.setPen(pen)
        brush.painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in _runs(*dashes(x, y, joined, pattern)):
            brush.painter.drawPolyline(run)
    for i in made.alone():
        at = QPointF(frame.x(plot.span.start + float(made.x[i])), frame.y(float(made.y[i])))
        paint_marker(brush.painter, curve.marker, at, 2 * width, colour)


def _runs(xs: np.ndarray, ys: np.ndarray) -> Iterator[QPolygonF]:
    """Straight pieces (both ends of each, in turn) that touch, a few at a time."""
    if not len(xs):
        return
    starts, ends = slice(0, None, 2), slice(1, None, 2)
    apart = (np.abs(xs[starts][1:] - xs[ends][:-1]) > 1e-6) | (np.abs(ys[starts][1:] - ys[ends][:-1]) > 1e-6)
    points, first = [QPointF(float(x), float(y)) for x, y in zip(xs, ys, strict=True)], 0
    for place in range(len(xs) // 2):
        is_last = place == len(xs) // 2 - 1 or bool(apart[place])
        if is_last or place - first >= CHUNK:
            yield QPolygonF([points[2 * first], *(points[2 * one + 1] for one in range(first, place + 1))])
            first = place + 1


def _own_last(curve: Curve) -> bool:
    return curve.own
