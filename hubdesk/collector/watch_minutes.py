"""A stretch minute by minute, what each topic was in the last hours, and where an excess in them begins."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from hubdesk.core import MINUTE, Millis, MinuteCount, Minutes, Report

RECENT: Final = 180  # minutes in which the beginning of an episode is looked for


@dataclass(slots=True)
class Recent:
    """What each topic was in the last three hours; a minute that is missing here was zero."""

    counts: defaultdict[int, deque[tuple[Millis, int]]] = field(default_factory=lambda: defaultdict(deque))
    unheard: deque[Millis] = field(default_factory=deque)
    first: Millis = 0
    last: Millis = 0

    def take(self, minute: Millis, counts: Iterable[MinuteCount], seen: bool) -> None:
        self.first = self.first or minute
        self.last = minute
        if not seen:
            self.unheard.append(minute)
        for one in counts:
            self.counts[one.topic].append((minute, one.mentions))
        oldest = minute - (RECENT - 1) * MINUTE
        while self.unheard and self.unheard[0] < oldest:
            self.unheard.popleft()
        for one in counts:
            row = self.counts[one.topic]
            while row[0][0] < oldest:
                row.popleft()

    def of(self, topic: int, start: Millis) -> list[tuple[Millis, int | None]]:
        """Each minute of [start, the last one], oldest first; None where nobody listened."""
        unheard, counts = set(self.unheard), dict(self.counts.get(topic, ()))
        first = max(start, self.first, self.last - (RECENT - 1) * MINUTE)
        return [
            (minute, None if minute in unheard else counts.get(minute, 0))
            for minute in range(first, self.last + 1, MINUTE)
        ]


def by_minute(minutes: Minutes) -> Iterable[tuple[Millis, Sequence[MinuteCount], bool, Sequence[Report]]]:
    """Each minute of a stretch: what was counted in it, whether somebody listened, and what was reported down."""
    counts: defaultdict[Millis, list[MinuteCount]] = defaultdict(list)
    reports: defaultdict[Millis, list[Report]] = defaultdict(list)
    for one in minutes.counts:
        counts[one.minute].append(one)
    for report in minutes.reports:
        reports[report.minute].append(report)
    unheard = frozenset(minutes.unheard)
    for minute in range(minutes.start, minutes.end, MINUTE):
        yield minute, counts.get(minute, ()), minute not in unheard, reports.get(minute, ())


def onset(past: Sequence[tuple[Millis, int | None]], usual: float, now: float) -> Millis:
    """Where an excess begins: the stretch up to the alarm that holds the most over twice the usual, and over a tenth of
    what is heard now.

    `past`: minutes with what was heard in them, oldest first; `usual` and `now`: mentions a minute.
    """
    drift = max(2.0 * usual + 2.0 / 60.0, usual + (now - usual) / 10.0)
    best, begins, excess = 0.0, past[-1][0], 0.0
    for minute, count in reversed(past):
        if count is not None:
            excess += count - drift
            if excess > best:
                best, begins = excess, minute
    return begins
