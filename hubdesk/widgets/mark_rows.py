"""What people marked on one thing, with the ways to mark it: buttons for star, tags and note, and the notes below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.core.review import ReviewMark, ReviewWord
from hubdesk.i18n import N_, _, clock, day
from hubdesk.widgets.badges import badge
from hubdesk.widgets.chips import IconButton
from hubdesk.widgets.deed_row import DeedRow
from hubdesk.widgets.empty import breakable
from hubdesk.widgets.text import PlainLabel, tame
from hubdesk.widgets.wrapped import WrapLabel

WORDS: Final = ((ReviewWord.STAR, N_("Star")), (ReviewWord.TAG, N_("Tags…")), (ReviewWord.NOTE, N_("Note…")))
MOST_NOTES: Final = 20


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note, in words."""

    uid: str
    words: str
    when: str


class MarkRows(QWidget):
    """Shows what stands; says what is wished."""

    wanted = Signal(str)  # a word of ReviewWord
    unmark_wished = Signal(str)  # a mark's uid

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[NoteLine, ...] = ()
        self._rows: list[QWidget] = []
        self.deeds = DeedRow([(str(word), _(text)) for word, text in WORDS], self, pad=0)
        self.deeds.chosen.connect(self.wanted)
        self.tags = WrapLabel("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.deeds)
        column.addWidget(self.tags)
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        column.addLayout(self._column)
        self.show_marks((), "UTC")

    def show_marks(self, marks: tuple[ReviewMark, ...], zone: str) -> None:
        """Those of this one thing."""
        said = badge(marks)
        words, glyph = (_("Starred"), "starred") if said.is_starred else (_("Star"), "star")
        self.deeds.rename(ReviewWord.STAR, words, glyph)
        self.tags.show_text(_("Tags: {tags}").format(tags=", ".join(said.tags)) if said.tags else "")
        self.tags.setVisible(bool(said.tags))
        notes = tuple(
            NoteLine(one.uid, breakable(tame(one.value, lines=True)), f"{day(one.at, zone)} {clock(one.at, zone)}")
            for one in marks
            if one.word == ReviewWord.NOTE
        )[-MOST_NOTES:]
        if notes != self._notes:
            self._notes = notes
            self._show_notes()

    def notes(self) -> tuple[NoteLine, ...]:
        return self._notes

    def _show_notes(self) -> None:
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [_Note(one, self) for one in self._notes]
        for made in self._rows:
            self._column.addWidget(made)

    def take_away(self, uid: str) -> None:
        self.unmark_wished.emit(uid)


class _Note(QWidget):
    """Its words, when they were written, and a button that takes them away."""

    def __init__(self, note: NoteLine, rows: MarkRows) -> None:
        super().__init__(rows)
        self._uid, self._whole = note.uid, rows
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(WrapLabel(note.words, "small"))
        words.addWidget(PlainLabel(note.when, "micro", "text3"))
        row.addLayout(words, 1)
        away = IconButton("close", _("Take the note away"), 20, self)
        away.clicked.connect(self._take_away)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _take_away(self) -> None:
        self._whole.take_away(self._uid)
