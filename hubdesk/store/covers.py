"""What was listened to: stretches of the world's time, from the polls made by a scope's end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from hubdesk.core import Millis, Scope, Span


def covers(connection: sqlite3.Connection, scope: Scope) -> tuple[Span, ...]:
    """The stretches within the scope that any source listened to, sorted and merged, as known at its end."""
    rows = connection.execute(
        "SELECT covers_from, covers_to FROM poll INDEXED BY poll_cover"
        " WHERE covers_to > :start AND covers_from < :end AND at <= :known",
        {"start": scope.start, "end": scope.end, "known": scope.known},
    )
    return merged(rows, scope.start, min(scope.end, scope.known))


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
    return {source: merged(spans, scope.start, min(scope.end, scope.known)) for source, spans in found.items()}


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
