"""Keeps pictures fresh: notices commits, reads off the GUI thread, lets the newest question win."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from hubdesk.core import HubdeskError, Scope
from hubdesk.i18n import _
from hubdesk.store.reader import Reader
from hubdesk.widgets.text import tame

logger = logging.getLogger(__name__)

BEAT_SECONDS: Final = 0.25
PACE_SECONDS: Final = 0.25
REST: Final = 4  # times as long as it took to answer, a question is left alone...
LONGEST: Final = 1000  # characters of an error that are shown
LONGEST_REST: Final = 5.0  # ...but no longer than that many seconds
Read = Callable[[Reader, Scope, Any], object]
OpenReader = Callable[[], Reader]


class Heartbeat(QObject):
    """Says when the session changed, whichever process changed it; at most once a beat.

    It looks from a thread of its own, with a reader of its own: a disk that hangs stops the beat, never a frame.
    """

    changed = Signal()
    lost = Signal(str)  # the session cannot be looked at: why; "" when it can again

    def __init__(self, open_reader: OpenReader, parent: QObject | None = None, beat: float = BEAT_SECONDS) -> None:
        super().__init__(parent)
        self._open_reader = open_reader
        self._beat_seconds = beat
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="heartbeat", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop and wait. After this no signal is sent."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:  # on the heartbeat's thread
        is_lost = False
        seen: int | None = None
        while not self._stop.is_set():
            try:
                with self._open_reader() as reader:
                    if is_lost:
                        is_lost = False
                        self.lost.emit("")
                        self.changed.emit()
                    seen = reader.version()  # each reader counts from its own start
                    while not self._stop.wait(self._beat_seconds):
                        version = reader.version()
                        if version != seen:
                            seen = version
                            self.changed.emit()
            except Exception as error:  # a thread's edge: the desk stays up and says so
                if not is_lost:
                    is_lost = True
                    logger.warning("the session cannot be looked at", exc_info=True)
                    self.lost.emit(_line(error))
                self._stop.wait(max(1.0, self._beat_seconds))


@dataclass(frozen=True, slots=True)
class Question:
    """What a panel asks. Two cells with the same question share one read."""

    read: Read
    scope: Scope
    options: Hashable

    def is_about_the_same(self, other: Question) -> bool:
        """Whether an answer to this one may still be drawn for the other: only time moved on."""
        return self._subject() == other._subject()

    def _subject(self) -> object:
        """What is asked about. Options that grow with what was answered say themselves what does not (`subject`)."""
        return self.read, getattr(self.options, "subject", self.options), self.scope.topics


class Refresher(QObject):
    """Runs panels' reads off the GUI thread: one at a time for each key, the newest question wins.

    Questions that differ only in time are asked four times a second at most, or as seldom as who asks wants; what is
    slow to answer takes a fifth of a worker's time at most. A changed topic or option is asked about at once.
    """

    answered = Signal(str, object)  # key, picture
    failed = Signal(str, str)  # key, one line
    _returned = Signal(object, object, object, float)  # question, picture, error, seconds: crosses to the GUI thread

    def __init__(
        self,
        open_reader: OpenReader,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
        pace: float = PACE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self.holds_back = False  # in a replay: nothing later than a scope knows is told, whatever is asked
        self._open_reader = open_reader
        self._clock = clock
        self._pace = pace
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="read")
        self._wanted: dict[str, Question] = {}  # the newest question of each key, until it is started
        self._last: dict[str, tuple[Question, float]] = {}  # what was started last, and from when on it may be again
        self._paces: dict[str, float] = {}  # seconds between two starts of the same, where that is more than the pace
        self._reading: dict[Question, set[str]] = {}
        self._busy: set[str] = set()
        self._hurried: set[str] = set()  # of the busy ones: those not to be left alone once they answer
        self._is_closed = False
        self._start_soon = QTimer(self)
        self._start_soon.setSingleShot(True)
        self._start_soon.timeout.connect(self._start)
        self._returned.connect(self._deliver)

    def ask(self, key: str, read: Read, scope: Scope, options: Hashable = None, pace: float = 0.0) -> None:
        """Want a picture. A question of the same key that was not started yet is forgotten.

        `pace`: the least seconds between two readings of the same question, if that is more than the usual.
        """
        if self._is_closed:
            return
        self._paces[key] = pace
        self._wanted[key] = Question(read, scope, options)
        self._start_soon.start(0)

    def forget(self, key: str) -> None:
        """Want nothing any more: what is being read for this key is not delivered."""
        self._wanted.pop(key, None)
        self._last.pop(key, None)
        for keys in self._reading.values():
            keys.discard(key)
        self._busy.discard(key)

    def hurry(self) -> None:
        """A person moved to another instant, or stopped at one: what panels show is of elsewhere, none waits longer."""
        soon = self._clock() + self._pace
        self._last = {key: (question, min(due, soon)) for key, (question, due) in self._last.items()}
        self._hurried |= self._busy
        if self._wanted:
            self._start_soon.start(0)

    @property
    def is_idle(self) -> bool:
        return not self._wanted and not self._reading

    def close(self) -> None:
        """Wait for the reads that run; say nothing any more."""
        self._is_closed = True
        self._wanted.clear()
        self._start_soon.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot()
    def _start(self) -> None:
        """Start what may start now; come back for what is too early."""
        now = self._clock()
        waits: list[float] = []
        fresh: set[Question] = set()
        for key in [key for key in self._wanted if key not in self._busy]:
            question = self._wanted[key]
            wait = self._wait(key, question, now)
            if wait > 0:
                waits.append(wait)
                continue
            if question in self._reading and question not in fresh:
                continue  # being read since before it was asked: wait for its end, then read again
            del self._wanted[key]
            self._busy.add(key)
            self._last[key] = (question, now + max(self._pace, self._paces.get(key, 0.0)))
            if question in self._reading:
                self._reading[question].add(key)
            else:
                self._reading[question] = {key}
                fresh.add(question)
        for question in fresh:
            self._pool.submit(self._run, question)
        if waits:
            self._start_soon.start(max(1, round(1000 * min(waits))))

    def _wait(self, key: str, question: Question, now: float) -> float:
        last = self._last.get(key)
        if last is None or not last[0].is_about_the_same(question):
            return 0
        return last[1] - now

    def _run(self, question: Question) -> None:  # on a worker thread
        began = self._clock()
        try:
            with self._open_reader() as reader:
                if self.holds_back and question.scope.known > 0:  # 0: of the session itself, whatever is looked at
                    reader.upto(question.scope.known)
                picture = question.read(reader, question.scope, question.options)
        except HubdeskError as error:
            self._returned.emit(question, None, error, self._clock() - began)
        except Exception as error:  # a thread's edge: a panel must not take the desk down
            logger.exception("%s could not be read", getattr(question.read, "__qualname__", question.read))
            self._returned.emit(question, None, error, self._clock() - began)
        else:
            self._returned.emit(question, picture, None, self._clock() - began)

    @Slot(object, object, object, float)
    def _deliver(self, question: Question, picture: object, error: Exception | None, took: float) -> None:
        keys = self._reading.pop(question, set())
        self._busy -= keys
        self._let_rest(keys, question, took)
        if self._is_closed:
            return
        for key in sorted(keys):
            newer = self._wanted.get(key)
            if newer is not None and not newer.is_about_the_same(question):
                continue  # an answer about topics that are no longer asked about
            if error is None:
                self.answered.emit(key, picture)
            else:
                self.failed.emit(key, _line(error))
        if self._wanted:
            self._start_soon.start(0)

    def _let_rest(self, keys: set[str], question: Question, took: float) -> None:
        """What took long is not asked again at once; without a pace nothing waits."""
        if not self._pace:
            return
        rested = self._clock() + min(REST * took, LONGEST_REST)
        hurried = keys & self._hurried
        self._hurried -= keys
        for key in keys - hurried:
            last = self._last.get(key)
            if last is not None and last[0] == question:
                self._last[key] = (question, max(last[1], rested))


def _line(error: Exception) -> str:
    """One line for a person. What is not ours is named, so that a report can be made of it."""
    text = tame(str(error), LONGEST)
    if isinstance(error, HubdeskError):
        return text
    return _("It could not be read ({why}).").format(why=text[:200] or type(error).__name__)
