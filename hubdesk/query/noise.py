"""An estimate of how much of what a term brings alone is noise, by the company its words keep.

Two piles are known. *Solid*: mentions that two terms or more vouch for, or that another topic of the session hears, so
that they speak of what the session is about. *Background*: mentions that nobody hears. A naive Bayes model learns in
what words they differ: each distinct word of a text counts once, with the log-odds of the part it has in either pile's
words, both drawn towards their average, so that a small pile is not believed too much; words that the query itself
asks for are left out, for they are in all it brings. A text leans to the background when its log-odds sum to more than
zero.

What leans there is counted, and the count is corrected by how often the model errs (Forman, "Quantifying counts and
costs via classification", 2008): solid and background texts that it has not learnt from are judged too, and with the
shares `wrong` of solid and `right` of background texts that lean to the background, the estimate is
(leaning - wrong) / (right - wrong), kept between 0 and 1. It is an estimate, and called one wherever it is shown: it
says that these mentions sound unlike those that are surely meant. Copies of one text count once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from hubdesk.query.letters import WORD
from hubdesk.query.words import tokens

LEAST: Final = 30  # distinct texts of either pile, and of what is judged: with fewer, nothing is said
LEAST_GAP: Final = 0.25  # right - wrong: below, the two piles cannot be told apart by their words
MOST_TEXTS: Final = 3_000  # of each pile
LONGEST: Final = 4_000  # code points of a text that are read
_DRAW: Final = 40.0  # words of the average pile that each pile is taken to hold besides its own
_NINE_OF_TEN: Final = 1.64  # standard errors
_NAMED: Final = 3
_TELLING: Final = 1.0  # log-odds of a word that is named: words of every text have less
_SHORTEST: Final = 3  # letters of a word that is named

Bag = dict[str, str]  # each word's key, and how it was written


@dataclass(frozen=True, slots=True)
class Noise:
    """`share` between 0 and 1, an estimate; the words most typical of what leans away; how many texts it rests on.

    `margin`: another draw of as many texts would say at most that much less or more, nine times of ten.
    """

    share: float
    words: tuple[str, ...]
    texts: int
    margin: float = 0.0


class Judge:
    """Knows both piles. `asked` are the keys the query asks for, `stems` the beginnings of its wildcards."""

    def __init__(
        self,
        solid: Iterable[str],
        background: Iterable[str],
        asked: Collection[str] = (),
        stems: Sequence[str] = (),
    ) -> None:
        self._asked, self._stems = frozenset(asked), tuple(stems)
        sure, other = self._bags(solid), self._bags(background)
        self.is_able = len(sure) >= LEAST and len(other) >= LEAST
        self._odds: dict[str, float] = {}
        self._wrong = self._right = 0.0
        if self.is_able:
            self._odds = _log_odds(sure, other)
            self._wrong, self._right = _errors(sure, other)
            self.is_able = self._right - self._wrong >= LEAST_GAP

    def estimate(self, alone: Iterable[str]) -> Noise | None:
        """How much of these is noise; None when there are too few of them, or of what they are compared with."""
        bags = self._bags(alone)
        if not self.is_able or len(bags) < LEAST:
            return None
        leaning = [bag for bag in bags if _leans(bag, self._odds)]
        found, gap = len(leaning) / len(bags), self._right - self._wrong
        margin = _NINE_OF_TEN * sqrt(found * (1 - found) / len(bags)) / gap
        return Noise(min(1.0, max(0.0, (found - self._wrong) / gap)), self._typical(leaning), len(bags), margin)

    def _typical(self, leaning: list[Bag]) -> tuple[str, ...]:
        """The words that weigh most in what leans away: how often they stand there, times their log-odds."""
        often = Counter(key for bag in leaning for key in bag)
        telling = (key for key, count in often.items() if count > 1 and self._odds.get(key, 0.0) >= _TELLING)
        weights = {key: often[key] * self._odds[key] for key in telling}
        written: dict[str, Counter[str]] = {}
        for bag in leaning:
            for key, word in bag.items():
                written.setdefault(key, Counter())[word] += 1
        best = sorted((-weight, key) for key, weight in weights.items() if len(key) >= _SHORTEST)
        return tuple(written[key].most_common(1)[0][0] for _weight, key in best[:_NAMED])

    def _bags(self, texts: Iterable[str]) -> list[Bag]:
        """The distinct words of each distinct text."""
        distinct = dict.fromkeys(" ".join(text[:LONGEST].split()) for text in texts)
        return [self._bag(text) for text in list(distinct)[:MOST_TEXTS]]

    def _bag(self, text: str) -> Bag:
        bag: Bag = {}
        for token in tokens(text):
            form = token.form
            known = form.kind != WORD or form.key in self._asked or form.key.startswith(self._stems)
            if not known:
                bag.setdefault(form.key, form.lower)
        return bag


def _log_odds(solid: Sequence[Bag], background: Sequence[Bag]) -> dict[str, float]:
    """For each word: how much greater a part of the background's words it is, as the log of the ratio."""
    ours = Counter(key for bag in solid for key in bag)
    theirs = Counter(key for bag in background for key in bag)
    few, many = max(1, ours.total()), max(1, theirs.total())
    odds: dict[str, float] = {}
    for key in {*ours, *theirs}:
        drawn = _DRAW * (ours[key] / few + theirs[key] / many) / 2
        odds[key] = log((theirs[key] + drawn) / (many + _DRAW)) - log((ours[key] + drawn) / (few + _DRAW))
    return odds


def _errors(solid: Sequence[Bag], background: Sequence[Bag]) -> tuple[float, float]:
    """Of solid and of background texts, the shares that lean to the background; each judged by the other half."""
    wrong = right = 0
    for turn in (0, 1):
        odds = _log_odds(solid[turn::2], background[turn::2])
        wrong += sum(_leans(bag, odds) for bag in solid[1 - turn :: 2])
        right += sum(_leans(bag, odds) for bag in background[1 - turn :: 2])
    return wrong / len(solid), right / len(background)


def _leans(bag: Bag, odds: dict[str, float]) -> bool:
    return sum(odds.get(key, 0.0) for key in bag) > 0
