"""What the watch tells, told on to those outside: judged by the rules, sent by a thread of its own, never waited for.

What is told within a second or so goes out as one, so that a storm is one line. Alerts wait in a row that is bounded;
what finds no place in it is counted with the next. A webhook that hangs delays the next alert and nothing else. What
quiet hours or a cool-down hold back is judged again at their end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from hubdesk.collector.alert_judging import Judging
from hubdesk.collector.alert_send import PAUSES, send
from hubdesk.core import Episode, HubdeskError, Millis
from hubdesk.core.alert_ways import Alerting, Outgoing
from hubdesk.core.alerts import LATE, AlertRules
from hubdesk.i18n import number
from hubdesk.sources.http import Http
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader

GATHER_SECONDS: Final = 1.0  # for which an alert waits for others of the same stretch
MOST_WAITING: Final = 2_000
MOST_TOLD: Final = 5  # episodes in one message
REST_SECONDS: Final = 5.0  # after the session could not be read
HELD_SECONDS: Final = 15.0  # between two looks whether what is held back is due: a machine may have slept meanwhile
AGAIN_SECONDS: Final = 60.0  # after alerts ended in a way nobody foresaw: a keyring's library may fail as it likes
ALL_SECONDS: Final = 60.0  # for every attempt, when a single round has nothing else to do
LEAVE_SECONDS: Final = 2.0  # for what is being sent when a collector ends
logger = logging.getLogger(__name__)

Tell = Callable[[Episode], None]  # as collector/watch.py has it, whose libraries need not load here


class AlertThread:
    """The thread that sends alerts. `tell` is the watch's `Tell`: it neither waits nor fails."""

    def __init__(
        self,
        path: Path,
        alerting: Callable[[], Alerting | None],
        now: Callable[[], Millis],
        *,
        once: bool = False,
        gather_seconds: float = GATHER_SECONDS,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """`alerting` is asked in this thread, whenever something was told: None while nobody outside is to be alerted.
        `once`: see `Judging`."""
        self._path, self._alerting, self._now, self._once = path, alerting, now, once
        self._gather_seconds, self._pauses = gather_seconds, pauses
        self._judging: Judging | None = None
        self._told: deque[Episode] = deque()
        self._missed = 0
        self._ends = False
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._woken, self._ended = asyncio.Event(), asyncio.Event()  # of the loop that runs
        self._stopped = threading.Event()
        self._rules: AlertRules | None = None  # those whose topics were looked at
        self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)  # a keyring may ask a person

    def start(self) -> None:
        """Before the watch does. Raises SessionError."""
        with open_reader(self._path) as reader:
            self._judging = Judging(reader, self._now(), once=self._once)
        self._thread.start()

    def tell(self, episode: Episode) -> None:
        """An episode that opens or changes; from any thread."""
        if episode.now.at < self._now() - LATE or episode.now.end is not None:
            return  # a catch-up tells thousands
        with self._lock:
            if len(self._told) < MOST_WAITING:
                self._told.append(episode)
            else:
                self._missed += 1
            self._wake()

    def stop(self, patience: float = LEAVE_SECONDS) -> None:
        """End once what waits is sent, after `patience` seconds at the latest."""
        with self._lock:
            self._ends = True
            self._wake()
        self._stopped.set()
        self._thread.join(patience)
        with self._lock:
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(LEAVE_SECONDS)

    # inside

    def _wake(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)
            if self._ends:
                self._loop.call_soon_threadsafe(self._ended.set)

    def _run(self) -> None:
        while not self._runs_to_its_end() and not self._stopped.wait(AGAIN_SECONDS):
            pass

    def _runs_to_its_end(self) -> bool:
        """False: it broke off, and is to be tried again."""
        try:
            with contextlib.suppress(asyncio.CancelledError):
                asyncio.run(self._main())
        except HubdeskError as error:
            logger.warning("nobody outside is alerted for now: %s", error)
        except Exception:  # the edge of this thread: mentions are stored and watched all the same
            logger.exception("alerts broke off in a way nobody foresaw")
        else:
            return True
        return False

    async def _main(self) -> None:
        with self._lock:
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
            self._woken, self._ended = asyncio.Event(), asyncio.Event()
            self._wake()
        try:
            with open_reader(self._path) as reader:
                self._how(reader)  # what is wrong in the settings is said at once
                async with Http() as http:
                    while await self._step(reader, http):
                        pass
        except asyncio.CancelledError:
            logger.warning("the collector ended before an alert was sent")
            raise
        finally:
            with self._lock:
                self._loop = None

    async def _step(self, reader: Reader, http: Http) -> bool:
        """Send what waits, and what was held back until now. False: no more will come."""
        assert self._judging is not None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HELD_SECONDS if self._judging.holds else None):
                await self._woken.wait()
        if self._woken.is_set():
            self._woken.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._gather_seconds):
                    await self._ended.wait()
        with self._lock:
            told, missed, ends = tuple(self._told), self._missed, self._ends
            self._told.clear()
            self._missed = 0
        told = (*self._judging.due(self._now()), *told)
        if missed:
            logger.warning("%s alerts found no place in the row: told as a number", missed)
        try:
            if told:
                await self._alert(reader, http, told, missed)
        except HubdeskError as error:  # the session does not answer: who was not judged is asked again
            logger.warning("alerts wait: %s", error)
            await self._wait_with(told, missed)
        with self._lock:
            return not ends or bool(self._told)

    async def _wait_with(self, told: Sequence[Episode], missed: int) -> None:
        with self._lock:
            self._told.extendleft(reversed(told))
            self._missed += missed
        self._woken.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST_SECONDS):
                await self._ended.wait()
                self._told.clear()  # it ends, and nobody can say what they are

    async def _alert(self, reader: Reader, http: Http, told: Sequence[Episode], missed: int) -> None:
        at, judging = self._now(), self._judging
        how = self._how(reader)
        assert judging is not None
        if how is None:
            judging.pass_over(at)
            return
        facts, names = reader.facts(), {topic.id: topic.name for topic in reader.topics()}
        judged = judging.judge(reader, how.rules, told, at)
        if not judged:
            return
        count = len(judged) + missed
        outgoing = Outgoing(tuple(judged[:MOST_TOLD]), count, facts.title, facts.timezone, facts.synthetic, names, at)
        for way, sent in await send(http, how.ways, how.payload, outgoing, self._pauses):
            if sent.ok:
                logger.info("%s told of %s", way, number(count))
            else:
                logger.warning("%s was not told of %s: %s", way, number(count), sent.why)

    def _how(self, reader: Reader) -> Alerting | None:
        """Whom to alert now, and how; rules for topics that are not there are said once."""
        how = self._alerting()
        if how is not None and how.rules != self._rules:
            self._rules = how.rules
            for topic in how.rules.unknown_topics(one.name for one in reader.topics()):
                logger.warning("an alert rule names the topic “%s”, which this session has not", topic)
        return how


@contextlib.contextmanager
def alerts_of(
    path: Path, alerting: Callable[[], Alerting | None] | None, now: Callable[[], Millis], *, once: bool
) -> Iterator[Tell | None]:
    """Alerts while a collector runs: whom the watch is to tell. `alerting` None: nobody, ever.

    Raises SessionError when the session cannot be read.
    """
    if alerting is None:
        yield None
        return
    thread = AlertThread(path, alerting, now, once=once)
    thread.start()
    try:
        yield thread.tell
    finally:
        thread.stop(ALL_SECONDS if once else LEAVE_SECONDS)
