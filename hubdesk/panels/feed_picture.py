"""What the feed reads: the newest mentions, the stretch somebody is looking at, and why there is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hubdesk.core import Coverage, Heard, Millis, Scope, Topic
from hubdesk.store.reader import Reader

FIRST: Final = 200  # mentions of a first picture
PAGE: Final = 100  # re-read from the top each time: a mention may be stored a little after a younger one
MOST_NEW: Final = 400  # more new ones than that and the list starts over from the top
TOP: Final = (2**62, 2**62)
Key = tuple[Millis, int]


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What the panel already has: read on from there.

    `known`: the newest mention it has, shown or held back; None before the first picture. `upper` and `rows`: also
    read that many mentions below this place, because somebody looks at them or wants older ones.
    """

    known: Key | None = None
    upper: Key | None = None
    rows: int = 0


@dataclass(frozen=True, slots=True)
class FeedPicture:
    """Newest first. `joins`: the newest reach back to what was known; if not, mentions lie between."""

    scope: Scope
    topics: tuple[Topic, ...]
    zone: str
    total: int
    newest: tuple[Heard, ...]
    joins: bool
    is_all: bool  # the newest are all there are
    upper: Key | None
    block: tuple[Heard, ...]
    block_is_end: bool
    stored: int  # mentions in the session, whatever the scope
    empty: Coverage | None  # what the sources did, when the scope holds nothing


def read_feed(reader: Reader, scope: Scope, options: FeedOptions) -> FeedPicture:
    """A worker's half of the feed panel."""
    facts = reader.facts()
    newest, joins, is_all = _newest(reader, scope, options.known)
    block: tuple[Heard, ...] = ()
    if options.upper is not None and options.rows:
        block = reader.latest(scope, options.rows, options.upper)
    return FeedPicture(
        scope=scope,
        topics=reader.topics(),
        zone=facts.timezone or "UTC",
        total=reader.count(scope),
        newest=newest,
        joins=joins,
        is_all=is_all,
        upper=options.upper,
        block=block,
        block_is_end=options.upper is not None and len(block) < options.rows,
        stored=facts.mentions,
        empty=None if newest else reader.coverage(scope),
    )


def _newest(reader: Reader, scope: Scope, known: Key | None) -> tuple[tuple[Heard, ...], bool, bool]:
    """The newest mentions down to what is known, and a little further; whether they reach it; whether they are all."""
    page = reader.latest(scope, PAGE if known else FIRST)
    found, wanted = list(page), PAGE if known else FIRST
    while known and len(page) == PAGE and _key(page[-1]) > known and len(found) < MOST_NEW:
        page = reader.latest(scope, PAGE, _key(page[-1]))
        found += page
    is_all = len(page) < wanted
    return tuple(found), is_all or known is None or _key(found[-1]) <= known, is_all


def _key(heard: Heard) -> Key:
    return (heard.known_at, heard.id)
