"""How a Mastodon timeline is read: upwards, downwards where a server cannot, and never further than it reaches."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from hubdesk.core import MINUTE, HubdeskError, Kind, Withdrawal
from hubdesk.sources.http import Http
from hubdesk.sources.mastodon import LIMIT, PAGES, make
from hubdesk.sources.mastodon_status import to_mention
from hubdesk.sources.source import Page, SourceError, SourceOffError, Wish
from hubdesk.sources.sse import HEARTBEAT, ServerEvent, events

SERVER = "http://127.0.0.1:9"
NOW = 1_790_000_000_000
Answer = Callable[[httpx.Request], httpx.Response]


class Wire(httpx.AsyncBaseTransport):
    """Gives each answer in pieces, as a socket does."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        whole = self._answer(request)

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(whole.content), 5_000):
                yield whole.content[start : start + 5_000]

        return httpx.Response(whole.status_code, headers=whole.headers, content=pieces())


def status(n: int, **more: Any) -> dict[str, Any]:
    """The n-th status of a server, written n seconds after NOW minus an hour."""
    at = f"2026-09-21T{13 + (800 + n) // 3600:02}:{(800 + n) % 3600 // 60:02}:{(800 + n) % 60:02}.000Z"
    return {
        "id": str(1_000_000 + n),
        "uri": f"https://far.example/users/alice/statuses/{n}",
        "url": f"https://far.example/@alice/{n}",
        "created_at": at,
        "content": f"<p>Panne n°{n} &amp; <b>plus</b></p>",
        "visibility": "public",
        "language": "fr",
        "spoiler_text": "",
        "reblog": None,
        "in_reply_to_id": None,
        "account": {
            "acct": "alice@far.example",
            "url": "https://far.example/@alice",
            "display_name": "Alice <b>",
            "followers_count": 12,
            "note": "",
        },
        **more,
    }


class Timeline:
    """A server with statuses, newest last; `honest` ones know what min_id means."""

    def __init__(self, count: int, honest: bool = True, version: str = "4.5.0") -> None:
        self.statuses = [status(n) for n in range(count)]
        self.honest, self.version = honest, version
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/instance"):
            return httpx.Response(200, json={"version": self.version})
        where = dict(request.url.params)
        self.asked.append(where)
        found = [one for one in self.statuses if one["id"] < where.get("max_id", "9")]
        found = [one for one in found if one["id"] > max(where.get("min_id", ""), where.get("since_id", ""))]
        limit = int(where["limit"])
        part = found[:limit] if "min_id" in where and self.honest else found[-limit:]
        return httpx.Response(200, json=part[::-1])


def visit(answer: Answer, cursor: str = "", *, mode: str = "public", token: str = "", **config: Any) -> list[Page]:
    """All pages of one visit. What the visit raises comes out."""

    async def read() -> list[Page]:
        source = make({"url": SERVER, "mode": mode, "allow_private": True, **config})
        async with Http(transport=Wire(answer)) as http:
            return [page async for page in source.pages(http, Wish(cursor, NOW, token))]

    return asyncio.run(read())


def numbers(pages: list[Page]) -> list[int]:
    return [int(mention.native_id.rsplit("/", 1)[1]) for page in pages for mention in page.mentions]


def test_that_a_status_becomes_a_mention_in_plain_text() -> None:
    found = status(
        3,
        content='<p>Panne <a href="https://far.example/@bob" class="mention">@bob</a> &lt;i&gt;'
        '<br>voir <a href="https://example.com/x">https://example.com/x</a> '
        '<a href="https://far.example/tags/Panne">#<span>Panne</span></a></p><script>alert(1)</script>',
        mentions=[{"url": "https://far.example/@bob"}],
        tags=[{"name": "panne", "url": "https://far.example/tags/Panne"}],
        card={"url": "https://example.com/x"},
        spoiler_text="Télécoms",
        in_reply_to_id="7",
    )
    mention = to_mention(found, "near.example", {"7": "https://far.example/parent"})
    assert mention.text == "Panne @bob <i>\nvoir https://example.com/x #Panne"
    assert (mention.kind, mention.parent_id, mention.title) == (Kind.REPLY, "https://far.example/parent", "Télécoms")
    assert mention.links == ("https://example.com/x",)
    assert mention.native_id == "https://far.example/users/alice/statuses/3"
    assert (mention.author.handle, mention.author.name) == ("alice@far.example", "Alice <b>")
    assert (mention.author.id, mention.author.followers) == ("https://far.example/@alice", 12)


def test_that_a_neighbour_of_the_server_gets_a_full_address_and_unknown_stays_unknown() -> None:
    mention = to_mention({**status(1), "account": {"acct": "bob", "followers_count": -1}}, "near.example", {})
    assert (mention.author.handle, mention.author.followers, mention.author.id) == ("bob@near.example", None, "")
    assert to_mention({"id": 1, "account": 3, "created_at": "soon"}, "near.example", {}).published_at is None


def test_that_a_repost_carries_the_words_it_spreads_and_names_them() -> None:
    mention = to_mention(status(2, reblog=status(1), content=""), "near.example", {})
    assert (mention.kind, mention.text) == (Kind.REPOST, "Panne n°1 & plus")
    assert mention.parent_id == "https://far.example/users/alice/statuses/1"


def test_that_what_was_not_written_for_everybody_is_left_out() -> None:
    server = Timeline(0)
    server.statuses = [
        status(1, visibility="private"),
        status(2, visibility="direct"),
        status(3, visibility="unlisted"),
        status(4, visibility=None),
        status(5, account={"acct": "x", "note": "<p>#<span>NoBot</span></p>"}),
    ]
    assert numbers(visit(server)) == [3]


def test_that_the_first_visit_reaches_back_to_its_oldest_status_and_no_further_for_one_that_lies() -> None:
    server = Timeline(100)
    (page,) = visit(server)
    assert numbers([page]) == list(range(60, 100))
    assert page.reaches_back_to is not None
    honest = page.reaches_back_to
    server.statuses[60]["created_at"] = "1999-01-01T00:00:00.000Z"
    (page,) = visit(server)
    assert page.reaches_back_to == honest


def test_that_an_empty_server_claims_nothing_but_now() -> None:
    (page,) = visit(Timeline(0))
    assert (page.mentions, page.reaches_back_to) == ((), NOW)


def test_that_every_status_since_the_last_visit_is_read_oldest_first() -> None:
    server = Timeline(10)
    cursor = visit(server)[-1].cursor
    server.statuses += [status(n) for n in range(10, 10 + 3 * LIMIT)]
    pages = visit(server, cursor)
    assert numbers(pages) == list(range(10, 10 + 3 * LIMIT))
    assert [page.reaches_back_to for page in pages[:-1]] == [None] * (len(pages) - 1)
    assert pages[-1].reaches_back_to == NOW, "since the last visit, which was at the same instant"


def test_that_a_server_that_takes_min_id_for_since_id_is_read_downwards_without_a_hole() -> None:
    server = Timeline(10, honest=False)
    cursor = visit(server)[-1].cursor
    server.statuses += [status(n) for n in range(10, 10 + 5 * LIMIT + 7)]
    pages = visit(server, cursor)
    assert numbers(pages) == list(range(10, 10 + 5 * LIMIT + 7))
    assert pages[-1].reaches_back_to == NOW
    assert {page.cursor for page in pages[:-1]} == {cursor}, "a crash in between must read all again"


def test_that_more_than_a_visit_may_read_is_told_and_read_at_the_next() -> None:
    server = Timeline(1)
    cursor = visit(server)[-1].cursor
    server.statuses += [status(n) for n in range(1, 1 + (PAGES + 1) * LIMIT)]
    got: list[Page] = []

    async def read(cursor: str) -> None:
        source = make({"url": SERVER, "mode": "public", "allow_private": True})
        async with Http(transport=Wire(server)) as http:
            async for page in source.pages(http, Wish(cursor, NOW)):
                got.append(page)

    with pytest.raises(SourceError, match="read next") as raised:
        asyncio.run(read(cursor))
    assert raised.value.wait == MINUTE
    assert {page.reaches_back_to for page in got} == {None}
    asyncio.run(read(got[-1].cursor))
    assert numbers(got) == list(range(1, 1 + (PAGES + 1) * LIMIT))


def test_that_a_hole_that_cannot_be_read_downwards_is_not_claimed() -> None:
    server = Timeline(1, honest=False)
    cursor = visit(server)[-1].cursor
    server.statuses += [status(n) for n in range(1, 1 + 2 * PAGES * LIMIT)]
    pages = visit(server, cursor)
    assert pages[-1].reaches_back_to is not None
    oldest = min(mention.published_at or 0 for page in pages for mention in page.mentions)
    assert oldest <= pages[-1].reaches_back_to <= oldest + 10_000


def test_that_a_server_that_calls_every_post_english_is_not_believed() -> None:
    (page,) = visit(Timeline(1, version="4.0.0 (not true; compatible; snac/2.75)"))
    assert page.mentions[0].language == ""
    assert visit(Timeline(1))[0].mentions[0].language == "fr"


def test_that_tag_and_local_timelines_are_asked_where_they_are() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json=[])

    visit(answer, mode="tag", tag="#Orange")
    visit(answer, mode="local")
    assert any("/api/v1/timelines/tag/Orange?limit=40" in url for url in asked)
    assert any("/api/v1/timelines/public?limit=40&local=true" in url for url in asked)


def test_that_a_timeline_for_members_only_is_switched_off_with_its_reason() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(401 if "timelines" in request.url.path else 200, json={})

    with pytest.raises(SourceOffError, match="only to those who signed in"):
        visit(answer, mode="tag", tag="orange")


@pytest.mark.parametrize("body", [b"[{", b"{}", b'"x"', b"<html>"])
def test_that_an_answer_that_is_no_list_is_an_error_and_not_nothing_new(body: bytes) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"{}" if "instance" in request.url.path else body)

    with pytest.raises(SourceError):
        visit(answer)


def test_that_nonsense_among_the_statuses_does_not_stop_the_rest() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "instance" in request.url.path:
            return httpx.Response(200, json=[])
        return httpx.Response(200, json=[None, 7, {}, {"id": 3}, {"id": "4", "visibility": []}, status(1)])

    assert numbers(visit(answer)) == [1]


@pytest.mark.parametrize("cursor", ["{", "[]", '{"since":3,"at":"x","uris":[1,[2]]}', "123"])
def test_that_a_cursor_of_somebody_else_is_no_cursor(cursor: str) -> None:
    assert numbers(visit(Timeline(2), cursor)) == [0, 1]


def streamed(*parts: tuple[str, str]) -> Answer:
    """A server that streams these events and ends; its timeline has two statuses."""
    body = ":)\n" + "".join(f"event: {name}\ndata: {data}\n\n" for name, data in parts)

    def answer(request: httpx.Request) -> httpx.Response:
        if "streaming" in request.url.path:
            assert request.headers["authorization"] == "Bearer tok"
            return httpx.Response(200, content=body.encode(), headers={"content-type": "text/event-stream"})
        return Timeline(2)(request)

    return answer


def listen(answer: Answer, cursor: str = "") -> list[Page]:
    got: list[Page] = []

    async def read() -> None:
        source = make({"url": SERVER, "mode": "stream", "allow_private": True})
        async with Http(transport=Wire(answer)) as http:
            async for page in source.pages(http, Wish(cursor, NOW, "tok")):
                got.append(page)

    with pytest.raises(SourceError, match="closed the stream"):
        asyncio.run(read())
    return got


def test_that_a_stream_first_reads_what_was_missed_then_what_comes() -> None:
    edited = status(1, content="<p>corrigé</p>")
    pages = listen(streamed(("update", json.dumps(status(7))), ("status.update", json.dumps(edited))))
    assert numbers(pages) == [0, 1, 7]
    assert [mention.text for page in pages for mention in page.edits] == ["corrigé"]


def test_that_a_deletion_names_a_status_that_was_seen_before_a_restart() -> None:
    first = listen(streamed(("update", json.dumps(status(7)))))
    pages = listen(streamed(("delete", "1000007"), ("delete", "404"), ("delete", "1000000")), first[-1].cursor)
    gone = [withdrawal for page in pages for withdrawal in page.withdrawals]
    assert gone == [Withdrawal("mastodon", native_id=f"https://far.example/users/alice/statuses/{n}") for n in (7, 0)]


def test_that_a_status_written_and_deleted_within_a_batch_is_not_kept() -> None:
    pages = listen(streamed(("update", json.dumps(status(7))), ("delete", "1000007"), ("filters_changed", "x")))
    assert numbers(pages) == [0, 1]


def test_that_a_stream_without_a_token_says_what_to_do() -> None:
    with pytest.raises(SourceOffError, match=r"keyring set hubdesk http://127\.0\.0\.1:9"):
        visit(streamed(), mode="stream")


def test_that_a_refused_token_is_not_tried_again_and_again() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(401 if "streaming" in request.url.path else 200, json={})

    with pytest.raises(SourceOffError, match="refuses the token"):
        visit(answer, mode="stream", token="bad")


def test_that_a_token_does_not_follow_a_stream_into_the_open() -> None:
    source = make({"url": "https://near.example", "mode": "stream"})
    own = "https://near.example/api/v1/streaming/public"
    for named in ("ws://near.example", "http://x.example", "ftp://x.example", "", 7):
        assert source._streaming_url({"configuration": {"urls": {"streaming": named}}}) == own
    there = {"configuration": {"urls": {"streaming": "wss://streaming.near.example/"}}}
    assert source._streaming_url(there) == "https://streaming.near.example/api/v1/streaming/public"
    tagged = make({"url": "https://near.example", "mode": "stream", "tag": "panne", "local": True})
    assert tagged._streaming_url({}) == "https://near.example/api/v1/streaming/hashtag/local?tag=panne"


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ({}, "url"),
        ({"url": "mastodon.example"}, "url"),
        ({"url": "https://u:p@mastodon.example"}, "url"),
        ({"url": "https://mastodon.example/web/x"}, "url"),
        ({"url": "https://[::1"}, "url"),
        ({"url": "https://m.example", "mode": "home"}, "mode"),
        ({"url": "https://m.example", "mode": []}, "mode"),
        ({"url": "https://m.example", "mode": "tag"}, "tag"),
        ({"url": "https://m.example", "mode": "local", "tag": "x"}, "tag"),
        ({"url": "https://m.example", "mode": "tag", "tag": "a b"}, "tag"),
        ({"url": "https://m.example", "mode": "tag", "tag": 7}, "tag"),
        ({"url": "https://m.example", "allow_private": 1}, "allow_private"),
        ({"url": "https://m.example", "token": "secret"}, "token"),
    ],
)
def test_that_a_wrong_key_is_named(config: dict[str, Any], key: str) -> None:
    with pytest.raises(HubdeskError, match=key):
        make(config)


def read_events(*lines: str) -> list[ServerEvent]:
    async def feed() -> Any:
        for line in lines:
            yield line

    async def read() -> list[ServerEvent]:
        return [event async for event in events(feed())]

    return asyncio.run(read())


def test_that_server_sent_events_are_read_by_the_book() -> None:
    told = read_events(
        ":thump", "event: update", "data: {", "data:}", "id: 3", "", "data: x", "", "", "event: cut", "data: y"
    )
    assert told == [HEARTBEAT, ServerEvent("update", "{\n}"), ServerEvent("message", "x")]


def test_that_an_event_without_an_end_is_refused() -> None:
    with pytest.raises(SourceError, match="does not end"):
        read_events(*["data: " + "x" * 100_000] * 30)


def test_that_a_page_of_which_nothing_can_be_read_is_an_error_and_not_nothing_new() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[{"number": 1}, {"number": 2}])

    with pytest.raises(SourceError, match="cannot read"):
        visit(answer)


@pytest.mark.parametrize(("attached", "media"), [([{"type": "image"}], True), ([], False), (None, None), ("x", None)])
def test_that_pictures_are_known_where_the_server_says(attached: Any, media: bool | None) -> None:
    said = status(3) if attached is None else status(3, media_attachments=attached)
    assert to_mention(said, "home.example", {}).media is media
