"""Episodes as a list: the gravest that last first. A click or Return opens one, Escape closes it again."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.episode_rows import EpisodeRow, paint_row, row_height
from hubdesk.widgets.row_list import NOWHERE, Index, RowCard, RowList
from hubdesk.widgets.theme import theme


class EpisodeList(RowList[EpisodeRow]):
    """One that is gone leaves nothing chosen."""

    opened = Signal(object)  # the episode's id
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Card(), _("Episodes, the gravest first"), parent)

    def key_of(self, row: EpisodeRow) -> int:
        return row.id

    def open_row(self, row: EpisodeRow) -> None:
        self.opened.emit(row.id)

    def choose(self, episode: int | None) -> None:
        """Mark that row, if it is there."""
        there = next((i for i, row in enumerate(self.rows()) if row.id == episode), None)
        self.setCurrentIndex(NOWHERE if there is None else self._rows.index(there))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class _Card(RowCard):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, row_height())

    def paint_row(self, painter: QPainter, row: object, place: QRectF) -> None:
        if isinstance(row, EpisodeRow):
            paint_row(painter, row, place, theme())
