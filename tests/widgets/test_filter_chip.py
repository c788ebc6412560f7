"""A filter's chip: what it says, what its keys and its cross do, and that no name makes it wide or dangerous."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.widgets import theme
from hubdesk.widgets.filter_chip import WIDEST, FilterChip, ShownFilter

NEGATIVE = ShownFilter("tone", "negative", "Tone: negative")


@pytest.fixture
def chip(qtbot: QtBot, qapp: QApplication) -> FilterChip:
    theme.use(qapp, "light")
    made = FilterChip()
    qtbot.addWidget(made)
    made.show_filter(NEGATIVE)
    made.resize(made.sizeHint())
    made.show()
    return made


def on_cross(chip: FilterChip) -> QPoint:
    return QPoint(chip.width() - 12, chip.height() // 2)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape])
def test_that_keys_remove_it(chip: FilterChip, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(chip.removed):
        QTest.keyClick(chip, key)


def test_that_n_turns_it_and_p_pins_it_and_others_do_nothing(chip: FilterChip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chip.turned):
        QTest.keyClick(chip, Qt.Key.Key_N)
    with qtbot.waitSignal(chip.pinned):
        QTest.keyClick(chip, Qt.Key.Key_P)
    with qtbot.assertNotEmitted(chip.turned), qtbot.assertNotEmitted(chip.removed):
        QTest.keyClick(chip, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(chip, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(chip, Qt.Key.Key_X)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_enter_and_space_ask_for_its_menu(chip: FilterChip, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(chip.clicked):
        QTest.keyClick(chip, key)


def test_that_a_click_asks_for_its_menu_and_one_on_its_cross_removes_it(chip: FilterChip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.removed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, 13))
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=on_cross(chip))
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        QTest.mouseClick(chip, Qt.MouseButton.MiddleButton, pos=QPoint(12, 13))
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.removed):
        at = QPoint(12, 13)
        QApplication.sendEvent(chip, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, chip.mapToGlobal(at)))


def test_that_a_press_on_the_cross_that_ends_elsewhere_does_nothing(chip: FilterChip, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        QTest.mousePress(chip, Qt.MouseButton.LeftButton, pos=on_cross(chip))
        QTest.mouseMove(chip, QPoint(12, 13))
        QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=QPoint(12, 13))


def test_that_it_says_more_than_its_colours_do(chip: FilterChip) -> None:
    plain = chip.sizeHint().width()
    chip.show_filter(ShownFilter("tone", "negative", "except Tone: negative", is_negated=True))
    assert chip.sizeHint().width() > plain  # a word before it
    assert chip.accessibleName() == "except Tone: negative"
    negated = chip.grab().toImage()
    chip.show_filter(ShownFilter("tone", "negative", "Tone: negative", is_pinned=True))
    assert chip.sizeHint().width() > plain  # a pin
    assert chip.accessibleName() == "Tone: negative, pinned filter"
    assert chip.grab().toImage() != negated


@pytest.mark.parametrize("name", ["a" * 2_000, "W" * 2_000, "ي" * 2_000, "👩‍👩‍👧" * 400])
def test_that_a_long_name_is_cut_to_the_room_there_is(chip: FilterChip, name: str) -> None:
    chip.show_filter(ShownFilter("author", name, f"Author: {name}"))
    assert chip.sizeHint().width() < WIDEST + 120
    assert chip.width_at(60) < 60 + 120
    chip.fit(60)
    assert chip.sizeHint().width() == chip.width_at(60)
    chip.resize(chip.sizeHint())
    assert not chip.grab().isNull()
    assert len(chip.toolTip()) < 3_000


def test_that_a_name_is_no_markup_and_takes_no_key(chip: FilterChip) -> None:
    chip.show_filter(ShownFilter("author", "R&D <b>x</b>", "Author: R&D <b>x</b>"))
    assert chip.toolTip() == "<qt>Author: R&amp;D &lt;b&gt;x&lt;/b&gt;</qt>"
    assert chip.shortcut().isEmpty()
