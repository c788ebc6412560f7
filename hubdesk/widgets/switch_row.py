"""A row of switches that wraps: chips that are on or off, each with its figure."""

from __future__ import annotations

import html
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.chips import CHIP_HEIGHT, Chip
from hubdesk.widgets.text import plain_label, tame

PAD: Final = 12
BETWEEN: Final = 6


@dataclass(frozen=True, slots=True)
class Switch:
    """`figure` stands behind the words; `more` is its tip."""

    key: Hashable
    words: str
    figure: str = ""
    is_on: bool = True
    more: str = ""


class SwitchRow(QWidget):
    """As tall as its chips need at its width. Its words stand before them."""

    switched = Signal(object, bool)  # a switch's key, and whether it is on now

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label(words, "small")
        self._label.setParent(self)
        self._chips: list[Chip] = []
        self._switches: tuple[Switch, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_switches(self, switches: Sequence[Switch]) -> None:
        """Chips are kept, so that the focus is not lost."""
        self._switches = tuple(switches)
        while len(self._chips) < len(switches):
            chip = Chip(self)
            chip.setCheckable(True)
            chip.clicked.connect(self._switch)
            chip.show()
            self._chips.append(chip)
        for chip, one in zip(self._chips, switches, strict=False):
            chip.say(one.figure, one.words)
            chip.setChecked(one.is_on)
            chip.setAccessibleName(f"{one.words} {one.figure}".strip())
            chip.setAccessibleDescription(tame(one.more, 400))
            chip.setToolTip(f"<qt>{html.escape(tame(one.more, 400))}</qt>" if one.more else "")
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(320, self._place())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._place())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _switch(self, is_on: bool) -> None:
        sender = self.sender()
        if isinstance(sender, Chip) and sender in self._chips:
            self.switched.emit(self._switches[self._chips.index(sender)].key, is_on)

    def _place(self) -> int:
        """Put the chips where they have room; the height of all, px."""
        size = self._label.sizeHint()
        self._label.setGeometry(PAD, 6, min(size.width(), max(20, self.width() - 2 * PAD)), CHIP_HEIGHT)
        x, y, right = PAD + size.width() + BETWEEN, 6, self.width() - PAD
        for chip in self._chips:
            wide = chip.sizeHint().width()
            if x > PAD and x + wide > right:
                x, y = PAD, y + CHIP_HEIGHT + BETWEEN
            chip.setGeometry(x, y, min(wide, max(20, right - x)), CHIP_HEIGHT)
            x += wide + BETWEEN
        height = y + CHIP_HEIGHT + 4
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)
        return height
