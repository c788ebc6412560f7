"""A byte a second from the thread that paints, to whoever keeps the wall up; and their wish to end it."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hubdesk.wall.keeper import LEAVING

EVERY_MS: Final = 1_000


class Pulse(QObject):
    """Beats on one end of a pipe until `close`. `end_wished`: the other pipe was closed, or who kept it is gone."""

    end_wished = Signal()

    def __init__(self, out: int, wished: int, parent: QObject | None = None) -> None:
        """`out`: the number of a file to beat on, such as stdout's; `wished`: of one to wait on, such as stdin's."""
        super().__init__(parent)
        self._out = out
        with suppress(OSError):  # Windows has none such; there the reader never stops
            os.set_blocking(out, False)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(EVERY_MS)
        self._beat()
        threading.Thread(target=self._wait, args=(wished,), name="wall's end", daemon=True).start()

    def leave(self) -> None:
        """Somebody ended the wall: it needs nobody to start it again, however long it takes to end."""
        self._timer.stop()
        with suppress(OSError):
            os.write(self._out, LEAVING)

    def close(self) -> None:
        """No beat from now on."""
        self._timer.stop()

    def _beat(self) -> None:
        try:
            os.write(self._out, b".")
        except BlockingIOError:
            return  # nobody reads for a while: who keeps the wall up may be stopped
        except OSError:
            self._timer.stop()
            self.end_wished.emit()

    def _wait(self, wished: int) -> None:  # on its thread
        with suppress(OSError):
            while os.read(wished, 4096):
                pass
        with suppress(RuntimeError):  # the wall ended meanwhile, and this object with it
            self.end_wished.emit()
