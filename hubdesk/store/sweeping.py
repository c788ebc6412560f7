"""Takes what was erased out of a session's free places and its log, so that a search of the bytes finds nothing.

SQLite zeroes what it frees, but pages that were split and joined may keep pieces in their gaps, and the log keeps
whole pages until it is emptied. So the file is written anew. Where somebody reads on and on, or the disk is full, that
is left to whoever closes the session last. Not within a transaction.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Final

DUE: Final = "unswept"
_LATER: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def ask(connection: sqlite3.Connection) -> None:
    """Something was erased: in its transaction."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (DUE,))


def is_due(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM meta WHERE key = ?)", (DUE,)).fetchone()[0])


def sweep(connection: sqlite3.Connection) -> bool:
    """Sweep if that is due. Returns whether nothing is left in file and log; False: the next one to close does it."""
    try:
        if not is_due(connection):
            return True
        _write_anew(connection)
        if not _emptied(connection):
            return False
        connection.execute("DELETE FROM meta WHERE key = ?", (DUE,))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _LATER:
            raise
        return False
    with contextlib.suppress(sqlite3.OperationalError):
        _emptied(connection)  # of that one row alone
    return True


def _write_anew(connection: sqlite3.Connection) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # it attaches a file of its own for a while
    try:
        connection.execute("VACUUM")
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def _emptied(connection: sqlite3.Connection) -> bool:
    busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy
