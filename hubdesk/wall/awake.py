"""Keeps the display awake while a wall is up: asks the desktop, else the X server, and says when neither can."""

from __future__ import annotations

import ctypes
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Final

from PySide6.QtCore import QObject, Signal

from hubdesk.i18n import _

logger = logging.getLogger(__name__)

AGAIN_SECONDS: Final = 600.0  # a desktop that was started again has forgotten what it was asked

Way = Callable[[], AbstractContextManager[bool]]


@contextmanager
def by_desktop() -> Iterator[bool]:
    """Ask GNOME, KDE and their kin over D-Bus, macOS or Windows. Gives whether it was heard."""
    from wakepy import keep  # 60 ms, on the thread that waits for a bus anyway

    with keep.presenting(on_fail="pass") as mode:
        yield bool(mode.active)


@contextmanager
def by_x_server() -> Iterator[bool]:
    """Ask an X server that no desktop looks after: its screen saver and power saving wait for as long as we live."""
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield False
        return
    try:
        x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        yield False
        return
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        yield False
        return
    try:
        first = ctypes.byref(ctypes.c_int()), ctypes.byref(ctypes.c_int())
        can = bool(saver.XScreenSaverQueryExtension(display, *first))
        if can:
            saver.XScreenSaverSuspend(display, True)
            x11.XSync(display, False)
        yield can
    finally:
        x11.XCloseDisplay(display)


class Awake(QObject):
    """Holds a thread that asks, again from time to time. `told`: one line, this machine may go to sleep."""

    told = Signal(str)

    def __init__(self, parent: QObject | None = None, ways: Sequence[Way] = (by_desktop, by_x_server)) -> None:
        super().__init__(parent)
        self._ways = tuple(ways)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._was_told = False

    def start(self) -> None:
        """From now on the display stays awake, where that can be."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._stay, name="awake", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Let it sleep again."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _stay(self) -> None:  # on the thread
        held = ExitStack()
        try:
            while not self._ended.is_set():
                newer = self._ask()
                _let_go(held)  # after the new one is there: nothing falls asleep in between
                held = newer
                self._ended.wait(AGAIN_SECONDS)
        finally:
            _let_go(held)

    def _ask(self) -> ExitStack:
        """The first way that is heard, open."""
        for way in self._ways:
            tried = ExitStack()
            try:
                if tried.enter_context(way()):
                    return tried
                tried.close()
            except Exception:  # a library's edge, on a thread: a wall that may fall asleep is still a wall
                logger.exception("the display could not be kept awake")
        if not self._was_told:
            self._was_told = True
            self.told.emit(_("Nothing keeps this display awake: switch its screen saver and power saving off"))
        return ExitStack()


def _let_go(held: ExitStack) -> None:
    try:
        held.close()
    except Exception:  # a library's edge, on a thread: a desktop that went has let go by itself
        logger.info("who kept the display awake is gone", exc_info=True)
