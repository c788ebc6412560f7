"""Buttons side by side that begin another row where there is no room: none leaves unless it is told to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.empty import Button

PAD: Final = 12
GAP: Final = 6


class DeedRow(QWidget):
    """As tall as its width asks for."""

    chosen = Signal(str)

    def __init__(self, deeds: Sequence[tuple[str, str]], parent: QWidget | None = None, pad: int = PAD) -> None:
        """`pad`: px at both ends."""
        super().__init__(parent)
        self._pad = pad
        self._buttons = [Button(words, key, self) for key, words in deeds]
        self._offered = frozenset(key for key, _words in deeds)
        for button in self._buttons:
            button.clicked.connect(self._choose)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._place()

    def button(self, key: str) -> Button:
        return next(button for button in self._buttons if button.key == key)

    def offer(self, keys: Collection[str]) -> None:
        """Only these, where a menu has the others."""
        if self._offered != frozenset(keys):
            self._offered = frozenset(keys)
            self._place()

    def rename(self, key: str, words: str, glyph: str = "") -> None:
        """Another text on a button, and an icon before it; the others make room."""
        button = self.button(key)
        if (button.text(), button.glyph) != (words, glyph):
            button.setText(words)
            button.glyph = glyph
            self._place()
            button.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place()

    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.chosen.emit(sender.key)

    def _place(self) -> None:
        x, y, line = self._pad, 2, 0
        for button in self._buttons:
            button.setVisible(button.key in self._offered)
            if button.key not in self._offered:
                continue
            size = button.sizeHint()
            if x > self._pad and x + size.width() > self.width() - self._pad:
                x, y = self._pad, y + line + GAP
            button.setGeometry(QRect(x, y, size.width(), size.height()))
            x, line = x + size.width() + GAP, size.height()
        height = y + line + GAP
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
