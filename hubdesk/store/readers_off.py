"""Which readers the collector could not use when it last tried, as a note that any file may hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from hubdesk.core import Millis
from hubdesk.core.readings import ReaderOff

NOTE: Final = "readers"


def read(connection: sqlite3.Connection, known: Millis | None = None) -> tuple[ReaderOff, ...]:
    """Those that are off now, and were by `known`, if that is told; nobody keeps which were off in between."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{NOTE}",)).fetchone()
    try:
        told = {} if row is None else json.loads(row[0])
    except (ValueError, RecursionError):
        return ()
    found = _off(told) if isinstance(told, dict) else ()
    return tuple(one for one in found if known is None or one.since is None or one.since <= known)


def _off(told: dict[Any, Any]) -> Iterator[ReaderOff]:
    for name, one in told.items():
        why, since = (one.get("why"), one.get("since")) if isinstance(one, dict) else (one, None)
        if isinstance(why, str):
            yield ReaderOff(name, why, since if type(since) is int else None)


def dump(off: Iterable[ReaderOff]) -> str:
    told = {one.name: {"why": one.why, "since": one.since} for one in off}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
