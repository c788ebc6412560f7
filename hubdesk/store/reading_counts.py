"""Counts by what was read in mentions: tone, theme, brand. Sums over one index, exact for any scope.

A mention counts by what is read in it today, as it counts by the topics that hear it today; what was taken back counts
as it was read before. Unread is unread, never neutral.
"""

from __future__ import annotations

import json
import math
import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import Millis, Scope, Topic
from hubdesk.store import readings
from hubdesk.store.series import bin_edges, bins, tally_rows

UNREAD: Final = "unread"
TONES: Final = (*readings.TONES[1:], UNREAD)
_BY_PLACE: Final = (UNREAD, *readings.TONES[1:])
FEW: Final = 2_000  # readings that are looked up one by one
_WIDE: Final = 1 << 32  # two numbers in one: more readings than that no file holds


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many mentions are about a theme, and how many of those each of the scope's topics heard."""

    code: str
    mentions: int
    topics: tuple[tuple[Topic, int], ...]


def tones(
    connection: sqlite3.Connection, topic: Topic | None, scope: Scope, step: Millis, zone: ZoneInfo
) -> tuple[tuple[Millis, dict[str, int] | None], ...]:
    """(start of the bin, how many mentions of each tone, unread ones apart); None where no source listened at all."""
    edges = bin_edges(scope, step, zone)
    if len(edges) < 2:
        return ()
    unit = math.gcd(*(edge - edges[0] for edge in edges[1:]))
    key = f"((at - {edges[0]}) / {unit}) * {readings.WIDTH} + reading % {readings.WIDTH}"
    by_unit: dict[int, Counter[str]] = {}
    for both, mentions in tally_rows(connection, scope, None if topic is None else (topic,), key).items():
        place, tone = divmod(both, readings.WIDTH)
        by_unit.setdefault(place, Counter())[_BY_PLACE[tone]] += mentions
    units = iter(sorted(by_unit.items()))
    item = next(units, None)
    made: list[tuple[Millis, dict[str, int] | None]] = []
    for start, end, was_listened in bins(connection, scope, edges):
        total = dict.fromkeys(TONES, 0)
        while item is not None and edges[0] + item[0] * unit < end:
            for name, mentions in item[1].items():
                total[name] += mentions
            item = next(units, None)
        made.append((start, total if was_listened else None))
    return tuple(made)


def themes(connection: sqlite3.Connection, scope: Scope) -> tuple[ThemeCount, ...]:
    """The commonest first. A mention about two themes counts for both."""
    heard = tally_rows(connection, scope, scope.topics or None, f"combo * {_WIDE} + reading")
    codes = column(connection, "themes", {both % _WIDE for both in heard})
    of_combo = dict(connection.execute("SELECT id, topics FROM combo").fetchall())
    by_combo: Counter[tuple[str, int]] = Counter()
    for both, mentions in heard.items():
        for code in codes.get(both % _WIDE, ()):
            by_combo[code, both // _WIDE] += mentions
    total: Counter[str] = Counter()
    by_topic: Counter[tuple[str, str]] = Counter()
    for (code, combo), mentions in by_combo.items():
        total[code] += mentions
        for topic in of_combo[combo].split(","):
            by_topic[code, topic] += mentions
    return tuple(
        ThemeCount(code, mentions, tuple((topic, by_topic[code, str(topic.id)]) for topic in scope.topics))
        for code, mentions in sorted(total.items(), key=_commonest)
    )


def targets(connection: sqlite3.Connection, scope: Scope) -> tuple[tuple[str, dict[str, int]], ...]:
    """For each brand that is named: how many mentions of each tone towards it. `unread`: named, no tone told."""
    total: dict[str, dict[str, int]] = {}
    found = counted(connection, scope)
    named = column(connection, "targets", found)
    for id_, mentions in found.items():
        for target in named.get(id_, ()):
            brand, _sign, tone = target.rpartition("=")
            of_brand = total.setdefault(brand, dict.fromkeys(TONES, 0))
            of_brand[tone if tone in TONES else UNREAD] += mentions
    return tuple(sorted(total.items(), key=_named_most))


def unread(connection: sqlite3.Connection, scope: Scope, reader: str) -> int:
    """How many mentions no reader of that name has read."""
    return left(connection, scope, (reader,))[0]


def left(connection: sqlite3.Connection, scope: Scope, readers: Sequence[str]) -> tuple[int, ...]:
    """The same for several readers, counted once."""
    found = counted(connection, scope)
    versions = column(connection, "versions", found)
    left = dict.fromkeys(readers, 0)
    for id_, mentions in found.items():
        told = versions.get(id_, ())
        for reader in readers:
            if not (reader == "tone" and id_ % readings.WIDTH) and not has_read(told, {reader: 0}):
                left[reader] += mentions
    return tuple(left[reader] for reader in readers)


def outdated(connection: sqlite3.Connection, wanted: Mapping[str, int]) -> Sequence[int]:
    """Mentions, newest first, that some reader has read in an older version, or not at all."""
    told = [one for (one,) in connection.execute("SELECT DISTINCT versions FROM reading")]
    older = [one for one in told if not has_read(one.split("\n"), wanted)]
    if not older or not wanted:
        return ()
    found = connection.execute(
        "SELECT id FROM mention INDEXED BY mention_at WHERE reading IN"
        " (SELECT id FROM reading WHERE versions IN (SELECT value FROM json_each(?))) ORDER BY id DESC",
        (json.dumps(older),),
    )
    return array("q", (id_ for (id_,) in found))


def has_read(versions: Sequence[str], wanted: Mapping[str, int]) -> bool:
    """Whether each of these readers has read in that version or a later one, by a reading's `versions`."""
    read: dict[str, int] = {}
    for one in versions:
        reader, _sign, version = one.partition("=")
        read[reader] = int(version) if version.isdecimal() else 0
    return readings.GONE in read or all(read.get(reader, -1) >= version for reader, version in wanted.items())


def counted(connection: sqlite3.Connection, scope: Scope) -> Counter[int]:
    """The scope's mentions by the number of their reading."""
    return tally_rows(connection, scope, scope.topics or None, "reading")


def column(connection: sqlite3.Connection, name: str, ids: Collection[int]) -> dict[int, list[str]]:
    """What these readings say in one of their columns, for those that say anything."""
    asked = f"SELECT id, {name} FROM reading WHERE {name} <> ''"  # noqa: S608 — our own column
    if len(ids) > FEW:
        rows = connection.execute(asked).fetchall()
    else:
        asked += " AND id IN (SELECT value FROM json_each(?))"
        rows = connection.execute(asked, (json.dumps(list(ids)),)).fetchall()
    return {id_: told.split("\n") for id_, told in rows}


def _commonest(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _named_most(one: tuple[str, dict[str, int]]) -> tuple[int, str]:
    return -sum(one[1].values()), one[0]
