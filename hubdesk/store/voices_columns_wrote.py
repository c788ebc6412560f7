"""What a cut takes and was not taken back, by the numbers of who wrote it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.store.columns_authors import Names
from hubdesk.store.columns_read import taken_back
from hubdesk.store.columns_rows import Array, places_of, taken_from, tallied
from hubdesk.store.columns_tables import NETWORK
from hubdesk.store.columns_told import Cut
from hubdesk.store.voices_rows import Called

FEW: Final = 8  # mentions that are so many times fewer than accounts are sorted, not counted in a table
MOST_READ: Final = 5_000  # authors whose names are read, to be sure; of more, their hashes are believed
_NAMES: Final = "SELECT id, network, handle, name, author_id FROM mention WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Found:
    """Who is called so: authors, by their places in `Wrote.codes`, and how many of the mentions are theirs, by network
    (in small letters; "" for all) and what they are called."""

    places: Array
    mentions: Mapping[tuple[str, Called], int]


class Wrote:
    """Of each mention `who` is its account's place in `met`, and `code` its author's in `codes`. `sums`: how many each
    account wrote; nobody's are 0 there, and `nameless` in all."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.author, self.id, self.at = self._live("author"), self._live("id"), self._live("at")
        number, accounts, nobody = cut.tables.authors.accounts()
        self.met, self.who = grouped(taken_from(number, self.author), accounts)
        self.sums = tallied(self.who, len(self.met))
        nobodys = np.flatnonzero(self.met == nobody)
        self.nameless = int(self.sums[nobodys].sum())
        self.sums[nobodys] = 0
        self.codes, self.code = grouped(self.author, len(cut.tables.authors))

    @property
    def some_codes(self) -> Array | None:
        """None where they are all authors that there are."""
        return self.codes if len(self.codes) < len(self.cut.tables.authors) else None

    @cached_property
    def facet(self) -> Array:
        return self._live("facet")

    @cached_property
    def combo(self) -> Array:
        return self._live("combo")

    @cached_property
    def reading(self) -> Array:
        return self._live("reading")

    @cached_property
    def known(self) -> Array:
        return self.at + self._live("late")

    @cached_property
    def first_at(self) -> Array:
        first = np.full(len(self.sums), np.iinfo(np.int64).max)
        np.minimum.at(first, self.who, self.at)
        return first

    @cached_property
    def figures(self) -> tuple[Array, Array]:
        """The reach of each mention, and whether it has one."""
        codes = self._live("reach").astype(np.int64)
        return codes - (codes > 0), codes != 0

    def reach(self) -> tuple[Array, Array]:
        """The reach of each account's mentions added up, and whether any has one."""
        figures, known = self.figures
        total = np.zeros(len(self.sums), np.int64)
        np.add.at(total, self.who[known], figures[known])
        return total, np.bincount(self.who[known], minlength=len(self.sums)) > 0

    def names(self, connection: sqlite3.Connection, author: Array, ids: Array) -> dict[int, Names]:
        """What each of these authors is called, by their numbers; `ids`: of their mentions. What was taken back by now
        is called nothing."""
        authors, gone = self.cut.tables.authors, taken_back(connection)
        codes, place = compact(author, len(authors))
        known = authors.names(gone)
        found = {code: names for code in codes.tolist() if (names := known.get(code)) is not None}
        if len(found) < len(codes):
            some = zip(sample(place, ids, len(codes)).tolist(), codes.tolist(), strict=True)
            of = {id_: code for id_, code in some if code not in found}
            for id_, *names in connection.execute(_NAMES, (json.dumps([*of]),)):
                found[of[id_]] = (*names,)
            authors.remember(gone, {code: found[code] for code in of.values() if any(found.get(code, ())[1:])})
        return found

    def called(self, connection: sqlite3.Connection, asked: Collection[Called]) -> Found:
        """Who is called one of these, whatever the network."""
        found: Counter[tuple[str, Called]] = Counter()
        places = [self._called(connection, sort, asked, found) for sort in ("handle", "name")]
        return Found(np.concatenate(places), found)

    def _called(
        self, connection: sqlite3.Connection, sort: str, asked: Collection[Called], found: Counter[tuple[str, Called]]
    ) -> Array:
        wanted = [one for one in asked if one[0] == sort]
        authors, (nets, network) = self.cut.tables.authors, self._networks
        likely, hashed = authors.called_so(sort, wanted, self.some_codes)
        place = places_of(taken_from(likely, self.code)) if likely.any() else np.zeros(0, np.int64)
        which_code, which = compact(self.code[place], len(likely))
        codes = self.codes[which_code]
        if len(codes) <= MOST_READ:
            names = self.names(connection, self.author[place], self.id[place])
            number = {one: number for number, one in enumerate(wanted)}
            target = [number.get(_called_of(sort, names.get(code)), -1) for code in codes.tolist()]
        else:
            by_hash = {authors.hash_of_called(one): number for number, one in enumerate(wanted)}
            target = [by_hash[one] for one in hashed[which_code].tolist()]
        which_target = np.array(target, np.int64)
        mine = which_target[which]
        held = mine >= 0
        key = mine[held] * len(nets) + network[self.facet[place[held]]]
        counts = np.bincount(key, minlength=len(wanted) * len(nets)).reshape(len(wanted), len(nets))
        for place_of, net in np.argwhere(counts).tolist():
            mentions = int(counts[place_of, net])
            found[nets[net], wanted[place_of]] += mentions
            found["", wanted[place_of]] += mentions
        return which_code[which_target >= 0]

    @cached_property
    def _networks(self) -> tuple[tuple[str, ...], Array]:
        """Networks in small letters, and of each facet which of them."""
        told = [network.casefold() for network in self.cut.tables.facets.column(NETWORK)]
        place = {network: number for number, network in enumerate(dict.fromkeys(told))}
        return tuple(place), np.array([place[network] for network in told], np.int64)

    def _live(self, name: str) -> Array:
        column: Array = self.cut.column(name)[self.cut.live]
        return column


def _called_of(sort: str, names: Names | None) -> Called:
    if names is None:
        return sort, ""
    return sort, folded_handle(names[1]) if sort == "handle" else folded_name(names[2])


def grouped(numbers: Array, many: int) -> tuple[Array, Array]:
    """Numbers below `many`, and which of them each of these is: those that occur, or all where many do."""
    if len(numbers) * FEW < many:
        met, which = np.unique(numbers, return_inverse=True)
        return met, which
    return np.arange(many, dtype=np.int32), numbers


def compact(numbers: Array, many: int) -> tuple[Array, Array]:
    """The numbers below `many` that occur, and which of them each of these is."""
    if len(numbers) * FEW < many:
        return grouped(numbers, many)
    met = np.flatnonzero(np.bincount(numbers, minlength=many))
    place = np.zeros(many, np.int64)
    place[met] = np.arange(len(met))
    return met, place[numbers]


def sample(who: Array, values: Array, many: int) -> Array:
    """One value of each: of several, the last one stays."""
    made = np.zeros(many, values.dtype)
    made[who] = values
    return made
