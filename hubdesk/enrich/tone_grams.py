"""Short runs of letters and of words, hashed: the linear tone model's features, with their places in the text.

A run's hash is a difference of prefix sums (a polynomial modulo 2^64), so all runs of all lengths cost a few array
operations. The same text gives the same numbers on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.enrich.tone_text import LOOKED_AT, Seen

BITS: Final = 18
BUCKETS: Final = 1 << BITS
LENGTHS: Final = (2, 3, 4, 5)  # signs in a run of letters
WORDS: Final = (1, 2, 3)  # words in a run of words
RUNS: Final = (LOOKED_AT + 2) * (len(LENGTHS) + len(WORDS))  # at most in a text

_BASE: Final = 0x9E3779B97F4A7C15  # odd, so that its powers have inverses
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_SIZE: Final = LOOKED_AT + 3


def _powers(base: int) -> NDArray[np.uint64]:
    found, power = [], 1
    for _ in range(_SIZE):
        found.append(power)
        power = power * base % (1 << 64)
    return np.array(found, np.uint64)


_POWERS: Final = _powers(_BASE)
_INVERSES: Final = _powers(pow(_BASE, -1, 1 << 64))
_PLACES: Final = np.arange(_SIZE + 1)
_SALTS: Final = {length: np.full(_SIZE, length, np.uint64) for length in (*LENGTHS, *(100 + n for n in WORDS))}
_AROUND: Final = np.array([32], np.uint64)


@dataclass(frozen=True, slots=True)
class Grams:
    """The runs of one text: the bucket of each, and which signs of `Seen.at` it covers, [start, end)."""

    buckets: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def grams(seen: Seen) -> Grams:
    """Every run of letters and of words, with a space before and after the text."""
    points = np.concatenate((_AROUND, seen.points, _AROUND))
    size = len(points)
    sums = np.zeros(size + 1, np.uint64)
    np.cumsum(points * _POWERS[:size], out=sums[1:])
    starts, ends, salts = [], [], []
    for length in LENGTHS:
        if size >= length:
            starts.append(_PLACES[: size - length + 1])
            ends.append(_PLACES[length : size + 1])
            salts.append(_SALTS[length][: size - length + 1])
    inside = (points >= 97) & (points <= 122) | (points == 48) | (points >= 170)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    first, last = edges[0::2] + 1, edges[1::2] + 1
    for words in WORDS:
        if len(first) >= words:
            starts.append(first[: len(first) - words + 1])
            ends.append(last[words - 1 :])
            salts.append(_SALTS[100 + words][: len(starts[-1])])
    start, end, salt = np.concatenate(starts), np.concatenate(ends), np.concatenate(salts)
    hashed = (sums[end] - sums[start]) * _INVERSES[start]
    hashed = (hashed ^ (hashed >> np.uint64(29)) ^ salt) * _MIX
    hashed = (hashed ^ (hashed >> np.uint64(32))) * _MIX
    return Grams((hashed >> np.uint64(64 - BITS)).astype(np.int64), np.maximum(start - 1, 0), end - 1)
