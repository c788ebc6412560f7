"""What was listened to: stretches of the world's time, from the polls made by a scope's end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from hubdesk.core import DAY, Millis, Scope, Span
from hubdesk.store.begins import begins

Covers = Callable[[sqlite3.Connection, Scope], tuple[Span, ...]]


def covers(connection: sqlite3.Connection, scope: Scope) -> tuple[Span, ...]:
    """The stretches within the scope that any source listened to, sorted and merged, as known at its end."""
    rows = connection.execute(
        "SELECT covers_from, covers_to FROM poll INDEXED BY poll_cover"
        " WHERE covers_to > :start AND covers_from < :end AND at <= :known",
        {"start": scope.start, "end": scope.end, "known": scope.known},
    )
    return merged(rows, max(scope.start, begins(connection)), min(scope.end, scope.known))


class RememberedCovers:
    """`covers` for who asks about one file again and again, as a replay does.

    What is remembered is a whole day of the world's time of which no poll was made after what the scope knows: its
    answer is the same for whoever knows that much. A commit, which may bring a poll, makes it all be forgotten.
    """

    def __init__(self) -> None:
        self._version: int | None = None
        self._days: dict[int, tuple[Millis, tuple[Span, ...]]] = {}  # by day: its last poll, what was listened to

    def __call__(self, connection: sqlite3.Connection, scope: Scope) -> tuple[Span, ...]:
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self._days.clear()
        end = min(scope.end, scope.known)
        spans = ((one.start, one.end) for part in self._parts(connection, scope) for one in part)
        return merged(spans, scope.start, end)

    def _parts(self, connection: sqlite3.Connection, scope: Scope) -> Iterator[tuple[Span, ...]]:
        """Day by day; the days that are not settled by what the scope knows are asked about together."""
        open_from: Millis | None = None
        for day in range(scope.start // DAY, -(-scope.end // DAY)):
            if (day + 1) * DAY <= scope.known:
                if day not in self._days:
                    self._days[day] = self._whole(connection, day)
                last, spans = self._days[day]
                if last <= scope.known:
                    if open_from is not None:
                        yield covers(connection, replace(scope, start=open_from, end=day * DAY, known_by=scope.known))
                        open_from = None
                    yield spans
                    continue
            open_from = max(scope.start, day * DAY) if open_from is None else open_from
        if open_from is not None:
            yield covers(connection, replace(scope, start=open_from, known_by=scope.known))

    def _whole(self, connection: sqlite3.Connection, day: int) -> tuple[Millis, tuple[Span, ...]]:
        rows = connection.execute(
            "SELECT covers_from, covers_to, at FROM poll INDEXED BY poll_cover WHERE covers_to > ? AND covers_from < ?",
            (day * DAY, (day + 1) * DAY),
        ).fetchall()
        first = max(day * DAY, begins(connection))
        spans = merged(((start, end) for start, end, _at in rows), first, (day + 1) * DAY)
        return max((at for _start, _end, at in rows), default=0), spans


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
