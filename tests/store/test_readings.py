"""What is read of a mention is kept with it, read again when readers get better, and heard by topics that ask."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import ALWAYS, NOON, add, mention, new_session, opened, source

from hubdesk.core import HOUR, Entry, Evidence, Heard, Mark, Notes, Span, Topic, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store import schema
from hubdesk.store.notes import dump_notes, load_evidence, load_notes, merged
from hubdesk.store.reader import Reader
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.tone_counts import Split

LATER = NOON + HOUR
WHY = (Evidence("tone", "negative", 0.8125, "words", (Mark("body", 0, 5),)), Evidence("theme", "tv", None, "query"))
READ = Notes(
    language="fr",
    tone="negative",
    tone_score=0.8125,
    irony=True,
    themes=("tv", "store"),
    places=("Lille", "insee:59350", "dep:59"),
    targets=(("Orange", "negative"), ("Free", "positive")),
    duplicate=False,
    evidence=WHY,
    versions=(("language", 2), ("themes", 1), ("tone", 1)),
)


def told(number: int, notes: Notes = READ, text: str = "") -> Entry:
    return Entry(mention(number, text), notes)


def stored(reader: Reader, id_: int = 1) -> Heard:
    heard = reader.mention(id_, ALWAYS.end)
    assert heard is not None
    return heard


def reread(reader: Reader, notes: Notes, id_: int = 1) -> Reread:
    (heard,) = reader.mentions([id_])
    return Reread(heard, notes)


def test_that_all_that_was_read_is_given_back_and_evidence_for_one_mention_alone(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [told(1), told(2, Notes())])
        assert stored(reader).notes == READ
        assert stored(reader, 2).notes == Notes()
        (newest, first) = reader.latest(ALWAYS, 9)
        assert (first.notes, newest.notes) == (replace(READ, evidence=()), Notes())
        assert reader.problems() == ()


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["language", "tone", "tone_score", "irony", "themes", "places", "targets", "duplicate", "versions", "evidence"]
)


@given(st.dictionaries(NAMES, ANY_JSON))
@settings(max_examples=300, deadline=None)
def test_that_a_strangers_notes_are_read_as_far_as_they_are_notes(told: dict) -> None:
    notes = load_notes(json.dumps(told))
    assert load_notes(dump_notes(notes)) == replace(notes, tone_score=notes.tone_score and round(notes.tone_score, 4))
    assert isinstance(notes.tone, str)
    assert all(isinstance(brand, str) and isinstance(tone, str) for brand, tone in notes.targets)


@pytest.mark.parametrize(
    "text", ["", "[", "null", "[]", "7", "[" * 100_000, '{"themes": {"a": 1}}', '{"irony": "oui"}']
)
def test_that_what_is_no_notes_says_nothing(text: str) -> None:
    assert load_notes(text) == Notes()


@pytest.mark.parametrize("text", ["", "{}", "[1, null]", '[["tone"]]', '[["tone", 1, "x", null, [["body", 5, 1]]]]'])
def test_that_what_is_no_evidence_is_passed_over(text: str) -> None:
    assert all(one.value == "" and one.marks == () for one in load_evidence(text))


def test_that_a_newer_reader_replaces_what_it_read_and_nothing_else(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [told(1)])
        new = Notes(tone="positive", tone_score=0.9, irony=False, themes=("roaming",), versions=(("tone", 2),))
        assert writer.set_readings([reread(reader, new)]) == 1
        read = stored(reader).notes
        assert (read.tone, read.tone_score, read.irony, read.themes) == ("positive", 0.9, False, READ.themes)
        assert read.evidence == WHY[1:]
        assert dict(read.versions) == {"language": 2, "themes": 1, "tone": 2}
        assert writer.set_readings([reread(reader, new)]) == 0


def test_that_an_older_reader_changes_nothing() -> None:
    assert merged(replace(READ, versions=(("tone", 3),)), Notes(tone="neutral", versions=(("tone", 2),))) == replace(
        READ, versions=(("tone", 3),)
    )


def test_that_the_tier_that_is_always_on_never_replaces_the_better_one() -> None:
    better = merged(READ, Notes(tone="neutral", versions=(("encoder", 1),)))
    assert better.tone == "neutral"
    assert merged(better, Notes(tone="positive", versions=(("tone", 9),))) == better
    assert merged(better, Notes(tone="positive", versions=(("encoder", 2), ("tone", 9)))).tone == "positive"


def test_that_a_reading_of_words_that_were_edited_meanwhile_is_dropped(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [told(1)])
        late = reread(reader, Notes(tone="positive", versions=(("tone", 2),)))
        edited = Notes(tone="neutral", versions=(("tone", 1),))
        add(writer, flux, [], LATER, edits=[told(1, edited, "tout va bien")])
        assert writer.set_readings([late]) == 0
        assert stored(reader).notes == edited
        before = reader.mention(1, LATER - 1)
        assert before is not None
        assert before.notes == replace(READ, evidence=())
        assert reader.problems() == ()


def test_that_what_was_taken_back_keeps_its_count_and_nothing_it_rests_on(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [told(1), told(2, Notes())], covers=Span(NOON - HOUR, LATER))
        late = reread(reader, Notes(tone="positive", versions=(("tone", 2),)), 2)
        writer.withdraw([Withdrawal("bluesky", "at://1"), Withdrawal("bluesky", "at://2")], LATER)
        assert writer.set_readings([late]) == 0
        assert stored(reader).notes == Notes()
        ((_start, tones),) = reader.tone_curve(replace(ALWAYS, start=NOON, end=NOON + 1), HOUR)
        assert tones == Split(negative=1, unknown=1)
        assert reader.left(ALWAYS, ("tone", "places")) == (0, 0)
        assert list(reader.outdated({"tone": 9})) == []
        assert reader.problems() == ()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM evidence").fetchone() == (0,)
    connection.close()


def test_that_topics_that_ask_what_is_read_hear_it_when_it_changes(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        bad, good, word = (
            writer.add_topic(Topic(0, name, query))
            for name, query in (("Mal", "tone:negative"), ("Bien", "panne AND tone:positive"), ("Panne", "panne"))
        )
        add(writer, source(writer), [told(1, Notes())], asked={})
        assert {match.topic for match in stored(reader).matches} == {word.id}
        for tone, heard in (("negative", {bad.id, word.id}), ("positive", {good.id, word.id})):
            version = 1 if tone == "negative" else 2
            writer.set_readings([reread(reader, Notes(tone=tone, versions=(("tone", version),)))])
            assert {match.topic for match in stored(reader).matches} == heard
            assert [count for _topic, count in reader.shares(replace(ALWAYS, topics=(bad, good, word)))] == [
                int(topic.id in heard) for topic in (bad, good, word)
            ]
            assert reader.search(parse(f"tone:{tone}"), ALWAYS, 9).total == 1
            assert reader.problems() == ()


def test_that_the_readers_work_is_found_by_version_newest_first(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [told(1, Notes()), told(2), told(3, Notes(versions=(("tone", 2),)))])
        assert list(reader.outdated({"tone": 1})) == [1]
        assert list(reader.outdated({"tone": 2})) == [2, 1]
        assert list(reader.outdated({"tone": 2, "encoder": 1})) == [3, 2, 1]
        assert list(reader.outdated({})) == []


def test_that_an_older_sessions_notes_are_counted_once_it_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(schema, "STEPS", schema.STEPS[:2])
        path = new_session(tmp_path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "INSERT INTO source VALUES (1, 'f', 'feed', '{}', '{}', 1, 1, '', 'all', '', 0, 0, 0, 0, '', 0)"
        )
        connection.execute("INSERT INTO combo VALUES (1, '')")
        for id_, notes in enumerate(('{"language":"fr"}', '{"tone":"negative","themes":["tv"]}', "{oops"), 1):
            connection.execute(
                "INSERT INTO mention VALUES (?, :at, :at, :at, :at, NULL, NULL, NULL, 1, 1, 'bluesky', ?, 'post', 'fr',"
                " NULL, NULL, '', '', '', '', '', '', '', '', '[]', ?, '', NULL, NULL, '')".replace(":at", str(NOON)),
                (id_, f"at://{id_}", notes),
            )
            connection.execute("INSERT INTO words (rowid, title, body) VALUES (?, '', '')", (id_,))
        connection.execute("INSERT INTO volume VALUES (?, 1, 1, 0, 3)", (NOON // 60_000,))
        connection.execute("INSERT INTO poll VALUES (1, 1, ?, 1, 3, 0, ?, ?, '')", (NOON, NOON - HOUR, NOON + HOUR))
    connection.close()
    open_writer(path).close()
    with open_reader(path) as reader:
        ((_start, tones),) = reader.tone_curve(replace(ALWAYS, start=NOON, end=NOON + 1), HOUR)
        assert tones == Split(negative=1, unread=2)
        assert [(one.code, one.told.split.all) for one in reader.theme_totals(ALWAYS).themes] == [("tv", 1)]
        assert reader.problems() == ()


def test_that_a_long_list_of_evidence_is_cut(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, writer = opened(Path(folder))
        with writer, open_reader(path) as reader:
            many = tuple(Evidence("theme", "x" * 10_000, rule="\ud800" * 9_000) for _ in range(5_000))
            add(writer, source(writer), [told(1, Notes(evidence=many))])
            assert 0 < len(stored(reader).notes.evidence) < 5_000
