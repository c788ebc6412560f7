"""Alarms on the desk: looked for where the session is live, shown in a bar above the docks, told outside the window.

Nothing here opens a dialog or takes the keyboard. A sealed session and the demonstration do not alarm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from hubdesk.alert_settings import alert_rules
from hubdesk.core import EpisodeKind, Millis, Scope
from hubdesk.core.episode_answers import ACKNOWLEDGED, SNOOZED
from hubdesk.desk.alert_news import LINGERS, AlertMemory, AlertPicture, News, read_alerts, take
from hubdesk.desk.alert_notice import AlertNotice
from hubdesk.desk.alert_saying import alert_of, notice_words
from hubdesk.desk.marking import MADE
from hubdesk.i18n import _
from hubdesk.panels.episode_marking import CRISIS_ROOM, EPISODE, MARK, Marking
from hubdesk.panels.episodes_known import Known
from hubdesk.widgets.alert_bar import AlertBar

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

KEY: Final = "alerts"
LOOK_MS: Final = 5_000  # a snooze and quiet hours end by themselves
PACE_SECONDS: Final = 1.0


class Alerts(QObject):
    """Asks for the episodes that last, has the rules decide, and shows what is left to be answered."""

    def __init__(self, desk: Desk, now: Callable[[], Millis], memory: AlertMemory | None) -> None:
        super().__init__(desk)
        self.bar, self.notice = AlertBar(), AlertNotice(desk)
        self._desk, self._now = desk, now
        self.memory = memory if memory is not None else AlertMemory()
        self._opened = now()
        self._picture: AlertPicture | None = None
        self._news = News()
        self._answering: dict[int, int] = {}  # what was answered and is being written: episode, how many marks it had
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._ask)
        column = body.layout() if (body := desk.centralWidget()) is not None else None
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(desk.pages), self.bar)
        self.bar.open_wished.connect(self._open)
        self.bar.acknowledge_wished.connect(self._acknowledge)
        self.bar.snooze_wished.connect(self._snooze)
        self.bar.more_wished.connect(self._show_all)
        self.bar.released.connect(self._show)
        self.bar.left.connect(self._leave)
        self.notice.opened.connect(self._come)
        desk.opened.connect(self._begin)

    def take_keyboard(self) -> None:
        """Someone asked for the bar; where there is no alarm, the status bar says so."""
        if self.bar.alert is not None:
            self.bar.take_keyboard()
            return
        basis = self._desk.session.basis if self._desk.session is not None else None
        if basis is not None and not basis.listens:
            self._desk.status.complain(_("Nothing alerts where nothing is collected any more: see Episodes."))
        else:
            self._desk.status.complain(_("No alarm waits for an answer."))

    def close(self) -> None:
        self._timer.stop()
        self.notice.close()

    # -- looking

    def _begin(self, _path: object) -> None:
        """The session on the desk is known: from now on, if something may still be heard in it."""
        session = self._desk.session
        if session is None or session.basis is None or not session.basis.listens:
            return
        session.refresher.answered.connect(self._take)
        session.scribe.failed.connect(self._take_back)
        session.changed.connect(self._ask)
        self._timer.start()
        self._ask()

    def _ask(self) -> None:
        session = self._desk.session
        if session is not None and self._timer.isActive():
            at = self._now()
            session.refresher.ask(KEY, read_alerts, Scope((), at - LINGERS, at), pace=PACE_SECONDS)

    def _take(self, key: str, picture: object) -> None:
        if key != KEY or not isinstance(picture, AlertPicture):
            return
        rules = alert_rules(self._desk.settings, self._desk.looking.zone)
        self._picture, self._news = picture, take(self.memory, picture, rules, self._opened)
        marks = {one.id: len(one.marks) for one in picture.episodes}
        self._answering = {which: had for which, had in self._answering.items() if marks.get(which, 0) <= had}
        if self._news.aloud:
            self._tell(self._news)
        self._show()

    def _tell(self, news: News) -> None:
        """One notification and one sound, however many began to alarm at once."""
        assert self._picture is not None
        settings = self._desk.settings
        self.notice.urge()
        if settings.flag("alert_notification"):
            self.notice.tell(*notice_words(news.aloud, self._picture, self._desk.looking.zone))
        if settings.flag("alert_sound"):
            self.notice.sound()

    def _show(self) -> None:
        """The gravest, unless someone is about to do something to the one that is shown."""
        picture = self._picture
        waiting = [each for each in self._news.waiting if each[0].id not in self._answering]
        if not waiting or picture is None:
            self.bar.say(None)
            return
        shown = self.bar.alert.episode if self.bar.alert is not None and self.bar.is_held else None
        one, verdict = next((each for each in waiting if shown in each[0].ids), waiting[0])
        self.bar.say(alert_of(one, verdict, picture, self._desk.looking.zone, len(waiting) - 1))

    # -- what is done to it

    def _open(self, episode: int) -> None:
        """The crisis room for a crisis, the list for the others, up to now: there it is seen."""
        one = self._waiting(episode)
        self._desk.wishes.grant("live", None)
        is_crisis = one is not None and one.main.kind == EpisodeKind.CRISIS
        self._desk.wishes.grant(CRISIS_ROOM if is_crisis else EPISODE, episode)

    def _acknowledge(self, episode: int) -> None:
        self._answer(Marking(episode, ACKNOWLEDGED))

    def _snooze(self, episode: int, length: str) -> None:
        self._answer(Marking(episode, SNOOZED, length))

    def _answer(self, marking: Marking) -> None:
        """It leaves the bar at once, and comes back if it cannot be written."""
        one = self._waiting(marking.episode)
        if one is not None:
            self._answering[one.id] = len(one.marks)
        self._desk.wishes.grant(MARK, marking)
        self._show()

    def _take_back(self, what: str, _line: str) -> None:
        if what == MADE:
            self._answering.clear()
            self._show()

    def _waiting(self, episode: int) -> Known | None:
        return next((each for each, _verdict in self._news.waiting if episode in each.ids), None)

    def _show_all(self) -> None:
        self._desk.wishes.grant("live", None)
        if "episodes" in self._desk.area.docks:
            self._desk.area.raise_panel("episodes")

    def _leave(self) -> None:
        self._desk.keys.to_panel(1)

    def _come(self) -> None:
        """The notification was clicked: the window comes to the front, as it was asked to."""
        if self._desk.isMinimized():
            self._desk.showNormal()
        self._desk.raise_()
        self._desk.activateWindow()
        if self.bar.alert is not None:
            self._open(self.bar.alert.episode)
