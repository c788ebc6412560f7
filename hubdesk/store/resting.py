"""Connections of readers that are done, kept for those that come: to open one and check its file takes milliseconds.

One that rests is used again only if nothing tells it from a new one: its tables are those that were checked, and it
sees what was committed since.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from dataclasses import dataclass
from typing import Final

MOST: Final = 4  # the desk reads in two threads, and some questions last


@dataclass(frozen=True, slots=True)
class _Rested:
    connection: sqlite3.Connection
    own: int  # its data_version
    version: int  # that of the one who watches, looked at before


class Resting:
    """Those of one file. `version`: the data_version of another connection, which watches the file, looked at just now.
    Where that says that somebody committed, and the rested one does not, a question of it was never ended: it would
    see the past for ever, and is closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # taken for a moment
        self._kept: list[_Rested] = []

    def take(self, version: int, schema: int) -> sqlite3.Connection | None:
        """`schema`: the number of the tables that were checked."""
        while True:
            with self._lock:
                if not self._kept:
                    return None
                one = self._kept.pop()
            with contextlib.suppress(sqlite3.Error):
                is_moved = _number(one.connection, "data_version") != one.own
                if is_moved == (version != one.version) and _number(one.connection, "schema_version") == schema:
                    return one.connection
            one.connection.close()

    def rest(self, connection: sqlite3.Connection, version: int) -> bool:
        """Whether it is kept; otherwise it is for the caller to close."""
        with contextlib.suppress(sqlite3.Error):
            if connection.in_transaction:
                return False
            one = _Rested(connection, _number(connection, "data_version"), version)
            with self._lock:
                if len(self._kept) < MOST:
                    self._kept.append(one)
                    return True
        return False

    def close(self) -> None:
        with self._lock:
            kept, self._kept = self._kept, []
        for one in kept:
            one.connection.close()


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
