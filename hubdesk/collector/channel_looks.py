"""One look at one official channel: what stands there that did not stand there at the last look. Knows no session.

A page's memory is the set of its paragraphs, hashed, without clock times, days and "5 minutes ago", which change at
every look and say nothing. At the first look all that stands there is known already, except what owns up to an
incident: that is said now, as far as we know. A feed's memory is its cursor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from hubdesk.core import HOUR, Mention, Millis
from hubdesk.core.channels import Channel, ChannelKind, Said
from hubdesk.query.silence_words import Says, says
from hubdesk.sources.feeds import Feed
from hubdesk.sources.http import Http
from hubdesk.sources.source import Wish
from hubdesk.sources.status_page import notices

LONGEST: Final = 2_000  # characters of a statement
MOST: Final = 20  # statements of a feed at one look: the newest
FIRST: Final = 24 * HOUR  # how old an entry of a feed may be that is said at the first look
_MOMENT: Final = re.compile(
    r"\b(?:il y a|depuis|à l['’]instant|ago|since)\s+\d+\s*(?:s|sec\w*|min\w*|h|heures?|hours?|jours?|days?)\b"
    r"|\b\d+\s*(?:seconds?|secondes?|min(?:utes?)?|hours?|heures?)\s+ago\b"
    r"|\b\d{1,2}\s?[h:]\s?\d{2}(?:[:m]\s?\d{2})?\b(?:\s?UTC|\s?CET|\s?CEST)?"
    r"|\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b",
    re.IGNORECASE,
)

Where = Callable[[str], tuple[str, ...] | None]
"""The départements that a text names, by code; None when nobody can tell."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look brought, and what the next one is to know."""

    said: tuple[Said, ...]
    memory: str


async def look(http: Http, channel: Channel, memory: str, now: Millis) -> Seen:
    """A look at a channel that is not an account. Raises SourceError, SourceOffError and HubdeskError: it could not be
    looked at, and why."""
    if channel.kind == ChannelKind.FEED:
        return await _feed(http, channel, memory, now)
    found = await notices(http, channel.where, allow_private=channel.allow_private)
    lines = found.banners if channel.kind == ChannelKind.BANNER else found.lines
    return page(lines, memory, channel.where, now, is_banner=channel.kind == ChannelKind.BANNER)


def page(lines: Sequence[str], memory: str, url: str, now: Millis, *, is_banner: bool = False) -> Seen:
    """What is new among a page's paragraphs, as one statement, and what sells something apart; of notices, one each."""
    known = _known(memory)
    marks = [_mark(line) for line in lines]
    fresh = [line for line, mark in zip(lines, marks, strict=True) if known is None or mark not in known]
    if known is None:
        fresh = [line for line in fresh if says(line) == Says.OWNS_UP]
    sells = [line for line in fresh if says(line) == Says.SELLS]
    told = fresh if is_banner else ["\n".join(line for line in fresh if line not in sells), "\n".join(sells)]
    said = tuple(Said(now, text[:LONGEST], url) for text in told if text)
    return Seen(said, json.dumps(sorted(set(marks))))


def placed(said: Iterable[Said], where: Where) -> tuple[Said, ...]:
    """The same with the départements they name."""
    return tuple(Said(one.at, one.text, one.url, where(one.text), one.mention, one.says) for one in said)


async def _feed(http: Http, channel: Channel, memory: str, now: Millis) -> Seen:
    feed, cursor = Feed(channel.where, channel.allow_private), memory
    entries: list[Mention] = []
    async for brought in feed.pages(http, Wish(memory, now)):
        cursor = brought.cursor or cursor
        entries += (*brought.mentions, *brought.edits)
    if not memory:  # what a feed held before anybody looked was not said just now
        entries = [one for one in entries if one.published_at is not None and now - one.published_at <= FIRST]
    said = [
        Said(min(one.published_at or now, now), "\n".join(filter(None, (one.title, one.text)))[:LONGEST], one.url)
        for one in entries[-MOST:]
    ]
    return Seen(tuple(said), cursor)


def _known(memory: str) -> frozenset[str] | None:
    """The paragraphs of the last look; None before the first one."""
    try:
        told = json.loads(memory)
    except (ValueError, RecursionError):
        return None
    return frozenset(one for one in told if isinstance(one, str)) if isinstance(told, list) else None


def _mark(line: str) -> str:
    return blake2b(_MOMENT.sub("", line).casefold().encode("utf-8", "replace"), digest_size=8).hexdigest()
