"""Where a watch runs: in a thread of the collector while it collects, and at once after an import."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubdesk.collector.process import alone
from hubdesk.core import MINUTE, FailedError, HubdeskError, Millis
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer

if TYPE_CHECKING:
    from hubdesk.collector.watch import Tell, Watch

LOOK_SECONDS: Final = 1.0  # between two looks at the clock
PAUSE_SECONDS: Final = 0.05  # between two stretches of a catch-up: others want to write too
REST_SECONDS: Final = 5.0  # after the session could not be read or written
NICENESS: Final = 5
LOCK: Final = "watch"
BUSY: Final = "another watch is at it"  # nobody is told: it waits, or leaves it to that one
logger = logging.getLogger(__name__)


class WatchThread:
    """The thread in which a collector watches, with connections of its own: a slow machine falls behind here, and never
    on storing mentions. It begins after `patience` seconds: the first page is more urgent."""

    def __init__(
        self,
        path: Path,
        state: Path,
        now: Callable[[], Millis],
        patience: float = 0.0,
        tell: Tell | None = None,
        *,
        once: bool = False,
    ) -> None:
        """`state` is the folder for locks. `once`: it ends when all is watched."""
        self._path, self._state, self._now, self._patience, self._tell = path, state, now, patience, tell
        self._once = once
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch")

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        """Wait until it has ended by itself."""
        self._thread.join()

    def stop(self) -> None:
        """Wait for the stretch at hand, and end."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # where the system knows no such thing, we are as the others
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        if self._ended.wait(self._patience):
            return
        try:
            with self._alone() as may_watch:
                if may_watch:
                    self._watch()
        except HubdeskError as error:
            logger.warning("nobody watches: %s", error)
        except Exception:  # the edge of this thread: mentions are stored all the same
            logger.exception("the watch ended in a way nobody foresaw")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """One watch a session: waits while an import catches up. False when it was ended before that."""
        while not self._ended.is_set():
            with contextlib.ExitStack() as stack:
                try:
                    stack.enter_context(alone(self._path, self._state, LOCK, BUSY))
                except FailedError as error:
                    if str(error) != BUSY:
                        raise
                    if self._once:
                        break  # that one watches all of it
                    self._ended.wait(REST_SECONDS)
                    continue
                yield True
                return
        yield False

    def _watch(self) -> None:
        from hubdesk.collector.watch import Watch  # numpy and scipy load here, and keep no first page waiting

        with open_writer(self._path) as writer, open_reader(self._path) as reader:
            watch = Watch(reader, writer, self._now, self._tell)
            wait = self._work(watch)
            while not self._ended.wait(wait) and not (self._once and wait == LOOK_SECONDS):
                wait = self._work(watch)
            watch.put_away()

    def _work(self, watch: Watch) -> float:
        """One stretch. Returns for how long to wait then."""
        try:
            return PAUSE_SECONDS if watch.step() else LOOK_SECONDS
        except HubdeskError as error:
            logger.warning("%s", error)
            return REST_SECONDS


def catch_up(path: Path, state: Path, now: Millis) -> int:
    """Watch an archive, up to its newest mention: another may follow that goes on from there. Returns how many episodes
    were found or changed. Where a collector is at work on the session, it watches, and nothing is done here.

    Raises HubdeskError.
    """
    from hubdesk.collector.watch import Watch  # as above

    found: set[int] = set()
    try:
        with alone(path, state, LOCK, BUSY), open_writer(path) as writer, open_reader(path) as reader:
            until = min(now, _end_of(reader))
            watch = Watch(reader, writer, lambda: until, lambda episode: found.add(episode.id))
            while watch.step():
                pass
            watch.put_away()
    except FailedError as error:
        if str(error) != BUSY:
            raise
    return len(found)


def _end_of(reader: Reader) -> Millis:
    """When the minute of the newest mention can be counted."""
    from hubdesk.collector.watch import SETTLED  # as above

    newest = reader.facts().last_at
    return 0 if newest is None else newest // MINUTE * MINUTE + MINUTE + SETTLED
