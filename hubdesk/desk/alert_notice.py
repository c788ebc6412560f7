"""Tells an alarm outside the window: a notification of the desktop where there is one, the task bar, a sound."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from hubdesk.widgets.glyphs import icon
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

LONGEST_TITLE: Final = 100
LONGEST_BODY: Final = 240
SHOWN_MS: Final = 20_000
_HARMLESS: Final = str.maketrans({"<": "‹", ">": "›", "&": "＆"})


def harmless(text: str, limit: int) -> str:
    """One line that no desktop reads as markup. On some a body is HTML, on others it is not: so nothing is escaped,
    and what opens a tag or an entity becomes a sign that looks like it."""
    return tame(text, limit).translate(_HARMLESS)


class AlertNotice(QObject):
    """Shows itself in the system's tray from the first notification on, where there is a tray."""

    opened = Signal()  # the notification was clicked

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None

    @staticmethod
    def is_possible() -> bool:
        """Whether this desktop shows notifications."""
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def tell(self, title: str, body: str) -> bool:
        """A notification; False where the desktop has none, and the bar is all there is."""
        if not self.is_possible():
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._face(), self)
            self._tray.setToolTip("Hubdesk")
            self._tray.messageClicked.connect(self.opened)
            self._tray.activated.connect(self._open)
        self._tray.show()
        self._tray.showMessage(
            harmless(title, LONGEST_TITLE),
            harmless(body, LONGEST_BODY),
            QSystemTrayIcon.MessageIcon.Warning,
            SHOWN_MS,
        )
        return True

    def urge(self) -> None:
        """Mark the window in the task bar, until it is looked at. It does not come to the front."""
        QApplication.alert(self._window)

    def sound(self) -> None:
        QApplication.beep()

    def close(self) -> None:
        """Out of the tray."""
        if self._tray is not None:
            self._tray.hide()

    def _face(self) -> QIcon:
        own = self._window.windowIcon()
        return own if not own.isNull() else icon("warning", theme().colour("signal"))

    def _open(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.opened.emit()
