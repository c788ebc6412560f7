"""What it costs to make posts fit for a wall, against reading them from the session.

    python tests/benchmarks/masking.py [--posts 5000]

On the demonstration, in CPU time, the median of five runs: masking and starring posts, starring alone, both as a ratio
to `Reader.latest` of the same posts; and the names of all authors read for the first time and again.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from hubdesk import demo  # noqa: E402
from hubdesk.core import Scope  # noqa: E402
from hubdesk.store.session import open_reader  # noqa: E402
from hubdesk.wall.face import Veil  # noqa: E402
from hubdesk.wall.masks import Masks  # noqa: E402
from hubdesk.wall.veil import stars_of  # noqa: E402

RUNS: Final = 5


def median(run: Callable[[], object]) -> float:
    """CPU seconds of a run."""
    spent = []
    for _run in range(RUNS):
        begun = time.process_time()
        run()
        spent.append(time.process_time() - begun)
    return statistics.median(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=5_000)
    wanted = parser.parse_args().posts
    with tempfile.TemporaryDirectory() as folder, open_reader(demo.demo_path(Path(folder))) as reader:
        facts = reader.facts()
        scope = Scope((), facts.first_at or 0, (facts.last_at or 0) + 1)
        begun = time.process_time()
        masks = Masks.of(reader, Veil())
        first = time.process_time() - begun
        again = median(lambda: Masks.of(reader, Veil()))
        heard = reader.latest(scope, wanted)
        stars = stars_of((), ())
        reading = median(lambda: reader.latest(scope, wanted))
        masking = median(lambda: [masks.shown(one) for one in heard])
        starring = median(lambda: [stars.starred(one.mention.text) for one in heard])
    print(f"{len(heard)} posts read in {1e3 * reading:.0f} ms of CPU, the reference")
    print(f"masked and starred: {masking / reading:.2f} times that, {1e6 * masking / len(heard):.0f} µs a post")
    print(f"starred alone: {starring / reading:.2f} times that, {1e6 * starring / len(heard):.0f} µs a post")
    print(f"names of {facts.mentions} mentions' authors: {first / reading:.2f} at first, {again / reading:.3f} again")


if __name__ == "__main__":
    main()
