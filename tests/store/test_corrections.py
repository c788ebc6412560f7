"""The analyst's word on what was read: it wins over every reader, can be undone, and tells how often they erred."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, mention, opened, source

import hubdesk
from hubdesk.core import HOUR, Entry, Evidence, HubdeskError, Notes, Topic, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store.corrections import wilson
from hubdesk.store.reader import Reader
from hubdesk.store.rereads import Reread
from hubdesk.store.session import SessionError, open_reader, open_writer
from hubdesk.store.writer import Writer

LATER = NOON + HOUR
READ = Notes(
    "fr", "positive", 0.9, themes=("store",), targets=(("Orange", "positive"),), versions=(("themes", 1), ("tone", 1))
)


def entries(count: int = 1, notes: Notes = READ) -> list[Entry]:
    return [Entry(mention(number), notes) for number in range(1, count + 1)]


def notes_of(reader: Reader, id_: int = 1) -> Notes:
    heard = reader.mention(id_, ALWAYS.end)
    assert heard is not None
    return heard.notes


def found(reader: Reader, query: str) -> int:
    return reader.search(parse(query), ALWAYS, 0).total


def read_again(reader: Reader, writer: Writer, id_: int = 1, **notes: object) -> int:
    (heard,) = reader.mentions([id_])
    return writer.set_readings([Reread(heard, Notes(**notes))])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reading", "value", "query", "was"),
    [
        ("tone", "negative", "tone:negative", "tone:positive"),
        ("theme", ("tv", "price_billing"), "theme:tv", "theme:store"),
        ("theme", (), "panne -theme:store", "theme:store"),
        ("place", ("Lille", "insee:59350", "dep:59"), "place:59", "target:orange=negative"),
        ("target", ("Orange=negative", "Free"), "target:orange=negative", "target:orange=positive"),
        ("language", "en", "language:en", "language:fr"),
    ],
)
def test_that_a_correction_is_in_search_at_once_and_undone_as_quickly(
    tmp_path: Path, reading: str, value: str | tuple[str, ...], query: str, was: str
) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), entries(2))
        before = found(reader, query), found(reader, was)
        kept = writer.correct(1, reading, value, LATER)
        assert (found(reader, query), found(reader, was)) == (before[0] + 1, max(0, before[1] - 1))
        assert reader.corrections() == (kept,)
        assert reader.problems() == ()
        assert writer.undo_correction(kept.id)
        assert (found(reader, query), found(reader, was)) == before
        assert notes_of(reader) == READ
        assert reader.corrections() == ()
        assert not writer.undo_correction(kept.id)
        assert reader.problems() == ()


def test_that_the_analysts_word_wins_over_every_later_reader(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), entries())
        kept = writer.correct(1, "tone", "negative", LATER)
        read_again(
            reader, writer, tone="neutral", tone_score=0.5, themes=("tv",), versions=(("themes", 9), ("tone", 9))
        )
        now = notes_of(reader)
        assert (now.tone, now.tone_score, now.themes) == ("negative", None, ("tv",))
        assert now.evidence[0] == Evidence("tone", "negative", None, "analyst")
        assert found(reader, "tone:negative") == 1
        writer.undo_correction(kept.id)
        assert (notes_of(reader).tone, notes_of(reader).tone_score) == ("neutral", 0.5)


def test_that_her_last_word_counts_and_the_one_before_holds_again_when_it_is_undone(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), entries())
        first = writer.correct(1, "tone", "negative", LATER)
        second = writer.correct(1, "tone", "neutral", LATER + 1)
        assert notes_of(reader).tone == "neutral"
        assert reader.corrections() == (second, replace(first, holds=False))
        assert second.said == first.said == ("positive",)
        writer.undo_correction(second.id)
        assert notes_of(reader).tone == "negative"


def test_that_topics_hear_what_she_says(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        bad = writer.add_topic(Topic(0, "Mal", "target:orange=negative"))
        add(writer, source(writer), entries(3), asked={bad.id: 1})
        kept = writer.correct(2, "target", "Orange=negative", LATER)
        assert [heard.id for heard in reader.latest(replace(ALWAYS, topics=(bad,)), 9)] == [2]
        writer.undo_correction(kept.id)
        assert reader.count(replace(ALWAYS, topics=(bad,))) == 0
        assert reader.problems() == ()


def test_that_her_word_outlives_an_edit_and_is_listed_as_said_of_earlier_words(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        good, bad = (writer.add_topic(Topic(0, name, f"tone:{name}")) for name in ("positive", "negative"))
        add(writer, flux, entries(), asked={good.id: 1, bad.id: 1})
        writer.correct(1, "tone", "negative", LATER)
        new = Entry(mention(1, "autre chose"), Notes("fr", "positive", 0.7, themes=("tv",), versions=(("tone", 1),)))
        add(writer, flux, [], LATER + 5, edits=[new], asked={good.id: 1, bad.id: 1})
        assert (notes_of(reader).tone, notes_of(reader).themes) == ("negative", ("tv",))
        assert [reader.count(replace(ALWAYS, topics=(one,))) for one in (good, bad)] == [0, 1]
        (kept,) = reader.corrections()
        assert kept.is_of_earlier_words
        writer.undo_correction(kept.id)
        assert (notes_of(reader).tone, notes_of(reader).tone_score) == ("positive", 0.7)
        assert reader.problems() == ()


def test_that_what_was_taken_back_cannot_be_corrected_and_labels_stay_counted(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), entries())
        kept = writer.correct(1, "tone", "negative", LATER)
        writer.withdraw([Withdrawal("bluesky", "at://1")], LATER)
        assert notes_of(reader) == Notes(evidence=(Evidence("tone", "negative", None, "analyst"),))
        assert found(reader, "tone:negative") == 0
        assert (reader.own_error("tone").wrong, reader.own_error("tone").all) == (1, 1)
        with pytest.raises(HubdeskError, match="taken back"):
            writer.correct(1, "tone", "neutral", LATER)
        assert writer.undo_correction(kept.id)
        assert notes_of(reader) == Notes()
        assert reader.problems() == ()


@pytest.mark.parametrize(
    ("reading", "value", "why"),
    [
        ("religion", "x", "religion cannot be corrected"),
        ("health", "x", "health cannot be corrected"),
        ("tone", "angry", "'angry' is no tone"),
        ("tone", (), "is no tone"),
        ("tone", ("negative", "positive"), "is no tone"),
        ("irony", "peut-être", "is no irony"),
        ("theme", "Prix & Co", "is no theme"),
        ("theme", ("tv", "religion"), "not who its author is"),
        ("theme", "sante", "not who its author is"),
        ("theme", tuple(f"t{n}" for n in range(100)), "is no theme"),
        ("place", "Lille\n59", "is no place"),
        ("place", "x" * 1_000, "is no place"),
        ("target", "Orange=bad", "is no target"),
        ("target", "=negative", "is no target"),
        ("language", "", "is no language"),
    ],
)
def test_that_what_can_be_no_correction_is_refused_in_one_line(
    tmp_path: Path, reading: str, value: str | tuple[str, ...], why: str
) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), entries())
        with pytest.raises(HubdeskError, match=why) as refused:
            writer.correct(1, reading, value, LATER)
        assert "\n" not in str(refused.value)
        assert reader.corrections() == ()


def test_that_a_mention_that_is_not_there_cannot_be_corrected(tmp_path: Path) -> None:
    _path, writer = opened(tmp_path)
    with writer, pytest.raises(HubdeskError, match="no mention number 7"):
        writer.correct(7, "tone", "negative", LATER)


def test_that_the_readers_error_is_told_from_what_they_said_before_she_spoke(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        cannot_tell = replace(READ, tone="unknown", tone_score=None)
        add(writer, source(writer), [*entries(4), Entry(mention(5), cannot_tell), Entry(mention(6), Notes())])
        nothing = reader.own_error("tone")
        assert (nothing.wrong, nothing.all, nothing.low, nothing.high) == (0, 0, 0.0, 1.0)
        for id_, tone in (
            (1, "negative"),
            (2, "negative"),
            (3, "positive"),
            (4, "neutral"),
            (5, "neutral"),
            (6, "neutral"),
        ):
            writer.correct(id_, "tone", tone, LATER)
        writer.correct(2, "tone", "positive", LATER)  # she thinks better of it
        read_again(reader, writer, 1, tone="negative", versions=(("tone", 9),))  # and the reader has learnt
        error = reader.own_error("tone")
        assert (error.wrong, error.all) == (2, 4)
        assert 0 < error.low < 0.5 < error.high < 1
        writer.correct(6, "theme", (), LATER)
        assert reader.own_error("theme").all == 0  # nobody had read its themes
        writer.correct(1, "theme", "store", LATER)
        assert (reader.own_error("theme").wrong, reader.own_error("theme").all) == (0, 1)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (2, 50, 0.011, 0.1346)],
)
def test_that_intervals_are_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_that_a_sealed_sessions_readings_stay_as_they_were(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        add(writer, source(writer), entries())
        writer._connection.execute("UPDATE meta SET value = '1' WHERE key = 'sealed'")
    with pytest.raises(SessionError, match="sealed"):
        open_writer(path)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE mention SET reading = 0", "1 mentions are counted by other readings than their notes hold"),
        ("UPDATE mention SET reading = 77", "1 mentions are counted by other readings than their notes hold"),
        ("UPDATE reading SET themes = 'x' WHERE id > 0", "2 readings say one thing twice, and differently"),
        ("UPDATE mention SET notes = '{}'", "1 mentions are counted by other readings than their notes hold"),
        ("INSERT INTO evidence VALUES (9, '[]')", "what 1 readings or corrections rest on is not what is stored"),
        ("DELETE FROM machine", "what 1 readings or corrections rest on is not what is stored"),
        ("DELETE FROM correction", "what 1 readings or corrections rest on is not what is stored"),
    ],
)
def test_that_what_does_not_agree_is_told_by_the_check(tmp_path: Path, damage: str, said: str) -> None:
    path, writer = opened(tmp_path)
    with writer:
        add(writer, source(writer), entries())
        writer.correct(1, "tone", "negative", LATER)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(damage)
    connection.close()
    with open_reader(path) as reader:
        assert reader.problems() == (said,)


CORRECTING = """
import sys, itertools
from pathlib import Path
from hubdesk.core import Notes
from hubdesk.store.rereads import Reread
from hubdesk.store.session import open_reader, open_writer
path = Path(sys.argv[1])
with open_writer(path) as writer, open_reader(path) as reader:
    for turn in itertools.count(2):
        for id_ in range(1, 21):
            writer.correct(id_, "tone", ("negative", "neutral")[turn % 2], turn)
            tone = ("positive", "unknown")[turn % 2]
            notes = Notes(tone=tone, versions=(("tone", turn),))
            writer.set_readings([Reread(one, notes) for one in reader.mentions([21, 22, id_])])
            print(turn, flush=True)
"""


def test_that_a_kill_in_the_middle_leaves_notes_counts_and_topics_in_agreement(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer:
        bad = writer.add_topic(Topic(0, "Mal", "tone:negative OR tone:unknown"))
        add(writer, source(writer), entries(30), asked={bad.id: 1})
    env = {**os.environ, "PYTHONPATH": str(Path(hubdesk.__file__).parents[1])}
    for stop_after in (1, 7, 33):
        with subprocess.Popen(
            [sys.executable, "-c", CORRECTING, str(path)], stdout=subprocess.PIPE, text=True, env=env
        ) as running:
            assert running.stdout is not None
            for _ in range(stop_after):
                assert running.stdout.readline()
            running.send_signal(signal.SIGKILL)
        with open_reader(path) as reader:
            assert reader.problems() == ()
            heard = {one.id for one in reader.latest(replace(ALWAYS, topics=(bad,)), 99)}
            assert heard == {one.id for one in reader.latest(ALWAYS, 99) if one.notes.tone in ("negative", "unknown")}
            told = {one.mention for one in reader.corrections()}
            assert all(one.notes.tone != "positive" for one in reader.latest(ALWAYS, 99) if one.id in told)
