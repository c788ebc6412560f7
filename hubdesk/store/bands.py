"""A scope's mentions over time by one dimension: one grouped walk in SQLite, put together by bin and value.

A mention with several themes or topics counts for each of them, and once in what is counted of all. What was edited or
corrected since counts as it was. Networks, languages and kinds are read from the table, the others from the index.
"""

from __future__ import annotations

import json
import math
import sqlite3
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import Millis, Scope
from hubdesk.store import series
from hubdesk.store.covers import Covers, covers
from hubdesk.store.crossed_by import BY, Raw, Values, names, values_of
from hubdesk.store.crossed_values import OTHERS, Dimension
from hubdesk.store.mentions import as_known
from hubdesk.store.narrowed import and_taken
from hubdesk.store.reading_counts import IS_GONE
from hubdesk.store.then import changed_since

NAMED: Final = 60  # values that are told of the others
_GROUPS: Final = (
    "SELECT (at - :first) / :unit, {value}, {gone}, count(*) FROM mention INDEXED BY mention_at"
    " WHERE at >= :start AND at < :end AND known_at <= :known {which} GROUP BY 1, 2, 3"
)
_CHOSEN: Final = "AND combo IN (SELECT value FROM json_each(:combos))"
_UNCHANGED: Final = "AND id NOT IN (SELECT value FROM json_each(:changed))"

Groups = Counter[tuple[int, Raw, int]]
"""Mentions by the unit of time they were published in, the raw value, and whether they were taken back."""


@dataclass(frozen=True, slots=True)
class Band:
    """A value's mentions in each bin, and how many of them were taken back since: those no row shows.

    `value` as in Line of crossed_values; `values`: of OTHERS the first of those they are, of `of`.
    """

    value: str
    counts: tuple[int, ...]
    gone: tuple[int, ...]
    of: int = 1
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bands:
    """`bins`: the start of each, and whether any source listened in it. `bands` in the order of their values, what is
    not known behind them, OTHERS last. `whole`: each mention of a bin once."""

    bins: tuple[tuple[Millis, bool], ...]
    bands: tuple[Band, ...]
    whole: tuple[int, ...]
    names: tuple[tuple[str, str], ...] = ()  # of sources, as they are written


def bands(
    connection: sqlite3.Connection,
    scope: Scope,
    by: Dimension,
    step: Millis,
    zone: ZoneInfo,
    most: int,
    listened: Covers = covers,
) -> Bands:
    """The `most` commonest values by bin, and the others together. Bins as in `series.volume`.

    Raises HubdeskError for a step that would make too many bins.
    """
    edges = series.bin_edges(scope, step, zone)
    if len(edges) < 2:
        return Bands((), (), ())
    unit = math.gcd(*(edge - edges[0] for edge in edges[1:]))
    groups = _groups(connection, scope, by, edges[0], unit)
    values = values_of(connection, scope, by, zone, {raw for _unit, raw, _gone in groups})
    kept, left = commonest(_sums(groups, values), most)
    long = len(edges) - 1
    counts, gone = (defaultdict[str, list[int]](lambda: [0] * long) for _side in range(2))
    whole = [0] * long
    for (place, raw, is_gone), mentions in groups.items():
        at = bisect_right(edges, edges[0] + place * unit) - 1
        whole[at] += mentions
        for value in dict.fromkeys(one if one in kept else OTHERS for one in values[raw]):
            counts[value][at] += mentions
            gone[value][at] += mentions if is_gone else 0
    made = [
        Band(value, tuple(counts[value]), tuple(gone[value]), *((len(left), left[:NAMED]) if value == OTHERS else ()))
        for value in sorted(counts, key=order)
    ]
    heard = tuple((start, was) for start, _end, was in series.bins(connection, scope, edges, listened))
    called = names(connection) if by == Dimension.SOURCE else ()
    return Bands(heard, tuple(made), tuple(whole), called)


def _groups(connection: sqlite3.Connection, scope: Scope, by: Dimension, first: Millis, unit: Millis) -> Groups:
    found: Groups = Counter()
    asked: dict[str, object] = {"first": first, "unit": unit, "start": scope.start, "end": scope.end}
    which, combos = "", frozenset[int]()
    if scope.topics:
        combos = frozenset(series.combos_hearing(connection, scope.topics))
        which, asked["combos"] = _CHOSEN, json.dumps(sorted(combos))
    changed = changed_since(connection, scope)
    if changed:
        which, asked["changed"] = f"{which} {_UNCHANGED}", json.dumps(changed.ids)
    which += and_taken(scope)
    text = _GROUPS.format(value=BY[by].sql, gone=IS_GONE, which=which)
    for place, raw, is_gone, mentions in connection.execute(text, {**asked, "known": scope.known}):
        found[place, raw, is_gone] += mentions
    then = {cell[0]: cell for cell in changed.then if not scope.topics or cell[4] in combos}
    for heard in as_known(connection, sorted(then), scope.known, with_matches=False):
        cell = then[heard.id]
        found[(cell[1] - first) // unit, BY[by].of(cell, heard), 0] += 1
    return found


def _sums(groups: Groups, values: Mapping[Raw, Values]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (_place, raw, _gone), mentions in groups.items():
        for value in values[raw]:
            sums[value] += mentions
    return sums


def commonest(sums: Mapping[str, int], most: int) -> tuple[frozenset[str], Sequence[str]]:
    """The values with a band of their own, what is not known always among them; and the others, commonest first."""
    ordered = sorted(sorted(value for value in sums if value), key=sums.__getitem__, reverse=True)
    # One value alone is better called by its name than "one other".
    cut = len(ordered) if len(ordered) <= most + 1 else most
    return frozenset((*ordered[:cut], "")), tuple(ordered[cut:])


def order(value: str) -> tuple[bool, bool, str]:
    """How bands are put in order."""
    return value == OTHERS, value == "", value
