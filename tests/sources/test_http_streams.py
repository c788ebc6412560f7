"""Answers without end: lines and web sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import ServerConnection, serve

from hubdesk.sources.address import BlockedError
from hubdesk.sources.errors import SourceError
from hubdesk.sources.http import Http
from hubdesk.sources.limits import Limits
from hubdesk.sources.lines import split_lines
from tests.sources.raw_server import Script, begins, endlessly, once, says, says_nothing, serving

SHORT = Limits(deadline=20.0, line=100)


def lines_of(script: Script, idle: float = 20.0) -> list[str]:
    async def play() -> list[str]:
        async with serving(script) as server, Http(limits=SHORT) as http:
            return [line async for line in http.lines(server.url, allow_private=True, idle=idle)]

    return asyncio.run(play())


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_that_lines_are_the_same_however_the_network_cuts_them(size: int) -> None:
    body = "event: é\r\ndata: 1\n\ndata: 2\r\r\ncut".encode()

    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(body), size):
            yield body[at : at + size]

    async def read() -> list[str]:
        return [line async for line in split_lines(chunks(), host="x", longest=100, idle=20.0)]

    assert asyncio.run(read()) == ["event: é", "data: 1", "", "data: 2", ""]


def test_that_lines_come_over_the_wire() -> None:
    assert lines_of(begins(then=once(b"a\nb\n\n"))) == ["a", "b", ""]


def test_that_a_line_without_end_is_cut_off() -> None:
    with pytest.raises(SourceError, match="a line of more than 100 characters"):
        lines_of(begins(then=endlessly(b"x" * 50)))


def test_that_silence_ends_a_stream() -> None:
    with pytest.raises(SourceError, match="silent for"):
        lines_of(begins(then=says_nothing), idle=0.2)


def test_that_a_stream_outlives_the_deadline_of_a_whole_answer() -> None:
    async def play() -> list[str]:
        limits = Limits(deadline=1.0)
        async with serving(begins(then=endlessly(b"x\n", every=0.25))) as server, Http(limits=limits) as http:
            found = []
            async for line in http.lines(server.url, allow_private=True):
                found.append(line)
                if len(found) == 6:
                    return found
        return []

    assert asyncio.run(play()) == ["x"] * 6


def test_that_a_stream_that_is_refused_says_why() -> None:
    with pytest.raises(SourceError, match="sign-in"):
        lines_of(says("401 Unauthorized"))


def messages_of(handler: object, limits: Limits = SHORT, most: int = 2, **how: object) -> list[str]:
    async def play() -> list[str]:
        found: list[str] = []
        async with serve(handler, "127.0.0.1", 0) as server, Http(limits=limits) as http:  # type: ignore[arg-type]
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/subscribe"
            async with http.websocket(url, allow_private=True, **how) as messages:  # type: ignore[arg-type]
                async for message in messages:
                    found.append(message)
                    if len(found) == most:
                        break
        return found

    return asyncio.run(play())


async def speaks(connection: ServerConnection) -> None:
    for text in ("one", "deux é"):
        await connection.send(text)
    await connection.wait_closed()


async def shouts(connection: ServerConnection) -> None:
    await connection.send("x" * 10_000)
    await connection.wait_closed()


async def leaves(connection: ServerConnection) -> None:
    await connection.close(1011, "tired\nof it")


async def stays_silent(connection: ServerConnection) -> None:
    await connection.wait_closed()


async def sends_bytes(connection: ServerConnection) -> None:
    await connection.send(b"\x00")
    await connection.wait_closed()


def test_that_messages_of_a_web_socket_are_read() -> None:
    assert messages_of(speaks) == ["one", "deux é"]


def test_that_a_message_over_the_limit_ends_the_connection() -> None:
    with pytest.raises(SourceError):
        messages_of(shouts)


def test_that_a_server_that_leaves_is_told_on_one_line() -> None:
    with pytest.raises(SourceError) as caught:
        messages_of(leaves)
    assert str(caught.value) == "127.0.0.1 ended the connection (1011 tired of it)"


def test_that_silence_on_a_web_socket_can_be_limited() -> None:
    with pytest.raises(SourceError, match="silent"):
        messages_of(stays_silent, idle=0.2)


def test_that_bytes_where_text_was_asked_for_are_refused() -> None:
    with pytest.raises(SourceError, match="bytes"):
        messages_of(sends_bytes)


def opening(url: str, script: Script = says_nothing, allow_private: bool = True) -> None:
    async def play() -> None:
        async with serving(script) as server, Http(limits=Limits(connect=0.5)) as http:
            address = url.format(port=server.port)
            async with http.websocket(address, allow_private=allow_private):
                pass

    asyncio.run(play())


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (says("400 Bad Request"), "cannot use"),
        (says("429 Too Many Requests", b"", "Retry-After: 7"), "7"),
        (says("302 Found", b"", "Location: ws://10.0.0.1/"), "127.0.0.1"),
        (says("302 Found", b"", "Location: file:///etc/passwd"), "127.0.0.1"),
        (once(b"SSH-2.0-OpenSSH\r\n\r\n"), "does not speak WebSocket"),
        (says_nothing, "cannot be reached"),
    ],
)
def test_that_a_web_socket_that_does_not_open_is_one_clear_line(script: Script, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        opening("ws://127.0.0.1:{port}/", script)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["ws://127.0.0.1:{port}/", "ws://localhost.:{port}/", "wss://[::ffff:127.0.0.1]/"])
def test_that_a_web_socket_keeps_off_our_own_network(url: str) -> None:
    with pytest.raises(BlockedError):
        opening(url, allow_private=False)


def test_that_a_web_socket_wants_a_web_socket_s_address() -> None:
    with pytest.raises(SourceError, match="ws, wss"):
        opening("http://127.0.0.1:{port}/")
