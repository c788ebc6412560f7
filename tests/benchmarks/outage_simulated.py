"""Simulated weeks of outage words with outages in them: how soon they are seen, where, and how often wrongly.

    python tests/benchmarks/outage_simulated.py [--events 30] [--days 28] [--seed N]

5,000 outage words a day, a quarter placed, by population; cycles of day and week, lognormal days, gamma hours, 30 %
self-excited (half-life 14 minutes). False alarms are counted in the weeks after the learning, at the threshold that
the watch starts with, and an outage lasts three hours; missed after two. Own seed; the last line is time a minute.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator

import numpy as np

from hubdesk.core import MINUTE
from hubdesk.detect.outage import OutageWatch
from hubdesk.detect.outage_rings import Report
from hubdesk.detect.outage_zones import Zones, mainland
from hubdesk.detect.values import Alarm, Update

SEED = 20261126
START = 1_790_000_000_000 // MINUTE * MINUTE


class Country:
    """Outage words by minute; `places` of them report `times` as much as usual from minute `since` on."""

    def __init__(self, seed: int, a_day: float = 5000.0, placed: float = 0.25) -> None:
        self.draw = np.random.default_rng(seed)
        self.a_day, self.placed = a_day, placed
        self.excited = 0.0
        self.id = 0

    def minutes(
        self, first: int, count: int, places: list[int] | None = None, times: float = 1.0
    ) -> Iterator[list[Report]]:
        zones = mainland()
        raised = np.ones(len(zones.codes))
        if places:
            raised[places] = times
        for minute in range(first, first + count):
            if minute % 1440 == 0 or minute == first:
                self.day = math.exp(self.draw.normal(0, 0.2)) * (1.1 if minute // 1440 % 7 < 5 else 0.7)
            if minute % 60 == 0 or minute == first:
                self.hour = float(self.draw.gamma(6, 1 / 6))
            wave = 1 + 0.75 * math.sin(2 * math.pi * (minute - 600) / 1440)
            rate = self.a_day / 1440 * wave * self.day * self.hour
            base = self.draw.poisson(0.7 * rate * zones.shares * raised)
            echo = self.draw.poisson(self.excited * zones.shares * raised / (zones.shares * raised).sum())
            self.excited = self.excited * math.exp(-1 / 20) + 0.3 * (1 - math.exp(-1 / 20)) * float((base + echo).sum())
            yield self._reports(minute, base + echo)

    def _reports(self, minute: int, counts: np.ndarray) -> list[Report]:
        codes = mainland().codes
        reports = []
        for place in np.repeat(np.arange(len(counts)), counts):
            self.id += 1
            said = codes[place] if self.draw.random() < self.placed else ""
            reports.append(Report(self.id, START + minute * MINUTE, said, 1.0, f"account{self.id}"))
        return reports


def main() -> None:
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("--events", type=int, default=30)
    wishes.add_argument("--days", type=int, default=28)
    wishes.add_argument("--seed", type=int, default=SEED)
    asked = wishes.parse_args()
    zones = mainland()
    watch, country = OutageWatch(1, zones), Country(asked.seed)
    begun, false_alarms = time.process_time(), 0
    scores: list[tuple[int, str, float]] = []
    for number, reports in enumerate(country.minutes(0, (asked.days + 7) * 1440)):
        for found in watch.take(START + number * MINUTE, reports):
            if isinstance(found.said, Alarm) and number >= 7 * 1440:
                false_alarms += 1
                scores.append((number // 1440, found.said.voice, round(found.said.score, 1)))
    minutes = (asked.days + 7) * 1440
    print(f"{asked.days} days without an outage: {false_alarms / asked.days * 7:.2f} alarms a week (at most 1)", scores)
    print(f"threshold now {watch.threshold():.1f}; highest of six hours {np.sort(watch._rings.blocks)[-6:].round(1)}")
    print(f"{(time.process_time() - begun) / minutes * 1000:.2f} ms CPU a minute, the drawing included (at most 2)")
    kept = watch.state()
    for size, times in ((4, 10.0), (12, 10.0), (1, 30.0)):
        tell(zones, kept, minutes, size, times, asked.events, asked.seed)


def tell(zones: Zones, kept: object, begins: int, size: int, times: float, events: int, seed: int) -> None:
    late, first, scores, missed = [], [], [], 0
    hidden: list[str] = []  # what there was to see of those that were missed
    for event in range(events):
        draw = np.random.default_rng(seed + 1000 * size + event)
        centre = int(draw.integers(len(zones.codes)))
        places = zones.order[centre, :size].tolist()
        watch, country = OutageWatch(1, zones), Country(seed + 7 * event + size)
        watch.restore(kept)
        begin = begins + int(draw.integers(8 * 60, 22 * 60))
        for number, reports in enumerate(country.minutes(begins, begin - begins), begins):
            watch.take(START + number * MINUTE, reports)
        true = {zones.codes[place] for place in places}
        told: list[tuple[int, float]] = []
        placed = 0
        for number, reports in enumerate(country.minutes(begin, 120, places, times), begin):
            placed += sum(one.place in true for one in reports)
            for found in watch.take(START + number * MINUTE, reports):
                if isinstance(found.said, Alarm | Update):  # an update, where a false alarm was there before
                    f1 = 2 * len(true & set(found.places)) / (len(true) + len(found.places))
                    told.append((number - begin + 1, f1))
        missed += not told
        if not told:
            share = float(zones.shares[places].sum())
            hidden.append(f"{begin // 60 % 24} h, {share:.1%} of the country, {placed} placed reports")
        if told:
            late.append(told[0][0])
            first.append(told[0][1])
            scores.append([f1 for minutes, f1 in told if minutes <= max(30, told[0][0])][-1])
    print(
        f"{size} places x{times:.0f}, {events} outages: median {np.median(late):.0f} min (at most 30; 9 of 10 within "
        f"{np.percentile(late, 90):.0f}), places F1 {np.mean(scores):.2f} ± {np.std(scores):.2f} half an hour in (at "
        f"least 0.85), {np.mean(first):.2f} at the alarm; missed {missed / events:.0%} (not seen in two hours)"
    )
    for one in hidden:
        print(f"    missed: {one} in two hours")


if __name__ == "__main__":
    main()
