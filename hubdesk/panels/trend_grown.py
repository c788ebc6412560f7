"""The trend beyond one line a topic: stacked by a dimension, among powers of ten, beside an earlier time. No screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import DAY, Kind, Millis, Scope, Topic
from hubdesk.panels.trend_before import Before, read_before, read_height_before, shift_of
from hubdesk.panels.trend_picture import TrendOptions, TrendPicture, read_ground, read_trend, step_for
from hubdesk.query.theme_words import THEMES
from hubdesk.store.reader import OTHERS, Band, Dimension, Reader
from hubdesk.widgets.chart_lines import bin_start, bin_step
from hubdesk.widgets.chart_values import LOG, SHARE
from hubdesk.widgets.tone_parts import PARTS

MOST_BARS: Final = 180  # three hours in minutes, a week in hours
MOST: Final = 8  # layers with a name of their own, and the others together
STACKED: Final = (
    Dimension.TOPIC,
    Dimension.TONE,
    Dimension.THEME,
    Dimension.NETWORK,
    Dimension.SOURCE,
    Dimension.LANGUAGE,
    Dimension.KIND,
)


@dataclass(frozen=True, slots=True)
class Stack:
    """`bins`: the start of each, and whether anybody listened; `layers` lowest first; `whole`: each mention once."""

    by: Dimension
    bins: tuple[tuple[Millis, bool], ...]
    layers: tuple[Band, ...]
    whole: tuple[int, ...]
    names: tuple[tuple[str, str], ...] = ()

    @property
    def has_several(self) -> bool:
        """Whether some mention counts for several values."""
        return sum(sum(one.counts) for one in self.layers) > sum(self.whole)

    @property
    def is_comparable(self) -> bool:
        """Whether its height is the same sum at another time: not where others are put together that overlap."""
        return not (self.has_several and any(one.value == OTHERS for one in self.layers))


@dataclass(frozen=True, slots=True)
class GrownTrend:
    """`trend`: the lines, or what stands around the bars. `before`: an earlier time beside this one; `is_alone`: it was
    asked for, and cannot be compared with what is shown."""

    trend: TrendPicture
    scale: str = ""
    stack: Stack | None = None
    before: Before | None = None
    is_alone: bool = False


def is_grown(options: TrendOptions) -> bool:
    """Whether more is asked for than one line a topic."""
    return bool(_by(options) or options.scale == LOG or options.before)


def read_grown(reader: Reader, scope: Scope, options: TrendOptions) -> TrendPicture | GrownTrend:
    """Worker thread: what these options ask for. Lines have no shares, stacks no powers of ten."""
    by = _by(options)
    if by is not None:
        return _stacked(reader, scope, options, by)
    trend = read_trend(reader, scope, options)
    if not is_grown(options):
        return trend
    before = None
    if options.before and trend.empty is None and trend.past is None:
        topics = _loudest_lines(trend)
        starts = [at for at, _value in trend.lines[0].points]
        shift = shift_of(options.before, scope.length, trend.step)
        before = read_before(reader, topics, scope, starts, trend.step, shift, trend.zone, trend.smoothed_over)
    is_alone = bool(options.before and trend.past is not None)
    return GrownTrend(trend, LOG if options.scale == LOG else "", None, before, is_alone)


def _by(options: TrendOptions) -> Dimension | None:
    return next((one for one in STACKED if one.value == options.by), None)


def _stacked(reader: Reader, scope: Scope, options: TrendOptions, by: Dimension) -> GrownTrend:
    step = _stack_step(options, scope.length)
    ground = read_ground(reader, scope, step)
    whole = replace(scope, start=bin_start(scope.start, step, ground.zone))
    told = reader.bands(whole, by, step, MOST)
    stack = Stack(by, told.bins, _ordered(told.bands, by, ground.topics), told.whole, told.names)
    if any(told.whole):
        ground = replace(ground, empty=None)
    is_share = options.scale == SHARE
    before = None
    if options.before and not is_share and ground.empty is None and stack.is_comparable:
        shift = shift_of(options.before, scope.length, step)
        starts = [at for at, _was in told.bins]
        before = read_height_before(reader, by, scope, starts, step, shift, ground.zone)
    is_alone = bool(options.before and before is None)
    return GrownTrend(ground, SHARE if is_share else "", stack, before, is_alone)


def _stack_step(options: TrendOptions, length: Millis) -> Millis:
    """As for lines, but in fewer bins: a bar is wider than a point."""
    if options.step or length > MOST_BARS * DAY:
        return step_for(options, length)
    return bin_step(length, MOST_BARS)


def _ordered(bands: Sequence[Band], by: Dimension, topics: Sequence[Topic]) -> tuple[Band, ...]:
    """In an order of the values' own, so that no layer jumps over another as counts change."""
    order: dict[str, int] = {}
    if by == Dimension.TOPIC:
        order = {str(topic.id): place for place, topic in enumerate(topics)}
    elif by in (Dimension.TONE, Dimension.THEME, Dimension.KIND):
        fixed = {Dimension.TONE: PARTS, Dimension.THEME: THEMES, Dimension.KIND: tuple(map(str, Kind))}[by]
        order = {value: place for place, value in enumerate(fixed)}

    def place(band: Band) -> tuple[bool, bool, int, str]:
        return band.value == "", band.value == OTHERS, order.get(band.value, len(order)), band.value

    return tuple(sorted(bands, key=place))


def _loudest_lines(trend: TrendPicture) -> list[Topic | None]:
    """The topics drawn, the loudest first."""
    sums = [(-sum(value or 0.0 for _at, value in line.points), place) for place, line in enumerate(trend.lines)]
    return [trend.lines[place].topic for _sum, place in sorted(sums)]
