"""One episode opened: what can be said of it, why it was told, who, what and where, and how it went on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _
from hubdesk.widgets.deed_sheet import PAD, DeedSheet
from hubdesk.widgets.figure_line import FigureLine, Saying
from hubdesk.widgets.headed_table import Section
from hubdesk.widgets.text import plain_label
from hubdesk.widgets.timeline import Fact, Timeline
from hubdesk.widgets.wrapped import WrapLabel

LOW: Final = 260  # px of height, below which three rows of buttons would leave nothing of the sheet


@dataclass(frozen=True, slots=True)
class SheetWords:
    """All that the sheet says; `lines`: the alarm's sentences, its own first."""

    head: str
    about: str
    lines: tuple[str, ...]
    sayings: tuple[Saying, ...]
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    notes: str = ""


class EpisodeSheet(DeedSheet):
    """One episode, then another."""

    def __init__(self, deeds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(deeds, parent)
        self._shown: SheetWords | None = None
        self._deeds = tuple(key for key, _words in deeds)
        self._head, self._about = WrapLabel("", "head"), WrapLabel("", "small", "text2")
        self.lines, self._notes = WrapLabel(), WrapLabel("", "small", "text2")
        self.sayings, self.timeline = FigureLine(), Timeline()
        self.timeline.setAccessibleName(_("How it went on"))
        later = plain_label(_("How it went on"), "label")
        later.setContentsMargins(PAD, 8, PAD, 0)
        self.add_padded(self._head, self._about, self.lines)
        self.column.addWidget(self.sayings)
        self.put_tables_here()
        self.column.addWidget(later)
        self.column.addWidget(self.timeline)
        self.add_padded(self._notes)
        self.column.addStretch(1)

    def show_words(self, words: SheetWords) -> None:
        """The same again changes nothing."""
        if words == self._shown:
            return
        is_other = self._shown is None or words.head != self._shown.head
        self._shown = words
        self._head.show_text(words.head)
        self._about.show_text(words.about)
        self.lines.show_text("\n".join(words.lines))
        self.sayings.set_sayings(words.sayings)
        self.sayings.setVisible(bool(words.sayings))
        self.show_sections(words.sections, [place for place, one in enumerate(words.sections) if not one.rows])
        self.timeline.set_facts(words.facts)
        self._notes.show_text(words.notes)
        self._notes.setVisible(bool(words.notes))
        if is_other:
            self.to_top()

    def shown(self) -> SheetWords | None:
        return self._shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low dock the first two deeds and the way back; the panel's menu has them all."""
        super().resizeEvent(event)
        self.buttons.offer((*self._deeds[:2], self._deeds[-1]) if self.height() < LOW else self._deeds)
