"""The one QApplication, with our names on it, and Qt's own words in the language of ours."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

QT_WORDS: Final = "qt-words"


def application() -> QApplication:
    """The one QApplication, with our names on it."""
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
