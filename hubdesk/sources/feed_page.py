"""Finds the feeds that a page of HTML names, and whether WordPress, which has more than it names, made the page."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from hubdesk.sources.feed_answer import FoundFeed, ParsedPage
from hubdesk.sources.feed_xml import Element
from hubdesk.sources.text import absolute, one_line

_LOOKED_AT: Final = 512 * 1024  # characters: feeds are named in a page's head
_MOST_FEEDS: Final = 20
_KINDS: Final = re.compile(
    r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json|json)|text/xml|application/xml", re.IGNORECASE
)
_COMMENTS: Final = re.compile(r"comment|/replies|réponses", re.IGNORECASE)
_WORDPRESS: Final = re.compile(r"""wp-content/|wp-includes/|api\.w\.org|name=["']generator["'] content=["']WordPress""")


def read_page(text: str, url: str) -> ParsedPage:
    """What a page at `url` says of its feeds, in its own order."""
    head = text[:_LOOKED_AT]
    root = etree.fromstring(
        head.encode("utf-8"), etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    )
    if root is None:
        return ParsedPage()
    base = urljoin(url, next((one.get("href", "") for one in root.iter("base")), ""))
    found: dict[str, FoundFeed] = {}
    for link in root.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        address = absolute(base, link.get("href") or "")
        if "alternate" in relations and _KINDS.match(link.get("type") or "") and address and _is_feed(address, link):
            title = one_line(link.get("title") or "")
            comments = _COMMENTS.search(title) or _COMMENTS.search(address)
            found.setdefault(address, FoundFeed(address, title, "comments" if comments else "articles"))
        if len(found) == _MOST_FEEDS:
            break
    title = next((one_line("".join(map(str, one.itertext()))) for one in root.iter("title")), "")
    return ParsedPage(title, tuple(found.values()), bool(_WORDPRESS.search(head)))


def _is_feed(address: str, link: Element) -> bool:
    """Sites also name their JSON interfaces and oEmbed answers as alternates."""
    plain_json = (link.get("type") or "").lower() == "application/json"
    return not (plain_json and "feed" not in address.lower()) and "oembed" not in address.lower()
