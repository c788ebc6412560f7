"""What a session says of its readers: which are off, and the analyst's own words, heeded before any model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.core.words import Millis

OWN_WORD: Final = "own word"  # the rule of evidence that rests on one of the analyst's own words


@dataclass(frozen=True, slots=True)
class ReaderOff:
    """A reader that the collector could not use when it last tried, why, and since when (None: nobody knows)."""

    name: str
    why: str
    since: Millis | None = None


class Effect(StrEnum):
    """What an own word does to the reading of a mention that holds it."""

    TONE = "tone"  # its tone is this one
    THEME = "theme"  # it is about this theme too
    BRAND = "brand"  # it speaks of this brand
    NEVER = "never"  # these words name no brand


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word, or several in a row, as the query language reads them between quotation marks, and what they mean here.

    `value`: a tone, a theme's code or a brand's name; "" for words that name no brand. `at`: when it was said.
    """

    words: str
    effect: Effect
    value: str = ""
    at: Millis = 0


@dataclass(frozen=True, slots=True)
class OwnWords:
    """All of them. `versions` counts the changes of each kind as readers' versions do: `own_tones`, `own_themes`,
    `own_brands`; a kind that never had a word is absent."""

    words: tuple[OwnWord, ...] = ()
    versions: tuple[tuple[str, int], ...] = ()
