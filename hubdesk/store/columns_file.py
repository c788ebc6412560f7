"""Columns kept in a file of the cache between two openings: packed numbers that load in a blink.

The file is only a short cut. It says of which session it is and is checked against it; whatever is wrong with it, the
columns are built anew. It names nobody: authors are hashes under the session's own key, which is not in it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import os
import sqlite3
import stat
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_place import HALF_MADE, print_of, touch
from hubdesk.store.columns_read import is_of_these
from hubdesk.store.columns_rows import NAMES, Array, Rows
from hubdesk.store.columns_tables import Combos, Facets, Readings, Tables

logger = logging.getLogger(__name__)

MAGIC: Final = b"HUBCOL04"
_WIDTHS: Final = frozenset(("int16", "int32", "int64", "uint32", "uint64"))
_TRACES: Final = ("edited", "corrected")
_LONGEST_HEAD: Final = 64_000_000
_HEAD: Final = 16  # bytes before the head: the magic, its length, a checksum of all that follows
_AS_IT_LIES: Final = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """What is kept: rows, what their numbers stand for, and up to where changes were followed."""

    rows: Rows
    tables: Tables
    edited: Array
    corrected: Array
    erased: str


def stamp(session: Path) -> list[int]:
    """Moves when a session's file is written; [] while something may lie beside it."""
    try:
        about = session.stat()
        log = Path(f"{session}-wal")
        if log.exists() and log.stat().st_size:
            return []
    except OSError:
        return []
    return [about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns]


def write(file: Path, packed: Packed, key: bytes, stamped: list[int]) -> bool:
    """Keep columns. False: there is no room for them, or no right to; the log says so."""
    rows, account, called = _without_repeats(packed.rows, packed.tables.authors)
    arrays = {name: getattr(rows, name) for name in NAMES}
    arrays |= {"account": account, "called": called, "edited": packed.edited, "corrected": packed.corrected}
    combos, readings = packed.tables.combos.ids, packed.tables.readings.ids
    arrays |= {"combos": np.array(combos, np.int64), "readings": np.array(readings, np.int64)}
    head = {
        "arrays": {name: [str(one.dtype), list(one.shape)] for name, one in arrays.items()},
        "facets": packed.tables.facets.all,
        "erased": packed.erased,
        "stamp": stamped,
        "session": print_of(key),
    }
    told = json.dumps(head).encode()
    parts: list[bytes | memoryview] = [told, *(np.ascontiguousarray(one).data for one in arrays.values())]
    check = 0
    for part in parts:
        check = zlib.crc32(part, check)
    made: Path | None = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=file.stem, suffix=HALF_MADE, delete=False) as out:
            made = Path(out.name)  # for nobody else to read, as all of these are
            out.write(MAGIC + len(told).to_bytes(4, "little") + check.to_bytes(4, "little"))
            for part in parts:
                out.write(part)
        made.replace(file)  # whole or not at all
    except OSError as error:
        logger.warning("columns are not kept in %s: %s", file, error.strerror or error)
        if made is not None:
            with contextlib.suppress(OSError):
                made.unlink(missing_ok=True)
        return False
    return True


def read(connection: sqlite3.Connection, file: Path, session: Path, key: bytes) -> Packed | None:
    """What was kept of a session; None where nothing was, or what is there is of no use, as the log says."""
    try:
        with _opened(file) as (kept, size):
            packed, stamped = _unpacked(connection, kept, size, key)
        if not _is_sound(packed):
            raise ValueError("a number stands for nothing")
        if not (stamped and stamped == stamp(session)) and not is_of_these(connection, packed.rows):
            raise ValueError("the session holds other mentions")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, MemoryError) as error:
        logger.info("what is kept in %s is of no use: %s %s", file, type(error).__name__, error)
        return None
    touch(file)
    return packed


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, int]]:
    """A file of our own that nobody else could have written, and its length."""
    with open(os.open(file, os.O_RDONLY | _AS_IT_LIES), "rb") as kept:  # noqa: PTH123 — a path cannot say these
        about = os.fstat(kept.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise ValueError("it is no file")
        if os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & 0o022):
            raise ValueError("another person could write it")
        yield kept, about.st_size


def _unpacked(connection: sqlite3.Connection, kept: BinaryIO, size: int, key: bytes) -> tuple[Packed, list[Any]]:
    """Raises what may be raised by bytes that say anything."""
    begin = kept.read(_HEAD)
    if begin[:8] != MAGIC:
        raise ValueError("another version wrote it")
    length, check = (int.from_bytes(begin[at : at + 4], "little") for at in (8, 12))
    told = kept.read(min(length, _LONGEST_HEAD))
    head = json.loads(told)
    if head["session"] != print_of(key):
        raise ValueError("it is of another session")
    arrays = _arrays(kept, head["arrays"], size - _HEAD - length)
    summed = zlib.crc32(told)
    for one in arrays.values():
        summed = zlib.crc32(one.data, summed)
    if summed != check:
        raise ValueError("it is damaged")
    facets = [
        (int(f[0]), *map(str, f[1:4]), f[4] if f[4] is None else bool(f[4]), bool(f[5]), bool(f[6]))
        for f in head["facets"]
    ]
    authors = Authors(key, arrays["account"], arrays["called"])
    tables = Tables(Combos(), Readings(), Facets(facets), authors, {})  # type: ignore[arg-type]
    _fill(connection, tables, arrays)
    rows = Rows(**{name: arrays[name] for name in NAMES})
    packed = Packed(rows, tables, arrays["edited"], arrays["corrected"], str(head["erased"]))
    return packed, list(head["stamp"])


def _arrays(kept: BinaryIO, told: Mapping[str, Any], size: int) -> dict[str, Array]:
    """Read where they will stay. Nothing is made for a file that is shorter than it says."""
    lengths = [math.prod([np.dtype(width).itemsize, *shape]) for width, shape in told.values() if width in _WIDTHS]
    if len(lengths) != len(told) or min(lengths, default=0) < 0 or sum(lengths) != size:
        raise ValueError("it is cut short")
    arrays: dict[str, Array] = {}
    for name, (width, shape) in told.items():
        arrays[name] = np.empty(shape, width)
        if kept.readinto(arrays[name].reshape(-1).view(np.uint8)) != arrays[name].nbytes:  # type: ignore[attr-defined]
            raise ValueError("it is cut short")
    return arrays


def _fill(connection: sqlite3.Connection, tables: Tables, arrays: Mapping[str, Array]) -> None:
    """The session's tables in the order in which they were met."""
    topics = dict(connection.execute("SELECT id, topics FROM combo"))
    for id_ in arrays["combos"].tolist():
        tables.combos.add(id_, topics.get(id_, ""))
    found = {
        row[0]: row
        for row in connection.execute("SELECT id, found, themes, departments, targets, versions FROM reading")
    }
    for id_ in arrays["readings"].tolist():
        tables.readings.add(*found.get(id_, (id_, "{}", "", "", "", "")))


def _is_sound(packed: Packed) -> bool:
    """Whether every number stands for something."""
    rows, tables = packed.rows, packed.tables
    account, called = tables.authors.arrays
    most = {
        "facet": len(tables.facets.all),
        "combo": len(tables.combos.ids),
        "reading": len(tables.readings.ids),
        "author": len(account),
    }
    if any(getattr(rows, name).shape != (len(rows),) for name in NAMES) or called.shape != (len(account), 3):
        return False
    if any(getattr(packed, name).ndim != 2 or getattr(packed, name).shape[1] != 2 for name in _TRACES):
        return False
    if not len(rows):
        return True
    return all(
        int(getattr(rows, name).min()) >= 0 and int(getattr(rows, name).max()) < many for name, many in most.items()
    ) and bool((np.diff(rows.id) > 0).all())


def _without_repeats(rows: Rows, authors: Authors) -> tuple[Rows, Array, Array]:
    """Each author once, and none that wrote nothing any more."""
    account, called = authors.arrays
    used, which = np.unique(rows.author, return_inverse=True)
    account, called = account[used], called[used]
    order = np.lexsort((*called.T, account))
    account, called = account[order], called[order]
    is_new = np.ones(len(order), bool)
    is_new[1:] = (account[1:] != account[:-1]) | (called[1:] != called[:-1]).any(axis=1)
    code = np.empty(len(order), np.int64)
    code[order] = np.cumsum(is_new) - 1
    rows = rows.changed(np.arange(len(rows)), {"author": code[which]})
    return rows, account[is_new], called[is_new]
