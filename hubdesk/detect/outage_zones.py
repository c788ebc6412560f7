"""Where an outage may be: every département with its nearest ones, and which share of the people live there."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.detect.kept import Bools, Floats
from hubdesk.resources import resource

NEAREST: Final = 20
_COMMUNES: Final = "places/communes.csv.gz"


@dataclass(frozen=True, slots=True)
class Department:
    """Where its people live, on average, and how many they are."""

    code: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Zones:
    """Zone `centre * sizes + n` is a place with its n nearest ones: `order`, places x sizes, nearest first."""

    codes: tuple[str, ...]
    order: NDArray[np.intp]
    shares: Floats  # of the population, by place

    @property
    def sizes(self) -> int:
        return int(self.order.shape[1])

    def members(self, zone: int) -> Bools:
        """By place: whether it is in the zone."""
        found = np.zeros(len(self.codes), bool)
        found[self.order[zone // self.sizes, : zone % self.sizes + 1]] = True
        return found

    def centre(self, zone: int) -> str:
        return self.codes[zone // self.sizes]

    def sums(self, values: Floats) -> Floats:
        """From values by place, on the last axis, the sum over each zone."""
        summed = values[..., self.order].cumsum(-1)
        return summed.reshape(*values.shape[:-1], -1)


def zones(departments: Mapping[str, Department], nearest: int = NEAREST) -> Zones:
    """Each département alone, with its nearest one, with its two nearest ones, and so on."""
    codes = tuple(sorted(departments))
    order = np.array(
        [np.argsort([_apart(departments[code], departments[c]) for c in codes], kind="stable") for code in codes]
    )
    people = np.array([max(1, departments[code].population) for code in codes], float)
    return Zones(codes, order[:, :nearest], people / people.sum())


@cache
def mainland() -> Zones:
    """The 96 départements of metropolitan France, Corsica's two among them, from the shipped list of communes."""
    sums: dict[str, list[float]] = {}
    with gzip.open(resource(_COMMUNES), "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            people = int(row["population"] or 0)
            if row["parent"] or not row["lat"] or row["insee"][:2] in ("97", "98") or not people:
                continue
            one = sums.setdefault(row["insee"][:2], [0.0, 0.0, 0.0])
            one[0] += people
            one[1] += people * float(row["lat"])
            one[2] += people * float(row["lon"])
    return zones({code: Department(code, lat / n, lon / n, int(n)) for code, (n, lat, lon) in sums.items()})


def _apart(one: Department, other: Department) -> float:
    """Squared distance in degrees of latitude: near enough to order neighbours by."""
    east = (one.longitude - other.longitude) * cos(radians((one.latitude + other.latitude) / 2))
    return float((one.latitude - other.latitude) ** 2 + east**2)
