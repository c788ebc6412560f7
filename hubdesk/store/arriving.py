"""What a page's mentions pass before they are stored: the topics of now, and what their source keeps.

Begins no transaction: within one, no topic can change between the asking and the storing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from hubdesk.core import Entry, Mention


def heard_now(
    connection: sqlite3.Connection,
    source: int,
    asked: Mapping[int, int],
    entries: Iterable[Entry],
    edits: Iterable[Entry],
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Entries and edits that topics in these versions were asked about, as the topics of now hear them.

    An edit may come from another source than its mention did: `source:` asks about the first.
    """
    entries, edits = tuple(entries), tuple(edits)
    names = dict(connection.execute("SELECT id, name FROM source"))
    is_current = dict(connection.execute("SELECT id, version FROM topic").fetchall()) == dict(asked)
    first = [_source_of(connection, edit.mention, source) for edit in edits]
    if is_current and all(one == source for one in first):
        return entries, edits
    from hubdesk.store.asking import asked_again  # loads the query language, which most pages do not need

    edits = tuple(
        asked_again(connection, asked if one == source else {}, [edit], names.get(one, ""))[0]
        for edit, one in zip(edits, first, strict=True)
    )
    return asked_again(connection, asked, entries, names.get(source, "")), edits


def _source_of(connection: sqlite3.Connection, mention: Mention, source: int) -> int:
    """Which source brought a mention that is stored; the given one when it is not."""
    row = connection.execute(
        "SELECT source FROM mention WHERE network = ? AND native_id = ?", (mention.network, mention.native_id)
    ).fetchone()
    return source if row is None else int(row[0])


def kept(connection: sqlite3.Connection, source: int, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those that the source's row lets us store: all of them, or what some topic heard."""
    row = connection.execute("SELECT keep FROM source WHERE id = ?", (source,)).fetchone()
    return tuple(entry for entry in entries if entry.matches or row is None or row[0] != "matched")
