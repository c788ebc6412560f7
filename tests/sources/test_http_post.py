"""Handing a body over: the same checks as for reading, and no server can keep us longer than we allow."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from hubdesk.sources.errors import SourceError
from hubdesk.sources.http import Http
from tests.sources.raw_server import Script, begins, endlessly, says, says_nothing, serving


async def drips_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await endlessly(b"X-A: b\r\n", 0.05)(writer)


async def _lookup(host: str, port: int) -> Sequence[str]:
    return {
        "ours.example": ["127.0.0.1"],
        "theirs.example": ["93.184.216.34"],
        "localhost": ["127.0.0.1"],
        "both.example": ["10.0.0.1", "1.1.1.1"],
    }[host]


def post(url: str, *, allow_private: bool = True, deadline: float = 20.0) -> int:
    async def play() -> int:
        async with Http(lookup=_lookup) as http:
            return await http.post(
                url, b'{"a": 1}', headers={"X-A": "b"}, allow_private=allow_private, deadline=deadline
            )

    return asyncio.run(play())


def post_to(script: Script, deadline: float = 20.0) -> tuple[int, list[str]]:
    async def play() -> tuple[int, list[str]]:
        async with serving(script) as server, Http() as http:
            status = await http.post(server.url, b"{}", headers={}, allow_private=True, deadline=deadline)
            return status, server.asked

    return asyncio.run(play())


def test_that_the_body_and_its_headers_arrive(httpserver: HTTPServer) -> None:
    heard: list[tuple[str, bytes, str | None]] = []

    def take(request: Request) -> Response:
        heard.append((request.method, request.get_data(), request.headers.get("X-A")))
        return Response(status=204)

    httpserver.expect_request("/hook").respond_with_handler(take)
    assert post(httpserver.url_for("/hook")) == 204
    assert heard == [("POST", b'{"a": 1}', "b")]


def test_that_a_redirect_is_told_and_not_followed() -> None:
    status, asked = post_to(says("307 Temporary Redirect", b"", "Location: http://169.254.169.254/latest"))
    assert status == 307
    assert len(asked) == 1


def test_that_an_answer_without_end_is_not_read() -> None:
    status, _asked = post_to(begins(then=endlessly(b"x" * 65536)))
    assert status == 200


@pytest.mark.parametrize("script", [says_nothing, drips_headers])
def test_that_a_server_that_hangs_or_drips_is_cut_off(script: Script) -> None:
    with pytest.raises(SourceError, match="within 1 s"):
        post_to(script, deadline=1.0)


@pytest.mark.parametrize(
    ("url", "allow_private", "why"),
    [
        ("http://theirs.example/", False, "not followed"),
        ("http://theirs.example/", True, "https only"),
        ("http://both.example/", True, "https only"),
        ("https://ours.example/", False, "own network"),
        ("https://127.0.0.1/", False, "own network"),
        ("https://localhost/", False, "own network"),
        ("https://[::ffff:169.254.169.254]/", True, "keys"),
        ("ftp://theirs.example/", True, "not followed"),
        ("https://a:b@theirs.example/", False, "user name"),
        ("nonsense", False, "no web address"),
    ],
)
def test_that_what_may_not_be_reached_is_refused_in_one_line(url: str, allow_private: bool, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        post(url, allow_private=allow_private)
