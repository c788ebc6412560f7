"""Reads a body that should be a feed: RSS 0.9x to 2.0, Atom, JSON Feed; or finds the feeds that a page names.

Runs in a process of its own (feed_child.py). lxml reads what is well formed, fast; feedparser what breaks the rules.
fastfeedparser was tried first: it guesses zones, and drops languages, threading and the addresses of comments.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import Final

from lxml import etree

from hubdesk.sources.feed_answer import Reading
from hubdesk.sources.feed_json import read_json
from hubdesk.sources.feed_page import read_page
from hubdesk.sources.feed_tolerant import read_tolerantly
from hubdesk.sources.feed_xml import NotAFeedError, read_tree

_HEAD: Final = 4_096
_DECLARED: Final = re.compile(r"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""", re.IGNORECASE)
_META: Final = re.compile(r"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<(?:!doctype|!--|[a-z])", re.IGNORECASE)
_FEED: Final = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed)\b", re.IGNORECASE)
_END: Final = re.compile(r"</(?:\w+:)?(?:rss|rdf|feed)\s*>", re.IGNORECASE)
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(body: bytes, url: str, charset: str = "") -> Reading:
    """What `body`, fetched from `url`, is. `charset` is what the server claims; a claim that is a lie does no harm."""
    text = _NO_XML.sub("", decode(body, charset)).lstrip("\ufeff \t\r\n")
    if not text:
        return Reading(trouble="empty")
    if text[0] in "{[":
        return read_json(text, url)
    if _is_page(text):
        return Reading(page=read_page(text, url))
    if _ENTITY.search(text):
        return Reading(trouble="entities")
    return _read_feed(text, url)


def read_page_of(body: bytes, url: str, charset: str = "") -> Reading:
    """The article on a page; trouble "list" when the page announces several, or none; "other" when it is no page."""
    from hubdesk.sources.page_article import read_article  # a feed needs none of it

    text = _NO_XML.sub("", decode(body, charset)).lstrip("\ufeff \t\r\n")
    if not text:
        return Reading(trouble="empty")
    if not _MARKUP.search(text[:_HEAD]) or (_FEED.search(text[:_HEAD]) and not _is_page(text)):
        return Reading(trouble="other")
    article = read_article(text, url)
    return Reading(trouble="list") if article is None else Reading(article=article)


def read_notices_of(body: bytes, url: str, charset: str = "") -> Reading:
    """What a brand's own page says of its services; trouble "other" when nothing on it can be read."""
    from hubdesk.sources.page_notices import read_notices  # as above

    text = _NO_XML.sub("", decode(body, charset)).lstrip("\ufeff \t\r\n")
    notices = read_notices(text) if text else None
    return Reading(trouble="other") if notices is None else Reading(notices=notices)


def decode(body: bytes, charset: str) -> str:
    """Bytes to text: by its byte order mark, else UTF-8 where it is that, else as declared, else Windows'."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace")
    if body[:2] in (b"<\x00", b"\x00<"):
        return body.decode("utf-16-le" if body[:1] == b"<" else "utf-16-be", "replace")
    head = body[:_HEAD].decode("ascii", "replace")
    declared = _DECLARED.search(head) or _META.search(head)
    for name in ("utf-8", declared[1] if declared else "", charset):
        try:
            return body.decode(name)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def _is_page(text: str) -> bool:
    head = text[:_HEAD]
    page, feed = _HTML.search(head), _FEED.search(head)
    return page is not None and (feed is None or page.start() < feed.start())


def _read_feed(text: str, url: str) -> Reading:
    whole = _DECLARATION.sub("", text, count=1).encode("utf-8")
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True)
    try:
        feed = read_tree(etree.fromstring(whole, parser), url)
    except NotAFeedError:
        return Reading(trouble="other")
    except etree.XMLSyntaxError:
        return _second_reader(whole, url)
    return Reading(feed=feed)


def _second_reader(whole: bytes, url: str) -> Reading:
    """What can be saved of XML that breaks the rules; without an entry in it, it is no news that there is no news."""
    feed = read_tolerantly(whole, url)
    if feed is None or not feed.entries:
        head = whole[:_HEAD].decode("utf-8", "replace")
        return Reading(trouble="broken" if _FEED.search(head) else "other")
    return Reading(feed=replace(feed, whole=_END.search(whole[-_HEAD:].decode("utf-8", "replace")) is not None))
