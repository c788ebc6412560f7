"""How long work still takes, by the pace at which it went lately."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from hubdesk.core import Millis, Rehearing

WINDOW_SECONDS: Final = 15.0
LEAST_SECONDS: Final = 2.0  # nothing is said of a pace that was measured for a shorter while
STALLED_SECONDS: Final = 10.0  # nothing is said either when nothing came for so long


class Pace:
    """Is told how far the works are, and says how long the rest takes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._works: dict[tuple[int, int], Rehearing] = {}
        self._done = 0  # mentions asked since it is measured, of all works together
        self._marks: deque[tuple[float, int]] = deque()

    def measure(self, works: Iterable[Rehearing]) -> None:
        """How far they are now. A work that is no more among them was finished; a stopped one is not waited for."""
        told = {(work.topic, work.version): work for work in works}
        now = {key: work for key, work in told.items() if not work.stopped}
        for key, before in self._works.items():
            done = told[key].done if key in told else before.all
            self._done += max(0, done - before.done)
        if not now.keys() & self._works.keys():
            self._marks.clear()
        self._works = now
        at = self._clock()
        if not self._marks or self._done > self._marks[-1][1]:
            self._marks.append((at, self._done))
        while len(self._marks) > 2 and self._marks[0][0] < at - WINDOW_SECONDS:
            self._marks.popleft()

    def left(self) -> Millis | None:
        """Milliseconds until all of them are done; None while there is no pace to tell it from."""
        if len(self._marks) < 2 or not self._works:
            return None
        (first_at, first), (last_at, last) = self._marks[0], self._marks[-1]
        length = last_at - first_at
        if length < LEAST_SECONDS or self._clock() - last_at > STALLED_SECONDS:
            return None
        rest = sum(max(0, work.all - work.done) for work in self._works.values())
        return round(1000 * rest * length / (last - first))
