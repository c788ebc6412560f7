"""Asks for the pictures of the panels a person can see, and hands each picture to its panel."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from hubdesk.core import Scope
from hubdesk.desk.docks import DockArea
from hubdesk.desk.refresh import Refresher

logger = logging.getLogger(__name__)


class Cells(QObject):
    """Panels around one scope. Hidden panels sleep; they ask when they are shown."""

    drawn = Signal()  # every panel that can be seen has drawn or complained at least once

    def __init__(self, area: DockArea, refresher: Refresher, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._area = area
        self._refresher = refresher
        self._scope: Scope | None = None
        self._waiting: set[str] | None = None
        refresher.answered.connect(self._draw)
        refresher.failed.connect(self._complain)
        self._shown: set[str] = set()  # they say so in the middle of a new arrangement: looked at once it stands
        self._look_soon = QTimer(self)
        self._look_soon.setSingleShot(True)
        self._look_soon.timeout.connect(self._look)
        for dock in area.docks.values():
            dock.shown.connect(self._notice)
            dock.asks.connect(self.refresh_one)

    def look_at(self, scope: Scope) -> None:
        """Everybody who can be seen asks about this scope."""
        self._scope = scope
        seen = [name for name, dock in self._area.docks.items() if dock.is_seen()]
        if self._waiting is None:
            self._waiting = set(seen)
        for name in seen:
            self.refresh_one(name)

    def refresh_one(self, name: str) -> None:
        """One panel asks, with its own options, if it can be seen; if not, it will when it is shown."""
        dock = self._area.docks[name]
        if self._scope is not None and dock.is_seen():
            panel = dock.panel
            self._refresher.ask(name, type(panel).read, self._scope, panel.options(), panel.pace_seconds)

    def _notice(self, name: str) -> None:
        self._shown.add(name)
        self._look_soon.start(0)

    def _look(self) -> None:
        while self._shown:
            self.refresh_one(self._shown.pop())

    def _draw(self, name: str, picture: object) -> None:
        dock = self._area.docks.get(name)
        if dock is not None:
            dock.panel.complain("")
            dock.panel.draw(picture)
            self._tick(name)

    def _complain(self, name: str, line: str) -> None:
        dock = self._area.docks.get(name)
        if dock is not None:
            dock.panel.complain(line)
            self._tick(name)

    def _tick(self, name: str) -> None:
        if self._waiting and name in self._waiting:
            self._waiting.discard(name)
            if not self._waiting:
                self.drawn.emit()
