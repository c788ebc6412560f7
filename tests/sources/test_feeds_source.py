"""A feed as a source: what it brings at each visit, what it remembers, what it says when it cannot."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from hubdesk.core import HubdeskError, Kind, Mention
from hubdesk.sources.errors import SourceError, SourceOffError
from hubdesk.sources.feed_discovery import discover
from hubdesk.sources.feeds import make
from hubdesk.sources.http import Http
from hubdesk.sources.limits import Limits, Pace
from hubdesk.sources.source import Page, Wish

NOON = 1_795_694_400_000
HOUR = 3_600_000
FEED = "https://blog.example/feed/"
FAST = Limits(public=Pace(per_second=1_000.0, burst=1_000, at_once=9))


def item(n: int, text: str = "", more: str = "", dated: bool = True) -> str:
    date = f"<pubDate>Thu, 26 Nov 2026 {n:02d}:00:00 GMT</pubDate>" if dated else ""
    return (
        f"<item><title>Article {n}</title><link>https://blog.example/{n}/</link>{date}"
        f"<guid isPermaLink='false'>https://blog.example/?p={n}</guid><description>{text or f'text {n}'}</description>"
        f"{more}</item>"
    )


def rss(*items: str, title: str = "Blog") -> str:
    return (
        '<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>{title}</title>{''.join(items)}</channel></rss>"
    )


class Site:
    """Addresses and what they answer now; counts who asked for what."""

    def __init__(self, **pages: Any) -> None:
        self.answers: dict[str, httpx.Response | str] = dict(pages)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        said = self.answers.get(str(request.url), httpx.Response(404))
        if isinstance(said, httpx.Response):
            return httpx.Response(said.status_code, headers=said.headers, content=said.content)
        tag = f'"{hash(said)}"'
        if request.headers.get("if-none-match") == tag:
            return httpx.Response(304)
        return httpx.Response(200, text=said, headers={"ETag": tag})

    def paths(self) -> list[str]:
        return [request.url.path for request in self.asked]


def visit(site: Site, cursor: str = "", now: int = NOON + 12 * HOUR, **config: Any) -> list[Page]:
    async def play() -> list[Page]:
        async with Http(transport=httpx.MockTransport(site), limits=FAST) as http:
            return [page async for page in make({"url": FEED, **config}).pages(http, Wish(cursor, now))]

    return asyncio.run(play())


def titles(page: Page) -> list[str]:
    return [mention.title for mention in page.mentions]


def test_that_a_feed_s_entries_come_oldest_first_with_a_cursor() -> None:
    (page,) = visit(Site(**{FEED: rss(item(3), item(2))}))
    assert titles(page) == ["Article 2", "Article 3"]
    assert page.mentions[0] == Mention(
        network="feed",
        native_id="https://blog.example/?p=2",
        text="text 2",
        published_at=NOON - 10 * HOUR,
        kind=Kind.ARTICLE,
        title="Article 2",
        url="https://blog.example/2/",
    )
    assert page.reaches_back_to == NOON - 10 * HOUR


def test_that_a_feed_that_did_not_change_is_not_sent_again_and_covers_the_time_between() -> None:
    site = Site(**{FEED: rss(item(3))})
    (first,) = visit(site, now=NOON)
    (second,) = visit(site, first.cursor, now=NOON + HOUR)
    assert (second.mentions, second.reaches_back_to) == ((), NOON)
    (third,) = visit(site, second.cursor, now=NOON + 2 * HOUR)
    assert third.reaches_back_to == NOON + HOUR
    assert "if-none-match" in site.asked[2].headers


def test_that_a_new_entry_beside_a_known_one_leaves_no_gap() -> None:
    (first,) = visit(Site(**{FEED: rss(item(3), item(2))}), now=NOON)
    (second,) = visit(Site(**{FEED: rss(item(5), item(3))}), first.cursor, now=NOON + HOUR)
    assert second.reaches_back_to == NOON - 9 * HOUR
    assert not second.edits


@pytest.mark.parametrize("dated", [True, False])
def test_that_entries_that_came_and_went_between_visits_leave_a_gap(dated: bool) -> None:
    pinned = item(1, dated=dated)
    (first,) = visit(Site(**{FEED: rss(item(3, dated=dated), pinned)}), now=NOON)
    later = rss(item(9, dated=dated), item(8, dated=dated), pinned)
    (second,) = visit(Site(**{FEED: later}), first.cursor, now=NOON + HOUR)
    assert second.reaches_back_to == (NOON - 4 * HOUR if dated else NOON + HOUR)


def test_that_entries_that_said_the_same_last_time_are_not_sent_again() -> None:
    (first,) = visit(Site(**{FEED: rss(item(3), item(2))}))
    (second,) = visit(Site(**{FEED: rss(item(4), item(3), item(2))}), first.cursor)
    assert titles(second) == ["Article 4"]


@pytest.mark.parametrize(("modified", "conditional"), [("11:59:59", False), ("12:00:00", False), ("11:59:58", True)])
def test_that_a_feed_that_was_still_changing_when_it_was_sent_is_asked_for_again(
    modified: str, conditional: bool
) -> None:
    day = "Thu, 26 Nov 2026"
    headers = {"ETag": '"1"', "Last-Modified": f"{day} {modified} GMT", "Date": f"{day} 12:00:00 GMT"}
    site = Site(**{FEED: httpx.Response(200, text=rss(item(3)), headers=headers)})
    (first,) = visit(site)
    visit(site, first.cursor)
    assert ("if-none-match" in site.asked[1].headers) == conditional
    assert ("if-modified-since" in site.asked[1].headers) == conditional


def test_that_a_changed_text_is_an_edit() -> None:
    (first,) = visit(Site(**{FEED: rss(item(3), item(2))}))
    (second,) = visit(Site(**{FEED: rss(item(3, "corrected"), item(2))}), first.cursor)
    assert [(edit.native_id, edit.text) for edit in second.edits] == [("https://blog.example/?p=3", "corrected")]
    (third,) = visit(Site(**{FEED: rss(item(3, "corrected"), item(2), item(1))}), second.cursor)
    assert not third.edits


def test_that_an_older_version_is_no_edit() -> None:
    def updated(hour: int) -> str:
        return f"<atom:updated>2026-11-26T{hour:02d}:00:00Z</atom:updated>"

    (first,) = visit(Site(**{FEED: rss(item(3, "new", updated(9)))}))
    (second,) = visit(Site(**{FEED: rss(item(3, "old, from a cache", updated(8)))}), first.cursor)
    assert not second.edits


def test_that_a_feed_that_is_cut_off_is_read_again_even_if_it_does_not_change() -> None:
    whole = rss(item(3), item(2))
    site = Site(**{FEED: whole[: whole.index("Article 2")]})
    (first,) = visit(site)
    assert titles(first)[-1] == "Article 3"
    visit(site, first.cursor)
    assert "if-none-match" not in site.asked[1].headers


def test_that_an_id_of_another_site_does_not_stand_for_its_article() -> None:
    foreign = "<item><title>Fake</title><guid>https://other.example/?p=1</guid></item>"
    plain = "<item><title>Plain</title><guid isPermaLink='false'>123</guid></item>"
    none = "<item><title>None</title></item>"
    (page,) = visit(Site(**{FEED: rss(foreign, plain, none)}))
    ids = {mention.title: mention.native_id for mention in page.mentions}
    assert ids["Fake"] == f"{FEED}#https://other.example/?p=1"
    assert ids["Plain"] == f"{FEED}#123"
    assert ids["None"].startswith(f"{FEED}#")


def test_that_an_entry_listed_twice_is_one_mention() -> None:
    (page,) = visit(Site(**{FEED: rss(item(3), item(3))}))
    assert len(page.mentions) == 1


@pytest.mark.parametrize(
    ("title", "channel"),
    [
        ("Comment on Points &amp; fidélité by Zoé", "Comments for Blog"),
        ("Commentaires sur Points &amp; fidélité par Zoé", "Commentaires pour Blog"),
        ("By: Zoé", "Comments on: Points &amp; fidélité"),
        ("Par : Zoé", "Commentaires sur : Points &amp; fidélité"),
    ],
)
def test_that_a_wordpress_comment_knows_its_article_but_does_not_repeat_its_title(title: str, channel: str) -> None:
    comment = (
        f"<item><title>{title}</title><link>https://blog.example/points/#comment-7</link><dc:creator>Zoé</dc:creator>"
        "<guid isPermaLink='false'>https://blog.example/?p=3#comment-7</guid><description>Merci !</description></item>"
    )
    (page,) = visit(Site(**{FEED: rss(comment, title=channel)}))
    (mention,) = page.mentions
    assert (mention.kind, mention.title, mention.text, mention.author.name) == (Kind.COMMENT, "", "Merci !", "Zoé")
    assert (mention.parent_id, mention.parent_title) == ("https://blog.example/?p=3", "Points & fidélité")


def test_that_an_atom_reply_knows_what_it_answers() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
    <title>Comments for /a</title>
    <entry><id>tag:blog.example,2018:/isso/1/1</id><title>Comment #1</title><content>one</content>
    <link href="https://blog.example/a#isso-1"/><updated>2026-11-26T12:00:00Z</updated></entry>
    <entry><id>tag:blog.example,2018:/isso/1/2</id><title>Comment #2</title><content>two</content>
    <link href="https://blog.example/a#isso-2"/>
    <thr:in-reply-to ref="tag:blog.example,2018:/isso/1/1"/></entry></feed>"""
    (page,) = visit(Site(**{FEED: feed}))
    by_text = {mention.text: mention for mention in page.mentions}
    assert by_text["one"].parent_id == "https://blog.example/a"
    assert by_text["two"].parent_id == by_text["one"].native_id == "tag:blog.example,2018:/isso/1/1"
    assert by_text["one"].published_at == NOON


def test_that_the_comments_of_new_articles_are_followed_when_asked_for() -> None:
    comments = "https://blog.example/3/feed/"
    comment = (
        "<item><title>By: Zoé</title><link>https://blog.example/3/#comment-1</link>"
        "<guid>https://blog.example/?p=3#comment-1</guid><description>Oui</description></item>"
    )
    named = f"<wfw:commentRss>{comments}</wfw:commentRss>"
    foreign = "<wfw:commentRss>https://other.example/feed/</wfw:commentRss>"
    site = Site(
        **{
            FEED: rss(item(3, more=named), item(2, more=foreign)),
            comments: rss(comment, title="Comments on: Article 3"),
        }
    )
    assert len(visit(site)) == 1
    articles, thread = visit(site, comments=True)
    (mention,) = thread.mentions
    assert (mention.parent_id, mention.parent_title) == ("https://blog.example/?p=3", "Article 3")
    assert titles(articles) == ["Article 2", "Article 3"]
    asked = len(site.asked)
    (again,) = visit(site, thread.cursor, comments=True)
    assert again.mentions == ()
    assert site.paths()[asked:] == ["/feed/", "/3/feed/"]
    site.answers[comments] = httpx.Response(500)
    assert len(visit(site, comments=True)) == 1


PAGE = "<!doctype html><html><head>{}</head><body>Hello</body></html>"
NAMED = '<link rel="alternate" type="application/rss+xml" href="{}">'


def test_that_a_page_s_feed_is_followed_said_and_remembered() -> None:
    behind = "https://blog.example/rss"
    site = Site(**{FEED: PAGE.format(NAMED.format("/comments/feed/") + NAMED.format("/rss")), behind: rss(item(3))})
    (page,) = visit(site)
    assert titles(page) == ["Article 3"]
    assert page.note == f"The address is a page; its feed is at {behind}"
    (again,) = visit(site, page.cursor)
    assert (again.mentions, again.note) == ((), "")
    assert site.paths() == ["/feed/", "/rss", "/rss"]


def test_that_an_address_found_once_is_looked_for_again_when_it_is_gone() -> None:
    site = Site(**{FEED: PAGE.format(NAMED.format("/rss")), "https://blog.example/rss": rss(item(3))})
    (first,) = visit(site)
    site.answers = {FEED: rss(item(4)), "https://blog.example/rss": httpx.Response(410)}
    (second,) = visit(site, first.cursor)
    assert titles(second) == ["Article 4"]


def test_that_an_error_page_never_turns_a_feed_into_another() -> None:
    site = Site(**{FEED: rss(item(3)), "https://blog.example/rss": rss(item(9))})
    (first,) = visit(site)
    site.answers[FEED] = PAGE.format(NAMED.format("/rss"))
    with pytest.raises(SourceError, match=r"blog\.example sent a page where its feed was"):
        visit(site, first.cursor)


def test_that_a_permanent_move_is_said_and_remembered_once_it_holds_a_feed() -> None:
    new = "https://new.example/feed"
    site = Site(**{FEED: httpx.Response(301, headers={"Location": new}), new: rss(item(3))})
    (first,) = visit(site)
    assert first.note == f"The feed has moved to {new}"
    assert first.mentions[0].native_id == "https://blog.example/?p=3"
    visit(site, first.cursor)
    assert site.paths() == ["/feed/", "/feed", "/feed"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", "an empty answer"),
        (httpx.Response(204), "an empty answer"),
        (PAGE.format(""), "a page, not a feed, and the page names no feed"),
        (PAGE.format(NAMED.format("/more")), "nothing at this address (404)"),
        ('{"error": "quota"}', "neither a feed nor a page"),
        ("<rss><channel><title>cut", "cut or broken"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "entities of its own"),
        (httpx.Response(302, headers={"Location": "file:///etc/passwd"}), "'file' addresses are not followed"),
        (httpx.Response(302, headers={"Location": "http://127.0.0.1/"}), "127.0.0.1 is on this machine"),
        (httpx.Response(401), "sign-in"),
        (httpx.Response(503, headers={"Retry-After": "60"}), "asks us to wait"),
    ],
)
def test_that_what_brings_no_feed_is_one_clear_line(answer: Any, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        visit(Site(**{FEED: answer}))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_a_feed_that_is_gone_for_good_switches_its_source_off() -> None:
    with pytest.raises(SourceOffError):
        visit(Site(**{FEED: httpx.Response(410)}))


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "[]", '{"version": 9}', '{"version": 1, "url": "https://other/"}', "{}"]
)
def test_that_a_cursor_that_cannot_be_read_is_a_first_visit(cursor: str) -> None:
    (page,) = visit(Site(**{FEED: rss(item(3))}), cursor)
    assert titles(page) == ["Article 3"]
    assert json.loads(page.cursor)["address"] == FEED


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ({}, "url"),
        ({"url": 3}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "example.org"}, "url"),
        ({"url": "https://user:pw@example.org/"}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"url": FEED, "allow_private": "yes"}, "allow_private"),
        ({"url": FEED, "comments": 1}, "comments"),
        ({"url": FEED, "colour": "red"}, "colour"),
    ],
)
def test_that_a_wrong_key_is_named(config: dict[str, Any], key: str) -> None:
    with pytest.raises(HubdeskError, match=key):
        make(config)


def found_at(site: Site, url: str) -> list[tuple[str, str]]:
    async def play() -> list[tuple[str, str]]:
        async with Http(transport=httpx.MockTransport(site), limits=FAST) as http:
            return [(feed.url, feed.kind) for feed in await discover(http, url)]

    return asyncio.run(play())


def test_that_an_address_that_is_a_feed_is_its_own_discovery() -> None:
    assert found_at(Site(**{FEED: rss(item(3))}), FEED) == [(FEED, "articles")]
    assert found_at(Site(**{FEED: rss(title="Comments for Blog")}), FEED) == [(FEED, "comments")]


def test_that_the_feeds_of_a_wordpress_article_are_found_with_its_comments() -> None:
    article, site = "https://blog.example/2026/panne/", "https://blog.example/"
    comments = rss(title="Comments on: Panne")
    feeds = {
        site + "feed/": rss(item(3)),
        site + "comments/feed/": rss(title="Comments for Blog"),
        article + "feed/": comments,
    }
    page = PAGE.format(NAMED.format("/feed/") + '<meta name="generator" content="WordPress 6.1">')
    assert found_at(Site(**{article: page, **feeds}), article) == [
        (site + "feed/", "articles"),
        (site + "comments/feed/", "comments"),
        (article + "feed/", "comments"),
    ]


def test_that_a_usual_address_is_believed_only_when_a_feed_is_there() -> None:
    home = "https://blog.example/"
    site = Site(**{home: PAGE.format(""), home + "feed/": PAGE.format(""), home + "atom.xml": rss(item(3))})
    assert found_at(site, home) == [(home + "atom.xml", "articles")]
    assert found_at(Site(**{home: PAGE.format("")}), home) == []


def test_that_an_edit_keeps_all_that_a_mention_is() -> None:
    (first,) = visit(Site(**{FEED: rss(item(3))}))
    (second,) = visit(Site(**{FEED: rss(item(3, "corrected"))}), first.cursor)
    assert second.edits == second.mentions == (replace(first.mentions[0], text="corrected"),)


def test_that_a_feed_never_read_cannot_be_unchanged() -> None:
    """Its time would count as listened to, and nothing of it was ever heard."""
    with pytest.raises(SourceError, match="never was"):
        visit(Site(**{FEED: httpx.Response(304)}))


def test_that_a_feed_claims_no_deletions_that_it_cannot_tell() -> None:
    terms = make({"url": FEED}).terms
    assert terms.deletes == "none"
    assert terms.note


def test_that_a_feed_that_is_cut_off_says_so() -> None:
    whole = rss(item(3), item(2))
    (page,) = visit(Site(**{FEED: whole[: whole.index("Article 2")]}))
    assert "cut off" in page.note


def test_that_endless_ids_that_begin_alike_are_two() -> None:
    long = "https://blog.example/?q=" + "x" * 2_000
    entries = (f"<item><title>{n}</title><guid isPermaLink='false'>{long}{n}</guid></item>" for n in (1, 2))
    (page,) = visit(Site(**{FEED: rss(*entries)}))
    assert len(page.mentions) == 2
