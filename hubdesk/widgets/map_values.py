"""What a map shows: places with their figures, and the steps of its colours, which stay until somebody changes them."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hubdesk.core import Millis
from hubdesk.i18n import UNKNOWN, number

PER: Final = 100_000  # inhabitants
FEW: Final = 5  # mentions below which a rate says next to nothing
CLASSES: Final = 5  # of colour
_LEADS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Place:
    """A département or a town. `people` None: not known, so there is no rate.

    `tones`: how many mentions are negative, neutral, positive, of a tone that cannot be told, nobody's opinion, not
    read yet. `gone`: how many were taken back since, and cannot be shown.
    """

    code: str
    name: str
    mentions: int
    people: int | None = None
    tones: tuple[int, ...] = ()
    gone: int = 0

    @property
    def rate(self) -> float | None:
        """Mentions per 100,000 inhabitants."""
        return self.mentions * PER / self.people if self.people else None

    @property
    def is_few(self) -> bool:
        """Some mentions, and too few for a rate that means anything."""
        return 0 < self.mentions < FEW

    def value(self, by_rate: bool) -> float | None:
        return self.rate if by_rate else float(self.mentions)

    def figure(self, by_rate: bool) -> str:
        return rate_text(self.rate) if by_rate else number(self.mentions)

    def interval(self) -> tuple[float, float] | None:
        """The rate's 95 % interval, were mentions independent. Source: Byar, in Breslow and Day 1987, p. 69."""
        if not self.people:
            return None
        low, high = _byar(self.mentions)
        return low / self.people * PER, high / self.people * PER


def _byar(count: int) -> tuple[float, float]:
    low = count * (1 - 1 / (9 * count) - 1.96 / (3 * math.sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return max(0.0, low), more * (1 - 1 / (9 * more) + 1.96 / (3 * math.sqrt(more))) ** 3


def rate_text(rate: float | None) -> str:
    """`12.9`, `240`, `0.04`: as many figures as it takes to tell it from nothing."""
    if rate is None:
        return UNKNOWN
    return number(rate, 0 if rate >= 100 or rate == 0 else 1 if rate >= 1 else 2)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where one colour ends and the next begins, in what the map shows: four steps, 1, 2 or 5 times a power of ten."""

    steps: tuple[float, ...]

    def class_of(self, value: float | None) -> int:
        """0 is the palest, of nothing and next to nothing."""
        return bisect_right(self.steps, value) if value is not None else 0

    def texts(self) -> tuple[str, ...]:
        return tuple(number(step, max(0, -math.floor(math.log10(step)))) for step in self.steps)


def reach_of(length: Millis) -> int:
    """The same for spans of about the same length, between which colours keep their steps. A live span that grows does
    not change it at every look, and one that was narrowed to a minute leaves the steps of a day as they were."""
    return length.bit_length()


def fitted(places: tuple[Place, ...], by_rate: bool) -> Scale:
    """The steps that suit these figures: the highest is the last one they reach. Rates of a few do not count."""
    values = [value for one in places if not (by_rate and one.is_few) and (value := one.value(by_rate))]
    top = _floor(max(values, default=10.0))
    if not by_rate:
        top = max(top, (1, 0))  # 1, 2, 5, 10 mentions at the least: there is no half mention
    steps = [_step(*top)]
    for _below in range(CLASSES - 2):
        top = _lower(top)
        steps.append(_step(*top))
    return Scale(tuple(reversed(steps)))


def _floor(value: float) -> tuple[int, int]:
    """The largest 1, 2 or 5 times a power of ten that is not above: the power, and which of the three."""
    power = math.floor(math.log10(value) + 1e-9)
    lead = max(i for i, one in enumerate(_LEADS) if i == 0 or one * 10.0**power <= value * (1 + 1e-9))
    return power, lead


def _lower(step: tuple[int, int]) -> tuple[int, int]:
    power, lead = step
    return (power, lead - 1) if lead else (power - 1, len(_LEADS) - 1)


def _step(power: int, lead: int) -> float:
    return float(f"{_LEADS[lead]}e{power}")


@dataclass(frozen=True)
class MapShown:
    """What is on the map. `area`: the départements that were announced, `area_label` what stands on them, `area_said`
    who announced them and how. `area_is_of_all`: it is of all that is counted, so that figures may be held against it.

    `zoomed`: that département alone, with its `towns`; None while they are being read.
    """

    places: tuple[Place, ...] = ()
    by_rate: bool = True
    scale: Scale = Scale((1.0, 2.0, 5.0, 10.0))
    area: frozenset[str] = frozenset()
    area_label: str = ""
    area_said: str = ""
    area_is_of_all: bool = True
    zoomed: str = ""
    towns: tuple[Place, ...] | None = None

    @property
    def is_split(self) -> bool:
        """Whether places are listed by whether they lie in the announced area."""
        return bool(self.area) and self.area_is_of_all

    def place(self, code: str) -> Place | None:
        """The département or the town of that code; a town only where one is zoomed into."""
        among = (self.towns or ()) if self.zoomed else self.places
        return next((one for one in among if one.code == code), None)

    def loudest(self) -> tuple[Place, ...]:
        """By what the map shows, the highest first; those with too few for a rate come last."""
        return self._loudest

    @cached_property
    def _loudest(self) -> tuple[Place, ...]:
        """The map, its numbers and the list beside it all go by this order."""
        by_rate = self.by_rate and not self.zoomed
        among = (self.towns or ()) if self.zoomed else self.places

        def order(one: Place) -> tuple[bool, float, int, str]:
            value = one.value(by_rate)
            has_none = by_rate and (one.is_few or value is None)
            return has_none, 0.0 if has_none or value is None else -value, -one.mentions, one.code

        return tuple(sorted((one for one in among if one.mentions), key=order))
