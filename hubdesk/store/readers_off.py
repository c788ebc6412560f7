"""Which readers the collector could not use when it last tried, as a note that any file may hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from hubdesk.core.readings import ReaderOff

NOTE: Final = "readers"


def read(connection: sqlite3.Connection) -> tuple[ReaderOff, ...]:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{NOTE}",)).fetchone()
    try:
        told = {} if row is None else json.loads(row[0])
    except (ValueError, RecursionError):
        return ()
    return tuple(_off(told)) if isinstance(told, dict) else ()


def _off(told: dict[Any, Any]) -> Iterator[ReaderOff]:
    for name, one in told.items():
        why, since = (one.get("why"), one.get("since")) if isinstance(one, dict) else (one, None)
        if isinstance(why, str):
            yield ReaderOff(name, why, since if type(since) is int else None)


def dump(off: Iterable[ReaderOff]) -> str:
    told = {one.name: {"why": one.why, "since": one.since} for one in off}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
