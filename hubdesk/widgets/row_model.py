"""The rows of a list as values: one role gives a whole row; and the ground under one that is chosen or pointed at."""

from __future__ import annotations

from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import theme

ROW: Final = Qt.ItemDataRole.UserRole + 1
NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class Spoken(Protocol):
    """What a row is: a frozen value that can be said aloud."""

    def spoken(self) -> str: ...


Row = TypeVar("Row", bound=Spoken)


class RowModel(QAbstractListModel, Generic[Row]):
    """A tuple of them. `show` makes all of them new, `change` says something else of the same ones."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        """Others, or in another order."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def change(self, rows: tuple[Row, ...]) -> None:
        """The same in the same order: what is chosen and where the list stands stay."""
        self.rows = rows
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None


def list_rows(view: QListView, name: str) -> None:
    """Make a view one of painted rows of one height; `name` is what is said of it."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setAccessibleName(name)
    slim(view)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, has_bar: bool = True) -> QRectF:
    """Under a row, if it is chosen or pointed at, with a bar beside a chosen one. Returns where the row is."""
    place, look = QRectF(option.rect), theme()
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(place, look.colour("select" if is_chosen else "hover"))
    if is_chosen and has_bar:
        painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), look.colour("accent"))
    return place
