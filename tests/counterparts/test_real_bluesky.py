"""Posts written on a real Bluesky server reach our pages, in both generations of its stream."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from hubdesk.core import Kind
from hubdesk.sources.bluesky import Bluesky as Source
from hubdesk.sources.bluesky import make
from tests.counterparts.listening import Ear, listening

pytestmark = pytest.mark.counterpart("bluesky")
GENERATIONS = pytest.mark.parametrize("old", [True, False], ids=["older", "present"])


def source(bluesky: Any, old: bool) -> Source:
    return make({"endpoint": bluesky.endpoint(old), "allow_private": True})


def texts(ear: Ear) -> list[str]:
    return [mention.text for mention in ear.mentions()]


@GENERATIONS
def test_that_a_post_its_edit_and_its_deletion_are_heard(bluesky: Any, old: bool) -> None:
    async def listen() -> None:
        async with listening(source(bluesky, old)) as ear:
            await ear.hear(lambda: ear.pages)
            uri = bluesky.publish(f"La fibre Orange est en panne à Lyon 😡 {old}")
            await ear.hear(ear.mentions)
            (mention,) = ear.mentions()
            assert (mention.native_id, mention.text) == (uri, f"La fibre Orange est en panne à Lyon 😡 {old}")
            assert (mention.author.id, mention.language, mention.kind) == (bluesky.did, "fr", Kind.POST)
            answer = bluesky.publish("Ici aussi", reply={"root": _place(uri), "parent": _place(uri)})
            await ear.hear(lambda: len(ear.mentions()) == 2)
            assert (ear.mentions()[1].kind, ear.mentions()[1].parent_id) == (Kind.REPLY, uri)
            bluesky.edit(uri, "La fibre Orange est rétablie")
            await ear.hear(ear.edits)
            assert [(one.native_id, one.text) for one in ear.edits()] == [(uri, "La fibre Orange est rétablie")]
            bluesky.delete(answer)
            await ear.hear(ear.withdrawn)
            assert ear.withdrawn() == [answer]

    def _place(uri: str) -> dict[str, str]:
        return {"uri": uri, "cid": "bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"}

    asyncio.run(listen())


@GENERATIONS
def test_that_nothing_is_lost_between_two_connections_and_the_time_between_is_claimed(bluesky: Any, old: bool) -> None:
    async def listen() -> None:
        async with listening(source(bluesky, old)) as ear:
            await ear.hear(lambda: ear.pages)
            bluesky.publish("avant")
            await ear.hear(ear.mentions)
            cursor = ear.cursor()
        missed = [bluesky.publish(f"entre deux {n}") for n in range(5)]
        async with listening(source(bluesky, old), cursor) as ear:
            await ear.hear(lambda: {mention.native_id for mention in ear.mentions()} >= set(missed))
            bluesky.publish("après")
            await ear.hear(lambda: "après" in texts(ear))
            claimed = [page.reaches_back_to for page in ear.pages if page.reaches_back_to is not None]
            assert claimed == [int(cursor) // 1000]

    asyncio.run(listen())


@GENERATIONS
def test_that_a_past_the_server_no_longer_has_is_not_claimed(bluesky: Any, old: bool) -> None:
    long_ago = str((time.time_ns() // 1000) - 400 * 86_400_000_000)

    async def listen() -> None:
        async with listening(source(bluesky, old), long_ago) as ear:
            await ear.hear(lambda: ear.pages)
            bluesky.publish("aujourd’hui")
            await ear.hear(lambda: "aujourd’hui" in texts(ear))
            assert [page.reaches_back_to for page in ear.pages if page.reaches_back_to is not None] == []

    asyncio.run(listen())


def test_that_a_lost_account_takes_its_posts_with_it(bluesky: Any) -> None:
    somebody = bluesky.sign_up("carol")

    async def listen() -> None:
        async with listening(source(bluesky, old=False)) as ear:
            await ear.hear(lambda: ear.pages)
            somebody.publish("je m’en vais")
            await ear.hear(ear.mentions)
            bluesky.take_down(somebody.did)
            await ear.hear(ear.withdrawn)
            assert ear.withdrawn() == [somebody.did]

    asyncio.run(listen())
