"""Sets of values that rows of a table have, each met once, and how counts by set become counts by value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import numpy as np

from hubdesk.store.columns_rows import Array, Mask

Values = tuple[str, ...]
_MOST_KEPT: Final = 32  # masks, a byte for each row of the table


class Opened:
    """Sets of values, and what each of them holds: `values[member[i]]` is in `sets[owner[i]]`. Every set holds
    something: "" where it has no value."""

    def __init__(self, sets: Sequence[Values]) -> None:
        numbers: dict[str, int] = {}
        filled = [one or ("",) for one in sets]
        self.member = np.array([numbers.setdefault(value, len(numbers)) for one in filled for value in one], np.int64)
        self.sizes = np.array([len(one) for one in filled], np.int64)
        self.begins = np.cumsum(self.sizes) - self.sizes
        self.owner = np.repeat(np.arange(len(filled)), self.sizes)
        self.values = tuple(numbers)

    def __len__(self) -> int:
        return len(self.sizes)

    def of(self, code: int) -> list[str]:
        """The values of one set."""
        begin = self.begins[code]
        return [self.values[value] for value in self.member[begin : begin + self.sizes[code]].tolist()]

    def spread(self, counts: Array) -> Array:
        """Counts by set, along the first axis, as counts by value."""
        made = np.zeros((len(self.values), *counts.shape[1:]), np.int64)
        np.add.at(made, self.member, counts[self.owner])
        return made

    def open(self, codes: Array) -> tuple[Array, Array]:
        """Of each of these sets every value: places in what was given, and values."""
        many = self.sizes[codes]
        place = np.repeat(np.arange(len(codes)), many)
        within = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many)
        return place, self.member[self.begins[codes][place] + within]


class Sorts:
    """The values that each row of a table has: one, several or none. Rows that have the same share one set."""

    def __init__(self) -> None:
        self.sets: list[Values] = []
        self._code: dict[Values, int] = {}
        self._rows: list[int] = []
        self._array = np.zeros(0, np.int64)
        self._opened = Opened(())
        self._having: dict[frozenset[str], Mask] = {}

    def add(self, values: Iterable[str]) -> None:
        """Of the table's next row; a value counts once."""
        one = tuple(dict.fromkeys(values))
        code = self._code.get(one)
        if code is None:
            self.sets.append(one)
            code = self._code[one] = len(self.sets) - 1
        self._rows.append(code)

    def array(self) -> Array:
        """Which set each row of the table has."""
        known = self._array
        if len(known) != len(self._rows):
            known = self._array = np.array(self._rows, np.int64)
        return known

    def opened(self) -> Opened:
        """The sets, made ready for counting."""
        known = self._opened
        if len(known) != len(self.sets):
            known = self._opened = Opened(tuple(self.sets))
        return known

    def having(self, wanted: Collection[str]) -> Mask:
        """The rows that have one of these values; "" is for those that have none. Not to be written to: it is kept for
        who asks the same, as long as no row is added."""
        array, asked = self.array(), frozenset(wanted)
        known = self._having.get(asked)
        if known is None or len(known) != len(array):
            alone = "" in asked
            held = [not asked.isdisjoint(one) if one else alone for one in self.sets]
            known = np.array(held, bool)[array]
            known.flags.writeable = False
            if len(self._having) >= _MOST_KEPT:
                self._having.clear()
            self._having[asked] = known
        return known
