"""Writes what the analyst decided: one job at a time, in order, off the GUI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.widgets.text import tame

if TYPE_CHECKING:  # the writer loads what a start does not need
    from hubdesk.store.writer import Writer

logger = logging.getLogger(__name__)
Job = Callable[["Writer"], object]


class Scribe(QObject):
    """A queue of jobs on the session. Each opens the writer, does its work in one transaction and lets go."""

    done = Signal(str, object)  # what was asked, its result
    failed = Signal(str, str)  # what was asked, one line
    busy_changed = Signal(bool)  # False: everything is saved
    _returned = Signal(str, object, object)

    def __init__(self, open_writer: Callable[[], Writer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_writer = open_writer
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scribe")
        self._waiting = 0
        self._is_closed = False
        self._returned.connect(self._deliver)

    def write(self, what: str, job: Job) -> None:
        """Queue a job. `what` comes back with its result; it is a word of ours, not for people."""
        if self._is_closed:
            return
        self._waiting += 1
        if self._waiting == 1:
            self.busy_changed.emit(True)
        self._pool.submit(self._run, what, job)

    def close(self) -> None:
        """Write what is queued, then stop. No signal is sent after this."""
        self._is_closed = True
        self._pool.shutdown(wait=True)

    def _run(self, what: str, job: Job) -> None:  # on the scribe's thread
        try:
            with self._open_writer() as writer:
                result = job(writer)
        except HubdeskError as error:
            self._returned.emit(what, None, str(error))
        except Exception as error:  # a thread's edge: said in the status bar
            logger.exception("%s could not be written", what)
            line = tame(str(error), 200) or type(error).__name__
            self._returned.emit(what, None, _("Not saved: {why}.").format(why=line))
        else:
            self._returned.emit(what, result, None)

    def _deliver(self, what: str, result: object, fault: str | None) -> None:
        self._waiting -= 1
        if self._is_closed:
            return
        if fault is None:
            self.done.emit(what, result)
        else:
            self.failed.emit(what, fault)
        if self._waiting == 0:
            self.busy_changed.emit(False)
