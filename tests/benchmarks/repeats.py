"""How long who repeats whom and new phrases take of a million mentions, with and without filters: SQL beside columns.

    python tests/benchmarks/repeats.py [--mentions 1000000]

The session is that of crossed.py, in which every third mention repeats an earlier one. The reference is SQLite's own
count(*) over the same mentions, grouped by network and kind. CPU time, best of three, of SQL alone one run.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from crossed import GROUPED, repeated
from million import END, million_path
from readings import best, given_out

from hubdesk.core import DAY, Scope
from hubdesk.core.filters import Filter
from hubdesk.store.phrases import background, phrases
from hubdesk.store.reader import Reader, SpreadOrder
from hubdesk.store.reader_columns import drop, shared
from hubdesk.store.session import open_reader
from hubdesk.store.spread import spread

SPANS = (("all of it", 400 * DAY), ("30 days", 30 * DAY), ("a day", DAY))
NARROWED = (Filter("network", ("bluesky",)), Filter("tone", ("negative",)), Filter("text", ("panne",)))


def scopes() -> Iterator[tuple[str, Scope]]:
    for name, length in SPANS:
        yield name, Scope((), END - length, END)
        for one in NARROWED:
            yield f"{name}, {one.values[0]}", Scope((), END - length, END, filters=(one,))


def once(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def measured(reader: Reader, path: Path) -> None:
    connection = sqlite3.connect(path)
    shared(path).fill()
    for name, scope in scopes():
        asked = (scope.start, scope.end, scope.known)
        bare = best(lambda asked=asked: connection.execute(GROUPED, asked).fetchall())
        told, found = reader.spread(scope), reader.phrases(scope)
        with reader._reading(scope, background(scope)) as asking:
            by_sql = once(lambda: spread(asking, scope, SpreadOrder.SIZE, 30, True))  # noqa: B023
            phrases_by_sql = once(lambda: phrases(asking, scope))  # noqa: B023
        took = best(lambda scope=scope: reader.spread(scope))
        phrases_took = best(lambda scope=scope: reader.phrases(scope))
        print(f"{name}: {told.mentions} mentions; grouped alone {bare:.1f} ms")
        print(
            f"    spread  SQL {by_sql:8.1f} ms, columns {took:7.1f} ms, {took / bare:6.2f} times the reference;"
            f" {told.copies} copies, {told.reposts} reposts, {told.groups} groups, {told.left_out} not read"
        )
        print(
            f"    phrases SQL {phrases_by_sql:8.1f} ms, columns {phrases_took:7.1f} ms, {phrases_took / bare:6.2f}"
            f" times the reference; {len(found.phrases)} of {found.asked}"
        )
    connection.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    made = million_path(asked.parse_args().mentions)
    with tempfile.TemporaryDirectory(prefix="hubdesk-repeats-") as folder:
        path = Path(folder) / made.name
        shutil.copyfile(made, path)
        print(f"{given_out(path)} readings, {repeated(path)} repeats")
        with open_reader(path) as reader:
            measured(reader, path)
        drop(path)


if __name__ == "__main__":
    main()
