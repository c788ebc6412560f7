"""One connection to a Jetstream, from its first sign of life to its end; and how a stream is cut into batches."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import pytest

from hubdesk.sources.batch import batches
from hubdesk.sources.bluesky import make
from hubdesk.sources.source import Page, SourceError, Wish

DID = "did:plc:eygmaihciaxprqvxpfvl6flk"
AT = 1_790_000_000_000_000  # µs


def post(n: int) -> str:
    """The n-th post, n seconds after AT."""
    record = {"text": f"panne {n}", "createdAt": "2026-09-21T14:13:20Z"}
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": f"r{n}", "record": record}
    return json.dumps({"did": DID, "time_us": AT + n * 1_000_000, "kind": "commit", "commit": commit})


class Wire:
    """Stands for Http: each connection gives its messages, and then ends or raises."""

    def __init__(self, *connections: list[str] | SourceError, ends: SourceError | None = None) -> None:
        self.connections, self.ends = list(connections), ends
        self.urls: list[str] = []
        self.closed = 0

    @contextlib.asynccontextmanager
    async def websocket(self, url: str, **_how: Any) -> AsyncIterator[AsyncIterator[str]]:
        self.urls.append(url)
        connection = self.connections.pop(0)
        if isinstance(connection, SourceError):
            raise connection

        async def messages() -> AsyncGenerator[str, None]:
            try:
                for message in connection:
                    yield message
                if self.ends is not None:
                    raise self.ends
            finally:
                self.closed += 1

        yield messages()


def listen(wire: Wire, cursor: str = "", most: int | None = None) -> tuple[list[Page], SourceError | None]:
    """The pages of one visit (at most so many), and what ended it."""

    async def read() -> tuple[list[Page], SourceError | None]:
        got: list[Page] = []
        pages = make({"endpoint": "ws://127.0.0.1:1/subscribe", "allow_private": True}).pages(
            wire, Wish(cursor, AT // 1000)
        )  # type: ignore[arg-type]
        try:
            async for page in pages:
                got.append(page)
                if most is not None and len(got) >= most:
                    break
        except SourceError as error:
            return got, error
        finally:
            await pages.aclose()
        return got, None

    return asyncio.run(read())


def numbers(pages: list[Page]) -> list[int]:
    return [int(mention.text.split()[1]) for page in pages for mention in page.mentions]


def test_that_a_connection_is_a_sign_of_life_before_anybody_speaks() -> None:
    pages, error = listen(Wire([]))
    assert pages == [Page()]
    assert error is not None
    assert error.wait == 2_000


def test_that_what_came_before_the_server_cut_us_off_is_kept() -> None:
    slow = '{"$type":"error","error":"ConsumerTooSlow","message":"reconnect"}'
    pages, error = listen(Wire([post(1), post(2), slow, post(3)]))
    assert numbers(pages) == [1, 2]
    assert pages[-1].cursor == str(AT + 2_000_000)
    assert "ConsumerTooSlow" in str(error)


def test_that_a_broken_connection_is_told_as_it_is() -> None:
    pages, error = listen(Wire([post(1)], ends=SourceError("127.0.0.1 broke the connection off")))
    assert numbers(pages) == [1]
    assert str(error) == "127.0.0.1 broke the connection off"


def test_that_unreadable_messages_are_counted_and_the_rest_is_heard(caplog: pytest.LogCaptureFixture) -> None:
    pages, _error = listen(Wire([post(1), "{", "\ud800", '{"kind":"commit","did":"app.bsky.feed.post"}', post(2)]))
    assert numbers(pages) == [1, 2]
    assert "3 messages could not be read" in caplog.text


def test_that_a_refused_cursor_is_given_up_and_the_past_is_not_claimed() -> None:
    wire = Wire(SourceError("refused", status=400), [post(100), post(200)])
    pages, _error = listen(wire, str(AT - 1))
    assert "cursor=" in wire.urls[0]
    assert "cursor=" not in wire.urls[1]
    assert numbers(pages) == [100, 200]
    assert [page.reaches_back_to for page in pages] == [None] * len(pages)


@pytest.mark.parametrize("refusal", [SourceError("busy", status=503), SourceError("unknown")])
def test_that_any_other_refusal_keeps_the_cursor(refusal: SourceError) -> None:
    wire = Wire(refusal)
    pages, error = listen(wire, str(AT))
    assert (pages, error) == ([], refusal)
    assert len(wire.urls) == 1


@pytest.mark.parametrize("cursor", ["", "yesterday", "-5", "٣"])
def test_that_a_cursor_of_somebody_else_is_no_cursor(cursor: str) -> None:
    wire = Wire([post(1)])
    pages, _error = listen(wire, cursor)
    assert "cursor=" not in wire.urls[0]
    assert pages[0].cursor == ""


def test_that_a_page_holds_two_hundred_at_most_and_loses_none() -> None:
    pages, _error = listen(Wire([post(n) for n in range(501)]))
    assert numbers(pages) == list(range(501))
    assert max(len(page.mentions) for page in pages) <= 200


def test_that_leaving_in_the_middle_closes_the_connection() -> None:
    wire = Wire([post(n) for n in range(900)])
    listen(wire, most=2)
    assert wire.closed == 1


def test_that_a_silence_gives_an_empty_batch_and_a_single_item_does_not_wait_for_others() -> None:
    async def read() -> list[list[int]]:
        more = asyncio.Event()

        async def stream() -> AsyncGenerator[int, None]:
            yield 1
            await more.wait()
            yield 2

        got: list[list[int]] = []
        async with contextlib.aclosing(batches(stream(), within_seconds=0.001, alive_seconds=0.001)) as gathered:
            async for batch in gathered:
                got.append(batch)
                if len(got) == 2:
                    more.set()
        return got

    first, second, *rest = asyncio.run(read())
    assert (first, second) == ([1], [])
    assert [2] in rest


def test_that_an_error_comes_after_what_preceded_it() -> None:
    async def stream() -> AsyncGenerator[int, None]:
        yield 1
        raise SourceError("gone")

    async def read() -> list[list[int]]:
        got: list[list[int]] = []
        try:
            async for batch in batches(stream()):
                got.append(batch)
        except SourceError:
            got.append([0])
        return got

    assert asyncio.run(read()) == [[1], [0]]


def test_that_a_stream_of_which_nothing_can_be_read_is_not_called_listened_to() -> None:
    _pages, error = listen(Wire([post(1), *["a language of the future"] * 1_000], ends=SourceError("the end")))
    assert error is not None
    assert "cannot read" in str(error)


def test_that_a_server_s_own_words_are_tamed_before_they_are_kept() -> None:
    _pages, error = listen(Wire(['{"$type":"error","error":"X","message":"\\u001b[31mred\\nline"}']))
    assert "\x1b" not in str(error)
    assert "\n" not in str(error)


def test_that_an_event_of_the_next_century_does_not_take_the_cursor_along() -> None:
    """A cursor in the future would never meet what is said meanwhile."""
    far = json.loads(post(2))
    far["time_us"] = 2**62
    pages, _error = listen(Wire([post(1), json.dumps(far)]))
    assert numbers(pages) == [1, 2]
    assert pages[-1].cursor == str(AT + 1_000_000)
