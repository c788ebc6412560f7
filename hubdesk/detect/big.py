"""The big voice: the most mentions over the usual in so many days, in 5 minutes, half an hour and 3 hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import DAY, HOUR, MINUTE, Millis
from hubdesk.detect.kept import Bools, Floats
from hubdesk.detect.windows import FIVE, HALF, THREE, Windows

WINDOWS: Final = (FIVE, HALF, THREE)
BLOCK: Final = 3 * HOUR
_FIRST_BLOCKS: Final = 64
_MOST_BLOCKS: Final = 960  # 120 days: what was bigger before that is forgotten


@dataclass(frozen=True, slots=True)
class BigRule:
    """When size is news. `surely`: standard deviations over the usual; `recent`: what is part of the same wave.

    A topic without a larger past counts as `young_days` older than it is. `threshold` is on the scale of `news`.
    """

    surely: float = 5.0
    recent: Millis = 6 * HOUR
    unlikely: float = 2.0  # surprise, as the early voice has it: chance alone is no news, however rare
    young_days: float = 14.0
    bonus: float = 0.1
    largest: float = 0.5  # what the largest of the three windows weighs against their mean
    threshold: float = 2.3  # in the middle of where it matters least (tests/benchmarks/nab.py)
    repeat: float = 1.15  # only when so much over every score of the last day
    floor: float = 0.5
    times: float = 2.5  # of the usual, at least: no smaller wave is news, however rare
    knows_after: float = 12 * HOUR / MINUTE  # minutes listened: before, what exceeds the usual cannot be told


@dataclass(slots=True)
class Records:
    """The largest excess of each window in every 3 hours (blocks x windows x topics), the newest block at `at`."""

    most: NDArray[np.float32]
    newest: int  # the instant the newest block begins, in blocks since 1970
    day_scores: Floats  # blocks of an hour x topics: the largest score of each, for the last day
    newest_hour: int
    GROWS: ClassVar = ("most",)

    @classmethod
    def new(cls, topics: int) -> Self:
        most = np.full((_FIRST_BLOCKS, len(WINDOWS), topics), -np.inf, dtype=np.float32)
        return cls(most, -1, np.zeros((25, topics)), -1)

    def move_to(self, instant: Millis) -> None:
        """Begin the blocks that lie between: what nobody listened to holds no record."""
        block, hour = instant // BLOCK, instant // HOUR
        if self.newest < 0:
            self.newest, self.newest_hour = block, hour
        while self.newest < block and len(self.most) < _MOST_BLOCKS and self._has_been_round():
            self._grow()
        for late in range(max(self.newest + 1, block - len(self.most) + 1), block + 1):
            self.most[late % len(self.most)] = -np.inf
        for late in range(max(self.newest_hour + 1, hour - 24), hour + 1):
            self.day_scores[late % 25] = 0.0
        self.newest, self.newest_hour = block, hour

    def _has_been_round(self) -> bool:
        return bool((self.most[(self.newest + 1) % len(self.most)] > -np.inf).any())

    def _grow(self) -> None:
        """Twice as many blocks, each where its number says."""
        old = len(self.most)
        more = np.full((min(2 * old, _MOST_BLOCKS), *self.most.shape[1:]), -np.inf, dtype=np.float32)
        for block in range(self.newest - old + 1, self.newest + 1):
            more[block % len(more)] = self.most[block % old]
        self.most = more

    def of(self, topics: NDArray[np.intp]) -> Self:
        """The records of some topics alone."""
        return replace(self, most=self.most[..., topics], day_scores=self.day_scores[:, topics])

    def set_score(self, topics: NDArray[np.intp], score: Floats) -> None:
        row = self.day_scores[self.newest_hour % 25]
        row[topics] = np.maximum(row[topics], score)

    def set_most(self, excess: Floats, heard: Bools) -> None:
        """What this bin's windows (windows x topics) exceeded the usual by."""
        row = self.most[self.newest % len(self.most)]
        np.maximum(row, np.where(heard, excess, -np.inf).astype(np.float32), out=row)


@dataclass(frozen=True, slots=True)
class News:
    """How big the topics in `topics` are in their own past: a column for each.

    `days` (windows x topics) since there was as much, as it was counted; `is_known`: whether there was, within what is
    remembered. `score` on BigRule's scale; `is_fresh`: nothing as large was scored within the last day.
    """

    topics: NDArray[np.intp]
    score: Floats
    is_fresh: Bools
    days: Floats
    is_known: Bools


def news(rule: BigRule, windows: Windows, records: Records, age: Floats, surprise: Floats, instant: Millis) -> News:
    """Judge the bin that ends at `instant`, and remember it. `age`: minutes listened, a topic."""
    records.move_to(instant - 1)
    count, due = windows.count[list(WINDOWS)], windows.due[list(WINDOWS)]
    listened = np.maximum(windows.listened[list(WINDOWS)], 1.0)
    heard = np.stack([windows.heard_enough(window) for window in WINDOWS]) & (age >= rule.knows_after)
    excess = (count - due) / listened
    sure = (count - due >= rule.surely * np.sqrt(due + rule.floor)) & (count >= rule.times * due)
    topics = np.flatnonzero((sure & heard).any(0) & (surprise >= rule.unlikely))
    score, days, known = _weigh(rule, records.of(topics), excess[:, topics], age[topics], instant)
    is_fresh = score > rule.repeat * records.day_scores.max(0)[topics]
    records.set_most(excess, heard)
    records.set_score(topics, score)
    return News(topics, score, is_fresh, days, known)


def _weigh(
    rule: BigRule, records: Records, excess: Floats, age: Floats, instant: Millis
) -> tuple[Floats, Floats, Bools]:
    """Score, days and whether they are known, for excesses of windows x some topics, whose columns `records` has."""
    blocks = np.arange(records.newest - len(records.most) + 1, records.newest + 1)
    ends = (blocks + 1) * BLOCK
    past = records.most[blocks % len(records.most)][ends <= instant - rule.recent]
    since = (instant - ends[ends <= instant - rule.recent]) / DAY
    as_large = past >= excess.astype(np.float32)
    known = np.asarray(as_large.any(0), np.bool_)
    last = len(past) - 1 - as_large[::-1].argmax(0) if len(past) else np.zeros(excess.shape, dtype=np.intp)
    days = np.where(known, since[last] if len(past) else 0.0, age * MINUTE / DAY + rule.young_days)
    after = np.arange(len(past))[:, None, None] > np.where(known, last, -1)
    next_largest = np.where(after, past, -np.inf).max(0, initial=-np.inf)
    ratio = np.clip(excess / np.maximum(next_largest, 1e-3), 1.0, 100.0)
    worth = np.log1p(np.where(excess > 0.0, days, 0.0))
    largest = worth.argmax(0)
    score: Floats = rule.largest * worth.max(0) + (1.0 - rule.largest) * worth.mean(0)
    score = score * ratio[largest, np.arange(excess.shape[1])] ** rule.bonus
    return np.round(score, 6), days, known  # the last digits are the machine's
