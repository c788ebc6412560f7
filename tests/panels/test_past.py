"""What panels say while the past is heard again: how far, how long, and what nobody can hear again."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from feed_fakes import SCOPE, TOPICS
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import Rehearing, Scope
from hubdesk.panels.coverage import CoveragePanel
from hubdesk.panels.panel import Panel
from hubdesk.panels.past import GO_ON, STOP, Past
from hubdesk.store.reader import Reader
from hubdesk.widgets.past_bar import HEIGHT, PastBar

WORK = Rehearing(1, 2, 610, 1_000)


class OnePanel(Panel[int]):
    name, title = "one", "One"

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> int:
        return 0

    def draw(self, picture: int) -> None: ...


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> OnePanel:
    look.use(qapp, "light")
    made = OnePanel()
    qtbot.addWidget(made)
    made.body.addWidget(QLabel())
    made.resize(400, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_that_the_part_and_the_time_are_said() -> None:
    assert Past((WORK,), left=40_000).lines()[0] == "Incomplete: past re-heard to 61%, 40\u202fs left."
    assert Past((WORK,)).lines()[0] == "Incomplete: past re-heard to 61%."
    assert Past().lines() == ()


def test_that_what_was_stopped_says_who_did_and_how_to_go_on() -> None:
    stopped = Past((Rehearing(1, 2, 610, 1_000, stopped=True),))
    assert stopped.lines()[0] == "Incomplete: past re-heard to 61%, stopped by you."
    assert stopped.action() == (GO_ON, "Go on")
    assert Past((WORK,)).action() == (STOP, "Stop")


def test_that_a_session_that_is_not_ours_offers_nothing() -> None:
    assert Past((WORK,), is_ours=False).action() == ("", "")


def test_that_two_topics_are_one_part_and_never_whole_before_the_end() -> None:
    assert Past((Rehearing(1, 2, 500, 1_000), Rehearing(2, 1, 0, 1_000))).share == 0.25
    assert Past((Rehearing(1, 2, 999_999, 1_000_000),)).lines()[0] == "Incomplete: past re-heard to 99%."
    assert Past((Rehearing(1, 2, 5, 0),)).share == 0.0
    assert Past((Rehearing(1, 2, 9, 5),)).share == 0.99


def test_that_of_many_topics_heard_one_after_the_other_the_part_done_grows() -> None:
    first, second, third = (Rehearing(topic, 1, 0, 1_000) for topic in (1, 2, 3))
    before = Past((first, second, third))
    later = Past((second, third)).after(before)
    assert later.lines()[0] == "Incomplete: past re-heard to 33%."
    last = Past((Rehearing(3, 1, 500, 1_000),)).after(later)
    assert last.share == pytest.approx(2.5 / 3)
    again = Past((first, third)).after(last)  # its query was changed once more
    assert again.share == pytest.approx(1 / 3)
    assert Past().after(last) == Past()


def test_that_only_the_topics_of_a_scope_count() -> None:
    past = Past((WORK, Rehearing(9, 1, 0, 10)), 5, ((1, ("Bluesky",)), (9, ("Forum",))))
    assert past.of(TOPICS) == Past((WORK,), 5, ((1, ("Bluesky",)),))
    assert past.of(()).lines() == ()


def test_that_what_was_not_kept_is_named() -> None:
    said = Past((WORK,), dropped=((1, ("Forum", "Bluesky")),)).remark()
    assert said == "Bluesky, Forum: what no topic heard was not kept, so it cannot be heard again."
    assert Past((), dropped=((1, ("Forum",)),)).remark() == ""


def test_that_a_panel_carries_the_bar_over_its_picture_and_wishes_for_its_topics(panel: OnePanel, qtbot: QtBot) -> None:
    panel.show_past(Past((WORK, Rehearing(9, 1, 0, 10))), SCOPE)
    assert panel.past_bar.isVisible()
    assert panel.past_bar.geometry().top() == 0
    assert panel.past_bar.height() == HEIGHT
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(panel.past_bar.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    assert wished.args == [STOP, (1,)]
    panel.show_past(Past(), SCOPE)
    assert panel.past_bar.isHidden()


def test_that_what_is_stored_and_what_was_listened_to_are_never_incomplete(
    panel: OnePanel, qtbot: QtBot, qapp: QApplication
) -> None:
    panel.show_past(Past((WORK,)), Scope((), 0, 1))
    assert panel.past_bar.isHidden()
    coverage = CoveragePanel()
    qtbot.addWidget(coverage)
    coverage.show_past(Past((WORK,)), SCOPE)
    assert coverage.past_bar.isHidden()


@pytest.mark.parametrize("width", [150, 180, 240, 330, 480, 1000])
@pytest.mark.parametrize("past", [Past((WORK,), 4_000_000), Past((Rehearing(1, 2, 1, 2, True),))])
def test_that_the_bar_takes_one_line_and_its_words_stay_clear_of_the_button(
    qtbot: QtBot, qapp: QApplication, width: int, past: Past
) -> None:
    look.use(qapp, "light")
    bar = PastBar()
    qtbot.addWidget(bar)
    bar.resize(width, HEIGHT)
    bar.say(past.lines(), "Forum: " + "x" * 500, past.share, past.action())
    bar.show()
    assert bar.height() == HEIGHT
    assert bar.shown() in past.lines()
    button = bar.findChildren(QAbstractButton)[0].geometry()
    assert not bar._room().intersects(button)
