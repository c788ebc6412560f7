"""How many mentions a span holds, how many a minute now, and how many are usual; what of it nobody heard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median
from typing import Final

from hubdesk.core import DAY, MINUTE, Coverage, Millis, Scope, Span, Topic
from hubdesk.i18n import clocks, local
from hubdesk.panels.habit import DAYS, LEAST_DAYS
from hubdesk.panels.trend_picture import before_span
from hubdesk.store.reader import Reader
from hubdesk.widgets.chart_spans import length, within, without

PACE: Final = 10 * MINUTE  # that mentions a minute are the mean of
HEARD: Final = 0.95  # of a day's stretch, for it to say what is usual


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle of what the same hours of so many days before held, an estimate; `low` and `high`: the least and the
    most of them."""

    middle: float
    low: int
    high: int
    days: int


@dataclass(frozen=True, slots=True)
class Volume:
    """`count` mentions of these topics in the span, of which `unheard` ms nobody listened to. `a_minute`: the mean up
    to `paced_at`, None where it was not listened to. `empty`: of a span without mentions, what was listened to."""

    span: Span
    zone: str
    topics: tuple[Topic, ...]
    count: int
    unheard: Millis
    a_minute: float | None
    paced_at: Millis
    usual: Usual | None
    empty: Coverage | None = None
    stored: int = 0


def read_volume(reader: Reader, scope: Scope) -> Volume:
    """Worker thread. A mention that two of the topics heard counts once."""
    facts, coverage, span = reader.facts(), reader.coverage(scope), Span(scope.start, scope.end)
    count, zone = reader.count(scope), facts.timezone or "UTC"
    before = before_span(coverage, span)
    unheard = length(within((*coverage.gaps, *((before,) if before else ())), span))
    paced_at = min(scope.end, max((one.end for heard in coverage.sources for one in heard.listened), default=scope.end))
    return Volume(
        span=span,
        zone=zone,
        topics=scope.topics,
        count=count,
        unheard=unheard,
        a_minute=_pace(reader, scope, coverage, paced_at),
        paced_at=paced_at,
        usual=read_usual(reader, scope, zone),
        empty=None if count else coverage,
        stored=facts.mentions,
    )


def _pace(reader: Reader, scope: Scope, coverage: Coverage, end: Millis) -> float | None:
    """Of the last minutes that were listened to; None where there is a gap in them, or they are long ago."""
    last = Span(end - PACE, end)
    is_old = scope.end - end > PACE
    if is_old or last.start < scope.start or within(coverage.gaps, last) or coverage.first_listened is None:
        return None
    if coverage.first_listened > last.start:
        return None
    return reader.count(replace(scope, start=last.start, end=last.end, known_by=scope.known)) * MINUTE / PACE


def read_usual(reader: Reader, scope: Scope, zone: str) -> Usual | None:
    """From the same hours of the days before; None for more than a day, or where too few of them were listened to."""
    if not 0 < scope.length <= DAY:
        return None
    counts = sorted(_days(reader, scope, zone))
    if len(counts) < LEAST_DAYS:
        return None
    return Usual(float(median(counts)), counts[0], counts[-1], len(counts))


def _days(reader: Reader, scope: Scope, zone: str) -> Iterator[int]:
    """What the same hours of each day before held; a day that was not listened to says nothing."""
    for number in range(1, DAYS + 1):
        start, end = (_days_before(instant, number, zone) for instant in (scope.start, scope.end))
        same = replace(scope, start=start, end=max(start, end), known_by=scope.known)
        span = Span(same.start, same.end)
        coverage = reader.coverage(same)
        heard = without((span,), coverage.gaps)
        first = coverage.first_listened
        if first is None or first > span.start or length(heard) < HEARD * scope.length:
            continue
        yield reader.count(same)


def _days_before(instant: Millis, days: int, zone: str) -> Millis:
    """The same time of day on the session's clocks, which a change of clocks moves."""
    with contextlib.suppress(OverflowError, ValueError, OSError):  # before the calendar begins
        then = local(instant, zone).replace(tzinfo=None) - timedelta(days=days)
        return round(then.replace(tzinfo=clocks(zone)).timestamp() * 1000)
    return instant - days * DAY
