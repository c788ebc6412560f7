"""Loads the query language behind a session's first pictures: the first search of words is as quick as the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from hubdesk.desk.aside import Aside

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

SETTLED_MS: Final = 3_000  # after the first pictures, when columns are being filled: nobody has written a word by then
PLAIN: Final = "a NEAR/5 b"  # any query will do


class QueryAhead(QObject):
    """A quarter of a second's work, once in a process, off the GUI thread. Who searches before waits for it as ever."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._aside = Aside(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._begin)
        desk.drawn.connect(self._settled.start)

    def _begin(self) -> None:
        self._aside.run(load)

    def close(self) -> None:
        """Wait for what runs; quiet afterwards."""
        self._settled.stop()
        self._aside.close()


def load() -> None:
    """Everything that answers a search of words."""
    from hubdesk.panels import feed_search  # these load the query language, which a desk's start does not need
    from hubdesk.query.syntax import parse
    from hubdesk.store import search

    del feed_search, search
    parse(PLAIN)
