"""Counts by the places that texts name: departments of France, and the communes of one of them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Scope
from hubdesk.store.notes import load_notes
from hubdesk.store.reading_counts import UNREAD, column, counted, has_read
from hubdesk.store.readings import TONES, WIDTH, department_of

BY_TONE: Final = (*TONES[1:], UNREAD)
_READER: Final = {"places": 0}  # whatever its version


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many mentions name a place, and how many of those are of each tone, as in `BY_TONE`: they add up.

    `code` is a department's (`59`, `2A`, `974`), or a commune's (`59350`).
    """

    code: str
    mentions: int
    tones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Mentions by French department, the commonest first; one that names two counts in both.

    `placed` of `all` are in any; a region alone places none. `unread`: no reader has looked for places in them, so
    that they are in none. `outside`: of those placed, how many name no department of the area that was asked about.
    """

    departments: tuple[PlaceCount, ...]
    placed: int
    all: int
    unread: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Towns:
    """Of `mentions` that name a department: how many name each of its communes, the commonest first.

    `alone`: they name the department, or a part of it that is no commune, and nothing nearer.
    """

    department: str
    towns: tuple[PlaceCount, ...] = ()
    mentions: int = 0
    alone: int = 0


def places(connection: sqlite3.Connection, scope: Scope, area: Collection[str] = ()) -> Placed:
    """`area`: the departments beside which those outside are counted."""
    total: Counter[tuple[str, int]] = Counter()
    placed = everything = unread = outside = 0
    found = counted(connection, scope)
    named, versions = column(connection, "departments", found), column(connection, "versions", found)
    within = frozenset(area)
    for id_, mentions in found.items():
        everything += mentions
        departments = named.get(id_)
        if departments is None:
            unread += 0 if has_read(versions.get(id_, ()), _READER) else mentions
            continue
        placed += mentions
        outside += mentions if within and within.isdisjoint(departments) else 0
        for department in departments:
            total[department, id_ % WIDTH] += mentions
    return Placed(_by_place(total), placed, everything, unread, outside)


def towns(connection: sqlite3.Connection, scope: Scope, department: str) -> Towns:
    found = counted(connection, scope)
    named = column(connection, "departments", found)
    there = {id_: mentions for id_, mentions in found.items() if department in named.get(id_, ())}
    told = column(connection, "found", there)
    total: Counter[tuple[str, int]] = Counter()
    alone = 0
    for id_, mentions in there.items():
        communes = _communes(told.get(id_, ()), department)
        alone += 0 if communes else mentions
        for commune in communes:
            total[commune, id_ % WIDTH] += mentions
    return Towns(department, _by_place(total), sum(there.values()), alone)


def _communes(found: Iterable[str], department: str) -> set[str]:
    """The communes' codes of one reading that lie in that department, parts of communes among them."""
    said = load_notes("\n".join(found)).places
    return {one.partition(":")[2] for one in said if one.startswith("insee:") and department_of(one) == department}


def _by_place(total: Mapping[tuple[str, int], int]) -> tuple[PlaceCount, ...]:
    """From mentions by (place, a tone's place in TONES)."""
    made: dict[str, list[int]] = {}
    for (code, tone), mentions in total.items():
        # A tone's place in TONES begins with the unread; in BY_TONE they come last.
        made.setdefault(code, [0] * len(BY_TONE))[(tone - 1) % len(BY_TONE)] += mentions
    counts = (PlaceCount(code, sum(tones), tuple(tones)) for code, tones in made.items())
    return tuple(sorted(counts, key=_commonest))


def _commonest(one: PlaceCount) -> tuple[int, str]:
    return -one.mentions, one.code
