"""Instants of many mentions as bins of a curve, and as weekdays and hours on the session's clocks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Scope, Span
from hubdesk.store.columns_rows import PART, Array, parts
from hubdesk.store.series import bin_edges

QUARTER: Final = 15 * MINUTE  # what clocks of all zones differ by
HOURS: Final = 24
PLACES: Final = 7 * HOURS
_MOST: Final = 1 << 22  # bins that are counted in a table; more are sorted
_MOST_BINS_KEPT: Final = 64  # sets of bins: what eight panels ask for of the last few spans
_THURSDAY: Final = 3  # the first day of 1970


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """Bins of one step, some longer or shorter where the clocks change. `listened`: whether anybody did in each."""

    starts: tuple[Millis, ...]
    listened: tuple[bool, ...]
    silent: tuple[int, ...]  # those in which nobody did
    unit: Millis  # of which every bin has a whole number
    of_unit: Array  # which bin each is in

    def __len__(self) -> int:
        return len(self.starts)

    def places(self, at: Array) -> Array:
        """In which bin each of these instants lies; all lie within the scope."""
        found = np.empty(len(at), np.int32)
        is_unit = len(self.of_unit) == len(self.starts)
        for part in parts(len(at)):
            units = at[part] - self.starts[0]
            units //= self.unit
            found[part] = units if is_unit else self.of_unit.take(units)
        return found

    def told(self, counts: Sequence[int]) -> tuple[tuple[Millis, int | None], ...]:
        """Counts by bin with their starts; None where nobody listened."""
        told: list[int | None] = [*counts]
        for place in self.silent:
            told[place] = None
        return tuple(zip(self.starts, told, strict=True))


def bins(scope: Scope, step: Millis, zone: ZoneInfo, spans: Sequence[Span]) -> Bins | None:
    """As series.volume has them; None for an empty scope. `spans`: what was listened to. Raises as bin_edges does."""
    return _bins(scope.start, scope.end, step, zone, tuple(spans))


@lru_cache(_MOST_BINS_KEPT)
def _bins(start: Millis, end: Millis, step: Millis, zone: ZoneInfo, spans: tuple[Span, ...]) -> Bins | None:
    """Whatever filters take, bins are the same, and whoever draws a curve asks for them."""
    edges = np.array(bin_edges(Scope((), start, end), step, zone), np.int64)
    if len(edges) < 2:
        return None
    unit = math.gcd(*np.diff(edges).tolist())
    of_unit = np.repeat(np.arange(len(edges) - 1), np.diff(edges) // unit)
    ends, starts = (np.array([getattr(span, name) for span in spans], np.int64) for name in ("end", "start"))
    reached = np.searchsorted(ends, np.maximum(edges[:-1], start), side="right")
    until = np.minimum(edges[1:], end)
    listened = reached < len(spans)
    listened[listened] = starts[reached[listened]] < until[listened]
    silent = np.flatnonzero(~listened)
    return Bins(tuple(edges[:-1].tolist()), tuple(listened.tolist()), tuple(silent.tolist()), unit, of_unit)


def every(at: Array, step: Millis) -> tuple[Array, Array]:
    """The UTC multiples of a step that hold any of these instants, and how many each holds."""
    if not len(at):
        return at, at
    first = int(at.min()) // step
    many = int(at.max()) // step - first + 1
    if many > _MOST:
        starts, counts = np.unique(at // step, return_counts=True)
        return starts * step, counts
    counts = np.zeros(many, np.int64)
    for part in parts(len(at)) if many <= PART else (slice(None),):
        units = at[part] - first * step
        units //= step
        counts += np.bincount(units, minlength=many)
    held = np.flatnonzero(counts)
    return (held + first) * step, counts[held]


def by_clock(at: Array, zone: ZoneInfo) -> Array:
    """How many of these instants each weekday and hour holds, as `clock_places` numbers them."""
    starts, counts = every(at, QUARTER)
    places = _places(starts // QUARTER, zone)
    return np.bincount(places, weights=counts, minlength=PLACES).astype(np.int64)


def clock_places(at: Array, zone: ZoneInfo) -> Array:
    """Of each instant the weekday and hour on the zone's clocks: 24 times the weekday, 0 for Monday, and the hour."""
    return _of_quarters(at, zone, _places)


def clock_days(at: Array, zone: ZoneInfo) -> Array:
    """Of each instant the day on the zone's clocks, counted from the first one of 1970."""
    return _of_quarters(at, zone, _days)


def _of_quarters(at: Array, zone: ZoneInfo, told: Callable[[Array, ZoneInfo], Array]) -> Array:
    """What is told of the quarter of an hour that each instant is in, told once of each quarter."""
    quarters = at // QUARTER
    if not len(quarters):
        return quarters
    first = int(quarters.min())
    if int(quarters.max()) - first >= _MOST:
        met, inverse = np.unique(quarters, return_inverse=True)
        places: Array = told(met, zone)[inverse]
        return places
    table: Array = np.zeros(int(quarters.max()) - first + 1, np.int64)
    met = np.flatnonzero(np.bincount(quarters - first))
    table[met] = told(met + first, zone)
    found: Array = table[quarters - first]
    return found


def _places(quarters: Array, zone: ZoneInfo) -> Array:
    hours = (quarters * QUARTER + _offsets(quarters, zone)) // HOUR
    places: Array = (hours // HOURS + _THURSDAY) % 7 * HOURS + hours % HOURS
    return places


def _days(quarters: Array, zone: ZoneInfo) -> Array:
    days: Array = (quarters * QUARTER + _offsets(quarters, zone)) // DAY
    return days


def _offsets(quarters: Array, zone: ZoneInfo) -> Array:
    """How far the zone's clocks are ahead in each quarter of an hour: mostly the same through a day."""
    days, inverse = np.unique(quarters * QUARTER // DAY, return_inverse=True)
    begin = np.array([_offset(day * DAY, zone) for day in days.tolist()], np.int64)
    end = np.array([_offset((day + 1) * DAY, zone) for day in days.tolist()], np.int64)
    found: Array = begin[inverse]
    for place in np.flatnonzero((begin != end)[inverse]).tolist():
        found[place] = _offset(int(quarters[place]) * QUARTER, zone)
    return found


def _offset(at: Millis, zone: ZoneInfo) -> Millis:
    try:
        ahead = datetime.fromtimestamp(at / 1000, zone).utcoffset()
    except (OverflowError, ValueError, OSError):  # no calendar has it
        ahead = None
    return 0 if ahead is None else round(ahead.total_seconds() * 1000)
