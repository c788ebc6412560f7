"""How soon the watch for rising buzz sees invented events, and how often it cries wolf, at 30 to 10,000 mentions a day.

    python tests/benchmarks/rising_simulated.py [--topics N] [--seed S]

Each topic has a day's and a week's cycle, loud and quiet days and hours, and talk that begets talk (30 %, 20 minutes).
14 days teach, a week without any event counts false alarms, and the same topics with one event each on days 15 to 19
count minutes until the alarm; after 12 hours it was missed. Nothing real is so simple: a floor, not a promise.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk.core import MINUTE  # noqa: E402 — the checkout's package is found only now
from hubdesk.detect.rising import RisingWatch  # noqa: E402
from hubdesk.detect.values import Alarm  # noqa: E402

START = 1_767_571_200_000  # Monday 5 January 2026
A_DAY = (30, 100, 300, 1_000, 5_000, 10_000)
# times the usual, reached after minutes, and whether what comes on top also has to be talked into being, by 30 %
EVENTS = ((50.0, 2 * 60, False), (50.0, 2 * 60, True), (50.0, 12 * 60, False), (5.0, 2 * 60, False))
LEARNING, QUIET, MISSED = 14, 7, 12 * 60
BEGETS, FADES = 0.3, 20.0

Floats = NDArray[np.float64]


@dataclass
class World:
    """Topics that bring so many mentions a day on average; the same seed tells the same story."""

    a_day: Floats
    seed: int

    def __post_init__(self) -> None:
        chance = np.random.default_rng(self.seed)
        days, topics = LEARNING + QUIET, len(self.a_day)
        self.phase = chance.uniform(0, 2 * np.pi, topics)
        self.days = np.exp(chance.normal(0, 0.2, (days, topics)))
        self.hours = chance.gamma(6, 1 / 6, (days * 24, topics))

    def minutes(
        self, first: int, last: int, begun: NDArray[np.int64], times: float = 1, ramp: int = 1, is_talk: bool = False
    ) -> Iterator[Floats]:
        """Counts of each minute; from minute `begun` on, a topic grows towards so many times its usual.

        What an event brings comes by itself; or, `is_talk`, 30 % of it only once others have written.
        """
        chance = np.random.default_rng((self.seed, first))
        echo = BEGETS * self.a_day / 1440
        for minute in range(first, last):
            day = minute // 1440
            weekday = 1.1 if day % 7 < 5 else 0.7
            cycle = 1 + 0.75 * np.sin(2 * np.pi * (minute % 1440) / 1440 + self.phase)
            more = (times - 1) * np.clip((minute - begun) / ramp, 0, 1)
            rate = self.a_day / 1440 * cycle * weekday * self.days[day] * self.hours[minute // 60]
            talk = chance.poisson((1 - BEGETS) * rate * (1 + more * is_talk) + echo).astype(np.float64)
            echo = echo * np.exp(-1 / FADES) + BEGETS * talk * (1 - np.exp(-1 / FADES))
            yield talk + chance.poisson(rate * more * (not is_talk))


def run(watch: RisingWatch, counts: Iterator[Floats], first: int) -> list[Alarm]:
    alarms: list[Alarm] = []
    heard = np.ones(len(watch.topics), np.bool_)
    for minute, count in enumerate(counts, first):
        facts = np.stack([count, 0.6 * count, 0.2 * count, count, np.minimum(count, 1), 0 * count])
        said = watch.take_columns(START + minute * MINUTE, count, facts, heard)
        alarms += [one for one in said if isinstance(one, Alarm) and one.kind == "buzz"]
    return alarms


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--topics", type=int, default=40, help="of each size")
    parser.add_argument("--seed", type=int, default=20_261_126)
    given = parser.parse_args()
    began = time.process_time()
    a_day = np.repeat(np.array(A_DAY, np.float64), given.topics)
    world = World(a_day, given.seed)
    never = np.full(len(a_day), 10**9)
    watch = RisingWatch(range(len(a_day)), zone="UTC")
    learning = run(watch, world.minutes(0, LEARNING * 1440, never), 0)
    taught = watch.state()
    calm = run(watch, world.minutes(LEARNING * 1440, (LEARNING + QUIET) * 1440, never), LEARNING * 1440)
    print("false alarms a topic-week, at", " / ".join(map(str, A_DAY)), "mentions a day")
    for name, alarms, weeks in (("first two weeks", learning, LEARNING / 7), ("third week", calm, QUIET / 7)):
        for voice in ("early", "big", ""):
            rates = [
                sum(a_day[one.topic] == size and voice in (one.voice, "") for one in alarms) / given.topics / weeks
                for size in A_DAY
            ]
            total = sum(voice in (one.voice, "") for one in alarms) / len(a_day) / weeks
            print(f"  {name:16} {voice or 'both':6}", " / ".join(f"{rate:.2f}" for rate in rates), f"  all {total:.2f}")
    print("minutes until the alarm, median (9 in 10 by), missed")
    for times, ramp, is_talk in EVENTS:
        chance = np.random.default_rng((given.seed, ramp, int(times)))
        begun = LEARNING * 1440 + chance.integers(180, 4 * 1440, len(a_day))
        watch = RisingWatch.from_state(taught)
        counts = world.minutes(LEARNING * 1440, LEARNING * 1440 + 5 * 1440, begun, times, ramp, is_talk)
        alarms = run(watch, counts, LEARNING * 1440)
        delays, busy = np.full(len(a_day), np.inf), np.zeros(len(a_day), np.bool_)
        for one in alarms:
            late = (one.at - START) / MINUTE - begun[one.topic]
            busy[one.topic] |= -720 < late <= 0
            if late > 0:
                delays[one.topic] = min(delays[one.topic], late)
        told = []
        for size in A_DAY:
            mine = delays[(a_day == size) & ~busy]
            missed = int((mine > MISSED).sum())
            told.append(
                f"{np.median(mine):.0f} ({np.quantile(np.minimum(mine, 9_999), 0.9):.0f}) {missed} of {len(mine)}"
            )
        told.append(f"  100 to 5,000 together {np.median(delays[(a_day >= 100) & (a_day <= 5_000) & ~busy]):.0f}")
        name = f"x{times:.0f} in {ramp // 60} h" + (", by talk" if is_talk else "")
        print(f"  {name:18}", " / ".join(told))
    print(f"processor time {time.process_time() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
