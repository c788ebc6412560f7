"""How a text is built, in a few numbers: its cues, its signs, its sentences. The heads read them beside the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.enrich.tone_cues import GROUPS, Cue
from hubdesk.enrich.tone_text import BRAND, LOOKED_AT, Seen

_COUNTED: Final = (
    re.compile(r"\?"),
    re.compile("!"),
    re.compile(r"\.\.\.|…"),
    re.compile('"'),
    re.compile("[€%]"),
    re.compile("0+"),
    re.compile(r"#\w"),
    re.compile("[\ue000-\ue002]"),
    re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]"),
    re.compile(r"\b(?:je|j|mon|ma|mes|moi|me|m|i|my|me|im)\b"),
    re.compile(r"\b(?:on|nous|notre|nos|we|our|us)\b"),
    re.compile(r"\b(?:vous|votre|vos|tu|ton|you|your)\b"),
    re.compile(r"\b(?:ils|leur|leurs|they|their)\b"),
    re.compile(r"\b(?:ne|n|pas|plus|rien|aucun|aucune|sans|not|no|t|without)\b"),
    re.compile(r"\b(?:depuis|pendant|since|for)\b"),
    re.compile(r"\b0+ ?(?:jours?|semaines?|mois|ans?|heures?|h|min|minutes|fois|days?|weeks?|months?|years?|hours?)\b"),
    re.compile(r"\b(?:comme|genre|like)\b"),
    re.compile(r"\b(?:mais|par contre|pourtant|sauf|but|though)\b"),
    re.compile(r"\b(?:tres|vraiment|trop|tellement|so|very|really)\b"),
    re.compile(r":"),
)
_SENTENCE = re.compile(r"[^.!?…\n]+")
_WORD = re.compile(r"\w+")
NAMES: Final = (*GROUPS, "both", "brand first", "signs", "sentences", "last is short", "capitals", *map(str, range(20)))
WIDTH: Final = len(NAMES)
MOST: Final = 2.5  # a text of 4,000 signs must not outweigh what it says


def shape(text: str, seen: Seen, cues: Iterable[Cue]) -> NDArray[np.float32]:
    """`WIDTH` numbers between 0 and `MOST`, in the order of `NAMES`."""
    groups = [cue.group for cue in cues]
    counts = [groups.count(group) for group in GROUPS]
    hidden = "".join(map(chr, seen.points))
    sentences = [part for part in _SENTENCE.findall(hidden) if _WORD.search(part)]
    short = len(sentences) > 1 and len(_WORD.findall(sentences[-1])) <= 3
    letters = [sign for sign in text[:LOOKED_AT] if sign.isalpha()]
    shouted = sum(sign.isupper() for sign in letters) / max(1, len(letters))
    both = min(counts[0] + counts[6], counts[1] + counts[2])
    signs = [len(pattern.findall(hidden)) for pattern in _COUNTED]
    numbers = [*counts, both, hidden.lstrip().startswith(BRAND), len(hidden) / 40, len(sentences), short, 3 * shouted]
    return np.minimum(np.log1p(np.array([*numbers, *signs], np.float32)), MOST)
