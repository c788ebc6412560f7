"""The row of chips under the scope bar: there while there are filters, folded where they have no room, and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from hubdesk import i18n
from hubdesk.core import HOUR, MINUTE, SessionFacts, Topic
from hubdesk.core.filters import FIELDS, Filter
from hubdesk.desk.filter_menu import MOST_LISTED
from hubdesk.desk.filter_row import MOST_CHIPS
from hubdesk.desk.looking import Looking
from hubdesk.desk.scope_bar import ScopeBar
from hubdesk.widgets import theme
from hubdesk.widgets.filter_chip import FilterChip

NOW = 1_795_000_000_000 // MINUTE * MINUTE
TOPICS = tuple(Topic(n, name, name.lower()) for n, name in enumerate(("Orange", "SFR", "Bouygues Telecom", "Free"), 1))
NEGATIVE, LILLE, TV = Filter("tone", ("negative",)), Filter("place", ("59",)), Filter("theme", ("tv",))
HOSTILE = Filter("author", ("=\u202e" + "ي\n" * 10_000,), negated=True)
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def home(qtbot: QtBot, qapp: QApplication) -> QWidget:
    theme.use(qapp, "light")
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 300)
    return made


@pytest.fixture
def looking(home: QWidget) -> Looking:
    made = Looking(ScopeBar(home), lambda: NOW, "24h", home)
    made.begin(SessionFacts("Essai", "Europe/Paris", False, False, 9, NOW - 30 * HOUR, NOW - HOUR), TOPICS, True)
    made._bar.resize(1366, 40)
    home.show()
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QMenu]:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: menus.append(menu))  # a popup warns without a display
    return menus


def chips(looking: Looking) -> list[FilterChip]:
    return [one for one in looking._bar.filters.findChildren(FilterChip) if one.isVisible()]


def said(looking: Looking) -> list[str]:
    return [chip.accessibleName() for chip in chips(looking)]


def entry(menu: QMenu, begins: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(begins))


MANY = (HOSTILE, NEGATIVE, Filter("text", ("panne NEAR/5 (box OR livebox) OR coupure",)), LILLE.other_way(), TV)


def test_that_a_few_chips_stand_in_the_bar_and_nothing_moves(looking: Looking) -> None:
    """A bar that grows moves every panel under the hand that has just clicked on one."""
    bar = looking._bar
    lefts = (bar._back, *bar._chips, bar._span)
    places = [part.geometry() for part in lefts]
    assert (bar.height(), bar.filters.isVisible()) == (40, False)
    looking.narrow((NEGATIVE,))
    QApplication.processEvents()
    assert [part.geometry() for part in lefts] == places
    looking.narrow((LILLE.other_way(),))
    QApplication.processEvents()
    assert said(looking) == ["Tone: negative", "except Place: Nord (59)"]
    assert bar.height() == 40
    assert all(part.isVisible() for part in lefts)
    assert bar._span.geometry().right() < bar.filters.x()
    assert bar.filters.geometry().right() < bar.search.x()
    looking.back()
    looking.back()
    assert (bar.height(), bar.filters.isVisible(), chips(looking)) == (40, False, [])


def test_that_many_take_a_row_and_leave_topics_span_and_search_where_they_were(looking: Looking) -> None:
    bar = looking._bar
    parts = [part for part in bar.stops() if part.isVisible()]
    places = [part.mapTo(bar, part.rect().topLeft()) for part in parts]
    looking.narrow(MANY)
    QApplication.processEvents()
    assert (bar.height(), bar.filters.geometry().top(), bar.filters.width()) == (72, 40, 1366)
    assert [part.mapTo(bar, part.rect().topLeft()) for part in parts] == places
    looking.narrow((), instead=MANY[1:])
    QApplication.processEvents()
    assert (bar.height(), len(chips(looking))) == (40, 1)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_a_row_stays_while_an_analyst_goes_back_and_forth(
    looking: Looking, language: str, french_after: None
) -> None:
    """Each time that it comes or goes every panel gets another height."""
    i18n.use(language)
    bar, before = looking._bar, (NEGATIVE, LILLE)
    looking.narrow(before)
    QApplication.processEvents()
    assert bar.height() == 40
    looking.narrow((TV, HOSTILE, MANY[2]))
    for _step in range(3):
        looking.back()
        QApplication.processEvents()
        assert (looking.state.filters, bar.height(), len(chips(looking))) == (before, 72, 2)
        looking.forward()
        QApplication.processEvents()
        assert bar.height() == 72
    stops = [one for one in bar.stops() if one.isVisible()]
    assert stops[stops.index(bar._span) + 1 :][: len(chips(looking))] == chips(looking)
    looking.narrow((), instead=looking.state.filters[1:])
    QApplication.processEvents()
    assert bar.height() == 40
    looking.narrow(before)
    QApplication.processEvents()
    assert bar.height() == 40


def test_that_a_search_being_written_leaves_the_chips_in_the_bar(looking: Looking, qtbot: QtBot) -> None:
    looking.narrow((NEGATIVE, LILLE))
    bar = looking._bar
    bar.window().activateWindow()
    bar.search.begin()
    qtbot.waitUntil(lambda: bar.search.is_open)
    QApplication.processEvents()
    assert bar.height() == 40
    assert bar.search.width() >= 200


@pytest.mark.parametrize("number", [1, 4, 12, 1_000])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_no_part_lies_over_another_however_many_and_long(
    looking: Looking, number: int, language: str, french_after: None
) -> None:
    i18n.use(language)
    looking.narrow(tuple((list(MANY) + [Filter("source", (f"S {n}",), n % 2 == 0) for n in range(number)])[:number]))
    bar = looking._bar
    for width in (320, 480, 760, 1024, 1366, 1600, 1920):
        bar.window().resize(width, 300)
        bar.resize(width, bar.height())
        QApplication.processEvents()
        for parent in (bar, bar.filters):
            seen = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            boxes = [part.geometry() for part in seen if part.isVisible() and not part.isWindow()]
            assert not any(one.intersects(other) for one, other in combinations(boxes, 2)), (width, boxes)
            assert all(box.left() >= 0 and box.right() < parent.width() for box in boxes), (width, boxes)
        assert len([chip for chip in bar.filters._chips if not chip.isHidden()]) + folded(looking) == number
        assert len(bar.filters._chips) <= MOST_CHIPS
        assert folded(looking) == 0 or width < 1366 or number > 4


def folded(looking: Looking) -> int:
    more = looking._bar.filters._folded
    return 0 if more.isHidden() else int("".join(filter(str.isdecimal, more.text())))


@pytest.fixture
def french_after() -> Iterator[None]:
    yield
    i18n.use("en")


def test_that_what_has_no_room_is_in_a_menu_each_with_its_own_entries(
    looking: Looking, opened: list[QMenu], qtbot: QtBot
) -> None:
    looking.narrow(tuple(Filter("source", (f"Source {n} & co",)) for n in range(MOST_LISTED + 50)))
    QApplication.processEvents()
    row, shown = looking._bar.filters, len(chips(looking))
    row._folded.click()
    assert len(opened[0].actions()) == MOST_LISTED + 1
    inner = opened[0].actions()[0].menu()
    assert isinstance(inner, QMenu)
    assert inner.title() == f"Source: Source {shown} && co"
    entry(inner, "Remove").trigger()
    assert Filter("source", (f"Source {shown} & co",)) not in looking.state.filters
    assert len(looking.state.filters) == MOST_LISTED + 49


def test_that_a_chip_is_turned_pinned_kept_alone_and_removed_by_its_menu(
    looking: Looking, opened: list[QMenu], qtbot: QtBot
) -> None:
    looking.narrow((NEGATIVE, LILLE, TV))
    chips(looking)[1].click()
    entry(opened[-1], "Exclude instead").trigger()
    assert looking.state.filters == (NEGATIVE, LILLE.other_way(), TV)
    chips(looking)[0].click()
    entry(opened[-1], "Pin").trigger()
    assert looking.state.pinned == {NEGATIVE}
    assert said(looking)[0] == "Tone: negative, pinned filter"
    chips(looking)[2].click()
    with qtbot.waitSignal(looking._bar.filter_alone) as alone:
        entry(opened[-1], "Only this").trigger()
    assert alone.args == [TV]
    chips(looking)[2].click()
    entry(opened[-1], "Remove").trigger()
    assert looking.state.filters == (NEGATIVE, LILLE.other_way())
    looking._bar.filters._clear.click()
    assert looking.state.filters == (NEGATIVE,)
    assert not looking._bar.filters._clear.isEnabled()  # the pinned stay


def test_that_keys_do_the_same_and_stay_in_the_row(looking: Looking, qtbot: QtBot) -> None:
    looking.narrow((NEGATIVE, LILLE, TV))
    looking._bar.window().activateWindow()
    qtbot.waitUntil(looking._bar.window().isActiveWindow)
    chips(looking)[2].setFocus()
    QTest.keyClick(chips(looking)[2], Qt.Key.Key_N)
    QTest.keyClick(chips(looking)[2], Qt.Key.Key_P)
    assert looking.state.pinned == {TV.other_way()}
    QTest.keyClick(chips(looking)[2], Qt.Key.Key_Escape)
    assert chips(looking)[1].hasFocus()
    QTest.keyClick(chips(looking)[1], Qt.Key.Key_Backspace)
    assert chips(looking)[0].hasFocus()
    QTest.keyClick(chips(looking)[0], Qt.Key.Key_Delete)
    assert looking.state.filters == ()
    assert looking._bar._span.hasFocus()


def test_that_the_tab_key_goes_from_the_span_along_the_chips_to_the_search(looking: Looking) -> None:
    row = looking._bar.filters
    for filters, ends in (((NEGATIVE, LILLE), [row._more]), (MANY, [row._clear, row._more])):
        looking.narrow(filters)
        stops = [one for one in looking._bar.stops() if one.isVisible()]
        after = stops[stops.index(looking._bar._span) + 1 :]
        assert after == [*chips(looking), *ends, looking._bar.search.edit, looking._bar._live]


def test_that_a_query_is_copied_and_what_no_query_says_is_told(
    looking: Looking, opened: list[QMenu], qtbot: QtBot
) -> None:
    row = looking._bar.filters
    looking.narrow((NEGATIVE, LILLE.other_way(), Filter("topic", ("1", "9"))))
    assert said(looking)[2] == "Topic: Orange or deleted topic"
    chips(looking)[1].click()
    with qtbot.waitSignal(row.said):
        entry(opened[-1], "Copy as a query").trigger()
    assert QGuiApplication.clipboard().text().endswith(" -place:59")
    row._more.click()
    assert not entry(opened[-1], "Copy all").isEnabled()
    why = entry(opened[-1], "no query can say")
    assert "Orange" in why.text()
    with qtbot.assertNotEmitted(row.command_wished):
        why.trigger()
    with qtbot.waitSignal(looking._bar.command_wished):
        entry(opened[-1], "Copy as a command").trigger()
    entry(opened[-1], "Remove all filters").trigger()
    assert looking.state.filters == ()


def test_that_a_commune_without_a_name_is_asked_for_once(looking: Looking, qtbot: QtBot) -> None:
    row = looking._bar.filters
    with qtbot.waitSignal(row.towns_wished) as wished:
        looking.narrow((Filter("place", ("80021",)),))
    assert wished.args == [("80021",)]
    with qtbot.assertNotEmitted(row.towns_wished):
        looking.show()


@pytest.mark.parametrize("field", FIELDS)
def test_that_any_field_has_a_chip_and_a_menu(looking: Looking, opened: list[QMenu], field: str) -> None:
    looking.narrow((Filter(field, ("", "x", "\ud800\x1b[2J")), Filter(field, (), negated=True)))
    for chip in chips(looking):
        chip.click()
    looking._bar.filters._more.click()
    assert len(chips(looking)) == len(opened) - 1 == 2


def test_that_both_themes_paint_it(looking: Looking, qapp: QApplication) -> None:
    looking.narrow((NEGATIVE, LILLE.other_way()))
    light = looking._bar.grab().toImage()
    theme.use(qapp, "dark")
    assert looking._bar.grab().toImage() != light
    theme.use(qapp, "light")
