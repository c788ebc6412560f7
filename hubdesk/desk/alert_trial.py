"""The rules tried on the session's last seven days, in the preferences of alerts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.alert_words import trial_words
from hubdesk.core import Scope
from hubdesk.core.alert_rule import by_name
from hubdesk.core.alert_trial import trial
from hubdesk.core.alerts import AlertRules
from hubdesk.i18n import _
from hubdesk.store.reader import Reader
from hubdesk.widgets.empty import Button
from hubdesk.widgets.wrapped import WrapLabel

KEY: Final = "alert-trial"
LISTED: Final = 8  # alerts, and as many that would not have come


@dataclass(frozen=True, slots=True)
class TrialTold:
    """What the rules would have told, in words."""

    words: str


def read_trial(reader: Reader, scope: Scope, options: Hashable) -> TrialTold:
    """Worker thread: `options` are the AlertRules, the scope is the week."""
    assert isinstance(options, AlertRules)
    zone = reader.facts().timezone or "UTC"
    quiet = options.quiet
    rules = options if quiet is None or quiet.zone else replace(options, quiet=replace(quiet, zone=zone))
    names = {topic.id: topic.name for topic in reader.topics()}
    people = by_name(reader.people())
    made = trial(reader.episodes(scope), names, rules, scope.start, scope.end, people)
    return TrialTold(trial_words(made, names, zone, LISTED))


class AlertTrial(QWidget):
    """A button, and under it what would have come."""

    wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button(_("Try on the last seven days"))
        self.button.clicked.connect(self._wish)
        self.words = WrapLabel("", "small", "text2")
        self.words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.button)
        column.addWidget(self.words)

    def show_told(self, told: TrialTold) -> None:
        self.words.show_text(told.words)
        self.words.show()

    def _wish(self) -> None:
        self.words.show_text(_("Trying…"))
        self.words.show()
        self.wished.emit()
