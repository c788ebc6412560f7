"""A session's mentions as columns of numbers: a frozen look that counting walks, and the buffers that it grows in.

A look never changes. What is added goes behind its end in the same buffers; what changes is changed in a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Mask = NDArray[np.bool_]

_WIDTHS: Final = (np.int16, np.int32, np.int64)
PART: Final = 1 << 17  # rows
WIDEST: Final = 1 << 31
FEW_NUMBERS: Final = 4  # are compared with, a number at a time, sooner than taken from a table
_ROOM: Final = 4_096  # rows that buffers are made larger by, at least
_MORE: Final = 8  # and such a part of what is there


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One number of each mention, in the order of their ids, each column as narrow as what it holds.

    `at` and `late` (how much later it was known) are milliseconds. `facet`, `combo`, `reading` and `author` are places
    in the tables of columns_tables.py. `reach`: 0 for unknown, else one more than the figure (see `reach_code`).
    """

    id: Array
    at: Array
    late: Array
    facet: Array
    combo: Array
    reading: Array
    author: Array
    reach: Array

    def __len__(self) -> int:
        return len(self.id)

    @property
    def nbytes(self) -> int:
        return sum(getattr(self, name).nbytes for name in NAMES)

    def known(self, part: slice = slice(None)) -> Array:
        """When each became known, in milliseconds."""
        return self.at[part] + self.late[part]

    def places(self, ids: Array) -> Array:
        """Where these mentions stand, -1 for those that are not here. Mostly no id is missing, and nothing searched."""
        if not len(self.id):
            return np.full(len(ids), -1)
        first, last = int(self.id[0]), int(self.id[-1])
        if last - first + 1 == len(self.id):
            return np.where((ids < first) | (ids > last), -1, ids - first)
        found = np.searchsorted(self.id, ids)
        at = np.minimum(found, len(self.id) - 1)
        return np.where(self.id[at] == ids, at, -1)

    def changed(self, places: Array, values: Mapping[str, Array]) -> Rows:
        """The same with other values there, in columns of its own."""
        made = {name: getattr(self, name) for name in NAMES}
        for name, value in values.items():
            made[name] = _replaced(made[name], places, value)
        return Rows(**made)


NAMES: Final = tuple(field.name for field in fields(Rows))
_LEAST: Final = {"at": np.int64}  # instants are reckoned with
EMPTY: Final = Rows(**{name: np.zeros(0, _LEAST.get(name, np.int16)) for name in NAMES})


class Buffers:
    """Columns that grow. `rows` looks at all that is there."""

    def __init__(self, rows: Rows = EMPTY) -> None:
        self._held: dict[str, Array] = {name: getattr(rows, name) for name in NAMES}
        self._length = len(rows)

    @property
    def rows(self) -> Rows:
        return Rows(**{name: held[: self._length] for name, held in self._held.items()})

    @property
    def nbytes(self) -> int:
        """With the room to grow in."""
        return sum(held.nbytes for held in self._held.values())

    def add(self, more: Mapping[str, Array]) -> None:
        """Put rows behind those that are there: every column, all of one length."""
        length = self._length + len(more["id"])
        for name in NAMES:
            held, values = self._held[name], more[name]
            width = np.promote_types(held.dtype, _narrow(values))
            if length > len(held) or width != held.dtype:
                room = length if not self._length else max(len(held), length + max(_ROOM, length // _MORE))
                wider = np.empty(room, width)
                wider[: self._length] = held[: self._length]
                self._held[name] = held = wider
            held[self._length : length] = values
        self._length = length

    def change(self, places: Array, values: Mapping[str, Array]) -> None:
        """Give rows other values, in a copy: whoever looks at the old ones goes on seeing them."""
        for name, value in values.items():
            self._held[name] = _replaced(self._held[name], places, value)


def _replaced(column: Array, places: Array, values: Array) -> Array:
    made = column.astype(np.promote_types(column.dtype, _narrow(values)))  # a copy in any case
    made[places] = values
    return made


def _narrow(values: Array) -> np.dtype[Any]:
    """The narrowest width that holds these."""
    if not len(values):
        return np.dtype(_WIDTHS[0])
    low, high = int(values.min()), int(values.max())
    return np.dtype(next(width for width in _WIDTHS if np.iinfo(width).min <= low and high <= np.iinfo(width).max))


def parts(length: int) -> Iterator[slice]:
    """Of very many rows a part at a time, which stays near the processor: what is reckoned of all at once goes through
    memory, at the width of a place."""
    for start in range(0, length, PART):
        yield slice(start, min(length, start + PART))


def taken_from(values: Array, places: Array) -> Array:
    """values[places]."""
    if len(places) <= PART:
        return values.take(places)
    found = np.empty(len(places), values.dtype)
    for part in parts(len(places)):
        found[part] = values.take(places[part])
    return found


def held_by(mask: Mask, codes: Array) -> Mask:
    """mask[codes]. Where few numbers hold, each is compared."""
    numbers = np.flatnonzero(mask)
    if len(numbers) > FEW_NUMBERS or len(codes) <= len(mask):
        return taken_from(mask, codes)
    found = np.zeros(len(codes), bool)
    for number in numbers.astype(codes.dtype):
        found |= codes == number
    return found


def places_of(mask: Mask, begin: int = 0) -> Array:
    """Where a mask of the rows from `begin` on holds, in the narrowest width."""
    found: Array = np.empty(np.count_nonzero(mask), np.int32 if begin + len(mask) < WIDEST else np.int64)
    filled = 0
    for part in parts(len(mask)):
        its = np.flatnonzero(mask[part])
        found[filled : filled + len(its)] = its
        found[filled : filled + len(its)] += begin + part.start
        filled += len(its)
    return found


def marked(numbers: Array, many: int) -> Mask:
    """Of each number below `many` whether it is one of these."""
    found = np.zeros(many, bool)
    found[numbers] = True
    return found


def first_places(mask: Mask, codes: Array, most: int) -> Array:
    """Where mask[codes] holds, at least the first `most` places: what lies behind them is not looked at."""
    found, many = [np.zeros(0, np.int64)], 0
    for part in parts(len(codes)):
        found.append(np.flatnonzero(mask.take(codes[part])) + part.start)
        many += len(found[-1])
        if many >= most:
            break
    return np.concatenate(found)


def kept(places: Array, holds: Callable[[Array], Mask]) -> Array:
    """Those of these places of which it holds."""
    found = [some.compress(holds(some)) for some in (places[part] for part in parts(len(places)))]
    return np.concatenate(found) if found else places


def tallied(codes: Array, many: int) -> Array:
    """How often each number below `many` occurs."""
    if len(codes) <= PART:
        return np.bincount(codes, minlength=many)
    found: Array
    if many * 4 > PART:
        found = np.zeros(many, np.int32 if len(codes) < WIDEST else np.int64)
        for part in parts(len(codes)):
            np.add.at(found, codes[part].astype(np.intp), found.dtype.type(1))  # of one width, which is quicker
        return found
    found = np.zeros(many, np.int64)
    for part in parts(len(codes)):
        found += np.bincount(codes[part], minlength=many)
    return found


def reach_code(reach: int | None) -> int:
    """How a figure stands in its column, where 0 is unknown."""
    if reach is None:
        return 0
    return reach + 1 if reach >= 0 else reach


def as_ids(values: object) -> Array:
    return np.asarray(values, dtype=np.int64)
