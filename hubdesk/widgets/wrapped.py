"""Outside text that wraps at any width: a painted label, and a block that can be selected and copied.

QLabel wraps between words alone: an address or a word of a thousand letters would be cut, or push its dock wide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPointF, QSize, Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from hubdesk.widgets.text import tame, taming, utf16
from hubdesk.widgets.theme import font, theme, tokens

BLOCK_LIMIT: Final = 20_000  # code points of one mention shown in full; its page has the rest
MOST_HEIGHTS: Final = 16  # of which a label remembers how tall it is
_ANYWHERE: Final = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_LINE: Final = QTextBlockFormat.LineHeightTypes.MinimumHeight


class WrapLabel(QWidget):
    """Plain text in a font and an ink of the look, as tall as its width asks for."""

    def __init__(self, text: str = "", role: str = "body", ink: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._token = role, ink
        self._layout = QTextLayout()
        self._heights: dict[int, int] = {}  # by width, of those that were asked about
        self._laid_out = 0  # at that width
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_text(text)

    def text(self) -> str:
        return self._layout.text().replace("\u2028", "\n")

    def show_text(self, text: str) -> None:
        """Show that, tamed."""
        shown = tame(text, lines=True).replace("\n", "\u2028")
        if shown == self._layout.text() and self._heights:
            return
        self._layout.setText(shown)
        self._heights.clear()
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        return self._wrap(width) if known is None else known

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(20, int(tokens()["type"][self._role]["line"]))

    def _wrap(self, width: int) -> int:
        """Lay the lines out; the height in px."""
        pitch = float(tokens()["type"][self._role]["line"])
        self._layout.setFont(font(self._role))
        option = QTextOption()
        option.setWrapMode(_ANYWHERE)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        lines = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, round(lines * pitch + (pitch - line.height()) / 2)))
            lines += 1
        self._layout.endLayout()
        if len(self._heights) >= MOST_HEIGHTS:
            self._heights.clear()
        self._laid_out, self._heights[width] = width, math.ceil(max(1, lines) * pitch)
        return self._heights[width]

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._laid_out != self.width() or self.width() not in self._heights:
            self._wrap(self.width())
        painter = QPainter(self)
        painter.setPen(theme().colour(self._token))
        self._layout.draw(painter, QPointF(0, 0))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._heights.clear()
            self.updateGeometry()
            self.update()


class TextBlock(QTextEdit):
    """A mention's text with its matched words marked, to be read, selected and copied; never scrolls by itself.

    It is only ever given plain text, and gives only plain text away.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._marks: tuple[tuple[int, int], ...] = ()
        self._pointed: tuple[tuple[int, int], ...] = ()
        self._tamed = taming("")
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(_ANYWHERE)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self._dress()

    def show_text(self, text: str, marks: Sequence[tuple[int, int]] = ()) -> None:
        """Show that, tamed; `marks` are stretches of the text as it was, in code points."""
        self._tamed = tamed = taming(text, BLOCK_LIMIT, lines=True)
        found = self._places(marks)
        if tamed.text == self.toPlainText() and found == self._marks:
            return  # keep what is selected
        self._marks, self._pointed = found, ()
        self.setPlainText(tamed.text)
        self._dress()

    def point_at(self, marks: Sequence[tuple[int, int]]) -> None:
        """Underline these stretches, over all marks, until other ones are pointed at; what is selected stays so."""
        found = self._places(marks)
        if found != self._pointed:
            self._pointed = found
            self._underline()

    def pointed(self) -> list[str]:
        """The words that are pointed at."""
        return [one.cursor.selectedText() for one in self.extraSelections()]

    def _places(self, marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Where stretches of the text as it was are in the document."""
        text = self._tamed.text
        spans = [self._tamed.span(*mark) for mark in marks]
        return tuple((utf16(text, start), utf16(text, end)) for start, end in spans if start < end)

    def _underline(self) -> None:
        look = QTextCharFormat()
        look.setBackground(theme().colour("mark_select"))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(theme().colour("accent"))
        made = []
        for start, end in self._pointed:
            one = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, look
            made.append(one)
        self.setExtraSelections(made)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text alone goes to the clipboard."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def _dress(self) -> None:
        self.setFont(font("body"))
        cursor, lines = QTextCursor(self.document()), QTextBlockFormat()
        lines.setLineHeight(float(tokens()["type"]["body"]["line"]), _LINE.value)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(lines)
        look = QTextCharFormat()
        look.setBackground(theme().colour("mark"))
        look.setFontWeight(600)
        for start, end in self._marks:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
        palette = self.palette()
        colours = {QPalette.ColorRole.Highlight: "select", QPalette.ColorRole.HighlightedText: "text"}
        if any(palette.color(role) != theme().colour(token) for role, token in colours.items()):
            for role, token in colours.items():
                palette.setColor(role, theme().colour(token))
            self.setPalette(palette)
        self._underline()
        self._fit()

    def _fit(self) -> None:
        """As tall as the text is at this width."""
        self.setFixedHeight(max(19, math.ceil(self.document().size().height()) + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the panel scrolls

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
