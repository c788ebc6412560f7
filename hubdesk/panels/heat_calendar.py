"""The hours of a scope on the session's clocks as if nobody had written: where in the week, and how well heard.

Worked out of columns: filters are changed more often than spans, and a year has 8,760 hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import DAY, HOUR, MINUTE, SECOND, Millis, Span
from hubdesk.i18n import local
from hubdesk.widgets.chart_spans import without

LEAST: Final = 15 * MINUTE  # of an hour listened to, below which its mentions say nothing of it
QUARTER: Final = 15 * MINUTE
SEASON: Final = 60 * DAY  # a zone may be off by part of an hour in winter alone: no winter is shorter
HOURS: Final = 24
PLACES: Final = 7 * HOURS
_DAYS_KEPT: Final = 2_048

Array = NDArray[Any]
Place = tuple[int, int]
"""A weekday, 0 for Monday, and an hour of the day, on the session's clocks."""


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour on the calendar, as far as it lies in the scope. `gone` of its mentions were taken back since.
    `listened`: for how long anybody did."""

    start: Millis
    end: Millis
    mentions: int
    gone: int
    listened: Millis

    @property
    def is_heard(self) -> bool:
        """Whether enough of it was listened to."""
        return self.listened >= LEAST and 2 * self.listened >= self.end - self.start


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """In the order of time: `start`, `end`, `listened`, `is_heard` and `place` (24 times the weekday, and the hour) of
    each hour. Mentions are counted by steps, the first from `begin` on; `of_step`: in which hour each lies."""

    step: Millis
    begin: Millis
    of_step: Array
    start: Array
    end: Array
    listened: Array
    is_heard: Array
    place: Array

    def __len__(self) -> int:
        return len(self.start)

    def counted(self, counts: Mapping[Millis, tuple[int, int]]) -> tuple[Array, Array]:
        """Mentions, and those of them that are gone, of each hour; `counts` has them by the starts of steps."""
        starts = np.fromiter(counts, np.int64, len(counts))
        told = np.array(list(counts.values()), np.int64).reshape(-1, 2)
        hours = self.of_step[(starts - self.begin) // self.step]
        return self._sum(hours, told[:, 0], len(self)), self._sum(hours, told[:, 1], len(self))

    def by_place(self, values: Array) -> Array:
        """The sum of what each hour that was heard has, by place."""
        return self._sum(self.place[self.is_heard], values[self.is_heard], PLACES)

    def hours(self, which: Array, mentions: Array, gone: Array) -> tuple[Hour, ...]:
        """Some of the hours, with what was counted of each."""
        columns = (self.start, self.end, mentions, gone, self.listened)
        return tuple(Hour(*told) for told in zip(*(column[which].tolist() for column in columns), strict=True))

    @staticmethod
    def _sum(places: Array, values: Array, many: int) -> Array:
        return np.bincount(places, weights=values, minlength=many).astype(np.int64)


@lru_cache(4)
def calendar(begin: Millis, end: Millis, silent: tuple[Span, ...], zone: str) -> Calendar:
    """Hours of zones that are off by a part of one are put together of quarters. Remembered: filters change nothing of
    them. `silent`: when nobody listened."""
    step = HOUR if all(_is_whole(at, zone) for at in (*range(begin, end, SEASON), end)) else QUARTER
    first = begin // step * step
    steps = np.arange(first, end, step, dtype=np.int64) if end > begin else np.zeros(0, np.int64)
    place = _places(steps, step, zone)
    starts, ends = np.maximum(steps, begin), np.minimum(steps + step, end)
    is_new = _begins(starts, place)
    at = np.flatnonzero(is_new)
    spans = without((Span(begin, end),), silent) if len(steps) else ()
    heard = _heard_by(ends, spans) - _heard_by(starts, spans)
    start, until = starts[at], ends[np.flatnonzero(np.append(is_new[1:], True))] if len(at) else ends
    listened = np.add.reduceat(heard, at) if len(at) else heard
    is_heard = (listened >= LEAST) & (2 * listened >= until - start)
    return Calendar(step, first, np.cumsum(is_new) - 1, start, until, listened, is_heard, place[at])


def _begins(starts: Array, place: Array) -> Array:
    """Which steps begin an hour: another one on the clocks, or the same again, an hour later."""
    is_new = np.ones(len(place), bool)
    is_new[1:] = place[1:] != place[:-1]
    run = np.maximum.accumulate(np.where(is_new, np.arange(len(place)), 0)) if len(place) else place
    since = (starts - starts[run]) // HOUR
    is_new[1:] |= since[1:] > since[:-1]
    return is_new


def _heard_by(instants: Array, spans: tuple[Span, ...]) -> Array:
    """For how long these spans lasted up to each instant."""
    starts, ends = (np.array([getattr(span, name) for span in spans], np.int64) for name in ("start", "end"))
    if not len(starts):
        return np.zeros(len(instants), np.int64)
    begun = np.searchsorted(starts, instants, side="right")
    lengths = np.concatenate(([0], np.cumsum(ends - starts)))
    left = np.maximum(0, ends[begun - 1] - instants)
    whole: Array = lengths[begun] - np.where(begun > 0, left, 0)
    return whole


def _places(steps: Array, step: Millis, zone: str) -> Array:
    if not len(steps):
        return steps
    first, last = int(steps[0]) // DAY, int(steps[-1]) // DAY
    days = np.concatenate([_day(day, step, zone) for day in range(first, last + 1)])
    skipped = (int(steps[0]) - first * DAY) // step
    found: Array = days[skipped : skipped + len(steps)]
    return found


@lru_cache(_DAYS_KEPT)
def _day(day: int, step: Millis, zone: str) -> Array:
    """The places of the steps of a day of UTC: told of each step only when clocks change in it."""
    begin, end = local(day * DAY, zone), local((day + 1) * DAY, zone)
    if begin.utcoffset() == end.utcoffset():
        clock = begin.weekday() * DAY + begin.hour * HOUR + begin.minute * MINUTE + begin.second * SECOND
        places: Array = (np.arange(clock, clock + DAY, step, dtype=np.int64) // HOUR) % PLACES
        return places
    there = [local(at, zone) for at in range(day * DAY, (day + 1) * DAY, step)]
    return np.array([one.weekday() * HOURS + one.hour for one in there], np.int64)


def _is_whole(at: Millis, zone: str) -> bool:
    return (local(at, zone).utcoffset() or timedelta()) % timedelta(hours=1) == timedelta()
