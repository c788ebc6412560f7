"""The early voice: how unlikely the last minutes are, given the usual, and from when that is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from hubdesk.core import HOUR, Millis
from hubdesk.detect.baseline import Baseline, Usual
from hubdesk.detect.kept import Bools, Floats
from hubdesk.detect.manners import Manners
from hubdesk.detect.windows import FIFTEEN, FIVE, HALF, THREE, Windows
from hubdesk.detect.windows import HOUR as AN_HOUR

WINDOWS: Final = (FIVE, FIFTEEN, HALF, AN_HOUR, THREE)
_BLOCK: Final = 6 * HOUR
_BLOCKS: Final = 112  # four weeks of past to keep the budget by
_BLOCKS_A_WEEK: Final = 28
_SURPRISE: Final = 2.0  # standard deviations: below, no tail is thinner than 1 in 10^1.7, and nothing is asked


@dataclass(frozen=True, slots=True)
class EarlyRule:
    """When unlikely is enough: at least `posts` by `voices`, and a surprise (-log10 of the chance) over the threshold.

    The threshold starts at `start`, worth `start_weeks` of experience, and goes towards what the topic's own past lets
    through `budget` times a week. `posts` and `voices` are what the smallest alarm rests on.
    """

    posts: int = 4
    voices: int = 3
    start: float = 3.8
    start_weeks: float = 1.0
    young: float = 4.0  # how much higher it starts while the first week is not over
    least: float = 3.0
    most: float = 12.0
    budget: float = 1.0
    knows_after: float = 180.0  # minutes listened


@dataclass(slots=True)
class Past:
    """The largest surprise of every six hours, for four weeks, and the threshold that follows from it."""

    most: NDArray[np.float32]  # blocks x topics
    threshold: Floats
    newest: int
    blocks: Floats  # how many blocks were listened to, a topic

    @classmethod
    def new(cls, rule: EarlyRule, topics: int) -> Self:
        return cls(
            np.zeros((_BLOCKS, topics), np.float32), np.full(topics, rule.start + rule.young), -1, np.zeros(topics)
        )

    def move_to(self, rule: EarlyRule, instant: Millis) -> None:
        """Close the six hours that are over, and set the thresholds anew."""
        block = instant // _BLOCK
        if block == self.newest:
            return
        if self.newest >= 0:
            self.blocks += self.most[self.newest % _BLOCKS] >= 0.0
            self._set_thresholds(rule)
        for late in range(max(self.newest + 1, block - _BLOCKS + 1), block + 1):
            self.most[late % _BLOCKS] = -1.0
        self.newest = block

    def note(self, surprise: Floats, heard: Bools) -> None:
        row = self.most[self.newest % _BLOCKS]
        np.maximum(row, np.where(heard, surprise, -1.0).astype(np.float32), out=row)

    def _set_thresholds(self, rule: EarlyRule) -> None:
        """Between the block that the budget still lets through and the next; the start while there is little past."""
        weeks = np.minimum(self.blocks, _BLOCKS) / _BLOCKS_A_WEEK
        highest = -np.sort(-self.most, axis=0)
        allowed = rule.budget * weeks
        below = np.minimum(allowed.astype(np.intp), _BLOCKS - 2)
        columns = np.arange(len(weeks))
        upper, lower = highest[below, columns], highest[below + 1, columns]
        own = upper + (allowed - below) * (lower - upper)
        mixed = (rule.start * rule.start_weeks + np.maximum(own, 0.0) * weeks) / (rule.start_weeks + weeks)
        mixed += rule.young * np.maximum(0.0, 1.0 - weeks)
        self.threshold = np.clip(mixed, rule.least, rule.most)


def surprise(
    rule: EarlyRule, usual: Usual, baseline: Baseline, windows: Windows, manners: Manners | None
) -> tuple[Floats, NDArray[np.intp]]:
    """-log10 of the chance of as many or more, the least likely window's, and that window (its place in MINUTES).

    0 where too few wrote, too little was listened to, or nothing surprises. `manners` None: nobody knows who wrote.
    """
    best, which = np.zeros(len(baseline.age)), np.full(len(baseline.age), FIVE, dtype=np.intp)
    enough = baseline.age >= rule.knows_after
    for window in WINDOWS:
        asked = np.flatnonzero(enough & (windows.count[window] >= np.maximum(windows.due[window], rule.posts)))
        if not len(asked):
            continue
        count, due = windows.count[window, asked], np.maximum(windows.due[window, asked], 1e-9)
        spread = baseline.spread(usual, window, due, asked)
        over = count - due >= _SURPRISE * np.sqrt(due + spread * due * due)
        over &= windows.heard_enough(window)[asked]
        if manners is not None and over.any():
            over[over] = manners.voices(asked[over]) >= rule.voices
        asked = asked[over]
        if len(asked):
            found = _tail(count[over], due[over], spread[over])
            better = found > best[asked]
            best[asked[better]], which[asked[better]] = found[better], window
    return best, which


def _tail(count: Floats, due: Floats, spread: Floats) -> Floats:
    """-log10 P(X >= count), X negative binomial of this mean and dispersion: exact, by the incomplete beta function."""
    size = 1.0 / spread
    chance = betainc(count, size, due / (due + size))
    unlikely: Floats = np.round(-np.log10(np.maximum(chance, 1e-300)), 6)  # the last digits are the machine's
    return unlikely
