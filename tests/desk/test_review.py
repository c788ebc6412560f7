"""Marks on the desk: made by a key, shown, undone and done again, kept beside what is not written to, and merged."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_fakes import surroundings
from fakes import HOUR, NOON, session, topic
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core.review import new_mark
from hubdesk.desk.review import Review
from hubdesk.desk.review_sheets import NoteSheet, TagsSheet, TitleSheet, WordsSheet
from hubdesk.desk.window import Desk
from hubdesk.panels.feed import FeedPanel
from hubdesk.panels.review_marking import GO_TO, MARK, UNMARK, Subject, Wanted
from hubdesk.store.marks_beside import add_to_side, read_side
from hubdesk.store.marks_together import SideMark
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.badges import Badge

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
NOW = NOON + 2 * HOUR
PANELS = {"feed": FeedPanel}


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return session(tmp_path, ["Orange est en panne", "Merci Orange"], [topic(role="own")])


@pytest.fixture
def sealed(live: Path, tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    return seal(live, tmp_path / "train" / "crise.hubdesk", SealWish(), NOW).path


@pytest.fixture
def desk_on(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Callable[[Path], Desk]:
    look.use(qapp, "light")

    def opened(path: Path) -> Desk:
        desk = Desk(surroundings(tmp_path / "profile", panels=PANELS, now=_now), path)
        qtbot.addWidget(desk)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        desk.looking.fix(NOON - HOUR, NOON + HOUR)
        qtbot.waitUntil(lambda: len(feed(desk)._mentions.rows()) == 2)
        return desk

    return opened


def _now() -> int:
    return NOW


def feed(desk: Desk) -> FeedPanel:
    panel = desk.area.docks["feed"].panel
    assert isinstance(panel, FeedPanel)
    return panel


def review(desk: Desk) -> Review:
    return desk.wishes.review


def press(desk: Desk, key: Qt.Key, qtbot: QtBot, row: int = 1) -> None:
    """On that row of the feed, the oldest being 1."""
    feed(desk).view.setFocus()
    feed(desk).view.setCurrentIndex(feed(desk)._mentions.index(row))
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or desk, key)


def sheet(desk: Desk, qtbot: QtBot) -> WordsSheet:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.findChildren(WordsSheet)))
    return next(one for one in desk.findChildren(WordsSheet) if one.isVisible())


def stored(path: Path) -> list[tuple[str, int | None, str]]:
    # what was made at one instant has no order of its own
    with open_reader(path) as reader:
        return sorted((one.word, one.mention, one.value) for one in reader.marks())


def test_that_a_star_is_set_shown_undone_and_done_again(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    undo, redo = desk.menus.actions["undo"], desk.menus.actions["redo"]
    assert not undo.isEnabled()
    press(desk, Qt.Key.Key_S, qtbot)
    assert feed(desk)._mentions.badges == {1: Badge(is_starred=True)}  # before it is written
    qtbot.waitUntil(lambda: stored(live) == [("star", 1, "")])
    qtbot.waitUntil(lambda: desk.status.message() == "Marked: star on Camille: Orange est en panne.")
    assert undo.text() == "&Undo: star on Camille: Orange est en panne"
    undo.trigger()
    assert feed(desk)._mentions.badges == {}
    qtbot.waitUntil(lambda: stored(live) == [])
    qtbot.waitUntil(lambda: desk.status.message() == "Undone: star on Camille: Orange est en panne.")
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)
    redo.trigger()
    qtbot.waitUntil(lambda: stored(live) == [("star", 1, "")])
    press(desk, Qt.Key.Key_S, qtbot)
    qtbot.waitUntil(lambda: stored(live) == [])
    assert undo.text().startswith("&Undo: star taken from")


def test_that_a_click_on_a_cards_star_sets_it_and_chooses_nothing(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    view = feed(desk).view
    row = view.visualRect(feed(desk)._mentions.index(1))
    star = view.cards.layout(feed(desk)._mentions.rows()[1], view.viewport().width()).star
    assert star is not None
    place = row.topLeft() + star.center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert feed(desk)._mentions.badges == {1: Badge(is_starred=True)}
    assert view.chosen_row() == -1
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert feed(desk)._mentions.badges == {}
    qtbot.waitUntil(lambda: not review(desk)._writing)


def test_that_however_fast_the_key_is_pressed_the_last_word_holds(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    for _press in range(5):
        press(desk, Qt.Key.Key_S, qtbot)
    qtbot.waitUntil(lambda: not review(desk)._writing)
    assert stored(live) == [("star", 1, "")]
    for _step in range(5):
        desk.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: not review(desk)._writing)
    assert stored(live) == []


def test_that_a_step_undone_and_replaced_before_it_is_written_does_no_harm(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    for row in (1, 0):
        feed(desk).view.setCurrentIndex(feed(desk)._mentions.index(row))
        for _time in range(3):
            feed(desk)._marker.want("star")
            desk.menus.actions["undo"].trigger()
        feed(desk)._marker.want("star")
    gc.collect()
    qtbot.waitUntil(lambda: not review(desk)._writing)
    assert stored(live) == [("star", 1, ""), ("star", 2, "")]
    assert review(desk).stack.count() == 2


def test_that_tags_are_written_changed_and_taken_away_in_one_step(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    press(desk, Qt.Key.Key_E, qtbot)
    tags = sheet(desk, qtbot)
    assert isinstance(tags, TagsSheet)
    tags.line.setText("Lille,  à   vérifier , Lille,")
    tags.accept()
    qtbot.waitUntil(lambda: stored(live) == [("tag", 1, "Lille"), ("tag", 1, "à vérifier")])
    qtbot.waitUntil(lambda: not review(desk)._writing and len(desk.findChildren(WordsSheet)) == 0)
    press(desk, Qt.Key.Key_E, qtbot)
    tags = sheet(desk, qtbot)
    assert isinstance(tags, TagsSheet)
    assert sorted(tags.values()) == ["Lille", "à vérifier"]
    tags.line.setText("x" * 61)
    tags.accept()
    assert tags.isVisible()
    tags.line.setText("Lille, Nord")
    tags.accept()
    qtbot.waitUntil(lambda: stored(live) == [("tag", 1, "Lille"), ("tag", 1, "Nord")])
    desk.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: stored(live) == [("tag", 1, "Lille"), ("tag", 1, "à vérifier")])


def test_that_a_note_is_kept_as_it_was_written(desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot) -> None:
    desk = desk_on(live)
    press(desk, Qt.Key.Key_N, qtbot)
    note = sheet(desk, qtbot)
    assert isinstance(note, NoteSheet)
    note.page.setPlainText("<b>la première</b>\nà le dire")
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(live) == [("note", 1, "<b>la première</b>\nà le dire")])


def test_that_an_instant_gets_a_bookmark_with_a_title_and_is_gone_to(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    desk.menus.actions["bookmark"].trigger()
    title = sheet(desk, qtbot)
    assert isinstance(title, TitleSheet)
    title.line.setText("la panne est dite")
    title.accept()
    qtbot.waitUntil(lambda: stored(live) == [("bookmark", None, "la panne est dite")])
    mark = review(desk).standing.marks[0]
    assert mark.instant == NOON + HOUR
    desk.looking.fix(NOON - 9 * HOUR, NOON - 8 * HOUR)
    feed(desk).wish.emit(GO_TO, mark.instant)
    assert (desk.looking.span().start, desk.looking.span().end) == (NOON, NOON + HOUR)
    feed(desk).wish.emit(UNMARK, mark.uid)
    qtbot.waitUntil(lambda: stored(live) == [])
    assert "la panne est dite" in desk.menus.actions["undo"].text()


def test_that_marks_of_a_sealed_session_go_beside_it_and_it_is_said_where(
    desk_on: Callable[[Path], Desk], sealed: Path, qtbot: QtBot
) -> None:
    before = sealed.read_bytes()
    desk = desk_on(sealed)
    press(desk, Qt.Key.Key_S, qtbot)
    side = sealed.with_name("crise.marks.jsonl")
    qtbot.waitUntil(lambda: str(side) in desk.status.message())
    assert [one.mark.mention for one in read_side(side).marks] == [1]
    assert sealed.read_bytes() == before
    desk.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: read_side(side).marks[0].mark.taken_back_at == NOW)
    desk.menus.actions["redo"].trigger()
    qtbot.waitUntil(lambda: read_side(side).marks[0].mark.taken_back_at is None)
    desk.close()
    again = desk_on(sealed)
    qtbot.waitUntil(lambda: feed(again)._mentions.badges == {1: Badge(is_starred=True)})


def test_that_what_cannot_be_written_is_taken_off_the_screen_and_is_no_step(
    desk_on: Callable[[Path], Desk], sealed: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(sealed)
    (sealed.parent / "crise.marks.jsonl").mkdir()
    (tmp_path / "profile" / "data").mkdir(parents=True, exist_ok=True)
    (tmp_path / "profile" / "data" / "marks").write_text("in the way")
    press(desk, Qt.Key.Key_S, qtbot)
    qtbot.waitUntil(lambda: desk.status.message().startswith("the mark cannot be kept"))
    qtbot.waitUntil(lambda: feed(desk)._mentions.badges == {})
    assert not desk.menus.actions["undo"].isEnabled()


def test_that_a_strangers_side_file_is_told_of_in_one_line(
    desk_on: Callable[[Path], Desk], sealed: Path, qtbot: QtBot
) -> None:
    side = sealed.with_name("crise.marks.jsonl")
    add_to_side(side, [SideMark(new_mark("star", NOON, mention=9), NOON)])
    with side.open("ab") as file:
        file.write(b"<script>\n")
    desk = desk_on(sealed)
    wanted = "Marks beside this session: 1 of something that is not here, 1 line is no mark."
    qtbot.waitUntil(lambda: desk.status.message() == wanted)


def test_that_marks_are_merged_into_the_live_session_and_the_merge_is_undone(
    desk_on: Callable[[Path], Desk], live: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = tmp_path / "from-the-train.marks.jsonl"
    add_to_side(
        side, [SideMark(new_mark("tag", NOON, mention=2, value="Nord")), SideMark(new_mark("star", 1, mention=9))]
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(side), ""))
    desk = desk_on(live)
    desk.menus.actions["merge-marks"].trigger()
    qtbot.waitUntil(lambda: desk.status.message() == "1 mark merged, 1 of something that is not here.")
    qtbot.waitUntil(lambda: feed(desk)._mentions.badges == {2: Badge(tags=("Nord",))})
    desk.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: stored(live) == [])


def test_that_a_sealed_session_merges_nothing(
    desk_on: Callable[[Path], Desk], sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_on(sealed)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", pytest.fail)
    desk.menus.actions["merge-marks"].trigger()
    assert desk.status.message().startswith("Marks are merged into the session")


def test_that_the_feed_is_narrowed_to_what_is_marked(desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot) -> None:
    with open_writer(live) as writer:
        writer.add_marks([new_mark("star", NOON, mention=1), new_mark("tag", NOON, mention=2, value="Nord")])
    desk = desk_on(live)
    rows = feed(desk)._mentions.rows
    qtbot.waitUntil(lambda: set(feed(desk)._mentions.badges) == {1, 2})
    choices = {action.text(): action for action in feed(desk)._marks.menu.actions()}
    assert list(choices) == ["All mentions", "Starred alone", "Marked alone", "“Nord”"]
    subtitles: list[str] = []
    feed(desk).subtitle_changed.connect(subtitles.append)
    choices["Starred alone"].trigger()
    qtbot.waitUntil(lambda: [one.id for one in rows()] == [1])
    assert subtitles[-1] == "1 · Starred alone"
    choices["“Nord”"].trigger()
    qtbot.waitUntil(lambda: [one.id for one in rows()] == [2])
    choices["Marked alone"].trigger()
    qtbot.waitUntil(lambda: [one.id for one in rows()] == [2, 1])
    feed(desk).search("merci")
    qtbot.waitUntil(lambda: [one.id for one in rows()] == [2])
    feed(desk).search("")
    choices["Starred alone"].trigger()
    qtbot.waitUntil(lambda: [one.id for one in rows()] == [1])
    press(desk, Qt.Key.Key_S, qtbot, row=0)
    qtbot.waitUntil(lambda: feed(desk).stage.empty.shown.head == "No marked mention here")
    feed(desk)._act("marks-all")
    qtbot.waitUntil(lambda: [one.id for one in rows()] == [2, 1])


def test_that_nothing_chosen_is_told(desk_on: Callable[[Path], Desk], live: Path) -> None:
    desk = desk_on(live)
    feed(desk).wish.emit(MARK, None)
    assert desk.status.message().startswith("Choose a mention or an episode first")
    feed(desk).wish.emit(MARK, Wanted("star", Subject(mention=99)))
    assert review(desk).stack.count() == 1


# Several at once.


def choose_both(desk: Desk, qtbot: QtBot) -> None:
    feed(desk).view.setFocus()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    feed(desk).view.selectAll()


def test_that_all_chosen_get_a_star_at_once_and_lose_it_in_one_step(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    press(desk, Qt.Key.Key_S, qtbot)  # one of them has one already
    qtbot.waitUntil(lambda: stored(live) == [("star", 1, "")])
    choose_both(desk, qtbot)
    QTest.keyClick(feed(desk).view, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: stored(live) == [("star", 1, ""), ("star", 2, "")])
    assert desk.menus.actions["undo"].text() == "&Undo: star on 2 mentions"
    desk.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: stored(live) == [("star", 1, "")])
    desk.menus.actions["redo"].trigger()
    qtbot.waitUntil(lambda: len(stored(live)) == 2)
    QTest.keyClick(feed(desk).view, Qt.Key.Key_S)  # all have one: none has
    qtbot.waitUntil(lambda: stored(live) == [])


def test_that_tags_of_several_add_to_what_each_has_and_take_away_what_all_have(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    review(desk).keep("tag", Subject(mention=1), ("alone", "both"))
    review(desk).keep("tag", Subject(mention=2), ("both",))
    qtbot.waitUntil(lambda: len(stored(live)) == 3)
    choose_both(desk, qtbot)
    QTest.keyClick(feed(desk).view, Qt.Key.Key_E)
    tags = sheet(desk, qtbot)
    assert isinstance(tags, TagsSheet)
    assert tags.line.text() == "both"
    tags.line.setText("Lille")
    tags.accept()
    wanted = [("tag", 1, "Lille"), ("tag", 1, "alone"), ("tag", 2, "Lille")]
    qtbot.waitUntil(lambda: stored(live) == wanted)
    assert desk.menus.actions["undo"].text() == "&Undo: tag “Lille”"
    desk.menus.actions["undo"].trigger()
    before = [("tag", 1, "alone"), ("tag", 1, "both"), ("tag", 2, "both")]
    qtbot.waitUntil(lambda: stored(live) == before)


def test_that_more_than_can_be_marked_at_once_is_said(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    review(desk).mark(Wanted("star", Subject(mention=1, also=tuple(range(2, 202)))))
    assert "At most 200" in desk.status.message()
    assert stored(live) == []
