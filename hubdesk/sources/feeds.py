"""Feeds: RSS, Atom and JSON Feed, asked politely, found behind a page, with the comments of their articles."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import MINUTE, HubdeskError, Kind, Mention, Millis, Terms
from hubdesk.i18n import N_, _, number
from hubdesk.sources.errors import SourceError, SourceOffError
from hubdesk.sources.feed_answer import FoundFeed, ParsedFeed
from hubdesk.sources.feed_cursor import Cursor, Thread, key
from hubdesk.sources.feed_fetch import Fetched, fetch, validators
from hubdesk.sources.feed_mentions import to_mentions
from hubdesk.sources.feed_whole import with_whole
from hubdesk.sources.http import Http
from hubdesk.sources.source import Config, Page, Wish

MOST_THREADS: Final = 10  # articles whose comments are followed: the newest
_KEYS: Final = ("url", "allow_private", "comments", "full_text")
_GONE: Final = (404, 410)
logger = logging.getLogger(__name__)


class Feed:
    """One feed. `comments`: the comment feeds of its newest articles are read as well. `full_text`: so are the pages of
    new articles of which the feed brings only the beginning.
    """

    kind = "feed"
    terms = Terms(
        deletes="none", note=N_("Feeds do not say what was taken down: an entry that is gone may only be old.")
    )
    every: Millis = 5 * MINUTE
    keep = "all"

    def __init__(self, url: str, allow_private: bool = False, comments: bool = False, full_text: bool = False) -> None:
        self.url = url
        self.allow_private = allow_private
        self.comments = comments
        self.full_text = full_text

    async def pages(self, http: Http, wish: Wish) -> AsyncGenerator[Page, None]:
        """One page of entries, then one for each article with new comments."""
        cursor = Cursor.load(wish.cursor, self.url)
        fetched, note = await self._feed(http, cursor)
        page = self._page(cursor, fetched, wish.now, note)
        if self.full_text and fetched.feed is not None:
            page = await with_whole(http, page, cursor, fetched.feed, self.url, self.allow_private)
        yield page
        if self.comments:
            for address, thread in list(cursor.threads.items()):
                mentions = await self._comments(http, address, thread)
                if mentions:
                    yield Page(mentions, cursor.save())

    async def _feed(self, http: Http, cursor: Cursor) -> tuple[Fetched, str]:
        """The feed, or that nothing changed; and what a person should know of the way there."""
        # Only the whole feed says which articles have comments, and brings again those whose pages wait.
        fresh = (self.comments and not cursor.threads) or (self.full_text and bool(cursor.waiting))
        try:
            fetched = await self._fetch(
                http, cursor.address, "" if fresh else cursor.etag, "" if fresh else cursor.modified
            )
        except (SourceError, SourceOffError) as error:
            gone = isinstance(error, SourceOffError) or error.status in _GONE
            if cursor.address == self.url or not gone:
                raise
            cursor.address = self.url  # what was found or moved to is no more: start where we were told to
            fetched = await self._fetch(http, cursor.address)
        if fetched.page is not None:
            return await self._behind_page(http, cursor, fetched)
        if fetched.answer.moved_to and fetched.feed is not None:
            cursor.address = fetched.answer.moved_to
            return fetched, _("The feed has moved to {url}").format(url=cursor.address)
        return fetched, ""

    async def _behind_page(self, http: Http, cursor: Cursor, fetched: Fetched) -> tuple[Fetched, str]:
        """The address is a page: follow it to the feed it names. Raises SourceError when that leads nowhere.

        Only on the first visit: later, a page where the feed was is an error page, and what it names is another feed.
        """
        assert fetched.page is not None
        host = urlsplit(fetched.answer.url).hostname or ""
        named = sorted(fetched.page.feeds, key=_comments_last)
        if cursor.asked is not None:
            raise SourceError(_("{host} sent a page where its feed was").format(host=host))
        if not named:
            raise SourceError(_("{host} sent a page, not a feed, and the page names no feed").format(host=host))
        behind = await self._fetch(http, named[0].url)
        if behind.feed is None:
            raise SourceError(_("{host} sent a page, and the feed it names is none").format(host=host))
        cursor.address = named[0].url
        return behind, _("The address is a page; its feed is at {url}").format(url=named[0].url)

    def _page(self, cursor: Cursor, fetched: Fetched, now: Millis, note: str) -> Page:
        """What is new since the cursor, which is brought up to date."""
        first, cursor.asked, asked = cursor.asked is None, now, cursor.asked
        if fetched.feed is None:
            return Page((), cursor.save(), reaches_back_to=asked, note=note)
        whole = fetched.feed.whole  # a feed cut off is read again, changed or not
        cursor.etag, cursor.modified = validators(fetched.answer) if whole else ("", "")
        if fetched.feed.dropped:
            note = _("{n} entries far down the feed were left out").format(n=number(fetched.feed.dropped))
        if not whole:
            note = _("The feed is cut off: what comes after the cut was not read")
        entries = to_mentions(fetched.feed, self.url)
        edits = tuple(mention for mention, updated in entries if cursor.changed(mention, updated))
        fresh = [(mention, updated) for mention, updated in entries if not cursor.knows(mention)]
        reaches_back_to = _reach(cursor, [mention for mention, _updated in entries], None if first else asked, now)
        cursor.remember(entries)
        if self.comments:
            cursor.threads = _threads(fetched.feed, entries, cursor.threads, cursor.address)
        return Page(_oldest_first(fresh), cursor.save(), edits, reaches_back_to=reaches_back_to, note=note)

    async def _comments(self, http: Http, address: str, thread: Thread) -> tuple[Mention, ...]:
        """The comments of one article; a thread that cannot be read today does not fail the feed."""
        try:
            fetched = await self._fetch(http, address, thread.etag, thread.modified)
        except (SourceError, SourceOffError) as error:
            logger.info("comments of %s: %s", thread.article, error)
            return ()
        if fetched.feed is None:
            return ()
        thread.etag, thread.modified = validators(fetched.answer)
        made = to_mentions(fetched.feed, address, thread.article, thread.title)
        return _oldest_first(made)

    async def _fetch(self, http: Http, address: str, etag: str = "", modified: str = "") -> Fetched:
        return await fetch(http, address, etag=etag, modified=modified, allow_private=self.allow_private)


def make(config: Config) -> Feed:
    """A feed from its [[source]] table. Raises HubdeskError naming the key that is wrong."""
    for name in config:
        if name not in _KEYS:
            raise HubdeskError(
                _("“{key}” is no key of a feed; there are: {keys}").format(key=name, keys=", ".join(_KEYS))
            )
    url = config.get("url")
    if isinstance(url, str) and "@" in url.partition("://")[2].partition("/")[0]:  # with a password: never repeated
        raise HubdeskError(_("url names a user; write the feed's address without one"))
    if not isinstance(url, str) or not _is_web_address(url):
        raise HubdeskError(
            _("url = {url} is no address of a feed; write one that begins with https://").format(url=repr(url))
        )
    switches = {}
    for name in ("allow_private", "comments", "full_text"):
        value = config.get(name, False)
        if not isinstance(value, bool):
            raise HubdeskError(_("{key} = {value}: write true or false").format(key=name, value=repr(value)))
        switches[name] = value
    return Feed(url.strip(), **switches)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _reach(cursor: Cursor, mentions: list[Mention], asked: Millis | None, now: Millis) -> Millis | None:
    """Since when nothing can have been missed.

    If the newest entry of last time is still there, all that came after it is there too. If it is gone, others may have
    come and gone: then only as far back as the new entries go.
    """
    known = asked is not None and (not cursor.newest or cursor.newest in {key(one) for one in mentions})
    fresh = mentions if known or asked is None else [one for one in mentions if key(one) not in cursor.seen]
    oldest = min((one.published_at for one in fresh if one.published_at is not None), default=None)
    if asked is not None and known:
        return asked if oldest is None else min(asked, oldest)
    return now if oldest is None else min(now, oldest)


def _threads(
    feed: ParsedFeed, entries: list[tuple[Mention, Millis | None]], before: dict[str, Thread], address: str
) -> dict[str, Thread]:
    """The comment feeds of the newest articles, on the feed's own site, with what is known of them."""
    by_link = {entry.link: entry.comments_feed for entry in feed.entries if entry.comments_feed}
    site = urlsplit(address).hostname
    newest = sorted((one for one, _updated in entries if one.kind == Kind.ARTICLE), key=_when, reverse=True)
    found: dict[str, Thread] = {}
    for article in newest:
        at = by_link.get(article.url, "")
        if at and urlsplit(at).hostname == site and len(found) < MOST_THREADS:
            found[at] = before.get(at) or Thread(article.native_id, article.title)
    return found


def _comments_last(feed: FoundFeed) -> bool:
    return feed.kind == "comments"


def _oldest_first(entries: list[tuple[Mention, Millis | None]]) -> tuple[Mention, ...]:
    """Feeds list the newest first, with or without dates."""
    return tuple(sorted((mention for mention, _updated in reversed(entries)), key=_when))


def _when(mention: Mention) -> Millis:
    return mention.published_at or 0
