"""How each source stood at a scope's end, what it listened to, and the gaps: from the polls made by then alone."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hubdesk.core import (
    MINUTE,
    NEVER_ASKED,
    SECOND,
    Coverage,
    Millis,
    Poll,
    Scope,
    SourceCoverage,
    SourceRow,
    SourceState,
    Span,
)
from hubdesk.store import manifest
from hubdesk.store.begins import begins
from hubdesk.store.covers import CoversBySource, covers, covers_by_source, holes, merged
from hubdesk.store.rows import POLL_COLUMNS, SOURCE_COLUMNS, to_poll, to_source

SLIVER: Final = SECOND  # a shorter gap is a rounding of clocks
STREAM_LAG: Final = 30 * SECOND  # a quiet stream says so at least as often
LATE_AFTER: Final = 3  # intervals without a success
SOONEST_LATE: Final = 2 * MINUTE
MOST_ATTEMPTS: Final = 500  # looked at for the last complete one


def sources(connection: sqlite3.Connection) -> tuple[SourceRow, ...]:
    """Every source that was not removed, in the order they were added."""
    rows = connection.execute(f"SELECT {SOURCE_COLUMNS} FROM source WHERE NOT removed ORDER BY id")  # noqa: S608
    return tuple(map(to_source, rows))


def coverage(
    connection: sqlite3.Connection,
    scope: Scope,
    new: Mapping[int, int],
    by_source: CoversBySource = covers_by_source,
) -> Coverage:
    """What was listened to within the scope, as it was known at its end. `new`: how many mentions each source brought
    in it."""
    listened = by_source(connection, scope)
    notes = dict(connection.execute("SELECT key, value FROM meta WHERE key GLOB 'source:*'"))
    sealed = manifest.read(connection)
    held = {one.id: one.held_back for one in sealed.sources} if sealed is not None else {}
    made = []
    for present in sources(connection):
        polls = _last_polls(connection, present.id, scope.known)
        row = _as_of(connection, present, polls, scope.known)
        spans = listened.get(row.id, ())
        made.append(
            SourceCoverage(
                row,
                _state(row, polls, scope.known),
                spans,
                _source_gaps(connection, row, spans, scope),
                new.get(row.id, 0),
                notes.get(f"source:{row.id}", ""),
                held.get(row.id, 0),
            )
        )
    first = _first_listened(connection, scope.known)
    heard = [(span.start, span.end) for spans in listened.values() for span in spans]
    return Coverage(tuple(made), _all_gaps(connection, scope, first, heard), first, _newest(connection, scope.known))


def gaps(connection: sqlite3.Connection, scope: Scope) -> tuple[Span, ...]:
    """The stretches of the scope, after the session's first listening, in which no source at all listened."""
    heard = [(span.start, span.end) for span in covers(connection, scope)]
    return _all_gaps(connection, scope, _first_listened(connection, scope.known), heard)


def _all_gaps(
    connection: sqlite3.Connection, scope: Scope, first: Millis | None, heard: list[tuple[Millis, Millis]]
) -> tuple[Span, ...]:
    if first is None:
        return ()
    for row in sources(connection):
        if _switch(connection, row, scope.known)[0]:
            heard += _tail(connection, row, scope.known)
    start = max(scope.start, first)
    return holes(merged(heard, start, scope.end), start, scope.end, SLIVER)


def _source_gaps(
    connection: sqlite3.Connection, row: SourceRow, listened: Sequence[Span], scope: Scope
) -> tuple[Span, ...]:
    first = _first_of(connection, row.id, scope.known)
    if first is None:
        return ()
    spans = [(span.start, span.end) for span in listened]
    if row.enabled:
        spans += _tail(connection, row, scope.known)
    start = max(scope.start, first)
    return holes(merged(spans, start, scope.end), start, scope.end, SLIVER)


def _tail(connection: sqlite3.Connection, row: SourceRow, end: Millis) -> list[tuple[Millis, Millis]]:
    """From a source's last cover to `end`, while its next word is not overdue: that is not known to be a gap."""
    found = connection.execute(
        "SELECT covers_to FROM poll INDEXED BY poll_source"
        " WHERE source = ? AND at <= ? AND ok AND covers_to IS NOT NULL ORDER BY at DESC LIMIT 1",
        (row.id, end),
    ).fetchone()
    if found is None or row.kind in NEVER_ASKED:
        return []
    last = min(found[0], end)
    return [(last, end)] if end - last <= (2 * row.every if row.every else STREAM_LAG) else []


def _first_listened(connection: sqlite3.Connection, end: Millis) -> Millis | None:
    """When the session began to listen, whichever source it was, also one removed since."""
    ids = connection.execute("SELECT id FROM source").fetchall()
    firsts = [first for (id_,) in ids if (first := _first_of(connection, id_, end)) is not None]
    return min(firsts, default=None)


def _first_of(connection: sqlite3.Connection, source: int, end: Millis) -> Millis | None:
    row = connection.execute(
        "SELECT covers_from FROM poll INDEXED BY poll_first WHERE source = :source AND covers_from IS NOT NULL"
        " AND at <= :end AND covers_from < min(covers_to, :end) ORDER BY covers_from LIMIT 1",
        {"source": source, "end": end},
    ).fetchone()
    return None if row is None else max(row[0], begins(connection))


def _newest(connection: sqlite3.Connection, end: Millis) -> Millis | None:
    row = connection.execute(
        "SELECT at FROM mention INDEXED BY mention_at WHERE at <= :end AND known_at <= :end ORDER BY at DESC LIMIT 1",
        {"end": end},
    ).fetchone()
    return None if row is None else row[0]


def _last_polls(connection: sqlite3.Connection, source: int, end: Millis) -> tuple[Poll, ...]:
    """The attempts from the last complete one on, newest first."""
    made = []
    rows = connection.execute(
        f"SELECT {POLL_COLUMNS} FROM poll WHERE source = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?",  # noqa: S608
        (source, end, MOST_ATTEMPTS),
    )
    for poll in map(to_poll, rows):
        made.append(poll)
        if poll.ok and poll.covers is not None:
            break
    return tuple(made)


def _success_at(polls: Sequence[Poll], end: Millis) -> Millis | None:
    """How far the last complete attempt listened: what a source's row calls its last success."""
    if not polls or not polls[-1].ok or polls[-1].covers is None:
        return None
    return min(polls[-1].covers.end, end)


def _switch(connection: sqlite3.Connection, row: SourceRow, end: Millis) -> tuple[bool, str]:
    """Whether a source was on at `end`, and why not."""
    before = connection.execute(
        "SELECT enabled, reason FROM switch WHERE source = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1",
        (row.id, end),
    ).fetchone()
    return (bool(before[0]), before[1]) if before is not None else (row.enabled, row.off_reason)


def as_of(connection: sqlite3.Connection, row: SourceRow, end: Millis) -> SourceRow:
    """A source's row as it stood at `end`."""
    return _as_of(connection, row, _last_polls(connection, row.id, end), end)


def _as_of(connection: sqlite3.Connection, row: SourceRow, polls: Sequence[Poll], end: Millis) -> SourceRow:
    """The source's row as it stood at `end`: the row itself while nothing happened since."""
    since = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM poll INDEXED BY poll_source WHERE source = :source AND at > :end)"
        " OR EXISTS (SELECT 1 FROM poll INDEXED BY poll_cover WHERE covers_to > :end AND source = :source)"
        " OR EXISTS (SELECT 1 FROM switch WHERE source = :source AND at > :end)",
        {"source": row.id, "end": end},
    ).fetchone()[0]
    if not since:
        return row
    enabled, reason = _switch(connection, row, end)
    failures = sum(1 for _ in itertools.takewhile(lambda poll: not poll.ok, polls))
    return replace(
        row,
        enabled=enabled,
        off_reason=reason,
        cursor="",
        due_at=0,
        failures=failures,
        last_success_at=_success_at(polls, end),
        last_attempt_at=polls[0].at if polls else None,
        last_error=polls[0].error if polls else "",
    )


def _state(row: SourceRow, polls: Sequence[Poll], end: Millis) -> SourceState:
    if not row.enabled:
        return SourceState.OFF
    if not polls:
        return SourceState.UNKNOWN
    if not polls[0].ok:
        return SourceState.FAILED
    success_at = _success_at(polls, end)
    patience = max(SOONEST_LATE, LATE_AFTER * row.every)
    if row.kind not in NEVER_ASKED and success_at is not None and end - success_at > patience:
        return SourceState.LATE
    return SourceState.LISTENING
