"""Closed minutes, for detectors: counted by when a mention became known, so that a minute never changes once closed.

What is old news by then is left out: the articles of a feed that is read for the first time, or the hours a collector
catches up on, rose before anybody listened. A minute in which no source was being listened to is unheard, never zero,
and so are the two after it, in which the catching up arrives all at once.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from hubdesk.core import HOUR, MINUTE, SECOND, Kind, Millis, MinuteCount, Minutes
from hubdesk.store import readings, reports
from hubdesk.store.reports import Account, Reporting

FRESH: Final = 10 * MINUTE  # how old a mention may be that is counted; twice its source's interval where that is more
SETTLING: Final = 2  # minutes after a gap
STREAM_LAG: Final = 30 * SECOND  # a quiet stream says at least so often that it listens
NOBODY: Final = 0  # stands for a topic where a minute was unheard
WATCH: Final = "minutes"  # under this name the watch says up to when it has counted

_ROWS: Final = (
    "SELECT known_at, at, combo, network, author_id, handle, reading, source, kind, id"
    " FROM mention INDEXED BY mention_known WHERE known_at >= ? AND known_at < ? ORDER BY known_at, id"
)
_FIRST: Final = (
    "SELECT min(known_at) FROM mention INDEXED BY mention_author"
    " WHERE network = ? AND author_id = ? AND author_id <> ''"
)
_NEVER: Final = 1 << 62
_AN_HOUR: Final = HOUR // MINUTE
_NEGATIVE: Final = readings.TONES.index("negative")


@dataclass(slots=True)
class _Tally:
    """One topic in one minute, while it is counted."""

    mentions: int = 0
    negative: int = 0
    read: int = 0
    replies: int = 0
    reposts: int = 0

    def take(self, tone: int, kind: str) -> None:
        self.mentions += 1
        self.read += tone != 0
        self.negative += tone == _NEGATIVE
        self.replies += kind in (Kind.REPLY, Kind.COMMENT)
        self.reposts += kind == Kind.REPOST


@dataclass(slots=True)
class _Hour:
    """The voices and sources of a topic in the hour that ends with a minute; minutes must come in order."""

    authors: dict[Account, int] = field(default_factory=dict)  # and the minute in which each was last heard
    sources: dict[int, int] = field(default_factory=dict)

    def take(self, minute: int, author: Account, source: int) -> None:
        self.authors[author] = self.sources[source] = minute

    def forget(self, before: int) -> None:
        self.authors = {one: last for one, last in self.authors.items() if last >= before}
        self.sources = {one: last for one, last in self.sources.items() if last >= before}


def minutes(connection: sqlite3.Connection, start: Millis, end: Millis, *, again: bool) -> Minutes:
    """The whole minutes of [start, end): those that were counted before as they were, the others now."""
    start, end = -(-start // MINUTE) * MINUTE, end // MINUTE * MINUTE
    if start >= end:
        return Minutes(start, start, ())
    since = start if again else max(start, _counted_until(connection, end))
    kept, unheard = _kept(connection, start, since)
    if since >= end:  # all of it was counted: nothing is looked for among the mentions
        return Minutes(start, end, tuple(kept), tuple(unheard), reports.kept(connection, start, since))
    reporting = Reporting(connection, since)
    return Minutes(
        start,
        end,
        (*kept, *_counted(connection, since, end, reporting)),
        (*unheard, *_unheard(connection, since, end)),
        (*reports.kept(connection, start, since), *reporting.told()),
    )


def keep(connection: sqlite3.Connection, counted: Minutes) -> None:
    """What detectors counted, for a back-test. A minute is counted once: the first count stays."""
    rows = [
        (
            one.minute // MINUTE, one.topic, one.mentions, one.authors, one.new_authors, one.negative, one.read,
            one.sources, one.replies, one.reposts,
        )
        for one in counted.counts
    ]  # fmt: skip
    rows += [(minute // MINUTE, NOBODY, 0, 0, 0, 0, 0, 0, 0, 0) for minute in counted.unheard]
    connection.executemany("INSERT OR IGNORE INTO counted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    reports.keep(connection, counted.reports)


def _counted_until(connection: sqlite3.Connection, end: Millis) -> Millis:
    """The end of what was watched: what lies before it was counted, also where nothing was heard."""
    row = connection.execute("SELECT upto FROM watch WHERE name = ?", (WATCH,)).fetchone()
    return 0 if row is None else min(int(row[0]), end)


def _kept(connection: sqlite3.Connection, start: Millis, end: Millis) -> tuple[list[MinuteCount], list[Millis]]:
    counts, unheard = [], []
    for minute, topic, *rest in connection.execute(
        "SELECT minute, topic, mentions, authors, new_authors, negative, read, sources, replies, reposts"
        " FROM counted WHERE minute >= ? AND minute < ? ORDER BY minute, topic",
        (start // MINUTE, end // MINUTE),
    ):
        if topic == NOBODY:
            unheard.append(minute * MINUTE)
        else:
            counts.append(MinuteCount(topic, minute * MINUTE, *rest))
    return counts, unheard


def _counted(connection: sqlite3.Connection, start: Millis, end: Millis, reporting: Reporting) -> Iterator[MinuteCount]:
    """By minute and topic, where there is a mention; reads an hour more, for the voices of the first ones."""
    first_heard = _Firsts(connection)
    hours: defaultdict[int, _Hour] = defaultdict(_Hour)
    for minute, rows in itertools.groupby(_fresh(connection, start - HOUR, end, reporting), key=itemgetter(0)):
        made: defaultdict[int, _Tally] = defaultdict(_Tally)
        is_told = minute * MINUTE >= start  # of what was before, voices alone are wanted
        for _minute, topics, author, tone, source, kind in rows:
            for topic in topics:
                hours[topic].take(minute, author, source)
                if is_told:
                    made[topic].take(tone, kind)
        for topic, tally in sorted(made.items()):
            hour = hours[topic]
            hour.forget(minute - _AN_HOUR + 1)
            since = (minute - _AN_HOUR + 1) * MINUTE
            new = sum(first_heard.at(author) >= since for author in hour.authors)
            yield MinuteCount(
                topic, minute * MINUTE, tally.mentions, len(hour.authors), new, tally.negative, tally.read,
                len(hour.sources), tally.replies, tally.reposts,
            )  # fmt: skip


def _fresh(
    connection: sqlite3.Connection, start: Millis, end: Millis, reporting: Reporting
) -> Iterator[tuple[int, tuple[int, ...], Account, int, int, str]]:
    """Minute, topics, account, tone, source and kind of what became known while it was new, in that order."""
    topics = {id_: tuple(map(int, ids.split(","))) if ids else () for id_, ids in _combos(connection)}
    fresh = {id_: max(FRESH, 2 * every) for id_, every in connection.execute("SELECT id, every FROM source")}
    for known_at, at, combo, network, id_, handle, reading, source, kind, number in connection.execute(
        _ROWS, (start, end)
    ):
        if known_at - at <= fresh[source]:
            author = (network, id_ or handle or f"#{number}")  # each mention without an author is another one's
            if kind != Kind.REPOST and topics[combo]:
                reporting.hear(number, at, known_at // MINUTE, topics[combo], author, reading)
            yield known_at // MINUTE, topics[combo], author, reading % readings.WIDTH, source, kind


class _Firsts:
    """When accounts were first heard, each looked up once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found: dict[Account, Millis] = {}

    def at(self, author: Account) -> Millis:
        """Its first known mention; an account without a name of its own is always a new one."""
        if author not in self._found:
            (first,) = self._connection.execute(_FIRST, author).fetchone()
            self._found[author] = _NEVER if first is None else first
        return self._found[author]


def _combos(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    return connection.execute("SELECT id, topics FROM combo").fetchall()


def _unheard(connection: sqlite3.Connection, start: Millis, end: Millis) -> Iterator[Millis]:
    """Minutes at whose end no source was being listened to, by what was known then; and those it settles in."""
    paces = connection.execute("SELECT id, every FROM source")
    overdue = {id_: 2 * every if every else STREAM_LAG for id_, every in paces}
    first = start - SETTLING * MINUTE
    heard = bytearray((end - first) // MINUTE)
    longest = max(overdue.values(), default=0)
    for source, at, since, until in connection.execute(
        "SELECT source, at, covers_from, covers_to FROM poll INDEXED BY poll_cover"
        " WHERE covers_to > ? AND covers_from < ? AND covers_from IS NOT NULL",
        (first - longest, end),
    ):
        one = max(-(-max(at, since) // MINUTE) * MINUTE - MINUTE, first)  # the minute that ends first after both
        last = min((until + overdue[source]) // MINUTE * MINUTE, end - MINUTE)
        if one <= last:
            low, high = (one - first) // MINUTE, (last - first) // MINUTE + 1
            heard[low:high] = b"\1" * (high - low)
    for number in range(SETTLING, len(heard)):
        if not all(heard[number - SETTLING : number + 1]):
            yield first + number * MINUTE
