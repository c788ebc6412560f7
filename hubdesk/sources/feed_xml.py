"""From a well-formed XML tree to a feed: RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0 with the extensions we use."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree

from hubdesk.sources.feed_answer import FeedEntry, ParsedFeed
from hubdesk.sources.feed_dates import instant
from hubdesk.sources.feed_excerpt import has_media, is_whole
from hubdesk.sources.text import Plain, absolute, identifier, one_line, plain, plain_text

MOST_ENTRIES: Final = 5_000
TEXT_CUT: Final = 128 * 1024  # of one entry's markup: whole articles are longer than posts
_ATOM: Final = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_ALSO_CORE: Final = (
    "http://backend.userland.com/",
    "http://purl.org/rss/",
    "http://purl.org/net/rss",
    "http://my.netscape.com/",
)
_KNOWN: Final = {
    "": "",
    **dict.fromkeys(_ATOM, "atom:"),
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://wellformedweb.org/CommentAPI/": "wfw:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://search.yahoo.com/mrss/": "media:",
}
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

Element = Any  # lxml has no types of its own
Parts = dict[str, list[Element]]


class NotAFeedError(Exception):
    """Well-formed, but no feed."""


def read_tree(root: Element, url: str) -> ParsedFeed:
    """The feed under `root`, fetched from `url`. Raises NotAFeedError."""
    name = etree.QName(root).localname.lower()
    if name == "feed":
        return _atom(root, url)
    if name in ("rss", "rdf"):
        return _rss(root, url)
    raise NotAFeedError(name)


def _rss(root: Element, url: str) -> ParsedFeed:
    top = _parts(root)
    channel = top.get("channel", [root])[0]
    within = _parts(channel)
    items = within.get("item", []) + (top.get("item", []) if channel is not root else [])
    link = absolute(url, _text(within, "link"))
    language = _text(within, "language", "dc:language")
    return ParsedFeed(
        title=one_line(_text(within, "title")),
        link=link,
        language=language_tag(language),
        entries=tuple(_rss_entry(item, link or url) for item in items[:MOST_ENTRIES]),
        dropped=max(0, len(items) - MOST_ENTRIES),
    )


def _rss_entry(item: Element, base: str) -> FeedEntry:
    parts = _parts(item)
    guid = parts.get("guid", [None])[0]
    named = _own_text(guid) if guid is not None else _text(parts, "dc:identifier") or item.get(_ABOUT, "")
    permalink = named if guid is not None and guid.get("isPermaLink", "true").lower() == "true" else ""
    link = absolute(base, _text(parts, "link") or _atom_link(parts, "alternate", "atom:link") or permalink)
    body = plain(
        _markup(parts, "content:encoded", "description", "atom:content", "atom:summary"), TEXT_CUT, link or base
    )
    reply = parts.get("thr:in-reply-to", [None])[0]
    return FeedEntry(
        id=identifier(named),
        title=one_line(_text(parts, "title", "dc:title")),
        link=link,
        author=one_line(_text(parts, "dc:creator", "author"), 200),
        text=body.text,
        links=body.links,
        published=instant(_text(parts, "pubDate", "dc:date", "atom:published")),
        updated=instant(_text(parts, "atom:updated")),
        language=language_tag(_text(parts, "dc:language")),
        reply_to=reply.get("ref", "") if reply is not None else "",
        reply_link=absolute(base, reply.get("href", "")) if reply is not None else "",
        comments_feed=absolute(base, _text(parts, "wfw:commentRss", "wfw:commentRSS")),
        whole=is_whole(body.text, bool(_markup(parts, "content:encoded", "atom:content"))),
        media=has_media(_files(parts)),
    )


def _atom(root: Element, url: str) -> ParsedFeed:
    base = urljoin(url, root.get(_XML + "base", ""))
    parts = _parts(root)
    entries = parts.get("atom:entry", []) + parts.get("entry", [])
    language = root.get(_XML + "lang", "")
    return ParsedFeed(
        title=_atom_plain(parts, "title").text.replace("\n", " ")[:1_000],
        link=absolute(base, _atom_link(parts, "alternate", "atom:link", "link")),
        language=language_tag(language),
        entries=tuple(_atom_entry(entry, base) for entry in entries[:MOST_ENTRIES]),
        dropped=max(0, len(entries) - MOST_ENTRIES),
    )


def _atom_entry(entry: Element, base: str) -> FeedEntry:
    base = urljoin(base, entry.get(_XML + "base", ""))
    parts = _parts(entry)
    body = _atom_plain(parts, "content", base)
    has_body = bool(body.text)
    if not has_body:
        body = _atom_plain(parts, "summary", base)
    author = parts.get("atom:author", parts.get("author", [None]))[0]
    reply = parts.get("thr:in-reply-to", [None])[0]
    return FeedEntry(
        id=identifier(_text(parts, "atom:id", "id")),
        title=" ".join(_atom_plain(parts, "title").text.split())[:1_000],
        link=absolute(base, _atom_link(parts, "alternate", "atom:link", "link")),
        author=one_line(_text(_parts(author), "atom:name", "name"), 200) if author is not None else "",
        text=body.text,
        links=body.links,
        published=instant(_text(parts, "atom:published", "atom:issued", "published")),
        updated=instant(_text(parts, "atom:updated", "atom:modified", "updated")),
        language=language_tag(entry.get(_XML + "lang", "")),
        reply_to=reply.get("ref", "") if reply is not None else "",
        reply_link=absolute(base, reply.get("href", "")) if reply is not None else "",
        comments_feed=absolute(base, _atom_link(parts, "replies", "atom:link", "link")),
        whole=is_whole(body.text, has_body),
        media=has_media(_files(parts)),
    )


def _files(parts: Parts) -> Iterator[tuple[str, str]]:
    """Type and address of what comes with an entry."""
    for one in parts.get("enclosure", ()):
        yield one.get("type", ""), one.get("url", "")
    for one in (*parts.get("atom:link", ()), *parts.get("link", ())):
        if one.get("rel") == "enclosure":
            yield one.get("type", ""), one.get("href", "")
    groups = (inner for group in parts.get("media:group", ()) for inner in _parts(group).get("media:content", ()))
    for one in (*parts.get("media:content", ()), *groups):
        yield one.get("type", "") or one.get("medium", ""), one.get("url", "")
    for one in parts.get("media:thumbnail", ()):
        yield "image", one.get("url", "")


def _parts(element: Element) -> Parts:
    """An element's children by name; those of a vocabulary we do not know are left out, as they reuse our names."""
    found: Parts = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child)
        space = name.namespace or ""
        prefix = _KNOWN.get(space, "" if space.startswith(_ALSO_CORE) else None)
        if prefix is not None:
            found.setdefault(prefix + name.localname, []).append(child)
    return found


def _text(parts: Parts, *names: str) -> str:
    """The first of these parts that has words."""
    for name in names:
        for element in parts.get(name, ()):
            words = _own_text(element).strip()
            if words:
                return words
    return ""


def _own_text(element: Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _markup(parts: Parts, *names: str) -> str:
    """The first of these parts that has words, as HTML: some write tags as tags instead of quoting them."""
    for name in names:
        for element in parts.get(name, ()):
            written = _inside(element) if len(element) else element.text or ""
            if written.strip():
                return written
    return ""


def _inside(element: Element) -> str:
    """What is between an element's tags, as HTML."""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return html.escape(element.text or "", quote=False) + "".join(children)


def _atom_plain(parts: Parts, name: str, base: str = "") -> Plain:
    """A text of Atom, which says what it is: text, html or xhtml."""
    for element in parts.get("atom:" + name, parts.get(name, ())):
        kind = element.get("type", "text").lower()
        if "xhtml" in kind or (len(element) and "xml" in kind):
            found = plain(_inside(element), TEXT_CUT, base)
        elif "html" in kind or element.get("mode") == "escaped":
            found = plain(_own_text(element), TEXT_CUT, base)
        else:
            found = Plain(plain_text(_own_text(element), TEXT_CUT))
        if found.text:
            return found
    return Plain("")


def _atom_link(parts: Parts, relation: str, *names: str) -> str:
    """The address of the link with this relation; a link without a relation is the alternate one."""
    for name in names:
        for link in parts.get(name, ()):
            kind = link.get("type", "")
            suits = relation != "replies" or "xml" in kind or "json" in kind
            if link.get("rel", "alternate") == relation and link.get("href") and suits:
                return str(link.get("href"))
    return ""


def language_tag(written: str) -> str:
    tag = written.strip().replace("_", "-")
    return tag if len(tag) <= 35 and tag.replace("-", "").isalnum() and tag.isascii() else ""
