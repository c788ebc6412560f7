"""Episodes as a list: the gravest that last first. A click or Return opens one, Escape closes it again."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.episode_rows import EpisodeRow, paint_row, row_height
from hubdesk.widgets.row_model import NOWHERE, ROW, Index, RowModel, list_rows, paint_ground
from hubdesk.widgets.theme import theme


class EpisodeList(QListView):
    """One role gives the whole row."""

    opened = Signal(object)  # the episode's id
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[EpisodeRow] = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Card(self))
        self.viewport().setAutoFillBackground(False)
        list_rows(self, _("Episodes, the gravest first"))
        self.clicked.connect(self._open)

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
        found = self.currentIndex().data(ROW)
        return found if isinstance(found, EpisodeRow) else None

    def choose(self, episode: int | None) -> None:
        """Mark that row, if it is there."""
        there = next((i for i, row in enumerate(self._rows.rows) if row.id == episode), None)
        self.setCurrentIndex(NOWHERE if there is None else self._rows.index(there))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape and self.currentIndex().isValid():  # else it is for whoever is around
            self.setCurrentIndex(NOWHERE)
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, EpisodeRow):
            self.opened.emit(row.id)


class _Card(QStyledItemDelegate):
    """The ground of a row that is chosen or under the mouse; the row itself paints the rest."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, look = index.data(ROW), theme()
        if not isinstance(row, EpisodeRow):
            return
        place = paint_ground(painter, option)
        paint_row(painter, row, place, look)
