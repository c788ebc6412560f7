"""Reads the tone of stored mentions in the background, newest first, and learns from the analyst's corrections.

A slow machine falls behind here, where it can be seen (Reader.unread), and never on storing mentions: this has a thread
and connections of its own, and its transactions are short.

What it learnt lives in memory and is learnt anew at the next start, so nothing of a mention that was taken back is left
anywhere. `step` does one small piece of work; the thread around it only waits and ends.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from hubdesk.collector.readers import BETTER, Judge, tell_off
from hubdesk.core import Heard, HubdeskError
from hubdesk.store.errors import StoreBusyError, StoreFullError
from hubdesk.store.reader import Reader
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.writer import Writer

AT_ONCE: Final = 16  # mentions read between two short transactions
RECENT: Final = 2_000  # mentions that are read again after the analyst's corrections
SETTLED_SECONDS: Final = 3.0  # without another correction, before they are learnt
RESCAN_SECONDS: Final = 60.0  # between two looks for mentions that were edited
REST_SECONDS: Final = 5.0  # after the session could not be written
IDLE_SECONDS: Final = 0.5
PAUSE_SECONDS: Final = 0.005  # between two pieces of work: a lock goes to whoever happens to look
NICENESS: Final = 5
logger = logging.getLogger(__name__)


class ReadingOffError(Exception):
    """The judge cannot be used; why is in the session."""


class Background:
    """What is left to be read in a session. `clock`: seconds that only grow."""

    def __init__(
        self, reader: Reader, writer: Writer, judge: Judge, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._reader, self._writer, self._judge, self._clock = reader, writer, judge, clock
        self._waiting: list[int] = []  # the last is read first
        self._again: list[int] = []  # read already, and to be read with what was learnt since
        self._refused: set[int] = set()  # broke the judge: not tried twice
        self._moment: int | None = None  # the session's version that was looked at last
        self._has_moved = False  # since all of it was looked through
        self._is_well: bool | None = None
        self._last = 0  # the newest mention seen
        self._scanned_at: float | None = None
        self._learnt: tuple[tuple[int, str], ...] = ()
        self._corrected: tuple[tuple[int, str], ...] = ()
        self._corrected_at: float | None = None

    def step(self) -> bool:
        """A little work. False: nothing is to be done for now. Raises ReadingOffError."""
        self._look()
        if self._corrected_at is not None and self._clock() - self._corrected_at >= SETTLED_SECONDS:
            self._learn()
            return True
        if self._waiting:
            self._read_some(self._waiting, is_again=False)
            return True
        if self._again:
            self._read_some(self._again, is_again=True)
            return True
        return False

    def _look(self) -> None:
        """What is new: mentions, corrections; and now and then, what was edited."""
        moment, now = self._reader.version(), self._clock()
        is_first = self._scanned_at is None
        has_moved, self._moment = moment != self._moment, moment
        self._has_moved = self._has_moved or has_moved
        if self._has_moved and (self._scanned_at is None or now - self._scanned_at >= RESCAN_SECONDS):
            self._has_moved, self._scanned_at = False, now
            found = self._reader.outdated({BETTER: self._judge.version})
            self._waiting = sorted(id_ for id_ in found if id_ not in self._refused)
            self._last = self._reader.last_id()
        elif has_moved and (last := self._reader.last_id()) > self._last:
            self._waiting += range(self._last + 1, last + 1)
            self._last = last
        if has_moved:
            self._judge.know(self._reader.topics())
            self._hear_corrections(now, at_once=is_first)

    def _hear_corrections(self, now: float, *, at_once: bool) -> None:
        told = tuple(
            sorted(
                (one.mention, one.value[0])
                for one in self._reader.corrections()
                if one.reading == "tone" and one.holds and not one.is_of_earlier_words and one.value != ("unknown",)
            )
        )
        if told != self._corrected:
            self._corrected = told
            self._corrected_at = now - SETTLED_SECONDS if at_once else now
        if told == self._learnt:
            self._corrected_at = None

    def _learn(self) -> None:
        """Heed the corrections, and read what is recent again with what they taught."""
        self._corrected_at = None
        tones = dict(self._corrected)
        heard = [one for one in self._reader.mentions(tones) if not one.is_gone]
        with self._judging():
            self._judge.learn([(one.mention, tones[one.id]) for one in heard])
        self._learnt = self._corrected
        waiting = set(self._waiting) | self._refused
        recent = range(max(1, self._last - RECENT + 1), self._last + 1)
        self._again = [id_ for id_ in recent if id_ not in waiting]

    def _read_some(self, ids: list[int], *, is_again: bool) -> None:
        chosen = ids[-AT_ONCE:][::-1]
        del ids[-AT_ONCE:]
        heard = [one for one in self._reader.mentions(chosen) if not one.is_gone]
        if not is_again:
            heard = [one for one in heard if dict(one.notes.versions).get(BETTER, 0) < self._judge.version]
        if not heard:
            return
        try:
            batch = self._read(heard)
            self._writer.set_readings(batch)
        except (StoreBusyError, StoreFullError):
            ids += chosen[::-1]
            raise

    def _read(self, heard: Sequence[Heard]) -> list[Reread]:
        with self._judging():
            try:
                notes = self._judge.notes(heard)
            except HubdeskError:
                raise
            except Exception:  # a text that nobody foresaw must not keep the others waiting
                logger.exception("the tone of %d mentions could not be read", len(heard))
                if len(heard) > 1:
                    return [read for one in heard for read in self._read([one])]
                self._refused.add(heard[0].id)
                return []
        return [Reread(one, read) for one, read in zip(heard, notes, strict=True)]

    @contextlib.contextmanager
    def _judging(self) -> Iterator[None]:
        try:
            yield
            if not self._is_well:
                self._is_well = True
                tell_off(self._reader, self._writer, {}, of_judge=True)
        except HubdeskError as error:
            tell_off(self._reader, self._writer, {BETTER: str(error)}, of_judge=True)
            logger.warning("tone is read by the quick reader alone: %s", error)
            raise ReadingOffError from error


class BackgroundThread:
    """The thread in which a collector reads. `judge` makes one there, or nothing when there is none.

    It waits `patience` seconds, or until it is told to begin: its models load while nothing more urgent does.
    """

    def __init__(self, path: Path, judge: Callable[[], Judge | None], patience: float = 0.0) -> None:
        self._path, self._make, self._patience = path, judge, patience
        self._may_begin, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="readings")

    def start(self) -> None:
        self._thread.start()

    def begin(self) -> None:
        """Be patient no longer. From any thread."""
        self._may_begin.set()

    def stop(self) -> None:
        """Wait for the piece of work at hand, and end."""
        self._ended.set()
        self._may_begin.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # where the system knows no such thing, we are as the others
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        self._may_begin.wait(self._patience)
        if self._ended.is_set():
            return
        try:
            with open_writer(self._path) as writer, open_reader(self._path) as reader:
                judge = self._make()
                if judge is None:
                    return
                background = Background(reader, writer, judge)
                while not self._ended.is_set():
                    self._ended.wait(self._work(background))
        except ReadingOffError:
            return
        except HubdeskError as error:
            logger.warning("nothing is read in the background: %s", error)
        except Exception:  # the edge of this thread: mentions are stored all the same
            logger.exception("reading in the background ended in a way nobody foresaw")

    def _work(self, background: Background) -> float:
        """One piece of work. Returns for how long to wait then."""
        try:
            return PAUSE_SECONDS if background.step() else IDLE_SECONDS
        except (StoreBusyError, StoreFullError) as error:
            logger.warning("%s", error)
            return REST_SECONDS
