"""What the command palette costs with five thousand topics: a letter against a bare `in` over the same strings.

    python tests/benchmarks/palette.py [--topics 5000]

CPU time, the median of 30 rounds; a frame has 16 ms.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

from hubdesk.core import Topic
from hubdesk.desk.palette_finding import Finder, Offer, told

ROUNDS = 30


def took(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median."""
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(1_000 * (time.process_time() - began))
    return statistics.median(times)


def bare_find(parts: Sequence[str], lines: Sequence[str]) -> list[bool]:
    return [all(part in line for part in parts) for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=int, default=5_000)
    asked = parser.parse_args()
    topics = tuple(Topic(n, f"Opérateur n° {n}, forfaits d’été", f"mot{n}") for n in range(asked.topics))

    def made() -> list[Offer]:
        return [Offer(f"topic:{one.id}", one.name, "Topics", others="Topic Sujet", topic=one) for one in topics]

    offers = made()
    folded = told(offers)
    finder = Finder(offers, folded)
    lines = [line for _title, line in folded]
    print(f"{len(offers)} topics")
    print(f"  made once a session      {took(made) + took(lambda: told(offers)):7.1f} ms")
    print(f"  opened again             {took(lambda: Finder(offers, folded)):7.1f} ms")
    for typed in ("", "o", "operateur 49", "ete 4999", "zzzz"):
        bare = took(partial(bare_find, typed.split(), lines))
        ours = took(partial(finder.find, typed, ("topic:17",)))
        print(f"  typed {typed!r:16} {ours:9.1f} ms, {ours / bare:4.1f} times a bare `in` ({bare:.1f} ms)")


if __name__ == "__main__":
    main()
