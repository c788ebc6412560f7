"""What stands beside the table of voices, or below it: who of them is publicly known, and who began."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.widgets.headed_table import HeadedTable, Section
from hubdesk.widgets.scroll_bar import slim


class VoicesBeside(QWidget):
    """Tables with heads, one below the other."""

    chosen = Signal(object)  # the key of a figure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: object = None  # what it tells of
        self.tables = (HeadedTable(), HeadedTable())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        for table in self.tables:
            table.chosen.connect(self.chosen)
            column.addWidget(table)
        column.addStretch(1)

    def show_sections(self, *sections: Section) -> None:
        for table, section in zip(self.tables, sections, strict=True):
            table.show_section(section)


def scrolled(inner: QWidget) -> QScrollArea:
    """A part in a scroll area that takes no keys from the tables in it."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    slim(area)
    return area
