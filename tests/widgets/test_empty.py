"""Empty states, notices, their words, and the strip of what was listened to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Coverage, SourceCoverage, SourceRow, SourceState, Span
from hubdesk.widgets.coverage_strip import CoverageStrip
from hubdesk.widgets.empty import Button, EmptyState, Notice, Stage, Vacancy
from hubdesk.widgets.empty_reasons import why_empty

END = 1_795_095_126_000  # 19 November 2026, 14:32:06 in Paris
VACANCY = Vacancy(
    "search", "No mention in this scope", "5 sources were listening.", (("widen", "Widen"), ("x", "Drop"))
)

NOTHING_FOUND = Vacancy("search", "Nothing found", "", (("everywhere", "Everywhere"),))


def source(state: SourceState = SourceState.LISTENING, heard: bool = True, **over: object) -> SourceCoverage:
    row = replace(SourceRow(1, "Forum", "feed", due_at=END + MINUTE), **over)  # type: ignore[arg-type]
    return SourceCoverage(row, state, (Span(END - HOUR, END),) if heard else (), (), 0)


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication) -> EmptyState:
    look.use(qapp, "light")
    made = EmptyState()
    qtbot.addWidget(made)
    made.resize(430, 280)
    made.show_vacancy(VACANCY)
    made.show()
    return made


def test_that_a_button_says_which_action_was_chosen(empty: EmptyState, qtbot: QtBot) -> None:
    button = next(one for one in empty.findChildren(Button) if one.text() == "Drop")
    with qtbot.waitSignal(empty.chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == ["x"]


def test_that_the_same_actions_keep_their_buttons_and_so_the_focus(empty: EmptyState) -> None:
    before = empty.findChildren(Button)
    empty.show_vacancy(replace(VACANCY, text="6 sources were listening."))
    assert empty.findChildren(Button) == before


def test_that_everything_stays_inside_at_240_px(empty: EmptyState) -> None:
    empty.resize(240, 200)
    for button in empty.findChildren(Button):
        assert empty.rect().contains(button.geometry())
    rows = {button.y() for button in empty.findChildren(Button)}
    empty.show_vacancy(replace(VACANCY, actions=(("a", "Quite a long label"), ("b", "Another long label"))))
    assert len(rows) == 1
    assert len({button.y() for button in empty.findChildren(Button)[-2:]}) == 2


def test_that_no_label_reads_tags(empty: EmptyState) -> None:
    empty.show_vacancy(Vacancy("warning", "<b>head</b>", "<img src='file:///etc/passwd'>"))
    assert empty.findChildren(QLabel) == []
    assert empty.accessibleName() == "<b>head</b>"


def test_that_a_notice_shows_its_line_and_hides_without_one(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.resize(430, 30)
    notice.say("Late: last mention 26 min ago", "late", ("again", "Ask again"), 0.6)
    assert notice.isVisible()
    assert notice.sizeHint().height() == 30
    with qtbot.waitSignal(notice.chosen) as chosen:
        qtbot.mouseClick(notice.findChild(Button), Qt.MouseButton.LeftButton)
    assert chosen.args == ["again"]
    notice.say("")
    assert not notice.isVisible()


def test_that_a_long_notice_grows_instead_of_being_cut(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.resize(240, 30)
    notice.say("The session file is locked by another application since twelve seconds. " * 3, "failed")
    assert notice.sizeHint().height() > 60


def test_that_a_stage_keeps_its_picture_under_a_notice(qtbot: QtBot) -> None:
    stage = Stage(QLabel("picture"))
    qtbot.addWidget(stage)
    assert not stage.has_picture
    stage.show_picture()
    stage.notice.say("failed")
    assert stage.has_picture
    stage.show_vacancy(VACANCY)
    assert not stage.has_picture


@pytest.fixture
def listed(qtbot: QtBot) -> Stage:
    """A stage whose picture is a list in a page, after it was empty once."""
    page = QWidget()
    QVBoxLayout(page).addWidget(QListView(page))
    made = Stage(page)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_vacancy(VACANCY)
    made.show_picture()
    return made


def the_list(stage: Stage) -> QListView:
    return stage.picture.findChild(QListView)


def let_qt_delete() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("first", [VACANCY, replace(VACANCY, actions=())])
def test_that_the_keys_come_back_to_a_list_that_was_empty_for_several_reasons(listed: Stage, first: Vacancy) -> None:
    the_list(listed).setFocus()
    for vacancy in (first, NOTHING_FOUND, VACANCY):
        listed.show_vacancy(vacancy)
        let_qt_delete()
        assert listed.focusWidget() is (listed.empty.findChild(Button) or listed.empty)
        listed.show_picture()
        assert listed.focusWidget() is the_list(listed)


def test_that_keys_that_were_elsewhere_stay_there(listed: Stage) -> None:
    listed.notice.say("failed", action=("again", "Retry"))
    elsewhere = listed.notice.findChild(Button)
    elsewhere.setFocus()
    listed.show_vacancy(NOTHING_FOUND)
    let_qt_delete()
    listed.show_picture()
    assert listed.focusWidget() is elsewhere


@pytest.mark.parametrize("actions", [NOTHING_FOUND.actions, ()])
def test_that_the_keys_of_a_button_that_goes_are_given_to_who_comes(
    listed: Stage, actions: tuple[tuple[str, str], ...]
) -> None:
    listed.show_vacancy(VACANCY)
    listed.empty.findChildren(Button)[1].setFocus()
    listed.show_vacancy(replace(NOTHING_FOUND, actions=actions))
    let_qt_delete()
    assert listed.focusWidget() is (listed.empty.findChild(Button) or listed.empty)


def test_that_a_session_without_sources_asks_for_one() -> None:
    said = why_empty(Coverage((), ()), 0, END, "Europe/Paris")
    assert said.head == "No source yet"
    assert said.actions[0][0] == "setup"


def test_that_a_first_run_says_since_when_and_what_comes_next() -> None:
    said = why_empty(Coverage((source(),), (), END - 40_000), 0, END, "Europe/Paris")
    assert said.head == "Listening for 40\u202fs"
    assert "Forum" in said.text
    assert "14:33" in said.text


def test_that_a_first_run_whose_sources_all_fail_says_why() -> None:
    failed = source(SourceState.FAILED, heard=False, last_error="answered 503")
    said = why_empty(Coverage((failed,), ()), 0, END, "Europe/Paris")
    assert said.head == "No source answers"
    assert "answered 503" in said.text


def test_that_silence_and_not_listening_are_told_apart() -> None:
    heard = why_empty(Coverage((source(), source()), (), END - HOUR), 9, END, "Europe/Paris")
    assert heard.text == "2 sources were listening and brought nothing."
    deaf = why_empty(Coverage((source(heard=False),), (), END - HOUR), 9, END, "Europe/Paris")
    assert deaf.head == "Nobody listened in this span"


def test_that_sources_that_are_all_off_are_said_to_be() -> None:
    off = source(SourceState.OFF, enabled=False)
    assert why_empty(Coverage((off,), ()), 0, END, "Europe/Paris").head == "Every source is off"


def test_that_the_strip_is_solid_where_heard_and_not_where_nobody_did(qtbot: QtBot, qapp: QApplication) -> None:
    look.use(qapp, "light")
    strip = CoverageStrip()
    qtbot.addWidget(strip)
    strip.resize(400, 8)
    strip.set_spans(Span(0, 400), (Span(0, 200), Span(300, 400)), (Span(200, 300),))
    image = strip.grab().toImage()
    solid = look.theme().colour("band_line")
    assert image.pixelColor(100, 4) == solid
    assert image.pixelColor(350, 4) == solid
    assert all(image.pixelColor(x, 4) != solid for x in range(205, 295))


def test_that_a_gap_of_a_second_in_a_year_can_be_seen(qtbot: QtBot, qapp: QApplication) -> None:
    look.use(qapp, "light")
    strip = CoverageStrip()
    qtbot.addWidget(strip)
    strip.resize(400, 8)
    year = Span(0, 365 * 24 * HOUR)
    strip.set_spans(year, (year,), (Span(year.end // 2, year.end // 2 + 1000),))
    image = strip.grab().toImage()
    row = [image.pixelColor(x, 4) for x in range(400)]
    assert any(colour != QColor(look.theme().colour("band_line")) for colour in row)


def test_that_an_answer_leaves_alone_what_is_said_already(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer says it again: a bar that goes and comes back moves and paints all below it."""
    stage = Stage(QWidget())
    qtbot.addWidget(stage)
    stage.show_picture()
    stage.resize(400, 300)
    stage.show()
    seen: list[bool] = []
    monkeypatch.setattr(Notice, "setVisible", lambda notice, is_shown: seen.append(is_shown))
    for _answer in range(3):
        stage.complain("", "It could not be read")
        stage.notice.say("Nobody listened.", "late", ("coverage", "See the sources"))
    assert seen == [True]
    stage.complain("The disk is gone.", "It could not be read")
    stage.complain("", "It could not be read")
    assert seen == [True, True, False]
