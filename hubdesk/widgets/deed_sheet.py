"""Something opened: buttons on top, which stay, and below them words and tables that scroll together."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.widgets.deed_row import DeedRow
from hubdesk.widgets.headed_table import HeadedTable, Section
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import theme

PAD: Final = 12  # px


class DeedSheet(QWidget):
    """Who makes one puts widgets into its column and calls `put_tables_here` where tables are to stand.

    Tables are kept from one thing that is opened to the next.
    """

    chosen = Signal(object)  # the key of a figure
    deed_chosen = Signal(str)  # the key of a button

    def __init__(self, deeds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = DeedRow(deeds, self)
        self.buttons.chosen.connect(self.deed_chosen)
        self._tables: list[HeadedTable] = []
        self._tables_start = 0
        self._inner, self._scroll = QWidget(), QScrollArea(self)
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(0, 4, 0, 10)
        self.column.setSpacing(2)
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the tables in it take the keys
        slim(self._scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 6, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.buttons)
        whole.addWidget(self._scroll, 1)

    def add_padded(self, *widgets: QWidget) -> None:
        """Below what the column holds, with the sheet's distance from its edges."""
        for widget in widgets:
            place = QVBoxLayout()
            place.setContentsMargins(PAD, 0, PAD, 2)
            place.addWidget(widget)
            self.column.addLayout(place)

    def put_tables_here(self) -> None:
        """Tables stand below what the column holds now."""
        self._tables_start = self.column.count()

    def show_sections(self, sections: Sequence[Section], hidden: Collection[int] = ()) -> None:
        """A table for each; `hidden`: places of those that have nothing to show."""
        while len(self._tables) < len(sections):
            made = HeadedTable(self._inner)
            made.chosen.connect(self.chosen)
            made.sight_wished.connect(self._show_place)
            self.column.insertWidget(self._tables_start + len(self._tables), made)
            self._tables.append(made)
        for place, table in enumerate(self._tables):
            section = sections[place] if place < len(sections) else None
            table.setVisible(section is not None and place not in hidden)
            if section is not None:
                table.show_section(section)

    def to_top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)

    def table(self, place: int) -> HeadedTable | None:
        """The section's table, when it is in sight at all."""
        found = self._tables[place] if 0 <= place < len(self._tables) else None
        return found if found is not None and found.isVisibleTo(self) else None

    def keys(self) -> tuple[Hashable, ...]:
        """All that a click in the tables can choose, in the order of the sheet."""
        tables = [table.table for table in self._tables if not table.isHidden()]
        return tuple(spot.key for table in tables for spot in table.spots())

    def box_of(self, widget: QWidget) -> QRect:
        """Where a part of the sheet is seen, in px of the sheet; empty when it is scrolled away."""
        port = self._scroll.viewport()
        place = QRect(widget.mapTo(port, QPoint(0, 0)), widget.size()).intersected(port.rect())
        return place.translated(port.mapTo(self, QPoint(0, 0))) if not place.isEmpty() else QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line towards the list, whether it stands above or at the left."""
        painter, colour = QPainter(self), theme().colour("line")
        painter.fillRect(0, 0, self.width(), 1, colour)
        painter.fillRect(0, 0, 1, self.height(), colour)
        painter.end()

    def _show_place(self, table: QWidget, place: QRectF) -> None:
        at = table.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(at.x(), at.y(), 20, 40)
