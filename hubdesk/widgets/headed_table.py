"""A table of figures under a head of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.widgets.figure_rows import Column, Row
from hubdesk.widgets.figure_table import FigureTable
from hubdesk.widgets.text import plain_label
from hubdesk.widgets.wrapped import WrapLabel

PAD: Final = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its head, and a line under it: what the figures rest on, or why there are none."""

    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


class HeadedTable(QWidget):
    """A head over a table of figures."""

    chosen = Signal(object)
    sight_wished = Signal(QWidget, QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.table, self.note = plain_label("", "label"), FigureTable(), WrapLabel("", "small", "text2")
        self.head.setContentsMargins(PAD, 8, PAD, 0)
        self.table.chosen.connect(self.chosen)
        self.table.sight_wished.connect(self._pass_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.table)
        below = QVBoxLayout()
        below.setContentsMargins(PAD, 2, PAD, 0)
        below.addWidget(self.note)
        column.addLayout(below)

    def show_section(self, section: Section) -> None:
        self.head.setText(section.head)
        self.table.setAccessibleName(section.head)
        self.table.set_rows(section.columns, section.rows)
        self.table.setVisible(bool(section.rows))
        if self.note.text() != section.note:
            self.note.show_text(section.note)
        self.note.setVisible(bool(section.note))

    def _pass_on(self, place: QRectF) -> None:
        self.sight_wished.emit(self.table, place)
