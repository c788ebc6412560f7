"""Which values stand at a chart's axis, and how they are written: counts from 0, powers of ten, or shares. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from hubdesk.i18n import number, percent
from hubdesk.widgets.chart_ticks import value_ticks
from hubdesk.widgets.chart_values import LOG, SHARE, Plot

QUARTERS: Final = (0.0, 25.0, 50.0, 75.0, 100.0)
HALVES: Final = (0.0, 50.0, 100.0)
LEAST: Final = 1e-3  # of a mean: what lies below is drawn at the bottom edge

Axis = tuple[tuple[float, ...], float, float]
"""The values at the axis, and those at the bottom edge (0 but among powers of ten) and at the top one."""


def axis_of(plot: Plot, most: int) -> Axis:
    """At most `most` values, about."""
    if plot.scale == SHARE:
        return QUARTERS if most >= len(QUARTERS) else HALVES, 0.0, 100.0
    if plot.scale == LOG:
        return log_ticks(plot.lowest(), plot.highest(), most)
    ticks, high = value_ticks(plot.highest(), most)
    return ticks, 0.0, high


def log_ticks(lowest: float, highest: float, most: int = 5) -> Axis:
    """Powers of ten, with 2 and 5 times them where there is room; a decade at least."""
    low = 10.0 ** math.floor(math.log10(max(LEAST, min(lowest, highest or 1.0))) + 1e-9)
    high = next(tick for tick in _steps(low) if tick >= max(highest * 1.04, 10 * low))
    steps = [tick for tick in _steps(low, high) if tick <= high * (1 + 1e-9)]
    if len(steps) > most:
        steps = [tick for tick in steps if _is_power(tick)]
    every = -(-len(steps) // most)
    return tuple(steps[::every]), low, high


def tick_text(plot: Plot, tick: float) -> str:
    if plot.scale == SHARE:
        return percent(tick / 100, 0)
    return number(tick, 0 if tick >= 1 or not tick else math.ceil(-math.log10(tick) - 1e-9))


def _steps(low: float, high: float = math.inf) -> Iterator[float]:
    power = low
    while power <= high * (1 + 1e-9):
        for digit in (1, 2, 5):
            yield power * digit
        power *= 10


def _is_power(tick: float) -> bool:
    power = math.log10(tick)
    return abs(power - round(power)) < 1e-9
