"""How lively the demonstration's Thursday is, minute by minute: a usual day, and what the outage adds to it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from demo_listening import END, START, ZONE, at

from hubdesk.core import MINUTE, Millis

OUTAGE: Final = at(11, 58)
FIRST_WORD: Final = at(13, 40)  # the operator's

USUAL: Final = {"Orange": 1.0, "SFR": 0.8, "Bouygues Telecom": 0.5, "Free": 0.7, "": 0.025}  # a minute; "": strangers
IN_OUTAGE: Final = {"Orange": 112.0, "SFR": 3.2, "Free": 2.4, "Bouygues Telecom": 1.3}  # a minute, at the peak
BY_HOUR: Final = (
    *(0.15, 0.08, 0.06, 0.05, 0.06, 0.12, 0.35, 0.7, 0.95, 1.0, 1.0, 1.05),
    *(1.1, 1.0, 1.0, 1.0, 1.05, 1.2, 1.35, 1.4, 1.4, 1.2, 0.8, 0.4),
)

Moment = tuple[Millis, str, bool]
"""When, about which brand, and whether the outage is what it is about."""


def moments(chance: random.Random) -> list[Moment]:
    """Every instant of the day at which somebody says something."""
    made: list[Moment] = []
    for brand, pace in USUAL.items():
        made += [(moment, brand, False) for moment in _drawn(pace * max(BY_HOUR), _share_of_busiest, chance)]
    for brand, pace in IN_OUTAGE.items():
        made += [(moment, brand, True) for moment in _drawn(pace, outage_pace, chance)]
    return sorted(made)


def _drawn(a_minute: float, kept: Callable[[Millis], float], chance: random.Random) -> Iterator[Millis]:
    """Random instants at up to `a_minute`, thinned to that share of it which `kept` tells."""
    moment = float(START)
    while (moment := moment + chance.expovariate(a_minute) * MINUTE) < END:
        if chance.random() < kept(int(moment)):
            yield int(moment)


def usual_pace(moment: Millis) -> float:
    """How lively a usual Thursday is then; 1 in the morning's middle."""
    local = datetime.fromtimestamp(moment / 1000, ZONE)
    here, there = BY_HOUR[local.hour], BY_HOUR[(local.hour + 1) % 24]
    return here + (there - here) * local.minute / 60


def _share_of_busiest(moment: Millis) -> float:
    return usual_pace(moment) / max(BY_HOUR)


def outage_pace(moment: Millis) -> float:
    """Between 0 and 1: up within the hour, down from one o'clock, up again at the operator's first word, then away."""
    minutes = (moment - OUTAGE) / MINUTE
    if minutes < 0:
        return 0.0
    rise = 1 / (1 + math.exp(-(minutes - 27) / 6.5))
    first = rise * math.exp(-max(0.0, minutes - 58) / 48)
    second = 0.42 * math.exp(-(((moment - at(14, 8)) / MINUTE / 16) ** 2))
    wobble = 1 + 0.08 * math.sin(minutes / 3.1) * math.sin(minutes / 7.7)
    return min(1.0, (first + second) * wobble / 1.08)


def moods(moment: Millis, in_outage: bool) -> set[str]:
    """Which texts fit that moment: see demo_texts.Text.when."""
    if in_outage:
        if moment < OUTAGE + 9 * MINUTE:
            return {"early"}
        fitting = {"outage"} if moment < at(17, 30) else set()
        if FIRST_WORD <= moment < at(17):
            fitting.add("official")
        return fitting | ({"late"} if moment >= at(14, 50) else set())
    hour = datetime.fromtimestamp(moment / 1000, ZONE).hour
    return {"any", "night" if hour < 5 else "morning" if 6 <= hour < 10 else "evening" if hour >= 19 else "any"}
