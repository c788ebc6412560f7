"""Which words and phrases people use now and did not use before, written as they write them.

Phrases of one to three words, small ones between them apart, are counted in a sample of texts from now and in one from
before. Each text counts once, and copies of a text count once: whoever repeats a text is no second witness. A phrase's
uses, now and before together, are held against chance: spread as the texts are, how likely were so many now? (Binomial
tail, given the phrase's uses; Dunning 1993 asks the same.) Thousands of phrases are asked, so some would pass by luck:
of those told, one in twenty at most is expected to (Benjamini and Hochberg 1995). Phrases so rare that even all of
their uses now could be luck are not asked; that looks at their sum alone, and so favours none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hubdesk.query.letters import WORD, bare, fold
from hubdesk.query.words import Token, tokens

LONGEST: Final = 3  # words that are not small ones
REMEMBERED: Final = 10_000  # texts whose phrases are kept in memory: those of one look
WIDEST: Final = 6  # words in all
LOOKED_AT: Final = 1_000  # code points of a text
LEAST: Final = 3  # texts that must use a phrase now
FALSE: Final = 0.05  # of the phrases told, that many are expected to be luck
RARE: Final = 0.001  # the chance of a phrase's uses all being now, above which it is not asked
RISE: Final = 2.0  # times the share before: what is hardly commoner is no news, however sure
SAME: Final = 0.8  # a part of a longer phrase that stands alone less often than this adds nothing

_NOT_SAID: Final = re.compile(r"https?://\S+|www\.\S+|[\w.+-]*@[\w.@-]+")
_TOGETHER: Final = re.compile(r"[ \t\u00a0\u202f]*|['’&+-]")  # between two words of a phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as most write it, and folded (`key`); in how many texts of now and of before; how likely by chance."""

    text: str
    key: str
    now: int
    before: int
    chance: float


@dataclass(frozen=True, slots=True)
class Emerging:
    """Phrases that stand out, surest first; out of how many that were asked, in how many texts of now and of before."""

    phrases: tuple[Phrase, ...]
    asked: int
    now: int
    before: int


def emerging(now: Iterable[str], before: Iterable[str], limit: int = 20) -> Emerging:
    """The phrases of these texts that those before do not explain."""
    texts = _once(now)
    counts, of_now = _counted(texts)
    old_counts, of_before = _counted(_once(before))
    part = of_now / max(1, of_now + of_before)
    asked = []
    if of_now and of_before:
        fewest = math.ceil(math.log(RARE) / math.log(part))
        asked = [(key, n) for key, n in counts.items() if n + old_counts[key] >= fewest]
    chances = {key: chance(n, n + old_counts[key], part) for key, n in asked}
    rest = sum(1 for key, n in old_counts.items() if key not in counts and n >= fewest) if asked else 0
    bound = threshold(list(chances.values()), len(asked) + rest)
    found = [
        (key, n)
        for key, n in asked
        if n >= LEAST and chances[key] <= bound and n * of_before >= RISE * old_counts[key] * of_now
    ]
    found.sort(key=lambda one: (chances[one[0]], -one[1], one[0]))
    kept = _without_parts(found)[:limit]
    written = _written(texts, {key for key, _n in kept})
    told = tuple(Phrase(written[key], key, n, old_counts[key], chances[key]) for key, n in kept)
    return Emerging(told, len(asked) + rest, of_now, of_before)


def chance(now: int, uses: int, part: float) -> float:
    """How likely at least `now` of so many uses are now, when each is with the chance `part`."""
    if now <= uses * part:
        return 1.0  # not asked further: it is no rise
    log_part, log_rest = math.log(part), math.log1p(-part)
    total = 0.0
    for n in range(now, uses + 1):
        ways = math.lgamma(uses + 1) - math.lgamma(n + 1) - math.lgamma(uses - n + 1)
        term = math.exp(ways + n * log_part + (uses - n) * log_rest)
        total += term
        if term < total * 1e-12:
            break
    return min(1.0, total)


def threshold(chances: Sequence[float], asked: int, false: float = FALSE) -> float:
    """The largest chance at which a finding is still told; -1 when none is. Source: Benjamini and Hochberg 1995."""
    bound = -1.0
    for rank, one in enumerate(sorted(chances), 1):
        if one <= false * rank / asked:
            bound = one
    return bound


def _once(texts: Iterable[str]) -> list[str]:
    """Copies left out, whatever their capitals and blanks."""
    return list({" ".join(text[:LOOKED_AT].casefold().split()): text[:LOOKED_AT] for text in texts}.values())


def _counted(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """In how many texts each phrase is, and how many texts there are."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        counts.update(_phrases(text))
    return counts, number


@lru_cache(maxsize=REMEMBERED)
def _phrases(text: str) -> frozenset[str]:
    """Remembered: the next look, and the next step of a replay, take mostly the same texts."""
    return frozenset(phrase for phrase, _written in _spellings(text))


def _written(texts: Iterable[str], keys: set[str]) -> dict[str, str]:
    """Each of these phrases as most texts write it."""
    ways: dict[str, Counter[str]] = {}
    for text in texts:
        if keys.isdisjoint(_phrases(text)):  # most are, and that is remembered
            continue
        for key, written in dict(_spellings(text)).items():
            if key in keys:
                ways.setdefault(key, Counter())[written] += 1
    return {key: min(counted, key=lambda way: (-counted[way], way)) for key, counted in ways.items()}


def _without_parts(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Neither "panne" beside "panne générale" nor the other way round, when they stand in the same texts."""
    whole: list[tuple[str, int]] = []
    for key, n in sorted(found, key=lambda one: -len(one[0].split())):
        if not any(f" {key} " in f" {other} " and n * SAME <= more for other, more in whole):
            whole.append((key, n))
    kept = {key for key, _n in whole}
    return [one for one in found if one[0] in kept]


def _spellings(text: str) -> Iterator[tuple[str, str]]:
    """Each phrase as the query language cuts it, and as it is written. None crosses punctuation, a hashtag's sign or a
    handle, nor begins or ends with a small word."""
    said = _NOT_SAID.sub(". ", text)
    run: list[Token] = []
    for token in (*tokens(said), None):
        if (
            token is not None
            and token.form.kind == WORD
            and (not run or _TOGETHER.fullmatch(said, run[-1].end, token.start))
        ):
            run.append(token)
            continue
        yield from _of_run(run, said)
        run = [token] if token is not None and token.form.kind == WORD else []


def _of_run(run: Sequence[Token], said: str) -> Iterator[tuple[str, str]]:
    """The phrases of words that stand together."""
    keys = [token.form.key for token in run]
    for first, begin in enumerate(keys):
        if _is_small(begin):
            continue
        telling = 0
        for last in range(first, min(first + WIDEST, len(run))):
            if _is_small(keys[last]):
                continue
            telling += 1
            if telling > LONGEST:
                break
            yield " ".join(keys[first : last + 1]), said[run[first].start : run[last].end]


@lru_cache(maxsize=1 << 14)
def _is_small(word: str) -> bool:
    return len(word) < 2 or word in _STOP or word.isdigit()


_SMALL_WORDS: Final = """
le la les l un une des du de d au aux et ou où que qu qui quoi dont ne n pas plus jamais je j tu il elle on nous
vous ils elles me m te t se s ce c cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs est
es suis sont était être ai as a ont avez avoir fait faire va vais sur sous dans chez avec sans pour par entre depuis
mais donc car comme si quand très trop bien aussi encore toujours déjà ici là y en ça cela ca tout tous toute toutes
même rien alors puis après avant vers the an of to and or in at for with without from by is are was were be it its
this that these those i you he she we they my your our their not no do does did so if then as but because about have
has had will would can just very too there here what when who how quel quelle quels ouais oui non ok merci bonjour
bonsoir svp rt via
"""
_STOP: Final = frozenset(bare(fold(_SMALL_WORDS)).split())
