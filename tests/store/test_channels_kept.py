"""Official channels in a session: looks and statements as they were known, and nothing a stranger's file can break."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import NOON, add, entry, opened, source, topics

from hubdesk.core import HOUR, MINUTE, EpisodeState, Kind, Notes, Scope, Topic, Withdrawal
from hubdesk.core.channels import Channel, ChannelKind, Reported, Said, Voice
from hubdesk.store.episodes import Seen
from hubdesk.store.session import open_reader
from hubdesk.store.writer import Writer

STATUS = Channel(ChannelKind.STATUS_PAGE, "https://etat.example/reseau?jeton=1")
OWNED = "Incident sur le mail dans le Grand Est : nos équipes sont mobilisées."


def declared(writer: Writer, *channels: dict[str, object]) -> None:
    writer.set_note("channels", json.dumps(channels))


def outage(writer: Writer, topic: Topic, start: int = NOON) -> None:
    state = EpisodeState(start + 5 * MINUTE, "rise", start)
    writer.keep_watch("minutes", start + 5 * MINUTE, "", [Seen("outage", topic.id, start + 5 * MINUTE, state)])


def until(minutes: int) -> Scope:
    return Scope((), NOON - HOUR, NOON + minutes * MINUTE)


def test_that_channels_are_read_as_declared_and_what_is_none_is_passed_over(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        assert reader.channels() == ()
        (orange,) = topics(writer, "Orange")
        declared(
            writer,
            {"kind": "status-page", "url": "https://etat.example/", "topic": "orange", "every": 60_000},
            {"kind": "account", "account": "bluesky:orange.example"},
            {"kind": "fax", "url": "https://x.example"},
            {"kind": "feed", "url": 5},
            {"kind": "feed", "url": "https://f.example/", "topic": "nobody", "every": True, "allow_private": "yes"},
        )
        status, account, feed = reader.channels()
        assert (status.topic, status.every, status.name) == (orange.id, 60_000, "etat.example")
        assert (account.topic, account.where) == (None, "bluesky:orange.example")
        assert (feed.topic, feed.every, feed.allow_private) == (0, 120_000, False)


@pytest.mark.parametrize("note", ["", "{", "5", "[1, null, [], {}]", "[" * 50_000, '[{"kind": ["x"], "url": "y"}]'])
def test_that_any_note_is_survived(tmp_path: Path, note: str) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        writer.set_note("channels", note)
        assert reader.channels() == ()


def test_that_a_clock_runs_from_the_first_report_to_the_first_word_of_it(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange, free) = topics(writer, "Orange", "Free")
        declared(writer, {"kind": STATUS.kind, "url": STATUS.where, "topic": "Orange"})
        assert reader.silence(orange, until(30)) == ()
        outage(writer, orange)
        for minute in range(2, 60, 10):
            writer.keep_look(STATUS, NOON + minute * MINUTE, memory=f"[{minute}]")
        assert reader.stood_on(STATUS) == "[52]"
        said = Said(NOON + 61 * MINUTE, OWNED, STATUS.where, ("51", "67"))
        assert writer.keep_look(STATUS, NOON + 62 * MINUTE, [said]) == 1
        assert writer.keep_look(STATUS, NOON + 64 * MINUTE, [said]) == 0
        (then,) = reader.silence(orange, until(30))
        assert (then.state, then.first_report, then.channel) == (Voice.SILENT, NOON, "etat.example/reseau")
        (unknown,) = reader.silence(orange, Scope((), NOON, NOON + 61 * MINUTE + 30_000))
        assert unknown.state == Voice.SILENT  # said by then, and not known to us
        (now,) = reader.silence(orange, until(90))
        assert (now.state, now.since) == (Voice.SPOKE, NOON + 61 * MINUTE)
        assert now.statement is not None
        assert (now.statement.text, now.statement.places) == (OWNED, ("51", "67"))
        assert reader.silence(free, until(90)) == ()
        (asked,) = reader.silence(orange, until(90), since=NOON + 70 * MINUTE)
        assert asked.state == Voice.UNKNOWN


def test_that_failed_looks_make_a_channel_unknown_and_say_why(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        declared(writer, {"kind": STATUS.kind, "url": STATUS.where})
        outage(writer, orange)
        writer.keep_look(STATUS, NOON + MINUTE)
        writer.keep_look(STATUS, NOON + 20 * MINUTE, error="etat.example cannot be reached")
        (found,) = reader.silence(orange, until(30))
        assert (found.state, found.since) == (Voice.UNKNOWN, NOON + MINUTE)
        assert found.error == "etat.example cannot be reached"


def test_that_places_reported_outside_an_official_area_are_listed(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        declared(writer, {"kind": STATUS.kind, "url": STATUS.where})
        outage(writer, orange)
        assert reader.official_area(orange, until(30)) is None
        writer.keep_look(STATUS, NOON + 2 * MINUTE, [Said(NOON + 2 * MINUTE, OWNED, "", ("51", "67"))])
        nord = Notes(themes=("outage_network",), tone="negative", places=("Lille", "insee:59350", "dep:59"))
        entries = [replace(entry(n, orange, at=NOON + (3 + n) * MINUTE, author=f"a{n}"), notes=nord) for n in range(4)]
        add(writer, source(writer), entries, NOON + 8 * MINUTE)
        found = reader.official_area(orange, until(30))
        assert found is not None
        assert (found.official, found.unreported) == (("51", "67"), ("51", "67"))
        assert (found.outside, found.placed) == ((Reported("59", 4, 4),), 4)
        assert (found.first_report, found.contradicted_at) == (NOON, NOON + 5 * MINUTE)
        early = reader.official_area(orange, until(7))
        assert early is not None
        assert (early.outside, early.contradicted_at) == ((), None)
        looked_back = reader.official_area(orange, replace(until(7), known_by=NOON + 30 * MINUTE))
        assert looked_back is not None
        assert looked_back.outside == found.outside  # as every count of a past stretch, and so as the rows it opens


def test_that_only_a_word_of_the_incident_makes_an_official_area(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        declared(writer, {"kind": STATUS.kind, "url": STATUS.where})
        outage(writer, orange)
        sale = Said(NOON + MINUTE, "Nouvelle boutique à Lille : profitez de nos offres", "", ("59",))
        calm = Said(NOON + MINUTE, "Aucun incident à signaler à Lille", "", ("59",))
        writer.keep_look(STATUS, NOON + MINUTE, [sale, calm])
        assert reader.official_area(orange, until(30)) is None
        writer.keep_look(STATUS, NOON + 2 * MINUTE, [Said(NOON + 2 * MINUTE, OWNED, "", ("51", "67"))])
        writer.keep_look(STATUS, NOON + 4 * MINUTE, [sale])
        found = reader.official_area(orange, until(30))
        assert found is not None
        assert found.official == ("51", "67")
        assert reader.official_area(orange, until(1)) is None  # nothing before it was known


def test_that_places_a_stranger_wrote_into_a_file_are_none(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        declared(writer, {"kind": STATUS.kind, "url": STATUS.where})
        outage(writer, orange)
        hostile = ("51", "<b>", "59) OR (x", "51", "2A", "x" * 100_000, "9999")
        writer.keep_look(STATUS, NOON + MINUTE, [Said(NOON + MINUTE, OWNED, "", hostile)])
        found = reader.official_area(orange, until(30))
        assert found is not None
        assert found.official == ("51", "2A")


def test_that_the_last_word_counts_however_much_was_said_before(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        declared(writer, {"kind": STATUS.kind, "url": STATUS.where})
        outage(writer, orange)
        said = [Said(NOON + n * 1_000, f"{OWNED} Point {n}", "", ("51",)) for n in range(1_200)]
        writer.keep_look(STATUS, NOON + 25 * MINUTE, [*said, Said(NOON + 21 * MINUTE, OWNED, "", ("67",))])
        found = reader.official_area(orange, until(30))
        assert found is not None
        assert found.official == ("67",)


def test_that_an_account_speaks_through_its_own_posts_and_takes_its_words_back(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    account = Channel(ChannelKind.ACCOUNT, "bluesky:Orange")
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        declared(writer, {"kind": "account", "account": account.where})
        outage(writer, orange)
        reply = entry(2, text=OWNED, at=NOON + MINUTE, author="orange")
        reply = replace(reply, mention=replace(reply.mention, kind=Kind.REPLY))
        own = entry(1, text=OWNED, at=NOON + MINUTE, author="orange")
        add(writer, source(writer), [own, reply, entry(3, author="orangeade")], NOON + 2 * MINUTE)
        ((id_, at, text, url),) = reader.posts_by(account.where, 0, 9)
        assert (id_, at, text) == (1, NOON + MINUTE, OWNED)
        writer.keep_look(account, NOON + 2 * MINUTE, [Said(at, text, url, None, id_, "owns-up")])
        (before,) = reader.silence(orange, until(5))
        assert before.statement is not None
        assert before.statement.text == OWNED
        writer.withdraw([Withdrawal("bluesky", "at://1")], NOON + 6 * MINUTE)
        (after,) = reader.silence(orange, until(9))
        assert after.statement is not None
        assert (after.state, after.statement.text) == (Voice.SPOKE, "")
        assert reader.posts_by(account.where, 0, 9) == ()
