"""The first few of very many numbers in some order, without sorting them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from hubdesk.store.columns_rows import Array, Mask, marked, places_of

FIRST: Final = 4_096  # places that are looked at in the first step; each step is so many times longer
LONGER: Final = 8
NARROW: Final = 1 << 20  # numbers that lie so near each other are counted, since many of them are equal


def top(keys: Sequence[Array], among: Mask, most: int, who: Array) -> Array:
    """The first `most` of these numbers, the greatest by the first key first, of equals by the next one, at last those
    that come first in `who`. No more is sorted than are told."""
    left, chosen = places_of(among), list[Array]()
    most = min(most, len(left))
    if not most:
        return np.zeros(0, np.int64)
    for key in keys:
        many, values = most - sum(map(len, chosen)), key.take(left)
        bound = least(values, many)
        chosen.append(left[values > bound])
        left = left[values == bound]
    chosen.append(_heard_first(who, marked(left, len(among)), most - sum(map(len, chosen))))
    found = _heard_first(who, marked(np.concatenate(chosen), len(among)), most)
    return found[np.lexsort([-key[found].astype(np.int64) for key in reversed(keys)])]


def _heard_first(who: Array, wanted: Mask, most: int) -> Array:
    """The first so many of those that are wanted, in the order in which they come in `who`."""
    found, start, step = list[Array](), 0, FIRST
    first = np.empty(len(wanted), np.int64)
    while start < len(who) and most > 0:
        held = who[start : start + step]
        held = held[wanted[held]]
        places = np.arange(len(held))
        first[held[::-1]] = places[::-1]  # of several, the last one stays
        found.append(held[first[held] == places][:most])
        wanted[found[-1]] = False
        most -= len(found[-1])
        start, step = start + step, step * LONGER
    return np.concatenate([np.zeros(0, np.int64), *found])


def of_greatest(sums: Array, many: int) -> int:
    """The greatest so many, added up."""
    bound = least(sums, many) if many else 0
    above = sums[sums > bound]
    return int(above.sum()) + (many - len(above)) * bound


def least(values: Array, most: int) -> int:
    """The least of the `most` greatest. The same of some of them is no greater, and what is not above it told apart."""
    if len(values) > FIRST >= 2 * most:
        bound = least(values[:: max(2, len(values) // FIRST)], most)
        above = values[values > bound]
        return bound if len(above) < most else least(above, most)
    low, high = int(values.min()), int(values.max())
    if high - low < min(NARROW, len(values)):  # a partition takes long where many are equal
        from_the_top = np.cumsum(np.bincount(values.astype(np.int64) - low)[::-1])
        return high - int(np.searchsorted(from_the_top, most))
    return int(np.partition(values, -most)[-most])
