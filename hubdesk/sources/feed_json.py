"""Reads a JSON Feed, version 1 or 1.1."""

from __future__ import annotations

import json
from typing import Any

from hubdesk.sources.feed_answer import FeedEntry, ParsedFeed, Reading
from hubdesk.sources.feed_dates import instant
from hubdesk.sources.feed_excerpt import has_media, is_whole
from hubdesk.sources.feed_xml import MOST_ENTRIES, TEXT_CUT, language_tag
from hubdesk.sources.text import Plain, absolute, identifier, one_line, plain, plain_text


def read_json(text: str, url: str) -> Reading:
    """A feed, or trouble: "broken" when it is no JSON, "other" when it is JSON but no feed."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return Reading(trouble="broken")
    if not isinstance(said, dict) or "jsonfeed.org" not in _text(said, "version"):
        return Reading(trouble="other")
    listed = said.get("items")
    items = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    feed = ParsedFeed(
        title=one_line(_text(said, "title")),
        link=absolute(url, _text(said, "home_page_url")),
        language=language_tag(_text(said, "language")),
        entries=tuple(_entry(item, url) for item in items[:MOST_ENTRIES]),
        dropped=max(0, len(items) - MOST_ENTRIES),
    )
    return Reading(feed=feed)


def _entry(item: dict[str, Any], base: str) -> FeedEntry:
    markup = _text(item, "content_html")
    words = _text(item, "content_text") or _text(item, "summary")
    body = (
        plain(markup, TEXT_CUT, absolute(base, _text(item, "url")) or base)
        if markup.strip()
        else Plain(plain_text(words, TEXT_CUT))
    )
    return FeedEntry(
        id=identifier(_text(item, "id")),
        title=" ".join(plain_text(_text(item, "title"), 1_000).split()),
        link=absolute(base, _text(item, "url")),
        author=_author(item),
        text=body.text,
        links=body.links,
        published=instant(_text(item, "date_published")),
        updated=instant(_text(item, "date_modified")),
        language=language_tag(_text(item, "language")),
        whole=is_whole(body.text, bool(markup.strip() or _text(item, "content_text"))),
        media=has_media(_files(item)),
    )


def _files(item: dict[str, Any]) -> list[tuple[str, str]]:
    listed = item.get("attachments")
    attached = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    files = [(_text(one, "mime_type"), _text(one, "url")) for one in attached]
    return files + [("image", _text(item, key)) for key in ("image", "banner_image") if _text(item, key)]


def _author(item: dict[str, Any]) -> str:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    names = (plain_text(_text(one, "name"), 200) for one in people if isinstance(one, dict))
    return ", ".join(name for name in names if name)[:200]


def _text(said: dict[str, Any], key: str) -> str:
    """A text; ids may be numbers."""
    value = said.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""
