"""Closed minutes, for detectors: counted by when a mention became known, so that a minute never changes once closed.

What is old news by then is left out: the articles of a feed that is read for the first time, or the hours a collector
catches up on, rose before anybody listened. A minute in which no source was being listened to is unheard, never zero,
and so are the two after it, in which the catching up arrives all at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from hubdesk.core import MINUTE, SECOND, Kind, Millis, MinuteCount, Minutes
from hubdesk.store import readings

FRESH: Final = 10 * MINUTE  # how old a mention may be that is counted; twice its source's interval where that is more
SETTLING: Final = 2  # minutes after a gap
STREAM_LAG: Final = 30 * SECOND  # a quiet stream says at least so often that it listens
NOBODY: Final = 0  # stands for a topic where a minute was unheard
WATCH: Final = "minutes"  # under this name the watch says up to when it has counted

_ROWS: Final = (
    "SELECT known_at, at, combo, network, author_id, handle, reading, source, kind, id"
    " FROM mention INDEXED BY mention_known WHERE known_at >= ? AND known_at < ? ORDER BY known_at, id"
)
_BEFORE: Final = (
    "SELECT EXISTS (SELECT 1 FROM mention INDEXED BY mention_author"
    " WHERE network = ? AND author_id = ? AND author_id <> '' AND known_at < ?)"
)
_NEGATIVE: Final = readings.TONES.index("negative")


@dataclass(slots=True)
class _Tally:
    """One topic in one minute, while it is counted."""

    mentions: int = 0
    negative: int = 0
    read: int = 0
    replies: int = 0
    reposts: int = 0
    authors: set[tuple[str, str]] = field(default_factory=set)
    new: set[tuple[str, str]] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)

    def take(self, author: tuple[str, str], is_new: bool, tone: int, source: int, kind: str) -> None:
        self.mentions += 1
        self.read += tone != 0
        self.negative += tone == _NEGATIVE
        self.replies += kind in (Kind.REPLY, Kind.COMMENT)
        self.reposts += kind == Kind.REPOST
        self.authors.add(author)
        self.sources.add(source)
        if is_new:
            self.new.add(author)

    def told(self, topic: int, minute: int) -> MinuteCount:
        return MinuteCount(
            topic, minute * MINUTE, self.mentions, len(self.authors), len(self.new), self.negative, self.read,
            len(self.sources), self.replies, self.reposts,
        )  # fmt: skip


def minutes(connection: sqlite3.Connection, start: Millis, end: Millis, *, again: bool) -> Minutes:
    """The whole minutes of [start, end): those that were counted before as they were, the others now."""
    start, end = -(-start // MINUTE) * MINUTE, end // MINUTE * MINUTE
    if start >= end:
        return Minutes(start, start, ())
    since = start if again else max(start, _counted_until(connection, end))
    kept, unheard = _kept(connection, start, since)
    return Minutes(
        start,
        end,
        (*kept, *_counted(connection, since, end)),
        (*unheard, *_unheard(connection, since, end)),
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


def _counted(connection: sqlite3.Connection, start: Millis, end: Millis) -> Iterator[MinuteCount]:
    topics = {id_: tuple(map(int, ids.split(","))) if ids else () for id_, ids in _combos(connection)}
    fresh = {id_: max(FRESH, 2 * every) for id_, every in connection.execute("SELECT id, every FROM source")}
    made: dict[tuple[int, int], _Tally] = {}
    known: set[tuple[str, str]] = set()
    rows = connection.execute(_ROWS, (start, end)).fetchall()
    for known_at, at, combo, network, id_, handle, reading, source, kind, number in rows:
        author = (network, id_ or handle or f"#{number}")  # each mention without an author is another one's
        is_new = author not in known and not connection.execute(_BEFORE, (network, id_, start)).fetchone()[0]
        known.add(author)
        if known_at - at > fresh[source]:
            continue
        for topic in topics[combo]:
            tally = made.setdefault((known_at // MINUTE, topic), _Tally())
            tally.take(author, is_new, reading % readings.WIDTH, source, kind)
    return (tally.told(topic, minute) for (minute, topic), tally in sorted(made.items()))


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
