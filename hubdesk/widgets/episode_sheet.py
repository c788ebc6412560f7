"""One episode opened: what can be said of it, why it was told, who, what and where, and how it went on."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.deed_row import DeedRow
from hubdesk.widgets.figure_line import FigureLine, Saying
from hubdesk.widgets.headed_table import HeadedTable, Section
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import plain_label
from hubdesk.widgets.theme import theme
from hubdesk.widgets.timeline import Fact, Timeline
from hubdesk.widgets.wrapped import WrapLabel

PAD: Final = 12
LOW: Final = 260  # px of height, below which three rows of buttons would leave nothing of the sheet


@dataclass(frozen=True, slots=True)
class SheetWords:
    """All that the sheet says; `lines`: the alarm's sentences, its own first."""

    head: str
    about: str
    lines: tuple[str, ...]
    sayings: tuple[Saying, ...]
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    notes: str = ""


class EpisodeSheet(QWidget):
    """Buttons on top, which stay; below them what scrolls. Tables are kept from one episode to the next."""

    chosen = Signal(object)  # the key of a figure
    deed_chosen = Signal(str)  # the key of a button

    def __init__(self, deeds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: SheetWords | None = None
        self._deeds = tuple(key for key, _words in deeds)
        self.buttons = DeedRow(deeds, self)
        self.buttons.chosen.connect(self.deed_chosen)
        self._head, self._about = WrapLabel("", "head"), WrapLabel("", "small", "text2")
        self.lines, self._notes = WrapLabel(), WrapLabel("", "small", "text2")
        self.sayings, self.timeline = FigureLine(), Timeline()
        self.timeline.setAccessibleName(_("How it went on"))
        self._tables: list[HeadedTable] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 4, 0, 10)
        self._column.setSpacing(2)
        for label in (self._head, self._about, self.lines):
            self._column.addLayout(_padded(label))
        self._column.addWidget(self.sayings)
        self._tables_end = self._column.count()
        self._later = plain_label(_("How it went on"), "label")
        self._later.setContentsMargins(PAD, 8, PAD, 0)
        self._column.addWidget(self._later)
        self._column.addWidget(self.timeline)
        self._column.addLayout(_padded(self._notes))
        self._column.addStretch(1)
        self._inner, self._scroll = inner, QScrollArea(self)
        self._scroll.setWidget(inner)
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

    def show_words(self, words: SheetWords) -> None:
        """The same again changes nothing."""
        if words == self._shown:
            return
        is_other = self._shown is None or words.head != self._shown.head
        self._shown = words
        self._head.show_text(words.head)
        self._about.show_text(words.about)
        self.lines.show_text("\n".join(words.lines))
        self.sayings.set_sayings(words.sayings)
        self.sayings.setVisible(bool(words.sayings))
        while len(self._tables) < len(words.sections):
            made = HeadedTable(self._inner)
            made.chosen.connect(self.chosen)
            made.sight_wished.connect(self._show_place)
            self._column.insertWidget(self._tables_end + len(self._tables), made)
            self._tables.append(made)
        for place, table in enumerate(self._tables):
            section = words.sections[place] if place < len(words.sections) else None
            table.setVisible(section is not None and bool(section.rows))
            if section is not None:
                table.show_section(section)
        self.timeline.set_facts(words.facts)
        self._notes.show_text(words.notes)
        self._notes.setVisible(bool(words.notes))
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low dock the first two deeds and the way back; the panel's menu has them all."""
        super().resizeEvent(event)
        self.buttons.offer((*self._deeds[:2], self._deeds[-1]) if self.height() < LOW else self._deeds)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line towards the list, whether it stands above or at the left."""
        painter, colour = QPainter(self), theme().colour("line")
        painter.fillRect(0, 0, self.width(), 1, colour)
        painter.fillRect(0, 0, 1, self.height(), colour)
        painter.end()

    def shown(self) -> SheetWords | None:
        return self._shown

    def keys(self) -> tuple[Hashable, ...]:
        """All that a click can choose, in the order of the sheet."""
        tables = [table.table for table in self._tables if not table.isHidden()]
        return tuple(spot.key for table in tables for spot in table.spots())

    def _show_place(self, table: QWidget, place: QRectF) -> None:
        at = table.mapTo(self._inner, place.center().toPoint())
        self._scroll.ensureVisible(at.x(), at.y(), 20, 40)


def _padded(widget: QWidget) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(PAD, 0, PAD, 2)
    made.addWidget(widget)
    return made
