"""Erases by author, mention, source or age from a session and from sealed files of it, with a receipt.

A live session is changed in one transaction and swept. A sealed file is written anew beside its place, sealed again
with a hole in its manifest, and moved over the old one: whoever looks sees the old file or the new one, also after
`kill -9`. What a killed erasure left beside a sealed file is removed by the next one.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hubdesk.core import HubdeskError, Millis
from hubdesk.i18n import _
from hubdesk.store import columns_place, erasing, erasure_beside, manifest, reader_columns, receipts
from hubdesk.store.erasure_others import Others
from hubdesk.store.erasure_subject import EraseKind, EraseWish, NobodyError, Subject, find
from hubdesk.store.errors import StoreBusyError, clear_errors
from hubdesk.store.manifest import Hole
from hubdesk.store.receipts import NO_RECEIPT, ErasedFile, Receipt
from hubdesk.store.seal import reseal
from hubdesk.store.seal_place import leftovers
from hubdesk.store.session import SessionError, bring_up_to_date, open_connection, open_reader, open_writer


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done. `swept`: no byte is left in the files; False: at the latest when the session is closed by all."""

    receipt: Receipt
    swept: bool


def erase(
    session: Path,
    wish: EraseWish,
    at: Millis,
    also: Sequence[Path] = (),
    beside: Sequence[Path] = (),
    kept: Sequence[Path] = (),
) -> Erased:
    """Erase in the files of `also` first, then in the session, whose receipt names them all.

    `beside`: folders where marks of sealed files may lie, besides the files' own. `kept`: folders of caches where
    columns of the files may lie, besides those of this process. Raises HubdeskError; NobodyError when nothing of it is
    in any. Whatever can be said beforehand is said before the first file is changed.
    """
    session = Path(session)
    files = [Path(one) for one in also]
    found = _found([*files, session], wish, at)
    with _without_columns([*files, session], kept):
        return _erased(session, files, found, _Work(wish, at, None, tuple(beside)))


@contextlib.contextmanager
def _without_columns(files: Sequence[Path], folders: Sequence[Path]) -> Iterator[None]:
    """Authors are hashes in them. They go before, since we may be killed, and after, since whoever has the session open
    may have kept them meanwhile."""
    keys = []
    for path in files:
        with contextlib.closing(open_connection(path)) as connection, clear_errors(str(path)):
            keys.append(columns_place.key_of(connection))
    everywhere = {*folders, *reader_columns.folders()}
    try:
        for folder in everywhere:
            columns_place.forget(folder, keys)
        yield
    finally:
        for folder in everywhere:
            columns_place.forget(folder, keys)


def _erased(session: Path, files: Sequence[Path], found: Sequence[Subject], work: _Work) -> Erased:
    wish, at = work.wish, work.at
    if wish.kind == EraseKind.AGE and not any(one.ids for one in found):
        return Erased(replace(NO_RECEIPT, at=at, files=(ErasedFile(session.name, held=found[-1].held),)), True)
    known = found[0].joined(found[1:]) if wish.kind != EraseKind.AGE else None
    done: list[ErasedFile] = []
    swept = True
    for path in (*files, session):
        ours = done if path is session else ()
        if _is_sealed(path):
            file, receipt = _in_sealed(path, replace(work, known=known), ours, path is session)
        else:
            with open_writer(path) as writer:
                receipt = writer.erase(wish, at, ours, path.name, known)
                swept &= writer.sweep()
            file = receipt.files[0]
        done.append(file)
    return Erased(receipt, swept)


def _found(files: Sequence[Path], wish: EraseWish, at: Millis) -> list[Subject]:
    """What is known of it in the files, of which every one can be opened. Raises NobodyError when it is in none."""
    found: list[Subject] = []
    nobody: NobodyError | None = None
    origins: set[str] = set()
    for path in files:
        with contextlib.suppress(SessionError):  # what is wrong is said by the reader again
            bring_up_to_date(path)
        with contextlib.closing(open_connection(path)) as connection, clear_errors(str(path)):
            _check(connection, path)
            origins.add(manifest.origin_of(connection))
            try:
                found.append(find(connection, wish, at))
            except NobodyError as error:
                nobody = nobody or error
        if _is_sealed(path):
            _check_sealed(path)
    if len({(about.st_dev, about.st_ino) for about in (path.stat() for path in files)}) < len(files):
        raise HubdeskError(_("a file is named twice"))
    if len(origins) > 1 and wish.kind != EraseKind.AUTHOR and any(one.strip().isdigit() for one in wish.subjects):
        raise HubdeskError(_("these files are of several sessions, where a number means something else in each"))
    if nobody is not None and not found:
        raise nobody
    return found


def _check(connection: sqlite3.Connection, path: Path) -> None:
    row = connection.execute("SELECT value FROM meta WHERE key = 'synthetic'").fetchone()
    if row is not None and row[0] == "1":
        raise HubdeskError(_("{path} is a demonstration: nobody in it is real").format(path=path))


def _check_sealed(path: Path) -> None:
    with open_reader(path) as reader:
        if reader.manifest() is None or not reader.is_as_sealed():
            raise HubdeskError(
                _("{path} was changed since it was sealed: erase in the session it is of, and seal that again").format(
                    path=path
                )
            )


def _is_sealed(path: Path) -> bool:
    with open_reader(path) as reader:
        return reader.facts().sealed


@dataclass(frozen=True, slots=True)
class _Work:
    wish: EraseWish
    at: Millis
    known: Subject | None
    beside: tuple[Path, ...]


def _in_sealed(path: Path, work: _Work, done: Sequence[ErasedFile], is_last: bool) -> tuple[ErasedFile, Receipt]:
    """`is_last`: the receipt of all is kept here, also when nothing of it is."""
    made: list[Receipt] = []
    with _alone(path):
        for left in leftovers(path):  # of one that was killed: it holds what is to go
            left.unlink(missing_ok=True)
        with contextlib.closing(open_connection(path)) as connection:
            subject = find(connection, work.wish, work.at, work.known)
            seen = Others(connection, subject.traces).look()
        if not (subject.ids or seen.named or seen.repeats or is_last):
            return ErasedFile(path.name, held=subject.held, sealed=True), NO_RECEIPT

        def change(connection: sqlite3.Connection) -> Hole:
            _forget_key(connection)
            gone = erasing.take_out(connection, subject, seen, work.at)
            here = ErasedFile(path.name, gone.mentions, gone.named, subject.held, sealed=True)
            kind, keys = work.wish.kind, subject.keys
            made.append(receipts.add(connection, work.at, kind, keys, (here, *done), gone.entered))
            _forget_key(connection)
            return Hole(work.at, kind, gone.mentions, made[0].number)

        digest = reseal(path, change)
        erasure_beside.take_out(path, subject, work.beside)
    return replace(made[0].files[0], sha256=digest), made[0]


def _forget_key(connection: sqlite3.Connection) -> None:
    """Who has the file cannot ask which posts it had: what stands for them was made with a key that is nowhere. Nothing
    comes into a sealed file any more, so nothing need be known again."""
    connection.execute("DELETE FROM tombstone")
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('tombstone_key', ?)", (secrets.token_hex(32),))


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Of two erasures in one sealed file, the second would bring back what the first took out. POSIX alone: elsewhere a
    file that is open cannot be replaced anyway."""
    if os.name != "posix":
        yield
        return
    import fcntl  # there on POSIX alone

    while True:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                line = _("{path} is being erased in by another program; try again")
                raise StoreBusyError(line.format(path=path)) from None
            about = path.stat()
            if os.fstat(handle).st_ino != about.st_ino:  # another one was put in its place meanwhile
                continue
            yield
            return
        finally:
            os.close(handle)
