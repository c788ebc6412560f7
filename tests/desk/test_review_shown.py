"""Where marks are shown and made beside the feed: on a mention's sheet, on episodes, and on the transport bar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_fakes import surroundings
from fakes import HOUR, NOON, session, topic
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import EpisodeState
from hubdesk.core.review import new_mark
from hubdesk.desk.review_sheets import NoteSheet, WordsSheet
from hubdesk.desk.window import Desk
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.episodes import EpisodesPanel
from hubdesk.panels.feed import FeedPanel
from hubdesk.panels.marks import MarksPanel
from hubdesk.store.episodes import Seen
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
NOW = NOON + 2 * HOUR
PANELS = {"feed": FeedPanel, "detail": DetailPanel, "episodes": EpisodesPanel, "marks": MarksPanel}


@pytest.fixture
def live(tmp_path: Path) -> Path:
    made = session(tmp_path, ["Orange est en panne", "Merci Orange"], [topic(role="own")])
    state = EpisodeState(NOON, "rise", NOON, evidence={"told": [["{n} mentions", {"n": 60}]]})
    with open_writer(made) as writer:
        writer.keep_watch("minutes", NOW, "", [Seen("crisis", 1, NOON, state)])
    return made


@pytest.fixture
def desk_on(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Callable[[Path], Desk]:
    look.use(qapp, "light")

    def opened(path: Path) -> Desk:
        desk = Desk(surroundings(tmp_path / "profile", panels=PANELS, now=_now), path)
        qtbot.addWidget(desk)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        desk.looking.fix(NOON - HOUR, NOW)
        return desk

    return opened


def _now() -> int:
    return NOW


def panel(desk: Desk, name: str) -> Any:
    desk.area.raise_panel(name)
    return desk.area.docks[name].panel


def sheet(desk: Desk, qtbot: QtBot) -> WordsSheet:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.findChildren(WordsSheet)))
    return next(one for one in desk.findChildren(WordsSheet) if one.isVisible())


def test_that_a_mentions_marks_are_shown_and_made_on_its_sheet(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    detail = panel(desk, "detail")
    desk.show_mention(1)
    rows = detail._sheet.marks
    qtbot.waitUntil(lambda: detail.markable() is not None)
    QTest.mouseClick(rows.deeds.button("star"), Qt.MouseButton.LeftButton)
    assert rows.deeds.button("star").text() == "Starred"
    QTest.mouseClick(rows.deeds.button("note"), Qt.MouseButton.LeftButton)
    note = sheet(desk, qtbot)
    assert isinstance(note, NoteSheet)
    note.page.setPlainText("la première")
    note.accept()
    assert [one.words for one in rows.notes()] == ["la première"]
    qtbot.waitUntil(lambda: not desk.wishes.review._writing)
    rows.take_away(rows.notes()[0].uid)
    assert rows.notes() == ()
    desk.show_mention(2)
    qtbot.waitUntil(lambda: rows.deeds.button("star").text() == "Star")
    desk.show_mention(1)
    qtbot.waitUntil(lambda: rows.deeds.button("star").text() == "Starred")


def test_that_an_episode_is_marked_from_its_list_and_says_so(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    episodes = panel(desk, "episodes")
    qtbot.waitUntil(lambda: episodes._picture is not None and episodes._picture.all == 1)
    episodes.list.choose(1)
    episodes._marker.want("star")
    assert episodes.list.rows()[0].said == "starred"
    qtbot.waitUntil(lambda: desk.status.message() == "Marked: star on Crisis, Orange.")
    episodes._marker.want("note")
    note = sheet(desk, qtbot)
    assert isinstance(note, NoteSheet)
    note.page.setPlainText("comme en 2012")
    note.accept()
    episodes.choose_episode(1)
    qtbot.waitUntil(episodes.sheet.isVisible)
    assert episodes.list.rows()[0].said == "starred · 1 note"
    with open_reader(live) as reader:
        qtbot.waitUntil(lambda: {one.value for one in reader.marks()} == {"", "comme en 2012"})


def test_that_the_panel_of_marks_follows_what_is_marked(
    desk_on: Callable[[Path], Desk], live: Path, qtbot: QtBot
) -> None:
    desk = desk_on(live)
    marks = panel(desk, "marks")
    with open_writer(live) as writer:  # by another window, or from the command line
        writer.add_marks([new_mark("tag", NOW, mention=2, value="Nord")])
    qtbot.waitUntil(lambda: [row.words for row in marks.list.rows()] == ["Nord"])
    marks.list.setCurrentIndex(marks.list.model().index(0, 0))
    marks.undo.click()
    qtbot.waitUntil(lambda: marks.list.rows() == ())


def test_that_a_bookmark_beside_a_sealed_session_stands_on_the_transport_bar(
    desk_on: Callable[[Path], Desk], live: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    sealed = seal(live, tmp_path / "crise.hubdesk", SealWish(), NOW).path
    desk = desk_on(sealed)
    qtbot.waitUntil(lambda: desk.replay._track is not None)
    desk.replay._seek(NOON + 1_000 * 60)
    desk.menus.actions["bookmark"].trigger()
    title = sheet(desk, qtbot)
    title.line.setText("la panne est dite")  # type: ignore[attr-defined]  # the sheet of a title
    title.accept()
    qtbot.waitUntil(lambda: "la panne est dite" in [one.words for one in desk.replay._track.marks])  # type: ignore[union-attr]
