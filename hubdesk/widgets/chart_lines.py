"""A curve as pieces to draw: broken at gaps, thin where a source is missing, never more points than there are pixels;
and labels pushed apart. Arithmetic only, no Qt."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Span
from hubdesk.i18n import local
from hubdesk.widgets.chart_values import CUT, LOG, Curve, Frame, Plot, Point

BIN_STEPS: Final = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, DAY)
WEEK: Final = 7 * DAY
MOST_BINS: Final = 600
LONGEST_DASHED: Final = 40_000.0  # px; a line that winds so much is a cloud, in which no dash can be seen


@dataclass(frozen=True)
class Pieces:
    """Points in ms from the span's start; `thick[i]` and `thin[i]` say whether i is joined to i + 1, and how."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    thick: NDArray[np.bool_]
    thin: NDArray[np.bool_]

    def alone(self) -> list[int]:
        """Points joined to nothing: a line would not show them."""
        held = self.thick | self.thin
        joined = held.copy()
        joined[1:] |= held[:-1]
        return [] if joined.all() else np.flatnonzero(~joined).tolist()


def bin_step(length: Millis, most: int = MOST_BINS) -> Millis:
    """The finest of minute, 5 min, 15 min, hour and day that makes at most that many bins."""
    return next((step for step in BIN_STEPS if length <= step * most), BIN_STEPS[-1])


def bin_start(instant: Millis, step: Millis, zone: str) -> Millis:
    """Where the bin that holds the instant begins; a day begins at the zone's midnight, a week on its Monday."""
    if step < DAY:
        return instant // step * step
    midnight = local(instant, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if step == WEEK and midnight.toordinal() > midnight.weekday():
        midnight -= timedelta(days=midnight.weekday())
    return round(midnight.timestamp() * 1000)


def smoothed(points: Sequence[Point], over: int) -> tuple[Point, ...]:
    """The mean of up to `over` bins around each; a bin nobody listened to is neither counted nor looked across."""
    made: list[Point] = []
    reach, runs = over // 2, _runs(points)
    for first, end in runs:
        values = [value for _at, value in points[first:end] if value is not None]
        for i in range(end - first):
            near = values[max(0, i - reach) : i + reach + 1]
            made.append((points[first + i][0], sum(near) / len(near)))
    missing = [point for point in points if point[1] is None]
    return tuple(sorted([*made, *missing], key=_instant))


def pieces(curve: Curve, plot: Plot, most: int) -> Pieces:
    """What to draw of a curve on about `most` / 2 pixel columns: the lowest and highest bin of each are kept."""
    instants, values = zip(*curve.points, strict=True) if curve.points else ((), ())
    t, y = np.array(instants, dtype=np.float64), np.array(values, dtype=np.float64)  # None becomes no number
    known = ~np.isnan(y)
    if not curve.is_past:
        known &= t + plot.step <= plot.end
    if plot.scale == LOG:  # of 0 there is no power of ten: no point, and no line to it
        known &= y > 0
    length = max(1, plot.span.end - plot.span.start)
    holes = () if curve.is_past else plot.holes()
    if holes:
        lost = np.zeros(len(t))
        for hole in holes:
            lost += np.maximum(np.minimum(t + plot.step, hole.end) - np.maximum(t, hole.start), 0)
        known &= lost <= CUT * plot.step
    t, y = t[known], y[known]
    x = t + plot.step / 2 - plot.span.start
    if not plot.is_view:  # the lines of a view go on to its edges, and are cut there
        x = np.minimum(np.maximum(x, 0), length)
    broken = t[1:] - t[:-1] > 1.5 * plot.step
    run = np.concatenate(([0], np.cumsum(broken))) if len(t) else np.zeros(0, dtype=np.int64)
    if len(x) > most:
        kept = _peaks(run * most + (x * (most // 2 - 1) / length).astype(np.int64), y)
        x, y, run = x[kept], y[kept], run[kept]
    joined = np.concatenate((run[1:] == run[:-1], [False])) if len(x) else np.zeros(0, dtype=np.bool_)
    middle = np.concatenate(((x[1:] + x[:-1]) / 2, [0.0])) if len(x) else x
    thin = np.zeros(len(x), dtype=np.bool_)
    for strip in () if curve.is_past else plot.partial:
        thin |= (middle >= strip.span.start - plot.span.start) & (middle < strip.span.end - plot.span.start)
    return Pieces(x, y, joined & ~thin, joined & thin)


def dashes(
    x: NDArray[np.float64], y: NDArray[np.float64], joined: NDArray[np.bool_], pattern: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A line in px cut into its dashes: both ends of each piece, in turn. The pattern runs on around corners.

    Cut here because Qt dashes and strokes a polyline as one shape, which takes a hundred times as long as its pieces
    when the line is jagged: 350 ms against 3 for 600 points of noise, 560 px high.
    """
    at = np.flatnonzero(joined)
    if not len(at):
        return x[:0], y[:0]
    dx, dy = x[at + 1] - x[at], y[at + 1] - y[at]
    long = np.hypot(dx, dy)
    ends = np.cumsum(long)
    total = float(ends[-1])
    if not pattern or total > LONGEST_DASHED:
        return _in_turn(x[at], x[at + 1]), _in_turn(y[at], y[at + 1])
    starts, edges = ends - long, np.cumsum(pattern)
    laps = np.arange(0.0, total, edges[-1])
    cuts = (laps[:, None] + np.concatenate(([0.0], edges[:-1]))).ravel()
    marks = _distinct(np.concatenate((cuts[cuts < total], starts, ends)))
    middle = (marks[1:] + marks[:-1]) / 2
    on = np.searchsorted(edges, middle % edges[-1], "right") % 2 == 0
    begin, end, which = marks[:-1][on], marks[1:][on], np.searchsorted(ends, middle[on], "right")
    before, whole, first = starts[which], long[which], at[which]
    parts = _in_turn((begin - before) / whole, (end - before) / whole).reshape(-1, 2)
    xs = x[first, None] + dx[which, None] * parts
    ys = y[first, None] + dy[which, None] * parts
    return xs.ravel(), ys.ravel()


def heights(y: NDArray[np.float64], frame: Frame) -> NDArray[np.float64]:
    """Values in px, as `Frame.y` has it."""
    if not frame.low:
        return frame.bottom - y * (frame.height / (frame.high or 1.0))
    powers: NDArray[np.float64] = np.log(np.maximum(y, frame.low) / frame.low)
    return frame.bottom - powers * (frame.height / float(np.log(frame.high / frame.low)))


def cut_off(
    x: NDArray[np.float64], y: NDArray[np.float64], left: float, right: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pieces, as both ends of each in turn, without what of them lies outside two upright edges."""
    x0, x1, y0, y1 = x[::2], x[1::2], y[::2], y[1::2]
    there = (x1 > left) & (x0 < right) & (x1 > x0)
    x0, x1, y0, y1 = x0[there], x1[there], y0[there], y1[there]
    rise = (y1 - y0) / np.maximum(x1 - x0, 1e-9)
    low, high = np.maximum(x0, left), np.minimum(x1, right)
    return _in_turn(low, high), _in_turn(y0 + (low - x0) * rise, y0 + (high - x0) * rise)


def marker_places(x: Sequence[float], every: float, shift: float) -> list[int]:
    """Which points carry a marker: the nearest to shift, shift + every, shift + 2 every, ... px."""
    found: set[int] = set()
    target = x[0] + shift if x else math.inf
    while x and target < x[-1] + 0.5:
        right = min(max(bisect_left(x, target), 1), len(x) - 1)
        nearest = right - 1 if right and target - x[right - 1] < x[right] - target else right
        if abs(x[nearest] - target) <= every / 2:
            found.add(nearest)
        target += every
    return sorted(found)


def push_apart(wanted: Sequence[float], room: float, top: float, bottom: float) -> list[float]:
    """Places as near to the wanted ones as can be, `room` apart, between top and bottom, in the same order."""
    blocks: list[list[float]] = []  # [sum of wanted minus own offset, how many]
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for i in order:
        blocks.append([wanted[i], 1])
        while len(blocks) > 1 and _block_top(blocks[-2], room, top, bottom) + blocks[-2][1] * room > _block_top(
            blocks[-1], room, top, bottom
        ):
            later = blocks.pop()
            blocks[-1][0] += later[0] - later[1] * blocks[-1][1] * room
            blocks[-1][1] += later[1]
    placed = [0.0] * len(wanted)
    at = 0
    for block in blocks:
        first = _block_top(block, room, top, bottom)
        for j in range(int(block[1])):
            placed[order[at]] = first + j * room
            at += 1
    return placed


def overlap(spans: Sequence[Span], span: Span) -> bool:
    """Whether any of them shares time with the span."""
    return any(one.start < span.end and one.end > span.start for one in spans)


def _block_top(block: Sequence[float], room: float, top: float, bottom: float) -> float:
    wish = block[0] / block[1]
    return max(top, min(wish, bottom - (block[1] - 1) * room))


def _in_turn(ones: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """One of the first, one of the others, and so on."""
    made = np.empty(2 * len(ones))
    made[::2], made[1::2] = ones, others
    return made


def _distinct(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each once, in order: np.unique would do, and load numpy.ma for it, which costs a start 30 ms."""
    ordered = np.sort(values)
    is_another = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_another[1:])
    distinct: NDArray[np.float64] = ordered[is_another]
    return distinct


def _peaks(key: NDArray[np.int64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """The places of the lowest and the highest y of each key, in order; keys come sorted."""
    order = np.lexsort((y, key))
    first = np.flatnonzero(np.concatenate(([True], np.diff(key) != 0)))
    last = np.concatenate((first[1:], [len(key)])) - 1
    kept = np.zeros(len(key), dtype=bool)  # np.unique would do, and load numpy.ma for it
    kept[order[first]] = kept[order[last]] = True
    return np.flatnonzero(kept)


def _runs(points: Sequence[Point]) -> list[tuple[int, int]]:
    """Stretches of neighbours that all have a value, as [first, end)."""
    made: list[tuple[int, int]] = []
    first: int | None = None
    for i, (_at, value) in enumerate(points):
        if value is None and first is not None:
            made.append((first, i))
            first = None
        elif value is not None and first is None:
            first = i
    if first is not None:
        made.append((first, len(points)))
    return made


def _instant(point: Point) -> Millis:
    return point[0]
