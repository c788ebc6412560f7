"""The one QApplication, with our names on it, and Qt's own words in the language of ours."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

QT_WORDS: Final = "qt-words"
TURN_SECONDS: Final = 0.001  # for which a thread that reckons may keep the one that draws waiting; Python's own is 5 ms


def application() -> QApplication:
    """The one QApplication, with our names on it, in a process whose threads give way to it."""
    sys.setswitchinterval(min(sys.getswitchinterval(), TURN_SECONDS))
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(["hubdesk"])
    made.setOrganizationName("Hubdesk")
    made.setApplicationName("hubdesk")
    made.setApplicationDisplayName("Hubdesk")
    made.setDesktopFileName("hubdesk")
    made.setQuitOnLastWindowClosed(False)
    return made


def speak(qt: QApplication, language: str) -> None:
    """Cancel, Close, months and the file dialog in that language too: they are Qt's words, not ours."""
    QLocale.setDefault(QLocale(language))
    for before in qt.findChildren(QTranslator, QT_WORDS):
        qt.removeTranslator(before)
        before.deleteLater()
    words = QTranslator(qt)
    words.setObjectName(QT_WORDS)
    if words.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        qt.installTranslator(words)
