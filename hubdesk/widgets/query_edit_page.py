"""The page a query is written on: mono type, plain text alone, numbered lines, a band on the line one is at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QInputMethodEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextLine,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.query_edit_text import ROOM, clean
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import font, theme, tokens

MARGIN: Final = 12
_FIXED: Final = QTextBlockFormat.LineHeightTypes.FixedHeight


class QueryPage(QTextEdit):
    """Only ever plain text, cleaned; gives only plain text away. Tab leaves it."""

    composed = Signal()  # an input method ended: what it wrote, or the lack of it, needs its colours
    moved = Signal()  # scrolled or resized
    shortened = Signal()  # what was pasted had no room whole

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gutter = _Gutter(self)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)
        self.setFont(font("code", kind="mono"))
        self.document().setDocumentMargin(MARGIN)
        slim(self)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._redraw)
        self.textChanged.connect(self._redraw)
        self.write("")
        self._dye()
        self._make_room()

    def query(self) -> str:
        """The text as it is; QTextEdit's own reading would make every no-break space a common one."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def write(self, text: str) -> None:
        """Another text, with nothing to undo."""
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(text)
        lines = QTextBlockFormat()
        lines.setLineHeight(float(tokens()["type"]["code"]["line"]), _FIXED.value)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(lines)
        document.setUndoRedoEnabled(True)

    def replace(self, start: int, end: int, text: str, caret: int) -> None:
        """One step to undo. All in UTF-16; `caret` from the start of what is written."""
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        cursor.setPosition(start + caret)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def lines_in(self, start: int, end: int) -> list[QRectF]:
        """Where the stretch stands on the screen, in the viewport's px: one rectangle a line."""
        found = []
        for block in self._blocks():
            first = block.position()
            if first + block.length() <= start or first > end:
                continue
            for number in range(block.layout().lineCount()):
                line, row = block.layout().lineAt(number), self._row(block, number)
                left = max(start - first, line.textStart())
                right = min(end - first, line.textStart() + line.textLength())
                if left < right or left == right == line.textStart() == start - first:
                    x1, x2 = _x(line, left), _x(line, right)
                    found.append(QRectF(row.x() + x1, row.y(), max(1.0, x2 - x1), row.height()))
        return found

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain text alone, cleaned, and never more than there is room for."""
        text = clean(source.text())
        held = len(self.query()) - len(self.textCursor().selection().toPlainText())
        room = max(0, ROOM - held)
        self.textCursor().insertText(text[:room])
        self.ensureCursorVisible()
        if len(text) > room:
            self.shortened.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if not event.preeditString():
            self.composed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # Qt would change the type's size
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        if self.hasFocus():  # what stands under the page may have grown over the line being written
            self.ensureCursorVisible()
        self.moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dye()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        band = self.band()
        painter.fillRect(QRectF(0, band.top(), self.viewport().width(), band.height()), theme().colour("hover"))
        if self.document().isEmpty():  # Qt's own words for this would be cut where they are longer than the line
            painter.setFont(font("body"))
            painter.setPen(theme().colour("text3"))
            words = _("Words, “phrases”, OR, NEAR/5… Ctrl+Space lists what can be asked.")
            room = QRectF(band.left() + 4, band.top(), self.viewport().width() - 2 * MARGIN - 4, 4 * band.height())
            painter.drawText(room.adjusted(0, 4, 0, 0), Qt.TextFlag.TextWordWrap, words)
        painter.end()
        super().paintEvent(event)

    def band(self) -> QRectF:
        """The line the caret is at, all of it when it is folded, in the viewport's px."""
        block = self.textCursor().block()
        count = max(1, block.layout().lineCount())
        return self._row(block, 0).united(self._row(block, count - 1))

    def numbered(self) -> Iterator[tuple[int, QRectF, bool]]:
        """Lines in sight: number from 1, their first row in the viewport's px, whether the caret is there."""
        here = self.textCursor().blockNumber()
        for block in self._blocks():
            yield block.blockNumber() + 1, self._row(block, 0), block.blockNumber() == here

    def _blocks(self) -> Iterator[QTextBlock]:
        """Those of which something is in sight."""
        block, bottom = self.cursorForPosition(QPoint(0, 0)).block(), self.viewport().height()
        while block.isValid() and self._row(block, 0).top() < bottom:
            yield block
            block = block.next()

    def _row(self, block: QTextBlock, number: int) -> QRectF:
        """A folded line's whole height; Qt puts the words lower in it than their middle."""
        layout, pitch = block.layout(), float(tokens()["type"]["code"]["line"])
        self.document().documentLayout().blockBoundingRect(block)  # lays out what was not yet
        line = layout.lineAt(number)
        middle = line.y() + line.height() / 2 if line.isValid() else pitch / 2
        top = layout.position().y() + middle - pitch / 2 - self.verticalScrollBar().value()
        return QRectF(layout.position().x(), round(top), line.width() if line.isValid() else 1.0, pitch)

    def _scrolled(self) -> None:
        self._gutter.update()
        self.moved.emit()

    def _redraw(self) -> None:
        self._make_room()
        self.viewport().update()
        self._gutter.update()

    def _make_room(self) -> None:
        wide = self._gutter.wanted(self.document().blockCount())
        if self.viewportMargins().left() != wide:
            self.setViewportMargins(wide, 0, 0, 0)
        self._gutter.setGeometry(0, 0, wide, self.height())

    def _dye(self) -> None:
        palette = self.palette()
        colours = {
            QPalette.ColorRole.Base: "panel",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.PlaceholderText: "text3",
            QPalette.ColorRole.Highlight: "mark_select",
            QPalette.ColorRole.HighlightedText: "text",
        }
        if any(palette.color(role) != theme().colour(token) for role, token in colours.items()):
            for role, token in colours.items():
                palette.setColor(role, theme().colour(token))
            self.setPalette(palette)
        self._redraw()


def _x(line: QTextLine, place: int) -> float:
    """PySide tells the place beside x."""
    found = line.cursorToX(place)
    return float(found[0]) if isinstance(found, tuple) else 0.0


class _Gutter(QWidget):
    """The lines' numbers."""

    def __init__(self, page: QueryPage) -> None:
        super().__init__(page)
        self._page = page

    def wanted(self, lines: int) -> int:
        """Its width in px, for so many lines; it does not move with every tenth."""
        return round(QFontMetricsF(font("body", kind="mono")).horizontalAdvance("0" * max(2, len(str(lines))))) + 26

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, page = theme(), QPainter(self), self._page
        painter.fillRect(self.rect(), look.colour("alt"))
        band = page.band()
        painter.fillRect(QRectF(0, band.top(), self.width(), band.height()), look.colour("hover"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), look.colour("line"))
        for number, row, is_here in page.numbered():
            painter.setFont(font("body", kind="mono", weight=600 if is_here else 400))
            painter.setPen(look.colour("text" if is_here else "text3"))
            place = QRectF(0, row.top(), self.width() - 12, row.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
        painter.end()
