"""What a minute's watch of many topics costs: at most 20 ms for 10,000, and 500,000 topic-minutes a second.

    python tests/benchmarks/rising_speed.py [--topics N] [--minutes N]

Processor time, one core; 40 to 5,000 mentions a day, every 500th topic in a surge. The reference in the same run is
the incomplete beta function over all topics and the four windows, which a watch without any sieve would have to pay.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from scipy.special import betainc

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk.core import MINUTE, MinuteCount  # noqa: E402 — the checkout's package is found only now
from hubdesk.detect.rising import RisingWatch  # noqa: E402

START = 1_767_571_200_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--topics", type=int, default=10_000)
    parser.add_argument("--minutes", type=int, default=1_500)
    given = parser.parse_args()
    chance = np.random.default_rng(1)
    rate = np.exp(chance.uniform(np.log(40), np.log(5_000), given.topics)) / 1440
    watch = RisingWatch(range(given.topics))
    seen = np.ones(given.topics, np.bool_)
    spent, said = [], 0
    for minute in range(given.minutes):
        surge = np.where(np.arange(given.topics) % 500 == minute // 60 % 500, 20.0, 1.0) if minute > 800 else 1.0
        count = chance.poisson(rate * surge).astype(np.float64)
        facts = np.stack([count, 0.6 * count, 0.2 * count, count, np.minimum(count, 1), 0 * count])
        began = time.process_time()
        said += len(watch.take_columns(START + minute * MINUTE, count, facts, seen))
        spent.append((time.process_time() - began) * 1000)
    tail = np.array(spent[given.minutes // 2 :])
    dues = np.maximum(rate, 1e-9)[None] * np.array([[5], [15], [60], [180]])
    counts = chance.poisson(dues) + 1.0
    began = time.process_time()
    for _turn in range(5):
        betainc(counts, 2.0, dues / (dues + 2.0))
    reference = (time.process_time() - began) * 200
    print(f"{given.topics:,} topics, {given.minutes:,} minutes, {said:,} things said")
    most = np.quantile(tail, 0.99)
    print(f"a minute: mean {tail.mean():.1f} ms, median {np.median(tail):.1f}, 99 in 100 under {most:.1f},")
    print(f"  the longest {tail.max():.1f}; the tails of all windows alone {reference:.1f} ms")
    print(f"{given.topics / tail.mean() * 1000:,.0f} topic-minutes a second")
    minute = given.minutes
    values = [MinuteCount(topic, START + minute * MINUTE, 1, 1, 1, 0, 1, 1) for topic in range(given.topics)]
    began = time.process_time()
    watch.take(START + minute * MINUTE, values)
    print(f"a minute given as {given.topics:,} values: {(time.process_time() - began) * 1000:.1f} ms")
    began = time.process_time()
    state = watch.state()
    size = sum(
        len(array["bytes"])
        for part in state.values()
        if isinstance(part, dict)
        for array in part.values()
        if isinstance(array, dict)
    )
    print(f"its memory as text: {size / 1e6:.0f} MB, {(time.process_time() - began) * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
