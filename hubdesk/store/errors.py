"""What can go wrong with a session file, each as one clear line, and the translation from SQLite's own words."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from hubdesk.core import FailedError, HubdeskError
from hubdesk.i18n import _


class SessionError(HubdeskError):
    """The file cannot be opened as a session: missing, foreign, newer, half-written, altered."""


class StoreFullError(FailedError):
    """The disk is full. Nothing of the refused change was stored, everything before it was."""


class StoreBusyError(FailedError):
    """Another program kept the session locked for longer than we wait."""


class StoreDamagedError(HubdeskError):
    """The session's file or disk answers wrongly."""


class StoreUnreachableError(StoreDamagedError, FailedError):
    """The disk does not answer; the file may be sound."""


@contextlib.contextmanager
def clear_errors(path: str) -> Iterator[None]:
    """Turn SQLite's errors about the file into ours. Errors in our own SQL stay as they are: they are bugs."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        named = named_error(error, path)
        if named is None:
            raise
        raise named from error
    except UnicodeDecodeError as error:  # SQLite names what is damaged, and that is no text
        raise StoreDamagedError(_("{path} is damaged; open a copy made before").format(path=path)) from error


def gone(path: Path) -> StoreUnreachableError:
    """For a file that is there no more: SQLite would go on with one that has no name."""
    line = _("{path} was moved, deleted or replaced while it was open; put it back or open it anew")
    return StoreUnreachableError(line.format(path=path))


def unreadable(text: str) -> StoreDamagedError:
    """For a value in the file that is not what we wrote there."""
    return StoreDamagedError(
        _("the session is damaged: a value in it cannot be read ({what})").format(what=repr(text[:40]))
    )


def named_error(error: sqlite3.Error, path: str) -> HubdeskError | None:
    """Our error for one of SQLite's; None when it is not about the file."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if str(error).startswith(("Could not decode to UTF-8", "unsupported file format")):
        return StoreDamagedError(_("{path} is damaged; open a copy made before").format(path=path))
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the shared-memory file beside the session
        primary = sqlite3.SQLITE_FULL
    if primary == sqlite3.SQLITE_FULL:
        return StoreFullError(
            _("{path}: the disk is full; nothing stored is lost; make room for more").format(path=path)
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusyError(_("{path} is busy: another program keeps it locked; try again").format(path=path))
    if code == sqlite3.SQLITE_CORRUPT_VTAB:
        return StoreDamagedError(
            _("the full-text index of {path} is damaged: search cannot answer; the rest is whole").format(path=path)
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreDamagedError(_("{path} is damaged; open a copy made before").format(path=path))
    if primary == sqlite3.SQLITE_TOOBIG:  # our writers cut what they store: somebody else wrote it
        return StoreDamagedError(
            _("{path} holds a value that is longer than any Hubdesk writes; open a copy made before").format(path=path)
        )
    if primary == sqlite3.SQLITE_IOERR:
        return StoreUnreachableError(
            _("{path}: the disk cannot be read or written ({why})").format(path=path, why=error)
        )
    if primary == sqlite3.SQLITE_READONLY:
        return StoreDamagedError(_("{path} is read-only: nothing can be written to it").format(path=path))
    if primary == sqlite3.SQLITE_CANTOPEN:
        return SessionError(_("{path} cannot be opened; check that its folder can be read").format(path=path))
    return None
