"""What asking a source leaves behind: its row, its attempts, when it was switched. Begins no transaction."""

from __future__ import annotations

import sqlite3

from hubdesk.core import HubdeskError, Millis, Span
from hubdesk.i18n import _
from hubdesk.store import cursors
from hubdesk.store.rows import clean


def attempt(
    connection: sqlite3.Connection,
    source_id: int,
    poll: int | None,
    at: Millis,
    new: int,
    known: int,
    covers: Span | None,
) -> int:
    """A successful attempt, or what the next page adds to the attempt `poll`. Returns its id."""
    start, end = (None, None) if covers is None else (covers.start, covers.end)
    if poll is not None:
        grown = connection.execute(
            "UPDATE poll SET new = new + :new, known = known + :known,"
            " covers_from = min(coalesce(covers_from, :start), coalesce(:start, covers_from)),"
            " covers_to = max(coalesce(covers_to, :end), coalesce(:end, covers_to))"
            " WHERE id = :poll AND source = :source",
            {"new": new, "known": known, "start": start, "end": end, "poll": poll, "source": source_id},
        )
        if grown.rowcount:
            return poll
    row = connection.execute(
        "INSERT INTO poll (source, at, ok, new, known, covers_from, covers_to, error)"
        " VALUES (?, ?, 1, ?, ?, ?, ?, '') RETURNING id",
        (source_id, at, new, known, start, end),
    ).fetchone()
    return int(row[0])


def succeeded(
    connection: sqlite3.Connection,
    source_id: int,
    at: Millis,
    cursor: str | None,
    due_at: Millis | None,
    covers: Span | None,
) -> None:
    """The next cover goes on from `last_success_at`, so it is where this one ends; half a poll moves it nowhere."""
    change(
        connection,
        source_id,
        "cursor = coalesce(?, cursor), due_at = coalesce(?, due_at), failures = 0,"
        " last_success_at = coalesce(?, last_success_at), last_attempt_at = ?, last_error = ''",
        (None if cursor is None else cursors.as_kept(connection, clean(cursor)), due_at, covers and covers.end, at),
    )


def failed(connection: sqlite3.Connection, source_id: int, at: Millis, error: str, due_at: Millis | None) -> None:
    connection.execute(
        "INSERT INTO poll (source, at, ok, new, known, error) SELECT id, ?, 0, 0, 0, ? FROM source WHERE id = ?",
        (at, error, source_id),
    )
    change(
        connection,
        source_id,
        "failures = failures + 1, last_attempt_at = ?, last_error = ?, due_at = coalesce(?, due_at)",
        (at, error, due_at),
    )


def switch(connection: sqlite3.Connection, source_id: int, enabled: bool, reason: str, at: Millis) -> None:
    change(connection, source_id, "enabled = ?, off_reason = ?", (int(enabled), reason))
    connection.execute(
        "INSERT INTO switch (source, at, enabled, reason) VALUES (?, ?, ?, ?)", (source_id, at, int(enabled), reason)
    )


def change(connection: sqlite3.Connection, source_id: int, what: str, values: tuple[object, ...] = ()) -> None:
    """Set columns of a source's row; `what` is our own text."""
    done = connection.execute(f"UPDATE source SET {what} WHERE id = ?", (*values, source_id))  # noqa: S608
    if done.rowcount == 0:
        raise HubdeskError(_("the session has no source number {id}").format(id=source_id))
