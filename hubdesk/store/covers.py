"""What was listened to: stretches of the world's time, from the polls made by a scope's end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import DAY, Millis, Scope, Span
from hubdesk.store.begins import begins

MOST_DAYS: Final = 5_000  # of a scope, which are remembered one by one
# Of whatever listened: stretches only grow, so that no two changes make up for each other.
_PRINT: Final = (
    "SELECT count(*), coalesce(sum(covers_to >> 20), 0), coalesce(sum(covers_to & 1048575), 0),"
    " coalesce(sum(covers_from >> 20), 0), coalesce(sum(covers_from & 1048575), 0)"
    " FROM poll INDEXED BY poll_cover WHERE covers_to IS NOT NULL AND id <= ?"
)
_CAME: Final = "SELECT covers_from, covers_to FROM poll WHERE id > ? AND covers_to IS NOT NULL"
Covers = Callable[[sqlite3.Connection, Scope], tuple[Span, ...]]
CoversBySource = Callable[[sqlite3.Connection, Scope], dict[int, tuple[Span, ...]]]


def covers(connection: sqlite3.Connection, scope: Scope) -> tuple[Span, ...]:
    """The stretches within the scope that any source listened to, sorted and merged, as known at its end."""
    rows = connection.execute(
        "SELECT covers_from, covers_to FROM poll INDEXED BY poll_cover"
        " WHERE covers_to > :start AND covers_from < :end AND at <= :known",
        {"start": scope.start, "end": scope.end, "known": scope.known},
    )
    return merged(rows, max(scope.start, begins(connection)), min(scope.end, scope.known))


class RememberedCovers:
    """`covers` and `covers_by_source` for who asks about one file again and again, as a replay does.

    What is remembered is a whole day of the world's time of which no poll was made after what the scope knows: its
    answer is the same for whoever knows that much. A commit, which may bring a poll, makes it all be forgotten; but not
    where it is of one moment, asked from several connections, and `followed` at the next.
    """

    def __init__(self) -> None:
        self._is_of_a_moment = False
        self._version: int | None = None
        self._days: dict[int, _Day] = {}
        self._last = 0  # the poll that was made last
        self._print: tuple[int, ...] = ()  # of all until then: another one when any listened for longer

    def followed(self, connection: sqlite3.Connection) -> RememberedCovers:
        """Of this moment, with the days to which nothing came since."""
        made = RememberedCovers()
        made._is_of_a_moment = True
        (made._last,) = connection.execute("SELECT coalesce(max(id), 0) FROM poll").fetchone()
        made._print = connection.execute(_PRINT, (made._last,)).fetchone()
        if self._last and connection.execute(_PRINT, (self._last,)).fetchone() == self._print:
            came = connection.execute(_CAME, (self._last,)).fetchall()
            touched = [range(start // DAY, -(-end // DAY)) for start, end in came]
            days = dict(self._days)  # others may be adding to it
            made._days = {day: told for day, told in days.items() if not any(day in some for some in touched)}
        return made

    def __call__(self, connection: sqlite3.Connection, scope: Scope) -> tuple[Span, ...]:
        self._look(connection)
        spans: list[tuple[Millis, Millis]] = []
        for part in self._parts(connection, scope):
            found = part.all if isinstance(part, _Day) else covers(connection, part)
            spans += [(one.start, one.end) for one in found]
        return merged(spans, scope.start, min(scope.end, scope.known))

    def by_source(self, connection: sqlite3.Connection, scope: Scope) -> dict[int, tuple[Span, ...]]:
        self._look(connection)
        found: dict[int, list[tuple[Millis, Millis]]] = {}
        for part in self._parts(connection, scope):
            told = part.by_source if isinstance(part, _Day) else covers_by_source(connection, part)
            for source, spans in told.items():
                found.setdefault(source, []).extend([(one.start, one.end) for one in spans])
        end = min(scope.end, scope.known)
        return {source: merged(spans, scope.start, end) for source, spans in found.items()}

    def _look(self, connection: sqlite3.Connection) -> None:
        if self._is_of_a_moment:
            return
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self._days.clear()

    def _parts(self, connection: sqlite3.Connection, scope: Scope) -> Iterator[_Day | Scope]:
        """Day by day; the days that are not settled by what the scope knows are to be asked about together."""
        open_from: Millis | None = None
        if scope.length > MOST_DAYS * DAY:
            yield scope
            return
        settled = range(scope.start // DAY, min(-(-scope.end // DAY), scope.known // DAY))
        if missing := [number for number in settled if number not in self._days]:
            self._days |= _whole(connection, missing)
        for number in range(scope.start // DAY, -(-scope.end // DAY)):
            if (number + 1) * DAY <= scope.known and self._days[number].last <= scope.known:
                if open_from is not None:
                    yield replace(scope, start=open_from, end=number * DAY, known_by=scope.known)
                    open_from = None
                yield self._days[number]
                continue
            open_from = max(scope.start, number * DAY) if open_from is None else open_from
        if open_from is not None:
            yield replace(scope, start=open_from, known_by=scope.known)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the world's time: when its last poll was made, and what all of them listened to."""

    last: Millis
    all: tuple[Span, ...]
    by_source: dict[int, tuple[Span, ...]]


def _whole(connection: sqlite3.Connection, days: Sequence[int]) -> dict[int, _Day]:
    """These days, in one question: ascending, so that most of them follow each other."""
    first = max(days[0] * DAY, begins(connection))
    rows = connection.execute(
        "SELECT source, covers_from, covers_to, at FROM poll INDEXED BY poll_cover"
        " WHERE covers_to > ? AND covers_from < ?",
        (first, (days[-1] + 1) * DAY),
    )
    found: dict[int, dict[int, list[tuple[Millis, Millis]]]] = {number: {} for number in days}
    last = dict.fromkeys(days, 0)
    for source, start, end, at in rows:
        for number in range(max(start, first) // DAY, -(-end // DAY)):
            if number in found:
                found[number].setdefault(source, []).append((start, end))
                last[number] = max(last[number], at)
    return {number: _day(last[number], told, max(first, number * DAY), number) for number, told in found.items()}


def _day(last: Millis, told: dict[int, list[tuple[Millis, Millis]]], start: Millis, number: int) -> _Day:
    end = (number + 1) * DAY
    by_source = {source: merged(spans, start, end) for source, spans in told.items()}
    every = [(span.start, span.end) for spans in by_source.values() for span in spans]
    return _Day(last, merged(every, start, end), by_source)


def covers_by_source(connection: sqlite3.Connection, scope: Scope) -> dict[int, tuple[Span, ...]]:
    """The same for each source."""
    found: dict[int, list[tuple[Millis, Millis]]] = {}
    rows = connection.execute(
        "SELECT source, covers_from, covers_to FROM poll INDEXED BY poll_cover"
        " WHERE covers_to > :start AND covers_from < :end AND at <= :known",
        {"start": scope.start, "end": scope.end, "known": scope.known},
    )
    for source, start, end in rows:
        found.setdefault(source, []).append((start, end))
    start = max(scope.start, begins(connection))
    return {source: merged(spans, start, min(scope.end, scope.known)) for source, spans in found.items()}


def merged(spans: Iterable[tuple[Millis, Millis]], start: Millis, end: Millis) -> tuple[Span, ...]:
    """Spans clipped to [start, end), sorted, those that touch joined, empty ones dropped."""
    made: list[Span] = []
    begun, reached = start, start - 1  # nothing yet; a Span is built once it is whole, there are thousands of polls
    for one, other in sorted(spans):
        one = one if one > start else start
        other = other if other < end else end
        if one >= other:
            continue
        if one > reached:
            if reached > begun:
                made.append(Span(begun, reached))
            begun, reached = one, other
        elif other > reached:
            reached = other
    if reached > begun:
        made.append(Span(begun, reached))
    return tuple(made)


def holes(spans: Iterable[Span], start: Millis, end: Millis, sliver: Millis) -> tuple[Span, ...]:
    """What the merged spans leave open in [start, end), slivers shorter than `sliver` left out."""
    made: list[Span] = []
    for span in spans:
        if span.start - start >= sliver:
            made.append(Span(start, span.start))
        start = max(start, span.end)
    if end - start >= sliver:
        made.append(Span(start, end))
    return tuple(made)
