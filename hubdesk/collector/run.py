"""A collector as a process of its own: one at a time on a session, fetching in a background thread, ending cleanly.

The main thread waits for the end: a signal, a time limit, or the closing of stdin by the desk that started it (also
when that desk is killed). The fetch thread runs the loop and owns the session's connections.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.collector.alerts import alerts_of
from hubdesk.collector.background import BackgroundThread
from hubdesk.collector.channels import Channels
from hubdesk.collector.intake import spare_the_collector_of_garbage
from hubdesk.collector.logs import logging_to
from hubdesk.collector.loop import Attempt, Collector
from hubdesk.collector.process import alone, ending
from hubdesk.collector.readers import Readers
from hubdesk.collector.watch_thread import WatchThread
from hubdesk.core import HubdeskError, Millis
from hubdesk.core.alert_ways import Alerting
from hubdesk.i18n import _
from hubdesk.sources.http import Http
from hubdesk.store.session import open_reader, open_writer

FIRST_PAGE_SECONDS: Final = 10.0  # for which reading in the background waits for the first source's answer
LONGEST_WAIT: Final = 1e9  # seconds, thirty years: systems refuse to wait for much more
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Until:
    """What ends a collector besides a signal."""

    once: bool = False
    seconds: float | None = None
    stdin_closes: bool = False


def now() -> Millis:
    """The one clock of the collector."""
    return time.time_ns() // 1_000_000


def collect(
    path: Path,
    until: Until,
    state: Path,
    logs: Path,
    tell: Callable[[Attempt], None],
    alerting: Callable[[], Alerting | None] | None = None,
) -> None:
    """Collect into a session until told to end. `state` is the folder for locks, `logs` the one for the log.

    `alerting`: whom outside the watch alerts, asked whenever there is something to tell; None: nobody, ever.

    Raises SessionError when the session cannot be opened, FailedError when another collector is at work on it.
    """
    busy = _("{path} is being collected already; close the other desk or collector first").format(path=path)
    with (
        alone(path, state, "collector", busy),
        logging_to(logs),
        ending(stdin_closes=until.stdin_closes) as ended,
        alerts_of(path, alerting, now, once=until.once) as hear,
    ):
        readers = Readers()
        reading = None if until.once else BackgroundThread(path, readers.judge, FIRST_PAGE_SECONDS)
        watch = None if until.once else WatchThread(path, state, now, FIRST_PAGE_SECONDS, hear)
        fetching = _Fetching(path, until.once, tell, ended, readers, reading)
        thread = threading.Thread(target=fetching.run, name="fetch")
        thread.start()
        for beside in (reading, watch):
            if beside is not None:
                beside.start()
        try:
            ended.wait(None if until.seconds is None else min(until.seconds, LONGEST_WAIT))
        finally:
            fetching.stop()
            for beside in (reading, watch):
                if beside is not None:
                    beside.stop()
            thread.join()
        if until.once and fetching.error is None:
            watch = WatchThread(path, state, now, tell=hear, once=True)
            watch.start()
            watch.join()
    _fold(path)
    if fetching.error is not None:
        raise fetching.error


def _fold(path: Path) -> None:
    """Two threads that leave a session in the same moment each take the other for one that stays."""
    if path.with_name(f"{path.name}-wal").exists():
        with contextlib.suppress(HubdeskError), open_writer(path):
            pass


class _Fetching:
    """The fetch thread: its loop, and how to end it from outside."""

    def __init__(
        self,
        path: Path,
        once: bool,
        tell: Callable[[Attempt], None],
        ended: threading.Event,
        readers: Readers,
        reading: BackgroundThread | None,
    ) -> None:
        self._readers, self._reading = readers, reading
        self._path, self._once, self._tell, self._ended = path, once, tell, ended
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._lock = threading.Lock()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with contextlib.suppress(asyncio.CancelledError):
                asyncio.run(self._main())
        except Exception as error:  # noqa: BLE001 — the thread's edge: handed to the main thread
            self.error = self.error or error
        finally:
            with self._lock:
                self._loop = None
            self._ended.set()

    def _say(self, attempt: Attempt) -> None:
        """Whoever heard us may have gone: that ends the collector, and is no fault of the source just asked."""
        try:
            self._tell(attempt)
            if self._reading is not None:
                self._reading.begin()  # the first page is stored: what loads now keeps nobody waiting
        except OSError as error:
            self.error = self.error or error
            self._ended.set()

    async def _main(self) -> None:
        with self._lock:
            if self._stopping:
                return
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        spare_the_collector_of_garbage()
        with open_writer(self._path) as writer, open_reader(self._path) as reader:
            async with Http() as http:
                collector = Collector(reader, writer, http, now, self._say, readers=self._readers)
                channels = Channels(reader, writer, http, now)
                if self._once:
                    await collector.once()
                    await channels.once()  # an account is looked for among what was just stored
                else:
                    async with channels.beside():
                        await collector.run()

    def stop(self) -> None:
        with self._lock:
            self._stopping = True
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(self._task.cancel)
