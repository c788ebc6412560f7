"""The analyst's corrections as a list: what was said of which mention, and whether it still holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.row_lines import pitch, write_line
from hubdesk.widgets.row_list import Index, RowCard, RowList
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


class CorrectionList(RowList[CorrectionRow]):
    """Newest first. Enter or a click chooses the mention, Delete takes the correction back."""

    mention_chosen = Signal(object)
    undo_wished = Signal(object)
    chosen = Signal(bool)  # whether one is chosen that can be taken back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Card(), _("Corrections, newest first"), parent)

    def key_of(self, row: CorrectionRow) -> int:
        return row.id

    def open_row(self, row: CorrectionRow) -> None:
        self.mention_chosen.emit(row.mention)

    def instead(self, place: int) -> int | None:
        """Its neighbour, when a correction was taken back."""
        return min(place, len(self.rows()) - 1) if self.rows() else None

    def show_rows(self, rows: tuple[CorrectionRow, ...]) -> None:
        super().show_rows(rows)
        self.chosen.emit(self.currentIndex().isValid())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.isValid())

    def undo(self) -> None:
        """Wish that the chosen one had not been said."""
        row = self.current()
        if row is not None:
            self.undo_wished.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.undo()
        else:
            super().keyPressEvent(event)


class _Card(RowCard):
    """Three lines: what changed, the mention's first words, when, and what is to be known of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, math.ceil(12 + pitch("strong") + 2 * pitch("small")))

    def paint_row(self, painter: QPainter, row: object, place: QRectF) -> None:
        if not isinstance(row, CorrectionRow):
            return
        inner = place.adjusted(PAD, 6, -PAD, -6)
        first = QRectF(inner.left(), inner.top(), inner.width(), pitch("strong"))
        second = QRectF(inner.left(), first.bottom(), inner.width(), pitch("small"))
        third = second.translated(0, second.height())
        write_line(painter, first, row.change, "strong", "text" if row.holds else "text3")
        write_line(painter, second, row.excerpt, "small", "text2")
        write_line(painter, third, " · ".join(filter(None, (row.when, row.remark))), "small", "text3")
        painter.setPen(QPen(theme().colour("grid"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
