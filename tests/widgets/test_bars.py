"""The table of shares: intervals, columns that leave when room is short, rows by hand and by keys."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import Topic
from hubdesk.widgets.bar_rows import Bar, Caveat, Figure
from hubdesk.widgets.bars import HEAD, Bars, wilson

TOPICS = (
    Topic(1, "Orange", "", "own"),
    Topic(2, "SFR", "", "rival"),
    Topic(3, "Bouygues Telecom", "", "rival"),
    Topic(4, "<b>Mine</b> " + "long " * 60, "", "subject"),
)
BARS = tuple(Bar(topic, 1000 - 10 * i, 0.25, 0.22, 0.28, None if i else 0.382) for i, topic in enumerate(TOPICS))

UNEVEN = Caveat("uneven coverage: 98% now, 61% before", "uneven coverage")


@pytest.fixture
def bars(qtbot: QtBot, qapp: QApplication) -> Bars:
    look.use(qapp, "light")
    made = Bars()
    qtbot.addWidget(made)
    made.resize(430, 280)
    made.set_bars(BARS, TOPICS, (UNEVEN,), ("Mentions count for each.",))
    made.show()
    return made


def test_that_the_interval_is_wilsons() -> None:
    low, high = wilson(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert wilson(0, 20)[0] == 0
    assert wilson(0, 20)[1] > 0.1  # none of twenty is not surely none
    assert wilson(20, 20)[1] == pytest.approx(1)
    assert wilson(0, 0) == (0, 1)


def test_that_a_click_chooses_a_topic(bars: Bars, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bars.topic_chosen) as chosen:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(100, int(HEAD) + 60))
    assert chosen.args == [2]


def test_that_keys_walk_the_rows_and_choose(bars: Bars, qtbot: QtBot) -> None:
    bars.setFocus()
    for _press in range(3):
        qtbot.keyClick(bars, Qt.Key.Key_Down)
    assert bars.accessibleDescription().startswith("Bouygues Telecom 980 25.0%")
    with qtbot.waitSignal(bars.topic_chosen) as chosen:
        qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert chosen.args == [3]
    qtbot.keyClick(bars, Qt.Key.Key_End)
    qtbot.keyClick(bars, Qt.Key.Key_Down)
    assert "Mine" in bars.accessibleDescription()


def test_that_the_head_and_the_notes_are_no_rows(bars: Bars) -> None:
    assert bars.row_at(10) is None
    assert bars.row_at(HEAD + 1) == 0
    assert bars.row_at(5000) is None


def test_that_a_name_is_no_markup_in_its_tooltip(bars: Bars, qtbot: QtBot) -> None:
    qtbot.mouseMove(bars, QPoint(60, bars.height() - 75))
    assert "&lt;b&gt;Mine" in bars.toolTip()


def test_that_an_unknown_change_is_a_dash(bars: Bars) -> None:
    assert "Orange 1,000 25.0% +38.2\u202fpt; SFR 990 25.0% —" in bars.accessibleDescription()


def test_that_rows_and_notes_share_the_room_there_is_and_a_warning_never_leaves(bars: Bars) -> None:
    assert bars.said() == (UNEVEN.text, "Mentions count for each.")
    bars.resize(430, 205)
    assert bars.said() == (UNEVEN.text,)
    bars.resize(430, bars.minimumSizeHint().height())
    assert bars.minimumSizeHint().height() <= 180  # four brands on a small screen, with no scroll bar
    assert bars.said() == ()
    without = bars.grab().toImage()
    bars.set_bars(BARS, TOPICS, (), ("Mentions count for each.",))
    assert bars.grab().toImage() != without  # the head said it
    bars.set_bars(BARS, TOPICS, (UNEVEN,))
    assert "61% before" in bars.accessibleDescription()


def test_that_the_head_tells_in_full_what_had_no_room(bars: Bars, qtbot: QtBot) -> None:
    bars.resize(430, 174)
    qtbot.mouseMove(bars, QPoint(60, bars.height() - 20))
    qtbot.mouseMove(bars, QPoint(60, 12))
    assert "61% before" in bars.toolTip()


def test_that_a_shorter_list_forgets_a_row_that_is_gone(bars: Bars, qtbot: QtBot) -> None:
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_End)
    bars.set_bars(BARS[:1], TOPICS)
    with qtbot.waitSignal(bars.topic_chosen) as chosen:
        qtbot.keyClick(bars, Qt.Key.Key_Space)
    assert chosen.args == [1]


def test_that_what_is_remembered_of_a_size_follows_rows_notes_and_theme(bars: Bars, qtbot: QtBot) -> None:
    bars.grab()
    bars.set_bars(BARS[:2], TOPICS, (), ("Another sentence, and a long one. " * 8,))
    look.use(cast(QApplication, QApplication.instance()), "dark")
    fresh = Bars()
    qtbot.addWidget(fresh)
    fresh.resize(bars.size())
    fresh.set_bars(BARS[:2], TOPICS, (), ("Another sentence, and a long one. " * 8,))
    fresh.show()
    assert bars.grab().toImage() == fresh.grab().toImage()
    assert bars.row_at(HEAD + 100) == fresh.row_at(HEAD + 100) == 1
    look.use(cast(QApplication, QApplication.instance()), "light")


def test_that_warnings_that_are_kept_have_the_room_for_their_words(bars: Bars) -> None:
    bars.resize(430, 190)
    bars.keep_warnings(True)
    kept = bars.minimumHeight()
    assert bars.said() == (UNEVEN.text,)
    bars.keep_warnings(False)
    assert bars.minimumHeight() < kept


def told(bars: tuple[Bar, ...], more: int) -> tuple[tuple[Figure, ...], ...]:
    """Three figures a row and so many more; the first says whose it is."""
    plain = Figure("1", key=0)
    return tuple((Figure("1", key=bar.topic.id, more=f"of {bar.topic.name}"), *[plain] * (2 + more)) for bar in bars)


def test_that_the_tip_is_of_the_brand_that_came_under_the_pointer(bars: Bars, qtbot: QtBot) -> None:
    two = BARS[:2]
    bars.set_bars(two, TOPICS, told=told(two, 0))
    places = [QPoint(x, y) for y in range(int(HEAD) + 4, int(HEAD) + 60, 4) for x in range(0, 430, 4)]
    place = next(one for one in places if "Orange: of Orange" in tip_at(bars, one))
    bars.set_bars(two[::-1], TOPICS, told=told(two[::-1], 0))
    assert "SFR: of SFR" in tip_at(bars, place)


def tip_at(bars: Bars, place: QPoint) -> str:
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), QPointF(place), none, none, Qt.KeyboardModifier(0))
    QApplication.sendEvent(bars, moved)
    return bars.toolTip()


def test_that_the_keyboard_stands_on_the_row_when_its_figure_is_not_told_any_more(bars: Bars, qtbot: QtBot) -> None:
    bars.resize(760, 280)  # where every column has room
    bars.set_bars(BARS, TOPICS, told=told(BARS, 2), more_heads=("1st answer", "unanswered"))
    bars.setFocus()
    for key in (Qt.Key.Key_Down, *[Qt.Key.Key_Right] * 8):
        qtbot.keyClick(bars, key)
    bars.set_bars(BARS, TOPICS, told=told(BARS, 0))
    assert bars.accessibleDescription().startswith("Orange")
