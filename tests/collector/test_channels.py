"""Official channels as the collector looks at them: what is new is said once, and what nobody could see is unknown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from hubdesk.collector.channel_looks import page
from hubdesk.collector.channels import Channels
from hubdesk.core import HOUR, MINUTE, Author, Entry, EpisodeState, Mention, Scope, SourceRow, Span, Topic
from hubdesk.core.channels import ChannelSilence, ChannelWord, Voice
from hubdesk.sources.http import Http
from hubdesk.sources.limits import Limits, Pace
from hubdesk.store.episodes import Seen
from hubdesk.store.session import NewSession, create, open_reader, open_writer

NOON = 1_800_000_000_000 // MINUTE * MINUTE
FAST = Limits(public=Pace(per_second=1_000.0, burst=1_000, at_once=9))
URL = "https://etat.example/"
CALM = "<html><body><main><p>Tous nos services fonctionnent.</p><p>Mis à jour il y a 3 minutes</p></main></body></html>"
DOWN = CALM.replace("</main>", "<p>Panne du mail dans le Grand Est : nos équipes sont mobilisées.</p></main>")


class Desk:
    """A session with an outage, a site that answers as told, and a clock that a test moves."""

    def __init__(self, path: Path) -> None:
        create(path, NewSession(title="Essai"))
        self.writer, self.reader, self.now = open_writer(path), open_reader(path), NOON
        self.answers: dict[str, httpx.Response] = {}
        self.orange = self.writer.add_topic(Topic(0, "Orange", "orange", "own"))
        state = EpisodeState(NOON, "rise", NOON)
        self.writer.keep_watch("minutes", NOON, "", [Seen("outage", self.orange.id, NOON, state)])

    def declare(self, *channels: dict[str, object]) -> None:
        self.writer.set_note("channels", json.dumps(channels))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        told = self.answers.get(str(request.url), httpx.Response(404))
        return httpx.Response(told.status_code, headers=told.headers, content=told.content)

    def with_channels(self, work: Callable[[Channels], object]) -> None:
        async def run() -> None:
            async with Http(limits=FAST, transport=httpx.MockTransport(self._answer)) as http:
                made = work(Channels(self.reader, self.writer, http, lambda: self.now))
                assert asyncio.iscoroutine(made)
                await made

        asyncio.run(run())

    def look(self, minute: int, page: str = "", status: int = 200, url: str = URL) -> None:
        self.now = NOON + minute * MINUTE
        self.answers[url] = httpx.Response(status, text=page)
        self.with_channels(Channels.once)

    def clock(self) -> ChannelSilence:
        (found,) = self.reader.silence(self.orange, Scope((), NOON - HOUR, self.now))
        return found

    def said(self) -> tuple[ChannelWord, ...]:
        found = self.clock()
        return (*found.beside, *((found.statement,) if found.statement else ()))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "s.hubdesk")
    yield made
    made.reader.close()
    made.writer.close()


def test_that_a_status_page_stops_the_clock_at_the_look_that_finds_its_word(desk: Desk) -> None:
    desk.declare({"kind": "status-page", "url": URL, "topic": "Orange"})
    desk.look(1, CALM)
    assert desk.clock().state == Voice.SILENT
    desk.look(3, CALM.replace("3 minutes", "5 minutes"))
    assert desk.said() == ()
    desk.look(5, DOWN)
    found = desk.clock()
    assert (found.state, found.since) == (Voice.SPOKE, NOON + 5 * MINUTE)
    assert found.statement is not None
    assert found.statement.text == "Panne du mail dans le Grand Est : nos équipes sont mobilisées."
    assert {"51", "67"} <= set(found.statement.places)
    desk.look(7, DOWN)
    assert len(desk.said()) == 1


def test_that_an_incident_that_stands_there_at_the_first_look_counts(desk: Desk) -> None:
    desk.declare({"kind": "status-page", "url": URL})
    desk.look(1, DOWN)
    assert desk.clock().state == Voice.SPOKE


@pytest.mark.parametrize(("status", "text"), [(503, ""), (404, CALM), (200, ""), (200, "<script>draw()</script>")])
def test_that_a_page_that_cannot_be_looked_at_is_unknown(desk: Desk, status: int, text: str) -> None:
    desk.declare({"kind": "status-page", "url": URL})
    desk.look(1, text, status)
    found = desk.clock()
    assert (found.state, found.since) == (Voice.UNKNOWN, None)
    assert found.error
    desk.look(2, CALM)
    assert desk.clock().state == Voice.SILENT


def test_that_an_address_of_a_private_network_is_not_looked_at_unless_allowed(desk: Desk) -> None:
    private = "http://127.0.0.1:9/"
    desk.declare({"kind": "status-page", "url": private})
    desk.look(1, CALM, url=private)
    assert desk.clock().state == Voice.UNKNOWN
    desk.declare({"kind": "status-page", "url": private, "allow_private": True})
    desk.look(2, CALM, url=private)
    assert desk.clock().state == Voice.SILENT


def test_that_a_banner_that_sells_does_not_stop_the_clock(desk: Desk) -> None:
    desk.declare({"kind": "site-banner", "url": URL})
    desk.look(1, CALM)
    sale = CALM.replace("</main>", '<div role="alert">Panne de réseau ? Profitez de -50 % sur la fibre</div></main>')
    desk.look(3, sale)
    assert desk.clock().state == Voice.SILENT
    assert len(desk.said()) == 1
    desk.look(5, sale.replace("<main>", '<div class="banner">Incident en cours sur le mail</div><main>'))
    assert desk.clock().state == Voice.SPOKE


def test_that_a_feed_says_its_new_entries_and_not_its_old_ones(desk: Desk) -> None:
    def rss(*titles: str) -> str:
        entries = "".join(f"<item><title>{t}</title><guid isPermaLink='false'>{t}</guid></item>" for t in titles)
        return f"<rss version='2.0'><channel><title>T</title>{entries}</channel></rss>"

    desk.declare({"kind": "feed", "url": URL})
    desk.look(1, rss("Une vieille panne est en cours de résolution"))
    assert desk.clock().state == Voice.SILENT
    desk.look(3, rss("Incident mail : nos équipes sont mobilisées", "Une vieille panne est en cours de résolution"))
    assert desk.clock().state == Voice.SPOKE


def test_that_an_account_is_looked_at_among_the_mentions(desk: Desk) -> None:
    desk.declare({"kind": "account", "account": "bluesky:orange.example"})
    desk.look(1)
    assert desk.clock().error == "no source of bluesky listens now"
    row = desk.writer.add_source(SourceRow(0, "Bluesky", "bluesky", every=0))

    def post(n: int, text: str) -> None:
        author = Author("orange.example", "Orange", "did:plc:orange")
        entry = Entry(Mention("bluesky", f"at://{n}", text, desk.now, author=author))
        cover = Span(NOON - HOUR, desk.now + MINUTE)
        desk.writer.add_page(row.id, [entry] if n else [], cursor="", due_at=0, seen_at=desk.now, covers=cover)

    post(0, "")
    desk.look(1)
    assert desk.clock().error == "no post of bluesky:orange.example was heard so far"
    post(1, "Profitez de nos offres à 9,99 €/mois")
    desk.look(2)
    assert (desk.clock().state, len(desk.said())) == (Voice.SILENT, 1)
    post(2, "Incident mail en Bretagne, nos équipes sont mobilisées")
    desk.look(3)
    found = desk.clock()
    assert found.state == Voice.SPOKE
    assert found.statement is not None
    assert "35" in found.statement.places


def test_that_channels_are_looked_at_when_due_and_the_looks_end_with_the_collector(desk: Desk) -> None:
    desk.declare({"kind": "status-page", "url": URL, "every": 3_600_000})
    desk.now += MINUTE
    desk.answers[URL] = httpx.Response(200, text=CALM)

    async def run(channels: Channels) -> None:
        async with channels.beside():
            while not desk.reader.stood_on(desk.reader.channels()[0]):
                await asyncio.sleep(0.01)

    desk.with_channels(run)
    assert desk.clock().state == Voice.SILENT


@pytest.mark.parametrize("memory", ["", "{", "5", '{"a": 1}', "[" * 50_000])
def test_that_a_damaged_memory_is_a_first_look(memory: str) -> None:
    found = page(["Panne en cours", "Bonjour"], memory, URL, NOON)
    assert [one.text for one in found.said] == ["Panne en cours"]


def test_that_times_of_day_alone_make_nothing_new() -> None:
    first = page(["Dernière mise à jour : 13:20", "Panne dans le 59, depuis 13h05"], "", URL, NOON)
    again = page(["Dernière mise à jour : 13:22", "Panne dans le 59, depuis 13h05"], first.memory, URL, NOON)
    other = page(["Dernière mise à jour : 13:24", "Panne dans le 67, depuis 13h05"], again.memory, URL, NOON)
    assert again.said == ()
    assert [one.text for one in other.said] == ["Panne dans le 67, depuis 13h05"]
