"""A dock's title bar: the names of a pile make room for each other, never for the icons."""

from itertools import pairwise

import pytest

from hubdesk.desk.title_bar import LEAST_WIDTH, TabButton, TitleBar

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
    cut = [tab for tab in tabs(bar) if tab.width() < tab.sizeHint().width()]
    assert cut
    assert all(tab.toolTip() == tab.accessibleName() == dict(PILE)[tab.panel] for tab in cut)
    bar.resize(1_200, bar.height())
    assert not any(tab.toolTip() for tab in tabs(bar))


def test_that_the_shown_panels_name_keeps_more_room_than_the_others(bar):
    bar.resize(LEAST_WIDTH, bar.height())
    widths = {tab.panel: tab.width() for tab in tabs(bar)}
    assert widths.pop("phrases") > 2 * max(widths.values())
