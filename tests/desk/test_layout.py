"""Layouts: there and back on real docks, and 300 broken ones."""

import json
import random

import pytest
from desk_fakes import CountPanel, fake_panels
from PySide6.QtWidgets import QApplication, QMainWindow

from hubdesk import i18n
from hubdesk.desk.arrange import apply_layout, on_screen, read_layout, resize, scaled
from hubdesk.desk.docks import GAP, DockArea
from hubdesk.desk.layout import (
    Box,
    Layout,
    LayoutError,
    Split,
    Tabs,
    alone,
    default_layout,
    from_json,
    names,
    reachable,
    to_json,
)
from hubdesk.desk.layout_keeper import FRAME, LayoutKeeper
from hubdesk.desk.title_tabs import TabButton
from hubdesk.plugins import PANELS
from hubdesk.widgets import theme

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)  # of a floating window, offscreen

NAMES = ["feed", "trend", "compare", "coverage", "detail", "voices", "map", "themes"]
WIDE, HIGH = 2400, 1400


@pytest.fixture
def area(qtbot):
    area = DockArea()
    qtbot.addWidget(area)
    for panel in fake_panels(voices="Voices", map="Map", themes="Themes").values():
        area.add(panel.name, panel)
    area.resize(WIDE, HIGH)
    area.show()
    return area


def put(area, layout):
    apply_layout(area, layout)
    QApplication.processEvents()
    area.layout().activate()
    if layout.docked is not None:
        resize(area, scaled(layout.docked, area.width() - 2 * GAP, area.height() - 2 * GAP))
    QApplication.processEvents()
    return read_layout(area)


def shape(node):
    """The arrangement without its sizes."""
    if isinstance(node, Split):
        return ("across" if node.across else "down", *map(shape, node.parts))
    return (node.current, *sorted(node.panels)) if node is not None else None


def any_tree(chance, left, across, depth=0):
    """A random arrangement of all of `left`; a split never holds one of its own direction, which would be the same."""
    if len(left) == 1 or depth == 3 or (depth and chance.random() < 0.3):
        return Tabs(tuple(left), chance.choice(left)) if len(left) < 4 else Tabs(tuple(left[:1]), left[0])
    cuts = sorted(chance.sample(range(1, len(left)), k=min(len(left) - 1, chance.choice((1, 1, 2)))))
    parts = [left[a:b] for a, b in zip([0, *cuts], [*cuts, len(left)], strict=True)]
    nodes = tuple(any_tree(chance, part, not across, depth + 1) for part in parts)
    return Split(across, nodes, tuple(chance.randint(200, 600) for _ in nodes))


@pytest.mark.parametrize("seed", range(25))
def test_that_any_arrangement_comes_back_as_it_was(area, seed):
    chance = random.Random(seed)
    left = chance.sample(NAMES, k=chance.randint(1, len(NAMES)))
    wanted = Layout(any_tree(chance, left, chance.random() < 0.5))
    first = put(area, wanted)
    assert shape(first.docked) == shape(wanted.docked)
    put(area, default_layout(NAMES))
    again = put(area, from_json(to_json(first), NAMES))
    assert shape(again.docked) == shape(first.docked)
    assert differences(again.docked, first.docked) <= 4


def differences(one, other):
    """The largest difference of two sizes, in px."""
    if not isinstance(one, Split):
        return 0
    sizes = max(abs(a - b) for a, b in zip(one.sizes, other.sizes, strict=True))
    return max([sizes, *(differences(a, b) for a, b in zip(one.parts, other.parts, strict=True))])


def test_that_sizes_are_the_ones_asked_for(area):
    wanted = Split(True, (alone("feed"), alone("trend"), alone("detail")), (500, 1200, 676))
    found = put(area, Layout(wanted)).docked
    assert differences(found, wanted) <= 3


def test_that_panels_of_one_kind_share_a_place_and_unknown_ones_go_beside_the_detail():
    _across, _feed, (_down, charts, (_row, compared, covered)), beside = shape(
        default_layout([*NAMES, "tone", "unheard"]).docked
    )
    assert charts == ("trend", "tone", "trend")
    assert compared == ("compare", "compare", "themes", "voices")
    assert covered == ("coverage", "coverage")
    assert beside == ("detail", "detail", "map", "unheard")


@pytest.fixture
def laptop(qtbot, request):
    """Every panel there is, by its name in that language, on a screen of 1366 by 768 px."""
    i18n.use(request.param)
    theme.use(QApplication.instance(), "light")
    area = DockArea()
    qtbot.addWidget(area)
    for name, listed in PANELS.items():
        area.add(name, type(name, (CountPanel,), {"name": name, "title": listed.title}))
    area.resize(1366, 560)
    area.show()
    return area


@pytest.mark.parametrize("laptop", ["fr", "en"], indirect=True)
def test_that_no_name_of_the_default_layout_is_cut_on_a_small_laptop(laptop):
    put(laptop, default_layout(list(PANELS)))
    tabs = [tab for dock in laptop.docks.values() if dock.is_seen() for tab in dock.bar.findChildren(TabButton)]
    shown = [tab for tab in tabs if not tab.isHidden()]
    assert {tab.panel for tab in shown} == set(PANELS) - {"feed"}
    assert [tab.text() for tab in shown if tab.is_cut] == []


def test_that_hidden_panels_stay_hidden_and_can_be_shown(area):
    put(area, Layout(Split(True, (alone("feed"), alone("trend")), (1, 2))))
    assert {name for name, dock in area.docks.items() if not dock.isHidden()} == {"feed", "trend"}
    area.raise_panel("map")
    QApplication.processEvents()
    assert sorted(names(read_layout(area).docked)) == ["feed", "map", "trend"]


def test_that_a_floating_panel_comes_back_where_it_was(area):
    box = Box(40, 50, 333, 222)
    found = put(area, Layout(alone("feed"), (("map", box),)))
    assert found.floating == (("map", box),)
    assert area.docks["map"].isFloating()
    assert put(area, default_layout(NAMES)).floating == ()


def test_that_a_window_nobody_could_reach_is_brought_back():
    far = Box(90_000, 90_000, 400, 300)
    there = on_screen(far)
    screen = QApplication.primaryScreen().availableGeometry()
    assert screen.contains(there.x + 10, there.y + 10)
    near = Box(10, 10, 200, 200)
    assert on_screen(near) == near
    assert not reachable(Box(0, -500, 300, 300), [Box(0, 0, 800, 600)])


def test_that_a_first_window_leaves_room_for_its_title_bar(area, qtbot, tmp_path):
    window = QMainWindow()
    qtbot.addWidget(window)
    LayoutKeeper(window, area, tmp_path / "layout.json").restore()
    assert window.height() <= QApplication.primaryScreen().availableGeometry().height() - FRAME.height()


def test_that_the_default_layout_has_the_feed_left_and_the_detail_right():
    docked = default_layout(["feed", "trend", "compare", "coverage", "detail"]).docked
    assert shape(docked)[1][0] == "feed"
    assert shape(docked)[-1][0] == "detail"
    assert 0.2 < docked.sizes[0] / sum(docked.sizes) < 0.3
    assert default_layout([]).docked is None
    assert shape(default_layout(["trend"]).docked)[0] == "trend"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "\x00\xff",
        '{"hubdesk_layout": 2}',
        '{"hubdesk_layout": 1, "docked": {"tabs": ["feed", "feed"]}}',
        '{"hubdesk_layout": 1, "docked": {"tabs": ["nobody"]}}',
        '{"hubdesk_layout": 1, "docked": {"split": "across", "parts": [{"tabs": ["feed"]}], "sizes": [1]}}',
        '{"hubdesk_layout": 1, "docked": {"split": "across", "parts": [{"tabs": ["feed"]}, {"tabs": ["trend"]}],'
        ' "sizes": [1, NaN]}}',
        '{"hubdesk_layout": 1, "docked": {"tabs": ["feed"]}, "window": {"x": 1e99, "y": 0, "width": 9, "height": 9}}',
        "[" * 60_000,
        '{"hubdesk_layout": 1, "docked": ' + '{"split": "down", "sizes": [1, 1], "parts": [' * 300,
        " " * 70_000,
    ],
)
def test_that_what_is_no_layout_of_ours_is_refused(text):
    with pytest.raises(LayoutError):
        from_json(text, NAMES)


def test_that_panels_of_a_later_version_are_left_out():
    text = to_json(Layout(Split(True, (alone("feed"), alone("crystal ball")), (10, 20))))
    assert from_json(text, NAMES).docked == alone("feed")


def test_that_300_altered_layouts_neither_crash_nor_hang(area):
    chance = random.Random(7)
    good = to_json(
        Layout(
            default_layout([name for name in NAMES if name != "map"]).docked,
            (("map", Box(1, 2, 300, 200)),),
            Box(0, 0, 1200, 800),
        )
    )
    taken = 0
    for _round in range(300):
        text = list(good)
        for _change in range(chance.randint(1, 3)):
            at = chance.randrange(len(text))
            text[at] = chance.choice([chr(chance.randrange(32, 127)), "", "9" * 6, '"', "{", "-", "\u0000"])
        try:
            layout = from_json("".join(text), NAMES)
        except LayoutError:
            continue
        taken += 1
        put(area, layout)
        assert sorted(layout.panels()) == sorted(read_layout(area).panels())
    assert taken > 20, "some must still be layouts, or nothing was tried"


def test_that_the_json_says_its_version():
    assert json.loads(to_json(default_layout(NAMES)))["hubdesk_layout"] == 1
