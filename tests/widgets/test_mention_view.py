"""The list of cards: what stays in place, what is laid out, what keys and mouse do."""

from __future__ import annotations

import itertools

import pytest
from feed_fakes import HOSTILE, TOPICS, heard
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import Heard
from hubdesk.widgets.feed_view import FeedView
from hubdesk.widgets.mention_card import Setting
from hubdesk.widgets.mention_list import MentionList


def rows(first: int, last: int) -> list[Heard]:
    """Mentions of one, two and three lines, newest first."""
    return [heard(n, "mot " * (5 + 12 * (n % 3)), ["mot"]) for n in range(last, first - 1, -1)]


@pytest.fixture
def mentions(qapp: QApplication) -> MentionList:
    look.use(qapp, "light")
    made = MentionList()
    made.reset(rows(1, 100))
    return made


@pytest.fixture
def view(qtbot: QtBot, mentions: MentionList) -> FeedView:
    made = FeedView(mentions)
    mentions.setParent(made)
    made.set_setting(Setting(TOPICS, "Europe/Paris", "19 Nov 2026"))
    qtbot.addWidget(made)
    made.resize(360, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def first_seen(view: FeedView) -> tuple[int, int]:
    """The mention on top and how far it is scrolled out."""
    index = view.indexAt(QPoint(10, 1))
    return view._mentions.rows()[index.row()].id, view.visualRect(index).top()


def test_that_new_mentions_on_top_leave_selection_and_scroll_alone(view: FeedView, mentions: MentionList) -> None:
    view.setCurrentIndex(mentions.index(10))
    chosen = mentions.rows()[10].id
    view.verticalScrollBar().setValue(1_234)
    before = first_seen(view)
    for n in range(101, 161):
        mentions.add_newest([heard(n, "mot " * n)])
    assert first_seen(view) == before
    assert mentions.rows()[view.currentIndex().row()].id == chosen
    assert view.selectionModel().isSelected(view.currentIndex())


def test_that_older_and_erased_mentions_leave_what_is_seen_alone(view: FeedView, mentions: MentionList) -> None:
    view.verticalScrollBar().setValue(3_000)
    before = first_seen(view)
    mentions.lay(rows(-50, 0), (heard(1).known_at, 1), is_end=True)
    assert first_seen(view) == before
    mentions.remove_rows([0, 1, 2, 7])
    assert first_seen(view) == before
    assert mentions.rowCount() == 147


def test_that_the_top_shows_the_newest(view: FeedView, mentions: MentionList) -> None:
    mentions.add_newest([heard(200)])
    assert view.is_at_top
    assert first_seen(view) == (200, 0)


def test_that_a_width_keeps_the_mention_on_top(view: FeedView, qtbot: QtBot) -> None:
    view.verticalScrollBar().setValue(4_000)
    before = first_seen(view)[0]
    view.resize(280, 500)
    assert first_seen(view)[0] == before
    view.set_setting(Setting(TOPICS, "Europe/Paris", "19 Nov 2026", is_compact=True))
    assert first_seen(view)[0] == before


def test_that_rows_in_sight_touch_each_other(view: FeedView, mentions: MentionList) -> None:
    for value in (0, 777, 2_000, view.verticalScrollBar().maximum()):
        view.verticalScrollBar().setValue(value)
        seen = view.visible_rows()
        rects = [view.visualRect(mentions.index(row)) for row in seen]
        assert rects[0].top() <= 0
        assert rects[-1].bottom() >= view.viewport().height() - 1
        for upper, lower in itertools.pairwise(rects):
            assert lower.top() == upper.bottom() + 1
        for row, rect in zip(seen, rects, strict=True):
            assert rect.height() == view.measure_height(row)


def test_that_only_what_is_seen_is_laid_out(qtbot: QtBot, mentions: MentionList) -> None:
    mentions.reset(rows(1, 4_000))
    view = FeedView(mentions)
    qtbot.addWidget(view)
    view.resize(360, 500)
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    assert view.cards.laid_out < 30
    mentions.add_newest([heard(n) for n in range(4_050, 4_000, -1)])
    view.grab()
    assert view.cards.laid_out < 60
    mentions.setParent(view)


def test_that_a_scroll_step_lays_out_a_row_or_two(view: FeedView) -> None:
    view.grab()
    before = view.cards.laid_out
    view.verticalScrollBar().setValue(24)
    assert view.cards.laid_out - before <= 2


def on_screen(view: FeedView) -> QImage:
    """What the screen shows, scrolled by copying pixels: unlike `grab`, nothing is painted for it."""
    QApplication.processEvents()
    return QGuiApplication.primaryScreen().grabWindow(view.winId()).toImage()


def test_that_scrolling_shows_what_painting_anew_would(view: FeedView, mentions: MentionList) -> None:
    if QApplication.platformName() != "offscreen":
        pytest.skip("another window may lie over this one")
    mentions.add_newest([heard(n, "mot " * (n % 50)) for n in range(300, 200, -1)])
    bar = view.verticalScrollBar()
    for step in [37] * 40 + [-91] * 12 + [2_500, -300, -23, 700, -45, -45]:
        bar.setValue(bar.value() + step)
        shown = on_screen(view)
        view.viewport().update()
        assert shown == on_screen(view)


def test_that_arrows_choose_and_home_and_end_go_to_the_ends(
    view: FeedView, mentions: MentionList, qtbot: QtBot
) -> None:
    chosen: list[object] = []
    view.chosen.connect(chosen.append)
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home)
    for key in keys:
        qtbot.keyClick(view, key)
    assert chosen[:3] == [100, 99, 100]
    assert (chosen[3], chosen[5]) == (1, 100)
    assert view.is_at_top
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen[-1] == 100
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.visualRect(mentions.index(99)).bottom() < view.viewport().height()


def test_that_space_asks_for_a_pause(view: FeedView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.pause_wished):
        qtbot.keyClick(view, Qt.Key.Key_Space)


def test_that_a_click_chooses_and_the_open_icon_opens(view: FeedView, mentions: MentionList, qtbot: QtBot) -> None:
    mentions.reset([heard(1, url="https://trial.example/1"), heard(0, url="javascript:alert(1)")])
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.mouseClick(view.viewport(), left, pos=QPoint(100, 40))
    assert chosen.args == [1]
    icon = view.cards.layout(mentions.rows()[0], view.viewport().width()).open_icon
    assert icon is not None
    with qtbot.waitSignal(view.link_chosen) as opened, qtbot.assertNotEmitted(view.chosen):
        qtbot.mouseClick(view.viewport(), left, pos=icon.center().toPoint())
    assert opened.args == ["https://trial.example/1"]
    below = view.visualRect(mentions.index(1)).topLeft() + icon.center().toPoint()
    with qtbot.assertNotEmitted(view.link_chosen):
        qtbot.mouseClick(view.viewport(), left, pos=below)


def test_that_looking_takes_the_unread_dots_away(view: FeedView, mentions: MentionList, qtbot: QtBot) -> None:
    mentions.add_newest([heard(n) for n in range(130, 100, -1)])
    assert mentions.row(0).is_unread
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert not mentions.row(0).is_unread
    assert mentions.row(25).is_unread


def test_that_another_theme_paints_the_list_anew(view: FeedView, qtbot: QtBot, qapp: QApplication) -> None:
    def ground() -> str:
        return view.viewport().grab().toImage().pixelColor(200, 5).name()

    light, dark = (look.Theme(name).colour("panel").name() for name in ("light", "dark"))
    assert ground() == light
    look.use(qapp, "dark")
    qtbot.waitUntil(lambda: ground() == dark)
    look.use(qapp, "light")
    qtbot.waitUntil(lambda: ground() == light)


def test_that_a_screen_reader_finds_every_row(view: FeedView, mentions: MentionList) -> None:
    listed = QAccessible.queryAccessibleInterface(view)
    assert (listed.role(), listed.childCount()) == (QAccessible.Role.List, 100)
    assert listed.child(0).text(QAccessible.Text.Name).startswith("Camille, @camille.example, 12:01:40, mot")
    assert listed.child(1).rect().top() - listed.child(0).rect().top() == view.visualRect(mentions.index(0)).height()


def test_that_hostile_posts_are_listed(view: FeedView, mentions: MentionList) -> None:
    mentions.reset([heard(n, text) for n, text in reversed(list(enumerate(HOSTILE)))])
    for value in range(0, view.verticalScrollBar().maximum() + 1, 200):
        view.verticalScrollBar().setValue(value)
        view.grab()
    assert view.cards.laid_out <= 2 * (len(HOSTILE) + 100)


def test_that_an_empty_list_can_be_walked(view: FeedView, mentions: MentionList, qtbot: QtBot) -> None:
    mentions.reset([])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_PageDown):
        qtbot.keyClick(view, key)
    view.grab()
    assert not view.currentIndex().isValid()
    assert list(view.visible_rows()) == []
