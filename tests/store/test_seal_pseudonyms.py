"""Pseudonyms in a sealed file: no byte of it names an author, and what is counted stays."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, opened, source

from hubdesk.core import (
    DAY,
    Author,
    Entry,
    EpisodeState,
    Evidence,
    Mark,
    Match,
    Mention,
    Notes,
    Terms,
    Topic,
    Withdrawal,
)
from hubdesk.core.review import ReviewMark
from hubdesk.demo import demo_path
from hubdesk.query.syntax import parse
from hubdesk.store.episodes import Seen
from hubdesk.store.pseudonyms import PREFIX
from hubdesk.store.rewriting import Names
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader, open_writer

LATER = NOON + 86_400_000
AUTHORS = 200


def author(number: int) -> Author:
    return Author(
        f"@plume_{number}xq", f"Prénom{number}xq Nom{number}xq", f"did:plc:compte{number}xq", 1_234_500 + number
    )


def said(number: int, text: str, **over: object) -> Mention:
    who = author(number % AUTHORS)
    facts = {
        "network": "bluesky",
        "native_id": f"at://did:plc:compte{number % AUTHORS}xq/post/{number}",
        "text": text,
        "published_at": NOON,
        "author": who,
        "url": f"https://bsky.example/profile/plume_{number % AUTHORS}xq/post/{number}",
        "raw": json.dumps({"handle": who.handle}),
    }
    return Mention(**{**facts, **over})  # type: ignore[arg-type]


def texts(number: int) -> str:
    chance = random.Random(number)
    other, third = chance.randrange(AUTHORS), chance.randrange(AUTHORS)
    return chance.choice(
        [
            f"panne orange à Lille, merci @plume_{other}xq et plume_{third}xq",
            f"d'accord avec Prénom{other}xq Nom{other}xq sur orange, @plume_{third}xq @inconnu_xq aussi",
            f"orange https://bsky.example/profile/plume_{other}xq/post/{third} et https://bsky.app/profile/a_xq",
            f"PRÉNOM{other}XQ NOM{other}XQ dit que la fibre orange va bien (écrire à plume_{third}xq@poste.example)",
            f"did:plc:compte{other}xq et at://did:plc:compte{third}xq/post/1 orange",
        ]
    )


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path, writer = opened(tmp_path_factory.mktemp("session"))
    with writer:
        orange = writer.add_topic(Topic(0, "Orange", "orange OR @Orange_conseil"))
        flux = source(writer, "plume_3xq", config={"url": "https://bsky.example/plume_3xq.rss"})
        entries = []
        for number in range(600):
            text = texts(number)
            at = text.casefold().index("orange")
            parent = f"at://did:plc:compte{(number + 1) % AUTHORS}xq/post/{number + 1}"
            mention = said(number, text, parent_id=parent, parent_title=f"@plume_{number % AUTHORS}xq")
            mention = replace(mention, links=(f"https://bsky.example/post/{number}", "https://journal.example/article"))
            evidence = (Evidence("duplicate", parent), Evidence("place", f"plume_{number % AUTHORS}xq"))
            notes = Notes("fr", "negative", evidence=evidence)
            entries.append(Entry(mention, notes, (Match(orange.id, 1, (Mark("body", at, at + 6),)),)))
        minister = Mention(
            "bluesky", "at://ministre/1", "orange", NOON, author=Author("ministre.example", "La Ministre")
        )
        brand = Mention("bluesky", "at://marque/1", "voyez @Orange_conseil et @ministre.example", NOON)
        insider = said(7, "orange, moi j'y travaille", native_id="at://did:plc:compte7xq/insider")
        add(writer, flux, [*entries, Entry(minister), Entry(brand), Entry(insider)])
        edited = said(5, "orange répare, dit @plume_9xq")
        add(writer, flux, [], seen_at=NOON + 1, edits=[Entry(edited, Notes("fr"), (Match(orange.id, 1),))])
        writer.withdraw([Withdrawal("bluesky", said(11, "").native_id)], NOON + 2)
        people = [
            {"name": "La Ministre", "role": "minister", "accounts": ["bluesky:ministre.example"]},
            {"name": "Prénom7xq Nom7xq", "role": "insider", "accounts": ["bluesky:plume_7xq"]},
        ]
        writer.set_note("people", json.dumps(people))
        writer.set_note("searches", json.dumps(["author:plume_8xq"]))
        told = {
            "told": [["{author} speaks most", {"author": "@plume_4xq"}]],
            "authors": [["@plume_4xq", 9, 1.0], ["Prénom6xq Nom6xq", 3, 1.0]],
            "rings": [{"accounts": ["bluesky:plume_4xq", "bluesky:plume_6xq"], "things": 3}],
        }
        state = EpisodeState(NOON + 1, "rise", NOON, evidence=told)
        writer.keep_watch("minutes", NOON + 1, "plume_4xq", [Seen("buzz", orange.id, NOON, state)], None)
        writer.mark_episode(1, "note", NOON, "vu avec @plume_4xq")
        mark = ReviewMark("a" * 32, NOON, "note", mention=1, value="rappeler Prénom0xq Nom0xq")
        writer.add_marks([mark])
    return path


@pytest.fixture(scope="module")
def sealed(session: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sealed") / "anonyme.hubdesk"
    seal(session, out, SealWish(pseudonymise=True), LATER)
    return out


def test_that_no_byte_of_the_file_names_an_author(sealed: Path) -> None:
    held = sealed.read_bytes().lower()
    for number in range(AUTHORS):
        for name in (
            f"plume_{number}xq",
            f"compte{number}xq",
            f"prénom{number}xq",
            f"nom{number}xq",
            f"prenom{number}xq",
        ):
            assert name.encode() not in held, name
    for rest in ("inconnu_xq", "_xq", "bsky.example", "bsky.app", "1234500"):
        assert rest.encode() not in held, rest


def test_that_no_free_piece_of_a_page_names_an_author(tmp_path: Path) -> None:
    """Rows that grow and shrink move to other pages, and what they were is left where they stood: as many of a real
    day's authors as were found in free pieces before those were taken out, some thirty of seven hundred."""
    out = tmp_path / "anonyme.hubdesk"
    demo = demo_path(tmp_path)
    with open_reader(demo) as reader:
        last = reader.facts().last_at or 0
    start, end = last - 14 * DAY, last - 13 * DAY
    seal(demo, out, SealWish(start, end, pseudonymise=True), LATER)
    with contextlib.closing(sqlite3.connect(f"file:{demo}?mode=ro", uri=True)) as session:
        of_the_day = "SELECT DISTINCT author_id FROM mention WHERE at >= ? AND at < ? AND author_id <> ''"
        authors = {name for (name,) in session.execute(of_the_day, (start, end))}
    with contextlib.closing(sqlite3.connect(f"file:{out}?mode=ro", uri=True)) as copy:
        public = {name for (name,) in copy.execute("SELECT DISTINCT author_id FROM mention")}
    held = out.read_bytes()
    assert len(authors) > 500
    assert [name for name in sorted(authors - public) if name.encode() in held] == []


def test_that_what_is_counted_and_found_stays(session: Path, sealed: Path) -> None:
    with open_reader(session) as one, open_reader(sealed) as other:
        assert other.problems() == ()
        assert other.count(ALWAYS) == one.count(ALWAYS)
        everyone = replace(ALWAYS, topics=one.topics())
        assert other.shares(everyone) == one.shares(everyone) != ()
        for query in ("orange", "panne", "lille", "fibre"):
            assert other.search(parse(query), ALWAYS, 0).total == one.search(parse(query), ALWAYS, 0).total
        before, after = one.latest(ALWAYS, 1_000), other.latest(ALWAYS, 1_000)
        assert [heard.id for heard in after] == [heard.id for heard in before]
        assert len({heard.mention.author.id for heard in after}) == len({heard.mention.author.id for heard in before})
        told = other.manifest()
        assert told is not None
        assert told.pseudonymised


def test_that_the_words_that_matched_are_still_those(sealed: Path) -> None:
    with open_reader(sealed) as reader:
        seen = 0
        for heard in reader.latest(ALWAYS, 1_000):
            for start, end in heard.marks("body"):
                seen += 1
                assert heard.mention.text[start:end].casefold() == "orange"
        assert seen > 500


def test_that_an_author_has_one_pseudonym_wherever_it_is_named(sealed: Path) -> None:
    with open_reader(sealed) as reader:
        by_id = {heard.id: heard.mention for heard in reader.latest(ALWAYS, 1_000)}
        assert by_id[1].author.handle == by_id[201].author.handle
        assert by_id[1].author.handle.startswith(PREFIX)
        assert by_id[1].author.followers is None
        assert by_id[1].parent_id == by_id[2].native_id
        assert by_id[1].links == ("https://journal.example/article",)
        episode = reader.episodes(ALWAYS)[0]
        (loudest, _heard, _usual) = episode.now.evidence["authors"][0]  # type: ignore[index]
        assert loudest == by_id[5].author.handle
        assert f"@{loudest}" in episode.marks[0].value
        assert episode.now.evidence["rings"][0]["accounts"][0] == f"bluesky:{loudest}"  # type: ignore[index]


def test_that_public_people_and_what_topics_ask_for_stay(sealed: Path) -> None:
    with open_reader(sealed) as reader:
        minister = reader.search(parse("author:ministre.example"), ALWAYS, 5)
        assert minister.total == 1
        assert minister.mentions[0].mention.native_id == "at://ministre/1"
        assert reader.search(parse("voyez"), ALWAYS, 1).mentions[0].mention.text == (
            "voyez @Orange_conseil et @ministre.example"
        )
        assert reader.people()[0].name == "La Ministre"
        insider = reader.people()[1]
        assert insider.name.startswith(PREFIX)
        assert reader.search(parse("is:insider"), ALWAYS, 0).total > 0


def test_that_two_files_share_no_pseudonym(session: Path, sealed: Path, tmp_path: Path) -> None:
    seal(session, tmp_path / "b.hubdesk", SealWish(pseudonymise=True), LATER)
    names = []
    for path in (sealed, tmp_path / "b.hubdesk"):
        with open_reader(path) as reader:
            names.append({heard.mention.author.handle for heard in reader.latest(ALWAYS, 1_000)})
    assert names[0] & names[1] <= {"", "ministre.example"}


def test_that_a_source_held_back_leaves_none_of_its_authors_in_evidence(session: Path, tmp_path: Path) -> None:
    session = Path(shutil.copy(session, tmp_path / "copie.hubdesk"))
    with open_writer(session) as writer:
        closed = source(writer, "fermée", terms=Terms(export=False))
        add(writer, closed, [Entry(said(900, "orange", author=Author("@ailleurs_zz", "Zz Zz", "zz"), native_id="zz"))])
        state = EpisodeState(NOON + 2, "rise", NOON, evidence={"authors": [["@ailleurs_zz", 3, 1.0]]})
        writer.keep_watch("minutes", NOON + 2, "", [Seen("buzz", 1, NOON + 2, state)], None)
    seal(session, tmp_path / "c.hubdesk", SealWish(), LATER)
    assert b"ailleurs_zz" not in (tmp_path / "c.hubdesk").read_bytes()


@pytest.mark.parametrize(
    "text", ["", "rien", "@", "@@", "a@b", "@zoé-1.", "http://", "http://[", "zoé-1 @zoé-1", "x" * 5_000, "@a" * 3_000]
)
def test_that_places_move_with_the_words(text: str) -> None:
    names = Names({"zoé-1": "anon-1"}, {"zoé-1": "anon-1"}, {}, frozenset(), frozenset(), lambda _name: "anon-2")
    made = names.rewrite(text)
    assert made.moved(0) == 0
    assert made.moved(len(text)) == len(made.text)
    places = [made.moved(place) for place in range(len(text) + 1)]
    assert places == sorted(places)
