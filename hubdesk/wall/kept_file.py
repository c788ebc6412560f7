"""Writes what a wall does to its file, off the GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from hubdesk.core import HubdeskError
from hubdesk.desk.saver import Saver
from hubdesk.i18n import _
from hubdesk.settings import write_atomically
from hubdesk.wall.kept import Kept, written


class KeptFile(QObject):
    """The last word is always written. Close it before it is dropped."""

    failed = Signal(str)  # one line

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._kept: Kept | None = None
        self._saver = Saver(self._write, self)
        self._saver.failed.connect(self.failed)

    def keep(self, kept: Kept) -> None:
        """From now on the wall is to go on from here."""
        if kept != self._kept:
            self._kept = kept
            self._saver.ask()

    def close(self) -> None:
        """Wait until the last word is written."""
        self._saver.close()

    def _write(self) -> None:  # on a thread
        kept = self._kept
        if kept is None:
            return
        try:
            write_atomically(self._file, written(kept))
        except OSError as error:
            line = _("The wall would not go on from here after a crash: {path}: {why}")
            raise HubdeskError(line.format(path=self._file, why=error.strerror or error)) from error
