"""What a cut takes and was not taken back, by the numbers of who wrote it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from hubdesk.store.columns_authors import Named, named
from hubdesk.store.columns_read import taken_back
from hubdesk.store.columns_rows import Array, marked, places_of, taken_from, tallied
from hubdesk.store.columns_tables import NETWORK
from hubdesk.store.columns_told import Cut
from hubdesk.store.voices_rows import Called

FEW: Final = 128  # numbers that are so many times fewer than there may be are sorted, not marked in a table
SOME: Final = 2  # and of so many times fewer those that occur are told apart from the others
MOST_READ: Final = 5_000  # authors whose names are read, to be sure; of more, their hashes are believed
_NAMES: Final = "SELECT id, network, handle, name, author_id FROM mention WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Found:
    """Who is called so: authors, by their places in `Wrote.codes`, and how many of the mentions are theirs, by network
    (in small letters; "" for all) and what they are called."""

    places: Array
    mentions: Mapping[tuple[str, Called], int]


class Wrote:
    """Of each mention `row` is its place in the cut's rows and `code` its author's in `codes`.

    `tally` and `account`: of each of `codes` how many mentions are its, and its account's place in `met`. `sums`: how
    many each account wrote; nobody's are 0 there, and `nameless` in all.
    """

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.row: Array = cut.index[cut.live]
        number, accounts, nobody = cut.tables.authors.accounts()
        self.codes, self.code = grouped(taken_from(cut.rows.author, self.row), len(number))
        self.tally = tallied(self.code, len(self.codes))
        self._is_each_its_own = accounts == len(number)  # mostly nobody has two names: author and account are one
        if self._is_each_its_own:
            self.met, self.account = self.codes, np.arange(len(self.codes), dtype=np.int32)
            self.sums = self.tally.copy()
        else:
            all_of_them = len(self.codes) == len(number)
            self.met, self.account = grouped(number if all_of_them else number[self.codes], accounts)
            self.sums = np.bincount(self.account, weights=self.tally, minlength=len(self.met)).astype(np.int64)
        nobodys = np.flatnonzero(self.met == nobody)
        self.nameless = int(self.sums[nobodys].sum())
        self.sums[nobodys] = 0

    @cached_property
    def who(self) -> Array:
        """Of each mention its account's place in `met`."""
        return self.code if self._is_each_its_own else taken_from(self.account, self.code)

    @cached_property
    def id(self) -> Array:
        return self._live("id")

    @cached_property
    def at(self) -> Array:
        return self._live("at")

    @cached_property
    def facet(self) -> Array:
        return self._live("facet")

    @cached_property
    def combo(self) -> Array:
        return self._live("combo")

    @cached_property
    def first_at(self) -> Array:
        first = np.full(len(self.sums), np.iinfo(np.int64).max)
        np.minimum.at(first, self.who, self.at)
        return first

    def reach(self) -> tuple[Array, Array]:
        """The reach of each account's mentions added up, and whether any has one."""
        figures, known = reaches(self._live("reach"))
        total = np.zeros(len(self.sums), np.int64)
        np.add.at(total, self.who[known], figures[known])
        return total, np.bincount(self.who[known], minlength=len(self.sums)) > 0

    def by(self, accounts: Array) -> Array:
        """The places of what these accounts wrote."""
        are_theirs = marked(accounts, len(self.met))
        if not self._is_each_its_own:
            are_theirs = are_theirs.take(self.account)
        return places_of(taken_from(are_theirs, self.code))

    def named(self, connection: sqlite3.Connection, places: Array, among: Array | None = None) -> dict[int, Named]:
        """What these authors are called, by their places in `codes`. What was taken back by now is called nothing.
        `among`: the places of all mentions that they wrote, where these are known."""
        authors, gone = self.cut.tables.authors, taken_back(connection)
        known, numbers = authors.names(gone), self.codes[places].tolist()
        found = {
            place: told
            for place, number in zip(places.tolist(), numbers, strict=True)
            if (told := known.get(number)) is not None
        }
        if len(found) < len(places):
            unknown = places[[place not in found for place in places.tolist()]]
            place_of = dict(zip(self._one_of_each(unknown, among).tolist(), unknown.tolist(), strict=True))
            read = {
                place_of[id_]: named(*names)
                for id_, *names in connection.execute(_NAMES, (json.dumps([*place_of]),))
                if any(names[1:])
            }
            found |= read
            authors.remember(gone, {int(self.codes[place]): told for place, told in read.items()})
        return found

    def _one_of_each(self, places: Array, among: Array | None = None) -> Array:
        """The number of a mention by each of these authors."""
        are_these = marked(places, len(self.codes))
        if among is None:
            held = places_of(taken_from(are_these, self.code))
        else:
            held = among[are_these.take(self.code.take(among))]
        which = np.searchsorted(places, self.code.take(held))
        return sample(which, self.cut.rows.id.take(self.row.take(held)), len(places))

    def called(self, connection: sqlite3.Connection, asked: Collection[Called]) -> Found:
        """Who is called one of these, whatever the network."""
        found: Counter[tuple[str, Called]] = Counter()
        places = [self._called(connection, sort, asked, found) for sort in ("handle", "name")]
        return Found(np.concatenate(places), found)

    def _called(
        self, connection: sqlite3.Connection, sort: str, asked: Collection[Called], found: Counter[tuple[str, Called]]
    ) -> Array:
        wanted = {one for one in asked if one[0] == sort}
        if not wanted:
            return np.zeros(0, np.int64)
        places = self.likely(sort, wanted)
        told = self._told(connection, sort, places) if len(places) <= MOST_READ else self._hashed(sort, places, wanted)
        are_these = [called in wanted for _network, called in told]
        for (network, called), mentions in zip(told, self.tally[places].tolist(), strict=True):
            if called in wanted:
                found[network, called] += mentions
                found["", called] += mentions
        return places[are_these]

    def likely(self, sort: str, called: Iterable[Called]) -> Array:
        """The places of those who are likely called one of these, all of that sort."""
        numbers = self.cut.tables.authors.called_so(sort, called, self.codes)
        places = np.minimum(np.searchsorted(self.codes, numbers.astype(self.codes.dtype)), len(self.codes) - 1)
        places = places[self.codes[places] == numbers] if len(self.codes) else places[:0]
        return places[self.tally[places] > 0]

    def _told(self, connection: sqlite3.Connection, sort: str, places: Array) -> list[tuple[str, Called]]:
        """The network of each of these authors, and what it is called."""
        names, nothing = self.named(connection, places), ("", (sort, ""))
        names_of = map(names.get, places.tolist())
        if sort == "handle":
            return [nothing if one is None else (one.network, one.handle) for one in names_of]
        return [nothing if one is None else (one.network, one.name) for one in names_of]

    def _hashed(self, sort: str, places: Array, wanted: Collection[Called]) -> list[tuple[str, Called]]:
        """The same, as far as hashes tell it."""
        authors, networks = self.cut.tables.authors, self.cut.tables.facets.column(NETWORK)
        by_hash = {authors.hash_of_called(one): one for one in wanted}
        rows = self.cut.rows
        facets = rows.facet[rows.places(self._one_of_each(places))].tolist()
        called = [by_hash[one] for one in authors.hashes(sort)[self.codes[places]].tolist()]
        return [(networks[facet].casefold(), one) for facet, one in zip(facets, called, strict=True)]

    def _live(self, name: str) -> Array:
        column: Array = self.cut.column(name)[self.cut.live]
        return column


def reaches(codes: Array) -> tuple[Array, Array]:
    """The reach of each mention, and whether it has one."""
    codes = codes.astype(np.int64)
    return codes - (codes > 0), codes != 0


def grouped(numbers: Array, many: int) -> tuple[Array, Array]:
    """Numbers below `many`, and which of them each of these is: those that occur, or all where many do."""
    if len(numbers) * SOME < many:
        return compact(numbers, many)
    return np.arange(many, dtype=np.int32), numbers


def compact(numbers: Array, many: int) -> tuple[Array, Array]:
    """The numbers below `many` that occur, and which of them each of these is."""
    if len(numbers) * FEW < many:
        met, which = np.unique(numbers, return_inverse=True)
        return met, which
    is_met = np.zeros(many, bool)
    is_met[numbers] = True
    met = places_of(is_met)
    place = np.empty(many, np.int32)
    place[met] = np.arange(len(met))
    return met, taken_from(place, numbers)


def sample(who: Array, values: Array, many: int) -> Array:
    """One value of each: of several, the last one stays."""
    made = np.zeros(many, values.dtype)
    made[who] = values
    return made
