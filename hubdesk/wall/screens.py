"""The screens there are, and windows that stay on theirs whatever Qt, the system or a cable does.

Qt moves the windows of a screen that goes to another one, and never brings them back. So every window that was placed
is looked at again after each change, and put back when it stands elsewhere.
"""

from __future__ import annotations

import logging
import re
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from hubdesk.i18n import _
from hubdesk.wall.spread import Seen

logger = logging.getLogger(__name__)

SETTLE_MS: Final = 500  # after the last of many changes that one cable makes
LOOK_MS: Final = 250  # after a window moved
MOST_TRIES: Final = 5  # to put a window where its system will not have it
_STAND_IN: Final = re.compile(r"[^\s:]*:\d+\.\d+")
_MOVES: Final = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange, QEvent.Type.Show}


class Screens(QObject):
    """`changed`: other screens, or the same ones elsewhere; half a second after the last change. `gone`: none is left.
    `told`: one line, a window cannot be put on its screen."""

    changed = Signal()
    gone = Signal()
    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._placed: dict[QWidget, Seen] = {}
        self._tries: dict[QWidget, int] = {}
        self._last: tuple[Seen, ...] = ()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._put_back)
        qt = QGuiApplication.instance()
        if isinstance(qt, QGuiApplication):
            qt.screenAdded.connect(self._follow)
            qt.screenRemoved.connect(self._change)
            qt.primaryScreenChanged.connect(self._change)
        for screen in QGuiApplication.screens():
            self._follow(screen)
        self._settle.stop()
        self._last = self.seen()

    def seen(self) -> tuple[Seen, ...]:
        """The screens there are now."""
        primary = QGuiApplication.primaryScreen()
        return tuple(_seen(screen, screen is primary) for screen in QGuiApplication.screens() if _is_real(screen))

    def place(self, window: QWidget, seen: Seen) -> None:
        """Show a window over that whole screen, in front of others there, and keep it there until it is hidden."""
        self._drop_ended()
        if window not in self._placed:
            window.installEventFilter(self)
        self._placed[window] = seen
        self._tries[window] = 0
        self._put(window, seen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and not self._look.isActive():
            self._look.start()
        return False

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._change)
        screen.physicalSizeChanged.connect(self._change)
        self._settle.start()

    def _change(self, *_what: object) -> None:
        self._settle.start()

    def _settled(self) -> None:
        now = self.seen()
        if now != self._last:
            self._last = now
            logger.info("%d screens: %s", len(now), ", ".join(one.name for one in now))
            if not now:
                self.gone.emit()
            self.changed.emit()
        self._tries = dict.fromkeys(self._tries, 0)
        self._put_back()

    def _put(self, window: QWidget, seen: Seen) -> None:
        screen = next((one for one in QGuiApplication.screens() if one.geometry() == QRect(*seen.place)), None)
        if screen is None:
            return  # it went a moment ago: `changed` is on its way
        window.setScreen(screen)
        if window.isVisible() and window.isFullScreen() and window.geometry() == screen.geometry():
            return  # it stands there already: no flash
        if window.isFullScreen() and window.geometry() != screen.geometry():
            window.setWindowState(Qt.WindowState.WindowNoState)  # else a window manager keeps it where it is
        window.setGeometry(screen.geometry())
        window.showFullScreen()

    def _put_back(self) -> None:
        self._drop_ended()
        for window, seen in list(self._placed.items()):
            if not window.isVisible() or window.geometry() == QRect(*seen.place):
                continue
            self._tries[window] += 1
            if self._tries[window] <= MOST_TRIES:
                self._put(window, seen)
                self._look.start()
            elif self._tries[window] == MOST_TRIES + 1:
                line = _("This system does not let a window stand on screen {name}; move it there by hand")
                self.told.emit(line.format(name=seen.name))

    def _drop_ended(self) -> None:
        for window in [one for one in self._placed if not isValid(one)]:
            del self._placed[window], self._tries[window]


def _seen(screen: QScreen, is_primary: bool) -> Seen:
    place = screen.geometry()
    high = screen.physicalSize().height()
    return Seen(
        screen.name(),
        screen.serialNumber(),
        screen.model(),
        place.x(),
        place.y(),
        place.width(),
        place.height(),
        high,
        is_primary,
    )


def _is_real(screen: QScreen) -> bool:
    """When the last one is unplugged, Qt keeps one under X that bears the display's name."""
    return not screen.geometry().isEmpty() and not _STAND_IN.fullmatch(screen.name())
