"""Who repeats whom in a scope: near-identical texts and reposts in groups, each with the first that was heard.

Groups are those of the reader of repeats (enrich/duplicates.py), which compares a text with the first of each group,
and of what networks call a repost; a repost of a copy is in the copy's group. Any scope may be asked: nothing is kept
for it. What filters do not take is not counted, but whoever was first is told wherever that lies, as what was said
before the scope is. Where there are more repeats than are read, the newest are, and it is said. Measured
(tests/benchmarks/repeats.py), of a million mentions of which a third repeat: a day 0.4 s, a month 1.2 s, all 4.2 s, or
1.3 s by columns; most of it are searches for what finds each group.
"""

from __future__ import annotations

import bisect
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hubdesk.core import HOUR, MINUTE, Heard, Millis, Scope
from hubdesk.store import readings, series
from hubdesk.store.mentions import as_known
from hubdesk.store.narrowed import and_taken
from hubdesk.store.spread_asked import Asked
from hubdesk.store.spread_rows import Origins, Row, Rows
from hubdesk.store.spread_values import Spread, SpreadGroup, SpreadOrder
from hubdesk.store.voices_values import Account

if TYPE_CHECKING:
    from hubdesk.store.columns_counts import Counts

MOST: Final = 50_000  # repeats that are read
BINS: Final = 48  # of a curve
_GONE: Final = (
    "SELECT combo, count(*) FROM mention WHERE at >= ? AND at < ? AND known_at <= ? AND withdrawn_at IS NOT NULL{which}"
    " GROUP BY combo"
)
_TONES: Final = (1, 2, 3, 4, 0)  # places in readings.TONES, in the order in which tones are told


@dataclass(slots=True)
class _Group:
    """`rows`: its mentions of the scope. `heard`: all that was looked at of it, in the scope or not."""

    key: str
    rows: list[Row] = field(default_factory=list)
    heard: list[Row] = field(default_factory=list)

    @property
    def times(self) -> list[Millis]:
        return sorted(row.at for row in self.rows)

    @property
    def peak(self) -> int:
        """Most of its mentions within any one hour."""
        times = self.times
        return max((bisect.bisect_left(times, at + HOUR) - place for place, at in enumerate(times)), default=0)

    @property
    def first(self) -> Row:
        """The earliest by publication; of several, what is no repost and came first to us."""
        return min(self.heard, key=_earliness)


def spread(
    connection: sqlite3.Connection,
    scope: Scope,
    order: SpreadOrder,
    most: int,
    with_queries: bool,
    cut: Counts | None = None,
) -> Spread:
    """All groups counted, the first `most` told, in that order. `cut`: of that scope, where there is one."""
    if scope.length <= 0:
        return Spread()
    rows = Rows(connection, scope, cut)
    everything = series.count(connection, scope) if cut is None else cut.count
    copies, reposts, unread = rows.counts()
    repeats = rows.repeats(MOST)
    origins = Origins(rows, repeats)
    groups = _grouped(rows, repeats, origins)
    step = max(MINUTE, -(-scope.length // BINS))
    listed = sorted(groups.values(), key=_Order(order))[: max(0, most)]
    heard = {
        one.id: one for one in as_known(connection, [one.first.id for one in listed], scope.known, with_matches=False)
    }
    asked = Asked(connection, scope) if with_queries else None
    names = dict(connection.execute("SELECT id, name FROM source"))
    return Spread(
        mentions=everything,
        copies=copies,
        reposts=reposts,
        groups=len(groups),
        listed=tuple(_told(one, scope, step, heard, names, asked) for one in listed),
        rootless=sum(not row.names for row in repeats),
        unread=unread,
        gone=_gone(connection, scope, everything) if cut is None else cut.gone,
        left_out=max(0, copies + reposts - len(repeats)),
        step=step,
    )


def _grouped(rows: Rows, repeats: Sequence[Row], origins: Origins) -> dict[str, _Group]:
    """By the name of what is repeated. What only the scope's end cuts off from its repeats is no group."""
    groups: dict[str, _Group] = {}
    for row in repeats:
        if row.names:
            key = origins.of(row)
            groups.setdefault(key, _Group(key)).rows.append(row)
    inside = {row.id for row in repeats}
    held = rows.held(origins.rows())
    for row in origins.rows():
        group = groups.get(origins.of(row))
        if group is None:
            continue
        group.heard.append(row)
        if row.id not in inside and row.id in held:
            group.rows.append(row)
        elif row.id in inside and not row.names:
            group.rows.append(row)  # it says what was said before, of which nothing is known; others repeat it
    return {key: group for key, group in groups.items() if len(group.rows) > 1 or _is_of_other(group)}


def _is_of_other(group: _Group) -> bool:
    """Whether its one mention in the scope repeats something from outside."""
    return len(group.heard) > 1


def _told(
    group: _Group, scope: Scope, step: Millis, heard: Mapping[int, Heard], names: Mapping[int, str], asked: Asked | None
) -> SpreadGroup:
    rows, times, first = group.rows, group.times, group.first
    accounts = {account.key for row in rows if (account := _account(row)).key[0]}
    tones = Counter(row.reading % readings.WIDTH for row in rows)
    reach = [row.reach for row in rows if row.reach is not None]
    bins = Counter((at - scope.start) // step for at in times)
    query = None if asked is None else asked.query_of([row.id for row in rows])
    return SpreadGroup(
        key=group.key,
        first=heard.get(first.id),
        is_original=not first.is_repost and first.duplicate is not True,
        mentions=len(rows),
        copies=sum(not row.is_repost and row.duplicate is True for row in rows),
        reposts=sum(row.is_repost for row in rows),
        accounts=len(accounts),
        nameless=sum(not _account(row).key[0] for row in rows),
        networks=tuple(sorted(Counter(row.network for row in rows).items(), key=_loudness)),
        sources=tuple(sorted({names[row.source] for row in (*rows, first) if row.source in names})),
        start=times[0],
        end=times[-1],
        half=times[(len(times) - 1) // 2],
        peak=group.peak,
        reach=sum(reach) if reach else None,
        reach_of=len(reach),
        tones=tuple(tones[place] for place in _TONES),
        curve=tuple((scope.start + number * step, count) for number, count in sorted(bins.items())),
        is_first_here=any(row.id == first.id for row in rows),
        query=query or "",
        is_asked=query is not None,
    )


def _account(row: Row) -> Account:
    return Account(row.network, row.handle, row.name, row.author_id)


def _gone(connection: sqlite3.Connection, scope: Scope, everything: int) -> int:
    kept = None if not scope.topics else frozenset(series.combos_hearing(connection, scope.topics))
    asked = (scope.start, scope.end, scope.known)
    rows = connection.execute(_GONE.format(which=and_taken(scope)), asked)
    return sum(mentions for combo, mentions in rows if kept is None or combo in kept) if everything else 0


def _earliness(row: Row) -> tuple[Millis, bool, Millis, int]:
    return row.at, row.is_repost, row.known_at, row.id


def _loudness(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


class _Order:
    """Where a group stands."""

    def __init__(self, order: SpreadOrder) -> None:
        self._order = order

    def __call__(self, group: _Group) -> tuple[int, int, str]:
        size = -len(group.rows)
        if self._order == SpreadOrder.SPEED:
            return -group.peak, size, group.key
        if self._order == SpreadOrder.NEWEST:
            return -min(row.at for row in group.rows), size, group.key
        return size, -max(row.at for row in group.rows), group.key
