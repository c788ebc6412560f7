"""A share's change with its doubt."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hubdesk.widgets.intervals import wilson


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of two shares, between `low` and `high` (95 %)."""

    by: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        return self.low > 0 or self.high < 0


def change(now: int, of_now: int, before: int, of_before: int) -> Change:
    """A share's change with its interval, sound for small counts. Source: Newcombe 1998, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I."""
    one, other = now / of_now, before / of_before
    (low, high), (low_before, high_before) = wilson(now, of_now), wilson(before, of_before)
    by = one - other
    return Change(by, by - math.hypot(one - low, high_before - other), by + math.hypot(high - one, other - low_before))
