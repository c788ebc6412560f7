"""A feed that brings excerpts, with full_text = true: the pages of its new articles are read, once and politely."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from hubdesk.core import HubdeskError, Kind, Mention, Notes, Topic
from hubdesk.query.match import Matcher
from hubdesk.sources.feed_excerpt import is_whole
from hubdesk.sources.feeds import make
from hubdesk.sources.http import Http
from hubdesk.sources.source import Page, Wish
from tests.sources.test_feeds_source import FAST, FEED, HOUR, NOON, Site, item, rss, titles

ROBOTS = "https://blog.example/robots.txt"
CUT = "Le réseau est tombé lundi à Dax et personne ne sait […]"
PROSE = (
    "Le réseau est tombé lundi à Dax et personne ne sait quand il reviendra, assure la mairie.",
    "Les commerçants de la place ferment plus tôt, faute de pouvoir encaisser les cartes.",
)
BESIDE = '<aside class="sidebar"><a href="/b">Bouygues Telecom recrute à Dax</a></aside>'
COMMENT = (
    '<div id="comments"><div class="comment" id="comment-7"><b class="fn">Léa</b><p>Chez moi aussi</p></div></div>'
)


def page_of(n: int, more: str = "") -> str:
    prose = "".join(f"<p>{one}</p>" for one in PROSE)
    return (
        f'<!doctype html><html lang="fr"><head><title>Article {n}</title></head><body><main><article>'
        f"<h1>Article {n}</h1>{prose}</article>{more}</main>{BESIDE}</body></html>"
    )


def address(n: int) -> str:
    return f"https://blog.example/{n}/"


def visit(site: Site, cursor: str = "", now: int = NOON + 12 * HOUR, **config: Any) -> Page:
    async def play() -> list[Page]:
        async with Http(transport=httpx.MockTransport(site), limits=FAST) as http:
            feed = make({"url": FEED, "full_text": True, **config})
            return [page async for page in feed.pages(http, Wish(cursor, now))]

    (page,) = asyncio.run(play())
    return page


def excerpts(*numbers: int) -> str:
    return rss(*(item(n, CUT) for n in numbers))


def asked_pages(site: Site) -> list[str]:
    return [path for path in site.paths() if path not in ("/feed/", "/robots.txt")]


def test_that_a_new_excerpt_is_brought_with_its_page_s_words_and_keeps_the_feed_s_id_and_date() -> None:
    site = Site(**{FEED: excerpts(3), address(3): page_of(3, COMMENT)})
    article, comment = visit(site).mentions
    assert article == Mention(
        network="feed",
        native_id="https://blog.example/?p=3",
        text="\n\n".join(PROSE),
        published_at=NOON - 9 * HOUR,
        kind=Kind.ARTICLE,
        title="Article 3",
        url=address(3),
        language="fr",
        teaser="Bouygues Telecom recrute à Dax",
    )
    assert (comment.kind, comment.text, comment.author.name) == (Kind.COMMENT, "Chez moi aussi", "Léa")
    assert (comment.native_id, comment.url) == ("https://blog.example/?p=3#comment-7", address(3) + "#comment-7")
    assert (comment.parent_id, comment.parent_title) == (article.native_id, "Article 3")
    assert comment.published_at is None
    assert site.paths() == ["/feed/", "/robots.txt", "/3/"]


def test_that_a_topic_does_not_hear_the_sidebar_and_in_teaser_finds_it() -> None:
    article = visit(Site(**{FEED: excerpts(3), address(3): page_of(3)})).mentions[0]
    topics = (
        Topic(1, "Bouygues", "bouygues"),
        Topic(2, "Beside", "in:teaser bouygues"),
        Topic(3, "Dax", "in:body dax"),
    )
    heard = Matcher(topics).match(article, Notes())
    assert [(one.topic, one.marks[0].part) for one in heard] == [(2, "teaser"), (3, "body")]


def test_that_a_comment_is_found_by_in_comment() -> None:
    _article, comment = visit(Site(**{FEED: excerpts(3), address(3): page_of(3, COMMENT)})).mentions
    topics = (Topic(1, "Comments", "in:comment moi"), Topic(2, "Bodies", "in:body moi"))
    assert [one.topic for one in Matcher(topics).match(comment, Notes())] == [1]


def test_that_a_later_visit_asks_for_no_page_again() -> None:
    site = Site(**{FEED: excerpts(3), address(3): page_of(3)})
    first = visit(site)
    site.answers[FEED] = excerpts(4, 3)
    second = visit(site, first.cursor)
    assert titles(second) == ["Article 4"]
    assert asked_pages(site) == ["/3/", "/4/"]
    assert not second.edits


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(500),
        httpx.Response(410),
        httpx.Response(200, text=""),
        httpx.Response(200, content=b"%PDF-1.7 \x00\x01"),
        httpx.Response(200, text="<html><body><h1>Connexion</h1><p>Écrivez votre mot de passe.</p></body></html>"),
        httpx.Response(200, text=page_of(4).replace(PROSE[0], "Nos équipes cherchent la page que vous avez demandée.")),
        httpx.Response(302, headers={"Location": "http://127.0.0.1/admin"}),
        httpx.Response(200, text="<p>" + "x" * 6_000_000),
    ],
    ids=["404", "500", "410", "empty", "pdf", "door", "another", "inside", "large"],
)
def test_that_a_page_that_cannot_be_read_leaves_the_excerpt_and_is_not_asked_for_again(answer: httpx.Response) -> None:
    site = Site(**{FEED: excerpts(3), address(3): answer})
    first = visit(site)
    assert [one.text for one in first.mentions] == ["Le réseau est tombé lundi à Dax et personne ne sait […]"]
    assert first.mentions[0].teaser == ""
    assert not visit(site, first.cursor).mentions
    assert asked_pages(site) == ["/3/"]


def test_that_a_feed_of_whole_articles_has_no_page_asked_for() -> None:
    whole = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>A</title>'
        "<link>https://blog.example/1/</link><description>Court […]</description>"
        "<content:encoded>Tout le texte.</content:encoded></item></channel></rss>"
    )
    site = Site(**{FEED: whole})
    assert visit(site).mentions[0].text == "Tout le texte."
    assert site.paths() == ["/feed/"]


def test_that_without_the_key_no_page_is_asked_for() -> None:
    site = Site(**{FEED: excerpts(3), address(3): page_of(3)})
    assert visit(site, full_text=False).mentions[0].text == CUT
    assert site.paths() == ["/feed/"]


def test_that_a_visit_reads_the_oldest_ten_and_the_next_one_edits_what_had_to_wait() -> None:
    numbers = range(12, 0, -1)
    site = Site(**{FEED: excerpts(*numbers), **{address(n): page_of(n) for n in numbers}})
    first = visit(site)
    assert asked_pages(site) == [f"/{n}/" for n in range(1, 11)]
    assert [one.text == CUT for one in first.mentions] == [False] * 10 + [True] * 2
    second = visit(site, first.cursor)
    assert asked_pages(site)[10:] == ["/11/", "/12/"]
    assert titles(Page(second.edits)) == ["Article 11", "Article 12"]
    assert {one.text for one in second.edits} == {"\n\n".join(PROSE)}
    assert not visit(site, second.cursor).edits
    assert len(asked_pages(site)) == 12


def test_that_undated_entries_are_read_oldest_first_too() -> None:
    listed = rss(*(item(n, CUT, dated=False) for n in (3, 2, 1)))
    site = Site(**{FEED: listed, **{address(n): page_of(n) for n in (1, 2, 3)}})
    visit(site)
    assert asked_pages(site) == ["/1/", "/2/", "/3/"]


def test_that_a_server_that_asks_us_to_wait_is_left_alone_until_the_next_visit() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "60"})
    site = Site(**{FEED: excerpts(4, 3), address(3): busy, address(4): page_of(4)})
    first = visit(site)
    assert asked_pages(site) == ["/3/"]
    assert [one.text for one in first.mentions] == [CUT, CUT]
    site.answers[address(3)] = page_of(3)
    assert titles(Page(visit(site, first.cursor).edits)) == ["Article 3", "Article 4"]


def test_that_an_excerpt_that_changes_never_takes_the_place_of_the_article() -> None:
    site = Site(**{FEED: excerpts(3), address(3): page_of(3)})
    first = visit(site)
    site.answers[FEED] = rss(item(3, "Autre début, à Dax […]"))
    site.answers[address(3)] = httpx.Response(500)
    assert not visit(site, first.cursor).edits
    site.answers[address(3)] = page_of(3).replace("la mairie", "le maire de Dax")
    (edit,) = visit(site, first.cursor).edits
    assert "le maire de Dax" in edit.text


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /3", False),
        ("User-agent: *\nDisallow: /\nAllow: /3/", True),
        ("User-agent: Hubdesk\nDisallow: /*/$\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: other\nDisallow: /", True),
        (httpx.Response(403), True),
        (httpx.Response(503), False),
    ],
)
def test_that_robots_txt_is_followed(said: Any, is_read: bool) -> None:
    site = Site(**{FEED: excerpts(3), address(3): page_of(3), ROBOTS: said})
    assert (visit(site).mentions[0].text != CUT) is is_read
    assert ("/3/" in site.paths()) is is_read


def test_that_allow_private_holds_for_the_feed_s_own_host_alone() -> None:
    elsewhere = excerpts(3).replace("https://blog.example/3/", "http://127.0.0.1:9200/3/")
    site = Site(**{FEED: elsewhere, "http://127.0.0.1:9200/3/": page_of(3)})
    assert visit(site, allow_private=True).mentions[0].text == CUT
    assert asked_pages(site) == []


def test_that_a_wrong_value_of_the_key_is_one_clear_line() -> None:
    with pytest.raises(HubdeskError, match="full_text = 'yes': write true or false"):
        make({"url": FEED, "full_text": "yes"})


@pytest.mark.parametrize(
    ("text", "has_body", "whole"),
    [
        ("Un texte entier.", True, True),
        ("Un texte entier.", False, False),
        ("Un texte coupé…", True, False),
        ("Un texte coupé [...]", True, False),
        ("Un texte. Lire la suite →", True, False),
        ("Un texte entier.\n\nThe post Panne appeared first on Blog.", True, True),
        ("Un texte […]\n\nL’article Panne est apparu en premier sur Blog.", True, False),
        ("mot " * 1_000, False, True),
        ("", True, False),
    ],
)
def test_that_an_excerpt_is_told_by_where_it_stands_and_how_it_ends(text: str, has_body: bool, whole: bool) -> None:
    assert is_whole(text, has_body) is whole
