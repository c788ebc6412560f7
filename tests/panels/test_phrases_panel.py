"""New phrases: found in what a scope may know, counted as a search counts, and opened by a click."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import NOON, mention, session
from pytestqt.qtbot import QtBot
from reading_fakes import counted, found

from hubdesk.core import DAY, HOUR, MINUTE, Entry, Match, Notes, Scope, SourceRow, Span, Topic, Withdrawal
from hubdesk.panels.panel import Rows
from hubdesk.panels.phrases import PhrasesPanel, PhrasesPicture, notes
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from hubdesk.widgets.empty import EmptyState
from hubdesk.widgets.figure_table import FigureTable

PLACES = ["Lille", "Dax", "Rodez", "Tours", "Brest", "Metz", "Nancy", "Vannes", "Albi", "Auch", "Gap", "Pau"]
HOURS = Scope((), NOON - HOUR, NOON, NOON)


@pytest.fixture
def panel(qtbot: QtBot) -> PhrasesPanel:
    made = PhrasesPanel()
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def said(folder: Path, now: str = "panne générale de messagerie") -> Path:
    """Two days of small talk, then an hour in which twelve people say the same, each in words of their own."""
    path = folder / "said.hubdesk"
    create(path, NewSession("Trial"))
    with open_writer(path) as writer:
        topic = writer.add_topic(Topic(0, "Orange", "orange"))
        flux = writer.add_source(SourceRow(0, "Trial", "feed", config={"url": "https://trial.example"}))
        talk = [
            (f"la fibre marche à {PLACES[i % 12]} numéro{i}", NOON - 2 * DAY + i * 20 * MINUTE, i) for i in range(140)
        ]
        news = [
            (f"{place} : {now} chez nous, {place.upper()}", NOON - HOUR + i * MINUTE, i)
            for i, place in enumerate(PLACES)
        ]
        entries = [
            Entry(
                mention(text, published_at=at, native_id=f"at://{number}-{at}"),
                Notes("fr"),
                (Match(topic.id, topic.version),) if number % 2 else (),
            )
            for text, at, number in (*talk, *news)
        ]
        covers = Span(NOON - 2 * DAY, NOON)
        writer.add_page(flux.id, entries, cursor="", due_at=0, seen_at=NOON, covers=covers)
    return path


def read(path: Path, within: Scope = HOURS) -> PhrasesPicture:
    with open_reader(path) as reader:
        return PhrasesPanel.read(reader, within, None)


def test_that_each_phrase_opens_as_many_rows_as_it_says(tmp_path: Path, panel: PhrasesPanel) -> None:
    path = said(tmp_path)
    with open_reader(path) as reader:
        panel.draw(PhrasesPanel.read(reader, HOURS, None))
        spots = panel.findChild(FigureTable).spots()
        assert {spot.key.query for spot in spots if isinstance(spot.key, Rows)} == {'"panne generale de messagerie"'}
        for spot in spots:
            assert counted(spot.words) == found(reader, HOURS, spot.key) == 12


def test_that_what_was_always_said_and_what_was_expected_are_told_as_numbers(tmp_path: Path) -> None:
    (first, *_others) = read(said(tmp_path)).found.phrases
    assert (first.mentions, first.expected) == (12, 0.0)
    assert read(said_more(tmp_path)).found.phrases[0].expected == pytest.approx(12 / 72, abs=0.02)


def said_more(folder: Path) -> Path:
    """The same, after somebody said it once a day before."""
    path = folder / "said.hubdesk"
    with open_writer(path) as writer:
        flux = writer.add_source(SourceRow(0, "Other", "feed", config={"url": "https://other.example"}))
        one = Entry(mention("une panne générale de messagerie hier", published_at=NOON - 9 * HOUR), Notes("fr"))
        writer.add_page(flux.id, [one], cursor="", due_at=0, seen_at=NOON, covers=None)
    return path


def test_that_what_was_taken_back_is_not_read(tmp_path: Path) -> None:
    path = said(tmp_path)
    with open_writer(path) as writer:
        gone = [Withdrawal("bluesky", f"at://{i}-{NOON - HOUR + i * MINUTE}") for i in range(6)]
        writer.withdraw(gone, NOON)
    assert read(path).found.read == 6


def test_that_no_replay_reads_the_words_of_a_later_edit(tmp_path: Path) -> None:
    path = said(tmp_path, "rien de neuf")
    with open_writer(path) as writer:
        edits = [
            Entry(mention(f"{place} panne générale", published_at=at, native_id=f"at://{i}-{at}"), Notes("fr"))
            for i, place in enumerate(PLACES)
            for at in (NOON - HOUR + i * MINUTE,)
        ]
        writer.add_page(1, [], edits=edits, cursor="", due_at=0, seen_at=NOON + HOUR, covers=None)
    assert "panne generale" not in {one.query.strip('"') for one in read(path).found.phrases}
    later = read(path, replace(HOURS, known_by=NOON + 2 * HOUR))
    assert '"panne generale"' in {one.query for one in later.found.phrases}


def test_that_the_topics_of_the_scope_are_heeded(tmp_path: Path) -> None:
    path = said(tmp_path)
    with open_reader(path) as reader:
        within = replace(HOURS, topics=reader.topics())
        picture = PhrasesPanel.read(reader, within, None)
        assert picture.found.mentions == picture.found.read == 6
        for one in picture.found.phrases:
            assert one.mentions == found(reader, within, Rows(one.query))


def test_that_nothing_before_nothing_new_and_nothing_at_all_are_told_apart(tmp_path: Path, panel: PhrasesPanel) -> None:
    path = said(tmp_path)
    heads = []
    for within in (
        Scope((), NOON - 3 * DAY, NOON, NOON),
        Scope((), NOON - 9 * HOUR, NOON - 5 * HOUR, NOON),
        Scope((), NOON + HOUR, NOON + 2 * HOUR),
        Scope((), NOON, NOON - HOUR),
    ):
        panel.draw(read(path, within))
        empty = panel.findChild(EmptyState)
        assert empty.isVisible()
        heads.append(empty.accessibleName())
    assert len(set(heads[:3])) == 3
    panel.draw(read(session(tmp_path, [])))
    panel.complain("the file is busy")
    assert "may be luck" in notes(read(path))


def test_that_nothing_new_among_few_can_be_looked_for_without_the_filters(tmp_path: Path, panel: PhrasesPanel) -> None:
    picture = read(said(tmp_path), Scope((), NOON - 9 * HOUR, NOON - 5 * HOUR, NOON))
    found = replace(picture.found, phrases=(), asked=0)
    panel.draw(replace(picture, found=found, is_narrowed=True))
    shown = panel.findChild(EmptyState).shown
    assert [key for key, _words in shown.actions] == ["widen", "unfilter"]
    assert "chance" not in shown.text
    panel.draw(replace(picture, found=replace(found, asked=1), is_narrowed=False))
    shown = panel.findChild(EmptyState).shown
    assert [key for key, _words in shown.actions] == ["widen"]
    assert "1 phrase was held against chance" in shown.text
