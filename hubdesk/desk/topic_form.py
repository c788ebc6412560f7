"""One topic as it is edited: its name, what it is to us, its colour, and its query, with the error at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from hubdesk.core import Role, Topic
from hubdesk.desk.aside import Aside
from hubdesk.desk.topic_colours import alike
from hubdesk.i18n import N_, _
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import plain_label, utf16
from hubdesk.widgets.theme import font, theme, tokens

LONGEST_NAME: Final = 60
PAUSE_MS: Final = 250  # after the last key, before a query is read
ROLES: Final = {
    Role.OWN: N_("our brand"),
    Role.RIVAL: N_("a rival"),
    Role.SUBJECT: N_("a subject"),
    Role.EVENT: N_("an event"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that was read: "" in `fault` when it is well; `position` counts code points, None when nowhere."""

    query: str
    fault: str = ""
    position: int | None = None
    warnings: tuple[str, ...] = ()


def check(query: str) -> Checked:
    """Off the GUI thread: what is wrong with a query, and where."""
    from hubdesk.query.syntax import QueryError, parse  # it loads the query language, which a start does not need

    try:
        return Checked(query, warnings=tuple(map(str, parse(query).warnings)))
    except QueryError as error:
        return Checked(query, str(error), error.position)


class TopicForm(QWidget):
    """Edits a copy; `edited` carries it at each change."""

    edited = Signal(object)  # Topic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topic: Topic | None = None
        self._others: tuple[Topic, ...] = ()
        self.name, self.role, self.query = QLineEdit(), QComboBox(), QPlainTextEdit()
        self.name.setMaxLength(LONGEST_NAME)
        for role, words in ROLES.items():
            self.role.addItem(_(words), role.value)
        self.colour = QPushButton(_("Choose…"))
        self.query.setFont(font("body", kind="mono"))
        self.query.setTabChangesFocus(True)
        slim(self.query)
        self.fault = plain_label("", "small", "text", wrap=True)
        self.alike = plain_label("", "small", "text2", wrap=True)
        form = QFormLayout()
        rows = ((self.name, _("Name")), (self.role, _("It is")), (self.colour, _("Colour")), (self.query, _("Query")))
        for field, label in rows:
            field.setAccessibleName(label)
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form, 1)
        column.addWidget(self.alike)
        column.addWidget(self.fault)
        self._pause, self._aside = QTimer(self), Aside(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self._aside.done.connect(self.show_checked)
        self.name.textEdited.connect(self._take)
        self.role.activated.connect(self._take)
        self.query.textChanged.connect(self._take)
        self.colour.clicked.connect(self._choose_colour)

    def show_topic(self, topic: Topic | None, others: Sequence[Topic] = ()) -> None:
        """Edit this one, beside those others; None: there is none."""
        self._others = tuple(others)
        self._topic = None  # what the fields say meanwhile is not the analyst's word
        self.setEnabled(topic is not None)
        self.name.setText(topic.name if topic is not None else "")
        self.role.setCurrentIndex(max(0, self.role.findData(topic.role if topic is not None else "")))
        self.query.setPlainText(topic.query if topic is not None else "")
        self._topic = topic
        self._show_colour()
        self.show_checked(Checked(self.query.toPlainText()))
        self._pause.start()

    def show_checked(self, checked: Checked) -> None:
        """Say what is wrong, and mark from where; an answer about an older text is not shown."""
        if checked.query != self.query.toPlainText():
            return
        self.fault.setText(checked.fault or "\n".join(checked.warnings))
        marks = []
        if checked.position is not None:
            marks.append(self._mark(utf16(checked.query, checked.position)))
        self.query.setExtraSelections(marks)

    def close_form(self) -> None:
        self._pause.stop()
        self._aside.close()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_colour()

    def _mark(self, place: int) -> QTextEdit.ExtraSelection:
        """A wavy line under the word at that place; under the last one when it is the end."""
        mark, cursor = QTextEdit.ExtraSelection(), QTextCursor(self.query.document())
        last = self.query.document().characterCount() - 1
        cursor.setPosition(min(place, last))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection():
            way = QTextCursor.MoveOperation.Right if place < last else QTextCursor.MoveOperation.Left
            cursor.movePosition(way, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(self.query.palette().color(QPalette.ColorRole.Text))
        look.setBackground(theme().colour("mark"))
        mark.cursor, mark.format = cursor, look
        return mark

    def _take(self) -> None:
        if self._topic is None:
            return
        name, role, query = self.name.text().strip(), str(self.role.currentData()), self.query.toPlainText()
        changed = replace(self._topic, name=name, role=role, query=query)
        if changed != self._topic:
            self._topic = changed
            self._show_colour()
            self._pause.start()
            self.edited.emit(changed)

    def _check(self) -> None:
        if self._topic is None:
            return
        if self._aside.is_busy:
            self._pause.start()
        else:
            self._aside.run(partial(check, self.query.toPlainText()))

    def _choose_colour(self) -> None:
        if self._topic is not None:
            colour = QColorDialog.getColor(QColor(self._topic.colour), self, _("Colour"))
            if colour.isValid():
                self._topic = replace(self._topic, colour=colour.name())
                self._show_colour()
                self.edited.emit(self._topic)

    def _show_colour(self) -> None:
        """The colour as charts will draw it, and whose it is taken for. The look has its own for the four brands."""
        topic = self._topic
        self.colour.setEnabled(topic is not None and topic.name not in tokens()["brand"])
        swatch = QPixmap(16, 16)
        swatch.fill(theme().topic_style(topic).colour if topic is not None else theme().colour("raised"))
        self.colour.setIcon(QIcon(swatch))
        line = alike(topic, self._others) if topic is not None else ""
        self.alike.setText(line)
        self.alike.setVisible(bool(line))
