"""What Http makes of answers, kind and hostile, over real sockets."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from hubdesk.sources.errors import SourceError, SourceOffError
from hubdesk.sources.http import Answer, Http
from hubdesk.sources.limits import Limits, Pace
from tests.sources.raw_server import (
    RawServer,
    Script,
    begins,
    breaks_off,
    endlessly,
    once,
    says,
    says_nothing,
    serving,
)

SMALL = Limits(deadline=20.0, body=100_000, line=1_000)
QUICK = replace(SMALL, deadline=1.0)


def ask(
    *scripts: Script, limits: Limits = SMALL, do: Callable[[Http, str], Awaitable[Any]] | None = None, **how: Any
) -> tuple[Any, RawServer]:
    """Ask a server that follows these scripts."""

    async def play() -> tuple[Any, RawServer]:
        async with serving(*scripts) as server, Http(limits=limits) as http:
            if do is not None:
                return await do(http, server.url), server
            return await http.get(server.url, allow_private=True, **how), server

    return asyncio.run(play())


def refusal_of(*scripts: Script, limits: Limits = SMALL, **how: Any) -> str:
    with pytest.raises(SourceError) as caught:
        ask(*scripts, limits=limits, **how)
    return str(caught.value)


async def json_of(http: Http, url: str) -> Any:
    return await http.get_json(url, allow_private=True)


def test_that_an_answer_keeps_its_headers_in_lower_case() -> None:
    answer, _server = ask(says("200 OK", b"hello", 'ETag: "x"'))
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"hello", '"x"')


def test_that_what_we_know_is_asked_for_conditionally() -> None:
    answer, server = ask(
        says("304 Not Modified", b"", 'ETag: "y"'), etag='"x"', modified="Thu, 26 Nov 2026 10:00:00 GMT"
    )
    assert answer.not_modified
    assert 'If-None-Match: "x"' in server.asked[0]
    assert "If-Modified-Since: Thu, 26 Nov 2026 10:00:00 GMT" in server.asked[0]


def test_that_gzip_is_the_only_encoding_asked_for_and_is_read() -> None:
    body = gzip.compress(b"one") + gzip.compress(b"two") + b"\0\0"
    answer, server = ask(says("200 OK", body, "Content-Encoding: gzip"))
    assert answer.body == b"onetwo"
    assert "Accept-Encoding: gzip\r\n" in server.asked[0]


def test_that_a_gzip_bomb_is_cut_off_at_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert "sends more than" in refusal_of(says("200 OK", bomb, "Content-Encoding: gzip"))


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "deflate", "gzip, identity"])
def test_that_encodings_nobody_asked_for_are_refused(encoding: str) -> None:
    twice = gzip.compress(gzip.compress(bytes(1_000_000)))
    line = refusal_of(says("200 OK", twice, f"Content-Encoding: {encoding}"))
    assert "in a way we did not ask for" in line


def test_that_a_gzip_that_is_none_is_one_clear_line() -> None:
    assert "but it is not" in refusal_of(says("200 OK", b"plain", "Content-Encoding: gzip"))


def test_that_a_gzip_cut_short_is_not_taken_for_whole() -> None:
    cut = gzip.compress(b"x" * 5_000)[:-9]
    assert "in the middle" in refusal_of(says("200 OK", cut, "Content-Encoding: gzip"))


def test_that_empty_gzip_members_without_end_are_cut_off() -> None:
    endless = begins("Content-Encoding: gzip", then=endlessly(gzip.compress(b"") * 100))
    assert "sends more than" in refusal_of(endless)


def test_that_an_endless_answer_is_cut_off_at_the_limit() -> None:
    assert "sends more than" in refusal_of(begins(then=endlessly(b"x" * 10_000)))


def test_that_a_drip_is_cut_by_the_total_deadline() -> None:
    drip = begins("Content-Length: 1000", then=endlessly(b"x", every=0.3))
    assert refusal_of(drip, limits=QUICK) == "127.0.0.1 did not finish its answer within 1 s: cut off"


def test_that_a_head_that_drips_is_cut_as_well() -> None:
    assert "within 1 s" in refusal_of(endlessly(b"H", every=0.3), limits=QUICK)


def test_that_silence_is_cut_by_the_total_deadline() -> None:
    assert "within 0.5 s" in refusal_of(says_nothing, deadline=0.5)


def test_that_a_broken_connection_is_tried_once_more() -> None:
    answer, server = ask(breaks_off, says("200 OK", b"there"))
    assert answer.body == b"there"
    assert len(server.asked) == 2


def test_that_a_second_break_is_told() -> None:
    assert refusal_of(breaks_off) == "127.0.0.1 broke the connection off"


def test_that_a_body_shorter_than_announced_is_not_taken_for_whole() -> None:
    assert "broke the connection off" in refusal_of(begins("Content-Length: 100", then=once(b"short")))


def test_that_a_refused_connection_is_one_clear_line() -> None:
    async def play() -> None:
        async with serving(says("200 OK")) as server:
            url = server.url
        async with Http() as http:
            await http.get(url, allow_private=True)

    with pytest.raises(SourceError, match=r"^127\.0\.0\.1 cannot be reached$"):
        asyncio.run(play())


def test_that_a_certificate_nobody_vouches_for_is_refused() -> None:
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(Path(__file__).with_name("self_signed.pem"))

    async def play() -> None:
        async with serving(says("200 OK"), certificate=served) as server, Http() as http:
            await http.get(f"https://localhost:{server.port}/", allow_private=True)

    with pytest.raises(SourceError, match="certificate of localhost does not hold"):
        asyncio.run(play())


@pytest.mark.parametrize("body", [b'[{"id": 1}, {"i', b"", b"<html>", b"[" * 100_000])
def test_that_broken_json_is_an_error_and_never_nothing_new(body: bytes) -> None:
    with pytest.raises(SourceError, match="JSON that is cut or broken"):
        ask(says("200 OK", body), do=json_of, limits=Limits())


def test_that_json_is_read() -> None:
    found, _server = ask(says("200 OK", json.dumps({"a": [1]}).encode()), do=json_of)
    assert found == {"a": [1]}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("401 Unauthorized", "wants a sign-in (401)"),
        ("403 Forbidden", "does not let us in (403)"),
        ("404 Not Found", "has nothing at this address (404)"),
        ("429 Too Many Requests", "asks us to slow down (429)"),
        ("500 Internal Server Error", "is in trouble (500)"),
        ("300 Multiple Choices", "an answer we cannot use (300)"),
    ],
)
def test_that_each_refusal_is_one_line_with_host_and_figure(status: str, words: str) -> None:
    line = refusal_of(says(status, b"secret page", "Retry-After: nonsense"))
    assert words in line
    assert line.startswith("127.0.0.1 ")
    assert "\n" not in line


def test_that_gone_for_good_switches_off() -> None:
    with pytest.raises(SourceOffError, match="gone for good"):
        ask(says("410 Gone"))


def test_that_a_host_that_asked_for_a_pause_is_left_alone_by_every_source() -> None:
    async def twice(http: Http, url: str) -> list[SourceError]:
        errors = []
        for path in ("a", "b"):
            with pytest.raises(SourceError) as caught:
                await http.get(url + path, allow_private=True)
            errors.append(caught.value)
        return errors

    (first, second), server = ask(says("429 Too Many Requests", b"", "Retry-After: 60"), do=twice)
    assert (first.wait, first.status) == (60_000, 429)
    assert second.wait is not None
    assert 0 < second.wait <= 60_000
    assert len(server.asked) == 1


def test_that_no_cookie_is_kept() -> None:
    async def twice(http: Http, url: str) -> Answer:
        await http.get(url, allow_private=True)
        return await http.get(url, allow_private=True)

    _answer, server = ask(says("200 OK", b"", "Set-Cookie: id=1; Path=/"), do=twice)
    assert "cookie" not in server.asked[1].lower()


def test_that_a_host_is_asked_no_faster_than_its_pace() -> None:
    waits: list[float] = []

    async def play() -> None:
        http = Http(
            transport=httpx.MockTransport(_fine), limits=Limits(public=Pace(per_second=1.0, burst=2, at_once=9))
        )
        real = asyncio.sleep

        async def counted(seconds: float) -> None:
            waits.append(seconds)
            await real(0)

        patch = pytest.MonkeyPatch()
        patch.setattr("hubdesk.sources.limits.asyncio.sleep", counted)
        try:
            await asyncio.gather(*(http.get(f"https://feed.example/{n}") for n in range(4)))
        finally:
            patch.undo()

    asyncio.run(play())
    assert [round(wait) for wait in waits] == [1, 2]


def _fine(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"fine")


def test_that_a_stop_in_mid_answer_is_at_once() -> None:
    async def stop(http: Http, url: str) -> bool:
        task = asyncio.create_task(http.get(url, allow_private=True, deadline=60.0))
        while not server_asked:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task], timeout=30.0)
        return task.cancelled()

    server_asked: list[bool] = []

    async def silent(writer: asyncio.StreamWriter) -> None:
        server_asked.append(True)
        await asyncio.Event().wait()

    cancelled, _server = ask(silent, do=stop)
    assert cancelled
