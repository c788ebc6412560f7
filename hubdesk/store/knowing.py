"""What a session says of itself, as far as it was known at an instant."""

from __future__ import annotations

import sqlite3

from hubdesk.core import Millis, SessionFacts

_NEWEST = "SELECT max(known_at) FROM mention"  # the end of an index
_ALL = "SELECT (SELECT count(*) FROM mention), (SELECT min(at) FROM mention), (SELECT max(at) FROM mention)"
_BY_THEN = (
    "SELECT (SELECT count(*) FROM mention INDEXED BY mention_known WHERE known_at <= :known),"
    " (SELECT at FROM mention INDEXED BY mention_at WHERE at <= :known AND known_at <= :known ORDER BY at LIMIT 1),"
    " (SELECT at FROM mention INDEXED BY mention_at WHERE at <= :known AND known_at <= :known ORDER BY at DESC LIMIT 1)"
)


def facts(connection: sqlite3.Connection, known: Millis | None) -> SessionFacts:
    """`known` None: as it stands now. Its title and zone are what its owner calls it, whenever that was."""
    meta = dict(
        connection.execute("SELECT key, value FROM meta WHERE key IN ('title','timezone','synthetic','sealed')")
    )
    newest = connection.execute(_NEWEST).fetchone()[0]
    is_all = known is None or newest is None or newest <= known
    count, first, last = connection.execute(_ALL if is_all else _BY_THEN, {} if is_all else {"known": known}).fetchone()
    return SessionFacts(
        meta.get("title", ""),
        meta.get("timezone", ""),
        meta.get("synthetic") == "1",
        meta.get("sealed") == "1",
        count,
        first,
        last,
    )
