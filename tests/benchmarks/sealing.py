"""How fast a session is sealed and a sealed one opened, against named references in the same run.

    python tests/benchmarks/sealing.py [--mentions 1000000] [--rounds 3] [--opening]

Sealing all of a session, against SQLite's own `VACUUM INTO` of the same file; a tenth of it as a span, and that with
pseudonyms, against `VACUUM INTO` of the sealed span. `--opening`: a sealed session's desk to its first painted picture,
against the demonstration's. Wall and CPU time; the better of the rounds.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from million import END, million_path

from hubdesk.core import DAY
from hubdesk.demo import demo_path
from hubdesk.store import manifest
from hubdesk.store.seal import SealWish, seal
from hubdesk.store.session import open_reader

SPAN = 40 * DAY


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Wall and CPU seconds of the best round, by CPU."""
    made = []
    for _round in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        made.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = min(made)
    return wall, cpu


def vacuumed(path: Path, out: Path) -> None:
    out.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(out),))
    out.unlink()


def say(what: str, one: tuple[float, float], other: tuple[float, float], than: str) -> None:
    print(
        f"{what:<34} {one[0]:6.2f} s, CPU {one[1]:6.2f} s; {than} {other[0]:6.2f} s, CPU {other[1]:6.2f} s:"
        f" {one[0] / other[0]:.2f} times, CPU {one[1] / other[1]:.2f}"
    )


def shown(path: Path, folder: Path) -> None:
    """The desk in a process of its own, until every panel in sight is painted."""
    words = (sys.executable, "-m", "hubdesk", "--profile", str(folder), "open", str(path), "--size", "1600x900")
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run((*words, "--screenshot", str(folder / "x.png")), env=env, check=True, capture_output=True)


def opened(path: Path, folder: Path, rounds: int) -> tuple[float, float]:
    made = []
    for _round in range(rounds):
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        shown(path, folder)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        made.append((cpu, time.perf_counter() - wall))
    cpu, wall = min(made)
    return wall, cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--opening", action="store_true")
    given = parser.parse_args()
    path = million_path(given.mentions)
    print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        folder = Path(name)
        whole, span, hidden = folder / "whole.hubdesk", folder / "span.hubdesk", folder / "hidden.hubdesk"
        reference = timed(lambda: vacuumed(path, folder / "vacuum"), given.rounds)
        say(
            "sealed whole",
            timed(lambda: seal(path, whole, SealWish(replace=True), END), given.rounds),
            reference,
            "VACUUM INTO",
        )
        with open_reader(whole) as reader:
            verified = timed(reader.is_as_sealed, given.rounds)
        say("verified", verified, reference, "VACUUM INTO")
        if given.opening:
            demo = demo_path(folder)
            say(
                "sealed whole, to the first picture",
                opened(whole, folder / "profile", given.rounds),
                opened(demo, folder / "profile", given.rounds),
                "the demonstration",
            )
        whole.unlink()
        wish = SealWish(END - SPAN, END, replace=True)
        made = timed(lambda: seal(path, span, wish, END), given.rounds)
        reference = timed(lambda: vacuumed(span, folder / "vacuum"), given.rounds)
        say("sealed span", made, reference, "VACUUM INTO")
        wish = SealWish(END - SPAN, END, pseudonymise=True, replace=True)
        say("sealed span, pseudonyms", timed(lambda: seal(path, hidden, wish, END), 1), reference, "VACUUM INTO")
        with open_reader(hidden) as reader:
            told = reader.manifest()
            assert isinstance(told, manifest.Manifest)
            print(f"the span holds {told.mentions} mentions")


if __name__ == "__main__":
    main()
