"""Chips and buttons side by side that begin another row where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

PAD: Final = 12
GAP: Final = 8
LINE: Final = 32


class ChipBar(QWidget):
    """As tall as its width asks for. `parts` become its children; those that are hidden take no room."""

    def __init__(self, parts: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        for part in self._parts:
            part.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.place()

    def place(self) -> None:
        """Anew, where a part has other words."""
        height = max((box.bottom() + 1 for _part, box in self._placed()), default=0) + 4
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
        for part, box in self._placed():
            part.setGeometry(box)

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.place()

    def _placed(self) -> list[tuple[QWidget, QRect]]:
        made: list[tuple[QWidget, QRect]] = []
        x, y = PAD, 6
        for part in self._parts:
            if part.isHidden():
                continue
            size = part.sizeHint()
            if x > PAD and x + size.width() > self.width() - PAD:
                x, y = PAD, y + LINE
            wide = min(size.width(), max(40, self.width() - 2 * PAD))
            made.append((part, QRect(x, y + (LINE - 4 - size.height()) // 2, wide, size.height())))
            x += size.width() + GAP
        return made


def under_bar(bar: ChipBar, body: QWidget, notes: QWidget) -> QWidget:
    """What a panel holds: chips on top, what they decide below them, and notes on it at the foot."""
    whole, foot = QWidget(), QVBoxLayout()
    foot.setContentsMargins(PAD, 0, PAD, 8)
    foot.addWidget(notes)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(bar)
    column.addWidget(body, 1)
    column.addLayout(foot)
    return whole
