"""One piece of work off the GUI thread, for dialogs: its result or one line comes back as a signal."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from hubdesk.core import HubdeskError
from hubdesk.widgets.text import tame

logger = logging.getLogger(__name__)


class Aside(QObject):
    """Runs one function on a thread of its own. Close it before it is dropped."""

    done = Signal(object)
    failed = Signal(str)
    _returned = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._returned.connect(self._deliver)

    @property
    def is_busy(self) -> bool:
        return self._thread is not None

    def run(self, work: Callable[[], object]) -> None:
        """Start. Asked again while it works, it does nothing."""
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._work, args=(work,), name="aside", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait for what runs; quiet afterwards."""
        self._is_closed = True
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _work(self, work: Callable[[], object]) -> None:  # on the thread
        result, fault = None, None
        try:
            result = work()
        except HubdeskError as error:
            fault = str(error)
        except Exception as error:  # a thread's edge: the dialog says it in one line
            logger.exception("work for a dialog failed")
            fault = tame(str(error), 200) or type(error).__name__
        with suppress(RuntimeError):  # a dialog that was dropped meanwhile waits for nothing
            self._returned.emit(result, fault)

    def _deliver(self, result: object, fault: str | None) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._is_closed:
            return
        if fault is None:
            self.done.emit(result)
        else:
            self.failed.emit(fault)
