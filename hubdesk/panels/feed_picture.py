"""What the feed reads: the newest mentions, the stretch somebody is looking at, and why there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from hubdesk.core import Coverage, Heard, Millis, Scope, SessionFacts, Topic
from hubdesk.store.reader import Reader

FIRST: Final = 200  # mentions of a first picture, and of one by relevance
PAGE: Final = 100  # re-read from the top each time: a mention may be stored a little after a younger one
MOST_NEW: Final = 400  # more new ones than that and the list starts over from the top
TOP: Final = (2**62, 2**62)
Key = tuple[Millis, int]
Page = tuple[tuple[Heard, ...], bool]  # mentions, newest first, and whether there are none below them
Latest = Callable[[int, Key | None], Page]


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: in the scope, or in all that is stored (`is_everywhere`); the newest or the best first."""

    text: str
    by_relevance: bool = False
    is_everywhere: bool = False


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What the panel already has: read on from there.

    `known`: the newest mention it has, shown or held back; None before the first picture. `upper` and `rows`: also
    read that many mentions below this place, because somebody looks at them or wants older ones. `search`: of those
    that answer a query. `only`: of these mentions, which people marked. `of`: the scope that the panel lists; of
    another one it is told the newest alone, `first` of them, and nothing of what it has matters. `stays`: somebody
    reads further down, or waits for older ones: a stretch that was moved is no other list then.
    """

    known: Key | None = None
    upper: Key | None = None
    rows: int = 0
    search: Search | None = None
    only: tuple[int, ...] | None = None
    first: int = FIRST
    of: Scope | None = None
    stays: bool = False

    @property
    def subject(self) -> object:
        """What is asked about: the same again, when only new mentions are known of."""
        return self.upper, self.rows, self.search, self.only

    def is_of_another(self, scope: Scope) -> bool:
        """Whether the panel lists something else. A clock that moves on makes no other list; a hand does."""
        of = self.of
        if of is None or (of.topics, of.filters) != (scope.topics, scope.filters):
            return of is not None
        is_chosen = of.known_by is not None or scope.known_by is not None
        return is_chosen and not self.stays and (of.start, of.end) != (scope.start, scope.end)


@dataclass(frozen=True, slots=True)
class FeedPicture:
    """Newest first, or the best first. `joins`: the newest reach back to what was known; if not, mentions lie between.

    `scope` is what was read: of a search in all that is stored, wider than what was asked about. `is_whole` False: the
    total is at least that many, since not all that might answer a search was looked at.
    """

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
    search: Search | None = None
    is_whole: bool = True
    only: tuple[int, ...] | None = None


def read_feed(reader: Reader, scope: Scope, options: FeedOptions) -> FeedPicture:
    """A worker's half of the feed panel. Raises QueryError when what is searched for is no query."""
    if not options.is_of_another(scope):
        return _read_feed(reader, scope, options)
    fresh = FeedOptions(search=options.search, only=options.only, first=options.first)
    picture = reader.picture((read_feed, scope, fresh), partial(_read_feed, reader, scope, fresh))  # the same again
    return replace(picture, joins=_reach(picture.newest, picture.is_all, options.known))


def _read_feed(reader: Reader, scope: Scope, options: FeedOptions) -> FeedPicture:
    facts, search = reader.facts(), options.search
    if options.only is not None:
        return _read_only(reader, facts, scope, options, options.only)
    if search is None:
        return _read(reader, facts, scope, options, partial(_latest, reader, scope))
    from hubdesk.panels.feed_search import Finder  # it loads the query language, which a desk's start does not need

    if search.is_everywhere:
        scope = everywhere(scope, facts)
    finder = Finder(reader, search.text, scope)
    if search.by_relevance:
        picture = _picture(reader, facts, scope, options, (finder.best(FIRST), True), ((), False))
    else:
        picture = _read(reader, facts, scope, options, finder.latest)
    return replace(picture, total=finder.total, is_whole=finder.is_whole)


def _read_only(
    reader: Reader, facts: SessionFacts, scope: Scope, options: FeedOptions, only: tuple[int, ...]
) -> FeedPicture:
    """Of the marked ones, those in scope; of a search, those that answer it."""
    search = options.search
    if search is not None and search.is_everywhere:
        scope = everywhere(scope, facts)
    rows = reader.among(only, scope)
    if search is not None:
        from hubdesk.panels.feed_search import Finder  # loads the query language

        rows = Finder(reader, search.text, scope).answering(rows)
    read = _read(reader, facts, scope, options, partial(_of_rows, rows))
    return replace(read, total=len(rows), only=only)


def _of_rows(rows: tuple[Heard, ...], limit: int, before: Key | None) -> Page:
    below = rows if before is None else tuple(one for one in rows if _key(one) < before)
    return below[:limit], len(below) < limit


def everywhere(scope: Scope, facts: SessionFacts) -> Scope:
    """All that is stored and known by the scope's end, whatever its topics and its span."""
    first = facts.first_at if facts.first_at is not None else 0
    return Scope((), min(first, scope.start), max(scope.end, scope.known), scope.known)


def _latest(reader: Reader, scope: Scope, limit: int, before: Key | None) -> Page:
    rows = reader.latest(scope, limit, before)
    return rows, len(rows) < limit


def _read(reader: Reader, facts: SessionFacts, scope: Scope, options: FeedOptions, latest: Latest) -> FeedPicture:
    newest, is_all, joins = _newest(latest, options.known, options.first)
    block: Page = (), False
    if options.upper is not None and options.rows:
        block = latest(options.rows, options.upper)
    return replace(_picture(reader, facts, scope, options, (newest, is_all), block), joins=joins)


def _picture(
    reader: Reader, facts: SessionFacts, scope: Scope, options: FeedOptions, top: Page, block: Page
) -> FeedPicture:
    newest, is_all = top
    return FeedPicture(
        scope=scope,
        topics=reader.topics(),
        zone=facts.timezone or "UTC",
        total=reader.count(scope) if options.search is None else len(newest),
        newest=newest,
        joins=True,
        is_all=is_all,
        upper=options.upper,
        block=block[0],
        block_is_end=block[1],
        stored=facts.mentions,
        empty=None if newest else reader.coverage(scope),
        search=options.search,
    )


def _newest(latest: Latest, known: Key | None, first: int) -> tuple[tuple[Heard, ...], bool, bool]:
    """The newest mentions down to what is known, and a little further; whether they are all; whether they reach it."""
    page, is_end = latest(PAGE if known else first, None)
    found = list(page)
    while known and not is_end and page and _key(page[-1]) > known and len(found) < MOST_NEW:
        page, is_end = latest(PAGE, _key(page[-1]))
        found += page
    return tuple(found), is_end, _reach(found, is_end, known)


def _reach(newest: Sequence[Heard], is_all: bool, known: Key | None) -> bool:
    return is_all or known is None or not newest or _key(newest[-1]) <= known


def _key(heard: Heard) -> Key:
    return (heard.known_at, heard.id)
