"""An account's card: who it is as far as that is known, when it wrote, and tables whose figures can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.deed_row import DeedRow
from hubdesk.widgets.figure_line import FigureLine, Saying
from hubdesk.widgets.headed_table import HeadedTable, Section
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.sparkline import Spark, paint_spark
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.wrapped import WrapLabel

PAD: Final = 12
SPARK: Final = 44  # px
CAPTION: Final = 16


@dataclass(frozen=True, slots=True)
class VoiceCardWords:
    """All that a card says. `ends`: the curve's first and last day, and what its mark is of."""

    head: str
    about: str
    sayings: tuple[Saying, ...] = ()
    spark: Spark | None = None
    ends: tuple[str, str, str] = ("", "", "")
    sections: tuple[Section, ...] = ()
    notes: str = ""


class VoiceSheet(QWidget):
    """Buttons on top, which stay; below them what scrolls. Tables are kept from one account to the next."""

    chosen = Signal(object)  # the key of a figure
    deed_chosen = Signal(str)  # the key of a button

    def __init__(self, deeds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: VoiceCardWords | None = None
        self.buttons = DeedRow(deeds, self)
        self.buttons.chosen.connect(self.deed_chosen)
        self._head, self._about = WrapLabel("", "head"), WrapLabel("", "small", "text2")
        self._notes = WrapLabel("", "small", "text2")
        self.sayings, self.curve = FigureLine(), VoiceCurve()
        self.sayings.chosen.connect(self.chosen)
        self._tables: list[HeadedTable] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 4, 0, 10)
        self._column.setSpacing(2)
        for label in (self._head, self._about):
            self._column.addLayout(_padded(label))
        self._column.addWidget(self.sayings)
        self._column.addWidget(self.curve)
        self._tables_end = self._column.count()
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

    def show_words(self, words: VoiceCardWords) -> None:
        """The same again changes nothing."""
        if words == self._shown:
            return
        is_other = self._shown is None or (words.head, words.about) != (self._shown.head, self._shown.about)
        self._shown = words
        self._head.show_text(words.head)
        self._about.show_text(words.about)
        self.sayings.set_sayings(words.sayings)
        self.sayings.setVisible(bool(words.sayings))
        self.curve.show_spark(words.spark, words.ends)
        while len(self._tables) < len(words.sections):
            made = HeadedTable(self._inner)
            made.chosen.connect(self.chosen)
            made.sight_wished.connect(self._show_place)
            self._column.insertWidget(self._tables_end + len(self._tables), made)
            self._tables.append(made)
        for place, table in enumerate(self._tables):
            section = words.sections[place] if place < len(words.sections) else None
            table.setVisible(section is not None)
            if section is not None:
                table.show_section(section)
        self._notes.show_text(words.notes)
        self._notes.setVisible(bool(words.notes))
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def shown(self) -> VoiceCardWords | None:
        return self._shown

    def table(self, place: int) -> HeadedTable | None:
        """The section's table, when it is in sight at all."""
        found = self._tables[place] if 0 <= place < len(self._tables) else None
        return found if found is not None and found.isVisibleTo(self) else None

    def box_of(self, widget: QWidget) -> QRect:
        """Where a part of the card is seen, in px of the card; empty when it is scrolled away."""
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


class VoiceCurve(QWidget):
    """When an account wrote: a small curve over the session, with what is looked at marked and its days below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spark: Spark | None = None
        self._ends = ("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("When it wrote"))

    def show_spark(self, spark: Spark | None, ends: tuple[str, str, str]) -> None:
        self._spark, self._ends = spark, ends
        self.setAccessibleDescription(" – ".join(filter(None, ends[:2])))
        self.setFixedHeight(SPARK + CAPTION + 12)
        self.setVisible(spark is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, SPARK + CAPTION + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        if self._spark is not None:
            place = QRectF(PAD, 6, max(20, self.width() - 2 * PAD), SPARK)
            paint_spark(painter, self._spark, place, look.colour("text"), look)
            painter.setFont(font("micro"))
            painter.setPen(look.colour("text2"))
            below = QRectF(place.left(), place.bottom() + 2, place.width(), CAPTION)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._ends[0])
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._ends[1])
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._ends[2])
        painter.end()


def _padded(widget: QWidget) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(PAD, 0, PAD, 2)
    made.addWidget(widget)
    return made
