"""Counts by the places that texts name: departments of France, and the communes of one of them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Scope
from hubdesk.core.place_codes import INSEE
from hubdesk.store.notes import load_notes
from hubdesk.store.reading_counts import column, counted, has_read
from hubdesk.store.readings import department_of
from hubdesk.store.tone_counts import Sum, Told, tone_of, was_taken_back

_READER: Final = {"places": 0}  # whatever its version


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """The mentions that name a place. `code` is a department's (`59`, `2A`, `974`), or a commune's (`59350`)."""

    code: str
    told: Told

    @property
    def mentions(self) -> int:
        return self.told.split.all

    @property
    def gone(self) -> int:
        """How many of them were taken back since: they are counted, and no row shows them."""
        return self.told.gone.all


@dataclass(frozen=True, slots=True)
class Towns:
    """Of `mentions` that name a department: how many name each of its communes, the commonest first.

    `alone`: they name the department, or a part of it that is no commune, and nothing nearer.
    """

    department: str
    towns: tuple[PlaceCount, ...] = ()
    mentions: int = 0
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Mentions by French department, the commonest first; one that names two counts in both.

    `placed` of `all` are in any; a region alone places none. `unread`: no reader has looked for places in them, so
    that they are in none. `outside`: of those placed, how many name no department of the area that was asked about.
    `gone`: of those placed, how many were taken back since. `towns`: of the department that was asked about.
    """

    departments: tuple[PlaceCount, ...]
    placed: int
    all: int
    unread: int = 0
    outside: int = 0
    gone: int = 0
    towns: Towns | None = None


def places(connection: sqlite3.Connection, scope: Scope, area: Collection[str] = (), department: str = "") -> Placed:
    """`area`: the departments beside which those outside are counted; `department`: also count its communes."""
    sums: dict[str, Sum] = defaultdict(Sum)
    placed = everything = unread = outside = gone = 0
    found = counted(connection, scope)
    named, versions = column(connection, "departments", found), column(connection, "versions", found)
    within = frozenset(area)
    for id_, mentions in found.items():
        everything += mentions
        departments, read = named.get(id_), versions.get(id_, ())
        if departments is None:
            unread += 0 if has_read(read, _READER) else mentions
            continue
        is_gone = was_taken_back(read)
        placed += mentions
        outside += mentions if within and within.isdisjoint(departments) else 0
        gone += mentions if is_gone else 0
        for code in departments:
            sums[code].add(tone_of(id_, read), mentions, is_gone)
    there = {id_: mentions for id_, mentions in found.items() if department in named.get(id_, ())}
    towns = _towns(connection, department, there) if department else None
    return Placed(_commonest_first(sums), placed, everything, unread, outside, gone, towns)


def _towns(connection: sqlite3.Connection, department: str, there: Mapping[int, int]) -> Towns:
    """`there`: mentions by the number of their reading, of those that name the department."""
    told, versions = column(connection, "found", there), column(connection, "versions", there)
    sums: dict[str, Sum] = defaultdict(Sum)
    alone = 0
    for id_, mentions in there.items():
        communes, read = _communes(told.get(id_, ()), department), versions.get(id_, ())
        alone += 0 if communes else mentions
        for commune in communes:
            sums[commune].add(tone_of(id_, read), mentions, was_taken_back(read))
    return Towns(department, _commonest_first(sums), sum(there.values()), alone)


def _communes(found: Iterable[str], department: str) -> set[str]:
    """The communes' codes of one reading that lie in that department, parts of communes among them."""
    said = load_notes("\n".join(found)).places
    return {one.removeprefix(INSEE) for one in said if one.startswith(INSEE) and department_of(one) == department}


def _commonest_first(sums: Mapping[str, Sum]) -> tuple[PlaceCount, ...]:
    return tuple(sorted((PlaceCount(code, one.told()) for code, one in sums.items()), key=_order))


def _order(one: PlaceCount) -> tuple[int, str]:
    return -one.mentions, one.code
