"""Alarms on the desk: in the bar and outside it, answered, and never where nothing new is heard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_fakes import NOW, CountPanel, a_session, surroundings
from fakes import session, topic
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, EpisodeState, Scope
from hubdesk.desk.alert_notice import AlertNotice, harmless
from hubdesk.desk.window import Desk
from hubdesk.panels.episodes import EpisodesPanel
from hubdesk.store.episodes import Seen
from hubdesk.store.errors import StoreFullError
from hubdesk.store.session import open_reader, open_writer

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


class Room(CountPanel):
    """Stands for the crisis room."""

    name = "crisis"
    title = "Crisis room"
    chosen: object = None

    def choose_episode(self, episode: object) -> None:
        self.chosen = episode


PANELS = {
    "feed": type("Feed", (CountPanel,), {"name": "feed", "title": "Feed"}),
    "episodes": EpisodesPanel,
    "crisis": Room,
}


class Outside:
    """What was told outside the window."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.urged = self.sounds = 0


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    heard = Outside()

    def tell(_self: object, title: str, body: str) -> bool:
        heard.told.append((title, body))
        return True

    def urge(_self: object) -> None:
        heard.urged += 1

    def sound(_self: object) -> None:
        heard.sounds += 1

    monkeypatch.setattr(AlertNotice, "tell", tell)
    monkeypatch.setattr(AlertNotice, "urge", urge)
    monkeypatch.setattr(AlertNotice, "sound", sound)
    return heard


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return session(tmp_path, ["Orange est en panne"], [topic(role="own")])


@pytest.fixture
def desk_on(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Desk]:
    look.use(qapp, "light")
    monkeypatch.setattr("hubdesk.widgets.alert_bar.SETTLE_MS", -1)

    def opened(path: Path, **settings: Any) -> Desk:
        clock = [NOW - 2 * MINUTE]  # it is opened then, and what is told comes later
        given = surroundings(tmp_path / "profile", panels=PANELS, now=lambda: clock[0])
        for name, value in settings.items():
            given.settings.change(name, value)
        desk = Desk(given, path)
        qtbot.addWidget(desk)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        qtbot.waitUntil(lambda: desk.alerts.memory.alerted is not None or not _listens(desk))
        clock[0] = NOW
        return desk

    return opened


def _now() -> int:
    return NOW


def _full() -> Any:
    raise StoreFullError("the disk is full")


def _listens(desk: Desk) -> bool:
    return desk.session is not None and desk.session.basis is not None and desk.session.basis.listens


def alarm(path: Path, kind: str = "crisis", severity: int = 2, at: int = NOW - MINUTE) -> None:
    """The watch tells one."""
    told = {"told": [["{n} mentions", {"n": 60}]]}
    with open_writer(path) as writer:
        seen = Seen(kind, 1, at, EpisodeState(at, "rise", at, severity=severity, evidence=told))
        writer.keep_watch("minutes", NOW, "", [seen])


def marks(path: Path) -> list[tuple[str, str]]:
    with open_reader(path) as reader:
        return [(m.word, m.value) for one in reader.episodes(Scope((), 0, NOW)) for m in one.marks]


def test_that_an_alarm_stands_above_the_docks_and_is_told_outside(
    desk_on: Callable[..., Desk], path: Path, outside: Outside, qtbot: QtBot
) -> None:
    desk = desk_on(path, alert_sound=True)
    assert not desk.alerts.bar.isVisible()
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    assert desk.alerts.bar.accessibleName() == "Alarm: Crisis, level 2, Orange, since 14:31 · 60 mentions"
    assert outside.told == [("Crisis, level 2 · Orange", "60 mentions")]
    assert (outside.urged, outside.sounds) == (1, 1)
    assert desk.alerts.bar.geometry().bottom() < desk.pages.geometry().top()


def test_that_sound_is_off_unless_asked_for_and_a_notification_can_be_switched_off(
    desk_on: Callable[..., Desk], path: Path, outside: Outside, qtbot: QtBot
) -> None:
    desk = desk_on(path, alert_notification=False)
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    assert (outside.told, outside.sounds, outside.urged) == ([], 0, 1)


def test_that_quiet_hours_leave_it_to_the_bar_which_says_so(
    desk_on: Callable[..., Desk], path: Path, outside: Outside, qtbot: QtBot
) -> None:
    desk = desk_on(path, alert_quiet=True, alert_quiet_from="14:00", alert_quiet_to="15:00", alert_sound=True)
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    assert "Quiet hours until 15:00" in desk.alerts.bar.accessibleName()
    assert (outside.told, outside.sounds, outside.urged) == ([], 0, 0)


def test_that_acknowledging_writes_it_and_the_bar_goes(desk_on: Callable[..., Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    desk.alerts.bar.acknowledge.click()
    assert not desk.alerts.bar.isVisible(), "at once, not when it is written"
    qtbot.waitUntil(lambda: marks(path) == [("acknowledged", "")])
    qtbot.waitUntil(lambda: not desk.alerts._answering)
    assert not desk.alerts.bar.isVisible()


def test_that_an_answer_that_cannot_be_written_brings_the_alarm_back(
    desk_on: Callable[..., Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    desk.session.scribe._open_writer = _full
    desk.alerts.bar.acknowledge.click()
    assert not desk.alerts.bar.isVisible()
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    assert desk.status.message() == "the disk is full"


def test_that_a_snooze_is_written_as_in_the_list_of_episodes(
    desk_on: Callable[..., Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    desk.alerts.bar.menu.actions()[0].trigger()
    assert not desk.alerts.bar.isVisible()
    qtbot.waitUntil(lambda: marks(path) == [("snoozed", "2026-11-19T15:32:00+01:00")])


def test_that_a_crisis_opens_in_its_room_and_now(desk_on: Callable[..., Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    desk.looking.fix(NOW - 3 * HOUR, NOW - 2 * HOUR)
    desk.alerts.bar.open.click()
    assert desk.looking.state.is_live
    qtbot.waitUntil(desk.area.docks["crisis"].is_seen)
    assert desk.area.docks["crisis"].panel.chosen == 1


def test_that_an_outage_opens_in_the_list_of_episodes(desk_on: Callable[..., Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    alarm(path, "outage", 0)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    desk.alerts.bar.open.click()
    qtbot.waitUntil(desk.area.docks["episodes"].is_seen)
    assert desk.area.docks["episodes"].panel.options().opened == 1


def test_that_a_graver_one_does_not_come_under_the_finger(
    desk_on: Callable[..., Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    bar = desk.alerts.bar
    alarm(path, "outage", 1, NOW - 2 * MINUTE)
    qtbot.waitUntil(bar.isVisible)
    desk.activateWindow()
    desk.menus.actions["alarm"].trigger()
    qtbot.waitUntil(bar.open.hasFocus)
    alarm(path, "crisis", 3)
    qtbot.waitUntil(lambda: bar.alert is not None and bar.alert.waiting == 1)
    assert bar.alert.kind == "outage"
    bar.left.emit()
    bar.open.clearFocus()
    bar.released.emit()
    assert bar.alert.kind == "crisis"
    assert bar.more.text() == "1 more waiting"


def test_that_what_was_told_before_the_desk_was_opened_is_in_the_bar_alone(
    desk_on: Callable[..., Desk], path: Path, outside: Outside, qtbot: QtBot
) -> None:
    alarm(path, severity=3, at=NOW - 10 * MINUTE)
    desk = desk_on(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    assert "From before the session was opened here" in desk.alerts.bar.accessibleName()
    assert (outside.told, outside.urged) == ([], 0)


def test_that_what_was_told_long_before_the_desk_was_opened_does_not_alarm(
    desk_on: Callable[..., Desk], path: Path, outside: Outside, qtbot: QtBot
) -> None:
    alarm(path, severity=3, at=NOW - 40 * MINUTE)
    desk = desk_on(path)
    assert [one.severity for one in desk.alerts._picture.episodes] == [3]
    assert not desk.alerts.bar.isVisible()
    assert (outside.told, outside.urged) == ([], 0)


def test_that_the_demonstration_does_not_alarm(
    desk_on: Callable[..., Desk], tmp_path: Path, outside: Outside, qtbot: QtBot
) -> None:
    path = a_session(tmp_path / "s.hubdesk", synthetic=True)
    desk = desk_on(path)
    with qtbot.waitSignal(desk.session.changed):
        alarm(path)
    assert not desk.alerts._timer.isActive()
    assert desk.alerts._picture is None
    assert not desk.alerts.bar.isVisible()
    assert (outside.told, outside.urged) == ([], 0)


def test_that_a_window_in_another_language_goes_on_with_the_alarm_and_tells_it_no_more(
    desk_on: Callable[..., Desk], path: Path, outside: Outside, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = desk_on(path)
    alarm(path)
    qtbot.waitUntil(desk.alerts.bar.isVisible)
    given = surroundings(tmp_path / "profile", panels=PANELS, now=_now, alerts=desk.alerts.memory)
    desk.close()
    other = Desk(given, path)
    qtbot.addWidget(other)
    other.show()
    qtbot.waitUntil(other.alerts.bar.isVisible)
    assert len(outside.told) == 1


def test_that_where_no_alarm_waits_one_line_says_so(desk_on: Callable[..., Desk], path: Path) -> None:
    desk = desk_on(path)
    desk.menus.actions["alarm"].trigger()
    assert desk.status.message() == "No alarm waits for an answer."


def test_that_a_demonstration_says_that_nothing_alerts_rather_than_that_nothing_waits(
    desk_on: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = desk_on(a_session(tmp_path / "s.hubdesk", synthetic=True))
    desk.menus.actions["alarm"].trigger()
    assert desk.status.message() == "Nothing alerts where nothing is collected any more: see Episodes."


def test_that_no_desktop_reads_a_notification_as_markup() -> None:
    said = harmless('<a href="x">SFR</a> & co\n\u202eevil', 200)
    assert not set(said) & set("<>&\n\u202e")
    assert len(harmless("x" * 10_000, 240)) <= 241


def test_that_a_desktop_without_notifications_has_the_bar_alone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    window = CountPanel()
    qtbot.addWidget(window)
    notice = AlertNotice(window)
    assert notice.tell("Crisis", "60 mentions") is False
    notice.close()
