"""Asks for the pictures of the panels a person can see, and hands each picture to its panel."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

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
        for dock in area.docks.values():
            dock.shown.connect(self.refresh_one)
            dock.panel.options_changed.connect(self._ask_again)

    def look_at(self, scope: Scope) -> None:
        """Everybody who can be seen asks about this scope."""
        self._scope = scope
        seen = [name for name, dock in self._area.docks.items() if dock.is_seen()]
        if self._waiting is None:
            self._waiting = set(seen)
        for name in seen:
            self.refresh_one(name)

    def refresh_one(self, name: str) -> None:
        """One panel asks, with its own options."""
        if self._scope is not None:
            panel = self._area.docks[name].panel
            self._refresher.ask(name, type(panel).read, self._scope, panel.options(), panel.pace_seconds)

    def _ask_again(self) -> None:
        for name, dock in self._area.docks.items():
            if dock.panel is self.sender():
                self.refresh_one(name)

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
