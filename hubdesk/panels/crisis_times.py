"""The curve of an episode's multiple: each hour's mentions against what was usual, with what is usual at that hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hubdesk.core import HOUR, Millis
from hubdesk.i18n import _
from hubdesk.panels.crisis_level import LEAST_USUAL, STEP, Level
from hubdesk.panels.habit import Habit, days_words
from hubdesk.panels.trend_picture import TrendPicture, gaps_in_words, source_words
from hubdesk.widgets.chart_values import BandBin, Curve, Plot, Point, Strip


@dataclass(frozen=True, slots=True)
class Times:
    """`points`: the bin with which an hour ends, and how many times the usual it was; None where a part of it was not
    listened to. `band`: what is usual at each hour, in the same unit."""

    points: tuple[Point, ...]
    band: tuple[BandBin, ...]
    days: int = 0  # that the band rests on


def times(hours: Sequence[tuple[Millis, int | None]], level: Level, habit: Habit | None) -> Times | None:
    """None where nothing is usual yet: then no multiple is made up."""
    if level.usual is None:
        return None
    points = tuple((ended - STEP, level.times(count)) for ended, count in hours)
    band = tuple(_band(points, habit, max(LEAST_USUAL, level.usual))) if habit is not None else ()
    return Times(points, band, habit.days if habit is not None else 0)


def _band(points: Sequence[Point], habit: Habit, usual: float) -> Iterator[BandBin]:
    """An hour that lies in two of the habit's hours has a part of each."""
    by_hour = {one.at // HOUR: one for one in habit.bins}
    for at, _value in points:
        ended = at + STEP
        first, second = by_hour.get((ended - HOUR) // HOUR), by_hour.get((ended - 1) // HOUR)
        if first is None or second is None:
            continue
        late = (ended % HOUR) / HOUR if first is not second else 0.0
        yield BandBin(
            at,
            _between(first.low, second.low, late) / usual,
            _between(first.middle, second.middle, late) / usual,
            _between(first.high, second.high, late) / usual,
        )


def _between(first: float, second: float, part: float) -> float:
    return first + (second - first) * part


def plot_of(told: Times, trend: TrendPicture, curve: Curve) -> Plot:
    """As a chart over time is given it: gaps, missing sources and levels are those of the volume."""
    span = trend.span
    return Plot(
        curves=(curve,),
        span=span,
        gaps=gaps_in_words(trend),
        partial=tuple(Strip(one.span, source_words(one.sources)) for one in trend.missing),
        step=STEP,
        zone=trend.zone,
        unit=_("times the usual"),
        decimals=1,
        flags=trend.flags,
        band=tuple(one for one in told.band if span.start <= one.at < span.end),
        band_words=days_words(told.days) if told.band else "",
    )
