"""Text to the numbers of the encoder's word pieces: a unigram tokeniser that needs nothing but Python.

The library that is usual for this brings a client for a model hub and its network stack; here one module alone may use
the network. `packaging/build_encoder.py` holds the two against each other, number by number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

FIRST: Final = 0  # <s>
PADDING: Final = 1  # <pad>
LAST: Final = 2  # </s>
UNKNOWN: Final = 3  # <unk>
SPECIAL: Final = 4  # pieces before this number are signs to the model, and nothing in a text may stand for them
LOOKED_AT: Final = 4_000  # code points: 128 pieces are never more than a part of them
_UNKNOWN_PENALTY: Final = 10.0
_SPACES = re.compile(" +")


class Pieces:
    """The pieces of one encoder, by their scores; `longest` counts the two signs that frame a text.

    `replaced` maps characters to what is read in their place: line ends to a space, control characters to nothing.
    """

    def __init__(self, pieces: Sequence[tuple[str, float]], replaced: Mapping[str, str], longest: int) -> None:
        self._numbers = {piece: (number, score) for number, (piece, score) in enumerate(pieces) if number >= SPECIAL}
        self._widest = max(map(len, self._numbers))
        self._unknown = min(score for _, score in self._numbers.values()) - _UNKNOWN_PENALTY
        self._replaced = str.maketrans(dict(replaced))
        self._longest = longest
        self._of_word = lru_cache(maxsize=32_768)(self._cut)  # few words make up most of what people write

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's pieces, framed, cut at `longest`."""
        clean = unicodedata.normalize("NFKC", text[:LOOKED_AT].translate(self._replaced))
        clean = _SPACES.sub(" ", clean).strip()
        found = [FIRST]
        for word in clean.split(" "):
            found += self._of_word("\N{LOWER ONE EIGHTH BLOCK}" + word)
            if len(found) >= self._longest:
                break
        return [*found[: self._longest - 1], LAST]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The likeliest way to cut a word into pieces (Viterbi); a character no piece has is unknown."""
        size, known = len(word), self._numbers
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(float("-inf"), 0, 0)] * size
        for start in range(size):
            so_far = best[start][0]
            for end in range(start + 1, min(start + self._widest, size) + 1):
                piece = known.get(word[start:end])
                if piece and so_far + piece[1] > best[end][0]:
                    best[end] = (so_far + piece[1], start, piece[0])
            if word[start] not in known and so_far + self._unknown > best[start + 1][0]:
                best[start + 1] = (so_far + self._unknown, start, UNKNOWN)
        numbers: list[int] = []
        end = size
        while end:
            _, end, number = best[end]
            if number != UNKNOWN or numbers[-1:] != [UNKNOWN]:  # unknown characters that stand together are one piece
                numbers.append(number)
        return tuple(reversed(numbers))
