"""Episodes that last, the gravest first: which one holds a screen, and a way to put any of them on air."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import SECOND
from hubdesk.core.cues import CueWord
from hubdesk.i18n import _, clock, day, duration
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_parts import ScreenChip
from hubdesk.wall.console_rows import Row, Rows
from hubdesk.wall.console_words import stopwatch
from hubdesk.wall.hall import Hall
from hubdesk.wall.takeover import Grave
from hubdesk.widgets.text import tame
from hubdesk.widgets.wrapped import WrapLabel

AIR, BACK = "air", "back"
_GONE: Final = "gone"


class EpisodesPage(QWidget):
    """What lasts at the instant that is shown."""

    def __init__(self, conductor: Conductor, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor, self._hall = conductor, hall
        self.rule = WrapLabel("", "small", "text2", self)
        self.target = ScreenChip(_("put on air on screen"), "", self)
        self.rows = Rows(_("Episodes that last"), self)
        self.rows.chosen.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.rule)
        column.addWidget(self.target)
        column.addWidget(self.rows, 1)

    @property
    def count(self) -> int:
        """How many last."""
        return len(self._conductor.grave)

    def look(self) -> None:
        """What lasts may be another now; the seconds that are left surely are."""
        self.target.show_screens(tuple(self._hall.placement.screens))
        self.rule.show_text(_rule(self._conductor.wall.takeover, self._conductor.wall.takeover_seconds))
        state = self._conductor.state
        rows = list(map(self._row, self._conductor.grave))
        if state.taken is not None and all(one.id != state.taken for one in self._conductor.grave):
            rows.insert(0, Row(_GONE, _("The episode that was put on air does not last any more."), "", self._back()))
        self.rows.show_rows(tuple(rows), _("No episode lasts at this instant."))

    def _row(self, one: Grave) -> Row:
        conductor, state = self._conductor, self._conductor.state
        zone, facts = conductor.zone, []
        if one.id == state.taken:
            where = tame(state.taken_screen or next(iter(self._hall.placement.screens), ""), 40)
            left = stopwatch(state.taken_until - conductor.course.time)
            facts.append(_("on air on screen {screen}, {time} left").format(screen=where, time=left))
        when = clock(one.reached_at, zone)
        if day(one.reached_at, zone) != day(conductor.at, zone):
            when = f"{day(one.reached_at, zone)} {when}"
        level = _("Level {n}").format(n=one.level) if one.level else _("Watch")
        facts.append(_("{level} since {time}").format(level=level, time=when))
        if one.is_answered:
            facts.append(_("answered on the desk"))
        deeds = self._back() if one.id == state.taken else ((AIR, _("Put on air")),)
        return Row(str(one.id), one.words, " · ".join(facts), deeds, level=one.level)

    @staticmethod
    def _back() -> tuple[tuple[str, str], ...]:
        return ((BACK, _("Give back (T)")),)

    def _choose(self, episode: str, deed: str) -> None:
        if deed == BACK:
            self._conductor.do(CueWord.GIVE_BACK)
        else:
            self._conductor.do(CueWord.TAKEOVER, episode, self.target.screen_name)


def _rule(level: int, seconds: int) -> str:
    """When an episode takes a screen by itself."""
    if not level:
        return _("No episode takes a screen by itself.")
    line = _("An episode that reaches level {level} takes a screen by itself, for {time}.")
    return line.format(level=level, time=duration(seconds * SECOND))
