"""The grounds of the console's parts, and its pages: a row of names of which one is open, with how much is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from hubdesk.i18n import number
from hubdesk.wall.console_parts import Flow, Switch

LEAST: Final = 88  # px
PAD: Final = 12


class Card(QWidget):
    """A ground for a part of the console."""

    def __init__(self, inside: QWidget, pad: int = PAD) -> None:
        super().__init__()
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, pad)
        column.addWidget(inside)

    def hasHeightForWidth(self) -> bool:
        return False  # the room is shared as the console says; else the page with most words would take it


class Pages(QWidget):
    """One page is in sight at a time."""

    opened = Signal(str)  # the page's key

    def __init__(self, pages: Sequence[tuple[str, str, QWidget]], parent: QWidget | None = None) -> None:
        """Key, words and page of each."""
        super().__init__(parent)
        self._words = {key: words for key, words, _page in pages}
        self._pages: Mapping[str, QWidget] = {key: page for key, _words, page in pages}
        self.names = {key: Switch(words, key, self) for key, words in self._words.items()}
        self._stack = QStackedWidget(self)
        self._stack.setMinimumHeight(LEAST)  # and not what the tallest page would like
        for page in self._pages.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Flow(tuple(self.names.values()), self))
        column.addWidget(self._stack, 1)
        for one in self.names.values():
            one.clicked.connect(self._choose)
        self.open(pages[0][0])

    @property
    def current(self) -> str:
        """The key of the page in sight."""
        return next(key for key, page in self._pages.items() if page is self._stack.currentWidget())

    def open(self, key: str) -> None:
        """Bring that page into sight."""
        self._stack.setCurrentWidget(self._pages[key])
        for name, one in self.names.items():
            one.setChecked(name == key)
        self.opened.emit(key)

    def count(self, key: str, many: int) -> None:
        """How much there is to see there; none is not told."""
        words = self._words[key]
        self.names[key].say(f"{words} {number(many)}" if many else words)
        self.names[key].setAccessibleName(f"{words}, {number(many)}" if many else words)

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, Switch):
            self.open(sender.name)
