"""The marks panel: all that was marked, by when it was, narrowed by words and tags, and nothing from later."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import HOUR, MINUTE, NOON, session, topic
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import EpisodeState, Scope
from hubdesk.core.review import ReviewMark, Standing, new_mark
from hubdesk.panels.marks import MarksPanel
from hubdesk.panels.marks_picture import MarksOptions, left
from hubdesk.panels.review_marking import GO_TO, UNMARK
from hubdesk.store.episodes import Seen
from hubdesk.store.session import open_reader, open_writer

STAR = new_mark("star", NOON + 5, mention=1)
TAG = new_mark("tag", NOON + 6, mention=1, value="À vérifier")
NOTE = new_mark("note", NOON + 7, mention=2, value="<b>gras</b>\nfin")
FLAG = new_mark("bookmark", NOON + 8, instant=NOON + 30 * MINUTE, value="le site le dit")
EPISODE = new_mark("note", NOON + 9, episode=1, value="à comparer")
ALL = (STAR, TAG, NOTE, FLAG, EPISODE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = session(tmp_path, ["Orange est en panne", "Merci Orange"], [topic(role="own")])
    state = EpisodeState(NOON + 2 * HOUR, "rise", NOON, evidence={"told": [["{n}", {"n": 1}]]})
    with open_writer(made) as writer:
        writer.keep_watch("minutes", NOON + 2 * HOUR, "", [Seen("crisis", 1, NOON + 2 * HOUR, state)])
    return made


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> MarksPanel:
    look.use(qapp, "light")
    made = MarksPanel()
    qtbot.addWidget(made)
    made.resize(380, 500)
    made.show()
    return made


def shown(panel: MarksPanel, path: Path, marks: tuple[ReviewMark, ...] = ALL, end: int = NOON + 3 * HOUR) -> None:
    panel.show_marks(Standing(marks))
    with open_reader(path) as reader:
        panel.draw(MarksPanel.read(reader, Scope((), NOON, end), panel.options()))


def words(panel: MarksPanel) -> list[tuple[str, str]]:
    return [(row.words, row.about) for row in panel.list.rows()]


def test_that_marks_are_listed_by_when_what_they_are_of_was(panel: MarksPanel, path: Path) -> None:
    shown(panel, path)
    assert words(panel) == [
        ("à comparer", "Crisis, Orange"),
        ("le site le dit", "19 Nov 2026 12:30"),
        ("<b>gras</b> fin", "Camille: Merci Orange"),
        ("À vérifier", "Camille: Orange est en panne"),
        ("Star", "Camille: Orange est en panne"),
    ]


def test_that_nothing_is_told_of_what_was_not_known_by_then(panel: MarksPanel, path: Path) -> None:
    shown(panel, path, end=NOON + HOUR)
    assert ("à comparer", "Crisis, Orange") not in words(panel)
    assert panel.foot.text() == "1 is of something later and not shown."
    shown(panel, path, end=NOON + MINUTE)
    assert words(panel) == []
    assert panel.foot.text() == "5 are of something later and not shown."


def test_that_words_without_accents_a_sort_and_a_tag_narrow_the_list(panel: MarksPanel, path: Path) -> None:
    shown(panel, path)
    panel.typed.setText("a VERIF camille")
    assert words(panel) == [("À vérifier", "Camille: Orange est en panne")]
    assert panel.foot.text() == "1 of 5 marks"
    panel.typed.setText("")
    panel.narrow("note")
    assert [row[0] for row in words(panel)] == ["à comparer", "<b>gras</b> fin"]
    panel.narrow("", "À vérifier")
    assert [row[0] for row in words(panel)] == ["À vérifier", "Star"]
    assert panel.sort.text() == "“À vérifier”"
    assert left(panel._picture.lines, "bookmark", "", "site") == (panel._picture.lines[1],)


def test_that_a_click_opens_what_is_marked_and_delete_takes_the_mark_away(
    panel: MarksPanel, path: Path, qtbot: QtBot
) -> None:
    shown(panel, path)
    wishes: list[tuple[str, object]] = []
    mentions: list[object] = []
    panel.wish.connect(lambda word, value: wishes.append((word, value)))
    panel.mention_chosen.connect(mentions.append)
    for row in range(3):
        panel.list.setCurrentIndex(panel.list.model().index(row, 0))
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert wishes == [("episode", 1), (GO_TO, NOON + 30 * MINUTE)]
    assert mentions == [2]
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert wishes[-1] == (UNMARK, NOTE.uid)


def test_that_what_is_gone_is_told_as_gone(panel: MarksPanel, path: Path) -> None:
    gone = (new_mark("star", NOON, mention=99), new_mark("note", NOON, episode=99, value="où ?"))
    shown(panel, path, gone)
    assert sorted(words(panel)) == [("Star", "This mention is not here"), ("où ?", "This episode is not here")]


def test_that_a_session_without_marks_says_how_to_make_some(panel: MarksPanel, path: Path) -> None:
    shown(panel, path, ())
    assert panel._stage.empty.shown.head == "Nothing is marked yet"


def test_that_marks_are_no_part_of_a_replay_and_the_sessions_own_are_shown_without_a_desk(path: Path) -> None:
    with open_writer(path) as writer:
        writer.add_marks([STAR])
    with open_reader(path) as reader:
        scope = Scope((), NOON, NOON + 3 * HOUR)
        assert MarksPanel.read(reader, scope, None).lines == ()
        assert [line.mark.uid for line in MarksPanel.read(reader, scope, MarksOptions()).lines] == [STAR.uid]


def test_that_marks_are_taken_along_as_rows_without_the_words_of_a_source_that_keeps_them(
    panel: MarksPanel, path: Path
) -> None:
    shown(panel, path)
    sheet = panel.numbers()
    assert sheet is not None
    assert (len(sheet.rows), sheet.withheld) == (5, 0)
    assert sheet.rows[3][1:4] == ("Tag", "À vérifier", 1)
    held = panel.numbers({"Trial"})
    assert held is not None
    assert (len(held.rows), held.withheld) == (2, 3)
    assert len(panel.held_boxes({"Trial"})) == 3
    assert panel.held_boxes(()) == ()


def test_that_ten_thousand_letters_and_right_to_left_do_no_harm(panel: MarksPanel, path: Path) -> None:
    hostile = [
        new_mark("note", NOON, mention=1, value="x" * 4_000),
        new_mark("tag", NOON, mention=1, value="\u202eevil"),
    ]
    shown(panel, path, tuple(hostile))
    assert all(len(row[0]) <= 402 and "\u202e" not in row[0] for row in words(panel))
    assert not panel.grab().isNull()
