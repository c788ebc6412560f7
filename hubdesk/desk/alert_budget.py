"""The week's alarms of each topic against its budget of wrong ones, as a table of the preferences."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import Scope, Topic
from hubdesk.core.alert_budget import Spent, spent
from hubdesk.desk.alert_rule_form import Offered
from hubdesk.i18n import _, ngettext, number
from hubdesk.panels.episodes_words import topic_name
from hubdesk.resources import resource
from hubdesk.store.reader import Reader
from hubdesk.widgets.figure_rows import Cell, Column, Row
from hubdesk.widgets.figure_table import FigureTable
from hubdesk.widgets.theme import theme
from hubdesk.widgets.wrapped import WrapLabel

LISTED: Final = 12


@dataclass(frozen=True, slots=True)
class Around:
    """What a session gives the preferences of alerts: whom rules may name, and the week's alarms."""

    offered: Offered
    weeks: tuple[Spent, ...]


def read_around(reader: Reader, scope: Scope, options: Hashable) -> Around:
    """Worker thread: the scope is the week."""
    topics = reader.topics()
    people = tuple(person.name for person in reader.people() if person.name)
    weeks = spent(reader.episodes(scope), [topic.id for topic in topics], scope.end)
    return Around(Offered(topics, people, departments()), weeks)


def departments() -> tuple[tuple[str, str], ...]:
    """Numbers and names; none where their file is gone. Not on the GUI thread."""
    try:
        named = json.loads((resource("places") / "areas.json").read_text("utf-8"))["departments"]
        return tuple((str(code), str(name)) for code, (name, _region) in named.items())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ()


class AlertBudget(QWidget):
    """Topics that spent most of their budget first; one line says how many more there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self.note = FigureTable(), WrapLabel(_("Open a session to see its alarms."), "small", "text2")
        self.table.setAccessibleName(_("Alarms of the last seven days"))
        self.table.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addWidget(self.note)

    def show_weeks(self, around: Around) -> None:
        others = around.offered.topics or ()
        topics = {topic.id: topic for topic in others}
        weeks = sorted(around.weeks, key=_order)
        shown = weeks[:LISTED]
        columns = (Column(_("alarms")), Column(_("called wrong")), Column(_("budget of wrong ones"), leaves=1))
        self.table.set_rows(columns, [_row(one, topics, others) for one in shown])
        self.table.setVisible(bool(shown))
        parts = []
        if over := sum(one.is_over for one in weeks):
            text = ngettext("{n} topic is over its budget.", "{n} topics are over their budget.", over)
            parts.append(text.format(n=number(over)))
        if left := len(weeks) - len(shown):
            text = ngettext("{n} more topic is not listed.", "{n} more topics are not listed.", left)
            parts.append(text.format(n=number(left)))
        parts.append(_("Call an alarm wrong in the list of episodes, and it counts here."))
        self.note.show_text(" ".join(parts))


def _row(one: Spent, topics: dict[int, Topic], others: tuple[Topic, ...]) -> Row:
    topic = topics.get(one.topic) if one.topic is not None else None
    style = theme().topic_style(topic, others) if topic is not None else None
    cells = tuple(Cell(number(n)) for n in (one.alarms, one.wrong, one.allowed))
    shape, colour = (style.marker, style.colour.name()) if style is not None else ("", "")
    return Row(topic_name(topic, one.topic), cells, shape=shape, colour=colour)


def _order(one: Spent) -> tuple[int, int]:
    return -one.wrong, -one.alarms
