"""Search over a session: the full-text index names candidates, the query's own test decides where it must."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Heard, Scope
from hubdesk.query.match import test
from hubdesk.query.sql import plan
from hubdesk.query.tree import Query
from hubdesk.store import fulltext
from hubdesk.store.mentions import as_known, places_down
from hubdesk.store.series import combos_hearing

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Found:
    """How many mentions of a scope a query finds, and the newest of them."""

    total: int
    mentions: tuple[Heard, ...]


def search(connection: sqlite3.Connection, query: Query, scope: Scope, limit: int) -> Found:
    """Mentions published in the scope, known by then and not taken back, newest first.

    Mentions edited since what the scope knows are tested on the words that they had then.
    """
    how = plan(query)
    hits = None
    if how.fts is not None and fulltext.is_current(connection):
        hits = _candidates(connection, how.fts, scope)
    if hits is None:
        return _tested(connection, query, scope, limit, (id_ for _known_at, id_ in places_down(connection, scope)))
    edited = _edited_since(connection, scope)
    if how.exact and not edited:
        return Found(len(hits), as_known(connection, hits[: max(0, limit)], scope.known))
    if edited:
        hits = _in_order(connection, {*hits, *edited})
    return _tested(connection, query, scope, limit, iter(hits))


def _tested(connection: sqlite3.Connection, query: Query, scope: Scope, limit: int, ids: Iterator[int]) -> Found:
    total = 0
    kept: list[int] = []
    while chunk := list(itertools.islice(ids, AT_ONCE)):
        for heard in as_known(connection, chunk, scope.known, with_matches=False):
            if heard.withdrawn_at is None and test(query, heard.mention, heard.notes) is not None:
                total += 1
                if len(kept) < limit:
                    kept.append(heard.id)
    return Found(total, as_known(connection, kept, scope.known))


_SCOPED = "m.known_at <= :known AND m.at >= :start AND m.at < :end AND m.withdrawn_at IS NULL"


def _candidates(connection: sqlite3.Connection, fts: str, scope: Scope) -> list[int] | None:
    """Mentions of the scope that the index finds, newest first; None when the expression is too much for FTS5."""
    chosen, asked = _chosen(connection, scope)
    # Ids grow with time but for archives: their range spares the join with what is far from the scope.
    asked["first"], asked["last"] = connection.execute(
        "SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM mention INDEXED BY mention_known"
        " WHERE known_at >= ? AND known_at <= ?",
        (scope.start, scope.known),
    ).fetchone()
    try:
        rows = connection.execute(
            "SELECT m.id FROM words CROSS JOIN mention m ON m.id = words.rowid"  # noqa: S608 — no text of others
            f" WHERE words MATCH :fts AND words.rowid BETWEEN :first AND :last AND {_SCOPED} {chosen}"
            " ORDER BY m.known_at DESC, m.id DESC",
            {**asked, "fts": fts},
        ).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        return None
    return [id_ for (id_,) in rows]


def _edited_since(connection: sqlite3.Connection, scope: Scope) -> list[int]:
    chosen, asked = _chosen(connection, scope)
    rows = connection.execute(
        f"SELECT m.id FROM mention m INDEXED BY mention_edited WHERE m.edited_at > :known AND {_SCOPED} {chosen}",  # noqa: S608
        asked,
    )
    return [id_ for (id_,) in rows]


def _in_order(connection: sqlite3.Connection, ids: set[int]) -> list[int]:
    rows = connection.execute(
        "SELECT id FROM mention WHERE id IN (SELECT value FROM json_each(?)) ORDER BY known_at DESC, id DESC",
        (json.dumps(list(ids)),),
    )
    return [id_ for (id_,) in rows]


def _chosen(connection: sqlite3.Connection, scope: Scope) -> tuple[str, dict[str, int | str]]:
    asked: dict[str, int | str] = {"start": scope.start, "end": scope.end, "known": scope.known}
    if not scope.topics:
        return "", asked
    asked["combos"] = json.dumps(combos_hearing(connection, scope.topics))
    return "AND m.combo IN (SELECT value FROM json_each(:combos))", asked
