"""A sealed session's manifest: what the file is a copy of, what it holds, and what was held back, with the reasons.

It stands as JSON in `meta`, beside a digest: SHA-256 over all bytes of the file, the 64 hexadecimal digits of the
digest itself read as zeros. A sealed file is never written again, so any byte that differs was changed by somebody; and
reading the bytes takes a tenth of the time of reading the rows, so that it can be looked at at every opening.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from hubdesk import __version__
from hubdesk.core import Millis
from hubdesk.i18n import _
from hubdesk.store import schema
from hubdesk.store.errors import StoreDamagedError

KEY: Final = "manifest"
DIGEST: Final = "sha256"
_LENGTH: Final = 64
_ZEROS: Final = b"0" * _LENGTH
_BLOCK: Final = 1 << 20
_NOT_COUNTED: Final = ("sqlite_", "_sqlite", "words_")  # tables that are SQLite's own, or make up the index


@dataclass(frozen=True, slots=True)
class SealedSource:
    """A source, its terms as they stood, how many of its mentions are in the file and how many were held back: by
    what its terms say, `export` (they forbid passing on) or `keep` (they allow keeping for some days alone)."""

    id: int
    name: str
    kind: str
    terms: str
    mentions: int
    held_back: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Hole:
    """What was erased after the sealing: when, of what kind, how many mentions it emptied, and which receipt in the
    file tells more."""

    at: Millis
    kind: str
    mentions: int
    receipt: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a sealed file says of itself. `start` and `end` None: not cut there. `origin` is the same for all that was
    sealed from one session, and tells nothing else of it."""

    origin: str
    sealed_at: Millis
    title: str = ""
    start: Millis | None = None
    end: Millis | None = None
    synthetic: bool = False
    pseudonymised: bool = False
    tables: tuple[tuple[str, int], ...] = ()
    sources: tuple[SealedSource, ...] = ()
    holes: tuple[Hole, ...] = ()
    product: str = __version__
    schema: int = 0

    @property
    def held_back(self) -> int:
        return sum(source.held_back for source in self.sources)

    @property
    def mentions(self) -> int:
        return dict(self.tables).get("mention", 0)


def origin_of(connection: sqlite3.Connection) -> str:
    """A name for the session: a hash of its own random key, or what it was sealed from said."""
    sealed = read(connection)
    if sealed is not None:
        return sealed.origin
    row = connection.execute("SELECT value FROM meta WHERE key = 'tombstone_key'").fetchone()
    return hashlib.sha256(f"origin {row[0] if row else ''}".encode()).hexdigest()[:32]


def counts(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """How many rows each table holds, by name."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    names = [name for (name,) in rows if not name.startswith(_NOT_COUNTED) and name != "words"]
    asked = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)  # noqa: S608 — our own
    return tuple(connection.execute(asked).fetchall())


def read(connection: sqlite3.Connection) -> Manifest | None:
    """None when the session is not sealed, or its manifest is none: the file may be a stranger's."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (KEY,)).fetchone()
    try:
        return None if row is None else _read(json.loads(row[0]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _read(told: dict[str, Any]) -> Manifest:
    return Manifest(
        str(told["origin"]),
        int(told["sealed_at"]),
        str(told["title"]),
        None if told["start"] is None else int(told["start"]),
        None if told["end"] is None else int(told["end"]),
        told["synthetic"] is True,
        told["pseudonymised"] is True,
        tuple((str(name), int(n)) for name, n in told["tables"].items()),
        tuple(SealedSource(**_typed(SealedSource, one)) for one in told["sources"]),
        tuple(Hole(**_typed(Hole, one)) for one in told["holes"]),
        str(told["product"]),
        int(told["schema"]),
    )


def _typed(shape: type[SealedSource] | type[Hole], told: dict[str, Any]) -> dict[str, Any]:
    """What the manifest holds of one thing, each value of its own type."""
    types: dict[str, type] = {"id": int, "mentions": int, "held_back": int, "at": int, "receipt": int}
    names = [field.name for field in fields(shape) if field.name != "receipt" or "receipt" in told]
    return {name: types.get(name, str)(told[name]) for name in names}


def write(connection: sqlite3.Connection, manifest: Manifest) -> str:
    """Put the manifest into the file, and a word in the digest's place that `stamp` finds again. Returns that word.

    The last thing to be written: begins no transaction.
    """
    told = asdict(manifest) | {"tables": dict(manifest.tables)}
    kept = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    word = secrets.token_hex(_LENGTH // 2)
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(KEY, kept), (DIGEST, word)])
    return word


def stamp(path: Path, word: str) -> str:
    """Put the digest of a closed file in its place. Returns it. The caller makes it durable."""
    with path.open("r+b") as file:
        digest, place = _digest(file, word)
        if place is None:
            raise StoreDamagedError(_("{path} is damaged; open a copy made before").format(path=path))
        file.seek(place)
        file.write(digest.encode())
    return digest


def verify(path: Path, told: str, look: Callable[[], None] | None = None) -> bool:
    """Whether a sealed file's bytes are those that were sealed: `told` is the digest it gives. Reads all of it.

    `look` is called now and then; what it raises ends the reading.
    """
    if len(told) != _LENGTH or not told.isascii():
        return False
    with path.open("rb") as file:
        digest, place = _digest(file, told, look)
    return place is not None and digest == told


def _digest(file: BinaryIO, told: str, look: Callable[[], None] | None = None) -> tuple[str, int | None]:
    """The digest of a file in which this one stands, and where; None when it does not stand there exactly once."""
    marked, blank = DIGEST.encode() + told.encode(), DIGEST.encode() + _ZEROS
    kept = len(marked) - 1  # what may begin at a block's end is hashed with the next block
    digest, held, at, places = hashlib.sha256(), b"", 0, []
    while block := file.read(_BLOCK):
        held += block
        if look is not None:
            look()
        found = held.find(marked)
        while found >= 0:
            places.append(at + found + len(DIGEST))
            held = held[:found] + blank + held[found + len(blank) :]
            found = held.find(marked)
        digest.update(memoryview(held)[:-kept])
        at += max(0, len(held) - kept)
        held = held[-kept:]
    digest.update(held)
    return digest.hexdigest(), places[0] if len(places) == 1 else None


def with_counts(manifest: Manifest, tables: Iterable[tuple[str, int]]) -> Manifest:
    """The manifest with how many rows each table holds."""
    return replace(manifest, tables=tuple(tables), schema=schema.version(), product=__version__)


def with_hole(manifest: Manifest, hole: Hole, tables: Iterable[tuple[str, int]]) -> Manifest:
    """The manifest after something was erased."""
    return with_counts(replace(manifest, holes=(*manifest.holes, hole)), tables)


def durable(path: Path) -> None:
    """What was written to the file, and its name in its folder, are on the disk when this returns."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
