"""One screen is painted at a time, so that a key is heard between two: eighteen at once would keep it waiting."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer


class Waits(Protocol):
    """What waits for its turn."""

    def paint_due(self) -> None: ...


class Turns(QObject):
    """In the order in which they asked; one that asks again while it waits keeps its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[Waits, None] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def want(self, one: Waits) -> None:
        """Paint it when its turn has come, which is soon."""
        self._waiting[one] = None
        if not self._timer.isActive():
            self._timer.start(0)

    def drop(self, one: Waits) -> None:
        """It waits for nothing any more."""
        self._waiting.pop(one, None)

    def close(self) -> None:
        """Nothing waits any more."""
        self._timer.stop()
        self._waiting.clear()

    def _next(self) -> None:
        if self._waiting:
            one = next(iter(self._waiting))
            del self._waiting[one]
            one.paint_due()
        if not self._waiting:
            self._timer.stop()
