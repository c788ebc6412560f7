"""Whether a file is a session that may be opened: ours, whole, not newer, and with our tables and nothing else."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hubdesk.i18n import _
from hubdesk.store import schema
from hubdesk.store.errors import SessionError

MAGIC: Final = b"SQLite format 3\x00"
HEADER_BYTES: Final = 100
MOST_HELD: Final = 32  # descriptors
_held: Final[OrderedDict[tuple[int, int], int]] = OrderedDict()  # device and inode: a descriptor that stays open
_lent: Final[set[int]] = set()
_holding: Final = threading.Lock()


def check_file(path: Path) -> bytes:
    """Look at the file without SQLite; returns its header. Raises SessionError for what is missing, foreign, newer or
    cut short."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise SessionError(_("{path} is a folder, not a session; name a .hubdesk file in it").format(path=path))
        if not stat.S_ISREG(about.st_mode):
            raise SessionError(_("{path} is not a file").format(path=path))
        header = _header(path, (about.st_dev, about.st_ino))
    except FileNotFoundError:
        raise SessionError(_("{path} does not exist; make it with: hubdesk init {path}").format(path=path)) from None
    except PermissionError:
        raise SessionError(_("{path} may not be read by you; change its permissions").format(path=path)) from None
    except (OSError, ValueError) as error:
        raise SessionError(_("{path} cannot be read: {why}").format(path=path, why=error)) from None
    if not header:
        raise SessionError(_("{path} is empty, not a session; delete it and make a new one").format(path=path))
    if header[:16] != MAGIC[: len(header)]:
        raise SessionError(_("{path} is not a session: it is not an SQLite file").format(path=path))
    if len(header) < HEADER_BYTES:
        raise SessionError(_("{path} is cut short after {n} bytes; copy it again").format(path=path, n=len(header)))
    _check_length(path, header, about.st_size)
    if _number(header, 68) != schema.APPLICATION_ID and not has_log(path):
        raise SessionError(_("{path} is an SQLite file, but not a Hubdesk session").format(path=path))
    return header


def _header(path: Path, inode: tuple[int, int]) -> bytes:
    """The first bytes of the file, through a descriptor that is not closed again.

    By POSIX, closing any descriptor of a file drops every lock that the process holds on it: also SQLite's. Then the
    last writer in another process takes itself for the last of all and removes the log under our readers' feet; from
    then on this process can write no more ("How to corrupt an SQLite database file", 2.2).
    """
    if os.name != "posix":
        with path.open("rb") as file:
            return file.read(HEADER_BYTES)
    with _holding:
        header = os.pread(_descriptor(path, inode), HEADER_BYTES, 0)
        for old in list(_held):  # nobody has looked at those for a long time
            if len(_held) > MOST_HELD and _held[old] not in _lent:
                os.close(_held.pop(old))
    return header


def _descriptor(path: Path, inode: tuple[int, int]) -> int:
    if inode not in _held:
        _held[inode] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    _held.move_to_end(inode)
    return _held[inode]


@contextlib.contextmanager
def descriptor(path: Path) -> Iterator[int]:
    """That descriptor, lent to who reads the file's bytes: one of his own would drop locks when he closes it."""
    about = path.stat()
    with _holding:
        lent = _descriptor(path, (about.st_dev, about.st_ino))
        _lent.add(lent)
    try:
        yield lent
    finally:
        with _holding:
            _lent.discard(lent)


def _check_length(path: Path, header: bytes, size: int) -> None:
    """A copy that was broken off. While a log stands beside the file, its length says nothing."""
    page = _number(header, 16, 2)
    promised = (65536 if page == 1 else page) * _number(header, 28)
    # A checkpoint may have lengthened the file since it was looked at: once no log is left, its length is final.
    if size < promised and not has_log(path) and path.stat().st_size < promised:
        raise SessionError(
            _("{path} is cut short: {n} of {all} bytes; copy it again").format(path=path, n=size, all=promised)
        )


def file_of(path: Path) -> tuple[int, int] | None:
    """Which file a path names; None when it names none."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def has_log(path: Path) -> bool:
    """Whether a write-ahead log with something in it stands beside the file."""
    log = Path(f"{path}-wal")
    return log.is_file() and log.stat().st_size > 0


def check_schema(connection: sqlite3.Connection, path: Path, *, writer: bool) -> bool:
    """Compare every table, index, view and trigger with ours. Returns whether a writer must add steps.

    A file can pass SQLite's own check and still hold a view without end or a trigger that empties tables; so nothing
    but our own text is accepted. Raises SessionError.
    """
    with_ours = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if with_ours != schema.APPLICATION_ID:
        raise SessionError(_("{path} is an SQLite file, but not a Hubdesk session").format(path=path))
    if version > schema.version():
        raise SessionError(_("{path} was made by a newer Hubdesk; update Hubdesk to open it").format(path=path))
    if version < 1:
        raise SessionError(_("{path} is a half-made session; delete it and make a new one").format(path=path))
    found, known = schema.rows(connection), schema.known_rows(version)
    if found != known:
        strange = sorted(f"{kind} {name}" for kind, name, _table, _text in found ^ known)
        raise SessionError(
            _("{path} has been altered: {what}; open the original").format(path=path, what=_first(strange))
        )
    if version < schema.version() and not writer:
        raise SessionError(
            _("{path} was made by an older Hubdesk; bring it up to date with: hubdesk rehear {path}").format(path=path)
        )
    return bool(version < schema.version())


def _first(strange: list[str]) -> str:
    shown = ", ".join(name[:60].encode("unicode_escape").decode() for name in strange[:3])
    return shown + (", …" if len(strange) > 3 else "")


def _number(header: bytes, offset: int, length: int = 4) -> int:
    return int.from_bytes(header[offset : offset + length], "big")
