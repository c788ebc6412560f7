"""Erased authors leave no byte in a session, live or sealed, and everything else stays."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from erasure_fakes import LATER, author, bystander, canaries, canary, heard, native, session
from store_fakes import ALWAYS, add

from hubdesk.core import DAY, Author, Evidence, Kind, Topic, Withdrawal
from hubdesk.query.syntax import parse
from hubdesk.store.erasure import erase
from hubdesk.store.erasure_subject import EraseKind, EraseWish
from hubdesk.store.session import open_reader, open_writer

AUTHORS, POSTS, OTHERS = 100, 1_000, 500


def everybody(authors: int) -> EraseWish:
    return EraseWish(EraseKind.AUTHOR, tuple(f"bluesky:{author(n).id}" for n in range(authors)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return session(tmp_path_factory.mktemp("session"), AUTHORS, POSTS, OTHERS)


@pytest.fixture
def live(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / made.name
    path.write_bytes(made.read_bytes())
    return path


def counts(path: Path) -> object:
    with open_reader(path) as reader:
        scope = replace(ALWAYS, topics=reader.topics())
        by_year = reader.volume(scope.topics[0], scope, 365 * DAY)
        tones = reader.tone_totals(scope).whole.split
        return reader.count(scope), reader.shares(scope), by_year, tones


def test_that_no_byte_of_erased_authors_is_left_in_a_live_session(live: Path) -> None:
    before = counts(live)
    assert canaries(live)
    done = erase(live, everybody(AUTHORS), LATER)
    assert done.swept
    assert done.receipt.mentions == POSTS + 1  # and one that only passed a post on
    assert canaries(live) == set()
    assert counts(live) == before


def test_that_what_others_wrote_is_found_as_before(live: Path) -> None:
    erase(live, everybody(AUTHORS), LATER)
    with open_reader(live) as reader:
        assert reader.problems() == ()
        for number in range(0, OTHERS, 25):
            found = reader.search(parse(f"témoin{number}"), ALWAYS, 5)
            assert found.total == 1
            mention = found.mentions[0].mention
            assert f"témoin{number}" in mention.text
            assert ("[…]" in mention.text) == (number % 5 != 4)
            marks = found.mentions[0].marks("body")
            assert [mention.text[start:end].casefold() for start, end in marks] == ["orange"]
        assert reader.search(parse("canari"), ALWAYS, 5).total == 0


def test_that_nobody_erased_comes_back(live: Path) -> None:
    erase(live, EraseWish(EraseKind.AUTHOR, ("bluesky:zqplume_1x",)), LATER)
    with open_writer(live) as writer, open_reader(live) as reader:
        orange, flux = reader.topics()[0], reader.sources()[0]
        new = canary(1, 5_000, native_id="at://did:plc:zqcompte1x/new", published_at=LATER + 9)
        answer = bystander(0, 1, native_id="at://did:plc:autre/answer", parent_id=native(1, 1), text="et toi ?")
        passed = bystander(0, 1, native_id="at://did:plc:autre/again", parent_id=native(1, 1), kind=Kind.REPOST)
        repeat = heard(
            bystander(4, 1, native_id="at://did:plc:autre/repeat"), orange, Evidence("duplicate", native(1, 1))
        )
        entries = [heard(new, orange), heard(replace(answer, links=(), raw=""), orange), heard(passed, orange), repeat]
        entries[-1] = replace(repeat, mention=replace(repeat.mention, links=(), raw="", parent_id="", parent_title=""))
        assert add(writer, flux, entries, LATER + 10).new == 2
        remembered = json.dumps({"since": "3", "uris": [["1", native(1, 1)], ["2", native(2, 2)]]})
        writer.set_cursor(flux.id, remembered)
        assert json.loads(reader.sources()[0].cursor)["uris"] == [["2", native(2, 2)]]
    assert not {one for one in canaries(live) if one in (b"zqcompte1x", b"zqplume_1x", b"zqnom1x", b"zqpost1x")}


def test_that_an_account_without_an_id_does_not_come_back_either(live: Path) -> None:
    nameless = Author("@zqsans_1x", "", "")
    with open_writer(live) as writer, open_reader(live) as reader:
        orange, flux = reader.topics()[0], reader.sources()[0]
        one, two = (canary(1, 1, native_id=f"at://sans/{n}", author=nameless, raw="", url="") for n in (1, 2))
        add(writer, flux, [heard(one, orange)], LATER)
        assert writer.erase(EraseWish(EraseKind.AUTHOR, ("bluesky:zqsans_1x",)), LATER).mentions == 1
        assert add(writer, flux, [heard(two, orange)], LATER + 1).new == 0


def test_that_whoever_shares_a_name_or_an_address_by_chance_is_left_alone(live: Path) -> None:
    """A handle that is a word, a name of one word, another account whose handle begins alike."""
    texts = ["orange vaut mieux que tout", "@oranger et @orange_bis", "https://orange.example/orange/offre", "Orange !"]
    with open_writer(live) as writer, open_reader(live) as reader:
        topic, flux = reader.topics()[0], reader.sources()[0]
        brand = Author("@orange", "Orange", "did:plc:brand")
        said = [heard(bystander(0, 1, native_id=f"at://word/{n}", text=text, links=(), raw="", parent_id="",
                      parent_title=""), topic) for n, text in enumerate([*texts, "merci @Orange."])]  # fmt: skip
        add(writer, flux, [heard(bystander(4, 1, native_id="at://did:plc:brand/1", author=brand), topic), *said], LATER)
        done = writer.erase(EraseWish(EraseKind.AUTHOR, ("bluesky:orange",)), LATER)
        assert (done.mentions, done.files[0].named) == (1, 1)
        found = {one.mention.native_id: one.mention.text for one in reader.latest(ALWAYS, 9)}
        assert [found[f"at://word/{n}"] for n in range(5)] == [*texts, "merci […]."]


def test_that_a_desk_that_reads_on_goes_on_and_sees_the_hole(live: Path) -> None:
    with open_reader(live) as reader:
        before, version = reader.count(ALWAYS), reader.version()
        assert erase(live, everybody(AUTHORS), LATER).swept
        assert reader.version() != version
        assert reader.count(ALWAYS) == before
        assert reader.search(parse("canari"), ALWAYS, 5).total == 0
    assert canaries(live) == set()


def test_that_what_a_long_read_holds_back_is_gone_when_the_session_is_closed(live: Path) -> None:
    with open_writer(live) as stays:
        slow = sqlite3.connect(live, isolation_level=None)
        slow.execute("BEGIN")
        slow.execute("SELECT count(*) FROM mention").fetchone()
        with open_writer(live) as writer:
            writer._connection.execute("PRAGMA busy_timeout=0")
            writer.erase(everybody(AUTHORS), LATER)
            assert writer.sweep() is False
        assert canaries(live)
        slow.close()
        stays.ask_now()
    assert canaries(live) == set()
    assert not live.with_name(f"{live.name}-wal").exists()


def test_that_a_receipt_says_how_many_and_whether_it_was_altered(live: Path) -> None:
    done = erase(live, EraseWish(EraseKind.AUTHOR, ("bluesky:zqplume_1x",)), LATER).receipt
    with open_reader(live) as reader:
        assert reader.receipts() == (done,)
        assert done.is_whole
        assert (done.kind, done.at, done.mentions) == ("author", LATER, POSTS // AUTHORS + 1)
    with sqlite3.connect(live) as connection:
        connection.execute("UPDATE receipt SET mentions = 1")
    connection.close()
    with open_reader(live) as reader:
        assert not reader.receipts()[0].is_whole


def test_that_who_was_entered_by_a_person_stays_and_is_told(live: Path) -> None:
    with open_writer(live) as writer:
        people = [{"name": "Zqprénom1x Zqnom1x", "role": "leader", "accounts": ["bluesky:zqplume_1x"]}]
        writer.set_note("people", json.dumps(people))
        writer.add_topic(Topic(0, "Elle", "author:zqplume_1x"))
    done = erase(live, EraseWish(EraseKind.AUTHOR, ("bluesky:zqplume_1x",)), LATER).receipt
    assert done.entered == ("people", "topics")
    with open_reader(live) as reader:
        assert reader.people()[0].name == "Zqprénom1x Zqnom1x"


def test_that_marks_and_episodes_of_others_stay(live: Path) -> None:
    with open_reader(live) as reader:
        episode = reader.episodes(replace(ALWAYS, topics=reader.topics()))[0]
        assert len(reader.marks()) == 3
    erase(live, everybody(AUTHORS), LATER)
    with open_reader(live) as reader:
        told = reader.episodes(replace(ALWAYS, topics=reader.topics()))[0].now.evidence
        assert [one[0] for one in told["authors"]] == ["@temoin1"]  # type: ignore[attr-defined]
        assert [one[0] for one in told["terms"]] == ["orange"]  # type: ignore[attr-defined]
        assert told["mentions"] == episode.now.evidence["mentions"]
        assert all("zq" not in mark.value.casefold() for mark in reader.marks())


def test_that_what_a_network_takes_back_is_gone_when_the_session_is_closed(live: Path) -> None:
    with open_writer(live) as writer:
        writer.withdraw([Withdrawal("bluesky", author_id=author(n).id) for n in range(AUTHORS)], LATER)
    left = sqlite3.connect(live)
    words = left.execute("SELECT count(*) FROM mention WHERE text LIKE '%motique%'").fetchone()[0]
    assert left.execute("PRAGMA freelist_count").fetchone() == (0,)  # written anew: gaps between rows are gone too
    assert left.execute("SELECT count(*) FROM meta WHERE key = 'unswept'").fetchone() == (0,)
    left.close()
    assert words == 1  # a repost: its author took nothing back
    assert not {one for one in canaries(live) if one.startswith(b"zyg")} - {b"zyg1001moti", b"zyg3moti"}  # and a note
