"""From a feed's entries to mentions: articles, and comments that know what they answer."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final
from urllib.parse import urldefrag, urlsplit

from hubdesk.core import Author, Kind, Mention, Millis
from hubdesk.sources.feed_answer import FeedEntry, ParsedFeed

NETWORK: Final = "feed"
_COMMENT_PLACE: Final = re.compile(r"#(?:comment|isso|c|reply|respond)[-_]?\d+$", re.IGNORECASE)
_COMMENT_FEED: Final = re.compile(
    r"^(?:comments (?:on|for)|commentaires? (?:sur|pour)|réponses à)\b[\s:]*(.*)$", re.IGNORECASE | re.DOTALL
)
_COMMENT_TITLE: Final = re.compile(
    r"^(?:comment on|commentaires? sur) (.+) (?:by|par) (.+)$", re.IGNORECASE | re.DOTALL
)
_BY: Final = re.compile(r"^(?:by|par)\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL)
_MAIL_AUTHOR: Final = re.compile(r"^\S+@\S+\s*\((.+)\)$")


def to_mentions(
    feed: ParsedFeed, address: str, article: str = "", title: str = ""
) -> list[tuple[Mention, Millis | None]]:
    """Each entry as a mention, with its date of change, in the feed's order and once each.

    `address` is the feed's, and makes ids unique. `article` and `title` are what the feed's comments are about, by
    native_id, when that is known.
    """
    found: dict[str, tuple[Mention, Millis | None]] = {}
    about = _COMMENT_FEED.match(feed.title)
    for entry in feed.entries:
        if entry.title or entry.text or entry.link:
            made = _comment(entry, feed, address, about, article, title) or _article(entry, feed, address)
            found.setdefault(made.native_id, (made, entry.updated))
    return list(found.values())


def is_about_comments(feed: ParsedFeed, address: str) -> bool:
    """Whether a feed brings comments rather than articles."""
    made = to_mentions(feed, address)
    return bool(_COMMENT_FEED.match(feed.title)) or any(one.kind == Kind.COMMENT for one, _updated in made)


def native_id(written: str, address: str) -> str:
    """An id unique among all feeds: the feed's own where it names the feed's site, else with the feed's address.

    A feed may write any id; one that belongs to another site must not stand for that site's article.
    """
    site = _site(written)
    return written if site and site == _site(address) else f"{address}#{written}"


def _article(entry: FeedEntry, feed: ParsedFeed, address: str) -> Mention:
    return Mention(
        network=NETWORK,
        native_id=_entry_id(entry, address),
        text=entry.text,
        published_at=entry.published or entry.updated,
        kind=Kind.ARTICLE,
        author=_author(entry.author),
        title=entry.title,
        url=entry.link,
        language=entry.language or feed.language,
        links=entry.links,
        media=entry.media,
    )


def _comment(
    entry: FeedEntry, feed: ParsedFeed, address: str, about: re.Match[str] | None, article: str, title: str
) -> Mention | None:
    """A comment, None when the entry is none. Its own title only repeats the article's, which it may not be about."""
    place = next((one for one in (entry.id, entry.link) if _COMMENT_PLACE.search(one)), "")
    if not (article or about or place or entry.reply_to or entry.reply_link):
        return None
    named, by = _COMMENT_TITLE.match(entry.title), _BY.match(entry.title)
    whole = about[1].strip() if about and by else ""  # the feed of one article: "Comments on: TITLE", "By: AUTHOR"
    parent = urldefrag(place or entry.link)[0]
    return Mention(
        network=NETWORK,
        native_id=_entry_id(entry, address),
        text=entry.text or entry.title,
        published_at=entry.published or entry.updated,
        kind=Kind.COMMENT,
        author=_author(entry.author or (named[2] if named else by[1] if by else "")),
        url=entry.link,
        language=entry.language or feed.language,
        parent_id=native_id(entry.reply_to, address)
        if entry.reply_to
        else article or (parent and native_id(parent, address)),
        parent_title=title or (named[1].strip() if named else whole),
        links=entry.links,
    )


def _entry_id(entry: FeedEntry, address: str) -> str:
    written = entry.id or entry.link
    if not written:
        written = blake2b(f"{entry.title}\0{entry.text}".encode("utf-8", "replace"), digest_size=12).hexdigest()
    return native_id(written, address)


def _site(uri: str) -> str:
    """The site that an http(s) or tag: URI names, "" for any other text."""
    if uri.startswith("tag:"):
        host = uri[4:].partition(",")[0].rpartition("@")[2]
    elif uri.startswith(("http://", "https://")):
        try:
            host = urlsplit(uri).hostname or ""
        except ValueError:
            return ""
    else:
        return ""
    return host.lower().partition(":")[0].removeprefix("www.")


def _author(written: str) -> Author:
    """RSS asks for an address with the name in brackets; the name is enough."""
    found = _MAIL_AUTHOR.match(written)
    return Author(name=(found[1] if found else written).strip())
