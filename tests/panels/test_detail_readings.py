"""What was read in a mention explains itself: which words, which rule, how sure, who read it, who said otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, session, topic
from feed_fakes import HOSTILE, SCOPE, FakeReader, heard
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import hubdesk.widgets.theme as look
from hubdesk.core import HOUR, About, Evidence, Heard, Mark, Notes, Person, Scope
from hubdesk.panels.detail import DetailPanel
from hubdesk.panels.detail_readings import Readings, Root, reading_rows
from hubdesk.panels.detail_rules import _RULES, rule_words, why
from hubdesk.panels.reading_words import place_names, value_words
from hubdesk.store.corrections import Correction
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.card_words import card_words
from hubdesk.widgets.what_was_read import ReadingPart
from hubdesk.widgets.wrapped import TextBlock

ZONE = "Europe/Paris"
TEXT = "Merci Orange, toujours pas de réseau à Lille"
LILLE = ("Lille", "insee:59350", "dep:59", "reg:Hauts-de-France")
READ = Notes(
    language="fr",
    tone="negative",
    tone_score=0.78,
    irony=True,
    themes=("outage_network",),
    places=LILLE,
    targets=(("Orange", "negative"),),
    duplicate=True,
    evidence=(
        Evidence("language", "fr", None, "text"),
        Evidence("tone", "negative", 0.78, "words", (Mark("body", 14, 22),)),
        Evidence("irony", "possible", 0.6, "praise and problem", (Mark("body", 0, 5),)),
        Evidence("target", "Orange=negative", None, "whole", (Mark("body", 6, 12),)),
        Evidence("theme", "outage_network", None, "sure", (Mark("body", 30, 36),)),
        Evidence("place", "insee:59350", 0.95, "preposition+inhabitants", (Mark("body", 39, 44),)),
        Evidence("duplicate", "n7", None, "root"),
    ),
    versions=(
        ("duplicate", 1),
        ("irony", 1),
        ("language", 2),
        ("places", 1),
        ("targets", 1),
        ("themes", 1),
        ("tone", 1),
    ),
)


def told(notes: Notes, **over: object) -> dict[str, str]:
    return {row.key: row.value for row in reading_rows(Readings(heard(1, TEXT, notes=notes), ZONE, **over))}  # type: ignore[arg-type]


def reasons(notes: Notes, **over: object) -> dict[str, list[str]]:
    rows = reading_rows(Readings(heard(1, TEXT, notes=notes), ZONE, **over))  # type: ignore[arg-type]
    return {row.key: [line.text for line in row.lines] for row in rows}


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> DetailPanel:
    look.use(qapp, "light")
    made = DetailPanel()
    qtbot.addWidget(made)
    made.resize(320, 900)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(panel: DetailPanel, reader: FakeReader, one: Heard) -> None:
    panel.choose(one.id)
    panel.draw(panel.read(reader.as_reader(), SCOPE, panel.options()))
    QApplication.processEvents()


def part(panel: DetailPanel, key: str) -> ReadingPart:
    return next(one for one in panel._sheet.readings.parts() if one.row.key == key)


# In words.


def test_that_every_reading_is_told_with_how_sure_it_is() -> None:
    assert told(READ) == {
        "tone": "negative (78%)",
        "irony": "irony possible",
        "target": "Orange: negative",
        "theme": "Network outage",
        "place": "Lille (59)",
        "language": "French",
        "duplicate": "nearly the same words as before",
    }


def test_that_every_reading_says_which_rule_and_which_words_it_rests_on() -> None:
    assert {key: lines[0] for key, lines in reasons(READ).items()} == {
        "tone": "quick reader, by the words that weigh most: “toujours” · 78% likely",
        "irony": "praise and what goes wrong, in one breath: “Merci” · a 60% chance of irony",
        "target": "Orange: negative · the tone of the whole text: “Orange”",
        "theme": "Network outage · words that mean this theme: “réseau”",
        "place": "Lille (59) · a preposition of place stands before it, of several of that name, the one with most"
        " inhabitants: “Lille” · weight 0.95 of 1",
        "language": "read in the text",
        "duplicate": "nearly the same words were stored before",
    }


def test_that_what_nobody_has_read_is_said_to_be_unread_and_never_made_up() -> None:
    assert set(told(Notes()).values()) == {"nobody has read it yet", "French"}  # its network declares the language
    assert "Read by" not in str(reasons(Notes()))


def test_that_a_reader_that_found_nothing_says_none() -> None:
    read = Notes(versions=(("themes", 1), ("places", 1), ("targets", 1)))
    assert {told(read)[key] for key in ("theme", "place", "target")} == {"none"}


def test_that_what_cannot_be_told_is_said_so_with_the_share_of_the_likeliest() -> None:
    read = Notes(tone="unknown", tone_score=0.44, evidence=(Evidence("tone", "unknown", 0.44, "model"),))
    assert told(read)["tone"] == "cannot tell"
    assert "the likeliest tone has only 44%" in reasons(read)["tone"][0]


def test_that_which_reader_read_the_tone_is_told() -> None:
    quick = Notes(tone="neutral", versions=(("tone", 3),))
    slow = Notes(tone="neutral", versions=(("encoder", 2), ("tone", 3)))
    assert reasons(quick)["tone"] == ["Read by the quick reader, version 3. The encoder has not read it yet."]
    assert reasons(slow)["tone"] == ["Read by the encoder, version 2."]


def test_that_of_a_text_that_was_taken_back_only_what_was_read_before_is_told() -> None:
    gone = heard(1, "", withdrawn_at=NOON, notes=Notes(tone="negative", versions=(("gone", 1),)))
    assert [(row.key, row.value) for row in reading_rows(Readings(gone, ZONE))] == [
        ("tone", "negative"),
        ("language", "French"),
    ]


def test_that_a_reader_that_is_off_says_why() -> None:
    assert reasons(Notes(), off=(("tone", "the head is damaged"),))["tone"] == [
        "This reader is off: the head is damaged"
    ]


def test_that_a_tone_that_is_not_read_on_purpose_says_why() -> None:
    read = Notes(evidence=(Evidence("tone", "", None, "official account"),), versions=(("tone", 1),))
    assert told(read)["tone"] == "not read, see why"
    assert reasons(read)["tone"][0].startswith("an official account wrote it")


def test_that_a_profile_and_a_source_are_never_mixed_into_what_the_text_names() -> None:
    said = (
        Evidence("place", "dep:33", 0.4, "profile-alone"),
        Evidence("place", "reg:Bretagne", 0.3, "source-region"),
    )
    read = told(Notes(places=LILLE, evidence=said))
    assert (read["place"], read["profile"], read["region"]) == ("Lille (59)", "department 33", "Bretagne")


def test_that_a_watched_person_is_told_with_the_role_and_where_it_is_from() -> None:
    niel = Person("Xavier Niel", "founder", "https://role.example", "2026-01-01", ("bluesky:niel",))
    rows = told(Notes(), about=About("Trial", ("Xavier Niel",)), people=(niel,))
    assert rows["person"] == "Xavier Niel, founder"
    lines = reasons(Notes(), about=About("Trial", ("Xavier Niel",)), people=(niel,))["person"]
    assert lines[-1] == "Role from https://role.example, since 2026-01-01"


def test_that_a_root_that_is_not_here_is_said_not_to_be() -> None:
    assert "is not here" in reasons(READ, root=Root(None))["duplicate"][1]


@pytest.mark.parametrize(("reading", "rule"), [(reading, rule) for reading in _RULES for rule in _RULES[reading]])
def test_that_every_known_rule_is_a_sentence_and_not_its_code(reading: str, rule: str) -> None:
    assert len(rule_words(reading, rule).split()) >= 2
    assert rule_words(reading, rule) != rule


def test_that_an_unknown_rule_is_shown_as_it_is() -> None:
    assert rule_words("tone", "of tomorrow") == "of tomorrow"
    assert rule_words("place", "profile-of tomorrow+and after") == "of tomorrow, and after"


def test_that_names_of_places_are_shown_without_their_codes() -> None:
    both = (*LILLE, "Nord", "Bretagne", "reg:Bretagne")
    assert [one.label for one in place_names(both)] == ["Lille (59)", "Nord", "Bretagne"]
    assert value_words("place", ("Lille (59)",)) == "Lille (59)"
    assert value_words("place", ("insee:59350",)) == "commune 59350"


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_that_hostile_notes_are_words_like_others(number: int) -> None:
    text = HOSTILE[number]
    evidence = tuple(
        Evidence(reading, text, 0.5, text, (Mark(part, 0, 10**9), Mark(part, 5, 2)))
        for reading in ("tone", "theme", "place", "target", "person", "irony", "language", "duplicate", "other")
        for part in ("body", "title", text)
    )
    one = heard(1, text, notes=Notes(tone=text, themes=(text,), places=(text,), targets=((text, text),)))
    rows = reading_rows(Readings(one, ZONE, root=Root(None)))
    assert all(len(row.value) < 3_000 for row in rows)
    for said in evidence:
        assert len(why(said, one.mention)) < 3_000


# On the screen.


def test_that_a_reading_opens_what_it_rests_on_by_hand_and_by_keys(panel: DetailPanel, qtbot: QtBot) -> None:
    show(panel, FakeReader([heard(1, TEXT, notes=READ)]), heard(1))
    themes = part(panel, "theme")
    assert themes.lines() == []
    qtbot.mouseClick(themes.head, Qt.MouseButton.LeftButton)
    assert themes.lines()[0].startswith("Network outage")
    themes.head.setFocus()
    QTest.keyClick(themes.head, Qt.Key.Key_Return)
    assert themes.lines() == []


def test_that_the_words_of_the_reading_under_the_mouse_are_pointed_at_in_the_text(
    panel: DetailPanel, qtbot: QtBot
) -> None:
    show(panel, FakeReader([heard(1, "😀 " + TEXT, notes=_moved(READ, 2))]), heard(1))
    block = panel.findChild(TextBlock)
    assert block is not None
    block.selectAll()
    part(panel, "place").head.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: block.pointed() == ["Lille"])
    assert QTextCursor(block.textCursor()).hasSelection()
    part(panel, "target").head.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: block.pointed() == ["Orange"])


def _moved(notes: Notes, by: int) -> Notes:
    evidence = []
    for one in notes.evidence:
        marks = tuple(Mark(mark.part, mark.start + by, mark.end + by) for mark in one.marks)
        evidence.append(replace(one, marks=marks))
    return replace(notes, evidence=tuple(evidence))


def test_that_the_first_to_say_it_can_be_shown(panel: DetailPanel, qtbot: QtBot) -> None:
    reader = FakeReader([heard(1, TEXT, notes=READ), heard(7)])
    show(panel, reader, heard(1))
    repeats = part(panel, "duplicate")
    repeats.head.click()
    shown = next(line for line in repeats._lines if line.button is not None)
    with qtbot.waitSignal(panel.mention_chosen) as chosen:
        qtbot.mouseClick(shown.button, Qt.MouseButton.LeftButton)
    assert chosen.args == [7]


def test_that_what_the_analyst_said_stands_first_with_what_the_reader_had_said_and_can_be_undone(
    panel: DetailPanel, qtbot: QtBot
) -> None:
    her = Evidence("tone", "positive", None, "analyst")
    reader = FakeReader([heard(1, TEXT, notes=Notes(tone="positive", evidence=(her, *READ.evidence)))])
    reader.corrected = (
        Correction(5, 1, NOON, "tone", ("positive",), ("negative",)),
        Correction(4, 2, NOON, "tone", ("neutral",), None),
    )
    show(panel, reader, heard(1))
    tone = part(panel, "tone")
    assert tone.head.accessibleName() == "Tone: positive (said by you)"
    assert tone.lines()[0] == "Said by you, 19 Nov 2026 12:00. The reader had said: negative."
    undo = tone._lines[0].button
    assert undo is not None
    with qtbot.waitSignal(panel.wish) as wished:
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert wished.args == ["correct-undone", 5]


def test_that_a_correction_in_a_session_is_shown_and_its_undoing_too(panel: DetailPanel, tmp_path: Path) -> None:
    path = session(tmp_path, ["Orange est en panne"], [topic()])
    with open_writer(path) as writer, open_reader(path) as reader:
        made = writer.correct(1, "theme", ("store",), NOON + HOUR)
        scope = Scope(reader.topics(), NOON - HOUR, NOON + 2 * HOUR)
        panel.choose(1)
        picture = panel.read(reader, scope, panel.options())
        said = next(row for row in picture.read if row.key == "theme")
        assert (said.value, said.is_yours, said.lines[0].undo) == ("Store", True, made.id)
        writer.undo_correction(made.id)
        after = next(row for row in panel.read(reader, scope, panel.options()).read if row.key == "theme")
        assert (after.value, after.is_yours) == ("nobody has read it yet", False)


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_that_the_chip_opens_the_menu_of_corrections(panel: DetailPanel, qtbot: QtBot) -> None:
    show(panel, FakeReader([heard(1, TEXT)]), heard(1))
    qtbot.mouseClick(panel._sheet.correct, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    menu = panel._corrector.menu
    qtbot.waitUntil(menu.isVisible)
    assert "Negative" in [action.text() for action in menu.actions()]
    menu.close()


def test_that_a_card_names_places_and_counts_none_of_their_codes() -> None:
    both = heard(1, TEXT, notes=Notes(places=(*LILLE, "Dax", "insee:40088", "dep:40")))
    assert card_words(heard(1, TEXT, notes=Notes(places=LILLE)), (), ZONE, "", 200).place == "Lille"
    assert card_words(both, (), ZONE, "", 200).place == "Lille +1"


def test_that_every_way_to_know_a_person_has_its_sentence_and_none_is_said_twice() -> None:
    niel = Person("Xavier Niel", "founder", "https://role.example", "2026-01-01", ("bluesky:niel",))
    for rule in (
        "account",
        "account named",
        "full name",
        "common full name",
        "hashtag",
        "initial",
        "role",
        "title",
        "firm",
    ):
        seen = Notes(evidence=(Evidence("person", "Xavier Niel", 0.75, rule),))
        lines = reasons(seen, about=About("Trial", ("Xavier Niel",) if rule == "account" else ()), people=(niel,))[
            "person"
        ]
        told = [line for line in lines if line.startswith("Xavier Niel · ")]
        assert len(told) == 1
        assert not told[0].startswith(f"Xavier Niel · {rule}")
        assert any("https://role.example" in line for line in lines)


@pytest.mark.parametrize("first", [1_000, 220])
def test_that_a_reading_is_whole_in_a_narrow_panel_whatever_its_width_was_before(
    panel: DetailPanel, first: int
) -> None:
    show(panel, FakeReader([heard(1, TEXT, notes=READ)]), heard(1))
    panel.resize(first, 600)
    QApplication.processEvents()
    panel.resize(240, 600)
    QApplication.processEvents()
    for one in panel._sheet.readings.parts():
        value = one.head._value
        assert value.height() >= value.heightForWidth(value.width()), one.row.key
        assert one.head.y() == 0, one.row.key
