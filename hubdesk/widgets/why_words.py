"""The words of one line of a tree of reasons: a piece of the query in mono, then where it held or why it did not."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from hubdesk.widgets.text import tame, utf16
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.wrapped import WrapLabel

LINE: Final = 19.0  # px
BASELINE: Final = 0.72  # of a line, whichever font is on it
BETWEEN: Final = "\u2002\u2002"


class WhyWords(WrapLabel):
    """Both on one line, folded anywhere where there is no room. Without a note: plain words, small."""

    def __init__(self, part: str, note: str, is_held: bool, parent: QWidget | None = None) -> None:
        self._part, self._note = tame(part), tame(note)
        self._inks = ("text", "text2") if is_held else ("text3", "text3")
        super().__init__("", "small", self._inks[0], parent)
        self._layout.setText(self._part + (BETWEEN + self._note if self._note else ""))

    def text(self) -> str:
        return f"{self._part} · {self._note}" if self._note else self._part

    def minimumSizeHint(self) -> QSize:
        return QSize(20, math.ceil(LINE))

    def _wrap(self, width: int) -> int:
        self._layout.setFont(font("small"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats(self._formats())
        lines = 0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, round((lines + BASELINE) * LINE - line.ascent())))
            lines += 1
        self._layout.endLayout()
        return math.ceil(max(1, lines) * LINE)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        if not self._note:
            return []
        whole = self._layout.text()
        middle, end = utf16(whole, len(self._part)), utf16(whole, len(whole))
        return [
            _stretch(0, middle, font("body", kind="mono"), self._inks[0]),
            _stretch(middle, end, font("small"), self._inks[1]),
        ]


def _stretch(start: int, end: int, face: QFont, ink: str) -> QTextLayout.FormatRange:
    """Both ends in UTF-16."""
    look = QTextCharFormat()
    look.setFont(face)
    look.setForeground(theme().colour(ink))
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, look
    return made
