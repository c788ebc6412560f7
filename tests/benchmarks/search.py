"""How fast a session of a million mentions is searched, against the raw FTS5 query that returns the same rows.

    python tests/benchmarks/search.py [--mentions 1000000] [--path FILE] [--runs 3] [--all]

Raw: `SELECT rowid ... MATCH`, fetched, over the session's own index, with the same SQL conditions (search_queries.py);
its rows are compared with ours. Ours: from the query's text to how many there are; and the same with the first page,
50 mentions as values, newest first. CPU time, the best of the runs, ours and raw in turns.
"""

from __future__ import annotations

import argparse
import math
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from million import END, million_path
from search_queries import Case, cases

from hubdesk.core import DAY, Scope
from hubdesk.query.cuts import narrow
from hubdesk.query.sql import plan
from hubdesk.query.syntax import parse
from hubdesk.store.lexicon import Lexicon
from hubdesk.store.reader import Reader
from hubdesk.store.search import find
from hubdesk.store.session import open_reader
from hubdesk.store.verifying import Verifier

EVERYTHING = Scope((), 0, END + DAY)
PAGE = 50


class Timed(NamedTuple):
    """One query's milliseconds."""

    query: str
    rows: int
    verified: int
    raw: float
    ours: float
    page: float


def measured(reader: Reader, case: Case, runs: int) -> Timed:
    connection = reader._connection
    query = parse(case.query)
    fts = case.fts
    if not fts:
        words = narrow(plan(query, Lexicon(connection)).may)
        fts = words.fts if words else ""
    join = f" CROSS JOIN mention m ON m.id = words.rowid WHERE words MATCH ? AND {case.where}"
    raw = f"SELECT words.rowid FROM words{join if case.where else ' WHERE words MATCH ?'}"

    def by_hand() -> list[tuple[int]]:
        return connection.execute(raw, (fts,)).fetchall()

    verified = _compared(connection, case, by_hand())
    rows = reader.search(query, EVERYTHING, 0).total
    times: list[list[float]] = [[], [], []]
    for _run in range(runs):
        times[0].append(_milliseconds(by_hand))
        times[1].append(_milliseconds(lambda: reader.search(parse(case.query), EVERYTHING, 0)))
        times[2].append(_milliseconds(lambda: reader.search(parse(case.query), EVERYTHING, PAGE)))
    return Timed(case.query, rows, verified, *map(min, times))


def _compared(connection: sqlite3.Connection, case: Case, by_hand: list[tuple[int]]) -> int:
    """Stops when ours are not the raw query's rows. Returns how many had to be verified."""
    query = parse(case.query)
    hits = find(connection, query, EVERYTHING)
    found = {*hits.sure.ids, *Verifier(connection, EVERYTHING.known, query).holding(hits.doubtful.ids)}
    raw = {id_ for (id_,) in by_hand}
    if not (found <= raw if case.is_wider else found == raw):
        raise SystemExit(f"{case.query}: {len(found)} rows, the raw query finds {len(raw)}")
    return len(hits.doubtful.ids)


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def p95(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    asked.add_argument("--path", type=Path, help="a session that million.py made")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--all", action="store_true", help="print every query")
    options = asked.parse_args()
    with open_reader(million_path(options.mentions, options.path)) as reader:
        count = reader.count(EVERYTHING)
        timed = [measured(reader, case, options.runs) for case in cases()]
    worst = sorted(timed, key=lambda one: one.page, reverse=True)
    print(f"{count} mentions, {len(timed)} queries, the best of {options.runs} runs each; milliseconds of CPU")
    print(f"{'query':54} {'rows':>8} {'verified':>8} {'raw':>8} {'ours':>8} {'+ page':>8}")
    for one in worst if options.all else worst[:10]:
        figures = f"{one.raw:8.1f} {one.ours:8.1f} {one.page:8.1f}"
        print(f"{one.query[:54]:54} {one.rows:8} {one.verified:8} {figures}")
    raw, ours, page = (p95([getattr(one, name) for one in timed]) for name in ("raw", "ours", "page"))
    print(f"p95: raw {raw:.1f}, ours {ours:.1f} (ratio {ours / raw:.2f}, at most 2), with the first page {page:.1f}")
    alike = [one.ours / one.raw for one in timed if one.raw > 0]
    print(f"p95 of each query's own ratio: {p95(alike):.2f}; median {sorted(alike)[len(alike) // 2]:.2f}")


if __name__ == "__main__":
    main()
