"""Small multiples and switches: one scale for all, gaps that are seen, chips that wrap."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, MINUTE, Span, Topic
from hubdesk.widgets.chips import Chip
from hubdesk.widgets.multiples import PAD, Multiples, Small
from hubdesk.widgets.switch_row import Switch, SwitchRow
from tests.fakes import NOON

TOPICS = (Topic(1, "Orange", "", "own"), Topic(2, "<b>SFR</b>", "", "rival"), Topic(3, "Free", "", "rival"))
SPAN = Span(NOON, NOON + HOUR)
BINS = tuple(NOON + n * 5 * MINUTE for n in range(12))


def small(topic: Topic, *values: float | None) -> Small:
    padded = (*values, *([0] * (12 - len(values))))
    return Small(topic, tuple(zip(BINS, padded, strict=True)), "peak 9 at 12:00", "peak: 9 mentions", topic.id)


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication) -> Multiples:
    look.use(qapp, "light")
    made = Multiples()
    qtbot.addWidget(made)
    made.resize(660, 100)
    made.set_curves([small(one, 9, 4, 0) for one in TOPICS], TOPICS, SPAN, 5 * MINUTE, "UTC", "each from 0 to 10")
    made.show()
    return made


def test_that_curves_stand_side_by_side_and_under_one_another_where_room_is_short(shown: Multiples) -> None:
    wide = [spot.place for spot in shown.spots()]
    assert len({place.top() for place in wide}) == 1
    high = shown.height()
    shown.resize(250, shown.height())
    narrow = [spot.place for spot in shown.spots()]
    assert len({place.left() for place in narrow}) == 1
    assert shown.height() > high
    assert max(place.right() for place in narrow) <= 250 - PAD + 5


def test_that_all_curves_have_the_scale_of_the_highest(shown: Multiples) -> None:
    before = shown.grab().toImage()
    first = shown.spots()[0].place.toRect()
    louder = [small(TOPICS[0], 9, 4, 0), small(TOPICS[1], 90), small(TOPICS[2])]
    shown.set_curves(louder, TOPICS, SPAN, 5 * MINUTE, "UTC", "each from 0 to 10")
    assert shown.grab().toImage().copy(first) != before.copy(first), "a louder neighbour makes it lower"


def test_that_what_nobody_heard_is_hatched_and_no_zero(shown: Multiples) -> None:
    quiet = shown.grab().toImage()
    gap = [small(one, 9, 4, None, None) for one in TOPICS]
    shown.set_curves(gap, TOPICS, SPAN, 5 * MINUTE, "UTC", "each from 0 to 10")
    hatched = shown.grab().toImage()
    assert hatched != quiet
    holes = (Span(NOON + 10 * MINUTE, NOON + 20 * MINUTE),)
    shown.set_curves(
        [small(one, 9, 4, 0, 0) for one in TOPICS], TOPICS, SPAN, 5 * MINUTE, "UTC", "each from 0 to 10", holes
    )
    assert shown.grab().toImage() == hatched, "a gap of all sources breaks the line as an unheard bin does"


def test_that_a_curve_is_chosen_by_keys_and_its_name_is_no_markup(shown: Multiples, qtbot: QtBot) -> None:
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    with qtbot.waitSignal(shown.chosen) as chosen:
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert chosen.args == [2]
    qtbot.mouseMove(shown, shown.spots()[1].place.center().toPoint())
    qtbot.waitUntil(lambda: "&lt;b&gt;SFR" in shown.toolTip())


def test_that_switches_wrap_and_tell_their_key(qtbot: QtBot, qapp: QApplication) -> None:
    look.use(qapp, "light")
    row = SwitchRow("Counted:")
    qtbot.addWidget(row)
    row.resize(900, 40)
    row.show_switches([Switch(n, f"Sort {n}", "1,234", n != 2, "<i>tip</i>") for n in range(6)])
    row.show()
    low = row.height()
    row.resize(300, row.height())
    assert row.height() > low
    chips = row.findChildren(Chip)
    assert all(chip.geometry().left() >= 0 and chip.geometry().right() <= 300 for chip in chips)
    assert [chip.isChecked() for chip in chips] == [True, True, False, True, True, True]
    assert "&lt;i&gt;" in chips[0].toolTip()
    with qtbot.waitSignal(row.switched) as switched:
        qtbot.mouseClick(chips[2], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert switched.args == [2, True]
