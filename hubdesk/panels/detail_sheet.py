"""The detail panel's sheet: a mention's words and facts, what was read in it, why it was kept, and why not."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core import Heard, Kind, Topic
from hubdesk.i18n import _
from hubdesk.panels.detail_against import DetailOptions, WhyNot
from hubdesk.panels.detail_words import TopicReasons, addresses, facts, heading
from hubdesk.widgets.card_words import withdrawn
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.mark_rows import MarkRows
from hubdesk.widgets.reading_values import ReadingRow
from hubdesk.widgets.text import PlainLabel
from hubdesk.widgets.theme import theme
from hubdesk.widgets.what_was_read import ReadingRows
from hubdesk.widgets.why_tree import Why, WhyRow, WhyTree
from hubdesk.widgets.wrapped import TextBlock, WrapLabel


@dataclass(frozen=True, slots=True)
class DetailPicture:
    """`asked`: which mention, and against what. `heard` None: the session does not hold it (yet, or now)."""

    asked: DetailOptions
    heard: Heard | None
    topics: tuple[Topic, ...]
    reasons: tuple[TopicReasons, ...]
    zone: str
    why_not: tuple[WhyRow, ...] = ()
    read: tuple[ReadingRow, ...] = ()


class DetailSheet(QWidget):
    """The scrolled part: title, heading, text, facts, what was read, why it was kept, why another topic did not."""

    against_wished = Signal(object)  # a topic's id, SEARCH, or None

    def __init__(self) -> None:
        super().__init__()
        self._part = "body"
        self._title, self._heading = WrapLabel("", "head"), WrapLabel("", "small", "text3")
        self._text, self._gone = TextBlock(), WrapLabel("", "body", "text2")
        self._facts, self._addresses, self._addresses_rule = _Facts(), _Facts(), _Rule()
        self._rule, self._why_head, self._why = _Rule(), WrapLabel(_("Why it was kept"), "label"), WhyTree()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        for part in (self._title, self._heading, self._text, self._gone):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self._facts)
        self._marks_rule, self.marks = _Rule(), MarkRows()
        column.addWidget(self._marks_rule)
        column.addWidget(self.marks)
        self._read_rule, self.correct, self.readings = _Rule(), Chip(), ReadingRows()
        self.correct.has_arrow = True
        self.correct.say(_("Correct"))
        self.readings.pointed.connect(self._point)
        head = QHBoxLayout()
        head.addWidget(WrapLabel(_("What was read"), "label"), 1)
        head.addWidget(self.correct)
        column.addWidget(self._read_rule)
        column.addLayout(head)
        column.addWidget(self.readings)
        self._not_rule, self._why_not = _Rule(), WhyNot()
        self._why_not.against_wished.connect(self.against_wished)
        why: tuple[QWidget, ...] = (self._rule, self._why_head, self._why, self._not_rule, self._why_not)
        for under in (*why, self._addresses_rule, self._addresses):
            column.addWidget(under)
        column.addStretch(1)

    def show_mention(self, heard: Heard, picture: DetailPicture) -> None:
        mention = heard.mention
        self._title.show_text(mention.title)
        self._title.setVisible(bool(mention.title))
        self._heading.show_text(heading(heard))
        self._part = "comment" if mention.kind == Kind.COMMENT else "body"
        self._text.show_text(mention.text, heard.marks(self._part))
        self._text.setVisible(bool(mention.text))
        gone = withdrawn(heard, picture.zone, "")
        self._gone.show_text(gone or ("" if mention.text or mention.title else _("No text.")))
        self._gone.setVisible(bool(self._gone.text()))
        self._facts.show_rows(facts(heard, picture.zone))
        self._addresses.show_rows(addresses(heard))
        self._addresses_rule.setVisible(self._addresses.isVisibleTo(self))
        self.readings.show_rows(picture.read)
        self.correct.setEnabled(not heard.is_gone)
        whys = tuple(Why(theme().topic_style(one.topic, picture.topics), one.rows) for one in picture.reasons)
        self._why.show_reasons(whys)
        for widget in (self._rule, self._why_head, self._why):
            widget.setVisible(bool(whys))
        heard_by = {match.topic for match in heard.matches}
        others = tuple(topic for topic in picture.topics if topic.id not in heard_by)
        self._why_not.show_answer(others, picture.topics, picture.asked, picture.why_not)
        self._not_rule.setVisible(self._why_not.has_choices)
        self._why_not.setVisible(self._why_not.has_choices)

    def _point(self, marks: object) -> None:
        """Show in the text which words a reading rests on."""
        found = marks if isinstance(marks, tuple) else ()
        self._text.point_at([(mark.start, mark.end) for mark in found if mark.part == self._part])


class _Facts(QWidget):
    """Labels and values, a pair a line."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, str], ...] = ()
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)

    def show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        """The same rows again leave everything as it is."""
        self.setVisible(bool(rows))
        if rows == self._rows:
            return
        self._rows = rows
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        for at, (label, value) in enumerate(rows):
            name, told = PlainLabel(label, "small", "text3"), WrapLabel(value, "small")
            name.setContentsMargins(0, 1, 0, 0)
            name.setMinimumWidth(name.sizeHint().width())
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, at, 1)
            self._cells += [name, told]


class _Rule(QWidget):
    """A 1 px line between two parts of the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(9)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 4, self.width(), 1, theme().colour("line"))
        painter.end()
