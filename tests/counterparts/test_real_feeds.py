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


def poll(
    url: str, cursor: str = "", comments: bool = False, full_text: bool = False
) -> tuple[list[Page], list[Answer]]:
    """One visit: its pages, and the answers behind them."""
    config: Config = {"url": url, "allow_private": True, "comments": comments, "full_text": full_text}

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


@pytest.mark.counterpart("wordpress")
def test_that_an_excerpts_page_is_read_with_its_comments_which_its_comment_feed_brings_but_once(wordpress: Any) -> None:
    said = [f"La panne numéro {n} du réseau a duré trois heures à Dax, et personne n’a prévenu." for n in range(12)]
    url = wordpress.publish("".join(f"<p>{one}</p>" for one in said), "Douze pannes en un mois")
    wordpress.comment(url, "Chez moi aussi, à Saint-Paul", "Léa")
    with wordpress.only_excerpts():
        pages, answers = poll(wordpress.base, comments=True, full_text=True)
        found = mentions(pages)
        again, later = poll(wordpress.base, pages[-1].cursor, full_text=True)
    article = next(one for one in found if one.url == url)
    assert article.text == "\n\n".join(said)
    assert "Blog mobile & fibre" in article.teaser
    assert "à Saint-Paul" not in article.text + article.teaser
    comments = [one for one in found if one.text == "Chez moi aussi, à Saint-Paul"]
    assert {(one.native_id, one.parent_id, one.author.name) for one in comments} == {
        (comments[0].native_id, article.native_id, "Léa")
    }
    assert len(comments) == 2  # from the page, and from the comment feed: stored as one
    assert url in [answer.url for answer in answers]
    assert url not in [answer.url for answer in later]
    assert not [one for page in again for one in page.edits]


@pytest.mark.counterpart("isso")
def test_that_a_comment_on_isso_is_heard(isso: Any) -> None:
    isso.comment("/panne/", "Plus de réseau à Lens")
    pages, _answers = poll(isso.feed("/panne/"))
    assert ["Plus de réseau à Lens" in mention.text for mention in mentions(pages)] == [True]
