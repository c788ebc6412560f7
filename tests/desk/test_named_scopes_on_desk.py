"""Scopes by name on a desk: saved, opened by menu, palette and keys, ticked, renamed, replaced, deleted."""

import json

import pytest
from desk_fakes import OPERATORS, a_session, surroundings
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from hubdesk.core import HOUR, Span, Topic
from hubdesk.core.filters import Filter
from hubdesk.desk.deed_words import ABOUT_A_SESSION
from hubdesk.desk.menus import shortcuts
from hubdesk.desk.named_scopes import NamedFilter, NamedScope, line_of, read_line
from hubdesk.desk.named_scopes_kept import MOST
from hubdesk.desk.named_scopes_sheets import NameScopeSheet, ScopesSheet
from hubdesk.desk.names_sheet import Ok
from hubdesk.desk.scope_state import REACHES
from hubdesk.desk.window import Desk
from hubdesk.settings import Settings, places
from hubdesk.store.session import open_writer
from hubdesk.widgets import theme

pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)
NEGATIVE, LILLE = Filter("tone", ("negative",)), Filter("place", ("59350",))
PARIS = "Europe/Paris"


@pytest.fixture
def settings(tmp_path):
    """As the file stands."""
    return lambda: Settings(places(tmp_path / "profile").settings_file)


@pytest.fixture
def desk_on(qtbot, tmp_path):
    theme.use(QApplication.instance(), "light")

    def opened(name="s", **over):
        session = tmp_path / f"{name}.hubdesk"
        given = surroundings(tmp_path / "profile", **over)
        desk = Desk(given, session if session.exists() or name == "" else a_session(session))
        qtbot.addWidget(desk)
        desk.resize(1400, 900)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        return desk

    return opened


def kept(settings):
    return [read_line(line) for line in settings.texts("saved_scopes")]


def ticked(desk):
    return [
        word.partition(":")[2]
        for word, action in desk.menus.actions.items()
        if word.startswith("my-scope:") and action.isChecked()
    ]


def saved(desk, name):
    desk.deeds.scopes.keep(name)


# The one way round.


def test_that_a_scope_saved_by_keyboard_is_opened_again_after_a_restart(desk_on, settings):
    desk = desk_on()
    looking = desk.looking
    looking.narrow((NEGATIVE, LILLE))
    looking.pin(LILLE)
    looking.toggle_topic(looking.topics[1].id)
    looking.reach("6h")
    wanted = looking.state
    desk.menus.actions["save-scope"].trigger()
    sheet = desk.findChild(NameScopeSheet)
    QTest.keyClicks(sheet.name, "Lille & nuit")
    QTest.keyClick(sheet.name, Qt.Key.Key_Return)
    assert "“Lille & nuit” is saved" in desk.status.message()
    assert ticked(desk) == ["Lille & nuit"]
    desk.close()
    again = desk_on()
    action = again.menus.actions["my-scope:Lille & nuit"]
    assert (action.text(), action.isChecked()) == ("Lille && nuit", False)
    before = again.looking.state
    action.trigger()
    assert again.looking.state == wanted
    assert ticked(again) == ["Lille & nuit"]
    again.looking.back()
    assert again.looking.state == before
    assert ticked(again) == []
    assert [one.name for one in kept(settings())] == ["Lille & nuit"]


def test_that_the_palette_finds_a_scope_by_its_name_and_says_which_is_in_force(desk_on):
    desk = desk_on()
    desk.looking.narrow((NEGATIVE,))
    saved(desk, "Colère")
    desk.looking.back()
    desk.menus.actions["palette"].trigger()
    box = desk.deeds.palette.box
    QTest.keyClicks(box.edit, "colere")
    offer = box.list.chosen()
    assert (offer.word, offer.group, offer.is_on) == ("menu:my-scope:Colère", "Scopes", False)
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    assert desk.looking.state.filters == (NEGATIVE,)
    desk.menus.actions["palette"].trigger()
    QTest.keyClicks(box.edit, "scopes colere")
    assert box.list.chosen().is_on


def test_that_the_first_nine_have_keys_that_nothing_else_has(desk_on):
    desk = desk_on()
    for n in range(11):
        saved(desk, f"n{n}")
    desk.looking.narrow((NEGATIVE,))
    saved(desk, "n4")
    desk.looking.back()
    keys = [desk.menus.actions[f"my-scope:n{n}"].shortcut().toString() for n in range(11)]
    assert keys == [*(f"Ctrl+Shift+F{n}" for n in range(1, 10)), "", ""]
    every = [key for _words, key in shortcuts(desk.menus)] + [f"Alt+{n}" for n in range(1, len(REACHES) + 1)]
    assert len(every) == len(set(every))
    desk.activateWindow()
    QTest.keyClick(desk, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.looking.state.filters == (NEGATIVE,)


def test_that_pinned_chips_of_the_desk_stay_and_one_key_leads_back(desk_on):
    desk = desk_on()
    saved(desk, "all")
    desk.looking.narrow((NEGATIVE, LILLE))
    desk.looking.pin(NEGATIVE)
    before = desk.looking.state
    desk.menus.actions["my-scope:all"].trigger()
    assert desk.looking.state.filters == (NEGATIVE,)
    assert ticked(desk) == []
    desk.menus.actions["back"].trigger()
    assert desk.looking.state == before


def test_that_a_scope_that_is_in_force_stays_ticked_when_it_is_opened_again(desk_on):
    desk = desk_on()
    saved(desk, "a")
    desk.menus.actions["my-scope:a"].trigger()
    assert ticked(desk) == ["a"]
    assert not desk.menus.actions["back"].isChecked()


def test_that_a_tick_follows_the_scope_bar(desk_on):
    desk = desk_on()
    saved(desk, "a")
    desk.looking.reach("1h")
    assert ticked(desk) == []
    desk.looking.reach("24h")
    assert ticked(desk) == ["a"]


def test_that_topics_of_another_session_are_said_until_something_else_is_looked_at(desk_on, tmp_path):
    desk = desk_on()
    orange, sfr = (topic for topic in desk.looking.topics if topic.name in ("Orange", "SFR"))
    desk.looking.narrow((Filter("topic", (str(orange.id), str(sfr.id))),))
    saved(desk, "two")
    desk.close()
    path = a_session(tmp_path / "other.hubdesk")
    with open_writer(path) as writer:
        for id_ in (1, 2, 3, 4):
            writer.remove_topic(id_)
        there = writer.add_topic(Topic(0, "SFR", "sfr"))
    other = desk_on("other")
    other.menus.actions["my-scope:two"].trigger()
    assert other.looking.state.filters == (Filter("topic", (str(there.id),)),)
    assert other.status.message() == "In this session there is no topic “Orange”; it was left out."
    assert ticked(other) == []
    other.looking.reach("1h")
    assert "Orange" not in other.status.message()


def test_that_what_somebody_else_said_stays_said(desk_on):
    desk = desk_on()
    saved(desk, "a")
    desk.status.complain("The disk is full.")
    desk.looking.reach("1h")
    assert desk.status.message() == "The disk is full."


def test_that_a_stretch_of_another_time_is_opened_as_it_is(desk_on):
    desk = desk_on()
    span = Span(1_000_000_000_000, 1_000_000_000_000 + HOUR)
    desk.looking.fix(span.start, span.end)
    saved(desk, "2001")
    desk.looking.back()
    desk.menus.actions["my-scope:2001"].trigger()
    assert desk.looking.span() == span
    assert ticked(desk) == ["2001"]


def test_that_a_replay_goes_on_where_it_stands(desk_on):
    desk = desk_on()
    desk.looking.narrow((NEGATIVE,))
    saved(desk, "a")
    desk.looking.back()
    at = desk.looking.span().end - HOUR
    desk.looking.replay_at(at)
    desk.menus.actions["my-scope:a"].trigger()
    assert (desk.looking.state.replay, desk.looking.state.filters) == (at, (NEGATIVE,))
    assert desk.looking.span().end == at
    assert ticked(desk) == ["a"]


# What is in the settings.


def test_that_a_line_that_is_no_scope_is_said_when_the_desk_opens(desk_on, settings):
    good = line_of(NamedScope("good", "24h"))
    settings().change("saved_scopes", (good, "{broken", '{"name": ""}'))
    desk = desk_on()
    assert desk.status.message().startswith("Settings, ")
    assert "saved_scopes number 2: it is no JSON; it is left out." in desk.status.message()
    assert desk.deeds.scopes.own == ("good",)


def test_that_a_scope_of_a_newer_hubdesk_opens_without_what_is_not_known_and_says_so(desk_on, settings):
    chips = [{"field": "followers", "values": ["1000"]}, {"field": "tone", "values": ["negative"]}]
    settings().change("saved_scopes", (json.dumps({"name": "new", "span": "6h", "filters": chips}),))
    desk = desk_on()
    desk.menus.actions["my-scope:new"].trigger()
    assert (desk.looking.state.filters, desk.looking.state.reach) == ((NEGATIVE,), "6h")
    assert desk.status.message() == "This Hubdesk does not know what “followers” asks; it was left out."
    assert ticked(desk) == []


def test_that_settings_that_cannot_be_saved_are_said(desk_on, tmp_path, settings):
    desk = desk_on()
    file = settings().file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\xff")
    saved(desk, "a")
    assert "not saved" in desk.status.message()


def test_that_two_hundred_scopes_are_found_of_which_the_menu_has_twenty_and_one_more_is_refused(desk_on, settings):
    lines = tuple(line_of(NamedScope(f"n{n}", "24h", filters=(NamedFilter("tone", ("x",)),))) for n in range(MOST))
    settings().change("saved_scopes", lines)
    desk = desk_on()
    assert len([word for word in desk.menus.actions if word.startswith("my-scope:")]) == MOST
    listed = [action.text() for action in desk.menus.actions["save-scope"].associatedObjects()[0].actions()]
    assert listed[:22] == [*(f"n{n}" for n in range(20)), "180 more, in the command &palette…", ""]
    desk.menus.actions["palette"].trigger()
    box = desk.deeds.palette.box
    QTest.keyClicks(box.edit, "n199")
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    assert desk.looking.state.filters == (Filter("tone", ("x",)),)
    saved(desk, "more")
    assert desk.status.message() == "There are 200 scopes already: delete one of them first."


@pytest.mark.parametrize("name", ["x" * 10_000, "  two \n lines\t", "\u202eevil\u202c", "<b>&bold</b>", "café & crème"])
def test_that_hostile_names_are_one_short_line_and_come_back(desk_on, name, settings):
    desk = desk_on()
    saved(desk, name)
    (one,) = kept(settings())
    assert len(one.name) <= 80
    assert "\n" not in one.name
    assert desk_on().deeds.scopes.own == (one.name,)


def test_that_without_a_session_no_scope_can_be_opened_or_saved_and_the_list_can_be_kept(desk_on, settings, qtbot):
    settings().change("saved_scopes", (line_of(NamedScope("a", "24h")),))
    desk = Desk(surroundings(settings().file.parent.parent), None)
    qtbot.addWidget(desk)
    actions = desk.menus.actions
    assert "save-scope" in ABOUT_A_SESSION
    assert [actions[word].isEnabled() for word in ("save-scope", "my-scope:a", "named-scopes")] == [False, False, True]
    desk.deeds.scopes.change()
    sheet = desk.findChild(ScopesSheet)
    assert not sheet.replace.isEnabled()
    qtbot.mouseClick(sheet.remove, Qt.MouseButton.LeftButton)
    sheet.accept()
    assert desk.deeds.scopes.own == ()
    desk.close()


# The sheets.


def test_that_the_sheet_tells_what_is_saved_and_what_cannot_be(desk_on):
    desk = desk_on()
    gone = Filter("topic", ("99", str(desk.looking.topics[0].id)))
    desk.looking.narrow((NEGATIVE, gone))
    desk.looking.pin(NEGATIVE)
    desk.menus.actions["save-scope"].trigger()
    sheet = desk.findChild(NameScopeSheet)
    assert sheet.told.text().splitlines() == [
        "The length: 24 hours",
        "All topics",
        f"Tone: negative (pinned) · Topic: {OPERATORS[0]}",
        "1 topic of its chips is no longer there and is not saved.",
    ]
    assert not sheet.buttons.button(Ok).isEnabled()
    sheet.reject()


def test_that_a_name_that_is_taken_is_said_and_takes_its_place(desk_on, settings):
    desk = desk_on()
    saved(desk, "Night")
    desk.looking.reach("1h")
    desk.menus.actions["save-scope"].trigger()
    sheet = desk.findChild(NameScopeSheet)
    QTest.keyClicks(sheet.name, "NIGHT")
    assert "place" in sheet.remark.text()
    sheet.accept()
    assert [(one.name, one.reach) for one in kept(settings())] == [("NIGHT", "1h")]


def test_that_the_list_renames_replaces_orders_and_deletes_when_it_is_saved(desk_on, settings, qtbot):
    desk = desk_on()
    for name, reach in (("a", "1h"), ("b", "6h"), ("c", "7d")):
        desk.looking.reach(reach)
        saved(desk, name)
    desk.menus.actions["named-scopes"].trigger()
    sheet = desk.findChild(ScopesSheet)
    assert sheet.held.text() == "The length: 1 hour\nAll topics"
    qtbot.mouseClick(sheet.replace, Qt.MouseButton.LeftButton)
    assert sheet.held.text() == "The length: 7 days\nAll topics"
    sheet.list.item(0).setText("  Semaine ")
    sheet.list.setCurrentRow(1)
    qtbot.mouseClick(sheet.remove, Qt.MouseButton.LeftButton)
    sheet.list.setCurrentRow(1)
    qtbot.mouseClick(sheet.up, Qt.MouseButton.LeftButton)
    assert [one.name for one in kept(settings())] == ["a", "b", "c"]
    saved(desk, "meanwhile")
    sheet.accept()
    assert [(one.name, one.reach) for one in kept(settings())] == [("c", "7d"), ("Semaine", "7d"), ("meanwhile", "7d")]
    assert desk.deeds.scopes.own == ("c", "Semaine", "meanwhile")


def test_that_the_list_calls_a_commune_by_its_name_as_soon_as_it_was_read(desk_on, settings, qtbot):
    place = NamedFilter("place", ("29232",), negated=True)
    settings().change("saved_scopes", (line_of(NamedScope("a", "1h", filters=(place,))),))
    desk = desk_on()
    desk.menus.actions["named-scopes"].trigger()
    sheet = desk.findChild(ScopesSheet)
    qtbot.waitUntil(lambda: "except Place: Quimper (29)" in sheet.held.text())


def test_that_two_names_alike_or_none_are_refused_in_the_list(qtbot):
    sheet = ScopesSheet([NamedScope("a", "1h"), NamedScope("b", "1h")], None, PARIS)
    qtbot.addWidget(sheet)
    sheet.show()
    for name, word in (("A", "one name"), ("   ", "needs a name")):
        sheet.list.item(1).setText(name)
        sheet.accept()
        assert sheet.isVisible()
        assert word in sheet.fault.text()


def test_that_a_list_left_by_cancel_changes_nothing(desk_on, settings, qtbot):
    desk = desk_on()
    saved(desk, "a")
    desk.menus.actions["named-scopes"].trigger()
    sheet = desk.findChild(ScopesSheet)
    qtbot.mouseClick(sheet.remove, Qt.MouseButton.LeftButton)
    assert sheet.list.count() == 0
    (buttons,) = sheet.findChildren(QDialogButtonBox)
    qtbot.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    assert [one.name for one in kept(settings())] == ["a"]
