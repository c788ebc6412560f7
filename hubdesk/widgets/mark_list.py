"""Marks as a list: what was marked, in which words, and when."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.row_lines import pitch, write_line
from hubdesk.widgets.row_model import ROW, Index, RowModel, list_rows, paint_ground
from hubdesk.widgets.theme import theme

PAD: Final = 12
GLYPH: Final = 14


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark, in words. `opens`: what a click opens, a value of whoever made the row."""

    uid: str
    icon: str
    words: str
    about: str
    when: str
    opens: object = None
    source: str = ""  # of the mention it quotes

    def spoken(self) -> str:
        return ", ".join(part for part in (self.words, self.about, self.when) if part)


class MarkList(QListView):
    """Enter or a click opens what is marked, Delete takes the mark away."""

    opened = Signal(object)  # MarkRow
    unmark_wished = Signal(str)
    chosen = Signal(bool)  # whether one is chosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[MarkRow] = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Card(self))
        self.viewport().setAutoFillBackground(False)
        list_rows(self, _("Marks, the latest first"))
        self.clicked.connect(self._open)

    def show_rows(self, rows: tuple[MarkRow, ...]) -> None:
        """The same again changes nothing; of others the one that was chosen stays so, or its neighbour is."""
        if rows == self._rows.rows:
            return
        chosen, at, place = self.current(), self.currentIndex().row(), self.verticalScrollBar().value()
        self._rows.show(rows)
        self.chosen.emit(self.currentIndex().isValid())
        if chosen is not None and rows:
            there = next((i for i, row in enumerate(rows) if row.uid == chosen.uid), min(at, len(rows) - 1))
            self.setCurrentIndex(self._rows.index(there))
            self.verticalScrollBar().setValue(place)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.isValid())

    def rows(self) -> tuple[MarkRow, ...]:
        return self._rows.rows

    def current(self) -> MarkRow | None:
        found = self.currentIndex().data(ROW)
        return found if isinstance(found, MarkRow) else None

    def take_away(self) -> None:
        """Wish that the chosen one had not been made."""
        row = self.current()
        if row is not None:
            self.unmark_wished.emit(row.uid)

    def boxes(self, sources: Collection[str]) -> tuple[QRect, ...]:
        """Where rows that quote one of these sources are seen, in px of this list."""
        found, corner = [], self.viewport().mapTo(self, QPoint(0, 0))
        for at, row in enumerate(self._rows.rows):
            place = self.visualRect(self._rows.index(at))
            if row.source in sources and place.intersects(self.viewport().rect()):
                found.append(place.translated(corner))
        return tuple(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.take_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, MarkRow):
            self.opened.emit(row)


class _Card(QStyledItemDelegate):
    """Three lines: the mark's glyph and words, what it is of, when that was and when it was marked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, math.ceil(12 + pitch("strong") + 2 * pitch("small")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, look = index.data(ROW), theme()
        if not isinstance(row, MarkRow):
            return
        place = paint_ground(painter, option)
        inner = place.adjusted(PAD, 6, -PAD, -6)
        glyph = QRectF(inner.left(), inner.top() + (pitch("strong") - GLYPH) / 2, GLYPH, GLYPH)
        paint_icon(painter, row.icon, glyph, look.colour("accent"))
        inner.setLeft(inner.left() + GLYPH + 8)
        first = QRectF(inner.left(), inner.top(), inner.width(), pitch("strong"))
        second = QRectF(inner.left(), first.bottom(), inner.width(), pitch("small"))
        third = second.translated(0, second.height())
        write_line(painter, first, row.words, "strong", "text")
        write_line(painter, second, row.about, "small", "text2")
        write_line(painter, third, row.when, "small", "text3")
        painter.setPen(QPen(look.colour("grid"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
