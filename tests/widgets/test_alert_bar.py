"""The alert bar: what it says at which width, and that it never takes what it was not given."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import hubdesk.widgets.alert_bar as alert_bar
import hubdesk.widgets.theme as look
from hubdesk.core import Topic
from hubdesk.widgets.alert_bar import HEIGHT, AlertBar
from hubdesk.widgets.alert_row import Alert, cut

ORANGE = Topic(1, "Orange", "orange", "own")
LONG = "1 204 mentions in an hour instead of 12, half of them of an outage in Lille, Mont-de-Marsan and the Nord"
CRISIS = Alert(7, 3, "crisis", "Crisis, level 3", ORANGE, (ORANGE,), "Orange", LONG, "since 14:32")


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """A line to write in above a bar."""
    look.use(qapp, "light")
    monkeypatch.setattr(alert_bar, "SETTLE_MS", -1)
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    made.field, made.bar = QLineEdit(), AlertBar()
    column.addWidget(made.field)
    column.addWidget(made.bar)
    qtbot.addWidget(made)
    made.resize(1366, 120)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.field.setFocus()
    return made


def test_that_an_alarm_leaves_the_keyboard_where_it_was(window: QWidget, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.field.hasFocus)
    window.bar.say(CRISIS)
    assert window.bar.isVisible()
    assert window.bar.height() == HEIGHT
    assert window.field.hasFocus()
    QTest.keyClicks(window.field, "livebox")
    assert window.field.text() == "livebox"


def test_that_all_of_it_is_heard_however_narrow_it_is(window: QWidget) -> None:
    window.resize(420, 120)
    window.bar.say(replace(CRISIS, waiting=2, quiet="Quiet hours until 07:00"))
    said = window.bar.accessibleName()
    for part in ("Alarm", "Crisis, level 3", "Orange", LONG, "since 14:32", "Quiet hours until 07:00"):
        assert part in said
    assert [button.accessibleName() for button in (window.bar.more, window.bar.open)] == ["2 more waiting", "Open"]


@pytest.mark.parametrize("width", [240, 420, 700, 1366, 1920])
def test_that_no_button_leaves_the_bar_or_lies_on_another(window: QWidget, width: int) -> None:
    bar = window.bar
    window.resize(width, 120)
    bar.resize(width, HEIGHT)
    bar.say(replace(CRISIS, name="Offre rentrée des étudiants de Nouvelle-Aquitaine", waiting=12))
    places = [button.geometry() for button in (bar.more, bar.open, bar.acknowledge, bar.snooze)]
    assert all(bar.rect().contains(place) for place in places)
    assert all(one.right() < other.left() for one, other in pairwise(places))
    bar.grab()


def test_that_a_sentence_is_cut_between_words_alone(qapp: QApplication) -> None:
    metrics = QFontMetricsF(look.font("body"))
    for room in range(0, 700, 7):
        shown = cut(LONG, metrics, room)
        assert metrics.horizontalAdvance(shown) <= room or not shown
        words = shown.removesuffix(" …").split(" ") if shown else []
        assert words == LONG.split(" ")[: len(words)]


def test_that_a_narrow_bar_has_icons_that_say_in_a_tip_what_they_do(window: QWidget) -> None:
    window.resize(700, 120)
    window.bar.resize(700, HEIGHT)
    window.bar.say(CRISIS)
    assert window.bar.acknowledge.shown() == ""
    assert "Acknowledge" in window.bar.acknowledge.toolTip()


def test_that_hostile_names_are_no_markup_in_its_tip(window: QWidget) -> None:
    window.bar.say(replace(CRISIS, name="<img src=x>", sentence="<b>bold</b> & so"))
    assert "<img" not in window.bar.toolTip()
    assert "<b>" not in window.bar.toolTip()


def test_that_its_buttons_say_of_which_episode_they_are(window: QWidget, qtbot: QtBot) -> None:
    bar = window.bar
    bar.say(CRISIS)
    with qtbot.waitSignal(bar.open_wished) as opened:
        bar.open.click()
    with qtbot.waitSignal(bar.acknowledge_wished) as acknowledged:
        bar.acknowledge.click()
    with qtbot.waitSignal(bar.snooze_wished) as snoozed:
        bar.menu.actions()[1].trigger()
    assert (opened.args, acknowledged.args, snoozed.args) == ([7], [7], [7, "tomorrow"])


def test_that_a_second_click_does_not_answer_the_alarm_that_came_after_the_first(
    window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = window.bar
    bar.say(CRISIS)
    with qtbot.waitSignal(bar.acknowledge_wished):
        bar.acknowledge.click()
    monkeypatch.setattr(alert_bar, "SETTLE_MS", 60_000)
    bar.say(replace(CRISIS, episode=8))
    with qtbot.assertNotEmitted(bar.acknowledge_wished), qtbot.assertNotEmitted(bar.open_wished):
        bar.acknowledge.click()
        bar.open.click()


def test_that_the_keyboard_comes_when_asked_and_goes_with_escape_and_with_the_alarm(
    window: QWidget, qtbot: QtBot
) -> None:
    bar = window.bar
    bar.say(CRISIS)
    bar.take_keyboard()
    qtbot.waitUntil(bar.open.hasFocus)
    assert bar.is_held
    with qtbot.waitSignal(bar.left):
        QTest.keyClick(bar.open, Qt.Key.Key_Escape)
    with qtbot.waitSignal(bar.left):
        bar.say(None)
    assert not bar.isVisible()


def test_that_what_is_under_the_mouse_is_held(window: QWidget, qtbot: QtBot) -> None:
    bar = window.bar
    bar.say(CRISIS)
    assert not bar.is_held
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QApplication.sendEvent(bar, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert bar.is_held
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    with qtbot.waitSignal(bar.released):
        QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert not bar.is_held


@pytest.mark.parametrize("kind", ["buzz", "crisis", "outage", "amplification", "stranger"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_every_kind_can_be_drawn(window: QWidget, qapp: QApplication, kind: str, theme: str) -> None:
    look.use(qapp, theme)
    window.bar.say(replace(CRISIS, kind=kind, severity=9, topic=None))
    assert not window.bar.grab().isNull()
