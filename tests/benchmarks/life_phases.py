"""The phases that an hourly series truly went through, seen from its end, beside those the watch called on the way."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import HOUR
from hubdesk.detect.life import Life, Pace, Phase

Floats = NDArray[np.float64]
PHASES = ("quiet", *Phase)
OPENS = 3.0  # times the median of the last day; and growing by a tenth an hour
EARLY = 6  # hours before the true peak: then a call of "peak" was premature


def truth(series: Floats) -> tuple[list[str], int]:
    """Phase by hour, and the hour of the peak. Peak: 85 % of the most and over; rising from a tenth of the rise on."""
    peak = int(np.argmax(series))
    most = float(series[peak])
    usual = float(np.median(series[: max(6, peak - 18)]))
    foot = usual + 0.1 * (most - usual)
    first = last = peak
    while first > 0 and series[first - 1] >= 0.85 * most:
        first -= 1
    while last < len(series) - 1 and series[last + 1] >= 0.85 * most:
        last += 1
    start, end = first, last
    while start > 0 and series[start - 1] > foot:
        start -= 1
    while end < len(series) - 1 and series[end + 1] > foot:
        end += 1
    emerging = min(3, first - start)
    lengths = (start, emerging, first - start - emerging, last - first + 1, end - last, len(series) - 1 - end)
    return [phase for phase, length in zip(PHASES, lengths, strict=True) for _ in range(length)], peak


def called(series: Floats, pace: Pace) -> list[str]:
    """Phase by hour as the watch says it, hour after hour, with a plain rule in place of the rising alarm."""
    said: list[str] = []
    quiet: list[float] = []
    life: Life | None = None
    state = "quiet"
    for hour, heard in enumerate(series.tolist()):
        if life is None and len(quiet) >= 3 and hour >= 3:
            usual = float(np.median(quiet[-24:]))
            grew = (math.log(heard + 0.5) - math.log(series[hour - 3] + 0.5)) / 3
            if heard >= OPENS * usual + 1 and grew > 0.1:
                life = Life(hour * HOUR, usual, recent=series[hour - pace.back : hour].tolist())
        if life is not None:
            life.take(hour * HOUR, heard, pace)
            state = life.phase
            if state == Phase.OVER:
                life = None
        if life is None:
            quiet.append(heard)
        said.append(state)
    return said


@dataclass
class Calls:
    """Hours by true and called phase, and how the peaks were called."""

    hours: Counter[tuple[str, str]] = field(default_factory=Counter)
    premature: list[bool] = field(default_factory=list)
    late: list[float] = field(default_factory=list)  # hours from the true peak to the first call of it or after it

    def take(self, series: Floats, pace: Pace) -> None:
        true, peak = truth(series)
        said = called(series, pace)
        self.hours.update(zip(true, said, strict=True))
        self.premature.append(Phase.PEAK in said[: max(0, peak - EARLY)])
        near = [hour for hour in range(max(0, peak - EARLY), len(said)) if said[hour] in (Phase.PEAK, Phase.FADING)]
        self.late.append(near[0] - peak if near else math.inf)

    def f1(self, phase: str) -> float:
        both = self.hours[phase, phase]
        one = sum(n for (true, said), n in self.hours.items() if (true == phase) != (said == phase))
        return 2 * both / max(1, 2 * both + one)

    @property
    def macro_f1(self) -> float:
        return float(np.mean([self.f1(phase) for phase in PHASES]))
