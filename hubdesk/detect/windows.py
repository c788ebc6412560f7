"""The last three hours of every topic: what was heard in each window, what was due, and what was listened to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Self

import numpy as np

from hubdesk.detect.kept import Bools, Floats

MINUTES: Final = (5, 15, 30, 60, 180)  # the windows that are watched
FIVE, FIFTEEN, HALF, HOUR, THREE = range(len(MINUTES))
_GRAIN: Final = 2.0**26  # what is due is cut to grains of this size, so that running sums stay exact for ever


@dataclass(slots=True)
class Windows:
    """Rings of the last three hours, a row a step, and their running sums (windows x topics).

    A step is a minute, or longer in a series that has only longer ones; a window is at least a step. What was not
    listened to counts neither as heard nor as due.
    """

    counts: Floats  # steps x topics
    dues: Floats
    seen: Floats  # 1 where the step was listened to
    count: Floats  # windows x topics
    due: Floats
    listened: Floats  # steps
    step: int  # minutes
    at: int  # the ring's next row

    @classmethod
    def new(cls, topics: int, step: int) -> Self:
        ring, sums = (lengths(step)[-1], topics), (len(MINUTES), topics)
        rings = (np.zeros(ring), np.zeros(ring), np.zeros(ring))
        return cls(*rings, np.zeros(sums), np.zeros(sums), np.zeros(sums), step, 0)

    def take(self, count: Floats, due: Floats, seen: Bools) -> None:
        """One step more; the oldest goes. `due` is what would be usual had the step been listened to."""
        steps = lengths(self.step)
        ring = steps[-1]
        count, due = np.where(seen, count, 0.0), np.where(seen, np.rint(due * _GRAIN) / _GRAIN, 0.0)
        listened = seen.astype(np.float64)
        for window, length in enumerate(steps):
            old = (self.at - length) % ring
            self.count[window] += count - self.counts[old]
            self.due[window] += due - self.dues[old]
            self.listened[window] += listened - self.seen[old]
        self.counts[self.at], self.dues[self.at], self.seen[self.at] = count, due, listened
        self.at = (self.at + 1) % ring

    def skip(self, steps: int) -> None:
        """Nobody listened for so many steps."""
        if steps >= len(self.counts):
            for sums in (self.counts, self.dues, self.seen, self.count, self.due, self.listened):
                sums[:] = 0.0
            return
        nothing = np.zeros(self.counts.shape[1])
        for _step in range(steps):
            self.take(nothing, nothing, nothing > 0.0)

    def heard_enough(self, window: int) -> Bools:
        """Whether at least half of the window was listened to, its last step included."""
        enough: Bools = self.listened[window] * 2 >= lengths(self.step)[window]
        now: Bools = self.seen[self.at - 1] > 0.0
        return enough & now


@cache
def lengths(step: int) -> tuple[int, ...]:
    """How many steps each window has, at least one."""
    return tuple(max(1, minutes // step) for minutes in MINUTES)
