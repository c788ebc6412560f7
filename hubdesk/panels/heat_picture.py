"""What the heat panel reads: mentions by hour and weekday, for each hour that was listened to. No screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from hubdesk.core import DAY, HOUR, Coverage, Millis, Scope, Span, Topic
from hubdesk.panels.heat_calendar import HOURS, PLACES, Array, Calendar, Hour, Place, calendar
from hubdesk.store.reader import Reader

LONGEST: Final = 730 * DAY  # what is read at most: the newest part of a longer scope


@dataclass(frozen=True, slots=True)
class HeatOptions:
    """`topic`: that one alone, None for all that is looked at. `opened`: the place whose hours are listed."""

    topic: int | None = None
    opened: Place | None = None


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


def read_heat(reader: Reader, scope: Scope, options: HeatOptions) -> HeatPicture:
    """Worker thread: mentions by hour, and what was listened to: the same whatever filters take."""
    facts, topics = reader.facts(), reader.topics()
    zone = facts.timezone or "UTC"
    chosen = tuple(one for one in topics if one.id == options.topic)
    within = replace(scope, topics=chosen or scope.topics, start=max(scope.start, scope.end - LONGEST))
    coverage = reader.coverage(within)
    known = calendar(within.start, within.end, _silent(within, coverage), zone)
    counts = reader.hours(within, known.step) if len(known) else {}
    mentions, gone = known.counted(counts)
    cells = _cells(known, mentions, gone)
    opened = np.zeros(0, np.int64)
    if options.opened is not None:
        opened = np.flatnonzero(known.place == options.opened[0] * HOURS + options.opened[1])
    return HeatPicture(
        span=Span(within.start, within.end),
        zone=zone,
        options=replace(options, topic=chosen[0].id if chosen else None),
        topics=topics,
        cells=cells,
        opened=known.hours(opened, mentions, gone),
        left=int(mentions.sum()) - sum(one.mentions for one in cells),
        is_cut=within.start > scope.start,
        empty=None if counts else coverage,
        stored=facts.mentions,
    )


def _cells(known: Calendar, mentions: Array, gone: Array) -> tuple[HeatCell, ...]:
    every = np.bincount(known.place, minlength=PLACES)
    ones = np.flatnonzero(every[known.place] == 1)
    only = dict(zip(known.place[ones].tolist(), known.hours(ones, mentions, gone), strict=True))
    heard = known.by_place(np.ones(len(known), np.int64))
    sums = (known.by_place(one) for one in (mentions, gone, known.listened))
    columns = (one.tolist() for one in (every, *sums, heard, every - heard))
    return tuple(
        HeatCell(divmod(place, HOURS), n, of_them, listened, many, few, only.get(place))
        for place, (all_, n, of_them, listened, many, few) in enumerate(zip(*columns, strict=True))
        if all_
    )


def _silent(scope: Scope, coverage: Coverage) -> tuple[Span, ...]:
    """When nobody listened: the gaps, and all before the session's first listening."""
    first = scope.end if coverage.first_listened is None else coverage.first_listened
    return (Span(scope.start, max(scope.start, min(first, scope.end))), *coverage.gaps)
