"""A session as the desk holds it: its file, what looks at it, what writes to it, what it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, SignalInstance

from hubdesk.core import Millis, Person, Scope, SessionFacts, SourceRow, Topic
from hubdesk.core.readings import OwnWord
from hubdesk.desk.columns_watch import ColumnsWatch
from hubdesk.desk.heartbeat import Heartbeat
from hubdesk.desk.refresh import Refresher
from hubdesk.desk.scribe import Scribe
from hubdesk.desk.writes import LAYOUT, fold
from hubdesk.store import moment
from hubdesk.store.reader import Reader
from hubdesk.store.session import SessionError, bring_up_to_date, open_connection, open_reader, open_writer

KEY: Final = "session"
OPENS_AT: Final = "opens-at"  # a session's note: an ISO 8601 instant with offset
NOWHERE: Final = Scope((), 0, 0)


@dataclass(frozen=True, slots=True)
class Basis:
    """What everything else rests on. `total` in `facts` moves with each mention; compare topics and sources apart."""

    facts: SessionFacts
    topics: tuple[Topic, ...]
    sources: tuple[SourceRow, ...]
    layout: str = ""  # as kept in the session; not checked yet
    own_words: tuple[OwnWord, ...] = ()
    opens_at: Millis | None = None  # where a session that listens no more is opened; None: at its end
    people: tuple[Person, ...] = ()

    @property
    def listens(self) -> bool:
        """Whether new mentions may still come: not sealed for review, not made up for a demonstration."""
        return not self.facts.sealed and not self.facts.synthetic


def read_basis(reader: Reader, scope: Scope, options: Hashable) -> Basis:
    """Worker thread: what the session says of itself."""
    return Basis(
        reader.facts(),
        reader.topics(),
        reader.sources(),
        reader.note(LAYOUT),
        reader.own_words().words,
        _instant(reader.note(OPENS_AT)),
        reader.people(),
    )


def open_for_looking(path: Path) -> Reader:
    """A reader; what an older Hubdesk made is brought up to date first. On a worker thread. Raises SessionError."""
    try:
        return open_reader(path)
    except SessionError:
        bring_up_to_date(path)  # whatever else is wrong is said by this again
        return open_reader(path)


def _instant(text: str) -> Millis | None:
    """The instant a note names; None when it names none."""
    try:
        read = datetime.fromisoformat(text)
        return int(read.timestamp() * 1000) if read.tzinfo is not None else None
    except (ValueError, OverflowError, OSError):
        return None


class OpenSession(QObject):
    """One session file, open for reading, and for writing when the analyst decides something."""

    known = Signal(object)  # Basis
    changed = Signal()  # someone committed
    failed = Signal(str)  # it cannot be opened: one line
    troubled = Signal(str)  # it was open and cannot be looked at now; "" when it can again

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.basis: Basis | None = None
        self._heartbeat: Heartbeat | None = None
        self._open_reader = partial(open_reader, path)
        moment.begin(path, open_connection)
        self._remembers = True
        self.refresher = Refresher(partial(open_for_looking, path), self)
        self.scribe = Scribe(partial(open_writer, path), self)
        self.beside: Scribe | None = None  # keeps marks where the session itself is not written to
        self.columns: ColumnsWatch | None = None  # makes ready what filters count from, where somebody filters
        self.refresher.answered.connect(self._know)
        self.refresher.failed.connect(self._fail)

    def ask(self) -> None:
        """Read again what the session says of itself."""
        self.refresher.ask(KEY, read_basis, NOWHERE)

    def fill_columns(self, folder: Path, after: SignalInstance, tell: Callable[[float], None]) -> None:
        """Have what filters count from made ready once `after` says that the first pictures are there, and kept in that
        folder. `tell` is told the share that is done, if it takes its time."""
        self.columns = ColumnsWatch(self.path, folder, self)
        self.columns.progressed.connect(tell)
        self.changed.connect(self.columns.notice)
        after.connect(self.columns.begin)

    def close(self) -> None:
        """Finish what is being read and written; quiet afterwards."""
        if self._heartbeat is not None:
            self._heartbeat.close()
        if self.columns is not None:
            self.columns.stop()
        self.refresher.close()
        if self.columns is not None:
            self.columns.close()
        if self._remembers:
            self._remembers = False
            moment.end(self.path)
        if self.path.with_name(f"{self.path.name}-wal").exists():  # readers left it; and something may be due in it
            self.scribe.write("fold", fold)
        self.scribe.close()
        if self.beside is not None:
            self.beside.close()

    def _know(self, key: str, basis: object) -> None:
        if key != KEY or not isinstance(basis, Basis):
            return
        if self._heartbeat is None:
            self._heartbeat = Heartbeat(self._open_reader, self)
            self._heartbeat.changed.connect(self.changed)
            self._heartbeat.lost.connect(self.troubled)
        self.basis = basis
        self.known.emit(basis)

    def _fail(self, key: str, line: str) -> None:
        if key == KEY and self.basis is None:
            self.failed.emit(line)
