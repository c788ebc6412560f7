"""What the second step added (a mention's new fields, all queries of a topic), and older files' way there."""

from __future__ import annotations

import json
import math
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, mention, new_session, opened, source, topics

from hubdesk.core import HOUR, Entry, Mark, Match, Notes, Person, Rehearing, Topic, Withdrawal
from hubdesk.store import schema
from hubdesk.store.errors import SessionError
from hubdesk.store.session import open_reader, open_writer
from hubdesk.store.topics import TopicVersion

LATER = NOON + HOUR
NOTES = Notes(
    language="fr",
    themes=("roaming",),
    places=("Lille", "dep:59"),
    targets=(("Orange", "negative"), ("Free", "")),
    duplicate=True,
)


def review(number: int, **over: object) -> Entry:
    said = replace(mention(number), rating=1.5, media=False, teaser="à lire aussi : orange\nmentions légales")
    return Entry(replace(said, **over), NOTES)  # type: ignore[arg-type]


def a_session_of_the_first_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As an earlier Hubdesk left it: two topics, one of which had been changed, and a mention that both heard."""
    with monkeypatch.context() as then:
        then.setattr(schema, "STEPS", schema.STEPS[:1])
        path = new_session(path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("INSERT INTO topic VALUES (1, 'Orange', 'orange', 'own', '#ff7900', 1)")
        connection.execute("INSERT INTO topic VALUES (2, 'Panne', 'panne', 'subject', '#ff7900', 3)")
        connection.execute(
            "INSERT INTO source VALUES (1, 'flux', 'feed', '{}', '{}', 300000, 1, '', 'all', '', 0, 0, NULL, NULL,"
            " '', 0)"
        )
        connection.execute("INSERT INTO combo VALUES (1, '1,2')")
        connection.execute(
            "INSERT INTO mention VALUES (1, :at, :at, :at, :at, NULL, NULL, NULL, 1, 1, 'bluesky', 'at://1', 'post',"
            " 'fr', NULL, NULL, '', '', '', '', '', '', '', 'orange en panne', '[]', '{}', '')",
            {"at": NOON},
        )
        connection.execute("INSERT INTO words (rowid, title, body) VALUES (1, '', 'orange en panne')")
        connection.execute(
            "INSERT INTO heard VALUES (1, :at, 1, :at, 1, '[]'), (2, :at, 1, :at, 2, '[]')", {"at": NOON}
        )
        connection.execute("INSERT INTO volume VALUES (?, 1, 1, 0, 1)", (NOON // 60_000,))
    connection.close()
    return path


def test_that_a_session_of_the_first_step_is_brought_up_to_date_by_a_writer_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_session_of_the_first_step(tmp_path, monkeypatch)
    with pytest.raises(SessionError, match="older Hubdesk; bring it up to date with: hubdesk"):
        open_reader(path)
    open_writer(path).close()
    with open_reader(path) as reader:
        assert reader.problems() == ()
        assert reader.topic_versions(1) == (TopicVersion(1, "orange", None),)
        assert reader.topic_versions(2) == (TopicVersion(3, "panne", None),)
        assert reader.rehearing() == (Rehearing(2, 3, 0, 1),)
        (heard,) = reader.latest(ALWAYS, 9)
        assert (heard.mention.rating, heard.mention.media, heard.mention.teaser) == (None, None, "")


def test_that_the_new_fields_of_a_mention_and_its_notes_are_given_back(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        said = [review(1), review(2, rating=4, media=True, teaser=""), review(3, rating=None, media=None)]
        add(writer, source(writer), said)
        heard = [reader.mention(number, NOON) for number in (1, 2, 3)]
        assert [one and (one.mention, one.notes) for one in heard] == [(one.mention, one.notes) for one in said]


@pytest.mark.parametrize("rating", [math.nan, math.inf, -math.inf, 1e300])
def test_that_a_rating_that_is_none_is_unknown(tmp_path: Path, rating: float) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer), [review(1, rating=rating)])
        assert reader.latest(ALWAYS, 1)[0].mention.rating is None


def test_that_an_endless_teaser_is_cut_with_the_marks_beyond(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        marks = (Mark("teaser", 0, 6), Mark("teaser", 299_000, 299_006))
        said = replace(mention(1), teaser="orange" + "\ud800" * 300_000)
        add(writer, source(writer), [Entry(said, Notes(), (Match(orange.id, 1, marks),))])
        (heard,) = reader.latest(ALWAYS, 1)
        assert len(heard.mention.teaser) == 200_000
        assert heard.matches[0].marks == marks[:1]


def test_that_a_replay_before_an_edit_sees_the_stars_and_the_teaser_of_then(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [review(1)])
        add(writer, flux, [], LATER, edits=[review(1, rating=5.0, media=True, teaser="autre")])
        before, after = reader.mention(1, LATER - 1), reader.mention(1, LATER)
        assert before is not None
        assert after is not None
        assert (before.mention.rating, before.mention.media) == (1.5, False)
        assert before.mention.teaser.startswith("à lire")
        assert (after.mention.rating, after.mention.media, after.mention.teaser) == (5.0, True, "autre")


def test_that_another_teaser_alone_is_no_edit(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [review(1)])
        add(writer, flux, [], LATER, edits=[review(1, teaser="le bandeau du jour")])
        (heard,) = reader.latest(ALWAYS, 1)
        assert heard.edited_at is None
        assert heard.mention.teaser.startswith("à lire")


def test_that_a_withdrawal_empties_teaser_stars_and_media(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [review(1)])
        add(writer, flux, [], LATER, withdrawals=[Withdrawal("bluesky", "at://1")])
        heard = reader.mention(1, NOON)
        assert heard is not None
        assert (heard.mention.rating, heard.mention.media, heard.mention.teaser) == (None, None, "")


def test_that_every_query_of_a_topic_is_kept_with_its_day(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange = writer.add_topic(Topic(0, "Orange", "orange"), at=NOON)
        writer.change_topic(Topic(orange.id, "Orange", "orange", colour="#123456"), at=NOON + 1)
        writer.change_topic(Topic(orange.id, "Orange", "sosh"), at=LATER)
        assert reader.topic_versions(orange.id) == (TopicVersion(2, "sosh", LATER), TopicVersion(1, "orange", NOON))
        assert reader.problems() == ()
        writer.remove_topic(orange.id)
        assert reader.topic_versions(orange.id) == ()
        assert reader.problems() == ()


def test_that_the_people_of_the_setup_are_given_back(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        assert reader.people() == ()
        told = {
            "name": "Zoé",
            "role": "insider",
            "role_source": "https://a.example",
            "accounts": ["bluesky:zoe.example"],
        }
        writer.set_note("people", json.dumps([told], ensure_ascii=False))
        assert reader.people() == (Person("Zoé", "insider", "https://a.example", "", ("bluesky:zoe.example",)),)


@pytest.mark.parametrize(
    "note",
    ["", "{", "null", "[" * 100_000, '{"name": "Zoé"}', '[1, null, {"name": 3}, {"role": "x"}, ["name"]]'],
)
def test_that_a_strangers_note_about_people_names_nobody(tmp_path: Path, note: str) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        writer.set_note("people", note)
        assert reader.people() == ()


def test_that_what_is_wrong_in_a_strangers_person_is_passed_over(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        writer.set_note(
            "people", '[{"name": "Zoé", "role": 3, "accounts": ["a:b", 4, ""]}, {"name": "B", "accounts": "a"}]'
        )
        assert reader.people() == (Person("Zoé", accounts=("a:b",)), Person("B"))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("INSERT INTO topic_version VALUES (9, 1, 'x', NULL)", "the kept queries of 1 topics are not theirs"),
        ("UPDATE topic_version SET query = 'x'", "the kept queries of 1 topics are not theirs"),
        ("DELETE FROM topic_version", "the kept queries of 1 topics are not theirs"),
        ("INSERT INTO rehearing VALUES (9, 1, 0, 1, 1, 0)", "what 1 topics are to hear again is not what is stored"),
        ("INSERT INTO rehearing VALUES (1, 1, 0, 7, 1, 0)", "what 1 topics are to hear again is not what is stored"),
        ("INSERT INTO rehearing VALUES (1, 1, 0, 1, 2, 0)", "what 1 topics are to hear again is not what is stored"),
        ("UPDATE heard SET version = 0", "1 topic entries are of an earlier query, and nobody is to ask again"),
    ],
)
def test_that_what_does_not_agree_is_told_by_the_check(tmp_path: Path, damage: str, said: str) -> None:
    path, writer = opened(tmp_path)
    with writer:
        add(writer, source(writer), [entry(1, *topics(writer, "Orange"))])
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(damage)
    connection.close()
    with open_reader(path) as reader:
        assert reader.problems() == (said,)
