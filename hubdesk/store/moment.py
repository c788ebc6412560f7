"""What a session says at one moment, told once to all who ask in a process, until somebody commits.

Eight panels and a bar ask in one breath what was listened to and what the session says of itself. Whoever looks at a
session for long begins this (`begin`) and ends it (`end`); to all others nothing is remembered.
"""

from __future__ import annotations

import contextlib
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from hubdesk.core import HubdeskError
from hubdesk.store.answers import Answers
from hubdesk.store.covers import RememberedCovers
from hubdesk.store.errors import clear_errors
from hubdesk.store.passport import file_of
from hubdesk.store.resting import Resting

MOST_KEPT: Final = 128
MOST_PICTURES: Final = 64
Connect = Callable[[Path], sqlite3.Connection]

_T = TypeVar("_T")


class Moment:
    """Of one session. `connect` opens it for reading, when somebody asks first. Safe for several threads.

    An answer is worked out from what was committed at least until its question, and given to whoever asks before the
    next commit: never an older one than he would get himself.
    """

    def __init__(self, path: Path, connect: Connect) -> None:
        self._path, self._connect = path, connect
        self._lock = threading.Lock()  # taken for a moment
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._version: int | None = None
        self._schema = 0  # the number of its tables, as they were checked
        self._looked_at = -math.inf  # when the session was of that version, or a later one
        self._answers: Answers[Any] = Answers(MOST_KEPT)
        self._pictures: Answers[Any] = Answers(MOST_PICTURES)
        self._resting = Resting()
        self._is_closed = False
        self.covers = RememberedCovers()  # of the last moment at which somebody asked for them

    def get(self, question: Hashable, answer: Callable[[], _T], since: float | None = None) -> _T:
        """To be asked outside of any transaction: an answer begins its own. Raises what the answer raises. `since`: of
        the monotonic clock, where it is enough that no answer is older."""
        now = self._now(since)
        return answer() if now is None else now[0].get(question, answer)

    def picture(self, question: Hashable, answer: Callable[[], _T], since: float | None = None) -> _T:
        """As `get`, of larger answers, of which fewer are kept; they may ask for others."""
        now = self._now(since)
        return answer() if now is None else now[1].get(question, answer)

    def connection(self) -> sqlite3.Connection | None:
        """One that rested, and reads the session as it is now; None: open one. What is remembered stays as it is."""
        with self._lock, contextlib.suppress(HubdeskError):
            version = self._look()
            return None if version is None else self._resting.take(version, self._schema)
        return None

    def rest(self, connection: sqlite3.Connection, file: tuple[int, int] | None) -> bool:
        """Keep a reader's connection, to what was that file before it was opened, for the next reader. False: it is for
        the caller to close."""
        with self._lock, contextlib.suppress(HubdeskError):
            version = self._look()
            return version is not None and file == self._file and self._resting.rest(connection, version)
        return False

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._leave()

    def _now(self, since: float | None) -> tuple[Answers[Any], Answers[Any]] | None:
        """Those of this moment; None when the file cannot be looked at, which the reader's own question says better."""
        with self._lock:
            if since is not None and self._looked_at >= since and not self._is_closed:
                return self._answers, self._pictures
            now = time.monotonic()
            try:
                version = self._look()
            except HubdeskError:
                self._leave()
                return None
            if version is None:
                return None
            if version != self._version:
                self._version = version
                self._answers, self._pictures = Answers(MOST_KEPT), Answers(MOST_PICTURES)
            self._looked_at = now
            return self._answers, self._pictures

    def _look(self) -> int | None:
        file = None if self._is_closed else file_of(self._path)
        if file is None or file != self._file:  # another one in its place
            self._leave()
        if file is None:
            return None
        if self._connection is None:
            self._connection, self._file = self._connect(self._path), file
            self._schema = self._number("schema_version")
        return self._number("data_version")

    def _number(self, pragma: str) -> int:
        assert self._connection is not None
        with clear_errors(str(self._path)):
            return int(self._connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    def _leave(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._resting.close()
        self.covers = RememberedCovers()
        self._connection, self._file, self._version, self._looked_at = None, None, None, -math.inf


@dataclass(slots=True)
class _Begun:
    moment: Moment
    holders: int = field(default=1)


_BEGUN: Final[dict[Path, _Begun]] = {}
_BEGINNING: Final = threading.Lock()


def begin(path: Path, connect: Connect) -> None:
    """Have answers remembered until `end`, as often as this was called. Opens nothing yet."""
    path = path.absolute()
    with _BEGINNING:
        if path in _BEGUN:
            _BEGUN[path].holders += 1
        else:
            _BEGUN[path] = _Begun(Moment(path, connect))


def end(path: Path) -> None:
    """The last to call it lets go of the file."""
    path = path.absolute()
    with _BEGINNING:
        begun = _BEGUN.get(path)
        if begun is None:
            return
        begun.holders -= 1
        if begun.holders > 0:
            return
        del _BEGUN[path]
    begun.moment.close()


def of(path: Path) -> Moment | None:
    """That of a session which somebody looks at."""
    begun = _BEGUN.get(path.absolute())
    return None if begun is None else begun.moment
