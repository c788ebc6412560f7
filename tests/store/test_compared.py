"""What brands are compared by: counts by topic, source and sort agree with queries, and answers with who gave them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hubdesk.core import HOUR, MINUTE, Author, Entry, Kind, Match, Mention, Notes, Person, Scope, SourceRow, Span
from hubdesk.core.compared import EACH_ONCE, Sort
from hubdesk.core.filters import Filter, Filters
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Reader
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from tests.fakes import NOON, mention, topic

OWN = ("bluesky:Orange_Officiel.example", "mastodon:@orange@instance.example")
BRAND = Author("orange_officiel.example", "Orange", "did:own")
STAFF = Author("@Élodie.example", "Élodie", "did:staff")


def post(
    text: str = "orange", minute: int = 0, *, negative: bool = False, duplicate: bool | None = None, **over: object
) -> Entry:
    notes = Notes(
        language="fr", tone="negative" if negative else "neutral", duplicate=duplicate, versions=(("tone", 1),)
    )
    heard = [number for number, name in ((1, "orange"), (2, "sfr")) if name in text.split()]
    made: Mention = mention(text, **{"published_at": NOON + minute * MINUTE, **over})
    return Entry(made, notes, tuple(Match(number, 1) for number in heard))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "compared.hubdesk"
    create(made, NewSession("Compared", timezone="Europe/Paris"))
    with open_writer(made) as writer:
        for name, role in (("Orange", "own"), ("SFR", "rival")):
            writer.add_topic(topic(name, name.lower(), role=role))
        for name in ("Bluesky", "Forum"):
            writer.add_source(SourceRow(0, name, "feed"))
        writer.change_insiders(
            (Person("Élodie", "insider", "https://x.example", "2026-01-01", ("bluesky:élodie.example",)),), ()
        )
        asked = post("orange panne", 1, negative=True, native_id="asked")
        first = (
            asked,
            post("orange sfr", 2, negative=True, native_id="other"),
            post("orange", 3, kind=Kind.REPOST, parent_id="asked", negative=True),
            post("orange", 4, author=STAFF, duplicate=True),
            post("sfr", 5, duplicate=True),
            post("orange", 6, author=BRAND, negative=True),
            post("merci", 9, author=BRAND, kind=Kind.REPLY, parent_id="asked"),
            post("merci", 21, author=BRAND, kind=Kind.REPLY, parent_id="asked"),
            post("orange", 30, author=replace(BRAND, handle="orange_officiel.example.fake")),
            post("", 31, author=BRAND, network="mastodon"),
        )
        seen = NOON + HOUR
        for source, entries in ((1, first), (2, [post("sfr", n) for n in range(7)])):
            writer.add_page(source, entries, cursor="", due_at=0, seen_at=seen, covers=Span(NOON - HOUR, seen))
    return made


@pytest.fixture
def reader(path: Path) -> Iterator[Reader]:
    with open_reader(path) as made:
        yield made


def whole(reader: Reader) -> Scope:
    return Scope(reader.topics(), NOON, NOON + 2 * HOUR)


def total(reader: Reader, topic: int, sort: Sort) -> int:
    told = reader.counted(whole(reader), OWN)
    return sum(one.mentions for one in told if one.topic == topic and one.sorts & sort)


def test_that_topics_add_up_to_what_they_heard(reader: Reader) -> None:
    told = reader.counted(whole(reader), OWN)
    for one, count in reader.shares(whole(reader)):
        assert sum(part.mentions for part in told if part.topic == one.id) == count > 0
    assert sum(part.mentions for part in told if part.topic == EACH_ONCE) == reader.count(whole(reader))
    assert sum(part.mentions for part in told if (part.topic, part.source) == (2, 2)) == 7


@pytest.mark.parametrize(
    ("sort", "query"),
    [
        (Sort.REPOST, "is:repost"),
        (Sort.DUPLICATE, "is:duplicate"),
        (Sort.INSIDER, "is:insider"),
        (Sort.OWN, "network:bluesky author:orange_officiel.example"),
        (Sort.COMPLAINT, "tone:negative kind:(post OR reply OR comment OR review)"),
    ],
)
def test_that_each_sort_counts_what_a_query_finds(reader: Reader, sort: Sort, query: str) -> None:
    scope = whole(reader)
    assert total(reader, EACH_ONCE, sort) == reader.search(parse(query), scope, 0).total > 0
    for one in scope.topics:
        assert total(reader, one.id, sort) == reader.search(parse(query), replace(scope, topics=(one,)), 0).total


def test_that_the_first_answer_counts_and_whom_it_was_for(reader: Reader) -> None:
    orange, sfr = reader.first_answers(whole(reader), ((1, OWN), (2, ("bluesky:sfr.example",))))
    assert (orange.topic, orange.waits, orange.complaints, orange.is_heard) == (1, (8 * MINUTE,), 1, True)
    assert (sfr.waits, sfr.is_heard) == ((), False), "an account that nobody heard does not answer"
    then = replace(whole(reader), end=NOON + 5 * MINUTE, known_by=NOON + 6 * MINUTE)
    (early,) = reader.first_answers(then, ((1, OWN),))
    assert early.waits == (), "what nobody knew by then is no answer"


def test_that_what_was_taken_back_is_counted_and_said(path: Path) -> None:
    from hubdesk.core import Withdrawal

    with open_writer(path) as writer:
        writer.withdraw([Withdrawal("bluesky", "other")], NOON + 2 * HOUR)
    with open_reader(path) as reader:
        gone = [one for one in reader.counted(whole(reader), OWN) if one.gone]
        assert {(one.topic, one.mentions >= one.gone, one.gone) for one in gone} == {
            (EACH_ONCE, True, 1),
            (1, True, 1),
            (2, True, 1),
        }


def test_that_an_empty_scope_counts_nothing(reader: Reader) -> None:
    scope = whole(reader)
    assert reader.counted(replace(scope, topics=()), OWN) == ()
    assert reader.counted(replace(scope, end=scope.start - 1), OWN) == ()
    assert reader.first_answers(scope, ((1, ()),))[0].waits == ()


@pytest.mark.parametrize("filters", [(), (Filter("tone", ("negative",)),), (Filter("kind", ("post",)),)])
def test_that_curves_are_volumes_with_their_first_bin_whole(reader: Reader, filters: Filters) -> None:
    narrow = replace(whole(reader), start=NOON + 4 * MINUTE, known_by=NOON + 2 * HOUR, filters=filters)
    for since in (NOON, NOON - 10 * MINUTE, NOON + 4 * MINUTE):
        wide = replace(narrow, start=since)
        told = reader.curves(narrow.topics, narrow, 10 * MINUTE, since)
        assert told == tuple(reader.volume(one, wide, 10 * MINUTE) for one in narrow.topics)
    assert sum(n or 0 for _at, n in told[0]) > 0
    assert reader.curves((), narrow, MINUTE, NOON) == ()
