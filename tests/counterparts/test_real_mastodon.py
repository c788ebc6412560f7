"""Statuses written on real servers reach our pages: polled from snac, streamed from an emulator of Mastodon."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from hubdesk.core import Millis
from hubdesk.sources.limits import Limits
from hubdesk.sources.mastodon import Mastodon as Source
from hubdesk.sources.mastodon import make
from hubdesk.sources.source import Page, SourceError
from tests.counterparts.listening import listening, visit


def source(server: Any, mode: str, tag: str = "") -> Source:
    config: dict[str, str | int | float | bool] = {"url": server.base, "mode": mode, "allow_private": True}
    return make(config | ({"tag": tag} if tag else {}))


def texts(pages: list[Page]) -> list[str]:
    return [mention.text for page in pages for mention in page.mentions]


@pytest.mark.counterpart("snac")
@pytest.mark.parametrize(("mode", "tag"), [("public", ""), ("tag", "panneorange")])
def test_that_a_status_on_snac_is_polled_once(snac: Any, mode: str, tag: str) -> None:
    first = asyncio.run(visit(source(snac, mode, tag)))
    uri = snac.publish(f"La fibre est en panne & <b>rien</b> ne va #PanneOrange 😡 https://example.com/{mode}")
    pages = asyncio.run(visit(source(snac, mode, tag), first[-1].cursor))
    (mention,) = [mention for page in pages for mention in page.mentions]
    assert mention.native_id == uri
    assert mention.text.startswith("La fibre est en panne &")
    assert mention.links == (f"https://example.com/{mode}",)
    assert mention.author.handle == f"alice@{snac.base.removeprefix('http://')}"
    assert mention.published_at is not None
    assert mention.language == "", "snac calls every post English"
    assert pages[-1].reaches_back_to is not None
    assert texts(asyncio.run(visit(source(snac, mode, tag), pages[-1].cursor))) == []


@pytest.mark.counterpart("snac")
def test_that_a_hundred_statuses_between_two_visits_to_snac_are_all_read(snac: Any) -> None:
    snac.publish("avant la foule")
    first = asyncio.run(visit(source(snac, "public")))
    written = [f"foule n°{n}" for n in range(100)]
    for text in written:
        snac.publish(text)
    pages = asyncio.run(visit(source(snac, "public"), first[-1].cursor))
    assert sorted(texts(pages)) == sorted(written)
    assert _last_claim(pages) == _last_instant(first)


@pytest.mark.counterpart("snac")
def test_that_a_server_without_streams_says_so(snac: Any) -> None:
    async def listen() -> None:
        async with listening(source(snac, "stream"), token=snac.token) as ear:
            with pytest.raises(SourceError, match=r"404|cannot be reached"):
                await ear.hear(lambda: False)

    asyncio.run(listen())


@pytest.mark.counterpart("mastodon-mock")
def test_that_a_hundred_statuses_between_two_visits_are_read_oldest_first(mastodon_mock: Any) -> None:
    mastodon_mock.publish("avant la foule")
    first = asyncio.run(visit(source(mastodon_mock, "local")))
    written = [f"foule n°{n}" for n in range(100)]
    for text in written:
        mastodon_mock.publish(text)
    pages = asyncio.run(visit(source(mastodon_mock, "local"), first[-1].cursor))
    assert texts(pages) == written


@pytest.mark.counterpart("mastodon-mock")
def test_that_a_streamed_status_its_edit_and_its_deletion_are_heard(mastodon_mock: Any) -> None:
    async def listen() -> None:
        async with listening(source(mastodon_mock, "stream"), token=mastodon_mock.token) as ear:
            await ear.hear(lambda: ear.cursor())
            uri = mastodon_mock.publish("Livebox en rade à Lille", language="fr")
            await ear.hear(lambda: uri in [mention.native_id for mention in ear.mentions()])
            mastodon_mock.edit(uri, "Livebox réparée à Lille")
            await ear.hear(ear.edits)
            assert [(one.native_id, one.text) for one in ear.edits()] == [(uri, "Livebox réparée à Lille")]
            mastodon_mock.delete(uri)
            await ear.hear(ear.withdrawn)
            assert ear.withdrawn() == [uri]

    asyncio.run(listen())


@pytest.mark.counterpart("mastodon-mock")
def test_that_a_stream_that_is_opened_again_reads_what_it_missed_and_knows_what_is_deleted(mastodon_mock: Any) -> None:
    async def listen() -> None:
        async with listening(source(mastodon_mock, "stream"), token=mastodon_mock.token) as ear:
            await ear.hear(lambda: ear.cursor())
            cursor = ear.cursor()
        missed = [mastodon_mock.publish(f"pendant la coupure {n}") for n in range(3)]
        async with listening(source(mastodon_mock, "stream"), cursor, mastodon_mock.token) as ear:
            await ear.hear(lambda: len(ear.mentions()) >= len(missed))
            assert [mention.native_id for mention in ear.mentions()] == missed
            await ear.hear(lambda: _last_claim(ear.pages) is not None)
            mastodon_mock.delete(missed[1])
            await ear.hear(ear.withdrawn)
            assert ear.withdrawn() == [missed[1]]

    asyncio.run(listen())


@pytest.mark.counterpart("mastodon-mock")
@pytest.mark.parametrize("effect", ["ratelimit", "malformed", "status"])
def test_that_a_fault_is_an_error_and_the_next_visit_misses_nothing(mastodon_mock: Any, effect: str) -> None:
    cursor = asyncio.run(visit(source(mastodon_mock, "public")))[-1].cursor
    uri = mastodon_mock.publish(f"pendant la faute {effect}")
    fault(mastodon_mock, {"type": effect} | ({"status": 503} if effect == "status" else {}))
    with pytest.raises(SourceError) as raised:
        asyncio.run(visit(source(mastodon_mock, "public"), cursor))
    assert (raised.value.wait is not None) == (effect == "ratelimit")
    pages = asyncio.run(visit(source(mastodon_mock, "public"), cursor))
    assert [mention.native_id for page in pages for mention in page.mentions] == [uri]


@pytest.mark.counterpart("mastodon-mock")
def test_that_a_server_that_hangs_is_cut_off(mastodon_mock: Any) -> None:
    cursor = asyncio.run(visit(source(mastodon_mock, "public")))[-1].cursor
    fault(mastodon_mock, {"type": "timeout"})
    with pytest.raises(SourceError, match="did not finish"):
        asyncio.run(visit(source(mastodon_mock, "public"), cursor, limits=Limits(deadline=1.0)))


def fault(server: Any, effect: dict[str, Any]) -> None:
    """The next request for the public timeline goes wrong."""
    body = {"match": {"path": "/api/v1/timelines/public"}, "effect": effect, "count": 1}
    httpx.post(f"{server.base}/api/v1/_mock/faults", json=body, timeout=20, trust_env=False).raise_for_status()


def _last_claim(pages: list[Page]) -> Millis | None:
    return next((page.reaches_back_to for page in reversed(pages) if page.reaches_back_to is not None), None)


def _last_instant(pages: list[Page]) -> Millis:
    import json

    return int(json.loads(pages[-1].cursor)["at"])
