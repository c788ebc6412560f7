"""Gives memory back that was freed: for weeks, what a scene needed for a moment would be counted as a wall's."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 120_000


class Thrift(QObject):
    """From time to time, where the system's library can: glibc keeps what threads free, 10 MB of it on a wall."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library: ctypes.CDLL | None = None
        if sys.platform.startswith("linux"):
            with suppress(OSError):
                self._library = ctypes.CDLL("libc.so.6")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.give_back)
        self._timer.start(EVERY_MS)

    def give_back(self) -> None:
        """Now: a millisecond (tests/benchmarks/wall_soak.py)."""
        with suppress(AttributeError):  # another library than glibc
            if self._library is not None:
                self._library.malloc_trim(0)

    def close(self) -> None:
        """Nothing more."""
        self._timer.stop()
