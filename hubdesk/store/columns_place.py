"""Where the columns of sessions lie in a cache: under which names, for how long, and how they are forgotten.

A file is named after its session's own secret and after the path that the session was opened by: whoever erases in a
session finds all that is kept of it and of its copies, wherever these were opened. Nothing here needs numpy.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

logger = logging.getLogger(__name__)

ENDING: Final = ".columns"
HALF_MADE: Final = ".part"
TOUCHED_EVERY: Final = 3_600.0  # seconds: whoever has columns open says so that often
_IN_USE: Final = 2 * TOUCHED_EVERY
_OLD: Final = 30 * 86_400.0
_LEFT: Final = 3_600.0  # a half-made file that nobody wrote to for so long was left by a process that was killed
MOST_BYTES: Final = 2_000_000_000


def key_of(connection: sqlite3.Connection) -> bytes:
    """The session's own secret, under which authors are hashed."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'tombstone_key'").fetchone()
    return b"" if row is None else str(row[0]).encode()


def print_of(key: bytes) -> str:
    """Tells sessions apart, and nothing of their secrets."""
    return hashlib.blake2b(b"columns", key=key[:64], digest_size=16).hexdigest()


def file_name(session: Path, key: bytes) -> str:
    """The name under which a session's columns are kept, by the path it is opened by."""
    told = os.path.realpath(session).encode("utf-8", "surrogatepass")
    return f"{print_of(key)}-{hashlib.blake2b(told, digest_size=8).hexdigest()}{ENDING}"


def touch(file: Path) -> None:
    """Say that this file is in use."""
    with contextlib.suppress(OSError):
        os.utime(file)


def forget(folder: Path, keys: Iterable[bytes]) -> None:
    """Remove all that is kept of the sessions with these secrets, also what is half made. What cannot be removed is
    said in the log: no reader takes it after an erasure."""
    for told in dict.fromkeys(map(print_of, keys)):
        for file in _files(folder, f"{told}-*"):
            _remove(file)


def prune(folder: Path, now: float, held: Collection[Path] = (), most: int = MOST_BYTES) -> None:
    """Remove what nobody used for a month, then the longest unused while all is too much. What is in `held`, or was
    said to be in use by another process lately, stays. `now`: seconds since 1970."""
    found: list[tuple[float, int, Path]] = []
    for file in _files(folder, f"*{HALF_MADE}"):
        if now - _used(file)[0] > _LEFT:
            _remove(file)
    total = 0
    for file in _files(folder, f"*{ENDING}"):
        used, size = _used(file)
        total += size
        if file not in held and now - used > _IN_USE:
            found.append((used, size, file))
    for used, size, file in sorted(found):
        if now - used > _OLD or total > most:
            _remove(file)
            total -= size


def _files(folder: Path, pattern: str) -> list[Path]:
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []


def _used(file: Path) -> tuple[float, int]:
    """When a file was said to be in use last, and how many bytes it has."""
    try:
        about = file.lstat()
    except OSError:
        return 0.0, 0
    return about.st_mtime, about.st_size


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("%s cannot be removed: %s", file, error.strerror or error)
