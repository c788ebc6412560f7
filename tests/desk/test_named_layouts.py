"""Layouts by name: three that ship, one's own through a file that strangers may have written, and other screens."""

import json
from math import prod

import pytest
from desk_fakes import a_session, fake_panels, surroundings
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from hubdesk import i18n
from hubdesk.core import HubdeskError
from hubdesk.desk import arrange, floating
from hubdesk.desk.arrange import read_layout
from hubdesk.desk.layout import Box, Layout, Split, Tabs, alone, names, reachable, to_json
from hubdesk.desk.menus import shortcuts
from hubdesk.desk.named_layouts import MOST, Kept, NamedLayout, good_name, kept_json, read_kept, rehung
from hubdesk.desk.named_layouts_sheets import LayoutsSheet, NameSheet
from hubdesk.desk.named_layouts_shipped import SHIPPED, shipped
from hubdesk.desk.names_sheet import Ok
from hubdesk.desk.window import Desk
from hubdesk.plugins import PANELS
from hubdesk.widgets import theme

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
KNOWN = ("feed", "trend", "compare", "coverage", "detail")
TWO = Layout(Split(True, (alone("feed"), alone("trend")), (300, 700)), (("detail", Box(40, 50, 333, 222)),))
LEFT, RIGHT = Box(0, 0, 1920, 1080), Box(1920, 0, 2560, 1440)
HOSTILE = ("a" * 10_000, "  two \n lines\t", "\u202eevil\u202c", "<b>&bold</b>", "\ud800", "café & crème")


@pytest.fixture
def desk_on(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")

    def opened(**over):
        session = tmp_path / "s.hubdesk"
        desk = Desk(surroundings(tmp_path / "profile", **over), session if session.exists() else a_session(session))
        qtbot.addWidget(desk)
        desk.resize(1400, 900)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        qtbot.waitUntil(lambda: not desk.deeds.layouts._aside.is_busy)
        return desk

    return opened


def shape(node):
    if isinstance(node, Split):
        return ("across" if node.across else "down", *map(shape, node.parts))
    return (node.current, *sorted(node.panels)) if node is not None else None


def saved(desk, qtbot, name):
    desk.deeds.layouts.keep(name)
    qtbot.waitUntil(lambda: good_name(name) in desk.deeds.layouts.own)


# What ships.


@pytest.mark.parametrize("name", SHIPPED)
def test_that_a_shipped_layout_names_each_panel_once(name):
    found = shipped(name, list(PANELS))
    placed = list(names(found.docked))
    assert len(placed) == len(set(placed))
    assert set(placed) <= set(PANELS)
    assert {"feed", "trend", "detail"} <= set(placed)


def test_that_analysis_has_every_panel_also_one_it_never_heard_of():
    found = shipped("analysis", [*PANELS, "unheard"])
    assert set(names(found.docked)) == {*PANELS, "unheard"}


@pytest.mark.parametrize("name", SHIPPED)
def test_that_a_shipped_layout_is_made_of_the_panels_a_desk_has(name):
    assert set(names(shipped(name, ["feed", "detail"]).docked)) == {"feed", "detail"}
    assert shipped(name, []).panels() == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_that_its_keys_put_a_shipped_layout_in_force(desk_on, name, qtbot):
    panels = fake_panels(**{name: title.title for name, title in PANELS.items()})
    desk = desk_on(panels=panels)
    action = desk.menus.actions[f"layout:{name}"]
    assert action.shortcut().toString() == f"Ctrl+Alt+{list(SHIPPED).index(name) + 1}"
    action.trigger()
    qtbot.waitUntil(lambda: shape(read_layout(desk.area).docked) == shape(shipped(name, list(desk.area.docks)).docked))
    fronts = [dock.name for dock in desk.area.docks.values() if dock.is_seen()]
    assert all(desk.area.docks[front].is_made for front in fronts)


def test_that_the_sizes_of_a_layout_hold_as_soon_as_it_is_put(desk_on):
    desk = desk_on(panels=fake_panels(**{name: title.title for name, title in PANELS.items()}))
    assert desk.area.isAnimated()
    for name in (*SHIPPED, *SHIPPED):
        desk.menus.actions[f"layout:{name}"].trigger()
        desk.keeper.settle()
        sizes, wanted = read_layout(desk.area).docked.sizes, shipped(name, list(PANELS)).docked.sizes
        for size, share in zip(sizes, wanted, strict=True):
            assert abs(size / sum(sizes) - share / sum(wanted)) < 0.01


def test_that_the_layout_before_comes_back_and_goes_again(desk_on, qtbot):
    desk = desk_on()
    back = desk.menus.actions["layout-back"]
    assert not back.isEnabled()
    before = shape(read_layout(desk.area).docked)
    desk.menus.actions["layout:review"].trigger()
    after = shape(read_layout(desk.area).docked)
    assert after != before
    assert back.isEnabled()
    back.trigger()
    assert shape(read_layout(desk.area).docked) == before
    back.trigger()
    assert shape(read_layout(desk.area).docked) == after


# One's own.


def test_that_a_saved_layout_is_in_the_menu_with_a_key_and_comes_back_on_another_desk(desk_on, qtbot):
    desk = desk_on()
    for name in ("compare", "coverage"):
        desk.area.docks[name].hide()
    wanted = shape(read_layout(desk.area).docked)
    saved(desk, qtbot, "Nuit & jour")
    desk.close()
    again = desk_on()
    action = again.menus.actions["my-layout:Nuit & jour"]
    assert ("Nuit & jour", "Ctrl+Alt+4") in shortcuts(again.menus)
    assert action.text() == "Nuit && jour"
    assert action.shortcut().toString() == "Ctrl+Alt+4"
    again.keeper.reset()
    QApplication.processEvents()
    assert shape(read_layout(again.area).docked) != wanted
    action.trigger()
    assert shape(read_layout(again.area).docked) == wanted


def test_that_a_layout_saved_again_takes_the_place_of_the_one_before(desk_on, qtbot):
    desk = desk_on()
    saved(desk, qtbot, "Night")
    desk.area.docks["compare"].hide()
    desk.deeds.layouts.keep("NIGHT")
    qtbot.waitUntil(lambda: desk.deeds.layouts.own == ("NIGHT",))
    assert len(read_kept(desk.places.layout_file.with_name("layouts.json"), KNOWN).layouts) == 1


def test_that_the_tenth_layout_has_no_key(desk_on, qtbot):
    desk = desk_on()
    for n in range(8):
        desk.deeds.layouts.keep(f"Layout {n}")
    qtbot.waitUntil(lambda: len(desk.deeds.layouts.own) == 8)
    keys = [desk.menus.actions[f"my-layout:Layout {n}"].shortcut().toString() for n in range(8)]
    assert keys == [*(f"Ctrl+Alt+{n}" for n in range(4, 10)), "", ""]


def test_that_a_name_is_never_translated(desk_on, qtbot, french):
    desk = desk_on()
    saved(desk, qtbot, "Feed")
    assert i18n._("Feed") == "Fil"
    assert desk.menus.actions["my-layout:Feed"].text() == "Feed"


def test_that_layouts_are_renamed_ordered_and_deleted_and_what_another_window_saved_stays(desk_on, qtbot):
    desk = desk_on()
    for name in ("a", "b", "c"):
        saved(desk, qtbot, name)
    elsewhere = desk_on()
    saved(elsewhere, qtbot, "theirs")
    desk.deeds.layouts._arrange((("c", "Crise"), ("a", "a")), ("a", "b", "c"))
    qtbot.waitUntil(lambda: desk.deeds.layouts.own == ("Crise", "a", "theirs"))
    assert "my-layout:b" not in desk.menus.actions


@pytest.mark.parametrize("name", HOSTILE)
def test_that_hostile_names_are_one_short_line_and_come_back(desk_on, qtbot, name):
    desk = desk_on()
    saved(desk, qtbot, good_name(name))
    assert len(desk.deeds.layouts.own[0]) <= 60
    assert "\n" not in desk.deeds.layouts.own[0]
    assert desk_on().deeds.layouts.own == desk.deeds.layouts.own


def test_that_too_many_layouts_are_refused_in_one_line(desk_on, qtbot):
    kept = Kept()
    for n in range(MOST):
        kept = kept.with_one(NamedLayout(f"n{n}", to_json(TWO)))
    with pytest.raises(HubdeskError, match="delete one"):
        kept.with_one(NamedLayout("more", to_json(TWO)))
    assert kept.with_one(NamedLayout("N0", to_json(TWO))).layouts[0].name == "N0"


def test_that_a_file_that_cannot_be_read_is_said_and_left_as_it_is(desk_on, tmp_path, qtbot):
    file = tmp_path / "profile" / "config" / "layouts.json"
    file.parent.mkdir(parents=True)
    file.write_text("{broken")
    desk = desk_on()
    assert "layouts.json" in desk.status.message()
    desk.deeds.layouts.keep("mine")
    qtbot.waitUntil(lambda: not desk.deeds.layouts._aside.is_busy)
    assert file.read_text() == "{broken"
    assert desk.deeds.layouts.own == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"hubdesk_layouts": 2, "layouts": []}',
        '{"hubdesk_layouts": 1, "layouts": {}}',
        "[" * 100_000,
        " " * 5_000_000,
    ],
)
def test_that_what_is_no_file_of_ours_is_refused_in_one_line(tmp_path, text):
    file = tmp_path / "layouts.json"
    file.write_text(text)
    with pytest.raises(HubdeskError, match="cannot be read") as refused:
        read_kept(file, KNOWN)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "entry",
    [
        7,
        {},
        {"name": ""},
        {"name": "two\nlines", "layout": json.loads(to_json(TWO))},
        {"name": "no panel of ours", "layout": json.loads(to_json(Layout(alone("other"))))},
        {"name": "not a layout", "layout": {"hubdesk_layout": 1, "docked": {"split": "across"}}},
        {"name": "no number", "layout": json.loads('{"hubdesk_layout": NaN}')},
        {"name": "good", "layout": json.loads(to_json(TWO))},  # a second one of that name
    ],
)
def test_that_an_entry_that_is_none_of_ours_is_left_out_and_kept_in_the_file(tmp_path, entry):
    file = tmp_path / "layouts.json"
    good = NamedLayout("good", to_json(TWO), (LEFT,))
    value = json.loads(kept_json(Kept((good,))))
    value["layouts"].append(entry)
    file.write_text(json.dumps(value))
    kept = read_kept(file, KNOWN)
    assert [one.name for one in kept.layouts] == ["good"]
    assert kept.layouts[0].screens == (LEFT,)
    again = json.loads(kept_json(kept))["layouts"]
    assert json.dumps(again[-1]) == json.dumps(entry)


def test_that_a_panel_this_desk_does_not_know_is_still_in_the_file(tmp_path):
    file = tmp_path / "layouts.json"
    wide = NamedLayout("wide", to_json(Layout(Split(True, (alone("feed"), Tabs(("spread",), "spread")), (1, 1)))))
    file.write_text(kept_json(Kept((wide,))))
    assert "spread" in kept_json(read_kept(file, KNOWN))


# Screens.


def test_that_a_floating_panel_stays_where_its_screen_still_is():
    layout = Layout(alone("feed"), (("map", Box(2000, 100, 800, 600)),))
    assert rehung(layout, (LEFT, RIGHT), (LEFT, RIGHT)) == layout
    assert rehung(layout, (), (LEFT,)) == layout


def test_that_panels_of_a_screen_that_is_gone_keep_their_places_on_another():
    boxes = {"map": Box(1920, 0, 1280, 720), "voices": Box(3200, 720, 1280, 720), "trend": RIGHT}
    moved = dict(rehung(Layout(None, tuple(boxes.items())), (LEFT, RIGHT), (LEFT,)).floating)
    assert moved["map"].x == 0
    assert moved["trend"] == LEFT
    assert moved["map"] != moved["voices"]
    for box in moved.values():
        assert prod(box.overlap(LEFT)) == box.width * box.height


def test_that_floating_panels_come_back_with_their_layout(desk_on, qtbot):
    desk = desk_on()
    dock = desk.area.docks["detail"]
    dock.setFloating(True)
    dock.setGeometry(60, 70, 400, 300)
    saved(desk, qtbot, "torn off")
    desk.keeper.reset()
    assert not dock.isFloating()
    desk.menus.actions["my-layout:torn off"].trigger()
    assert dock.isFloating()
    assert (dock.x(), dock.y(), dock.width(), dock.height()) == (60, 70, 400, 300)


@pytest.fixture
def torn(desk_on, monkeypatch):
    """Two panels that float at the right of two screens; and what says which screens there are from now on."""
    there = [[LEFT, RIGHT]]
    for module in (arrange, floating):
        monkeypatch.setattr(module, "screens", lambda: tuple(there[-1]))
    desk = desk_on()
    for name, x in (("detail", 2000), ("coverage", 3000)):
        desk.area.docks[name].setFloating(True)
        desk.area.docks[name].setGeometry(x, 300, 400, 350)

    def plugged(*screens):
        there.append(screens)
        desk.keeper.bring_back()
        return [arrange.box_of(desk.area.docks[name].geometry()) for name in ("detail", "coverage")]

    return desk, plugged


def test_that_panels_of_an_unplugged_screen_stand_apart_on_the_other_and_go_back(torn):
    _desk, plugged = torn
    detail, coverage = plugged(LEFT)
    assert reachable(detail, [LEFT])
    assert reachable(coverage, [LEFT])
    assert detail != coverage
    assert plugged(LEFT) == [detail, coverage]
    assert plugged(LEFT, RIGHT) == [Box(2000, 300, 400, 350), Box(3000, 300, 400, 350)]


def test_that_a_panel_moved_meanwhile_stays_where_it_was_put(torn):
    desk, plugged = torn
    plugged(LEFT)
    desk.area.docks["detail"].setGeometry(100, 100, 400, 350)
    assert plugged(LEFT, RIGHT) == [Box(100, 100, 400, 350), Box(3000, 300, 400, 350)]


def test_that_panels_kept_on_a_screen_that_is_gone_do_not_hide_each_other(desk_on):
    desk = desk_on()
    far = tuple((name, Box(90_000, 90_000, 300, 250)) for name in ("detail", "coverage", "trend"))
    desk.keeper.apply(Layout(alone("feed"), far))
    places = {(dock.x(), dock.y()) for dock in desk.area.docks.values() if dock.isFloating()}
    assert len(places) == 3


# The sheets.


def test_that_a_name_that_ships_or_none_cannot_be_saved_and_one_that_is_taken_is_said(qtbot):
    sheet = NameSheet(["Night"], ["Crisis"])
    qtbot.addWidget(sheet)
    save = sheet.buttons.button(Ok)
    assert not save.isEnabled()
    sheet.name.setText("crisis")
    assert not save.isEnabled()
    assert "another name" in sheet.remark.text()
    sheet.name.setText("NIGHT")
    assert save.isEnabled()
    assert "place" in sheet.remark.text()
    sheet.name.setText("  day \n")
    with qtbot.waitSignal(sheet.named) as named:
        sheet.accept()
    assert named.args == ["day"]


def test_that_the_list_renames_deletes_and_orders_and_refuses_two_of_one_name(qtbot):
    sheet = LayoutsSheet(["a", "b", "c"], ["Crisis"])
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.list.setCurrentRow(1)
    qtbot.mouseClick(sheet.remove, Qt.MouseButton.LeftButton)
    sheet.list.item(1).setText("A")
    sheet.accept()
    assert sheet.isVisible()
    assert "one name" in sheet.fault.text()
    sheet.list.item(1).setText("crisis")
    sheet.accept()
    assert "ships" in sheet.fault.text()
    sheet.list.item(1).setText("new")
    qtbot.mouseClick(sheet.up, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(sheet.arranged) as arranged:
        sheet.accept()
    assert arranged.args == [(("c", "new"), ("a", "a")), ("a", "b", "c")]


def test_that_the_keyboard_alone_saves_a_layout(desk_on, qtbot):
    desk = desk_on()
    desk.menus.actions["save-layout"].trigger()
    sheet = desk.findChild(NameSheet)
    QTest.keyClicks(sheet.name, "Matin")
    QTest.keyClick(sheet.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.deeds.layouts.own == ("Matin",))


def test_that_an_empty_list_has_nothing_to_press(qtbot):
    sheet = LayoutsSheet([], [])
    qtbot.addWidget(sheet)
    assert not any(button.isEnabled() for button in (sheet.rename, sheet.remove, sheet.up, sheet.down))
    sheet.accept()
    assert sheet.wanted() == ()


def test_that_the_delete_key_deletes_a_layout_and_not_while_its_name_is_written(qtbot):
    sheet = LayoutsSheet(["a", "b"], [])
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.list.setFocus()
    QTest.keyClick(sheet.list, Qt.Key.Key_F2)
    editor = sheet.list.findChild(QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, "z")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.wanted() == (("a", "z"), ("b", "b")))
    sheet.list.setFocus()
    QTest.keyClick(sheet.list, Qt.Key.Key_Delete)
    assert sheet.wanted() == (("b", "b"),)
