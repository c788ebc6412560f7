"""The dimensions of tables and bands as sets of values that a cut's columns name: what crossed_by.py is for SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from hubdesk.store.columns_counts import Counts
from hubdesk.store.columns_dimensions import dimension, of_sorts
from hubdesk.store.columns_rows import Array
from hubdesk.store.columns_sorts import Opened, Sorts, Values
from hubdesk.store.columns_tables import KIND, LANGUAGE, NETWORK, SOURCE, UNDATED, Tables
from hubdesk.store.columns_time import HOURS, PLACES, clock_days, clock_places
from hubdesk.store.crossed_by import folded, folded_of, language_of
from hubdesk.store.crossed_values import OTHERS, Dimension

_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """`sets`: which set of `opened` each number of a column stands for; each mention has, where no `column` says it."""

    column: str
    sets: Array
    opened: Opened

    def of(self, cut: Counts) -> Array:
        """Which set of values each mention that is taken has."""
        return self.sets[cut.column(self.column)] if self.column else self.sets

    def shown(self, kept: frozenset[str]) -> Opened:
        """Its sets with OTHERS in place of the values that are not kept."""
        told = map(self.opened.of, range(len(self.opened)))
        return Opened([tuple(dict.fromkeys(one if one in kept else OTHERS for one in values)) for values in told])


def side(cut: Counts, by: Dimension, zone: ZoneInfo) -> Side:
    """One dimension of what is taken, with the values that `Line.value` has."""
    if by in _CLOCK:
        return _CLOCK[by](cut, zone)
    if by == Dimension.TOPIC:
        return _topics(cut)
    if by in _OF_FACETS:
        sorts = Sorts()
        for values in _OF_FACETS[by](cut.tables):
            sorts.add(values)
        made = of_sorts("facet", sorts)
    else:
        made = dimension("place" if by == Dimension.DEPARTMENT else by.value, cut.tables)
    return Side(made.column, made.sets, made.opened)


def summed_by_value(opened: Opened, by_set: Array) -> dict[str, int]:
    """Counts by set as counts by each value that occurs."""
    counts = opened.spread(by_set)
    return {opened.values[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist()}


def _topics(cut: Counts) -> Side:
    """Those of the scope; of one without topics those that the session still has."""
    combos = cut.tables.combos
    array, told = combos.topics.array(), {str(topic.id) for topic in cut.scope.topics} or combos.present
    sets = [tuple(topic for topic in one if topic in told) for one in combos.topics.sets]
    return Side("combo", array, Opened(sets))


def _sources(tables: Tables) -> Iterable[Values]:
    called = {id_: folded(name) for id_, name in tables.sources.items()}
    return ((called.get(source, ""),) for source in tables.facets.column(SOURCE))


def _networks(tables: Tables) -> Iterable[Iterable[str]]:
    return map(folded_of, tables.facets.column(NETWORK))


def _kinds(tables: Tables) -> Iterable[Iterable[str]]:
    return map(folded_of, tables.facets.column(KIND))


def _languages(tables: Tables) -> Iterable[Iterable[str]]:
    return map(language_of, tables.facets.column(LANGUAGE))


def _hours(cut: Counts, zone: ZoneInfo) -> Side:
    return _dated(cut, clock_places(cut.column("at"), zone), [(f"{place % HOURS:02d}",) for place in range(PLACES)])


def _weekdays(cut: Counts, zone: ZoneInfo) -> Side:
    return _dated(cut, clock_places(cut.column("at"), zone), [(str(place // HOURS),) for place in range(PLACES)])


def _days(cut: Counts, zone: ZoneInfo) -> Side:
    days = clock_days(cut.column("at"), zone)
    first = int(days.min()) if len(days) else 0
    met = np.flatnonzero(np.bincount(days - first)).tolist()
    place = np.zeros(met[-1] + 1 if met else 0, np.int64)
    place[met] = np.arange(len(met))
    return _dated(cut, place[days - first], [(date.fromordinal(_EPOCH + first + one).isoformat(),) for one in met])


def _dated(cut: Counts, places: Array, values: list[Values]) -> Side:
    """With a set without a value for what nobody can date."""
    undated = np.array(cut.tables.facets.column(UNDATED), bool)[cut.column("facet")]
    return Side("", np.where(undated, len(values), places) if undated.any() else places, Opened([*values, ()]))


_CLOCK: Final[Mapping[Dimension, Callable[[Counts, ZoneInfo], Side]]] = {
    Dimension.HOUR: _hours,
    Dimension.WEEKDAY: _weekdays,
    Dimension.DAY: _days,
}
_OF_FACETS: Final[Mapping[Dimension, Callable[[Tables], Iterable[Iterable[str]]]]] = {
    Dimension.SOURCE: _sources,
    Dimension.NETWORK: _networks,
    Dimension.LANGUAGE: _languages,
    Dimension.KIND: _kinds,
}
