"""What channels said of where an incident is, on the map and in words: nothing before it was known, and each figure
with its rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from episode_fakes import START, TOPICS, seen, state, watched
from fakes import NOON, mention
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hubdesk.core import HOUR, MINUTE, Author, Entry, Match, Notes, Role, Scope, SourceRow
from hubdesk.core.channels import Channel, ChannelKind, Said
from hubdesk.panels.crisis import CrisisPanel
from hubdesk.panels.crisis_note import note
from hubdesk.panels.crisis_picture import CrisisOptions, read_crisis
from hubdesk.panels.crisis_words import sections, timeline
from hubdesk.panels.map import MapPanel
from hubdesk.panels.map_picture import MapOptions, placed_text, read_map
from hubdesk.panels.official import incident_topic, query_of, read_official
from hubdesk.panels.official_words import announcement, line, section, sentences
from hubdesk.panels.panel import Rows
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer
from hubdesk.widgets.figure_line import FigureLine
from hubdesk.widgets.map_area import AreaDialog
from hubdesk.widgets.map_list import PlaceList
from hubdesk.widgets.map_values import MapShown, Place
from hubdesk.widgets.map_view import MapView

Part = TypeVar("Part", bound=QObject)
STATUS = Channel(ChannelKind.STATUS_PAGE, "https://etat.example/")
ACCOUNT = Channel(ChannelKind.ACCOUNT, "bluesky:orange.example")
GRAND_EST = ("08", "10", "51", "52", "54", "55", "57", "67", "68", "88")
SAID_AT = NOON + 20 * MINUTE
WORDS = "Incident dans le Grand Est : nos équipes sont <b>mobilisées</b>."
LANDES = ("Landes", "dep:40", "reg:Nouvelle-Aquitaine")
END = NOON + HOUR
ZONE = "Europe/Paris"


def made(folder: Path, *, spoke: bool = True, hole: bool = False) -> Path:
    """Sixty reports of Lille from NOON - 10 minutes on, four of the Landes, and a word on the Grand Est."""
    path = watched(folder, seen("outage", 1, state(NOON + 5 * MINUTE)))
    with open_writer(path) as writer:
        channels = [{"kind": STATUS.kind, "url": STATUS.where}, {"kind": ACCOUNT.kind, "account": ACCOUNT.where}]
        writer.set_note("channels", json.dumps([{**one, "topic": "Orange"} for one in channels]))
        row = writer.add_source(SourceRow(0, "Landes", "feed"))
        notes = Notes("fr", tone="negative", places=LANDES, versions=(("places", 1), ("tone", 2)))
        posts = [
            mention(native_id=f"at://l{n}", published_at=SAID_AT + n * MINUTE, author=Author(id=f"did:l{n}"))
            for n in range(4)
        ]
        entries = [Entry(post, notes, (Match(1, TOPICS[0].version),)) for post in posts]
        writer.add_page(row.id, entries, cursor="", due_at=0, seen_at=SAID_AT + 5 * MINUTE, covers=None)
        for minute in range(0, 60, 5):
            at = NOON + minute * MINUTE
            said = [Said(SAID_AT, WORDS, STATUS.where, GRAND_EST)] if spoke and at == SAID_AT else []
            writer.keep_look(STATUS, at, said, error="503" if hole else "")
    return path


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Reader]:
    with open_reader(made(tmp_path)) as reader:
        yield reader


def upto(end: int, *topics: object) -> Scope:
    return Scope(topics, NOON - HOUR, end)  # type: ignore[arg-type]


def test_that_nothing_is_announced_before_the_word_is_known(told: Reader) -> None:
    before, after = (read_map(told, upto(end), MapOptions()) for end in (SAID_AT - 1, SAID_AT + MINUTE))
    assert before.area == ()
    assert before.said is not None
    assert before.said.area is None
    assert after.area == GRAND_EST


def test_that_each_place_outside_opens_the_reports_it_counts(told: Reader) -> None:
    said = read_official(told, told.topics()[0], upto(END))
    assert said is not None
    sayings = line(said, END, ZONE, is_alone=True)
    opened = [one for one in sayings if isinstance(one.key, Rows)]
    assert [one.text for one in opened] == ["Nord 60", "Landes 4"]
    for one in opened:
        assert isinstance(one.key, Rows)
        scope = Scope((said.topic,), one.key.start, one.key.end)  # type: ignore[arg-type]
        assert told.search(parse(one.key.query), scope, 0).total == int(one.words)


def test_that_the_map_says_who_announced_what_when_and_since_when_that_is_contradicted(told: Reader) -> None:
    said = read_official(told, told.topics()[0], upto(END))
    texts = [one.text for one in line(said, END, ZONE)]
    assert "Grand Est announced at 12:20" in texts
    assert "by etat.example (status page)" in texts
    assert "contradicted since 12:22" in texts
    assert "announced, and not reported: 10 of 10" in texts
    assert WORDS in announcement(said, END, ZONE)
    assert "Contradicted since 12:22, when 3 people had reported another place." in " ".join(sentences(said, END, ZONE))


def test_that_the_crisis_room_holds_what_is_announced_against_what_is_reported(told: Reader) -> None:
    made = section(read_official(told, told.topics()[0], upto(END)), END, ZONE)
    assert [(row.name, *(cell.text for cell in row.cells)) for row in made.rows] == [
        ("Grand Est, announced", "0", "0"),
        ("Nord", "60", "60"),
        ("Landes", "4", "4"),
    ]
    assert made.rows[0].key is None  # no row to open
    assert "“Incident dans le Grand Est" in made.note


def test_that_the_crisis_room_and_its_note_say_it(told: Reader, qtbot: QtBot) -> None:
    picture = read_crisis(told, upto(END), CrisisOptions())
    assert picture.room is not None
    rows = sections(picture.room, picture)[3].rows
    assert [row.name for row in rows] == ["Grand Est, announced", "Nord", "Landes"]
    assert "- Contradicted since 12:22" in note(picture.room, picture)
    facts = [(one.time, one.words) for one in timeline(picture.room, picture)]
    text = "The official area, Grand Est, is contradicted by reports; reported outside: Nord, Landes"
    assert facts[-1] == ("12:22", text)
    panel = CrisisPanel()
    qtbot.addWidget(panel)
    panel.draw(picture)
    with qtbot.waitSignal(panel.wish) as wished:
        panel.tables[3].chosen.emit(rows[1].key)
    assert wished.args == ["rows", Rows(query_of(["59"]), START, END, 1)]
    early = read_crisis(told, upto(SAID_AT - 1), CrisisOptions())
    assert early.room is not None
    assert sections(early.room, early)[3].rows == ()


def test_that_the_room_of_a_past_episode_holds_what_was_said_of_it_and_not_of_a_later_one(tmp_path: Path) -> None:
    path, day = made(tmp_path), 24 * HOUR
    with open_writer(path) as writer:
        over = state(NOON + 50 * MINUTE, "over", end=NOON + 50 * MINUTE)
        again = state(NOON + day, start=NOON + day)
        writer.keep_watch("minutes", NOON + 2 * day, "", seen("outage", 1, over))
        writer.keep_watch("minutes", NOON + 2 * day, "", seen("outage", 1, again, opened_at=NOON + day))
    with open_reader(path) as reader:
        past, lasting = (read_crisis(reader, upto(NOON + 2 * day), CrisisOptions(one)).room for one in (1, 2))
    assert past is not None
    assert past.official is not None
    assert past.official.area is not None
    assert [one.code for one in past.official.area.outside] == ["59", "40"]
    assert lasting is not None
    assert lasting.official is not None
    assert lasting.official.area is None


def test_that_a_channel_nobody_could_look_at_is_unknown_and_no_area_is_made_up(tmp_path: Path) -> None:
    with open_reader(made(tmp_path, spoke=False)) as reader:
        (silent,) = line(read_official(reader, reader.topics()[0], upto(END)), END, ZONE)
        assert silent.text == "Orange, no official area channels: 1 silent, 1 unknown"
        assert "bluesky:orange.example (account): unknown" in silent.more
    (tmp_path / "hole").mkdir()
    with open_reader(made(tmp_path / "hole", spoke=False, hole=True)) as reader:
        (unknown,) = line(read_official(reader, reader.topics()[0], upto(END)), END, ZONE)
        assert unknown.text == "Orange, no official area channels: 2 unknown"


def test_that_the_topic_is_the_own_one_in_trouble_else_the_only_one_shown(told: Reader) -> None:
    orange, free = told.topics()
    assert incident_topic(told, upto(END)) == orange
    assert incident_topic(told, upto(END, orange, free)) == orange
    assert incident_topic(told, upto(END, free)) == free
    assert incident_topic(told, upto(NOON)) is None  # nothing was told by then, and two are shown
    assert read_official(told, free, upto(END)) is None
    assert orange.role == Role.OWN


def test_that_beside_other_topics_only_the_reports_of_its_own_are_held_against_an_area(told: Reader) -> None:
    alone = read_map(told, upto(END, told.topics()[0]), MapOptions())
    among = read_map(told, upto(END), MapOptions())
    assert "outside the official area" in placed_text(alone)
    assert "outside the official area" not in placed_text(among)
    assert line(among.said, END, ZONE)[0].text.startswith("Orange, reports outside")


def test_that_a_query_without_places_is_none() -> None:
    assert query_of([]) == ""
    assert query_of(["59", "2A"]) == "(place:59 OR place:2A) (tone:negative OR theme:outage_network)"


@pytest.fixture
def panel(told: Reader, qtbot: QtBot) -> MapPanel:
    panel = MapPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    panel.show()
    panel.draw(read_map(told, upto(END, told.topics()[0]), MapOptions()))
    return panel


def part(panel: MapPanel, kind: type[Part]) -> Part:
    found = panel.findChild(kind)
    assert found is not None
    return found


def test_that_the_area_is_drawn_and_its_words_are_read_out_over_it(panel: MapPanel) -> None:
    shown = part(panel, MapView).shown
    assert shown.area == frozenset(GRAND_EST)
    assert shown.area_label.endswith("announced")
    assert WORDS in shown.area_said
    texts = part(panel, PlaceList).texts()
    assert texts[0] == "Outside the official area"
    assert "In the official area" in texts
    assert "Vosges 0 0" in texts


def test_that_a_short_list_keeps_room_for_what_was_announced(qtbot: QtBot) -> None:
    places = [Place(f"{n:02}", f"Place {n}", 40 - n, 100_000) for n in range(30)]
    listed = PlaceList()
    qtbot.addWidget(listed)
    listed.show_map(MapShown(tuple(places), area=frozenset({"00", "01", "02", "29"})))
    listed.resize(300, 26 + 4 + 10 * 25)
    texts = listed.texts()
    assert len(texts) == 10
    assert texts[:2] == ("Outside the official area", "Place 3 37.0 37")
    assert texts[4:7] == ("and 23 more", "In the official area", "Place 0 40.0 40")
    assert sum("more" in one for one in texts) == 1


def test_that_its_figures_open_rows_and_its_statement(panel: MapPanel, qtbot: QtBot) -> None:
    spots = {one.text: one for one in part(panel, FigureLine).sayings()}
    with qtbot.waitSignal(panel.wish) as wished:
        part(panel, FigureLine).chosen.emit(spots["Nord 60"].key)
    assert wished.args == ["rows", Rows(query_of(["59"]), START, END, 1)]
    with qtbot.waitSignal(panel.wish) as wished:
        part(panel, FigureLine).chosen.emit(spots["Grand Est announced at 12:20"].key)
    assert wished.args == ["open-link", STATUS.where]


def test_that_a_small_panel_says_less_and_keeps_the_map(panel: MapPanel) -> None:
    panel.resize(420, 400)
    assert [one.text for one in part(panel, FigureLine).sayings()] == [
        "Reports outside the official area since 11:50",
        "Nord 60",
        "Landes 4",
        "Grand Est announced at 12:20",
        "contradicted since 12:22",
    ]
    assert not part(panel, PlaceList).isVisible()


def test_that_the_analysts_area_stands_over_the_channels_until_it_is_taken_away(panel: MapPanel, told: Reader) -> None:
    panel.set_options(MapOptions(area=("59",)))
    scope = upto(END, told.topics()[0])
    panel.draw(read_map(told, scope, panel.options()))
    assert part(panel, MapView).shown.area == {"59"}
    assert part(panel, FigureLine).sayings() == ()
    panel._do("area")
    dialog = part(panel, AreaDialog)
    dialog.area_chosen.emit(tuple(reversed(GRAND_EST)))  # what was said anyway
    assert panel.options() == MapOptions()
    dialog.reject()
    panel.draw(replace(read_map(told, scope, panel.options())))
    assert part(panel, MapView).shown.area == frozenset(GRAND_EST)
