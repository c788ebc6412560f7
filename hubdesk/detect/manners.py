"""Who speaks of each topic and how: in the last hour, and usually."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from hubdesk.detect.kept import Bools, Floats

FACTS: Final = ("authors", "new_authors", "negative", "read", "sources", "replies")
AUTHORS, NEW, NEGATIVE, READ, SOURCES, REPLIES = range(len(FACTS))
_HALF_LIFE: Final = 14 * 24 * 60.0  # minutes


@dataclass(slots=True)
class Manners:
    """Who speaks and how: the last hour of each topic, and what is usual outside of episodes (faded sums)."""

    hour: NDArray[np.float32]  # facts x steps x topics
    sums: Floats  # facts x topics
    listened: Floats  # minutes
    at: int
    step: int

    @classmethod
    def new(cls, topics: int, step: int) -> Self:
        hour = np.zeros((len(FACTS), max(1, 60 // step), topics), np.float32)
        return cls(hour, np.zeros((len(FACTS), topics)), np.zeros(topics), 0, step)

    def take(self, facts: Floats, teaches: Bools) -> None:
        """One step's facts (facts x topics); those of a step nobody listened to are zero and teach nothing."""
        self.hour[:, self.at] = facts
        self.at = (self.at + 1) % self.hour.shape[1]
        fade = 0.5 ** (self.step / _HALF_LIFE)
        self.sums = np.where(teaches, self.sums * fade + facts, self.sums)
        self.listened = np.where(teaches, self.listened * fade + self.step, self.listened)

    def skip(self, steps: int) -> None:
        for _step in range(min(steps, self.hour.shape[1])):
            self.hour[:, self.at] = 0.0
            self.at = (self.at + 1) % self.hour.shape[1]

    def voices(self, topics: NDArray[np.intp]) -> Floats:
        """How many different accounts spoke in the last hour, at least.

        Accounts of different minutes may be the same ones, save those never heard before.
        """
        authors, new = self.hour[AUTHORS][:, topics], self.hour[NEW][:, topics]
        known = (authors > new).any(0)
        least: Floats = np.maximum(authors.max(0), new.sum(0) + known).astype(np.float64)
        return least
