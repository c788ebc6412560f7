"""What was done with the wall and what was told of it, the latest first, on the presenter's own clock."""

from __future__ import annotations

from collections import deque
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core.cues import Cue
from hubdesk.i18n import _, clock
from hubdesk.panels.cue_words import cue_words
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_parts import Flow, Switch
from hubdesk.wall.console_rows import Row, Rows
from hubdesk.widgets.text import tame
from hubdesk.widgets.wrapped import WrapLabel

MOST: Final = 10


class LogPage(QWidget):
    """The last ten; the session keeps all of them. On a saved session: whether they are done again as it plays."""

    def __init__(self, conductor: Conductor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor = conductor
        self._done: deque[Row] = deque(maxlen=MOST)
        self._count = 0
        self.follow = Switch(_("Do again what the wall showed"), "follow", self)
        self._where = WrapLabel("", "small", "text2", self)
        self.rows = Rows(_("What was done"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Flow((self.follow,), self))
        column.addWidget(self.rows, 1)
        column.addWidget(self._where)
        self.follow.clicked.connect(self._follow)
        conductor.cued.connect(self._note)
        self.look()

    def look(self) -> None:
        """What was done, and whether it is kept."""
        conductor = self._conductor
        self.follow.setVisible(conductor.playhead.span is not None)
        self.follow.setChecked(conductor.given.follows)
        kept = (
            _("Kept in the session, or beside a sealed one.") if conductor.given.logs else _("Nothing of it is kept.")
        )
        self._where.show_text(kept)
        self.rows.show_rows(tuple(self._done), _("Nothing was done yet."))

    def tell(self, line: str) -> None:
        """Something the presenter should know."""
        self._add(tame(line), "warning")

    def _note(self, cue: Cue) -> None:
        titles = {one.name: one.title for one in self._conductor.wall.scenes if one.title}
        self._add(cue_words(cue, titles), "")

    def _add(self, words: str, icon: str) -> None:
        self._count += 1
        when = clock(self._conductor.given.now(), self._conductor.zone, seconds=True)
        self._done.appendleft(Row(str(self._count), words, when, icon=icon))
        self.look()

    def _follow(self) -> None:
        self._conductor.follow(self.follow.isChecked())
