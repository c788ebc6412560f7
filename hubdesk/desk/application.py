"""The one QApplication, with our names on it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


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
