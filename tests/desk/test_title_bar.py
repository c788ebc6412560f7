"""A dock's title bar: the names of a pile make room for each other, never for the icons."""

from itertools import pairwise

import pytest

from hubdesk.desk.title_bar import LEAST_WIDTH, TitleBar
from hubdesk.desk.title_tabs import TabButton, shares

PILE = [
    ("compare", "Comparaison"),
    ("themes", "Thèmes"),
    ("phrases", "Expressions nouvelles"),
    ("episodes", "Épisodes"),
    ("crisis", "Salle de crise"),
]


@pytest.fixture
def bar(qtbot):
    made = TitleBar("Comparaison")
    qtbot.addWidget(made)
    made.pile(PILE, "phrases")
    made.show()
    return made


def tabs(bar):
    return sorted(bar.findChildren(TabButton), key=lambda tab: tab.x())


@pytest.mark.parametrize("width", [LEAST_WIDTH, 300, 368, 500, 900])
def test_that_no_name_of_a_pile_lies_under_another_or_under_an_icon(bar, width):
    bar.resize(width, bar.height())
    shown = tabs(bar)
    edges = [(tab.x(), tab.x() + tab.width()) for tab in shown]
    assert all(end <= start for (_start, end), (start, _end) in pairwise(edges))
    assert edges[-1][1] <= bar._buttons[0].x()


def test_that_a_name_cut_short_is_whole_in_its_tip_and_to_a_screen_reader(bar):
    bar.resize(300, bar.height())
    cut = [tab for tab in tabs(bar) if tab.is_cut]
    assert cut
    assert all(tab.toolTip() == tab.accessibleName() == dict(PILE)[tab.panel] for tab in cut)
    bar.resize(1_200, bar.height())
    assert not any(tab.toolTip() for tab in tabs(bar))


def test_that_the_shown_panels_name_keeps_more_room_than_the_others(bar):
    bar.resize(LEAST_WIDTH, bar.height())
    widths = {tab.panel: tab.width() for tab in tabs(bar)}
    assert widths.pop("phrases") > 2 * max(widths.values())


@pytest.mark.parametrize("width", [420, 500, 600])
def test_that_short_names_stay_whole_while_a_long_one_can_give_way(bar, width):
    bar.resize(width, bar.height())
    cut = {tab.panel for tab in tabs(bar) if tab.is_cut}
    widest = max(tab.width() for tab in tabs(bar) if tab.panel in cut) if cut else 0
    assert all(tab.width() <= widest or tab.panel == "phrases" for tab in tabs(bar) if cut and tab.panel not in cut)


@pytest.mark.parametrize(
    ("wholes", "current", "room", "expected"),
    [
        ([100, 40, 150], 0, 400, [100, 40, 150]),
        ([100, 40, 150], 0, 240, [100, 40, 100]),
        ([100, 40, 150, 90], 0, 280, [100, 40, 70, 70]),
        ([100, 40, 150], 2, 200, [28, 28, 144]),
        ([100, 40, 150], 2, 100, [8, 8, 84]),
        ([], 0, 100, []),
    ],
)
def test_that_the_longest_names_give_way_first(wholes, current, room, expected):
    assert shares(wholes, current, room) == expected
    assert sum(shares(wholes, current, room)) <= max(room, 84)
