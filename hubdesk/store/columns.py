"""A session's columns, kept beside it in memory: followed as it grows and changes, shared by all who ask in a process.

Looking is exact: whatever was committed before somebody looks is in what they see. New mentions lie behind the last id;
what an edit, a correction or an erasure changed is told by their own tables; other topics and readings are found by
walking the index over the time that is asked about, once for each commit. A look, once had, never changes.
"""

from __future__ import annotations

import contextlib
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from hubdesk.core import HubdeskError, Millis
from hubdesk.store import columns_file, columns_place, columns_read
from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_file import Packed
from hubdesk.store.columns_look import Kept, Look
from hubdesk.store.columns_rows import EMPTY, Array, Buffers, as_ids
from hubdesk.store.columns_tables import GONE, Combos, Facets, Readings, Tables
from hubdesk.store.columns_walked import Stretch, joined, left_of
from hubdesk.store.connection import one_moment
from hubdesk.store.errors import clear_errors, gone
from hubdesk.store.passport import file_of
from hubdesk.store.rows import MOST

STRETCH: Final = 20_000  # mentions taken in within one transaction
CHANGING: Final = ("facet", "combo", "reading", "author", "reach")
_SEARCHES: Final = 8  # of which the masks are kept, a byte a row each
Connect = Callable[[Path], sqlite3.Connection]


class Columns:
    """Of one session. `connect` opens it for reading (`session.open_connection`). Safe for several threads; they take
    turns at following, and count without each other. `folder`: where they may be kept until the next time. `filler`:
    calls for somebody who fills them, at first and after an erasure; whoever looks waits until that one says `free`.

    Raises what any reader raises of a file that does not answer, and once they are closed.
    """

    def __init__(
        self, path: Path, connect: Connect, folder: Path | None = None, filler: Callable[[], None] | None = None
    ) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file = file_of(path)
        self._connection = connect(path)
        self._is_left = False
        self._filler, self._is_free = filler, threading.Event()
        self._version: int | None  # of the session, at which `_walked` is as it says
        self._walked: tuple[Stretch, ...]  # the world's time of which nothing is to be walked again
        self._looked_at = -math.inf  # when the session was as `_look` has it, or later
        try:
            with self._reading() as connection:
                self._key = columns_place.key_of(connection)
                self._kept_in = None if folder is None else folder / columns_place.file_name(path, self._key)
                kept = self._read_kept(connection)
                self._hold(kept or Packed(EMPTY, _new_tables(self._key), *columns_read.traces(connection)))
        except BaseException:
            self._connection.close()
            raise

    def _read_kept(self, connection: sqlite3.Connection) -> Packed | None:
        if self._kept_in is None:
            return None
        return columns_file.read(connection, self._kept_in, self._path, self._key)

    def _hold(self, kept: Packed) -> None:
        self._tables, self._buffers = kept.tables, Buffers(kept.rows)
        self._traces = columns_read.Traces(kept.edited, kept.corrected, kept.erased)
        self._version, self._walked = None, ()
        self._look = self._now()

    @property
    def kept_in(self) -> Path | None:
        """The file that they may be kept in."""
        return self._kept_in

    def keep_in(self, folder: Path) -> None:
        """Where they may be kept, for columns that were made before anybody knew."""
        if self._kept_in is None:
            self._kept_in = folder / columns_place.file_name(self._path, self._key)

    def keep(self) -> bool:
        """Keep them in the cache, so that the next opening is a quick one. False: they could not be, or may not.

        Who erases does so first and then removes what is kept; so this looks once more after it wrote.
        """
        if self._kept_in is None:
            return False
        with self._lock:
            traces, tables, rows = self._traces, self._tables, self._buffers.rows
            packed = Packed(rows, tables, *traces)
        stamped = columns_file.stamp(self._path)
        if not self.is_of_its_file or not columns_file.write(self._kept_in, packed, self._key, stamped):
            return False
        try:
            with self._lock, self._reading() as connection:
                is_right = self.is_of_its_file and columns_read.erased(connection) == traces.erased
        except HubdeskError:
            is_right = False
        if not is_right:
            self.forget()
        return is_right

    def free(self, *, for_good: bool = False) -> None:
        """Whoever fills them has done so. `for_good`: nobody does any more but who looks."""
        self._filler = None if for_good else self._filler
        self._is_free.set()

    def take_kept(self) -> None:
        """What another process kept, where it is more than what is here."""
        with self._lock, self._reading() as connection:
            kept = self._read_kept(connection)
            if kept is not None and len(kept.rows) > len(self):
                self._hold(kept)

    def forget(self) -> None:
        """Keep nothing in the cache, as after an erasure."""
        if self._kept_in is not None:
            columns_place.forget(self._kept_in.parent, (self._key,))

    def leave(self) -> None:
        """Let nobody look any more: who waits for mentions to be taken in is told so within a stretch."""
        self._is_left = True
        self._is_free.set()

    def close(self) -> None:
        self.leave()
        with self._lock:
            self._connection.close()

    @property
    def is_of_its_file(self) -> bool:
        """Whether the session still is the file that was opened."""
        return file_of(self._path) == self._file

    def __len__(self) -> int:
        """How many mentions were taken in so far."""
        return len(self._buffers.rows)

    @property
    def last(self) -> int:
        """The number of the mention that was taken in last, 0 before the first. Waits for nobody."""
        rows = self._buffers.rows
        return int(rows.id[-1]) if len(rows) else 0

    @property
    def nbytes(self) -> int:
        return self._buffers.nbytes + self._tables.authors.nbytes

    def missing(self) -> int:
        """How many mentions are still to be taken in, about: what `fill` would do."""
        with self._lock, self._reading() as connection:
            (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()
        return max(0, int(last) - self.last)

    def fill(self, is_stopped: Callable[[], bool] = bool) -> bool:
        """Take in what is missing, a stretch at a time: others may look, and write, in between. False: stopped."""
        while not (self._is_left or is_stopped()):
            with self._lock, self._reading() as connection:
                if not self._take_in(connection):
                    return True
        return False

    def look(self, start: Millis = -MOST, end: Millis = MOST, since: float | None = None) -> Look:
        """All mentions as they are now, or were not before `since` (of the monotonic clock); of those published outside
        [start, end), perhaps with topics and readings of before. Takes in what is missing first: some seconds for a
        million, unless they were filled in."""
        while True:
            if since is not None and self._looked_at >= since and (look := self._seen(start, end, since)) is not None:
                return look
            filler = self._filler
            if filler is not None and not self._is_free.is_set():
                filler()
                self._is_free.wait()
            if not self.fill():
                raise gone(self._path)
            if (look := self._seen(start, end, since)) is not None:
                return look

    def follow(self, is_stopped: Callable[[], bool] = bool) -> bool:
        """For who fills them, and so waits for nobody: all is as it is now. False: stopped, or somebody was erased and
        all is to be taken in again."""
        return self.fill(is_stopped) and self._seen(-MOST, MOST) is not None

    def _seen(self, start: Millis, end: Millis, since: float | None = None) -> Look | None:
        """Who asks in one breath sees one moment, however often somebody commits meanwhile: of the last look, where it
        was not before `since`, only what it did not walk is walked."""
        with self._lock:
            now, version = self._looked_at, self._version
            if since is None or now < since or version is None or self._is_left:
                now, version = time.monotonic(), self._data_version()
            is_sure = version == self._version and not left_of((start, end), self._walked)
            if not is_sure and not self._follow(version, start, end):
                return None
            self._looked_at = now
            return self._look

    def _now(self) -> Look:
        rows = self._buffers.rows
        return Look(rows, self._tables, Kept(len(rows)), Kept(_SEARCHES * len(rows)))

    def _follow(self, version: int, start: Millis, end: Millis) -> bool:
        """Returns whether `_look` is of now; False: somebody was erased, and all is to be taken in again."""
        with self._reading() as connection:
            traces = columns_read.traces(connection)
            if traces.erased != self._traces.erased:  # any name may be another one now
                self._buffers, self._tables, self._traces = Buffers(), _new_tables(self._key), traces
                self._version, self._walked, self._looked_at = None, (), -math.inf
                self._is_free.clear()
                self.forget()
                return False
            while self._take_in(connection):
                pass
            self._change(connection, traces)
            walked = self._walked if version == self._version else ()
            moved = [self._move(connection, *stretch) for stretch in left_of((start, end), walked)]
            is_other = version != self._version or any(moved)
            self._traces, self._version, self._walked = traces, version, joined((start, end), walked)
        if is_other:
            self._look = self._now()
        return True

    def _take_in(self, connection: sqlite3.Connection) -> bool:
        """The next stretch of new mentions. Returns whether there may be more."""
        columns_read.follow_tables(connection, self._tables)
        rows = self._buffers.rows
        last = int(rows.id[-1]) if len(rows) else -MOST
        taken = 0
        for columns in columns_read.new_rows(connection, self._tables, last, STRETCH):
            self._buffers.add(columns)
            taken += len(columns["id"])
        return taken == STRETCH

    def _change(self, connection: sqlite3.Connection, traces: columns_read.Traces) -> None:
        """Read anew what was edited or corrected since, or is corrected no more."""
        ids = columns_read.differing(self._traces.edited, traces.edited)
        ids += columns_read.differing(self._traces.corrected, traces.corrected)
        if ids:
            self._read_anew(connection, as_ids(sorted(set(ids))))

    def _move(self, connection: sqlite3.Connection, start: Millis, end: Millis) -> bool:
        """What the index says of that time; whether it is something else. Another reading may come with another
        language; a withdrawal has one."""
        rows = self._buffers.rows
        places, combos, readings = columns_read.moved(connection, self._tables, rows, start, end)
        if not len(places):
            return False
        read = rows.reading[places] != readings
        if not read.all():
            self._buffers.change(places[~read], {"combo": combos[~read]})
        if read.any():
            self._read_anew(connection, rows.id[places[read]])
        return True

    def _read_anew(self, connection: sqlite3.Connection, ids: Array) -> None:
        rows = self._buffers.rows
        found = list(columns_read.these_rows(connection, self._tables, np.sort(ids).tolist()))
        if not found:
            return
        values = {name: np.concatenate([one[name] for one in found]) for name in CHANGING}
        places = rows.places(np.concatenate([one["id"] for one in found]))
        held = places >= 0
        self._buffers.change(places[held], {name: value[held] for name, value in values.items()})
        if np.array(self._tables.facets.column(GONE), bool)[values["facet"]].any():
            self.forget()  # what is in the cache still has a hash of who wrote it

    def _data_version(self) -> int:
        if self._is_left or not self.is_of_its_file:
            raise gone(self._path)
        with clear_errors(str(self._path)):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if self._is_left:
            raise gone(self._path)
        with one_moment(self._connection, self._path):
            yield self._connection


def _new_tables(key: bytes) -> Tables:
    return Tables(Combos(), Readings(), Facets(), Authors(key), {})
