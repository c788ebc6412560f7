"""The session's topics: add one, change what it listens for, remove one. Nothing is written before Save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from hubdesk.core import Topic
from hubdesk.desk.aside import Aside
from hubdesk.desk.dialogs import TextDialog
from hubdesk.desk.sheet import Sheet
from hubdesk.desk.topic_colours import COLOURS, free_colour
from hubdesk.desk.topic_form import Checked, TopicForm, check
from hubdesk.desk.topic_import import Brought, bring, report
from hubdesk.desk.writes import ChangeTopics
from hubdesk.i18n import _
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first topic that cannot be kept, and why."""

    place: int
    checked: Checked


def first_wrong(topics: tuple[Topic, ...]) -> Wrong | None:
    """Off the GUI thread: read every query."""
    for place, topic in enumerate(topics):
        checked = check(topic.query)
        if checked.fault:
            return Wrong(place, checked)
    return None


def changes(before: Sequence[Topic], after: Sequence[Topic]) -> ChangeTopics:
    """What has to be written to come from one list to the other."""
    kept = {topic.id for topic in after}
    return ChangeTopics(
        tuple(topic for topic in after if not topic.id),
        tuple(topic for topic in after if topic.id and topic not in before),
        tuple(topic.id for topic in before if topic.id not in kept),
    )


class TopicsDialog(Sheet):
    """A list at the left, the chosen topic at the right."""

    def __init__(self, topics: Sequence[Topic], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Topics"))
        self.resize(820, 520)
        self._before, self.topics = tuple(topics), list(topics)
        self.list, self.form = QListWidget(), TopicForm()
        self.list.setAccessibleName(_("Topics"))
        self.list.setFixedWidth(220)
        self.add, self.remove = Button(_("Add")), Button(_("Remove"))
        self.importing, self.workshop = Button(_("Import saved queries…")), Button(_("Open in the workshop"))
        self.opened = 0  # the topic to go on with in the query workshop
        self._checking, self._reading = Aside(self), Aside(self)
        self._checking.done.connect(self._finish)
        self._checking.failed.connect(self.form.fault.setText)
        self._reading.done.connect(self._take_brought)
        self._reading.failed.connect(self.form.fault.setText)
        self._build()
        self.list.currentRowChanged.connect(self._show)
        self.form.edited.connect(self._take)
        self.add.clicked.connect(self.add_topic)
        self.remove.clicked.connect(self.remove_topic)
        self.importing.clicked.connect(self.choose_file)
        self.workshop.clicked.connect(self.open_workshop)
        for topic in self.topics:
            self.list.addItem(_shown(topic))
        self._show(-1)
        self.list.setCurrentRow(0)

    def _build(self) -> None:
        two = QHBoxLayout()
        two.addWidget(self.add)
        two.addWidget(self.remove)
        two.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(two)
        left.addWidget(self.importing)
        right = QVBoxLayout()
        right.addWidget(self.form, 1)
        right.addWidget(self.workshop, 0, Qt.AlignmentFlag.AlignRight)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left)
        both.addLayout(right, 1)
        told = _(
            "A new topic, or a changed query, hears what arrives, and then the stored past again; its figures are "
            "incomplete until that is done. A removed topic is forgotten with its counts; the mentions stay."
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(both, 1)
        column.addWidget(plain_label(told, "small", "text2", wrap=True))
        column.addWidget(buttons)

    def wanted(self) -> ChangeTopics:
        """What Save writes."""
        return changes(self._before, self.topics)

    def add_topic(self) -> None:
        made = Topic(0, "", "", colour=free_colour(self.topics))
        self.topics.append(made)
        self.list.addItem(_shown(made))
        self.list.setCurrentRow(len(self.topics) - 1)
        self.form.name.setFocus()

    def remove_topic(self) -> None:
        at = self.list.currentRow()
        if at >= 0:
            del self.topics[at]
            self.list.takeItem(at)  # Qt chooses another one, and says so: while the item is there, its row is old
            self._show(self.list.currentRow())

    def choose_file(self) -> None:
        """Take queries from a file that another tool saved."""
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Saved queries"), "", _("Text, a name, a tab and a query a line (*.txt *.tsv *.csv);;All files (*)")
        )
        if path:
            self.bring(Path(path))

    def bring(self, path: Path) -> None:
        """Read a file of saved queries; what it holds comes into the list, and is written with Save."""
        names = tuple(topic.name for topic in self.topics)
        self._reading.run(partial(bring, path, names, MOST - len(names), COLOURS))

    def open_workshop(self) -> None:
        """Save what was changed, then go on with the chosen topic in the workshop."""
        at = self.list.currentRow()
        if 0 <= at < len(self.topics) and self.topics[at].id:
            self.opened = self.topics[at].id
            self.accept()

    def _take_brought(self, brought: Brought) -> None:
        first = len(self.topics)
        for topic in brought.topics:
            self.topics.append(topic)
            self.list.addItem(_shown(topic))
        if brought.topics:
            self.list.setCurrentRow(first)
        if brought.refused:
            page = TextDialog(_("Not taken from the file"), report(brought), self)
            page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            page.open()

    def accept(self) -> None:
        """Save, unless a name or a query cannot be kept: then that one is shown with what is wrong."""
        wrong = self._wrong_name()
        if wrong is not None:
            self._finish(wrong)
        else:
            self._checking.run(partial(first_wrong, tuple(self.topics)))

    def done(self, code: int) -> None:
        self._checking.close()
        self._reading.close()
        self.form.close_form()
        super().done(code)

    def _wrong_name(self) -> Wrong | None:
        seen: set[str] = set()
        for at, topic in enumerate(self.topics):
            name = topic.name.casefold()
            if not name or name in seen:
                line = _("Two topics are called “{name}”.").format(name=topic.name) if name else _("Give it a name.")
                return Wrong(at, Checked(topic.query, line))
            seen.add(name)
        return None

    def _finish(self, wrong: Wrong | None) -> None:
        if wrong is None:
            super().accept()
            return
        self.opened = 0
        self.list.setCurrentRow(wrong.place)
        self.form.show_checked(wrong.checked)
        field = self.form.query if wrong.checked.position is not None else self.form.name
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, at: int) -> None:
        self.remove.setEnabled(0 <= at < len(self.topics))
        self.add.setEnabled(len(self.topics) < MOST)
        self.importing.setEnabled(len(self.topics) < MOST)
        self.workshop.setEnabled(0 <= at < len(self.topics) and self.topics[at].id != 0)  # a new one is saved first
        others = (*self.topics[:at], *self.topics[at + 1 :]) if at >= 0 else ()
        self.form.show_topic(self.topics[at] if 0 <= at < len(self.topics) else None, others)

    def _take(self, topic: Topic) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.topics):
            self.topics[at] = topic
            self.list.item(at).setText(_shown(topic))


def _shown(topic: Topic) -> str:
    return tame(topic.name, 60) or _("new topic")


def ask_topics(topics: Sequence[Topic], parent: QWidget) -> tuple[ChangeTopics, int]:
    """What a person wants changed, nothing when they changed their mind; the topic to open in the workshop, or 0."""
    dialog = TopicsDialog(topics, parent)
    is_wanted = dialog.exec() == QDialog.DialogCode.Accepted
    answer = (dialog.wanted(), dialog.opened) if is_wanted else (ChangeTopics(), 0)
    dialog.deleteLater()
    return answer
