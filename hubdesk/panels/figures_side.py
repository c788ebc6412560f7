"""A table of figures that scrolls, its head above and what it rests on below; and a room that turns with its width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.widgets.figure_rows import Column, Row
from hubdesk.widgets.figure_table import FigureTable
from hubdesk.widgets.text import plain_label
from hubdesk.widgets.wrapped import WrapLabel

WIDE: Final = 860  # px from which two parts stand side by side
PAD: Final = 12


class FiguresSide(QWidget):
    """A FigureTable in a scroll area."""

    chosen = Signal(object)  # the key of the figure

    def __init__(self, head: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = FigureTable()
        self.table.setAccessibleName(head)
        self.table.chosen.connect(self.chosen)
        self.table.sight_wished.connect(self._show_place)
        self._notes = WrapLabel("", "small", "text2")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        if head:
            label = plain_label(head, "label")
            label.setContentsMargins(PAD, 8, PAD, 0)
            column.addWidget(label)
        column.addWidget(self.table)
        below = QVBoxLayout()
        below.setContentsMargins(PAD, 2, PAD, 0)
        below.addWidget(self._notes)
        column.addLayout(below)
        column.addStretch(1)
        self._inner = inner
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table in it takes the keys
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def show_figures(self, columns: Sequence[Column], rows: Sequence[Row], notes: str = "") -> None:
        """Show these; `notes` may have several lines."""
        self.table.set_rows(columns, rows)
        if self._notes.text() != notes:
            self._notes.show_text(notes)
        self._notes.setVisible(bool(notes))

    def notes(self) -> str:
        return self._notes.text()

    def _show_place(self, place: QRectF) -> None:
        at = self.table.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(at.x(), at.y(), 20, 40)


class TurningRoom(QWidget):
    """Two parts, side by side where there is room, else one above the other."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(first, 3)
        self._box.addWidget(second, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= WIDE
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != way:
            self._box.setDirection(way)
