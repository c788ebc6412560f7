"""Episodes as a list: the gravest that last first. A click or Return opens one, Escape closes it again."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.episode_rows import EpisodeRow, paint_row, row_height
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import theme

_ROW: Final = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class EpisodeList(QListView):
    """One role gives the whole row."""

    opened = Signal(object)  # the episode's id
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Card(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Episodes, the gravest first"))
        self.clicked.connect(self._open)
        slim(self)

    def show_rows(self, rows: tuple[EpisodeRow, ...]) -> None:
        """The same again changes nothing; of others the one that was chosen stays so, wherever it went."""
        if rows == self._rows.rows:
            return
        chosen, place = self.current(), self.verticalScrollBar().value()
        if [row.id for row in rows] == [row.id for row in self._rows.rows]:
            self._rows.change(rows)
            return
        self._rows.show(rows)
        if chosen is not None:
            self.choose(chosen.id)
        self.verticalScrollBar().setValue(place)

    def rows(self) -> tuple[EpisodeRow, ...]:
        return self._rows.rows

    def current(self) -> EpisodeRow | None:
        found = self.currentIndex().data(_ROW)
        return found if isinstance(found, EpisodeRow) else None

    def choose(self, episode: int | None) -> None:
        """Mark that row, if it is there."""
        there = next((i for i, row in enumerate(self._rows.rows) if row.id == episode), None)
        self.setCurrentIndex(_NOWHERE if there is None else self._rows.index(there))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(_ROW)
        if isinstance(row, EpisodeRow):
            self.opened.emit(row.id)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[EpisodeRow, ...] = ()

    def show(self, rows: tuple[EpisodeRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def change(self, rows: tuple[EpisodeRow, ...]) -> None:
        """The same episodes in the same order, with something new said of them."""
        self.rows = rows
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None


class _Card(QStyledItemDelegate):
    """The ground of a row that is chosen or under the mouse; the row itself paints the rest."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, look = index.data(_ROW), theme()
        if not isinstance(row, EpisodeRow):
            return
        place = QRectF(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, look.colour("select" if is_chosen else "hover"))
        if is_chosen:
            painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), look.colour("accent"))
        paint_row(painter, row, place, look)
