"""Whether what is being shared will double: the rhythm of its first shares, weighed by a table learned once."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import mean, median, pstdev
from typing import Final

from hubdesk.resources import resource

WEIGHTS: Final = "detect/doubling.json"  # packaging/train_doubling.py writes it
ASKED_AT: Final = (10, 25, 50)  # shares

FEATURES: Final = (
    "time to all shares",
    "time to half of them",
    "second half over first half",
    "mean of the last three gaps",
    "longest gap",
    "last gap",
    "median gap",
    "gaps' spread over their mean",
    "network's ten minutes over its hour",
    "network's hour over its day",
)


@dataclass(frozen=True, slots=True)
class Around:
    """How much was shared on the whole network before now, whatever it was: None where nobody listened throughout."""

    ten_minutes: float | None = None
    hour: float | None = None
    day: float | None = None


NOT_KNOWN: Final = Around()


@dataclass(frozen=True, slots=True)
class Table:
    """A logistic regression: features less `means` over `scales`, times `weights`."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    constant: float


def features(seconds: Sequence[float], around: Around = NOT_KNOWN) -> tuple[float | None, ...]:
    """What the rhythm of shares tells, in the order of FEATURES. `seconds` since the first one, which is 0, in order.

    Lengths of time count by their logarithm. What is not known is None.
    """
    gaps = [late - early for early, late in pairwise(seconds)]
    half = seconds[len(seconds) // 2 - 1]
    return (
        _log(seconds[-1]),
        _log(half),
        _log(seconds[-1] - half) - _log(half),
        _log(mean(gaps[-3:])),
        _log(max(gaps)),
        _log(gaps[-1]),
        _log(median(gaps)),
        pstdev(gaps) / (mean(gaps) + 1.0),
        _quicker(around.ten_minutes, 10, around.hour, 60),
        _quicker(around.hour, 60, around.day, 1440),
    )


def doubles(seconds: Sequence[float], around: Around = NOT_KNOWN) -> float | None:
    """How likely as many shares again will come, 0 to 1; None before the first ten.

    Only the first 10, 25 or 50 are looked at, as many as there are. `seconds` as in `features`; late ones may come out
    of order.
    """
    asked = max((count for count in ASKED_AT if count <= len(seconds)), default=0)
    if not asked:
        return None
    first, *_ = ordered = sorted(seconds)[:asked]
    table = tables()[asked]
    score = table.constant
    found = features([second - first for second in ordered], around)
    for value, usual, scale, weight in zip(found, table.means, table.scales, table.weights, strict=True):
        if value is not None:  # what is not known is taken as usual
            score += weight * (value - usual) / scale
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, score))))


@cache
def tables() -> dict[int, Table]:
    """The shipped tables, by how many shares each one looks at."""
    kept = json.loads(resource(WEIGHTS).read_text("utf-8"))
    return {
        int(shares): Table(tuple(one["means"]), tuple(one["scales"]), tuple(one["weights"]), one["constant"])
        for shares, one in kept["tables"].items()
    }


def _log(value: float) -> float:
    return math.log(max(0.0, value) + 1.0)


def _quicker(short: float | None, short_minutes: int, long: float | None, long_minutes: int) -> float | None:
    if short is None or long is None:
        return None
    return math.log((short + 1.0) / short_minutes) - math.log((long + 1.0) / long_minutes)
