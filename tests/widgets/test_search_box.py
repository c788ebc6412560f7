"""The search box: what its keys do, what it offers, and how it says that a query cannot be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.widgets.search_box import SMALL, WIDE, SearchBox
from hubdesk.widgets.search_values import PastSearch, Remark

PAST = (
    PastSearch("panne NEAR/5 lille", "Pannes à Lille", is_saved=True),
    PastSearch("livebox"),
    PastSearch("in:title résili*"),
)


@pytest.fixture
def box(qtbot: QtBot, qapp: QApplication) -> SearchBox:
    look.use(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 500)
    column = QVBoxLayout(window)
    made, other = SearchBox("Ctrl K", window), QLineEdit(window)
    column.addWidget(made, 0, Qt.AlignmentFlag.AlignRight)
    column.addWidget(other)
    column.addStretch(1)
    made.fit(WIDE)
    made.show_searches(PAST)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.window_of_test = window  # type: ignore[attr-defined]  # kept as long as the box
    made.begin()
    qtbot.waitUntil(lambda: made.is_open)
    return made


def offered(box: SearchBox) -> list[str]:
    model = box.offers.list.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_that_saved_and_past_searches_are_offered_and_filtered_while_typing(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.waitUntil(box.offers.isVisible)
    assert offered(box) == ["saved, Pannes à Lille, panne NEAR/5 lille", "livebox", "in:title résili*"]
    qtbot.keyClicks(box.edit, "LILLE pan")
    assert offered(box) == ["saved, Pannes à Lille, panne NEAR/5 lille"]
    qtbot.keyClicks(box.edit, "x")
    assert not box.offers.isVisible()


def test_that_enter_searches_for_what_is_written(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "panne")
    with qtbot.waitSignal(box.submitted) as said:
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert said.args == ["panne"]


def test_that_arrows_and_enter_take_an_offer(box: SearchBox, qtbot: QtBot) -> None:
    for _twice in range(2):
        qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.submitted) as said:
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert said.args == ["livebox"]
    assert box.text() == "livebox"


def test_that_a_click_takes_an_offer(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.waitUntil(box.offers.isVisible)
    view = box.offers.list
    place = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.waitSignal(box.submitted) as said:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said.args == ["in:title résili*"]
    assert box.is_open


def test_that_above_the_first_offer_the_line_counts_again(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    assert box.offers.current() == PAST[0]
    qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    assert box.offers.current() is None


def test_that_delete_forgets_an_offer_and_edits_the_line_otherwise(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "li")
    qtbot.keyClick(box.edit, Qt.Key.Key_Home)
    qtbot.keyClick(box.edit, Qt.Key.Key_Delete)
    assert box.text() == "i"
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.forgotten) as said:
        qtbot.keyClick(box.edit, Qt.Key.Key_Delete)
    assert said.args == [PAST[0]]
    assert box.text() == "i"


def test_that_f2_gives_an_offer_a_name_and_brings_the_line_back(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "live")
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(box.edit, Qt.Key.Key_F2)
    qtbot.keyClicks(box.edit, "Nos box")
    with qtbot.waitSignal(box.named) as said, qtbot.assertNotEmitted(box.submitted):
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert said.args == ["livebox", "Nos box"]
    assert box.text() == "live"


def test_that_escape_gives_a_name_up_before_it_leaves(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(box.edit, Qt.Key.Key_F2)
    with qtbot.assertNotEmitted(box.left):
        qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert not box.offers.isVisible()


def test_that_a_query_is_told_a_moment_after_the_last_key(box: SearchBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.edited) as said:
        qtbot.keyClicks(box.edit, "panne")
    assert said.args == ["panne"]


def test_that_an_error_is_said_under_the_box_and_gone_with_the_next_key(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "a NEAR b")
    before = picture(box)
    box.show_remark(Remark("Character 3: NEAR needs a distance; write NEAR/5", 2, 6))
    assert box.offers.isVisible()
    assert box.offers.remark == Remark("Character 3: NEAR needs a distance; write NEAR/5", 2, 6)
    assert picture(box) != before  # the wave under NEAR
    qtbot.keyClicks(box.edit, "/")
    assert box.offers.remark is None


@pytest.mark.parametrize("remark", [Remark("x", 40, 50), Remark("x", 0, 0), Remark("x", 8, 9)])
def test_that_a_place_behind_the_end_is_shown_at_the_end(box: SearchBox, remark: Remark) -> None:
    box.edit.insert("😀 a NEAR")
    before = picture(box)
    box.show_remark(remark)
    assert picture(box) != before
    assert box.text() == "😀 a NEAR"


def test_that_a_long_sentence_is_not_cut(box: SearchBox) -> None:
    box.show_searches(())
    box.show_remark(Remark("Character 1: there is no such thing; " + "name: " * 40, 0, 1))
    assert box.offers.height() > 2 * 26
    assert box.offers.geometry().right() <= box.window().width()


def test_that_nothing_is_offered_once_the_focus_is_elsewhere(box: SearchBox, qtbot: QtBot) -> None:
    qtbot.waitUntil(box.offers.isVisible)
    box.window().findChildren(QLineEdit)[-1].setFocus()
    qtbot.waitUntil(lambda: not box.offers.isVisible())


def test_that_a_narrow_box_is_an_icon_that_opens(box: SearchBox, qtbot: QtBot) -> None:
    box.window().findChildren(QLineEdit)[-1].setFocus()
    qtbot.waitUntil(lambda: not box.is_open)
    box.fit(SMALL)
    assert box.edit.isHidden()
    with qtbot.waitSignal(box.opened):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert box.is_open


def test_that_what_others_wrote_is_offered_as_plain_text(box: SearchBox) -> None:
    box.show_searches((PastSearch("<b>x</b>\u202e\x07", "<script>" * 50, is_saved=True),))
    (row,) = offered(box)
    assert row.startswith("saved, <script>")
    assert "\u202e" not in row


def picture(box: SearchBox) -> QImage:
    box.edit.clearFocus()  # no blinking cursor in it
    box.edit.deselect()
    made = box.edit.grab().toImage()
    box.edit.setFocus()
    return made
