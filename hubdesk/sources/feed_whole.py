"""Reads the pages of articles of which a feed brings only the beginning: once each, politely, a few a visit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import Author, Kind, Mention
from hubdesk.sources.errors import SourceError, SourceOffError
from hubdesk.sources.feed_answer import ParsedFeed
from hubdesk.sources.feed_cursor import Cursor, key
from hubdesk.sources.feed_fetch import charset
from hubdesk.sources.feed_mentions import NETWORK, to_mentions
from hubdesk.sources.feed_process import FeedReaders
from hubdesk.sources.http import Http
from hubdesk.sources.limits import MIB
from hubdesk.sources.page_answer import Article, likeness
from hubdesk.sources.robots import Robots
from hubdesk.sources.source import Page

MOST_PAGES: Final = 10  # a visit: at a page a second they do not keep the feed's own words for long
SECONDS: Final = 30.0  # for all of them
PAGE_SECONDS: Final = 10.0
LARGEST: Final = 5 * MIB
_ACCEPT: Final = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_LATER: Final = (429, 503)
_SAME: Final = 0.6  # of a title's words that the page's title has to have
_BEGUN: Final = 0.75  # ... or of an excerpt's words that its body has to have
_SHORTER: Final = 0.8  # of an excerpt's length: a page with less in it is a door, not the article
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Visited:
    """What came of a visit's pages: the whole articles with their comments, by native_id, and which were tried."""

    whole: dict[str, tuple[Mention, tuple[Mention, ...]]] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)


async def with_whole(
    http: Http, page: Page, cursor: Cursor, feed: ParsedFeed, address: str, allow_private: bool
) -> Page:
    """A visit's page with whole articles in the place of excerpts, as far as their pages could be read now.

    Those that have to wait come as excerpts, and are edited at a later visit. Where an excerpt changed and its page
    cannot be read again, the article that is stored stays.
    """
    links = {entry.link for entry in feed.entries if entry.link and not entry.whole}
    entries = {key(one): one for one, _updated in to_mentions(feed, address)}
    excerpts = {name: one for name, one in entries.items() if one.kind == Kind.ARTICLE and one.url in links}
    fresh = {key(one) for one in page.mentions}
    due = (fresh | set(cursor.waiting)) & cursor.seen.keys()  # what is not remembered would be asked for every time
    wanted = sorted((excerpts[name] for name in reversed(excerpts) if name in due), key=_when)
    visited = await read_whole(http, wanted, address, allow_private)
    known = set(cursor.whole)
    cursor.waiting = [key(one) for one in wanted if one.native_id not in visited.tried]
    cursor.whole = [name for name, one in entries.items() if name in known or one.native_id in visited.whole]
    late = [one for one in wanted if key(one) not in fresh and one.native_id in visited.whole]
    mentions: list[Mention] = []
    for one in (*page.mentions, *late):
        article, said = visited.whole.get(one.native_id, (one, ()))
        mentions += (article, *said)
    edits = [
        visited.whole[one.native_id][0] if one.native_id in visited.whole else one
        for one in page.edits
        if one.native_id in visited.whole or key(one) not in known
    ]
    edits += [visited.whole[one.native_id][0] for one in late]
    return replace(page, mentions=tuple(mentions), edits=tuple(edits), cursor=cursor.save())


async def read_whole(http: Http, excerpts: Sequence[Mention], feed: str, allow_private: bool) -> Visited:
    """Read the pages of these articles, in this order, as far as one visit goes.

    A page that cannot be read was tried, and is not asked for again. One whose server asks us to wait was not tried.
    `feed` is the feed's address: `allow_private` holds for its own host alone.
    """
    visited = Visited()
    try:
        async with asyncio.timeout(SECONDS):
            for mention in excerpts[:MOST_PAGES]:
                private = allow_private and urlsplit(mention.url).hostname == urlsplit(feed).hostname
                try:
                    article = await _article(http, mention.url, private)
                except SourceError as error:
                    logger.info("%s keeps its excerpt: %s", mention.native_id, error)
                    if error.status in _LATER:
                        break
                    article = None
                except SourceOffError as error:
                    logger.info("%s keeps its excerpt: %s", mention.native_id, error)
                    article = None
                visited.tried.add(mention.native_id)
                if article is not None and is_same(mention, article):
                    visited.whole[mention.native_id] = (whole(mention, article), comments(mention, article))
    except TimeoutError:
        logger.info("the pages of %s take long: the others are read at a later visit", urlsplit(feed).hostname)
    return visited


def is_same(mention: Mention, article: Article) -> bool:
    """Whether a page is the article that a feed announced: not a door, a notice, or another page in its place."""
    if len(article.body) < _SHORTER * len(mention.text.rstrip("….[] ")):
        return False
    named = likeness(mention.title, article.title) >= _SAME
    return named or likeness(mention.text, article.body) >= _BEGUN


def whole(mention: Mention, article: Article) -> Mention:
    """The mention with its article's words. What it is called and when it was published stays the feed's word."""
    return replace(
        mention,
        text=article.body,
        teaser=article.teaser,
        author=mention.author if mention.author.name else Author(name=article.author),
        language=mention.language or article.language,
    )


def comments(mention: Mention, article: Article) -> tuple[Mention, ...]:
    """The comments on an article's page. One that has a name on the page has the id that a comment feed gives it."""
    found: dict[str, Mention] = {}
    for one in article.comments:
        made = blake2b(f"{one.author}\0{one.text}".encode("utf-8", "replace"), digest_size=8).hexdigest()
        native_id = f"{mention.native_id}#{one.id or made}"
        comment = Mention(
            network=NETWORK,
            native_id=native_id,
            text=one.text,
            published_at=one.published_at,
            kind=Kind.COMMENT,
            author=Author(name=one.author),
            url=f"{mention.url}#{one.id}" if one.id else mention.url,
            language=mention.language or article.language,
            parent_id=mention.native_id,
            parent_title=mention.title,
        )
        found.setdefault(native_id, comment)
    return tuple(found.values())


async def _article(http: Http, url: str, allow_private: bool) -> Article | None:
    """The article at an address; None where it may not be read, or is none. Raises SourceError, SourceOffError."""
    if not await http.share(Robots).allow(http, url, allow_private):
        logger.info("%s does not let programs read %s", urlsplit(url).hostname, url)
        return None
    answer = await http.get(url, accept=_ACCEPT, allow_private=allow_private, max_bytes=LARGEST, deadline=PAGE_SECONDS)
    host = urlsplit(answer.url).hostname or ""
    reading = await http.share(FeedReaders).read(answer.body, answer.url, charset(answer), host, want="article")
    return reading.article


def _when(mention: Mention) -> int:
    return mention.published_at or 0
