"""From the address of an article or a site to its feeds, and to the feeds of its comments."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from hubdesk.sources.errors import SourceError, SourceOffError
from hubdesk.sources.feed_answer import FoundFeed, ParsedFeed, ParsedPage
from hubdesk.sources.feed_fetch import fetch
from hubdesk.sources.feed_mentions import is_about_comments
from hubdesk.sources.http import Http

_USUAL: Final = ("feed/", "rss.xml", "atom.xml", "feed.xml", "index.xml")  # below the site's root


async def discover(http: Http, url: str, allow_private: bool = False) -> tuple[FoundFeed, ...]:
    """The feeds at or behind an address, articles before comments; none found is an empty tuple.

    What a page does not name but such sites usually have is asked for before it is believed. Raises SourceError when
    the address itself cannot be read.
    """
    fetched = await fetch(http, url, allow_private=allow_private)
    if fetched.feed is not None:
        return (_found(fetched.feed, fetched.answer.url),)
    if fetched.page is None:
        return ()
    found = {feed.url: feed for feed in fetched.page.feeds}
    for guess in _guesses(fetched.page, fetched.answer.url):
        if guess not in found and (fetched.page.wordpress or not found):
            feed = await _feed_at(http, guess, allow_private)
            if feed is not None:
                found.setdefault(feed.url, feed)
    return tuple(sorted(found.values(), key=_comments_last))


def _guesses(page: ParsedPage, url: str) -> tuple[str, ...]:
    """WordPress serves an article's comments below the article, and the site's below the site."""
    root = urljoin(url, "/")
    if not page.wordpress:
        return tuple(root + name for name in _USUAL)
    base = next((one.url[: -len("feed/")] for one in page.feeds if one.url.endswith("/feed/")), root)
    base = base.removesuffix("comments/")
    parts = urlsplit(url)
    own = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/feed/"
    below = own.removesuffix("feed/")
    guesses = [base + "feed/", base + "comments/feed/"]
    if below != base and len(below) > len(root):
        guesses.append(own)
    return tuple(guesses)


async def _feed_at(http: Http, url: str, allow_private: bool) -> FoundFeed | None:
    try:
        fetched = await fetch(http, url, allow_private=allow_private)
    except (SourceError, SourceOffError):
        return None
    return None if fetched.feed is None else _found(fetched.feed, fetched.answer.url)


def _found(feed: ParsedFeed, url: str) -> FoundFeed:
    return FoundFeed(url, feed.title, "comments" if is_about_comments(feed, url) else "articles")


def _comments_last(feed: FoundFeed) -> bool:
    return feed.kind == "comments"
