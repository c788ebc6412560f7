"""Seals a session: one read-only file of all that panels read, or of a span of it, with a manifest and a digest.

The file is made beside its place under another name, brought to the disk whole, and only then given its name: whoever
looks sees what was there before or all of it, also after `kill -9`. Everything is read from one moment of the session,
whoever writes to it meanwhile. What is neither cut, held back nor given pseudonyms is copied page by page; else a new
file is filled with what stays (seal_part.py), so that nothing of the rest is in it. Numbers of mentions, topics,
sources and episodes stay what they are: marks made on the sealed file can be brought home.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.core import HubdeskError, Millis
from hubdesk.i18n import _
from hubdesk.store import fulltext, manifest, seal_part, sweeping
from hubdesk.store.errors import StoreBusyError, clear_errors
from hubdesk.store.held import held, held_why
from hubdesk.store.manifest import Manifest, SealedSource
from hubdesk.store.passport import descriptor, has_log
from hubdesk.store.rows import load_terms
from hubdesk.store.seal_part import Part
from hubdesk.store.seal_place import beside, check_place, take_place
from hubdesk.store.session import open_connection

AT_ONCE: Final = 8_192  # pages copied between two looks at whether somebody wants it stopped
BLOCK: Final = 1 << 22  # bytes, the same
MODE: Final = 0o444
COPYING: Final = 0.8  # of the whole work, in time

Progress = Callable[[float], None]
"""Told from 0 to 1 how much is done. What it raises ends the work, and nothing is left behind."""


@dataclass(frozen=True, slots=True)
class SealWish:
    """What is wanted. `start`, `end`: mentions published in [start, end) and known by `end`; None: not cut there.
    `replace`: the place may be taken."""

    start: Millis | None = None
    end: Millis | None = None
    pseudonymise: bool = False
    replace: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether everything is wanted as it is."""
        return self.start is None and self.end is None and not self.pseudonymise


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was made."""

    path: Path
    sha256: str
    manifest: Manifest


def seal(session: Path, out: Path, wish: SealWish, sealed_at: Millis, progress: Progress | None = None) -> Sealed:
    """Seal a session into a file. Raises HubdeskError when it cannot be; then the place is as it was."""
    session, out = Path(session), Path(out)
    tell = progress or _tell_nobody
    _check_wish(wish)
    with contextlib.closing(open_connection(session)) as connection:
        check_place(session, out, wish.replace)
        with beside(out) as made, clear_errors(str(out)):
            if wish.is_whole and not held(connection):
                told = _copy_whole(connection, session, made, wish, sealed_at, tell)
            else:
                told = _copy_part(connection, made, wish, sealed_at, tell)
            digest, told = _finish(made, told)
            made.chmod(MODE)
            manifest.durable(made)
            take_place(made, out, wish.replace)
            manifest.durable(out)
    tell(1.0)
    return Sealed(out, digest, told)


def reseal(session: Path, change: Callable[[sqlite3.Connection], manifest.Hole]) -> str:
    """Change a sealed file, as erasure must, and seal it again with a hole in its manifest. Returns its new digest.

    It is done on a copy beside it, which then takes its place: whoever has the old one open still reads that. `change`
    gets a connection in a transaction; afterwards what it freed is taken out of the file. Raises HubdeskError.
    """
    session = Path(session)
    with contextlib.closing(open_connection(session)) as connection:
        told = manifest.read(connection)
        if told is None:
            raise HubdeskError(_("{path} is not a sealed session").format(path=session))
        with beside(session) as made, clear_errors(str(session)):
            connection.execute("BEGIN")
            _copy_pages(connection, session, made, _tell_nobody)
            connection.execute("ROLLBACK")
            with contextlib.closing(_opened(made)) as copy:
                copy.execute("BEGIN")
                hole = change(copy)
                if not fulltext.is_tidy(copy):
                    fulltext.tidy(copy)
                copy.execute("COMMIT")
                copy.execute("VACUUM")
                told = manifest.with_hole(told, hole, manifest.counts(copy))
            digest, _told = _finish(made, told)
            made.chmod(MODE)
            manifest.durable(made)
            take_place(made, session, replace=True)
            manifest.durable(session)
    return digest


def _check_wish(wish: SealWish) -> None:
    if wish.start is not None and wish.end is not None and wish.start >= wish.end:
        raise HubdeskError(_("--from must come before --to"))


def _manifest(connection: sqlite3.Connection, wish: SealWish, sealed_at: Millis) -> Manifest:
    """What will be sealed, but for the counts; of what was sealed before, with what that had left out."""
    meta = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('title', 'synthetic')"))
    before = manifest.read(connection)
    starts = [at for at in (wish.start, before.start if before else None) if at is not None]
    ends = [at for at in (wish.end, before.end if before else None) if at is not None]
    earlier = {source.id: source for source in before.sources} if before else {}
    return Manifest(
        manifest.origin_of(connection),
        sealed_at,
        meta.get("title", ""),
        max(starts, default=None),
        min(ends, default=None),
        meta.get("synthetic") == "1",
        wish.pseudonymise or bool(before and before.pseudonymised),
        sources=tuple(_sources(connection, wish, earlier)),
        holes=before.holes if before else (),
    )


def _sources(connection: sqlite3.Connection, wish: SealWish, before: dict[int, SealedSource]) -> Iterator[SealedSource]:
    start, end = Part(wish.start, wish.end).edges
    counted = "SELECT source, sum(mentions) FROM volume GROUP BY source"
    if wish.start is not None or wish.end is not None:
        counted = (
            f"SELECT source, count(*) FROM mention INDEXED BY mention_at WHERE at >= {start} AND at < {end}"  # noqa: S608
            f" AND known_at <= {end} GROUP BY source"
        )
    mentions = dict(connection.execute(counted))
    for id_, name, kind, terms in connection.execute("SELECT id, name, kind, terms FROM source ORDER BY id").fetchall():
        there, earlier = mentions.get(id_, 0), before.get(id_)
        why = held_why(load_terms(terms)) or (earlier.why if earlier else "")
        held = (there if why else 0) + (earlier.held_back if earlier else 0)
        shown = "" if wish.pseudonymise else name
        yield SealedSource(id_, shown, kind, terms, 0 if why else there, held, why)


def _copy_part(
    connection: sqlite3.Connection, made: Path, wish: SealWish, sealed_at: Millis, tell: Progress
) -> Manifest:
    indexes = seal_part.prepare(made)
    with seal_part.attached(connection, made):
        part = Part(wish.start, wish.end, frozenset(held(connection)), wish.pseudonymise)
        told = _manifest(connection, wish, sealed_at)
        known = seal_part.fill(connection, part)
    seal_part.settle(made, part, known, indexes, tell)
    return told


def _copy_whole(
    connection: sqlite3.Connection, session: Path, made: Path, wish: SealWish, sealed_at: Millis, tell: Progress
) -> Manifest:
    connection.execute("BEGIN")  # one moment of the session, until the end
    told = _manifest(connection, wish, sealed_at)
    if any(source.why for source in told.sources if source.mentions):  # somebody changed the terms a moment ago
        raise StoreBusyError(_("{path} is busy: another program keeps it locked; try again").format(path=made))
    _copy_pages(connection, session, made, tell)
    connection.execute("ROLLBACK")
    with contextlib.closing(_opened(made)) as copy:
        copy.execute("BEGIN")
        if not fulltext.is_current(copy):
            fulltext.rebuild(copy)
        elif not fulltext.is_tidy(copy):
            fulltext.tidy(copy)
        copy.execute("DELETE FROM tombstone")
        copy.execute("DELETE FROM receipt")
        copy.execute("UPDATE source SET cursor = ''")
        row = copy.execute("SELECT value FROM meta WHERE key = 'tombstone_key'").fetchone()
        # A hash of the key, so that who has the file cannot ask which posts it had forgotten.
        other = hashlib.sha256(f"sealed {row[0] if row else ''}".encode()).hexdigest()
        copy.execute("INSERT OR REPLACE INTO meta VALUES ('tombstone_key', ?)", (other,))
        is_unswept = sweeping.is_due(copy)
        copy.execute("DELETE FROM meta WHERE key = ?", (sweeping.DUE,))
        copy.execute("COMMIT")
        if is_unswept:  # pieces of what was erased may be left between the rows
            copy.execute("VACUUM")
    return told


def _copy_pages(connection: sqlite3.Connection, session: Path, made: Path, tell: Progress) -> None:
    """The moment of the session that the open transaction reads."""
    connection.execute("SELECT count(*) FROM meta").fetchone()  # from here on that moment stands
    if os.name == "posix" and not has_log(session):
        _copy_bytes(session, made, tell)
        return

    def look(_status: int, left: int, pages: int) -> None:
        tell(COPYING * (1 - left / max(1, pages)))

    with contextlib.closing(_opened(made)) as copy:
        connection.backup(copy, pages=AT_ONCE, progress=look)


def _copy_bytes(session: Path, made: Path, tell: Progress) -> None:
    """A third of the processor time that copying by pages takes. Without a log beside it, the file is all that the
    transaction reads, and nobody may change it: a writer's commit, or his checkpoint, waits for readers of the file."""
    with descriptor(session) as file, made.open("wb") as out:
        size, at = os.fstat(file).st_size, 0
        while block := os.pread(file, BLOCK, at):
            out.write(block)
            at += len(block)
            tell(COPYING * min(1.0, at / max(1, size)))


def _opened(made: Path) -> sqlite3.Connection:
    """Our own unfinished file: nobody else looks at it, and when this ends too early it is thrown away."""
    connection = sqlite3.connect(made, isolation_level=None)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA secure_delete=ON")
    return connection


def _finish(made: Path, told: Manifest) -> tuple[str, Manifest]:
    """Turn the file into one without a log, and put manifest and digest into it."""
    with contextlib.closing(sqlite3.connect(made, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        copy.execute("PRAGMA journal_mode=OFF").fetchall()
        copy.execute("PRAGMA synchronous=OFF")
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("BEGIN IMMEDIATE")
        copy.execute("INSERT OR REPLACE INTO meta VALUES ('sealed', '1')")
        told = manifest.with_counts(told, manifest.counts(copy))
        word = manifest.write(copy, told)
        copy.execute("COMMIT")
    return manifest.stamp(made, word), told


def _tell_nobody(_share: float) -> None:
    """Nobody asked how much is done."""
