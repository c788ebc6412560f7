"""The series of life cycles in the folder that HUBDESK_LIFECYCLE_DATA names: they are not ours to ship."""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hubdesk.detect.life_doubling import Around

Floats = NDArray[np.float64]


def folder() -> Path:
    """Where the series are. Ends the script with one clear line when they are not there."""
    named = os.environ.get("HUBDESK_LIFECYCLE_DATA", "")
    if not named:
        sys.exit("HUBDESK_LIFECYCLE_DATA is not set: give it the folder with higgs_cascades.csv.gz and ksc_*.csv.gz")
    missing = [n for n in ("higgs_cascades.csv.gz", "higgs_minutes.csv.gz") if not (Path(named) / n).is_file()]
    if missing:
        sys.exit(f"{named} has no {' and no '.join(missing)}: give HUBDESK_LIFECYCLE_DATA the folder that has them")
    return Path(named)


@dataclass(frozen=True)
class Cascade:
    """One post's shares: how many in the end, and the seconds of the first hundred since the first."""

    start: int  # seconds since 1970
    size: int
    seconds: tuple[int, ...]


def cascades(where: Path) -> list[Cascade]:
    with gzip.open(where / "higgs_cascades.csv.gz", "rt") as file:
        return [
            Cascade(int(r["start_unix"]), int(r["final_size"]), tuple(map(int, r["offsets_s_first_100"].split())))
            for r in csv.DictReader(file)
        ]


class Network:
    """How much was shared on the whole network before an instant."""

    def __init__(self, where: Path) -> None:
        with gzip.open(where / "higgs_minutes.csv.gz", "rt") as file:
            rows = [(int(r["minute_unix"]) // 60, int(r["retweets"])) for r in csv.DictReader(file)]
        self._first = rows[0][0]
        counts = np.zeros(rows[-1][0] - self._first + 2)
        for minute, shares in rows:
            counts[minute - self._first + 1] = shares
        self._sums = np.cumsum(counts)

    def around(self, second: float) -> Around:
        now = int(second) // 60 - self._first

        def within(minutes: int) -> float:
            last = len(self._sums) - 1
            return float(self._sums[min(max(now, 0), last)] - self._sums[min(max(now - minutes, 0), last)])

        return Around(within(10), within(60), within(1440))


def hourly(where: Path) -> Iterator[tuple[str, list[Floats]]]:
    """Each file of hourly series that is there, by name."""
    for name in ("ksc_hashtags", "ksc_phrases"):
        file = where / f"{name}.csv.gz"
        if not file.is_file():
            print(f"{name}: not in {where}")
            continue
        with gzip.open(file, "rt") as lines:
            yield name, [np.array([float(v) for v in row[2:]]) for row in list(csv.reader(lines))[1:]]
