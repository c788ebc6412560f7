"""Pages that mean harm: what is readable is read, and nothing takes the collector along."""

from __future__ import annotations

import asyncio

import pytest

from hubdesk.sources.errors import SourceError
from hubdesk.sources.feed_answer import Reading
from hubdesk.sources.feed_parser import read_page_of
from hubdesk.sources.feed_process import FeedReaders

URL = "https://site.example/a"
SAID = "Le réseau est tombé lundi à Dax et personne ne sait quand il reviendra, assure la mairie."
HEAD = "<html><body><main><h1>Panne à Dax</h1>"
PROSE = f"{HEAD}<p>{SAID}</p>"


def body_of(page: str | bytes, charset: str = "") -> str:
    article = read_page_of(page if isinstance(page, bytes) else page.encode(), URL, charset).article
    assert article is not None
    return article.body


@pytest.mark.parametrize(
    "more",
    [
        "<div>" * 20_000 + "<p>trop bas</p>",
        "<ol><li class='comment'>" * 5_000,
        "<table><tr><td>" * 5_000,
        "<aside>x</aside>" * 5_000,
        "<!--" * 10_000,
        "<" * 10_000,
        "<p>" + "a" * 300_000 + "</p>",
        f"<div {' '.join(f'a{n}=1' for n in range(500))}></div>",
        f"<div class='{'comment ' * 50_000}'></div>",
        "<script type='application/ld+json'>" + "[" * 20_000 + "</script>",
        '<script type=\'application/ld+json\'>{"@type":"Article","headline":{},"author":7,"comment":5}</script>',
        "<base href='http://[::'><link rel='canonical' href='javascript:alert(1)'>",
    ],
)
def test_that_the_article_is_read_whatever_follows_it(more: str) -> None:
    assert SAID in body_of(PROSE + more)


def test_that_entities_of_its_own_are_not_unfolded() -> None:
    page = f"<!DOCTYPE html [<!ENTITY a 'haha'><!ENTITY b '&a;&a;&a;'>]>{PROSE}<p>Et puis &b; encore une fois, ici.</p>"
    assert "haha" not in body_of(page)


def test_that_null_bytes_and_controls_do_not_come_in() -> None:
    assert body_of(PROSE.replace("Dax", "D\0a\x1bx")) == SAID


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (PROSE.encode("cp1252"), "utf-8"),
        (PROSE.replace("<body>", "<head><meta charset='utf-8'></head><body>").encode("cp1252"), ""),
        (PROSE.encode("cp1252"), "iso-8859-1"),
        (PROSE.encode("utf-8"), "iso-8859-1"),
        (PROSE.encode("utf-16"), "utf-8"),
        (b"\xef\xbb\xbf" + PROSE.encode(), "no-such-charset"),
        (PROSE.replace("<body>", "<head><meta charset='cp1251'></head><body>").encode("utf-8"), ""),
    ],
)
def test_that_a_wrong_charset_does_no_harm(page: bytes, charset: str) -> None:
    assert body_of(page, charset) == SAID


@pytest.mark.parametrize(
    ("page", "trouble"),
    [
        (b"", "empty"),
        (b" \0 ", "empty"),
        (b"%PDF-1.7", "other"),
        (b'{"a": 1}', "other"),
        (b"<rss><channel><title>T</title></channel></rss>", "other"),
        (b"<html></html>", "list"),
        (b"<p>", "list"),
    ],
)
def test_that_what_is_no_article_is_said_to_be_none(page: bytes, trouble: str) -> None:
    assert read_page_of(page, URL).trouble == trouble


def test_that_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    slow = f"<html><body><h1>T</h1><div {' '.join(f'a{n}=1' for n in range(100_000))}>{SAID}".encode()

    async def play() -> Reading:
        readers = FeedReaders(1.0)
        try:
            with pytest.raises(SourceError, match=r"site\.example sent a page that takes more than"):
                await readers.read(slow, URL, "", "site.example", want="article")
            readers.seconds = 60.0
            return await readers.read(PROSE.encode(), URL, "", "site.example", want="article")
        finally:
            await readers.aclose()

    article = asyncio.run(play()).article
    assert article is not None
    assert (article.title, article.body) == ("Panne à Dax", SAID)
