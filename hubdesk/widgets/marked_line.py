"""A line edit in the look's colours, a stretch of whose text can be underlined with a wave."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget

from hubdesk.widgets.text import utf16
from hubdesk.widgets.theme import font, theme

_COLOURS = (
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.PlaceholderText, "text3"),
    (QPalette.ColorRole.Highlight, "mark_select"),
    (QPalette.ColorRole.HighlightedText, "text"),
)


class MarkedLine(QLineEdit):
    """No frame and no ground: who holds it paints them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: tuple[int, int, str] | None = None
        self.setFrame(False)
        self.setFont(font("body"))
        self._dye()

    def underline(self, start: int, end: int, ink: str = "text") -> None:
        """A wave under these code points; what lies behind the last letter is shown under that one."""
        self._mark = (start, end, ink)
        self._draw()

    def underline_nothing(self) -> None:
        if self._mark is not None:
            self._mark = None
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dye()

    def _draw(self) -> None:
        """Qt formats the letters of a line edit on one way alone: as an input method formats what it composes."""
        formats, text = [], self.text()
        if self._mark is not None and text:
            start, end, ink = self._mark
            start = max(0, min(start, len(text) - 1))
            first, last = utf16(text, start), utf16(text, max(start + 1, min(end, len(text))))
            wave = QTextCharFormat()
            wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wave.setUnderlineColor(theme().colour(ink))
            kind = QInputMethodEvent.AttributeType.TextFormat
            formats = [QInputMethodEvent.Attribute(kind, first - self.cursorPosition(), last - first, wave)]
        self.inputMethodEvent(QInputMethodEvent("", formats))
        self.update()

    def _dye(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        for role, token in _COLOURS:
            palette.setColor(role, theme().colour(token))
        if palette != self.palette():
            self.setPalette(palette)
        if self._mark is not None:
            self._draw()
