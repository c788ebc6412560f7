"""The feed: what it reads, what it holds back, and what it says when there is nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, session, topic
from feed_fakes import HOSTILE, SCOPE, TOPICS, FakeReader, heard
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import hubdesk.panels.feed as feed_module
import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, SECOND, Scope
from hubdesk.panels.feed import FeedPanel
from hubdesk.panels.feed_picture import FIRST, MOST_NEW, PAGE, FeedOptions, read_feed
from hubdesk.panels.review_marking import Subject
from hubdesk.store import moment
from hubdesk.store.session import open_connection, open_reader


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> FeedPanel:
    look.use(qapp, "light")
    made = FeedPanel()
    qtbot.addWidget(made)
    made.resize(360, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def draw(panel: FeedPanel, reader: FakeReader, scope: Scope = SCOPE) -> None:
    panel.draw(panel.read(reader.as_reader(), scope, panel.options()))


def reader_of(count: int) -> FakeReader:
    return FakeReader([heard(n, "mot " * (n % 40)) for n in range(1, count + 1)])


def listed(panel: FeedPanel) -> list[int]:
    return [row.id for row in panel.view._mentions.rows()]


def scroll(panel: FeedPanel, value: int) -> None:
    panel.view.verticalScrollBar().setValue(value)


# What it reads.


def test_that_a_first_picture_is_the_newest() -> None:
    picture = read_feed(reader_of(500).as_reader(), SCOPE, FeedOptions())
    assert [row.id for row in picture.newest] == list(range(500, 500 - FIRST, -1))
    assert (picture.total, picture.joins, picture.is_all) == (500, True, False)


def test_that_the_same_question_gets_the_same_picture() -> None:
    reader = reader_of(50).as_reader()
    assert read_feed(reader, SCOPE, FeedOptions()) == read_feed(reader, SCOPE, FeedOptions())


def test_that_what_is_known_is_not_read_again() -> None:
    reader = reader_of(5_000)
    known = reader.latest(SCOPE, 1)[0]
    reader.asked.clear()
    picture = read_feed(reader.as_reader(), SCOPE, FeedOptions((known.known_at, known.id)))
    assert sum(asked for asked in reader.asked if asked < 10**9) == PAGE
    assert picture.joins


def test_that_too_many_new_ones_are_not_said_to_join() -> None:
    picture = read_feed(reader_of(MOST_NEW + 2).as_reader(), SCOPE, FeedOptions((NOON + SECOND, 1)))
    assert (len(picture.newest), picture.joins) == (MOST_NEW, False)


def test_that_of_another_scope_no_more_is_read_than_fills_the_view() -> None:
    reader, other = reader_of(1_000), replace(SCOPE, topics=TOPICS[:1])
    options = FeedOptions((NOON + SECOND, 1), (NOON + 9 * SECOND, 9), 200, first=40, of=SCOPE)
    picture = read_feed(reader.as_reader(), other, options)
    assert (len(picture.newest), picture.joins, picture.block) == (40, False, ())
    assert len(read_feed(reader.as_reader(), SCOPE, options).newest) == MOST_NEW
    near = replace(options, known=(NOON + 990 * SECOND, 990))
    assert read_feed(reader.as_reader(), other, near).joins


def test_that_a_stretch_that_a_hand_moved_is_another_list_unless_somebody_reads_further_down() -> None:
    chosen = replace(SCOPE, known_by=NOON + 9 * HOUR)
    of_chosen, of_live = FeedOptions(of=chosen), FeedOptions(of=SCOPE)
    moved = replace(chosen, end=chosen.end - MINUTE)
    assert not of_chosen.is_of_another(replace(chosen, known_by=NOON + 10 * HOUR))
    assert of_chosen.is_of_another(moved)
    assert not replace(of_chosen, stays=True).is_of_another(moved)
    assert not of_live.is_of_another(replace(SCOPE, start=SCOPE.start + MINUTE, end=SCOPE.end + MINUTE))
    assert of_live.is_of_another(moved)
    assert not FeedOptions().is_of_another(moved)


def test_that_the_way_back_is_read_once(tmp_path: Path) -> None:
    path = session(tmp_path, [f"Panne {number}" for number in range(80)], [topic()])
    moment.begin(path, open_connection)
    try:
        with open_reader(path) as reader:
            scope = Scope(reader.topics(), NOON - HOUR, NOON + 3 * HOUR)
            narrow = replace(scope, start=NOON + 10 * MINUTE, known_by=NOON + 4 * HOUR)
            first = FeedPanel.read(reader, scope, FeedOptions(first=40, of=narrow))
            again = FeedPanel.read(reader, scope, FeedOptions((NOON, 1), first=40, of=narrow))
    finally:
        moment.end(path)
    assert again.newest is first.newest


def test_that_it_reads_a_session(tmp_path: Path) -> None:
    path = session(tmp_path, ["Panne Orange", "Fibre SFR", "Livebox"], [topic()])
    with open_reader(path) as reader:
        scope = Scope(reader.topics(), NOON - HOUR, NOON + 2 * HOUR)
        picture = FeedPanel.read(reader, scope, None)
        assert [row.mention.text for row in picture.newest] == ["Livebox", "Fibre SFR", "Panne Orange"]
        assert (picture.total, picture.is_all, picture.zone) == (3, True, "Europe/Paris")
        first = picture.newest[0]
        below = FeedPanel.read(reader, scope, FeedOptions((first.known_at, first.id), (first.known_at, first.id), 1))
        assert [row.mention.text for row in below.block] == ["Fibre SFR"]
        assert not below.block_is_end


@pytest.mark.parametrize("density", ["comfortable", "compact"])
def test_that_of_another_scope_the_view_is_filled_at_once(panel: FeedPanel, qtbot: QtBot, density: str) -> None:
    panel.set_density(density)
    draw(panel, reader_of(1_000))
    with qtbot.assertNotEmitted(panel.options_changed, wait=20):  # as many as it wants until somebody scrolls
        draw(panel, reader_of(1_000), replace(SCOPE, topics=TOPICS[:1]))
    assert len(listed(panel)) == panel.options().first < FIRST
    with qtbot.waitSignal(panel.options_changed):
        scroll(panel, panel.view.verticalScrollBar().maximum())


# What it shows.


def test_that_the_dock_says_how_many_there_are_in_scope(panel: FeedPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.subtitle_changed) as said:
        draw(panel, reader_of(1_500))
    assert said.args == ["1,500"]


def test_that_new_mentions_come_in_at_the_top(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    reader.rows.append(heard(31))
    draw(panel, reader)
    assert listed(panel)[:2] == [31, 30]
    assert panel.bar.isHidden()


def test_that_a_pause_holds_back_and_counts(panel: FeedPanel, qtbot: QtBot) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert panel.is_paused
    for n in range(31, 68):
        reader.rows.append(heard(n))
        draw(panel, reader)
    assert listed(panel)[0] == 30
    assert panel.bar.text == "Paused · 37 held back"
    panel.show_held()
    assert listed(panel)[:3] == [67, 66, 65]
    assert not panel.is_paused
    assert panel.bar.isHidden()
    assert panel.view._mentions.row(0).is_unread


def test_that_reading_further_down_holds_back_too(panel: FeedPanel, qtbot: QtBot) -> None:
    reader = reader_of(60)
    draw(panel, reader)
    scroll(panel, 800)
    before = panel.view.mapTo(panel, panel.view.visualRect(panel.view._mentions.index(10)).topLeft())
    reader.rows += [heard(61), heard(62)]
    draw(panel, reader)
    assert panel.held == 2
    assert panel.bar.text == "2 new, held back"
    QApplication.processEvents()
    after = panel.view.mapTo(panel, panel.view.visualRect(panel.view._mentions.index(10)).topLeft())
    assert (after, listed(panel)[0]) == (before, 60)  # the bar came, the cards stayed
    scroll(panel, 0)
    qtbot.waitUntil(lambda: (panel.held, listed(panel)[0]) == (0, 62))


def test_that_a_withdrawal_reaches_a_paused_feed(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    panel.toggle_pause()
    gone = reader.rows[28]
    reader.rows[28] = replace(gone, mention=replace(gone.mention, text=""), withdrawn_at=NOON)
    draw(panel, reader)
    assert panel.view._mentions.rows()[1].withdrawn_at == NOON


def test_that_an_erased_mention_leaves_a_paused_feed(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    panel.toggle_pause()
    del reader.rows[28]
    draw(panel, reader)
    assert listed(panel)[:2] == [30, 28]


def test_that_a_mention_stored_after_a_younger_one_is_not_lost(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    reader.rows.append(heard(100))
    draw(panel, reader)
    reader.rows.append(heard(50))
    draw(panel, reader)
    assert listed(panel)[:3] == [100, 50, 30]


def test_that_more_than_can_be_read_are_counted_as_at_least(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    panel.toggle_pause()
    reader.rows += [heard(n) for n in range(31, 1_000)]
    draw(panel, reader)
    assert panel.bar.text == "Paused · ≥ 400 held back"
    panel.show_held()
    assert listed(panel) == list(range(999, 599, -1))


def test_that_a_burst_starts_the_list_over(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    reader.rows += [heard(n) for n in range(31, 1_000)]
    draw(panel, reader)
    assert listed(panel) == list(range(999, 599, -1))


def test_that_the_end_brings_older_ones_without_moving_anything(panel: FeedPanel, qtbot: QtBot) -> None:
    reader = reader_of(1_000)
    draw(panel, reader)
    with qtbot.waitSignal(panel.options_changed):
        scroll(panel, panel.view.verticalScrollBar().maximum())
    seen = panel.view.visible_rows()
    draw(panel, reader)
    assert listed(panel) == list(range(1_000, 600, -1))
    assert panel.view.visible_rows() == seen
    while len(listed(panel)) < 1_000:
        with qtbot.waitSignal(panel.options_changed):
            scroll(panel, panel.view.verticalScrollBar().maximum())
        draw(panel, reader)
    assert listed(panel)[-1] == 1


def test_that_what_comes_into_sight_is_read_again(panel: FeedPanel, qtbot: QtBot) -> None:
    reader = reader_of(FIRST)
    draw(panel, reader)
    with qtbot.waitSignal(panel.options_changed):
        scroll(panel, panel.view.verticalScrollBar().maximum())
    draw(panel, reader)
    scroll(panel, panel.view.verticalScrollBar().maximum() // 2)
    place = panel.view.visible_rows().start
    changed = panel.view._mentions.rows()[place]
    reader.rows[changed.id - 1] = replace(changed, edited_at=NOON)
    draw(panel, reader)
    assert panel.view._mentions.rows()[place].edited_at == NOON


def test_that_the_list_has_a_limit_and_says_so(panel: FeedPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "MOST", 400)
    reader = reader_of(1_000)
    draw(panel, reader)
    with qtbot.waitSignal(panel.options_changed):
        scroll(panel, panel.view.verticalScrollBar().maximum())
    draw(panel, reader)
    scroll(panel, panel.view.verticalScrollBar().maximum())
    assert len(listed(panel)) == 400
    assert not panel._end.isHidden()
    assert panel._end.accessibleName().startswith("The 400 newest are listed.")


def test_that_other_topics_start_the_list_over_and_keep_the_chosen_mention(panel: FeedPanel) -> None:
    reader = reader_of(60)
    draw(panel, reader)
    panel.view.setCurrentIndex(panel.view._mentions.index(3))
    scroll(panel, 900)
    reader.rows = [row for row in reader.rows if row.id % 3 == 0]
    draw(panel, reader, replace(SCOPE, topics=TOPICS[:1]))
    assert listed(panel) == list(range(60, 0, -3))
    assert listed(panel)[panel.view.chosen_row()] == 57
    assert panel.view.is_at_top


def test_that_a_span_that_moves_on_leaves_old_mentions_behind(panel: FeedPanel) -> None:
    reader = FakeReader([heard(n, at=NOON + n * MINUTE) for n in range(1, 31)])
    draw(panel, reader)
    draw(panel, reader, replace(SCOPE, start=NOON + 10 * MINUTE))
    assert listed(panel) == list(range(30, 9, -1))


def test_that_an_earlier_end_takes_later_mentions_away(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    draw(panel, reader, replace(SCOPE, end=NOON + 10 * SECOND + 1))
    assert listed(panel)[0] == 10


def test_that_a_clock_set_back_a_little_leaves_the_reader_where_they_are(panel: FeedPanel) -> None:
    reader = reader_of(200)
    draw(panel, reader)
    scroll(panel, 2_000)
    seen = listed(panel)[panel.view.visible_rows().start]
    draw(panel, reader, replace(SCOPE, end=SCOPE.end - 3))
    assert listed(panel)[panel.view.visible_rows().start] == seen
    assert len(listed(panel)) == 200


def test_that_an_empty_scope_says_who_listened(panel: FeedPanel, qtbot: QtBot) -> None:
    reader = reader_of(5)
    draw(panel, reader, replace(SCOPE, end=NOON - MINUTE))
    assert panel.stage.empty.shown.head == "No mention in this scope"
    assert panel.stage.empty.shown.text == "1 source was listening and brought nothing."
    with qtbot.waitSignal(panel.wish) as wished:
        panel.stage.chosen.emit("widen")
    assert wished.args[0] == "widen"
    draw(panel, reader)
    assert panel.stage.has_picture


def test_that_a_failed_read_keeps_the_older_picture(panel: FeedPanel, qtbot: QtBot) -> None:
    panel.complain("The file <b>is</b> locked.")
    assert panel.stage.empty.shown.text == "The file <b>is</b> locked. Nothing is lost."
    draw(panel, reader_of(30))
    panel.complain("The file is locked.")
    assert panel.stage.has_picture
    assert not panel.stage.notice.isHidden()
    with qtbot.waitSignal(panel.options_changed):
        panel.stage.notice.chosen.emit("retry")
    panel.complain("")
    assert panel.stage.notice.isHidden()


def test_that_a_link_is_only_wished_for(panel: FeedPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.wish) as wished:
        panel.view.link_chosen.emit("https://trial.example")
    assert wished.args == ["open-link", "https://trial.example"]


def test_that_density_changes_the_height_of_rows(panel: FeedPanel) -> None:
    draw(panel, reader_of(30))
    panel.set_density("compact")
    assert panel.view.visualRect(panel.view._mentions.index(0)).height() == 28
    panel.set_density("comfortable")
    assert panel.view.visualRect(panel.view._mentions.index(0)).height() > 80


def test_that_hostile_posts_are_shown_as_plain_text(panel: FeedPanel) -> None:
    reader = FakeReader([heard(n, text, title=text) for n, text in enumerate(HOSTILE)])
    draw(panel, reader)
    for value in range(0, panel.view.verticalScrollBar().maximum() + 1, 300):
        scroll(panel, value)
        panel.grab()
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))
    assert len(listed(panel)) == len(HOSTILE)


# Several at once.


def choose(panel: FeedPanel, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = panel.view.visualRect(panel.view._mentions.index(row, 0)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_that_shift_and_ctrl_choose_several_and_a_click_one_again(panel: FeedPanel, qtbot: QtBot) -> None:
    draw(panel, reader_of(50))
    choose(panel, 0)
    choose(panel, 3, Qt.KeyboardModifier.ShiftModifier)
    assert panel.view.chosen_rows() == (0, 1, 2, 3)
    choose(panel, 1, Qt.KeyboardModifier.ControlModifier)
    assert panel.view.chosen_rows() == (0, 2, 3)
    subject = panel.markable()
    assert subject is not None
    assert [one.mention for one in subject.each()] == [50, 48, 47]
    assert subject.name == "3 mentions"
    with qtbot.waitSignal(panel.subtitle_changed) as said:
        choose(panel, 2)
    assert said.args == ["50"]
    assert panel.view.chosen_rows() == (2,)
    assert panel.markable() == Subject(mention=48)


def test_that_the_keyboard_chooses_several_also_far_out_of_sight(panel: FeedPanel, qtbot: QtBot) -> None:
    draw(panel, reader_of(50))
    choose(panel, 1)
    for _step in range(2):
        QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.view.chosen_rows() == (1, 2, 3)
    QTest.keyClick(panel.view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert panel.view.chosen_rows() == tuple(range(1, 50))
    with qtbot.waitSignal(panel.subtitle_changed) as said:
        QTest.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert panel.view.chosen_rows() == tuple(range(50))
    assert said.args == ["50 · 50 chosen"]
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    assert panel.view.chosen_rows() == (0,)


def test_that_those_chosen_stay_chosen_when_new_ones_come_in(panel: FeedPanel) -> None:
    reader = reader_of(30)
    draw(panel, reader)
    choose(panel, 0)
    choose(panel, 2, Qt.KeyboardModifier.ShiftModifier)
    reader.rows.append(heard(31))
    draw(panel, reader)
    panel.show_held()
    assert panel.view.chosen_rows() == (1, 2, 3)
    subject = panel.markable()
    assert subject is not None
    assert [one.mention for one in subject.each()] == [30, 29, 28]
