"""The tone towards each brand a text names: where people leave one for another, compare two, or praise one and not the
other, the tone of the whole post is wrong about one of them.

One brand, and the post's tone is the tone towards it. With several, the first rule that holds decides: a question or
news is neutral towards all; brands named together ("Orange et SFR", "ni Free ni SFR") share the post's tone; a switch,
a comparison or somebody else's operator turns it around for one of them; else the clauses around each name are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.enrich.targets_rules import NEGATIVE, NEUTRAL, OPPOSITE, POSITIVE, UNKNOWN, rule_of

VERSION: Final = 1
LOOKED_AT: Final = 3_000  # code points
MOST_NAMES: Final = 60
MOST_LETTERS: Final = 10_000
CLEAR: Final = 0.2  # how much the clauses around two brands must differ, on a scale from -1 to 1

Scores = Callable[[str], tuple[float, float, float]]  # negative, neutral, positive

NAMES: Final[Mapping[str, str]] = {
    "Orange": r"@?orange\w*|@?sosh\w*|livebox\w*|wanadoo",
    "SFR": r"@?sfr\w*|red(?:bysfr)?|@red\w*|numericable|altice",
    "Bouygues Telecom": r"@?bouygues(?: ?telecoms?)?\w*|@?bytel\w*|b tel|b ?& ?you|@?bandyou\w*|bbox\w*",
    "Free": r"@?free(?: mobile|_mobile|mobile|box| pro)?\w*|iliad",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A brand, the tone towards it, the code of the rule that decided, and where the brand is named."""

    brand: str
    tone: str  # negative | neutral | positive | unknown, "" while nobody has read the post's
    rule: str
    marks: tuple[tuple[int, int], ...] = ()


def towards(text: str, brands: Sequence[str], whole: str, scores: Scores) -> tuple[Target, ...]:
    """One target for each of `brands`, in their order. `whole` is the post's tone ("" while unread, and so are
    they), `scores` reads a clause's."""
    if not brands:
        return ()
    plain = _plain(text[:LOOKED_AT])
    named = {brand: _named(plain, brand) for brand in brands}
    if len(brands) < 2:
        return tuple(Target(brand, whole, "whole", named[brand]) for brand in brands)
    spans = sorted((start, end, number) for number, brand in enumerate(brands) for start, end in named[brand])
    tones, rule = _tones(plain, spans[:MOST_NAMES], len(brands), whole, scores)
    return tuple(Target(brand, tone, rule, named[brand]) for brand, tone in zip(brands, tones, strict=True))


def _tones(
    plain: str, spans: list[tuple[int, int, int]], count: int, whole: str, scores: Scores
) -> tuple[list[str], str]:
    if whole in ("", UNKNOWN):
        return [whole] * count, "whole"
    written = _with_signs(plain, spans)
    found = rule_of(written, whole, count)
    if found is not None:
        return found
    if whole == NEUTRAL or len({number for _start, _end, number in spans}) < 2:
        return [whole] * count, "whole"
    return _by_clauses(plain, spans, count, whole, scores)


def _by_clauses(
    plain: str, spans: list[tuple[int, int, int]], count: int, whole: str, scores: Scores
) -> tuple[list[str], str]:
    """The brand whose clauses say most what the post says has its tone; those that say clearly less, the other."""
    sense = 1 if whole == POSITIVE else -1
    leaning: list[float | None] = [None] * count
    for number, said in _clauses(plain, spans).items():
        negative, _neutral, positive = scores(said)
        leaning[number] = sense * (positive - negative)
    most = max(value for value in leaning if value is not None)
    tones = [whole if value is None or most - value < CLEAR or value == most else OPPOSITE[whole] for value in leaning]
    return tones, "clauses"


_BREAK: Final = re.compile(r"[.!?;:\n]+|,| mais | alors que | tandis que | et | but | while | par contre ")


def _clauses(plain: str, spans: list[tuple[int, int, int]]) -> dict[int, str]:
    """What is said around each brand: from the break before it to the break before the next brand."""
    said: dict[int, list[str]] = {}
    start = 0
    for place, (_first, end, number) in enumerate(spans):
        until = len(plain)
        if place + 1 < len(spans):
            following = spans[place + 1][0]
            breaks = [found.start() for found in _BREAK.finditer(plain, end, following)]
            until = breaks[-1] if breaks else following
        said.setdefault(number, []).append(plain[start:until])
        start = until
    return {number: " ".join(pieces) for number, pieces in said.items()}


def _with_signs(plain: str, spans: list[tuple[int, int, int]]) -> str:
    """The text with each name as <0>, <1>, ... so that a rule can speak of "a brand"."""
    pieces, last = [], 0
    for start, end, number in spans:
        if start >= last:
            pieces += [plain[last:start], f"<{number}>"]
            last = end
    return "".join([*pieces, plain[last:]])


def _named(plain: str, brand: str) -> tuple[tuple[int, int], ...]:
    pattern = NAMES.get(brand) or re.escape(_plain(brand))
    found = re.finditer(rf"(?<![\w@])(?:{pattern})(?!\w)", plain)
    return tuple((match.start(), match.end()) for match, _n in zip(found, range(MOST_NAMES), strict=False))


class _Letters(dict[int, str]):
    """Each letter to a small one without its accents, one for one, so that places stay what they are."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = "'" if char in "’ʼ′" else unicodedata.normalize("NFD", char.lower())[:1]
        plain = lower if len(lower) == 1 else char
        if len(self) < MOST_LETTERS:
            self[code] = plain
        return plain


_LETTERS: Final = _Letters()


def _plain(text: str) -> str:
    return text.translate(_LETTERS)


__all__ = ["NAMES", "NEGATIVE", "NEUTRAL", "POSITIVE", "UNKNOWN", "VERSION", "Target", "towards"]
