"""A post and a comment on a real blog, and a comment on a real comment server, reach our pages."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from hubdesk.core import Kind, Mention
from hubdesk.plugins import make_source
from hubdesk.sources.feed_discovery import discover
from hubdesk.sources.http import Answer, Http
from hubdesk.sources.source import Config, Page, Wish
from tests.counterparts.servers import wait_until


class Watched(Http):
    """Keeps what servers answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Answer] = []

    async def get(self, url: str, **how: Any) -> Answer:
        answer = await super().get(url, **how)
        self.answers.append(answer)
        return answer


def poll(url: str, cursor: str = "", comments: bool = False) -> tuple[list[Page], list[Answer]]:
    """One visit: its pages, and the answers behind them."""
    config: Config = {"url": url, "allow_private": True, "comments": comments}

    async def read() -> tuple[list[Page], list[Answer]]:
        async with Watched() as http:
            wish = Wish(cursor, time.time_ns() // 1_000_000)
            return [page async for page in make_source("feed", config).pages(http, wish)], http.answers

    return asyncio.run(read())


def mentions(pages: list[Page]) -> list[Mention]:
    return [mention for page in pages for mention in page.mentions]


@pytest.mark.counterpart("wordpress")
def test_that_an_article_is_found_from_the_sites_address_and_a_later_visit_costs_a_304(wordpress: Any) -> None:
    text = "<p>La 5G d’Orange — débit « élevé » 😀 &eacute;t&eacute;</p><script>alert(1)</script>"
    url = wordpress.publish(text, "L’été & plus")
    pages, _answers = poll(wordpress.base)
    article = next(mention for mention in mentions(pages) if mention.url == url)
    assert (article.kind, article.title) == (Kind.ARTICLE, "L’été & plus")
    assert article.text == "La 5G d’Orange — débit « élevé » 😀 été"
    cursor = pages[-1].cursor

    def costs_a_304() -> bool:
        """Not in the second of the publication: what else came in it would never be seen."""
        nonlocal cursor
        again, answers = poll(wordpress.base, cursor)
        cursor = again[-1].cursor
        assert mentions(again) == []
        assert again[-1].reaches_back_to is not None
        return [answer.status for answer in answers] == [304]

    wait_until(costs_a_304, "an answer that nothing changed")


@pytest.mark.counterpart("wordpress")
def test_that_a_comment_is_a_mention_of_its_own_with_its_article(wordpress: Any) -> None:
    url = wordpress.publish("<p>Nouvelle offre</p>", "Forfait")
    wordpress.comment(url, "Service client injoignable depuis 3 jours !! 😡")
    pages, _answers = poll(wordpress.base, comments=True)
    article = next(mention for mention in mentions(pages) if mention.url == url)
    comment = next(mention for mention in mentions(pages) if mention.kind == Kind.COMMENT and url in mention.url)
    assert comment.text == "Service client injoignable depuis 3 jours !! 😡"
    assert (comment.parent_id, comment.parent_title) == (article.native_id, "Forfait")
    assert "Lectrice" in (comment.author.name, comment.author.handle)
    wordpress.comment(url, "Moi aussi", "Lecteur")
    later, _answers = poll(wordpress.base, pages[-1].cursor, comments=True)
    assert "Moi aussi" in [mention.text for mention in mentions(later)]


@pytest.mark.counterpart("wordpress")
def test_that_an_articles_comments_are_found_from_its_address(wordpress: Any) -> None:
    url = wordpress.publish("<p>Panne générale</p>", "Panne")
    wordpress.comment(url, "Rien à Mont-de-Marsan non plus")

    async def find() -> list[str]:
        async with Http() as http:
            return [feed.url for feed in await discover(http, url, allow_private=True) if feed.kind == "comments"]

    assert f"{url}feed/" in asyncio.run(find())
    pages, _answers = poll(f"{url}feed/")
    (comment,) = mentions(pages)
    assert (comment.kind, comment.text) == (Kind.COMMENT, "Rien à Mont-de-Marsan non plus")
    assert mentions(poll(f"{url}feed/", pages[-1].cursor)[0]) == []


@pytest.mark.counterpart("isso")
def test_that_a_comment_on_isso_is_heard(isso: Any) -> None:
    isso.comment("/panne/", "Plus de réseau à Lens")
    pages, _answers = poll(isso.feed("/panne/"))
    assert ["Plus de réseau à Lens" in mention.text for mention in mentions(pages)] == [True]
