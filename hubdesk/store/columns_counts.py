"""Counts over what a scope and filters take: a few passes over columns, and the rest is done in the small tables.

Counts hold what was taken back since, and say how many it was: a list of rows shows the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import repeat
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from hubdesk.core import Millis, Scope, Span, Topic
from hubdesk.store.columns_cut import Taken
from hubdesk.store.columns_dimensions import dimension
from hubdesk.store.columns_look import Kept
from hubdesk.store.columns_rows import Array, Rows, taken_from, tallied
from hubdesk.store.columns_sorts import Opened
from hubdesk.store.columns_tables import GONE, SOURCE, Tables
from hubdesk.store.columns_time import HOURS, PLACES, Bins, bins, by_clock, clock_places, every
from hubdesk.store.columns_zones import Zones

MOST_PAIRS: Final = 1 << 22  # of which as many are counted in a table; more are sorted
_CLOCK: Final = {
    "hour": Opened([(str(place % HOURS),) for place in range(PLACES)]),
    "weekday": Opened([(str(place // HOURS),) for place in range(PLACES)]),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Mentions, and how many of them were taken back since."""

    mentions: int
    gone: int = 0

    @property
    def rows(self) -> int:
        """Those that a list shows."""
        return self.mentions - self.gone


class Counts:
    """What a scope and filters take of a session. It never changes, and threads may share it.

    `listened`: when any source did, as the scope knows it. `found`: of the look, what holds for other scopes too.
    """

    def __init__(
        self, scope: Scope, taken: Taken, tables: Tables, zone: ZoneInfo, listened: tuple[Span, ...], found: Kept
    ) -> None:
        self.scope, self.tables, self.found = scope, tables, found
        self.taken = taken
        self._index: Array = taken.places
        self.rows: Rows = taken.rows
        self._zone, self._listened = zone, listened
        self._columns: dict[str, Array] = {}
        self._tallies: dict[str, tuple[Array, Array]] = {}
        self._places: dict[Millis, Array] = {}
        self._combos: dict[Millis, tuple[Array, Array, Array]] = {}

    def __len__(self) -> int:
        return len(self._index)

    @property
    def count(self) -> int:
        return len(self._index)

    @property
    def index(self) -> Array:
        """Where in the rows what is taken stands."""
        return self._index

    @cached_property
    def gone(self) -> int:
        """How many of them were taken back since."""
        return int(self._gone.sum())

    def ids(self) -> tuple[int, ...]:
        """The numbers of those that were not taken back: the rows behind the figures."""
        return tuple(self.column("id")[self.live].tolist())

    def newest(self, limit: int, before: tuple[Millis, int] | None = None) -> list[int]:
        """The numbers of the newest by (known_at, id), newest first; those after `before` in that order. Those that
        were taken back are among them, as a feed shows them."""
        rows, index = self.rows, self._index
        if before is None:
            index = self.zones.with_latest(index, limit)
        known, ids = rows.at.take(index) + rows.late.take(index), rows.id.take(index)
        if before is not None:
            below = (known < before[0]) | ((known == before[0]) & (ids < before[1]))
            known, ids = known[below], ids[below]
        limit = max(0, min(limit, len(ids)))
        if 0 < limit < len(ids):  # with all that became known at the same moment as the last of them
            held = known >= np.partition(known, -limit)[-limit]
            known, ids = known[held], ids[held]
        found: list[int] = ids[np.lexsort((ids, known))[::-1][:limit]].tolist()
        return found

    @property
    def zones(self) -> Zones:
        return self.found.get("zones", partial(Zones, self.rows))  # of the look: no instant is ever another one

    def shares(self) -> tuple[tuple[Topic, int], ...]:
        """How many each of the scope's topics heard."""
        sorts, tally = self.tables.combos.topics, self.tally("combo")[0]
        opened = sorts.opened()
        found = dict(zip(opened.values, opened.spread(summed(sorts.array(), len(opened), tally)).tolist(), strict=True))
        return tuple((topic, found.get(str(topic.id), 0)) for topic in self.scope.topics)

    def by_source(self) -> dict[int, int]:
        """By the number of the source that brought them, also of what was taken back since."""
        found: dict[int, int] = {}
        counts = self.tally("facet")[0].tolist()
        for source, mentions in zip(self.tables.facets.column(SOURCE), counts, strict=False):
            found[source] = found.get(source, 0) + mentions
        return found

    def by(self, name: str) -> dict[str, Figure]:
        """By the values of one of columns_dimensions.DIMENSIONS, the commonest first; "" for what has none.

        A mention with two values counts for both. Raises KeyError for a dimension there is not.
        """
        if name in _CLOCK:
            opened = _CLOCK[name]
            at = self.column("at")
            by_set = [by_clock(one, self._zone) for one in (at, at[self._gone])]
        else:
            made = dimension(name, self.tables)
            opened = made.opened
            by_set = [summed(made.sets, len(opened), tally) for tally in self.tally(made.column)]
        mentions, gone = (opened.spread(one).tolist() for one in by_set)
        found = sorted(zip(opened.values, mentions, gone, strict=True), key=_commonest)
        return {value: Figure(n, of_them) for value, n, of_them in found if n}

    def volume(self, topic: Topic | None, step: Millis) -> tuple[tuple[Millis, int | None], ...]:
        """(start of the bin, mentions of that topic, or all that are taken); None where nobody listened at all.

        Bins as in Reader.volume; raises HubdeskError as it does.
        """
        told = self.bins(step)
        if told is None:
            return ()
        place, combo, mentions = self._by_combo(step, told)
        if topic is not None:
            held = self.tables.combos.having({str(topic.id)})[combo]
            place, mentions = place[held], mentions[held]
        return told.told(np.bincount(place, weights=mentions, minlength=len(told)).astype(np.int64).tolist())

    def volumes(self, topics: Sequence[Topic], step: Millis) -> tuple[tuple[tuple[Millis, int | None], ...], ...]:
        """The same of each of these topics, in their order."""
        told = self.bins(step)
        if told is None:
            return tuple(() for _topic in topics)
        place, combo, mentions = self._by_combo(step, told)
        sorts = self.tables.combos.topics
        opened, row_of = sorts.opened(), {str(topic.id): row for row, topic in enumerate(topics)}
        which, value = opened.open(sorts.array()[combo])
        row = np.array([row_of.get(one, -1) for one in opened.values], np.int64)[value]
        held = row >= 0
        key, which = row[held] * len(told) + place[which[held]], which[held]
        counts = np.bincount(key, weights=mentions[which], minlength=len(topics) * len(told)).astype(np.int64)
        return tuple(map(told.told, counts.reshape(len(topics), len(told)).tolist()))

    def curves(self, name: str, step: Millis) -> dict[str, tuple[tuple[Millis, int | None], ...]]:
        """The same of each value of a dimension that occurs."""
        told = self.bins(step)
        if told is None:
            return {}
        sets, opened = self._sets(name)
        place, one, mentions = pairs(self.places(step, told), len(told), sets, len(opened))
        which, value = opened.open(one)
        met, row = np.unique(value, return_inverse=True)
        found = np.zeros((len(met), len(told)), np.int64)
        np.add.at(found, (row, place[which]), mentions[which])
        return {opened.values[code]: told.told(found[row].tolist()) for row, code in enumerate(met.tolist())}

    def hours(self, step: Millis) -> dict[Millis, tuple[int, int]]:
        """(mentions, of them gone) by the start of each UTC multiple of the step that holds any, as Reader.hours."""
        at = self.column("at")
        starts, counts = (one.tolist() for one in every(at, step))
        if not self.gone:
            return dict(zip(starts, zip(counts, repeat(0), strict=False), strict=True))
        gone = dict(zip(*(one.tolist() for one in every(at[self._gone], step)), strict=True))
        return {at: (n, gone.get(at, 0)) for at, n in zip(starts, counts, strict=True)}

    def crossed(self, one: str, other: str) -> dict[tuple[str, str], int]:
        """Two dimensions at once: the mentions of each pair of values that occurs. Of mentions with several values
        each pair counts."""
        (one_sets, ones), (other_sets, others) = self._sets(one), self._sets(other)
        left, right, mentions = pairs(one_sets, len(ones), other_sets, len(others))
        place, left = ones.open(left)
        right, mentions = right[place], mentions[place]
        place, right = others.open(right)
        key, mentions = left[place] * len(others.values) + right, mentions[place]
        met, row = np.unique(key, return_inverse=True)
        sums = np.bincount(row, weights=mentions, minlength=len(met)).astype(np.int64)
        found = zip(*np.divmod(met, len(others.values) or 1), sums, strict=True)
        return {(ones.values[a], others.values[b]): int(n) for a, b, n in found}

    def column(self, name: str) -> Array:
        """A column of what is taken, in the order of ids."""
        known = self._columns.get(name)
        if known is None:
            whole: Array = getattr(self.rows, name)
            known = self._columns[name] = whole if self.count == len(whole) else taken_from(whole, self._index)
        return known

    def tally(self, column: str) -> tuple[Array, Array]:
        """How many mentions have each number of a column that names a table's rows; and how many of them are gone."""
        known = self._tallies.get(column)
        if known is None:
            codes = self.column(column)
            many = int(codes.max(initial=-1)) + 1
            known = self._tallies[column] = tallied(codes, many), np.bincount(codes[self._gone])
        return known

    def bins(self, step: Millis) -> Bins | None:
        return bins(self.scope, step, self._zone, self._listened)

    def places(self, step: Millis, told: Bins) -> Array:
        """In which bin of that step each lies."""
        known = self._places.get(step)
        if known is None:
            known = self._places[step] = told.places(self.column("at"))
        return known

    def _by_combo(self, step: Millis, told: Bins) -> tuple[Array, Array, Array]:
        """Bins, combinations of topics and mentions: rows are gone through once for however many topics."""
        known = self._combos.get(step)
        if known is None:
            codes = self.column("combo")
            many = int(codes.max()) + 1 if len(codes) else 1
            known = self._combos[step] = pairs(self.places(step, told), len(told), codes, many)
        return known

    def told_gone(self, codes: Array) -> Array:
        """Numbers of what is taken, doubled, and one more for what was taken back since."""
        return codes.astype(np.int64) * 2 + self._gone

    @property
    def live(self) -> Array | slice:
        """Which of what is taken was not taken back."""
        return ~self._gone if self.gone else slice(None)

    @cached_property
    def _gone(self) -> Array:
        is_gone = np.array(self.tables.facets.column(GONE), bool)
        if not is_gone.any():
            return np.zeros(self.count, bool)
        return taken_from(is_gone, self.column("facet"))

    @cached_property
    def _clock(self) -> Array:
        return clock_places(self.column("at"), self._zone)

    def _sets(self, name: str) -> tuple[Array, Opened]:
        """Which set of values each mention that is taken has."""
        if name in _CLOCK:
            return self._clock, _CLOCK[name]
        made = dimension(name, self.tables)
        return taken_from(made.sets, self.column(made.column)), made.opened


def summed(sets: Array, many: int, tally: Array) -> Array:
    """Counts by a table's rows as counts by the sets that these have."""
    return np.bincount(sets[: len(tally)], weights=tally, minlength=many).astype(np.int64)


def pairs(one: Array, ones: int, other: Array, others: int) -> tuple[Array, Array, Array]:
    """How often each pair of numbers occurs, of those that do."""
    key = one.astype(np.int64)
    key *= others
    key += other
    if ones * others <= MOST_PAIRS:
        counts = np.bincount(key, minlength=1)
        met = np.flatnonzero(counts)
        counts = counts[met]
    else:
        met, counts = np.unique(key, return_counts=True)
    left, right = np.divmod(met, max(1, others))
    return left, right, counts


def _commonest(one: tuple[str, int, int]) -> tuple[int, str]:
    return -one[1], one[0]
