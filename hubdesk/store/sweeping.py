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
AT_ONCE: Final = "1"
AT_THE_END: Final = "last"  # of a network's many deletions: once, by who closes the session last
_LATER: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def ask(connection: sqlite3.Connection) -> None:
    """Something was erased on demand: in its transaction."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (DUE, AT_ONCE))


def ask_at_the_end(connection: sqlite3.Connection) -> None:
    """Something was taken back or expired: in its transaction."""
    connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING", (DUE, AT_THE_END))


def is_due(connection: sqlite3.Connection, *, is_last: bool = True) -> bool:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (DUE,)).fetchone()
    return row is not None and (is_last or row[0] == AT_ONCE)


def sweep(connection: sqlite3.Connection, *, is_last: bool = False) -> bool:
    """Sweep if that is due. Returns whether nothing is left in file and log; False: the next one to close does it."""
    try:
        if not is_due(connection, is_last=is_last):
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
