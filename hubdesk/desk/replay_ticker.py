"""What makes a replay go on: says now and then how many milliseconds went by. Tests have their own."""

from __future__ import annotations

from typing import Any, Final, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

TICK_MS: Final = 250  # as often as panels are read


class Ticks(Protocol):
    """What a replay needs of its clock. `ticked` is a signal that carries milliseconds."""

    @property
    def ticked(self) -> Any: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Ticker(QObject):
    """Ticks while it runs."""

    ticked = Signal(int)  # milliseconds since the tick before; late ticks say more and come alone

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._since.start()
        self._timer.start(TICK_MS)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        self.ticked.emit(int(self._since.restart()))
