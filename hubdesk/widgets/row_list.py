"""A list of rows that are painted one by one: what is chosen stays chosen when other rows are shown."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()
_ROW: Final = Qt.ItemDataRole.UserRole + 1


class Spoken(Protocol):
    """What a row is: a frozen value that can be said aloud."""

    def spoken(self) -> str: ...


Row = TypeVar("Row", bound=Spoken)


class RowList(QListView, Generic[Row]):
    """Enter or a click opens a row. `card` paints them; `name` is what is said of the list."""

    def __init__(self, card: RowCard, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[Row] = RowModel(self)
        self.setModel(self._rows)
        card.setParent(self)
        self.setItemDelegate(card)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(name)
        self.clicked.connect(self._open)
        slim(self)

    def key_of(self, row: Row) -> Hashable:
        """What a row is known again by."""
        raise NotImplementedError

    def open_row(self, row: Row) -> None:
        """A click or Enter on a row."""
        raise NotImplementedError

    def instead(self, place: int) -> int | None:
        """Which place is chosen when the row that was, at that place, is gone; None: no other."""
        return None

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """The same again changes nothing; of others the one that was chosen stays so, wherever it went."""
        if rows == self._rows.rows:
            return
        keys = [self.key_of(row) for row in rows]
        if keys == [self.key_of(row) for row in self._rows.rows]:
            self._rows.change(rows)
            return
        chosen, at, scrolled = self.current(), self.currentIndex().row(), self.verticalScrollBar().value()
        self._rows.show(rows)
        if chosen is not None:
            key = self.key_of(chosen)
            place = keys.index(key) if key in keys else self.instead(at)
            self.setCurrentIndex(NOWHERE if place is None else self._rows.index(place))
        self.verticalScrollBar().setValue(scrolled)

    def rows(self) -> tuple[Row, ...]:
        return self._rows.rows

    def current(self) -> Row | None:
        return self._rows.row_at(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None:
            self.open_row(row)


class RowModel(QAbstractListModel, Generic[Row]):
    """One role gives the whole row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def change(self, rows: tuple[Row, ...]) -> None:
        """The same rows in the same order, with something new said of them."""
        self.rows = rows
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def row_at(self, index: Index) -> Row | None:
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None or role == _ROW:
            return row
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None


class RowCard(QStyledItemDelegate):
    """The ground of a row that is chosen or under the mouse; `paint_row` paints the rest."""

    def paint_row(self, painter: QPainter, row: object, place: QRectF) -> None:
        """A row in its place."""
        raise NotImplementedError

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, look = index.data(_ROW), theme()
        if row is None:
            return
        place = QRectF(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, look.colour("select" if is_chosen else "hover"))
        if is_chosen:
            painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), look.colour("accent"))
        self.paint_row(painter, row, place)
