"""Sums over counted mentions: by topic, by source, with and without some sorts; and the largest shift of a share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hubdesk.core.compared import EACH_ONCE, Counted


@dataclass(frozen=True, slots=True)
class Shift:
    """A topic's share, and what it is `instead`."""

    topic: int
    share: float
    instead: float

    @property
    def by(self) -> float:
        return self.instead - self.share


def by_topic(counted: Iterable[Counted], without: int = 0) -> Counter[int]:
    """Mentions of each topic that are of none of these sorts."""
    found: Counter[int] = Counter()
    for one in counted:
        if one.topic != EACH_ONCE and not one.sorts & without:
            found[one.topic] += one.mentions
    return found


def by_source(counted: Iterable[Counted], without: int = 0) -> dict[int, Counter[int]]:
    """The same for each source."""
    found: dict[int, Counter[int]] = {}
    for one in counted:
        if one.topic != EACH_ONCE and not one.sorts & without:
            found.setdefault(one.source, Counter())[one.topic] += one.mentions
    return found


def largest_shift(now: Mapping[int, float], instead: Mapping[int, float]) -> Shift | None:
    """Of the topic whose share moves most from these counts to those; None where either has none."""
    of_now, of_instead = sum(now.values()), sum(instead.values())
    if not of_now or not of_instead:
        return None
    shifts = [
        Shift(topic, now.get(topic, 0) / of_now, instead.get(topic, 0) / of_instead)
        for topic in sorted({*now, *instead})
    ]
    return max(shifts, key=_size)


def _size(shift: Shift) -> float:
    return abs(shift.by)
