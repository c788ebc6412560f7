"""The rules of what alerts, as a list to add to and remove from; each change is kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from hubdesk.core import Topic
from hubdesk.core.alert_rule import AlertRule
from hubdesk.core.alerts import AlertRules
from hubdesk.core.quiet_hours import GRAVEST
from hubdesk.i18n import _
from hubdesk.panels.episodes_words import KINDS
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

LONGEST: Final = 200
NAME: Final = 60
MOST: Final = 100  # rules


@dataclass(frozen=True, slots=True)
class Offered:
    """Whom and what rules may name here: topics and people of the session, départements by number and name.

    `topics` None: no session is open, so nobody knows them.
    """

    topics: tuple[Topic, ...] | None = None
    people: tuple[str, ...] = ()
    departments: tuple[tuple[str, str], ...] = ()


class AlertRuleForm(QWidget):
    """The list at the left, the chosen rule at the right."""

    edited = Signal()  # `rules` are other ones now

    def __init__(self, rules: Sequence[AlertRule], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = list(rules)
        self._offered = Offered()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Alert for"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(5 * (self.list.fontMetrics().lineSpacing() + 8))
        self.add, self.remove = Button(_("Add")), Button(_("Remove"))
        self.topic, self.kind, self.severity, self.person, self.place = (QComboBox() for _n in range(5))
        self.person.setEditable(True)
        self.person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.note = plain_label("", "small", "text2", wrap=True)
        self._build()
        for rule in self.rules:
            self.list.addItem(self.words(rule))
        self.list.currentRowChanged.connect(self._show)
        self.add.clicked.connect(self.add_rule)
        self.remove.clicked.connect(self.remove_rule)
        for box in (self.topic, self.kind, self.severity, self.place):
            box.activated.connect(self._take)
        self.person.editTextChanged.connect(self._take_person)
        self._show(-1)
        self.list.setCurrentRow(0)

    def offer(self, offered: Offered) -> None:
        """What may be chosen, once it is known."""
        self._offered = offered
        for place, rule in enumerate(self.rules):
            self.list.item(place).setText(self.words(rule))
        self._show(self.list.currentRow())

    def add_rule(self) -> None:
        self.rules.append(AlertRule())
        self.list.addItem(self.words(self.rules[-1]))
        self.list.setCurrentRow(len(self.rules) - 1)
        self.topic.setFocus()
        self.edited.emit()

    def remove_rule(self) -> None:
        at = self.list.currentRow()
        if at >= 0:
            del self.rules[at]
            self.list.takeItem(at)  # Qt chooses another one, and says so: while the item is there, its row is old
            self._show(self.list.currentRow())
            self.edited.emit()

    def words(self, rule: AlertRule) -> str:
        """A rule in a line."""
        kind = _(KINDS[rule.kind]) if rule.kind in KINDS else tame(rule.kind, NAME)
        grave = _("severity {n} or more").format(n=rule.severity) if rule.severity else ""
        parts = (kind, tame(rule.topic, NAME), grave, tame(rule.person, NAME), self._place_name(rule.place))
        return " · ".join(filter(None, parts)) or _("every episode")

    def _build(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(6)
        rows = (
            (self.topic, _("Topic")),
            (self.kind, _("Kind")),
            (self.severity, _("Severity")),
            (self.person, _("Person")),
            (self.place, _("Place")),
        )
        for box, label in rows:
            box.setAccessibleName(label)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            form.addRow(label, box)
        two = QHBoxLayout()
        two.addWidget(self.add)
        two.addWidget(self.remove)
        two.addStretch(1)
        left, both, column = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        left.addWidget(self.list)
        left.addLayout(two)
        left.addStretch(1)
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addLayout(form, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(both)
        column.addWidget(self.note)

    def _show(self, at: int) -> None:
        is_one = 0 <= at < len(self.rules)
        rule = self.rules[at] if is_one else AlertRule()
        offered = self._offered
        self.remove.setEnabled(is_one)
        self.add.setEnabled(len(self.rules) < MOST)
        topics = [(tame(topic.name, NAME), topic.name) for topic in offered.topics or ()]
        kinds = [(_(words), str(kind)) for kind, words in KINDS.items()]
        places = [(f"{code} {name}", code) for code, name in offered.departments]
        _fill(self.topic, _("Any topic"), topics, rule.topic)
        _fill(self.kind, _("Any kind"), kinds, rule.kind)
        _fill(self.severity, _("Any severity"), _severities(), str(rule.severity) if rule.severity else "")
        _fill(self.place, _("Any place"), places, rule.place.upper())
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItems([tame(name, NAME) for name in offered.people])
        self.person.setEditText(rule.person)
        line = self.person.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("Anybody, or a name"))
            line.setMaxLength(LONGEST)
        self.person.blockSignals(False)
        for box in (self.topic, self.kind, self.severity, self.person, self.place):
            box.setEnabled(is_one)
        self._say_unknown()

    def _say_unknown(self) -> None:
        """Rules that ask for nothing in this session, once it is known what topics it has."""
        topics = self._offered.topics
        unknown = () if topics is None else _unknown(self.rules, topics)
        line = _("This session has no topic “{name}”: that rule asks for nothing here.")
        self.note.setText(line.format(name=tame(unknown[0], NAME)) if unknown else "")
        self.note.setVisible(bool(unknown))

    def _place_name(self, code: str) -> str:
        named = dict(self._offered.departments)
        return f"{named[code.upper()]} ({code.upper()})" if code.upper() in named else tame(code, NAME)

    def _take(self, _index: int) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.rules):
            rule = replace(
                self.rules[at],
                topic=str(self.topic.currentData()),
                kind=str(self.kind.currentData()),
                severity=int(self.severity.currentData() or 0),
                place=str(self.place.currentData()),
            )
            self._change(at, rule)

    def _take_person(self, text: str) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self.rules):
            self._change(at, replace(self.rules[at], person=text.strip()[:LONGEST]))

    def _change(self, at: int, rule: AlertRule) -> None:
        if rule != self.rules[at]:
            self.rules[at] = rule
            self.list.item(at).setText(self.words(rule))
            self._say_unknown()
            self.edited.emit()


def _severities() -> list[tuple[str, str]]:
    return [(_("{n} or more").format(n=n), str(n)) for n in range(1, GRAVEST + 1)]


def _unknown(rules: Sequence[AlertRule], topics: Sequence[Topic]) -> tuple[str, ...]:
    return AlertRules(tuple(rules)).unknown_topics(topic.name for topic in topics)


def _fill(box: QComboBox, every: str, offers: Sequence[tuple[str, str]], chosen: str) -> None:
    """Offer these, and what is chosen already though nobody offers it. Nobody is told."""
    box.blockSignals(True)
    box.clear()
    box.addItem(every, "")
    for label, value in offers:
        box.addItem(label, value)
    if box.findData(chosen) < 0:
        box.addItem(tame(chosen, NAME), chosen)
    box.setCurrentIndex(box.findData(chosen))
    box.blockSignals(False)
