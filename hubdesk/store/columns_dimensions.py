"""What mentions can be told apart by: each dimension as the sets of values that columns name, and how sets are opened.

A mention may have several values of one dimension (topics, themes, departments) or none; none is "".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hubdesk.query.folded import folded_name
from hubdesk.store.columns_rows import Array
from hubdesk.store.columns_sorts import Opened, Sorts
from hubdesk.store.columns_tables import DUPLICATE, KIND, LANGUAGE, NETWORK, SOURCE, Tables

_TONELESS: Final = ("unread", "none")


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """`column` of the rows, and which set of `opened` each number in it stands for."""

    column: str
    sets: Array
    opened: Opened


def dimension(name: str, tables: Tables) -> Dimension:
    """One of DIMENSIONS. Raises KeyError for another."""
    return _MADE[name](tables)


def of_sorts(column: str, sorts: Sorts) -> Dimension:
    array = sorts.array()  # before its sets, which may grow meanwhile
    return Dimension(column, array, sorts.opened())


def _of_topics(tables: Tables) -> Dimension:
    return Dimension("combo", *tables.combos.shown())


def _of_tones(tables: Tables) -> Dimension:
    made = of_sorts("reading", tables.readings.tones)
    told = [() if one[0] in _TONELESS else one for one in tables.readings.tones.sets]
    return Dimension("reading", made.sets, Opened(told))


def _of_themes(tables: Tables) -> Dimension:
    return of_sorts("reading", tables.readings.themes)


def _of_departments(tables: Tables) -> Dimension:
    return of_sorts("reading", tables.readings.departments)


def _of_irony(tables: Tables) -> Dimension:
    return of_sorts("reading", tables.readings.irony)


def _of_facets(tables: Tables, told: Callable[[Tables], list[str]]) -> Dimension:
    sorts = Sorts()
    for value in told(tables):
        sorts.add((value,) if value else ())
    return of_sorts("facet", sorts)


def _networks(tables: Tables) -> list[str]:
    return [network.casefold() for network in tables.facets.column(NETWORK)]


def _kinds(tables: Tables) -> list[str]:
    return tables.facets.column(KIND)


def _languages(tables: Tables) -> list[str]:
    """French of Canada is French, as `language:fr` finds it."""
    return [language.casefold().partition("-")[0] for language in tables.facets.column(LANGUAGE)]


def _sources(tables: Tables) -> list[str]:
    """Sources that a query cannot tell apart by name are one."""
    names: dict[str, str] = {}
    called = {id_: names.setdefault(folded_name(name), name) for id_, name in sorted(tables.sources.items())}
    return [called.get(source, "") for source in tables.facets.column(SOURCE)]


def _duplicates(tables: Tables) -> list[str]:
    return ["yes" if duplicate else "" for duplicate in tables.facets.column(DUPLICATE)]


_TOLD: Final[dict[str, Callable[[Tables], list[str]]]] = {
    "network": _networks,
    "kind": _kinds,
    "language": _languages,
    "source": _sources,
    "duplicate": _duplicates,
}


def _facet_dimension(name: str) -> Callable[[Tables], Dimension]:
    def made(tables: Tables) -> Dimension:
        return _of_facets(tables, _TOLD[name])

    return made


_MADE: Final[dict[str, Callable[[Tables], Dimension]]] = {
    "topic": _of_topics,
    "tone": _of_tones,
    "theme": _of_themes,
    "place": _of_departments,
    "irony": _of_irony,
    **{name: _facet_dimension(name) for name in _TOLD},
}
DIMENSIONS: Final = (*_MADE, "hour", "weekday")
