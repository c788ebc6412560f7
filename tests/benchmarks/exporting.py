"""How fast rows leave the desk and in how much memory, against a named reference in the same run.

    python tests/benchmarks/exporting.py [--mentions 1000000] [--kinds csv jsonl xlsx parquet]

Each kind in a process of its own, against Python's `csv` writing the bare columns that `sqlite3` reads of the same
file: no terms, no matched words, no instants in words, no guard against formulas. CPU time; memory at its most.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from million import million_path

from hubdesk.core import Scope
from hubdesk.reports.export import KINDS, export
from hubdesk.store.session import open_reader

COLUMNS = "id, network, kind, published_at, seen_at, handle, name, followers, title, text, url, language, reach"


def bare(path: Path, out: Path) -> None:
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection, out.open("w") as file:
        csv.writer(file).writerows(connection.execute(f"SELECT {COLUMNS} FROM mention"))


def one(path: Path, kind: str, folder: Path) -> None:
    """In a process of its own: CPU seconds, rows and megabytes."""
    begun, rows = time.process_time(), 0
    if kind == "bare":
        bare(path, folder / "bare.csv")
    else:
        with open_reader(path) as reader:
            rows = export(reader, Scope((), 0, 1 << 52), folder / f"out.{kind}").rows
    took = time.process_time() - begun
    status = Path("/proc/self/status").read_text()  # the process's own: getrusage knows the parent's as well
    print(took, rows, int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--kinds", nargs="*", default=[kind.removeprefix(".") for kind in KINDS])
    parser.add_argument("--one", nargs=2)
    asked = parser.parse_args()
    path = million_path(asked.mentions)
    if asked.one:
        one(path, asked.one[0], Path(asked.one[1]))
        return
    reference = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("bare", *asked.kinds):
            words = [sys.executable, __file__, "--mentions", str(asked.mentions), "--one", kind, folder]
            told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
            took, rows, most = float(told[0]), int(told[1]), float(told[2])
            reference = reference or took
            print(
                f"{kind:<8} CPU {took:7.2f} s, {took / reference:5.1f} times the bare columns, {most:5.0f} MB, {rows}"
            )


if __name__ == "__main__":
    main()
