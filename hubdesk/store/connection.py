"""Connections to session files: each trusts its file with nothing, and a sealed file is looked at as it lies."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hubdesk.store import schema
from hubdesk.store.errors import clear_errors

BUSY_SECONDS: Final = 10.0
LONGEST_VALUE: Final = 5_000_000  # bytes of one value or row; what the writer cuts is far below
AS_IT_LIES: Final = "mode=ro&immutable=1"  # no journal or log beside the file is looked at, no lock is taken
_JOURNALED: Final = b"\x01\x01"  # in a header, of a file that is in no write-ahead mode


def connect(path: Path, how: str) -> sqlite3.Connection:
    """Transactions are ours to begin. `how`: rw, ro, or SQLite's words for the address."""
    how = how if "=" in how else f"mode={how}"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    defensive = getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE", None)
    if defensive is not None:  # from Python 3.12 on
        getattr(connection, "setconfig")(defensive, True)  # noqa: B009 — unknown to 3.11's types
    return connection


@contextlib.contextmanager
def one_moment(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """All that is read within is of one moment of the file. Errors about it are ours."""
    with clear_errors(str(path)):
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def is_sealed(path: Path, header: bytes) -> bool:
    """Whether the file itself, without anything beside it, says that it is sealed. `header`: its first bytes.

    A journal or a log beside a sealed file is nobody's that we know: SQLite would take its pages for the file's.
    """
    if header[18:20] != _JOURNALED:
        return False
    with (
        contextlib.suppress(sqlite3.Error, UnicodeDecodeError),
        contextlib.closing(connect(path, AS_IT_LIES)) as connection,
    ):
        made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name = 'meta'").fetchall()
        if len(made) != 1 or made[0] not in schema.known_rows(1):  # a view may have no end
            return False
        row = connection.execute("SELECT value FROM meta WHERE key = 'sealed'").fetchone()
        return row is not None and row[0] != "0"
    return False
