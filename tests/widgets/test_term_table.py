"""The table of terms: most mentions first, unknown is a dash, rows by hand and by keys."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.widgets.term_rows import ROW, columns_for, figures, spoken
from hubdesk.widgets.term_table import TermRow, TermTable

ROWS = (
    TermRow("sosh", 402, 377, None),
    TermRow("panne", 6120, 1804, 0.03),
    TermRow("box", 1904, 866, 0.41, is_estimate=True),
    TermRow('"<b>boîte</b> mail"', 364, 214, 0.0),
)
WARNING = "“box” alone brings 866 mentions."


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> TermTable:
    look.use(qapp, "light")
    made = TermTable()
    qtbot.addWidget(made)
    made.resize(430, 280)
    made.set_rows(ROWS, WARNING)
    made.show()
    return made


def order(table: TermTable) -> list[str]:
    return [row.text for row in table._view.rows]


def test_that_the_commonest_term_comes_first(table: TermTable) -> None:
    assert order(table) == ["panne", "box", "sosh", '"<b>boîte</b> mail"']


def test_that_unknown_noise_is_a_dash_and_an_estimate_says_so() -> None:
    assert figures(ROWS[0]) == ("402", "377", "—")
    assert figures(ROWS[2]) == ("≈ 1,904", "≈ 866", "41%")
    assert figures(ROWS[3])[2] == "0%"
    assert spoken(ROWS[0]) == "sosh: 402 mentions, 377 alone, estimated noise unknown"


def test_that_a_click_chooses_a_term(table: TermTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.term_chosen) as chosen:
        qtbot.mouseClick(table._view, Qt.MouseButton.LeftButton, pos=QPoint(60, ROW + 5))
    assert chosen.args == ["box"]


def test_that_keys_walk_the_rows_and_choose(table: TermTable, qtbot: QtBot) -> None:
    view = table._view
    for _press in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription().startswith("sosh: 402 mentions")
    with qtbot.waitSignal(table.term_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["sosh"]
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert "boîte" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.accessibleDescription().startswith("panne")


def test_that_the_keyboard_stays_on_its_term_when_figures_change(table: TermTable, qtbot: QtBot) -> None:
    view = table._view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    table.set_rows((TermRow("box", 9000, 1), *ROWS[:2]), "")
    assert view.accessibleDescription().startswith("box: 9,000")
    table.set_rows(ROWS[:1], "")
    with qtbot.waitSignal(table.term_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Space)
    assert chosen.args == ["sosh"]


def test_that_keys_do_nothing_in_an_empty_table(table: TermTable, qtbot: QtBot) -> None:
    table.set_rows((), "")
    with qtbot.assertNotEmitted(table.term_chosen):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_PageDown):
            qtbot.keyClick(table._view, key)


def test_that_a_term_is_no_markup_in_its_tooltip(table: TermTable, qtbot: QtBot) -> None:
    qtbot.mouseMove(table._view, QPoint(60, 5))
    qtbot.mouseMove(table._view, QPoint(60, 3 * ROW + 5))
    assert "&lt;b&gt;bo" in table._view.toolTip()


@pytest.mark.parametrize("width", [200, 260, 320, 430, 900])
def test_that_no_two_columns_overlap_and_figures_always_have_room(table: TermTable, width: int) -> None:
    columns = columns_for(ROWS, width)
    shown = [one for one in (columns.term, columns.mentions, columns.alone, columns.bar, columns.noise) if one[1]]
    for (left, wide), (following, _wide) in itertools.pairwise(shown):
        assert left + wide <= following
    assert shown[-1][0] + shown[-1][1] <= width
    assert columns.mentions[1] > 0
    assert columns.noise[1] > 0


def test_that_short_of_room_the_bar_leaves_before_a_figure(table: TermTable) -> None:
    assert columns_for(ROWS, 900).bar[1] > 100
    assert columns_for(ROWS, 260).bar[1] == 0
    assert columns_for(ROWS, 200).alone[1] == 0


def test_that_a_thousand_terms_scroll_under_their_head_and_over_the_warning(table: TermTable, qtbot: QtBot) -> None:
    table.set_rows(tuple(TermRow(f"term{i}", 1000 - i, 1) for i in range(1000)), WARNING)
    qtbot.keyClick(table._view, Qt.Key.Key_End)
    bar = table._area.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert table._warning.isVisible()
    assert table._warning.geometry().bottom() <= table.rect().bottom()
    assert table._area.geometry().bottom() < table._warning.geometry().top()


def test_that_the_warning_goes_when_there_is_none(table: TermTable) -> None:
    assert table._warning.isVisible()
    assert WARNING in table.accessibleDescription()
    table.set_rows(ROWS, "")
    assert not table._warning.isVisible()
