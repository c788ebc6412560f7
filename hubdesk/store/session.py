"""A session is one file: made, opened for writing or reading, and folded to that one file when the last writer leaves.

Every opening checks the file first (passport.py). Readers load neither sqlite-utils nor anything that writes.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hubdesk.core import Millis
from hubdesk.i18n import _
from hubdesk.store import moment
from hubdesk.store.connection import AS_IT_LIES, BUSY_SECONDS, is_sealed
from hubdesk.store.connection import connect as _connect
from hubdesk.store.errors import SessionError, StoreBusyError, StoreDamagedError, StoreFullError, clear_errors
from hubdesk.store.passport import check_file, check_schema, file_of, has_log
from hubdesk.store.reader import Reader
from hubdesk.store.rows import clean

if TYPE_CHECKING:
    from hubdesk.store.writer import Writer

__all__ = [
    "NewSession",
    "SessionError",
    "StoreBusyError",
    "StoreDamagedError",
    "StoreFullError",
    "bring_up_to_date",
    "create",
    "open_reader",
    "open_writer",
]

AGAIN_SECONDS: Final = 0.01


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a new session says of itself. `created_at` None: now."""

    title: str
    timezone: str = "Europe/Paris"
    synthetic: bool = False
    created_at: Millis | None = None


def create(path: Path, facts: NewSession) -> None:
    """Make a new, empty session. Raises SessionError when the file exists, or cannot be made."""
    from hubdesk.store.migrations import create_tables  # readers load nothing that writes

    _check_zone(facts.timezone)
    path = Path(path)
    try:
        path.open("xb").close()
    except FileExistsError:
        raise SessionError(_("{path} exists already; name another file").format(path=path)) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SessionError(_("{path} cannot be made: {why}").format(path=path, why=why)) from None
    done = False
    connection = None
    try:
        with clear_errors(str(path)):
            connection = _connect(path, "rw")
            connection.execute("PRAGMA auto_vacuum=NONE")
            connection.execute("BEGIN IMMEDIATE")
            create_tables(connection)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(facts))
            connection.execute("COMMIT")
            done = True
    finally:
        if connection is not None:
            connection.close()
        if not done:  # never leave a half-made file under the chosen name
            path.unlink(missing_ok=True)
            Path(f"{path}-journal").unlink(missing_ok=True)


def bring_up_to_date(path: Path) -> None:
    """Add what an older Hubdesk's session lacks, so that it can be read; one of today is left alone.

    Raises SessionError.
    """
    path = Path(path)
    if is_sealed(path, check_file(path)):  # a reader brings a copy of it up to date
        open_connection(path).close()
        return
    with clear_errors(str(path)), contextlib.closing(_connect(path, "ro")) as connection:
        is_older = check_schema(connection, path, writer=True)
    if is_older:
        open_writer(path).close()


def open_writer(path: Path) -> Writer:
    """Open for writing and bring the tables up to date. Raises SessionError."""
    from hubdesk.store import fulltext, migrations  # readers load nothing that writes
    from hubdesk.store.writer import Writer

    path = Path(path)
    if is_sealed(path, check_file(path)):
        raise _sealed(path)
    with clear_errors(str(path)):
        connection = _connect(path, "rw")
        try:
            is_older = check_schema(connection, path, writer=True)
            _check_open(connection, path)
            _begin_log(connection)
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA secure_delete=ON")
            if is_older or not fulltext.is_current(connection):
                migrations.bring_up_to_date(connection)
            return Writer(connection, path)
        except BaseException:
            connection.close()
            raise


def _begin_log(connection: sqlite3.Connection) -> None:
    """Turn to WAL. Of two who do so at the same time SQLite refuses one at once, without waiting: it tries again."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(AGAIN_SECONDS)


def open_reader(path: Path) -> Reader:
    """Open for reading only, also where nothing can be written. Raises SessionError."""
    path = Path(path)
    now = moment.of(path)
    if now is None:
        return Reader(open_connection(path), path)
    file = file_of(path)
    return Reader(now.connection() or open_connection(path), path, partial(now.rest, file=file))


def open_connection(path: Path) -> sqlite3.Connection:
    """Within the store: a connection that reads a session whose file and tables were checked. Raises SessionError."""
    header = check_file(path)
    with clear_errors(str(path)):
        if is_sealed(path, header):
            return _sealed_one(path)
        try:
            return _checked(path, "mode=ro")
        except sqlite3.OperationalError as error:
            # A session left in WAL mode on a medium where its shared-memory file cannot be made. Without a log,
            # the file alone is all there is, and nobody there can change it.
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            if has_log(path):
                raise SessionError(
                    _("{path} was not closed in good order; copy it and its -wal file to a folder of yours").format(
                        path=path
                    )
                ) from None
            return _checked(path, AS_IT_LIES)


def _sealed_one(path: Path) -> sqlite3.Connection:
    """A sealed file of an older Hubdesk stays as it is: a copy of it is brought up to date and read."""
    with contextlib.closing(_connect(path, AS_IT_LIES)) as connection:
        if check_schema(connection, path, writer=True):
            from hubdesk.store.upgraded import upgraded  # loads what writes, which other readers do not need

            return _checked(upgraded(connection, path), AS_IT_LIES)
    return _checked(path, AS_IT_LIES)


def _checked(path: Path, how: str) -> sqlite3.Connection:
    connection = _connect(path, how)
    try:
        check_schema(connection, path, writer=False)
        return connection
    except BaseException:
        connection.close()
        raise


def _meta(facts: NewSession) -> list[tuple[str, str]]:
    created_at = time.time_ns() // 1_000_000 if facts.created_at is None else facts.created_at
    return [
        ("title", clean(facts.title)),  # a file's name may hold bytes that are no text
        ("timezone", facts.timezone),
        ("synthetic", str(int(facts.synthetic))),
        ("sealed", "0"),
        ("created_at", str(created_at)),
        ("tombstone_key", secrets.token_hex(32)),
    ]


def _check_open(connection: sqlite3.Connection, path: Path) -> None:
    row = connection.execute("SELECT value FROM meta WHERE key = 'sealed'").fetchone()
    if row is not None and row[0] != "0":
        raise _sealed(path)


def _sealed(path: Path) -> SessionError:
    return SessionError(_("{path} is sealed: it can be looked at, not changed").format(path=path))


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SessionError(_("unknown time zone {zone!r}; write it as in Europe/Paris").format(zone=zone)) from None
