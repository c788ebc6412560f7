"""The parser's processes, fed with bombs over real sockets."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from hubdesk.sources.errors import SourceError
from hubdesk.sources.feed_answer import Reading
from hubdesk.sources.feed_child import serve
from hubdesk.sources.feed_process import FeedReaders
from hubdesk.sources.feeds import make
from hubdesk.sources.http import Http
from hubdesk.sources.limits import Limits
from hubdesk.sources.source import Wish
from tests.sources.raw_server import begins, endlessly, says, serving

URL = "https://blog.example/feed/"
T = TypeVar("T")
GOOD = b"<rss><channel><title>T</title><item><title>A</title></item></channel></rss>"
SLOW = b"<rss><channel><title>T</title>" + b"<a>" * 300_000  # feedparser takes many seconds, and holds the interpreter


def with_readers(play: Callable[[FeedReaders], Awaitable[T]], seconds: float = 60.0) -> T:
    async def within() -> T:
        readers = FeedReaders(seconds)
        try:
            return await play(readers)
        finally:
            await readers.aclose()

    return asyncio.run(within())


def test_that_a_process_is_used_again() -> None:
    async def play(readers: FeedReaders) -> tuple[list[Reading], int]:
        readings = [await readers.read(GOOD, URL, "", "blog.example") for _ in range(3)]
        return readings, len(readers.processes())

    readings, processes = with_readers(play)
    assert [reading.feed.entries[0].title for reading in readings if reading.feed] == ["A"] * 3
    assert processes == 1


def test_that_a_feed_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    async def play(readers: FeedReaders) -> Reading:
        with pytest.raises(SourceError, match=r"blog\.example sent a feed that takes more than"):
            await readers.read(SLOW, URL, "", "blog.example")
        readers.seconds = 60.0
        return await readers.read(GOOD, URL, "", "blog.example")

    assert with_readers(play, seconds=1.0).feed is not None


def test_that_a_process_imports_nothing_from_the_folder_we_are_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert with_readers(_read_good).feed is not None


async def _read_good(readers: FeedReaders) -> Reading:
    return await readers.read(GOOD, URL, "", "blog.example")


def test_that_a_process_that_dies_is_replaced() -> None:
    async def play(readers: FeedReaders) -> Reading:
        await readers.read(GOOD, URL, "", "blog.example")
        (process,) = readers.processes()
        process.kill()
        await process.wait()
        with pytest.raises(SourceError, match="ended its reader"):
            await readers.read(GOOD, URL, "", "blog.example")
        return await readers.read(GOOD, URL, "", "blog.example")

    assert with_readers(play).feed is not None


def test_that_a_stop_in_mid_reading_leaves_no_process() -> None:
    async def play(readers: FeedReaders) -> int:
        task = asyncio.create_task(readers.read(SLOW, URL, "", "blog.example"))
        while not readers.processes():
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return len(readers.processes())

    assert with_readers(play) == 0


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="limits are read from /proc")
def test_that_a_process_has_a_limit_on_its_memory() -> None:
    async def play(readers: FeedReaders) -> str:
        await readers.read(GOOD, URL, "", "blog.example")
        (process,) = readers.processes()
        limits = Path(f"/proc/{process.pid}/limits").read_text("ascii")
        return next(line for line in limits.splitlines() if line.startswith("Max address space"))

    assert "unlimited" not in with_readers(play)


def test_that_a_question_cut_short_ends_the_process_without_an_answer() -> None:
    answers = io.BytesIO()
    serve(io.BytesIO(json.dumps({"url": URL, "charset": "", "size": 100}).encode() + b"\nshort"), answers)
    assert answers.getvalue() == b""


def visiting(answer: bytes, *headers: str) -> list[int]:
    """How many mentions each page brings when a server says this."""

    async def play() -> list[int]:
        script = says("200 OK", answer, *headers)
        async with serving(script) as server, Http() as http:
            feed = make({"url": server.url, "allow_private": True})
            return [len(page.mentions) async for page in feed.pages(http, Wish("", 1))]

    return asyncio.run(play())


def _laughs() -> bytes:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE r [<!ENTITY a0 "ha">{names}]><rss><channel><title>&a9;</title></channel></rss>'.encode()


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (_laughs(), (), "entities of its own"),
        (gzip.compress(bytes(40_000_000)), ("Content-Encoding: gzip",), "more than 15 MiB"),
        (gzip.compress(gzip.compress(GOOD)), ("Content-Encoding: gzip",), "neither a feed nor a page"),
        (gzip.compress(gzip.compress(GOOD)), ("Content-Encoding: gzip, gzip",), "did not ask for"),
        (bytes(range(256)) * 1_000, (), "neither a feed nor a page"),
        (b"<rss><channel><title>T</title>" + b"<!--" * 50_000, (), "cut or broken"),
    ],
)
def test_that_a_bomb_is_one_clear_line(body: bytes, headers: tuple[str, ...], words: str) -> None:
    with pytest.raises(SourceError) as caught:
        visiting(body, *headers)
    assert words in str(caught.value)


def test_that_a_feed_of_very_many_entries_is_read_up_to_a_limit_and_says_so() -> None:
    entries = b"".join(b"<item><title>%d</title></item>" % n for n in range(6_000))

    async def play() -> tuple[int, str]:
        async with serving(says("200 OK", b"<rss><channel>" + entries + b"</channel></rss>")) as server, Http() as http:
            feed = make({"url": server.url, "allow_private": True})
            (page,) = [page async for page in feed.pages(http, Wish("", 1))]
            return len(page.mentions), page.note

    assert asyncio.run(play()) == (5_000, "1,000 entries far down the feed were left out")


def test_that_an_endless_feed_is_cut_off() -> None:
    async def play() -> None:
        limits = Limits(body=200_000)
        async with serving(begins(then=endlessly(b"<item></item>" * 1_000))) as server, Http(limits=limits) as http:
            async for _page in make({"url": server.url, "allow_private": True}).pages(http, Wish("", 1)):
                pass

    with pytest.raises(SourceError, match="sends more than"):
        asyncio.run(play())


def test_that_the_collector_s_process_loads_no_parser() -> None:
    look = (
        "import hubdesk.sources.feeds, sys; print([one for one in ('lxml', 'feedparser', 'nh3') if one in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout == "[]\n"
