"""Keeps pictures fresh: reads off the GUI thread, lets the newest question win."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from hubdesk.core import HubdeskError, Scope
from hubdesk.desk.heartbeat import OpenReader, line_of
from hubdesk.store.reader import Reader

logger = logging.getLogger(__name__)

PACE_SECONDS: Final = 0.25
MOMENT_SECONDS: Final = 0.15
REST: Final = 4  # times as long as it took to answer, a question is left alone...
LONGEST_REST: Final = 5.0  # ...but no longer than that many seconds
Read = Callable[[Reader, Scope, Any], object]


@dataclass(frozen=True, slots=True)
class Question:
    """What a panel asks. Two cells with the same question share one read. `is_kept`: the answer is remembered until
    somebody commits, so that the way back is a quick one."""

    read: Read
    scope: Scope
    options: Hashable
    is_kept: bool = field(default=False, compare=False)

    def __hash__(self) -> int:
        """Of what is quickly told; topics and options, which hold much, are compared."""
        scope = self.scope
        return hash((self.read, scope.start, scope.end, scope.filters))

    def is_about_the_same(self, other: Question) -> bool:
        """Whether an answer to this one may still be drawn for the other: only time moved on."""
        return self._subject() == other._subject()

    def _subject(self) -> object:
        """What is asked about. Options that grow with what was answered say themselves what does not (`subject`). A
        stretch that was chosen (see `Scope.known_by`) is another one when it moves: a hand moved it."""
        scope = self.scope
        stretch = None if scope.known_by is None else (scope.start, scope.end)
        return self.read, getattr(self.options, "subject", self.options), scope.topics, scope.filters, stretch


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
        self._took: dict[Read, float] = {}  # seconds, by the last answers
        self._hurried: set[str] = set()  # of the busy ones: those not to be left alone once they answer
        self._is_closed = False
        self._turn, self._turn_began = threading.Lock(), 0.0
        self._arrived: deque[tuple[Question, object, Exception | None, float]] = deque()
        self._start_soon, self._next_turn, self._breath = QTimer(self), QTimer(self), QTimer(self)
        for timer, slot in (
            (self._start_soon, self._start),
            (self._next_turn, self._hand_over),
            (self._breath, self._go_on),
        ):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        self._returned.connect(self._deliver)

    def ask(
        self,
        key: str,
        read: Read,
        scope: Scope,
        options: Hashable = None,
        pace: float = 0.0,
        is_kept: bool = False,
    ) -> None:
        """Want a picture. A question of the same key that was not started yet is forgotten.

        `pace`: the least seconds between two readings of the same question, if that is more than the usual. `is_kept`:
        it depends on the session, the scope and the options alone.
        """
        if self._is_closed:
            return
        self._paces[key] = pace
        self._wanted[key] = Question(read, scope, options, is_kept)
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
        self._arrived.clear()
        for timer in (self._start_soon, self._next_turn, self._breath):
            timer.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot()
    def _start(self) -> None:
        """Start what may start now; come back for what is too early."""
        now = self._clock()
        waits: list[float] = []
        fresh: dict[Question, None] = {}
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
                fresh[question] = None
        asked_at = time.monotonic()
        if not self._turn.locked():
            self._turn_began = asked_at  # whichever of the two threads is the first to take it
        for question in self._in_turn(list(fresh)):
            self._pool.submit(self._run, question, asked_at)
        if waits:
            self._start_soon.start(max(1, round(1000 * min(waits))))

    def _in_turn(self, questions: list[Question]) -> list[Question]:
        """The quickest first: something is seen at once, and drawn while those that take longest are read."""
        questions.sort(key=self._took_lately)
        return questions

    def _took_lately(self, question: Question) -> float:
        return self._took.get(question.read, 0.0)

    def _wait(self, key: str, question: Question, now: float) -> float:
        last = self._last.get(key)
        if last is None or not last[0].is_about_the_same(question):
            return 0
        return last[1] - now

    def _run(self, question: Question, asked_at: float) -> None:  # on a worker thread
        """Quick reads one after another: two at once only take the interpreter from each other, and from the screen.
        Beside one that takes longer than a moment, the others go on."""
        is_alone = self._turn.acquire(timeout=max(0.0, self._turn_began + MOMENT_SECONDS - time.monotonic()))
        self._turn_began = time.monotonic() if is_alone else self._turn_began
        try:
            self._read(question, asked_at)
        finally:
            if is_alone:
                self._turn.release()

    def _read(self, question: Question, asked_at: float) -> None:
        began = self._clock()
        try:
            with self._open_reader() as reader:
                reader.since(asked_at)
                if self.holds_back and question.scope.known > 0:  # 0: of the session itself, whatever is looked at
                    reader.upto(question.scope.known)
                picture = _answer(reader, question)
        except HubdeskError as error:
            self._returned.emit(question, None, error, self._clock() - began)
        except Exception as error:  # a thread's edge: a panel must not take the desk down
            logger.exception("%s could not be read", getattr(question.read, "__qualname__", question.read))
            self._returned.emit(question, None, error, self._clock() - began)
        else:
            self._returned.emit(question, picture, None, self._clock() - began)

    @Slot(object, object, object, float)
    def _deliver(self, question: Question, picture: object, error: Exception | None, took: float) -> None:
        self._arrived.append((question, picture, error, took))
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        if self._arrived and not self._breath.isActive() and not self._next_turn.isActive():
            self._next_turn.start(0)

    @Slot()
    def _hand_over(self) -> None:
        """One answer a turn, and a turn to paint it before the next one: a key is heard between any two of them."""
        if not self._arrived:
            return
        question, picture, error, took = self._arrived.popleft()
        self._breath.start(0)
        keys = self._reading.pop(question, set())
        self._busy -= keys
        self._took[question.read] = max(took, self._took.get(question.read, 0.0) / 2)  # one that was kept says little
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
                self.failed.emit(key, line_of(error))
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


def _answer(reader: Reader, question: Question) -> object:
    answer = partial(question.read, reader, question.scope, question.options)
    return reader.picture(question, answer) if question.is_kept else answer()
