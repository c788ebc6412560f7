"""An earlier time beside this one: the same length before, or the same hours a week before, bin by bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from hubdesk.core import DAY, Millis, Scope, Span, Topic
from hubdesk.i18n import N_, local
from hubdesk.panels.trend_bins import smooth_whole
from hubdesk.panels.trend_picture import before_span
from hubdesk.store.reader import Dimension, Reader
from hubdesk.widgets.chart_lines import WEEK
from hubdesk.widgets.chart_values import Point, is_cut

SPAN, SAME_HOURS = "span", "week"
MODES: Final = {
    "": N_("Nothing"),
    SPAN: N_("The same length before"),
    SAME_HOURS: N_("The same hours a week before"),
}
EVERY: Final = 100_000  # values: none is put to others
MOST: Final = 4  # lines: of more, nobody can tell which is whose


@dataclass(frozen=True, slots=True)
class Before:
    """One line of it, in this time's bins; `topic` None: of all. `shift`: how much earlier, in milliseconds, whole days
    on the session's clocks."""

    shift: Millis
    lines: tuple[tuple[Topic | None, tuple[Point, ...]], ...]


def shift_of(mode: str, length: Millis, step: Millis) -> Millis:
    """How much earlier: a week, or as much as this span in whole bins, whole days where it is days."""
    if mode == SAME_HOURS:
        return WEEK
    whole = step if length % DAY else max(step, DAY)
    return -(-length // whole) * whole


def earlier(at: Millis, shift: Millis, zone: str) -> Millis:
    """So much before: whole days are counted on the zone's clocks, which may have changed."""
    if shift % DAY:
        return at - shift
    try:
        there = local(at, zone)
        moved = there.replace(tzinfo=None) - timedelta(milliseconds=shift)
        return round(moved.replace(tzinfo=there.tzinfo).timestamp() * 1000)
    except (OverflowError, ValueError, OSError):  # before the calendar begins
        return at - shift


def read_before(
    reader: Reader,
    topics: Sequence[Topic | None],
    scope: Scope,
    starts: Sequence[Millis],
    step: Millis,
    shift: Millis,
    zone: str,
    over: int = 0,
) -> Before:
    """The counts of each topic in the bins before those that begin at `starts` and are over by the scope's end.

    A bin that nobody listened to, or that a gap cuts, has none. `over`: bins they are smoothed over, as the others are.
    """
    bins, within = _there(scope, starts, step, shift, zone)
    if within is None:
        return Before(shift, ())
    holes, made = _holes(reader, within), []
    for topic in topics[:MOST]:
        counted: Sequence[Point] = reader.volume(topic, within, step)
        whole: list[Point] = [(at, None if is_cut(at, step, holes) else value) for at, value in counted]
        made.append((topic, _laid(smooth_whole(whole, over, step, within.end, ()) if over else whole, bins)))
    return Before(shift, tuple(made))


def read_height_before(
    reader: Reader, by: Dimension, scope: Scope, starts: Sequence[Millis], step: Millis, shift: Millis, zone: str
) -> Before:
    """The same of a stack: how high it was in each bin, counted as its layers are."""
    bins, within = _there(scope, starts, step, shift, zone)
    if within is None:
        return Before(shift, ())
    told, holes = reader.bands(within, by, step, EVERY), _holes(reader, within)
    heights = [sum(band.counts[place] for band in told.bands) for place in range(len(told.bins))]
    counted = [
        (at, float(count) if was_heard and not is_cut(at, step, holes) else None)
        for (at, was_heard), count in zip(told.bins, heights, strict=True)
    ]
    return Before(shift, ((None, _laid(counted, bins)),))


def _there(
    scope: Scope, starts: Sequence[Millis], step: Millis, shift: Millis, zone: str
) -> tuple[dict[Millis, Millis], Scope | None]:
    """Each bin, and the one before it; and the scope of those, narrowed alike, as known where the scope stands."""
    bins = {at: earlier(at, shift, zone) for at in starts if at + step <= scope.end}
    if not bins:
        return {}, None
    first, last = min(bins.values()), max(bins.values())
    return bins, replace(scope, start=max(0, first), end=last + step, known_by=scope.known)


def _holes(reader: Reader, within: Scope) -> tuple[Span, ...]:
    coverage = reader.coverage(within)
    before = before_span(coverage, Span(within.start, within.end))
    return (*coverage.gaps, *((before,) if before is not None else ()))


def _laid(counted: Sequence[Point], bins: dict[Millis, Millis]) -> tuple[Point, ...]:
    there = dict(counted)
    return tuple((at, there.get(before)) for at, before in bins.items())
