"""Counts over time: exact sums of minute roll-ups, and of rows where a scope cuts a minute in two.

`at <= known_at` holds for every mention. So with K the minute that holds the instant whose knowledge counts:

- what was known before K is in the roll-ups, whole minutes of publication at a time (`minute + late < K`);
- what became known in K, up to that instant, is counted from rows, whatever its minute of publication;
- what was published in the scope's first or last minute, if the scope cuts it, and known before K, from rows too.
"""

from __future__ import annotations

import itertools
import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import DAY, MINUTE, HubdeskError, Millis, Scope, Span, Topic
from hubdesk.i18n import _
from hubdesk.store.covers import Covers, covers
from hubdesk.store.narrowed import and_taken
from hubdesk.store.then import changed_since

MOST_BINS: Final = 100_000

_ROLLED = (
    "SELECT {key}, sum(mentions) FROM volume WHERE minute >= :first AND minute < :last"
    " AND minute + late < :known_minute {chosen} GROUP BY 1"
)
_ROWS_KNOWN_LAST = (
    "SELECT {key}, count(*) FROM mention INDEXED BY mention_known WHERE known_at >= :known_at AND known_at <= :known"
    " AND at >= :start AND at < :end {chosen} GROUP BY 1"
)
_ROWS_CUT_MINUTES = (
    "SELECT {key}, count(*) FROM mention INDEXED BY mention_at WHERE (at >= :start AND at < :first_at"
    " OR at >= :last_at AND at < :end) AND known_at < :known_at {chosen} GROUP BY 1"
)
_ROWS_ALL = (
    "SELECT {key}, count(*) FROM mention INDEXED BY mention_at WHERE at >= :start AND at < :end AND known_at <= :known"
    " {chosen} GROUP BY 1"
)
_ROWS_CHANGED = (
    "SELECT {key}, count(*) FROM (SELECT value ->> 0 AS id, value ->> 1 AS at, value ->> 2 AS known_at,"
    " value ->> 3 AS source, value ->> 4 AS combo, value ->> 5 AS reading FROM json_each(:rows)) WHERE 1 {chosen}"
    " GROUP BY 1"
)
_CHOSEN = "AND combo IN (SELECT value FROM json_each(:combos))"


def combos_hearing(connection: sqlite3.Connection, topics: Sequence[Topic]) -> list[int]:
    """The combinations in which at least one of these topics is."""
    wanted = {str(topic.id) for topic in topics}
    rows = connection.execute("SELECT id, topics FROM combo").fetchall()
    return [id_ for id_, ids in rows if not wanted.isdisjoint(ids.split(","))]


def count(connection: sqlite3.Connection, scope: Scope) -> int:
    """Distinct mentions of the scope's topics; every stored one when it has none."""
    return sum(_tally(connection, scope, scope.topics or None, "0", "0").values())


def shares(connection: sqlite3.Connection, scope: Scope) -> tuple[tuple[Topic, int], ...]:
    """How many mentions each of the scope's topics heard. A mention heard by two counts for both."""
    by_combo = _tally(connection, scope, scope.topics or None, "combo", "combo")
    by_topic: Counter[str] = Counter()
    for id_, ids in connection.execute("SELECT id, topics FROM combo").fetchall():
        for topic in ids.split(",") if by_combo[id_] else ():
            by_topic[topic] += by_combo[id_]
    return tuple((topic, by_topic[str(topic.id)]) for topic in scope.topics)


def count_by_source(connection: sqlite3.Connection, scope: Scope) -> Counter[int]:
    """How many mentions each source brought, of the scope's topics if it has any."""
    return _tally(connection, scope, scope.topics or None, "source", "source")


def volume(
    connection: sqlite3.Connection,
    topic: Topic | None,
    scope: Scope,
    step: Millis,
    zone: ZoneInfo,
    listened: Covers = covers,
) -> tuple[tuple[Millis, int | None], ...]:
    """(start of the bin, mentions published in it); None where no source listened at all.

    Bins lie on multiples of `step` in UTC; those of whole days on the session's midnights, seven days on Mondays.
    Raises HubdeskError for a step that would make more than MOST_BINS bins.
    """
    edges = bin_edges(scope, step, zone)
    if len(edges) < 2:
        return ()
    topics = None if topic is None else (topic,)
    unit = math.gcd(*(edge - edges[0] for edge in edges[1:]))
    if unit % MINUTE or edges[0] % MINUTE:
        by_unit = tally_rows(connection, scope, topics, f"(at - {edges[0]}) / {unit}")
    else:
        first, minutes = edges[0] // MINUTE, unit // MINUTE
        by_unit = _tally(
            connection, scope, topics, f"(minute - {first}) / {minutes}", f"(at / {MINUTE} - {first}) / {minutes}"
        )
    counted = iter(sorted(by_unit.items()))
    item = next(counted, None)
    made: list[tuple[Millis, int | None]] = []
    for start, end, was_listened in bins(connection, scope, edges, listened):
        total = 0
        while item is not None and edges[0] + item[0] * unit < end:
            total += item[1]
            item = next(counted, None)
        made.append((start, total if was_listened else None))
    return tuple(made)


def bins(
    connection: sqlite3.Connection, scope: Scope, edges: Sequence[Millis], listened: Covers = covers
) -> Iterator[tuple[Millis, Millis, bool]]:
    """Start and end of each bin, and whether any source listened in what of it is in the scope."""
    spans = listened(connection, scope)
    reached = 0
    for start, end in itertools.pairwise(edges):
        while reached < len(spans) and spans[reached].end <= max(start, scope.start):
            reached += 1
        yield start, end, _touches(spans, reached, min(end, scope.end))


def _touches(spans: Sequence[Span], reached: int, end: Millis) -> bool:
    return reached < len(spans) and spans[reached].start < end


def bin_edges(scope: Scope, step: Millis, zone: ZoneInfo) -> list[Millis]:
    """The edges of the bins that hold [start, end): one more than there are bins; fewer than two for an empty scope."""
    if step <= 0:
        raise HubdeskError(_("a step of {step} ms is not a step; take a minute or more").format(step=step))
    if scope.length <= 0:
        return []
    if scope.length // step > MOST_BINS:
        raise HubdeskError(_("that is more than {n} points; take a shorter span or a longer step").format(n=MOST_BINS))
    if step % DAY == 0:
        return list(_midnights(scope, step // DAY, zone))
    first = scope.start // step * step
    return (
        list(range(first, scope.end + step, step))
        if (scope.end - first) % step
        else list(range(first, scope.end + 1, step))
    )


def _midnights(scope: Scope, days: int, zone: ZoneInfo) -> Iterator[Millis]:
    try:
        day = datetime.fromtimestamp(scope.start / 1000, zone).date()
        day = date.fromordinal(day.toordinal() - (day.toordinal() - 1) % days)
        while True:
            # A midnight that the clocks jump over is the instant of the jump (fold 0: counted with the offset before).
            edge = round(datetime.combine(day, time(), zone).timestamp()) * 1000
            yield edge
            if edge >= scope.end:
                return
            day += timedelta(days)
    except (OverflowError, ValueError, OSError):
        raise HubdeskError(_("the span leaves the calendar; take one between 1970 and 9999")) from None


def _tally(
    connection: sqlite3.Connection, scope: Scope, topics: Sequence[Topic] | None, minute_key: str, row_key: str
) -> Counter[int]:
    """Counts by an expression of ours: over the roll-ups, and over the rows of the two cut minutes."""
    first, last = -(-scope.start // MINUTE), scope.end // MINUTE
    if first >= last or scope.filters:  # not one whole minute; or of which no roll-up tells
        return tally_rows(connection, scope, topics, row_key)
    known = scope.known // MINUTE
    parts = ((_ROLLED, minute_key), (_ROWS_KNOWN_LAST, row_key), (_ROWS_CUT_MINUTES, row_key))
    facts = {
        "first": first,
        "last": last,
        "known_minute": known,
        "first_at": first * MINUTE,
        "last_at": last * MINUTE,
        "known_at": known * MINUTE,
    }
    return _sum(connection, scope, topics, parts, row_key, facts)


def tally_rows(
    connection: sqlite3.Connection, scope: Scope, topics: Sequence[Topic] | None, row_key: str
) -> Counter[int]:
    """Counts by an expression over `mention_at`, the index that holds all that mentions are counted by."""
    return _sum(connection, scope, topics, ((_ROWS_ALL, row_key),), row_key, {})


def _sum(
    connection: sqlite3.Connection,
    scope: Scope,
    topics: Sequence[Topic] | None,
    parts: Sequence[tuple[str, str]],
    row_key: str,
    facts: dict[str, int],
) -> Counter[int]:
    """What changed after what the scope knows is counted as it was."""
    total: Counter[int] = Counter()
    if scope.length <= 0:
        return total
    chosen = ("" if topics is None else _CHOSEN) + and_taken(scope)
    asked: dict[str, int | str] = {**facts, "start": scope.start, "end": scope.end, "known": scope.known}
    if topics is not None:
        asked["combos"] = json.dumps(combos_hearing(connection, topics))
    for text, key in parts:
        for value, mentions in connection.execute(text.format(key=key, chosen=chosen), asked):
            total[value] += mentions
    if changed := changed_since(connection, scope):
        for sign, rows in ((-1, changed.now), (1, changed.then)):
            found = connection.execute(
                _ROWS_CHANGED.format(key=row_key, chosen=chosen), {**asked, "rows": json.dumps(rows)}
            )
            for value, mentions in found:
                total[value] += sign * mentions
        return Counter({value: mentions for value, mentions in total.items() if mentions})
    return total
