"""The analyst's corrections as a list: what was said of which mention, and whether it still holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.row_lines import pitch, write_line
from hubdesk.widgets.row_model import ROW, Index, RowModel, list_rows, paint_ground
from hubdesk.widgets.theme import theme

PAD: Final = 12


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction, in words. `holds`: it is her last word on that reading."""

    id: int
    mention: int
    change: str  # "Tone: negative → neutral"
    excerpt: str
    when: str
    remark: str = ""
    holds: bool = True

    def spoken(self) -> str:
        return ", ".join(part for part in (self.change, self.excerpt, self.when, self.remark) if part)


class CorrectionList(QListView):
    """Newest first. Enter or a click chooses the mention, Delete takes the correction back."""

    mention_chosen = Signal(object)
    undo_wished = Signal(object)
    chosen = Signal(bool)  # whether one is chosen that can be taken back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[CorrectionRow] = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Card(self))
        self.viewport().setAutoFillBackground(False)
        list_rows(self, _("Corrections, newest first"))
        self.clicked.connect(self._choose)

    def show_rows(self, rows: tuple[CorrectionRow, ...]) -> None:
        """The same again changes nothing; of others the one that was chosen stays so, or its neighbour is."""
        if rows == self._rows.rows:
            return
        chosen, at, place = self.current(), self.currentIndex().row(), self.verticalScrollBar().value()
        self._rows.show(rows)
        self.chosen.emit(self.currentIndex().isValid())
        if chosen is not None and rows:
            there = next((i for i, row in enumerate(rows) if row.id == chosen.id), min(at, len(rows) - 1))
            self.setCurrentIndex(self._rows.index(there))
            self.verticalScrollBar().setValue(place)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.isValid())

    def rows(self) -> tuple[CorrectionRow, ...]:
        return self._rows.rows

    def current(self) -> CorrectionRow | None:
        found = self.currentIndex().data(ROW)
        return found if isinstance(found, CorrectionRow) else None

    def undo(self) -> None:
        """Wish that the chosen one had not been said."""
        row = self.current()
        if row is not None:
            self.undo_wished.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.undo()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, CorrectionRow):
            self.mention_chosen.emit(row.mention)


class _Card(QStyledItemDelegate):
    """Three lines: what changed, the mention's first words, when, and what is to be known of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, math.ceil(12 + pitch("strong") + 2 * pitch("small")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, look = index.data(ROW), theme()
        if not isinstance(row, CorrectionRow):
            return
        place = paint_ground(painter, option)
        inner = place.adjusted(PAD, 6, -PAD, -6)
        first = QRectF(inner.left(), inner.top(), inner.width(), pitch("strong"))
        second = QRectF(inner.left(), first.bottom(), inner.width(), pitch("small"))
        third = second.translated(0, second.height())
        write_line(painter, first, row.change, "strong", "text" if row.holds else "text3")
        write_line(painter, second, row.excerpt, "small", "text2")
        write_line(painter, third, " · ".join(filter(None, (row.when, row.remark))), "small", "text3")
        painter.setPen(QPen(look.colour("grid"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
