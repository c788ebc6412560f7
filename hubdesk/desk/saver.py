"""Saves off the GUI thread, and once more when something changed while it was saving."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from hubdesk.core import HubdeskError
from hubdesk.desk.aside import Aside

logger = logging.getLogger(__name__)


class Saver(QObject):
    """One save at a time; the last change is always saved. Close it before it is dropped."""

    failed = Signal(str)  # one line

    def __init__(self, save: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._is_stale = False
        self._aside = Aside(self)
        self._aside.done.connect(self._go_on)
        self._aside.failed.connect(self._fail)

    def ask(self) -> None:
        """Save soon what is in force now."""
        self._is_stale = self._aside.is_busy
        if not self._is_stale:
            self._aside.run(self._save)

    def close(self) -> None:
        """Wait until everything is saved."""
        self._aside.close()
        if self._is_stale:
            self._is_stale = False
            try:
                self._save()
            except HubdeskError as error:
                logger.warning("%s", error)

    def _go_on(self, _nothing: object) -> None:
        if self._is_stale:
            self.ask()

    def _fail(self, line: str) -> None:
        self.failed.emit(line)
        self._go_on(None)
