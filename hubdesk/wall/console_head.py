"""The head of the console: what time it is here, and which instant the room is shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.desk.words import full_instant
from hubdesk.i18n import _, clock, ngettext, number
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_parts import Line
from hubdesk.wall.console_words import mood_words
from hubdesk.widgets.text import plain_label, tame
from hubdesk.widgets.theme import font

LONGEST: Final = 80


class Head(QWidget):
    """The session's name, the instant that is shown, how it is moved through time, and the presenter's clock."""

    def __init__(self, conductor: Conductor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor = conductor
        self.title, self.shown = Line("strong", parent=self), Line("body", "text2", self)
        self.sources = Line("body", "text2", self)
        self.clock = plain_label("", "hero")
        self.clock.setAccessibleDescription(_("What time it is now"))
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self.title, self.shown, self.sources):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.look()

    def be_low(self, wanted: bool) -> None:
        """Whether the window has no height to spare."""
        self.clock.setFont(font("figure" if wanted else "hero"))
        self.title.setVisible(not wanted)

    def look(self) -> None:
        """A second went by."""
        conductor = self._conductor
        zone = conductor.zone
        self.clock.setText(clock(conductor.given.now(), zone, seconds=True))
        if not conductor.is_known:
            self.title.say(_("The session is being opened."))
            return
        basis = conductor.session.basis
        self.title.say(tame(basis.facts.title, LONGEST) if basis is not None else "")
        mood = mood_words(conductor)
        self.shown.say(_("{mood}: {instant}").format(mood=mood, instant=full_instant(conductor.at, zone)))
        self.sources.say(_sources(conductor))


def _sources(conductor: Conductor) -> str:
    """Who listens, and the worst that is to be known of it."""
    heard = conductor.view(None).listening
    if not heard.sources:
        return tame(heard.fault, 200)
    line = ngettext("{n} source of {m} listening", "{n} sources of {m} listening", heard.listening)
    said = line.format(n=number(heard.listening), m=number(heard.sources))
    return " · ".join(filter(None, (said, tame(heard.fault, 200))))
