"""What the heat panel reads: mentions by hour and weekday, for each hour that was listened to. No screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, Coverage, Millis, Scope, Span, Topic
from hubdesk.i18n import local
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_spans import length, without
from hubdesk.widgets.chart_spans import within as clipped

LONGEST: Final = 730 * DAY  # what is read at most: the newest part of a longer scope
LEAST: Final = 15 * MINUTE  # of an hour listened to, below which its mentions say nothing of it
QUARTER: Final = 15 * MINUTE
SEASON: Final = 60 * DAY  # a zone may be off by part of an hour in winter alone: no winter is shorter

Place = tuple[int, int]
"""A weekday, 0 for Monday, and an hour of the day, on the session's clocks."""


@dataclass(frozen=True, slots=True)
class HeatOptions:
    """`topic`: that one alone, None for all that is looked at. `opened`: the place whose hours are listed."""

    topic: int | None = None
    opened: Place | None = None


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


@dataclass(frozen=True, slots=True)
class HeatCell:
    """All hours of a place. `mentions` of the `heard` ones, which were listened to for `listened` in all; `unheard`
    others count for nothing. `only`: the one hour there is, when there is no other."""

    place: Place
    mentions: int = 0
    gone: int = 0
    listened: Millis = 0
    heard: int = 0
    unheard: int = 0
    only: Hour | None = None

    @property
    def rate(self) -> float | None:
        """Mentions for each hour listened to; None where nobody listened."""
        return self.mentions * HOUR / self.listened if self.listened else None


@dataclass(frozen=True, slots=True)
class HeatPicture:
    """`cells`: those that the scope holds, by weekday and hour. `opened`: the hours of the place that is opened.
    `left`: mentions in hours that hardly anybody listened to, which are in no figure. `is_cut`: the scope is longer
    than what was read."""

    span: Span
    zone: str
    options: HeatOptions
    topics: tuple[Topic, ...]
    cells: tuple[HeatCell, ...]
    opened: tuple[Hour, ...] = ()
    left: int = 0
    is_cut: bool = False
    empty: Coverage | None = None
    stored: int = 0

    @property
    def topic(self) -> Topic | None:
        return next((one for one in self.topics if one.id == self.options.topic), None)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The hours of a scope as if nobody had written, in the order of time; where each is, what its cell holds so far;
    and in which hour each step of counting lies. `heard`: which of the hours are; `first`: of each place."""

    step: Millis
    hours: tuple[Hour, ...]
    places: tuple[Place, ...]
    heard: tuple[bool, ...]
    first: Mapping[Place, int]
    cells: Mapping[Place, HeatCell]
    of_step: Mapping[Millis, int]


def read_heat(reader: Reader, scope: Scope, options: HeatOptions) -> HeatPicture:
    """Worker thread: mentions by hour, and what was listened to: the same whatever filters take."""
    facts, topics = reader.facts(), reader.topics()
    zone = facts.timezone or "UTC"
    chosen = tuple(one for one in topics if one.id == options.topic)
    within = replace(scope, topics=chosen or scope.topics, start=max(scope.start, scope.end - LONGEST))
    coverage = reader.coverage(within)
    calendar = _calendar(within.start, within.end, _silent(within, coverage), zone)
    counted = _counted(calendar, reader.hours(within, calendar.step) if calendar.hours else {})
    opened = () if options.opened is None else _at(calendar, counted, options.opened)
    cells = _cells(calendar, counted)
    return HeatPicture(
        span=Span(within.start, within.end),
        zone=zone,
        options=replace(options, topic=chosen[0].id if chosen else None),
        topics=topics,
        cells=cells,
        opened=opened,
        left=sum(n for n, _gone in counted.values()) - sum(one.mentions for one in cells),
        is_cut=within.start > scope.start,
        empty=None if counted else coverage,
        stored=facts.mentions,
    )


def _counted(calendar: _Calendar, counts: Mapping[Millis, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Mentions, and those of them that are gone, by the places of hours that hold any."""
    found: dict[int, tuple[int, int]] = {}
    for at, told in counts.items():
        hour = calendar.of_step[at]
        before = found.get(hour)
        found[hour] = told if before is None else (before[0] + told[0], before[1] + told[1])
    return found


def _cells(calendar: _Calendar, counted: Mapping[int, tuple[int, int]]) -> tuple[HeatCell, ...]:
    places, heard = calendar.places, calendar.heard
    sums: dict[Place, list[int]] = {place: [0, 0] for place in calendar.cells}
    for i, (mentions, gone) in counted.items():
        if heard[i]:
            its = sums[places[i]]
            its[0] += mentions
            its[1] += gone
    return tuple(
        replace(
            cell,
            mentions=sums[place][0],
            gone=sums[place][1],
            only=None if cell.only is None else _told(cell.only, counted.get(calendar.first[place])),
        )
        for place, cell in calendar.cells.items()
    )


def _at(calendar: _Calendar, counted: Mapping[int, tuple[int, int]], place: Place) -> tuple[Hour, ...]:
    """The hours of one place."""
    return tuple(
        _told(hour, counted.get(i))
        for i, (hour, where) in enumerate(zip(calendar.hours, calendar.places, strict=True))
        if where == place
    )


def _told(hour: Hour, counted: tuple[int, int] | None) -> Hour:
    return hour if counted is None else replace(hour, mentions=counted[0], gone=counted[1])


@lru_cache(4)
def _calendar(begin: Millis, end: Millis, silent: tuple[Span, ...], zone: str) -> _Calendar:
    """Hours of zones that are off by a part of one are put together of quarters. Remembered: a year has 8,760, and
    filters change nothing of them."""
    step = HOUR if all(_is_whole(at, zone) for at in (*range(begin, end, SEASON), end)) else QUARTER
    hours: list[Hour] = []
    places: list[Place] = []
    of_step: dict[Millis, int] = {}
    is_empty = end <= begin
    listened = _Listened(() if is_empty else without((Span(begin, end),), silent))
    for at in () if is_empty else range(begin // step * step, end, step):
        there = local(at, zone)
        place = (there.weekday(), there.hour)
        first, last = max(at, begin), min(at + step, end)
        hour = Hour(first, last, 0, 0, listened.of(first, last))
        if hours and places[-1] == place and first - hours[-1].start < HOUR:
            hours[-1] = replace(hours[-1], end=last, listened=hours[-1].listened + hour.listened)
        else:
            hours.append(hour)
            places.append(place)
        of_step[at] = len(hours) - 1
    by_place: dict[Place, list[Hour]] = {}
    for place, hour in zip(places, hours, strict=True):
        by_place.setdefault(place, []).append(hour)
    cells = {place: _empty(place, those) for place, those in sorted(by_place.items())}
    heard = tuple(one.is_heard for one in hours)
    begins = {place: i for i, place in reversed(list(enumerate(places)))}
    return _Calendar(step, tuple(hours), tuple(places), heard, begins, cells, of_step)


def _empty(place: Place, hours: Sequence[Hour]) -> HeatCell:
    heard = [one.listened for one in hours if one.is_heard]
    only = hours[0] if len(hours) == 1 else None
    return HeatCell(place, 0, 0, sum(heard), len(heard), len(hours) - len(heard), only)


def _silent(scope: Scope, coverage: Coverage) -> tuple[Span, ...]:
    """When nobody listened: the gaps, and all before the session's first listening."""
    first = scope.end if coverage.first_listened is None else coverage.first_listened
    return (Span(scope.start, max(scope.start, min(first, scope.end))), *coverage.gaps)


class _Listened:
    """How much of stretches that are asked in the order of time was listened to."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._spans, self._at = spans, 0

    def of(self, start: Millis, end: Millis) -> Millis:
        while self._at < len(self._spans) and self._spans[self._at].end <= start:
            self._at += 1
        if self._at == len(self._spans) or self._spans[self._at].start >= end:
            return 0
        if self._spans[self._at].start <= start and end <= self._spans[self._at].end:  # as nearly all are
            return end - start
        near = []
        for span in self._spans[self._at :]:
            if span.start >= end:
                break
            near.append(span)
        return length(clipped(near, Span(start, end)))


def _is_whole(at: Millis, zone: str) -> bool:
    return (local(at, zone).utcoffset() or timedelta()) % timedelta(hours=1) == timedelta()
