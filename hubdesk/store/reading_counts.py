"""Which readings a scope's mentions have, and which readers have read them: sums over one index, exact for any scope.

A mention counts by what is read in it today, as it counts by the topics that hear it today; what was taken back counts
as it was read before. Unread is unread, never neutral.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from hubdesk.core import Scope
from hubdesk.store import readings
from hubdesk.store.series import tally_rows

FEW: Final = 2_000  # readings that are looked up one by one
IS_GONE: Final = (  # of a row of mention, or of its index
    f"reading IN (SELECT id FROM reading WHERE instr(char(10) || versions, char(10) || '{readings.GONE}='))"  # noqa: S608 — our own
)


def left(connection: sqlite3.Connection, scope: Scope, readers: Sequence[str]) -> tuple[int, ...]:
    """How many mentions no reader of each of these names has read, in their order."""
    found = counted(connection, scope)
    versions = column(connection, "versions", found)
    left = dict.fromkeys(readers, 0)
    for id_, mentions in found.items():
        told = versions.get(id_, ())
        for reader in readers:
            if not (reader == "tone" and id_ % readings.WIDTH) and not has_read(told, {reader: 0}):
                left[reader] += mentions
    return tuple(left[reader] for reader in readers)


def outdated(connection: sqlite3.Connection, wanted: Mapping[str, int]) -> Sequence[int]:
    """Mentions, newest first, that some reader has read in an older version, or not at all."""
    told = [one for (one,) in connection.execute("SELECT DISTINCT versions FROM reading")]
    older = [one for one in told if not has_read(one.split("\n"), wanted)]
    if not older or not wanted:
        return ()
    found = connection.execute(
        "SELECT id FROM mention INDEXED BY mention_at WHERE reading IN"
        " (SELECT id FROM reading WHERE versions IN (SELECT value FROM json_each(?))) ORDER BY id DESC",
        (json.dumps(older),),
    )
    return array("q", (id_ for (id_,) in found))


def has_read(versions: Sequence[str], wanted: Mapping[str, int]) -> bool:
    """Whether each of these readers has read in that version or a later one, by a reading's `versions`."""
    read: dict[str, int] = {}
    for one in versions:
        reader, _sign, version = one.partition("=")
        read[reader] = int(version) if version.isdecimal() else 0
    return readings.GONE in read or all(read.get(reader, -1) >= version for reader, version in wanted.items())


def counted(connection: sqlite3.Connection, scope: Scope) -> Counter[int]:
    """The scope's mentions by the number of their reading."""
    return tally_rows(connection, scope, scope.topics or None, "reading")


def column(connection: sqlite3.Connection, name: str, ids: Collection[int]) -> dict[int, list[str]]:
    """What these readings say in one of their columns, for those that say anything."""
    asked = f"SELECT id, {name} FROM reading WHERE {name} <> ''"  # noqa: S608 — our own column
    if len(ids) > FEW:
        rows = connection.execute(asked).fetchall()
    else:
        asked += " AND id IN (SELECT value FROM json_each(?))"
        rows = connection.execute(asked, (json.dumps(list(ids)),)).fetchall()
    return {id_: told.split("\n") for id_, told in rows}
