"""A scope's mentions by two dimensions: one grouped walk in SQLite, and the groups put together by their values.

A mention with several themes, places or topics counts for each of them, and once in what is counted across. What was
edited or corrected since counts as it was. Measured (tests/benchmarks/crossed.py), of a million mentions: theme by tone
0.5 s, what the index does not hold (networks, languages, kinds, hours) 1 to 1.4 s; a day of them 10 ms.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import Scope
from hubdesk.store import series
from hubdesk.store.crossed_by import BY, By, Raw, Values, names, values_of
from hubdesk.store.crossed_values import OTHERS, Crossed, Dimension, Line, Tally
from hubdesk.store.mentions import as_known
from hubdesk.store.narrowed import and_taken
from hubdesk.store.reading_counts import IS_GONE
from hubdesk.store.then import changed_since

MOST: Final = 60  # rows, and columns
_GROUPS: Final = (
    "SELECT {row}, {column}, {gone}, count(*) FROM {table} WHERE at >= :start AND at < :end AND known_at <= :known"
    " {which} GROUP BY 1, 2, 3"
)


def crossed(
    connection: sqlite3.Connection,
    scope: Scope,
    rows: Dimension,
    columns: Dimension,
    zone: ZoneInfo,
    most: int = MOST,
) -> Crossed:
    """Rows by columns; of either, the `most` commonest values, and the others together."""
    groups = _groups(connection, scope, BY[rows], BY[columns])
    sides = (
        values_of(connection, scope, rows, zone, {key[0] for key in groups}),
        values_of(connection, scope, columns, zone, {key[1] for key in groups}),
    )
    kept = tuple(commonest(_counts(groups, place, values), most) for place, values in enumerate(sides))
    across, down = (_shown(values, lines) for values, lines in zip(sides, kept, strict=True))
    whole, cells = _Sum(), defaultdict[tuple[str, str], _Sum](_Sum)
    by_row, by_column = defaultdict[str, _Sum](_Sum), defaultdict[str, _Sum](_Sum)
    for (row, side, is_gone), mentions in groups.items():
        whole.add(mentions, is_gone)
        for value in across[row]:
            by_row[value].add(mentions, is_gone)
            for other in down[side]:
                cells[value, other].add(mentions, is_gone)
        for other in down[side]:
            by_column[other].add(mentions, is_gone)
    return Crossed(
        rows=_lines(by_row, sides[0], kept[0]),
        columns=_lines(by_column, sides[1], kept[1]),
        cells=tuple((row, side, one.tally()) for (row, side), one in sorted(cells.items())),
        whole=whole.tally(),
        names=names(connection) if Dimension.SOURCE in (rows, columns) else (),
    )


class _Sum:
    """A count that still grows."""

    __slots__ = ("gone", "mentions")

    def __init__(self) -> None:
        self.mentions = self.gone = 0

    def add(self, mentions: int, is_gone: int) -> None:
        self.mentions += mentions
        self.gone += mentions if is_gone else 0

    def tally(self) -> Tally:
        return Tally(self.mentions, self.gone)


def _groups(connection: sqlite3.Connection, scope: Scope, row: By, side: By) -> Counter[tuple[Raw, Raw, int]]:
    """How many mentions of the scope have each pair, and whether they were taken back."""
    found: Counter[tuple[Raw, Raw, int]] = Counter()
    if scope.length <= 0:
        return found
    asked: dict[str, object] = {"start": scope.start, "end": scope.end, "known": scope.known}
    which, combos = "", frozenset[int]()
    if scope.topics:
        combos = frozenset(series.combos_hearing(connection, scope.topics))
        which, asked["combos"] = "AND combo IN (SELECT value FROM json_each(:combos))", json.dumps(sorted(combos))
    changed = changed_since(connection, scope)
    if changed:
        which += " AND id NOT IN (SELECT value FROM json_each(:changed))"
        asked["changed"] = json.dumps(changed.ids)
    which += and_taken(scope)
    table = "mention INDEXED BY mention_at" if row.is_indexed and side.is_indexed else _table(connection, scope)
    text = _GROUPS.format(row=row.sql, column=side.sql, gone=IS_GONE, table=table, which=which)
    for one, other, is_gone, mentions in connection.execute(text, asked):
        found[one, other, is_gone] += mentions
    then = {cell[0]: cell for cell in changed.then if not scope.topics or cell[4] in combos}
    for heard in as_known(connection, sorted(then), scope.known, with_matches=False):
        cell = then[heard.id]
        found[row.of(cell, heard), side.of(cell, heard), 0] += 1
    return found


def _table(connection: sqlite3.Connection, scope: Scope) -> str:
    """Of most of all, the table in its own order is read in half the time."""
    of_time = series.count(connection, replace(scope, topics=(), filters=()))
    stored = connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0]
    return f"mention {'NOT INDEXED' if of_time > stored // 2 else 'INDEXED BY mention_at'}"


def _counts(groups: Mapping[tuple[Raw, Raw, int], int], place: int, values: Mapping[Raw, Values]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for key, mentions in groups.items():
        for value in values[key[place]]:
            counts[value] += mentions
    return counts


def commonest(counts: Mapping[str, int], most: int) -> frozenset[str]:
    """The values that get a line of their own; what is not known always does."""
    ordered = sorted(counts, key=lambda value: (value != "", -counts[value], value))
    # One value alone is better called by its name than "one other".
    return frozenset(ordered if len(ordered) <= most + 1 else ordered[:most])


def _shown(values: Mapping[Raw, Values], kept: Collection[str]) -> dict[Raw, Values]:
    return {raw: tuple(dict.fromkeys(one if one in kept else OTHERS for one in told)) for raw, told in values.items()}


def _lines(sums: Mapping[str, _Sum], values: Mapping[Raw, Values], kept: frozenset[str]) -> tuple[Line, ...]:
    left = len(frozenset(one for told in values.values() for one in told) - kept)
    lines = (Line(value, one.tally(), left if value == OTHERS else 1) for value, one in sums.items())
    return tuple(sorted(lines, key=order))


def order(line: Line) -> tuple[bool, bool, int, str]:
    """How lines are put in order."""
    return line.value == OTHERS, line.value == "", -line.tally.mentions, line.value
