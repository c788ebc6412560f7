"""The rows of the table of terms, by hand and by keys."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _
from hubdesk.widgets.keyed_button import is_by_key
from hubdesk.widgets.term_rows import PAD, ROW, Columns, TermRow, columns_for, paint_row, spoken
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import theme

_MOVES = (
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp,
)


class TermView(QWidget):
    """As tall as its rows; whoever holds it scrolls."""

    term_chosen = Signal(str)
    row_reached = Signal(int)
    columns_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[TermRow, ...] = ()
        self.columns: Columns = columns_for((), 320)
        self._row: int | None = None  # the row the keyboard is at
        self._hovered: int | None = None
        self._is_ringed = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Terms"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def set_rows(self, rows: tuple[TermRow, ...]) -> None:
        """The keyboard stays on its term, wherever it went; a term that is gone leaves the place to its neighbour."""
        if rows == self.rows:
            return
        before = self.rows[self._row].text if self._row is not None else None
        self.rows = rows
        if self._row is not None:
            there = next((i for i, row in enumerate(rows) if row.text == before), self._row)
            self._row = min(there, len(rows) - 1) if rows else None
        self._hovered = None
        self.setMinimumHeight(ROW * len(rows))
        self._describe()
        self.updateGeometry()
        self._measure()

    def row_at(self, y: float) -> int | None:
        """The row under that height, in px."""
        found = int(y // ROW)
        return found if 0 <= found < len(self.rows) else None

    def sizeHint(self) -> QSize:
        return QSize(320, ROW * len(self.rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.rows and event.key() in _MOVES:
            self._go(self._moved(Qt.Key(event.key())))
        elif self._row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.term_chosen.emit(self.rows[self._row].text)
        else:
            super().keyPressEvent(event)

    def _moved(self, key: Qt.Key) -> int:
        last, page = len(self.rows) - 1, max(1, self.visibleRegion().boundingRect().height() // ROW - 1)
        here = self._row if self._row is not None else (-1 if key == Qt.Key.Key_Down else last + 1)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        return max(0, min(last, ends[key] if key in ends else here + steps[key]))

    def _go(self, row: int) -> None:
        self._row, self._is_ringed = row, True
        self._describe()
        self.row_reached.emit(row)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.row_at(event.position().y())
        if found != self._hovered:
            self._hovered = found
            tip = spoken(self.rows[found]) if found is not None else ""
            self.setToolTip(f"<qt>{html.escape(tame(tip, 400))}</qt>" if tip else "")  # Qt would read tags in a term
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._row = found
            self._describe()
            self.update()
            self.term_chosen.emit(self.rows[found].text)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_ringed = is_by_key(event, self._is_ringed)
        if self._row is None and self.rows and self._is_ringed:
            self._row = 0  # so that there is something to see
            self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        first, last = event.rect().top() // ROW, event.rect().bottom() // ROW
        for i in range(max(0, first), min(len(self.rows), last + 1)):
            place = QRectF(0, i * ROW, self.width(), ROW)
            chosen = i == self._row and self.hasFocus()
            if chosen or i == self._hovered:
                painter.fillRect(place, look.colour("select" if chosen else "hover"))
            if chosen and self._is_ringed:
                painter.setPen(QPen(look.colour("accent"), 2))
                painter.drawRect(place.adjusted(1, 1, -1, -1))
            elif chosen:
                painter.fillRect(QRectF(0, place.top(), 3, ROW), look.colour("accent"))
            paint_row(painter, self.rows[i], self.columns, place.top(), look)
            if i + 1 < len(self.rows):
                painter.fillRect(QRectF(PAD, place.bottom() - 1, self.width() - 2 * PAD, 1), look.colour("grid"))
        painter.end()

    def _measure(self) -> None:
        """Once for all rows: a query has up to a thousand terms, and each figure is measured."""
        self.columns = columns_for(self.rows, self.width())
        self.columns_changed.emit()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(spoken(self.rows[self._row]) if self._row is not None else "")
