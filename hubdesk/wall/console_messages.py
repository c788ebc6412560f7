"""Words of the presenter to the room: a line to type in, what is on screen now, and what was said before."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hubdesk.core.cues import LONGEST, Cue, CueWord
from hubdesk.i18n import _
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_parts import Deed, ScreenChip
from hubdesk.wall.console_rows import Row, Rows
from hubdesk.wall.hall import Hall

MOST: Final = 10  # earlier messages
AWAY, AGAIN = "away", "again"
_ON: Final = "on:"
_BEFORE: Final = "before:"


class Field(QLineEdit):
    """Takes what is typed, and keeps to itself what a line has no use for, such as arrows up and down. Escape leaves
    it; a clicker's page keys and what is held with Ctrl are the wall's even here."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()  # else Enter would send, and go on to the next scene


class MessagesPage(QWidget):
    """Enter sends. What is on screen stays there until it is taken away."""

    left = Signal()  # the field is done with

    def __init__(self, conductor: Conductor, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor, self._hall = conductor, hall
        self._before: list[str] = []
        self.field = Field(self)
        self.field.setMaxLength(LONGEST)
        self.field.setMinimumHeight(30)
        self.field.setTextMargins(4, 0, 4, 0)
        self.field.setPlaceholderText(_("Message to the room (M)"))
        self.field.setAccessibleName(_("Message to the room"))
        self.field.setClearButtonEnabled(True)
        self.target = ScreenChip(_("to"), _("all screens"), self)
        self.send = Deed(_("Send"), "send", "", self)
        self.rows = Rows(_("Messages"), self)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.field, 1)
        line.addWidget(self.target)
        line.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.rows, 1)
        self.field.returnPressed.connect(self._send)
        self.field.textChanged.connect(self._allow)
        self.field.left.connect(self.left)
        self.send.clicked.connect(self._send)
        self.rows.chosen.connect(self._choose)
        conductor.cued.connect(self._remember)
        self._allow("")

    def write(self) -> None:
        """Somebody wants to say something."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def look(self) -> None:
        """What is on screen, and which screens there are."""
        self.target.show_screens(tuple(self._hall.placement.screens))
        on = [
            Row(f"{_ON}{screen}", words, self._where(screen), ((AWAY, _("Take away")),), "flag")
            for screen, words in self._conductor.state.messages
        ]
        said = {words for _screen, words in self._conductor.state.messages}
        before = [
            Row(f"{_BEFORE}{words}", words, _("said before"), ((AGAIN, _("Write again")),))
            for words in self._before
            if words not in said
        ]
        self.rows.show_rows((*on, *before), _("No message is on any screen."))

    def _where(self, screen: str) -> str:
        named = _("on screen {screen}").format(screen=screen) if screen else _("on all screens")
        is_gone = bool(screen) and screen not in self._hall.placement.screens
        return _("{where}, which is not connected").format(where=named) if is_gone else named

    def _allow(self, typed: str) -> None:
        self.send.setEnabled(bool(typed.strip()))

    def _send(self) -> None:
        words = self.field.text().strip()
        if words:
            self._conductor.do(CueWord.MESSAGE, words, self.target.screen_name)
            self.field.clear()
            self.left.emit()

    def _choose(self, row: str, deed: str) -> None:
        if deed == AWAY:
            self._conductor.do(CueWord.MESSAGE, "", row.removeprefix(_ON))
        else:
            self.field.setText(row.removeprefix(_BEFORE))
            self.write()

    def _remember(self, cue: Cue) -> None:
        if cue.word == CueWord.MESSAGE and cue.value:
            self._before = [cue.value, *(one for one in self._before if one != cue.value)][:MOST]
