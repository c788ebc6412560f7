"""Says of a sealed session on the desk whether it is still what was sealed; it is looked at while the desk goes on."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hubdesk.core import HubdeskError
from hubdesk.desk.aside import Aside
from hubdesk.i18n import _
from hubdesk.store.session import open_reader

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk


class SealWatch(QObject):
    """All of the file is read once, off the GUI thread, and not before its first pictures are there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._stop = threading.Event()
        self._aside = Aside(self)
        self._aside.done.connect(self._say)
        self._aside.failed.connect(desk.status.complain)
        self._path: Path | None = None  # that is still to be looked at
        desk.opened.connect(self._expect)
        desk.drawn.connect(self._look)

    def _expect(self, path: object) -> None:
        session = self._desk.session
        if session is None or session.basis is None or not session.basis.facts.sealed:
            return
        self._desk.status.show_saved(_("sealed, being checked"))
        self._path = path if isinstance(path, Path) else None

    def _look(self) -> None:
        path, self._path = self._path, None
        if path is not None:
            self._aside.run(partial(is_as_sealed, path, self._stop))

    def _say(self, is_whole: object) -> None:
        if is_whole is None:  # it was closed meanwhile
            return
        self._desk.status.show_saved(_("sealed, unchanged") if is_whole else _("changed since it was sealed"))
        if not is_whole:
            self._desk.status.complain(
                _("This file was changed since it was sealed: what it shows may not be what was heard.")
            )

    def close(self) -> None:
        """Look no more; quiet afterwards."""
        self._stop.set()
        self._aside.close()


class _LeftError(HubdeskError):
    """Nobody waits for the answer any more."""


def is_as_sealed(path: Path, stop: threading.Event) -> bool | None:
    """Off the GUI thread; None when it was told to stop. Raises HubdeskError when the file cannot be read."""

    def look() -> None:
        if stop.is_set():
            raise _LeftError

    try:
        with open_reader(path) as reader:
            return reader.is_as_sealed(look)
    except _LeftError:
        return None
