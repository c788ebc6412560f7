"""One key on a mention corrects what was read in it: in feed and detail, by sheets, and never where it may not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_fakes import NOW, surroundings
from fakes import HOUR, NOON, session, topic
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import MINUTE, Heard, HubdeskError, Span
from hubdesk.desk.correct_sheet import CorrectSheet
from hubdesk.desk.correct_sheets import TargetSheet, ThemeSheet, sheet_for
from hubdesk.desk.dialogs import TextDialog, show_shortcuts
from hubdesk.desk.menus import MENUS
from hubdesk.desk.place_names import Typed, found, offers, places
from hubdesk.desk.place_sheet import NOWHERE, PlaceSheet
from hubdesk.desk.window import Desk
from hubdesk.panels.correcting import KEYS, Choosing, Correcting
from hubdesk.panels.corrections import CorrectionsPanel
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.feed import FeedPanel
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.text import tame

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
PANELS = {"feed": FeedPanel, "detail": DetailPanel, "corrections": CorrectionsPanel}
LILLE = ("Lille", "insee:59350", "dep:59", "reg:Hauts-de-France")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return session(tmp_path, ["Orange est en panne", "Merci Orange"], [topic(role="own")])


@pytest.fixture
def desk_on(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Callable[[Path], Desk]:
    look.use(qapp, "light")

    def opened(path: Path) -> Desk:
        desk = Desk(surroundings(tmp_path / "profile", panels=PANELS, now=_now), path)
        qtbot.addWidget(desk)
        with qtbot.waitSignal(desk.drawn):
            desk.show()
        desk.looking.fix(NOON - HOUR, NOON + HOUR)
        feed = desk.area.docks["feed"].panel
        qtbot.waitUntil(lambda: len(feed._mentions.rows()) > 0)
        return desk

    return opened


def _now() -> int:
    return NOW


def corrected(path: Path) -> list[tuple[int, str, tuple[str, ...]]]:
    with open_reader(path) as reader:
        return [(one.mention, one.reading, one.value) for one in reader.corrections()]


def choose(desk: Desk, row: int) -> Heard:
    """Choose that row of the feed, and give the list the keys."""
    feed = desk.area.docks["feed"].panel
    feed.view.setFocus()
    feed.view.setCurrentIndex(feed._mentions.index(row))
    return feed._mentions.rows()[row]  # type: ignore[no-any-return]


def press(desk: Desk, key: Qt.Key, qtbot: QtBot) -> None:
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or desk, key)


# The keys.


@pytest.mark.parametrize(
    ("key", "reading", "value"),
    [
        (Qt.Key.Key_1, "tone", "negative"),
        (Qt.Key.Key_2, "tone", "neutral"),
        (Qt.Key.Key_3, "tone", "positive"),
        (Qt.Key.Key_0, "tone", "unknown"),
        (Qt.Key.Key_Agrave, "tone", "unknown"),
        (Qt.Key.Key_Ampersand, "tone", "negative"),
        (Qt.Key.Key_I, "irony", "yes"),
    ],
)
def test_that_a_key_in_the_feed_corrects_the_chosen_mention(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot, key: Qt.Key, reading: str, value: str
) -> None:
    desk = desk_on(path)
    heard = choose(desk, 0)
    press(desk, key, qtbot)
    qtbot.waitUntil(lambda: corrected(path) == [(heard.id, reading, (value,))])
    qtbot.waitUntil(lambda: desk.status.message().startswith("Corrected: "))


def test_that_irony_is_switched_back_by_the_same_key(desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    choose(desk, 0)
    press(desk, Qt.Key.Key_I, qtbot)
    feed = desk.area.docks["feed"].panel
    qtbot.waitUntil(lambda: feed._mentions.rows()[0].notes.irony is True)
    press(desk, Qt.Key.Key_I, qtbot)
    qtbot.waitUntil(lambda: feed._mentions.rows()[0].notes.irony is False)


def test_that_the_detail_shows_what_was_said_at_once_and_undoes_it(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    heard = choose(desk, 0)
    detail = desk.area.docks["detail"].panel
    desk.show_mention(heard.id)
    qtbot.waitUntil(lambda: detail.correctable() is not None)
    detail._sheet.readings.parts()[0].head.setFocus()
    press(desk, Qt.Key.Key_1, qtbot)
    tone = detail._sheet.readings.parts()[0]
    qtbot.waitUntil(lambda: tone.head.accessibleName() == "Tone: negative (said by you)")
    said = "Said by you, 19 Nov 2026 14:32. The reader had said: nothing yet."
    assert tone.lines() == [said]
    tone._lines[0].button.click()
    qtbot.waitUntil(lambda: tone.head.accessibleName() == "Tone: nobody has read it yet")
    assert corrected(path) == []
    assert desk.status.message() == "Undone."


def test_that_the_list_of_corrections_follows_and_undoes(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    desk.area.raise_panel("corrections")
    listed = desk.area.docks["corrections"].panel
    choose(desk, 1)
    press(desk, Qt.Key.Key_3, qtbot)
    qtbot.waitUntil(lambda: [row.change for row in listed.list.rows()] == ["Tone: not read → positive"])
    listed.list.setCurrentIndex(listed.list.model().index(0, 0))
    QTest.keyClick(listed.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed._picture is not None and not listed._picture.told)
    qtbot.waitUntil(listed._stage.empty.isVisible)
    assert corrected(path) == []


def test_that_a_key_without_a_mention_says_to_choose_one(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    feed = desk.area.docks["feed"].panel
    feed.view.clearSelection()
    feed.view.setFocus()
    press(desk, Qt.Key.Key_1, qtbot)
    assert desk.status.message().startswith("Choose a mention first")


def test_that_a_letter_typed_in_the_search_box_corrects_nothing(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    choose(desk, 0)
    desk.scope_bar.search.begin()
    press(desk, Qt.Key.Key_1, qtbot)
    qtbot.waitUntil(lambda: desk.session is not None and desk.session.refresher.is_idle)
    assert desk.scope_bar.search.text() == "1"
    assert corrected(path) == []


def test_that_no_key_of_a_correction_is_a_key_of_the_desk(desk_on: Callable[[Path], Desk], path: Path) -> None:
    desk = desk_on(path)
    ours = {QKeySequence(key).toString() for one in KEYS for key in one.keys}
    assert len(ours) == sum(len(one.keys) for one in KEYS)
    taken = {action.shortcut().toString() for action in desk.menus.actions.values()}
    assert ours.isdisjoint(taken)
    assert len(MENUS) > 1


def test_that_the_keys_stand_in_the_menu_of_a_mention_and_in_the_help(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    menu = next(action.menu() for action in desk.area.docks["feed"].panel.view.actions() if action.text() == "Correct")
    assert isinstance(menu, QMenu)
    keys = {action.text(): action.shortcut().toString() for action in menu.actions() if action.text()}
    assert (keys["Negative"], keys["Themes…"], keys["Places…"]) == ("1", "T", "P")
    show_shortcuts(desk.menus, desk)
    page = desk.findChild(TextDialog)
    assert page is not None
    assert "On a mention: Negative" in page.page.toPlainText()
    page.close()


# Where it may not be.


@pytest.mark.parametrize("kind", ["demonstration", "sealed"])
def test_that_a_demonstration_and_a_sealed_session_say_why_they_stay_as_they_are(
    desk_on: Callable[[Path], Desk], tmp_path: Path, qtbot: QtBot, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shown.hubdesk"
    create(path, NewSession("Shown", synthetic=kind == "demonstration"))
    from fakes import entry

    from hubdesk.core import SourceRow

    with open_writer(path) as writer:
        source = writer.add_source(SourceRow(0, "Trial", "feed"))
        covers = Span(NOON, NOON + MINUTE)
        writer.add_page(source.id, [entry("Orange")], cursor="", due_at=0, seen_at=NOON + MINUTE, covers=covers)
    desk = desk_on(path)
    assert desk.session is not None
    if kind == "sealed":
        from dataclasses import replace

        basis = desk.session.basis
        assert basis is not None
        desk.session.basis = replace(basis, facts=replace(basis.facts, sealed=True))
    choose(desk, 0)
    for key in (Qt.Key.Key_1, Qt.Key.Key_T):
        press(desk, key, qtbot)
        assert "of your own" in desk.status.message() or "sealed from" in desk.status.message()
    desk.wishes.grant("correct-undone", 1)
    assert desk.findChildren(CorrectSheet) == []
    assert corrected(path) == []


def test_that_what_the_session_refuses_is_said_in_one_line(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    desk.wishes.grant("correct", Correcting(99, "tone", ("negative",)))
    qtbot.waitUntil(lambda: "no mention number 99" in desk.status.message())
    desk.wishes.grant("correct", Correcting(1, "tone", ("furious",)))
    qtbot.waitUntil(lambda: "is no tone" in desk.status.message())


# The sheets.


def sheet(desk: Desk, of: type[CorrectSheet], qtbot: QtBot) -> CorrectSheet:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.findChildren(of)))
    return next(one for one in desk.findChildren(of) if one.isVisible())


def test_that_several_themes_are_checked_and_saved(desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    heard = choose(desk, 0)
    press(desk, Qt.Key.Key_T, qtbot)
    opened = sheet(desk, ThemeSheet, qtbot)
    assert isinstance(opened, ThemeSheet)
    assert len(opened.boxes) == 13
    opened.boxes["outage_network"].setChecked(True)
    opened.boxes["store"].setChecked(True)
    opened.accept()
    qtbot.waitUntil(lambda: corrected(path) == [(heard.id, "theme", ("outage_network", "store"))])


def test_that_a_sheet_that_is_cancelled_says_nothing(desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    choose(desk, 0)
    press(desk, Qt.Key.Key_T, qtbot)
    opened = sheet(desk, ThemeSheet, qtbot)
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not desk.findChildren(ThemeSheet))
    assert corrected(path) == []


def test_that_the_tone_towards_each_brand_is_chosen(desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    heard = choose(desk, 0)
    press(desk, Qt.Key.Key_M, qtbot)
    opened = sheet(desk, TargetSheet, qtbot)
    assert isinstance(opened, TargetSheet)
    assert list(opened.tones) == ["Orange"]
    opened.tones["Orange"].setCurrentIndex(opened.tones["Orange"].findData("negative"))
    opened.accept()
    qtbot.waitUntil(lambda: corrected(path) == [(heard.id, "target", ("Orange=negative",))])


def test_that_what_was_read_stands_in_the_sheets(desk_on: Callable[[Path], Desk], path: Path) -> None:
    desk = desk_on(path)
    hostile = "<b>&File</b>\u202e" * 20
    themes = sheet_for(Choosing(1, "theme", ("store", "made_up")), (), desk)
    assert isinstance(themes, ThemeSheet)
    assert themes.value() == ("store", "made_up")
    targets = sheet_for(Choosing(1, "target", (f"{hostile}=positive", "Free", "SFR=odd")), (), desk)
    assert isinstance(targets, TargetSheet)
    assert list(targets.tones) == ["Orange", "SFR", "Bouygues Telecom", "Free", hostile]
    assert targets.value() == ("Free=unknown", f"{hostile}=positive")
    assert targets.tones[hostile].accessibleName() == tame(hostile, 80)
    assert sheet_for(Choosing(1, "tone", ()), (), desk) is None


def test_that_a_place_is_typed_taken_and_saved(desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot) -> None:
    desk = desk_on(path)
    heard = choose(desk, 0)
    press(desk, Qt.Key.Key_P, qtbot)
    opened = sheet(desk, PlaceSheet, qtbot)
    assert isinstance(opened, PlaceSheet)
    QTest.keyClicks(opened.field, "lille")
    qtbot.waitUntil(lambda: opened.offers.count() > 0 and opened.offers.item(0).text() == "Lille (59)", timeout=20_000)
    QTest.keyClick(opened.field, Qt.Key.Key_Return)
    QTest.keyClicks(opened.field, "35")
    qtbot.waitUntil(lambda: opened.offers.count() > 0)
    assert opened.offers.item(0).text() == "Ille-et-Vilaine (35), department"
    QTest.keyClick(opened.field, Qt.Key.Key_Down)
    QTest.keyClick(opened.field, Qt.Key.Key_Up)
    QTest.keyClick(opened.field, Qt.Key.Key_Return)
    QTest.keyClick(opened.field, Qt.Key.Key_Return)
    value = (*LILLE, "Ille-et-Vilaine", "dep:35", "reg:Bretagne")
    qtbot.waitUntil(lambda: corrected(path) == [(heard.id, "place", value)])


def test_that_a_place_is_taken_out_and_what_is_not_found_is_said(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    desk.wishes.grant("correct", Choosing(1, "place", (*LILLE, "Lomme?", "Bretagne", "reg:Bretagne")))
    opened = sheet(desk, PlaceSheet, qtbot)
    assert isinstance(opened, PlaceSheet)
    qtbot.waitUntil(lambda: opened.kept.item(0).text() == "Lille (59)", timeout=20_000)
    assert [opened.kept.item(row).text() for row in range(3)] == ["Lille (59)", "Lomme?", "Bretagne, region"]
    opened.kept.setCurrentRow(1)
    QTest.keyClick(opened.kept, Qt.Key.Key_Delete)
    QTest.keyClicks(opened.field, "zzzz")
    qtbot.waitUntil(opened.fault.isVisible)
    assert opened.fault.text() == "No place of that name in France."
    assert opened.value() == (*LILLE, "Bretagne", "reg:Bretagne")
    opened.reject()


def test_that_more_places_than_a_correction_holds_are_said_at_once(
    desk_on: Callable[[Path], Desk], path: Path, qtbot: QtBot
) -> None:
    desk = desk_on(path)
    desk.wishes.grant("correct", Choosing(1, "place", tuple(f"Place {n}" for n in range(41))))
    opened = sheet(desk, PlaceSheet, qtbot)
    assert isinstance(opened, PlaceSheet)
    opened.accept()
    assert opened.isVisible()
    assert opened.fault.text().startswith("More places than")
    opened.kept.takeItem(0)
    opened.accept()
    qtbot.waitUntil(lambda: len(corrected(path)) == 1)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Lille", "Lille (59)"),
        ("59350", "Lille (59)"),
        ("saint denis", "Saint-Denis (974)"),
        ("ÉVRY c", "Évry-Courcouronnes (91)"),
        ("2a", "Corse-du-Sud (2A), department"),
        ("59", "Nord (59), department"),
        ("nord", "Nord (59), department"),
        ("bretagne", "Bretagne, region"),
        ("lomme", "Lomme · Lille (59)"),
        ("l’hermitage", "L'Hermitage (35)"),
        ("courcouronnes", "Évry-Courcouronnes (91)"),
    ],
)
def test_that_a_place_is_found_by_name_number_and_code(typed: str, first: str) -> None:
    assert found(places("en"), typed)[0].label == first


@pytest.mark.parametrize("typed", ["", " ", "-", "%", "x" * 10_000, "\u202e", "é" * 300, "🙂", "0" * 500])
def test_that_anything_may_be_typed(typed: str) -> None:
    assert found(places("en"), typed) == []


def test_that_a_part_of_a_town_is_not_taken_for_the_town() -> None:
    lomme = ("Lille", "insee:59350", "insee:59355", "dep:59", "reg:Hauts-de-France")
    answer = offers(None, NOWHERE, Typed("", (LILLE, lomme)))  # type: ignore[arg-type]
    assert [place.label for place in answer.kept] == ["Lille (59)", "Lomme · Lille (59)"]


def test_that_damaged_places_are_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubdesk.desk.place_names.resource", lambda name: tmp_path / name)
    places.cache_clear()
    with pytest.raises(HubdeskError, match="install Hubdesk again"):
        places("en")
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "areas.json").write_text('{"departments": {"01": []}, "regions": {}}')
    with pytest.raises(HubdeskError, match="damaged"):
        places("en")
    places.cache_clear()
