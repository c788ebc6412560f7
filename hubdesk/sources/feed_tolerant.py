"""Reads feeds that break the rules, through feedparser: slow, but it has seen everything."""

from __future__ import annotations

from typing import Any

from hubdesk.sources.feed_answer import FeedEntry, ParsedFeed
from hubdesk.sources.feed_dates import instant
from hubdesk.sources.feed_excerpt import has_media, is_whole
from hubdesk.sources.feed_xml import MOST_ENTRIES, TEXT_CUT, language_tag
from hubdesk.sources.text import Plain, absolute, identifier, one_line, plain, plain_text


def read_tolerantly(whole: bytes, url: str) -> ParsedFeed | None:
    """What feedparser makes of it; None when it sees no feed. `whole` is UTF-8 without an XML declaration."""
    import feedparser  # 66 ms, and most feeds never need it

    found = feedparser.parse(
        whole,
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version"):
        return None
    head = found.feed
    entries = found.entries
    return ParsedFeed(
        title=one_line(_text(head, "title")),
        link=absolute(url, _text(head, "link")),
        language=language_tag(_text(head, "language")),
        entries=tuple(_entry(entry, url) for entry in entries[:MOST_ENTRIES]),
        dropped=max(0, len(entries) - MOST_ENTRIES),
    )


def _entry(entry: Any, base: str) -> FeedEntry:
    body = _body(entry, base)
    reply = entry.get("thr_in-reply-to") or {}
    return FeedEntry(
        id=identifier(_text(entry, "id")),
        title=one_line(_text(entry, "title")),
        link=absolute(base, _text(entry, "link")),
        author=one_line(_text(entry, "author"), 200),
        text=body.text,
        links=body.links,
        published=instant(_text(entry, "published")),
        updated=instant(dict.get(entry, "updated")),  # its own `get` would take the date of publication instead
        reply_to=_text(reply, "ref"),
        reply_link=absolute(base, _text(reply, "href")),
        comments_feed=absolute(base, _text(entry, "wfw_commentrss")),
        whole=is_whole(body.text, any(_text(part, "value").strip() for part in entry.get("content", ()))),
        media=has_media(_files(entry)),
    )


def _body(entry: Any, base: str) -> Plain:
    for part in (*entry.get("content", ()), entry.get("summary_detail") or {}):
        written = _text(part, "value")
        if written.strip():
            if _text(part, "type") == "text/plain":
                return Plain(plain_text(written, TEXT_CUT))
            return plain(written, TEXT_CUT, base)
    return Plain("")


def _files(entry: Any) -> list[tuple[str, str]]:
    files = [(_text(one, "type"), _text(one, "href")) for one in entry.get("enclosures", ())]
    shown = [(_text(one, "type") or _text(one, "medium"), _text(one, "url")) for one in entry.get("media_content", ())]
    return files + shown + [("image", _text(one, "url")) for one in entry.get("media_thumbnail", ())]


def _text(part: Any, key: str) -> str:
    value = part.get(key)
    return value if isinstance(value, str) else ""
