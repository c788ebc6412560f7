"""Has ready what filters count from: a session's columns, filled behind its first pictures and kept in the cache."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from hubdesk.core import HubdeskError
from hubdesk.store.columns_beside import FillingBeside
from hubdesk.store.columns_place import TOUCHED_EVERY, prune, touch
from hubdesk.store.reader_columns import drop, free, hold, kept_files, leave, shared

if TYPE_CHECKING:
    from hubdesk.store.columns import Columns

logger = logging.getLogger(__name__)

SETTLED_MS: Final = 1_500  # after the first pictures, when the desk has loaded and painted what comes behind them
PAUSE_SECONDS: Final = 0.002  # between two stretches, for whoever waits to draw or to look
REST_SECONDS: Final = 5.0  # after new mentions were taken in
TOLD_AFTER: Final = 1.0  # seconds: what takes no longer is not spoken of
TOLD_EVERY: Final = 0.25
LARGE: Final = 100_000  # mentions to be taken in: a second's work, from which on another process does it
WORTH_KEEPING: Final = 20_000  # new mentions, which would take a blink to take in again
KEEP_AGAIN_SECONDS: Final = 600.0  # after somebody had to be forgotten


class ColumnsWatch(QObject):
    """Of one open session, on a thread of its own. A large session is filled by a process beside, for which a filter
    waits that is asked for before; the thread takes in what comes later, and gives way to the screen."""

    progressed = Signal(float)  # the share that is done, where it takes its time; 1 at the end
    filled = Signal()  # everything that was there is taken in

    def __init__(self, session: Path, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._folder = session, folder
        self._wake, self._hurry = threading.Event(), threading.Event()
        self._stop, self._may_drop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="columns", daemon=True)
        self._starting = threading.Lock()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._start)
        self._has_told, self._told_at = False, 0.0  # that it is not done yet; and when
        self._total = 0  # mentions, about
        self._beside = FillingBeside()
        hold(session, folder, self._call)

    def begin(self) -> None:
        """The first pictures are there."""
        if not self._stop.is_set():
            self._settled.start(SETTLED_MS)

    def notice(self) -> None:
        """Somebody committed."""
        self._wake.set()

    def stop(self) -> None:
        """Before whoever reads is waited for: nobody waits for columns any more."""
        if not self._may_drop.is_set():
            self._stop.set()
            self._beside.kill()
            self._call()
            leave(self._session)

    def close(self) -> None:
        """Stop, wait, and let go of the session's file; quiet afterwards. Nobody may be reading any more."""
        self.stop()
        self._settled.stop()
        self._may_drop.set()
        self._start()  # a file is closed where it keeps no frame waiting
        self._thread.join()

    def _call(self) -> None:
        """In any thread: somebody waits for them."""
        self._hurry.set()
        self._wake.set()
        if not self._stop.is_set():
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread.ident is None:
                self._thread.start()

    # -- on the thread

    def _work(self) -> None:
        self._told_at = time.monotonic()
        try:
            if not self._stop.is_set():
                self._follow(shared(self._session))
        except HubdeskError as error:  # whoever reads says so too, where it is seen
            if not self._stop.is_set():
                logger.info("columns are followed no more: %s", error)
        except Exception:  # a thread's edge: filters fill columns themselves
            logger.exception("columns could not be filled")
        free(self._session, for_good=True)
        if not self._stop.is_set():
            self._tell(1.0)
        self._may_drop.wait()
        drop(self._session)

    def _follow(self, columns: Columns) -> None:
        """Take in what is there, then what comes. Ends when it is stopped, or when the session is another file."""
        prune(self._folder, time.time(), kept_files())
        is_stopped = partial(self._is_stopped, columns)
        kept, kept_at, is_first = len(columns), -KEEP_AGAIN_SECONDS, True
        while not is_stopped():
            if self._fill_beside(columns):
                kept = len(columns)
            free(self._session)
            if not columns.fill(is_stopped) or (is_first and not columns.follow(is_stopped)):
                continue  # stopped, or somebody was erased: all is to be taken in again
            self._tell(1.0)
            is_first = False
            if self._is_worth_keeping(columns, kept, kept_at):
                is_of_now = columns.follow(is_stopped)  # nobody who is gone by now is in it...
                if is_of_now and columns.keep():
                    is_of_now = columns.follow(is_stopped)  # ...nor who went while it was written
                kept, kept_at = len(columns), time.monotonic()
                if not is_of_now:
                    continue
            self.filled.emit()
            self._rest(columns)

    def _fill_beside(self, columns: Columns) -> bool:
        """In a process of its own, where much is missing. Returns whether that was so."""
        missing = columns.missing()
        self._total = len(columns) + missing
        if missing >= LARGE:
            self._beside.run(self._session, self._folder, self._tell)
            columns.take_kept()
        return missing >= LARGE

    def _is_worth_keeping(self, columns: Columns, kept: int, kept_at: float) -> bool:
        """Where much came since, or what was kept had to be forgotten."""
        file = columns.kept_in
        if file is None or len(columns) < WORTH_KEEPING:
            return False
        if len(columns) - kept >= max(WORTH_KEEPING, kept // 8):
            return True
        return time.monotonic() - kept_at >= KEEP_AGAIN_SECONDS and not file.exists()

    def _rest(self, columns: Columns) -> None:
        """Until somebody commits."""
        while not self._wake.wait(TOUCHED_EVERY):
            if columns.kept_in is not None:
                touch(columns.kept_in)
        self._wake.clear()
        self._hurry.wait(REST_SECONDS)
        self._hurry.clear()
        self._has_told, self._told_at = False, time.monotonic()

    def _is_stopped(self, columns: Columns) -> bool:
        """Asked between two stretches; in the meantime somebody else may draw, or look."""
        self._tell(len(columns) / max(1, self._total))
        return self._stop.wait(PAUSE_SECONDS) or not columns.is_of_its_file

    def _tell(self, share: float) -> None:
        now = time.monotonic()
        is_due = now - self._told_at >= TOLD_EVERY if self._has_told else now - self._told_at >= TOLD_AFTER
        if is_due or (self._has_told and share >= 1):
            self._has_told, self._told_at = share < 1, now
            self.progressed.emit(min(1.0, share))
