"""What a page says of its article: title, date, author, address. What it says of other articles is left alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from hubdesk.core import Millis
from hubdesk.sources.feed_dates import instant
from hubdesk.sources.feed_xml import language_tag
from hubdesk.sources.page_answer import likeness
from hubdesk.sources.page_tree import Element, names, text_of
from hubdesk.sources.text import absolute, one_line

_ARTICLES: Final = re.compile(r"(?:Article|Posting|Report|Review|WebPage)$")
_LISTS: Final = re.compile(r"^(?:CollectionPage|ItemList|SearchResultsPage)$")
_DATES: Final = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.created",
    "pubdate",
    "og:pubdate",
)
_SITE: Final = re.compile(r"\s+(?:[-–—|·•»]|::)\s+")
_LONGEST_SCRIPT: Final = 500_000
_MOST_NODES: Final = 2_000
_TITLES: Final = ("h1", "h2", "h3")
_ENOUGH: Final = 0.6  # of two titles' words that must be the same


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page declares in its head. `lists`: it says itself that it lists articles."""

    title: str
    url: str
    language: str
    author: str
    published_at: Millis | None
    lists: bool
    said: dict[str, Any]  # its own article's record, as schema.org words it


def facts(root: Element, url: str) -> Facts:
    """What the page's head says."""
    metas = _metas(root)
    base = absolute(url, next((one.get("href") or "" for one in root.iter("base")), "")) or url
    canonical = next((one.get("href") or "" for one in root.iter("link") if "canonical" in _relations(one)), "")
    title = one_line(metas.get("og:title", "")) or _head_title(root) or next(map(text_of, root.iter("h1")), "")
    records = list(_records(root))
    own = _own(records, title)
    language = next((one.get("lang") or "" for one in root.iter("html")), "")
    return Facts(
        title=one_line(_text(own.get("headline"))) or title,
        url=absolute(base, canonical) or url,
        language=language_tag(language),
        author=_people(own.get("author")) or one_line(metas.get("author", ""), 200),
        published_at=_first([_text(own.get("datePublished")), *(metas.get(name, "") for name in _DATES)]),
        lists=any(_LISTS.match(kind) for one in records for kind in _kinds(one)) and not own,
        said=own,
    )


def title_element(root: Element, title: str) -> Element | None:
    """The heading that is the article's title: the one that says what the head says, else the first of the highest."""
    for tag in _TITLES:
        headings = [one for one in root.iter(tag) if text_of(one)]
        alike = max(headings, key=lambda one: likeness(text_of(one), title), default=None)
        if alike is not None and likeness(text_of(alike), title) >= _ENOUGH:
            return alike
    first = next((one for one in root.iter("h1") if text_of(one)), None)
    seconds = [] if first is not None else [one for one in root.iter("h2") if text_of(one)]
    return seconds[0] if len(seconds) == 1 else first


def dated(elements: Iterable[Element]) -> Millis | None:
    """The instant that an article's own elements give as its publication; None when they do not."""
    plain: list[Millis] = []
    for one in elements:
        marked = " ".join((one.get("itemprop") or "", *names(one))).lower()
        written = one.get("datetime") or one.get("content") or (one.get("title") if one.tag == "abbr" else "")
        at = instant(written)
        if at is None or "modified" in marked or "updated" in marked.split():
            continue
        if "datepublished" in marked or "published" in marked.split() or one.get("pubdate") is not None:
            return at
        if one.tag == "time":
            plain.append(at)
    return plain[0] if plain else None


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or ""
        if meta.get("content") and name:
            found.setdefault(name.strip().lower(), meta.get("content"))
    return found


def _records(root: Element) -> Iterator[dict[str, Any]]:
    """Every record of schema.org's words on the page, down to what graphs and lists hold."""
    waiting: list[Any] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and len(script.text or "") <= _LONGEST_SCRIPT:
            try:
                waiting.append(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue
    for _step in range(_MOST_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(one[:_MOST_NODES])
        elif isinstance(one, dict):
            yield one
            waiting.extend(one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one)


def _own(records: list[dict[str, Any]], title: str) -> dict[str, Any]:
    """The record of the page's own article; {} when several might be it."""
    articles = [one for one in records if any(_ARTICLES.search(kind) for kind in _kinds(one))]
    named = [one for one in articles if likeness(_text(one.get("headline") or one.get("name")), title) >= _ENOUGH]
    dated_ones = [one for one in named or articles if one.get("datePublished")]
    if named:
        return (dated_ones or named)[0]
    return dated_ones[0] if len(dated_ones) == 1 and not _text(dated_ones[0].get("headline")) else {}


def _kinds(record: dict[str, Any]) -> list[str]:
    kind = record.get("@type")
    return [one for one in (kind if isinstance(kind, list) else [kind]) if isinstance(one, str)]


def _people(said: Any) -> str:
    listed = said if isinstance(said, list) else [said]
    people = [_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in listed[:20]]
    return ", ".join(one_line(one, 100) for one in people if one)[:200]


def _head_title(root: Element) -> str:
    """The longest part of the head's title: sites put their own name before or after it."""
    whole = next((one_line("".join(map(str, one.itertext()))) for one in root.iter("title")), "")
    return max(_SITE.split(whole), key=len)


def _first(written: Iterable[str]) -> Millis | None:
    return next((at for at in map(instant, written) if at is not None), None)


def _relations(link: Element) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
