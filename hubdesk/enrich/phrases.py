"""Which words and phrases people use now and did not use before, written as they write them.

Phrases of one to three words are weighed by log-odds against a rolling background, with that background as prior
(Monroe, Colaresi and Quinn 2008): a rare phrase needs more mentions to count than a new one that many use. Each
mention counts once, however often it repeats itself.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

VERSION: Final = 1
LONGEST: Final = 3  # words
LOOKED_AT: Final = 2_000  # code points of a mention
LEAST: Final = 3  # mentions that must use a phrase
SURE: Final = 1.96  # standard deviations above the background
PRIOR: Final = 200.0  # mentions' worth of background that every phrase is held against
SAME: Final = 0.8  # a part of a longer phrase that stands alone less often than this adds nothing
MOST: Final = 200_000  # phrases that a background remembers

_NOT_SAID: Final = re.compile(r"https?://\S+|www\.\S+|[\w.+-]*@[\w.@-]+")
_CHUNK: Final = re.compile(r"[.!?;:,()\[\]{}«»“”\"…\n\r|/]+|\s[-–—]\s")
_WORD: Final = re.compile(r"(?:[cdjlmnstCDJLMNST]|qu|Qu|QU)['’](?=\w)|[^\W_]+(?:[-&+][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as most write it, in how many mentions, in how many of as many before, and how sure (in deviations)."""

    text: str
    mentions: int
    expected: float
    score: float


class Background:
    """How many mentions used each phrase before; older ones fade."""

    def __init__(self) -> None:
        self.mentions = 0.0
        self._counts: dict[str, float] = {}

    def add(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.mentions += 1
            for phrase in set(_phrases(text)):
                self._counts[phrase] = self._counts.get(phrase, 0.0) + 1
            if len(self._counts) > 2 * MOST:
                self._trim()

    def fade(self, share: float) -> None:
        """Let what was added so far weigh `share` of what it weighs: 0.5 a week is a rolling fortnight."""
        self.mentions *= share
        self._counts = {phrase: count * share for phrase, count in self._counts.items() if count * share > 0.05}

    def share(self, phrase: str) -> float:
        """The share of mentions that used it."""
        return self._counts.get(phrase, 0.0) / self.mentions if self.mentions else 0.0

    def _trim(self) -> None:
        kept = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
        self._counts = dict(kept)


def emerging(texts: Iterable[str], background: Background, limit: int = 10) -> tuple[Phrase, ...]:
    """The phrases of these mentions that stand out from the background, surest first."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    mentions = 0
    for text in texts:
        mentions += 1
        for phrase, as_written in dict(_spellings(text)).items():
            counts[phrase] += 1
            written.setdefault(phrase, Counter())[as_written] += 1
    found = []
    for phrase, count in counts.items():
        before = background.share(phrase)
        score = _log_odds(count, mentions, before)
        if count >= LEAST and score >= SURE:
            (spelling, _times), *_others = written[phrase].most_common(1)
            found.append((phrase, Phrase(spelling, count, round(before * mentions, 1), round(score, 2))))
    return _without_parts(found, limit)


def _log_odds(count: int, mentions: int, before: float) -> float:
    """How much more often than before, in standard deviations; the background is the prior."""
    prior = max(before * PRIOR, 0.05)
    now = math.log((count + prior) / (mentions - count + PRIOR - prior + 1))
    then = math.log(prior / (PRIOR - prior + 1))
    return (now - then) / math.sqrt(1 / (count + prior) + 1 / (prior + 1))


def _without_parts(found: list[tuple[str, Phrase]], limit: int) -> tuple[Phrase, ...]:
    """Neither "panne" beside "panne générale" nor the other way round, when they stand in the same mentions."""
    found.sort(key=lambda pair: (-pair[1].score, -len(pair[0]), pair[0]))
    longest = sorted(found, key=lambda pair: -len(pair[0].split()))
    whole: list[tuple[str, Phrase]] = []
    for phrase, told in longest:
        if not any(f" {phrase} " in f" {other} " and told.mentions * SAME <= more.mentions for other, more in whole):
            whole.append((phrase, told))
    kept = {phrase for phrase, _told in whole}
    return tuple(told for phrase, told in found if phrase in kept)[:limit]


def _phrases(text: str) -> Iterator[str]:
    return (phrase for phrase, _written in _spellings(text))


def _spellings(text: str) -> Iterator[tuple[str, str]]:
    """Each phrase folded, and as it is written. None crosses punctuation, nor begins or ends with a small word."""
    for chunk in _CHUNK.split(_NOT_SAID.sub(". ", text[:LOOKED_AT])):
        words = [(_folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(chunk)]
        for first, (begin, start, _end) in enumerate(words):
            if _is_small(begin):
                continue
            for last in range(first, min(first + LONGEST, len(words))):
                closing, _start, end = words[last]
                if not _is_small(closing):
                    yield " ".join(word for word, _s, _e in words[first : last + 1]), chunk[start:end]


def _is_small(word: str) -> bool:
    return len(word) < 2 or word in _STOP or word.rstrip("'") in _STOP or word.isdigit()


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


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
_STOP: Final = frozenset(_folded(_SMALL_WORDS).split())
