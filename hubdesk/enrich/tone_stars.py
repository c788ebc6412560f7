"""The stars or points out of five that a text gives in words: its writer's own summing up, which weighs beside it.

They never decide alone: "5/5 for the alert that came while the app was down" is no praise, so what looks ironic is left
to the models, and so are stars for something ("five stars for the new icon"), which mock as often as they praise. Where
a text says the contrary of its stars, its tone cannot be told.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

LOOKED_AT: Final = 4_000  # code points
_NUMBERS: Final = {
    word: stars
    for stars, words in enumerate(("zero zéro", "une un one", "deux two", "trois three", "quatre four", "cinq five"))
    for word in words.split()
} | {str(number): number for number in range(6)}
_OF_FIVE: Final = re.compile(
    r"(?<![\w/,.])(?<!\ble )(?P<stars>[0-5])(?:,5|\.5)? ?(?:/ ?|sur )5"
    r"(?![\d/,.]?\d| ?(?:de|du|des|d'|go|g|€|h|ans?)\b)",
    re.IGNORECASE,
)
_STARS: Final = re.compile(
    r"(?<!service )(?<!hotel )(?<!hôtel )\b(?P<stars>[0-5]|z[eé]ro|une|deux|trois|quatre|cinq|one|two|three|four|five)"
    r" (?:seule |petites? )?(?:[eé]toiles?|stars?)\b",
    re.IGNORECASE,
)
MANY: Final = 4
_FOR: Final = re.compile(r" (?:pour|for)\b", re.IGNORECASE)
# By how much a tone grows less likely or likelier: negative, neutral, positive.
_WEIGHS: Final = (
    *((3.0, 0.3, 0.1), (3.0, 0.3, 0.1), (2.2, 0.6, 0.2)),
    *((0.5, 2.0, 0.5), (0.25, 0.6, 2.2), (0.15, 0.3, 3.0)),
)


def stars(text: str) -> tuple[int, int, int] | None:
    """0 to 5, and where that stands, [start, end); None when the text gives none."""
    text = text[:LOOKED_AT]
    match = (_OF_FIVE.search(text) if "5" in text else None) or _STARS.search(text)
    if match is None:
        return None
    given = _NUMBERS[match["stars"].lower()]
    if given >= MANY and _FOR.match(text, match.end()):
        return None
    return given, match.start(), match.end()


def weighed(chances: NDArray[np.float64], given: int) -> NDArray[np.float64]:
    """How likely each tone is, given the stars."""
    grown = chances * np.array(_WEIGHS[given])
    now: NDArray[np.float64] = grown / grown.sum()
    return now
