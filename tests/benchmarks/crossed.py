"""How long crossing two dimensions, bands, and grouping what is repeated take in a session of a million mentions.

    python tests/benchmarks/crossed.py [--mentions 1000000]

The reference is SQLite's own count(*) over the same mentions, grouped by network and kind, in whichever order it likes.
Readings are given out at random; every third mention repeats an earlier one, reposts as well as copies, a few of them
very often. CPU time, best of three. Tables and bands are counted in SQL, and from columns that are there already: with
the cut of the scope, which panels share, and of it alone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

from million import END, million_path
from readings import best, given_out

from hubdesk.core import DAY, HOUR, Scope
from hubdesk.core.filters import Filter
from hubdesk.store import bands, columns_bands, columns_crossed, crossed
from hubdesk.store.columns_told import Cut
from hubdesk.store.reader import Dimension, Reader, SpreadOrder
from hubdesk.store.reader_columns import drop, shared
from hubdesk.store.session import open_reader

SPANS = (("all of it", 400 * DAY), ("30 days", 30 * DAY), ("a day", DAY))
PAIRS = (
    (Dimension.THEME, Dimension.TONE),
    (Dimension.TOPIC, Dimension.DEPARTMENT),
    (Dimension.NETWORK, Dimension.KIND),
    (Dimension.LANGUAGE, Dimension.TONE),
    (Dimension.DAY, Dimension.HOUR),
)
BANDS = (Dimension.TOPIC, Dimension.TONE, Dimension.NETWORK, Dimension.LANGUAGE)
NEGATIVE = (Filter("tone", ("negative",)),)
GROUPED = (
    "SELECT network, kind, count(*) FROM mention WHERE at >= ? AND at < ? AND known_at <= ? AND withdrawn_at IS NULL"
    " GROUP BY 1, 2"
)


def repeated(path: Path) -> int:
    """Let every third mention repeat an earlier one. Returns how many do."""
    chance, copies, reposts, evidence = random.Random(9), [], [], []
    connection = sqlite3.connect(path)
    for id_, kind, notes in connection.execute("SELECT id, kind, notes FROM mention WHERE id > 100").fetchall():
        if chance.random() > 1 / 3:
            continue
        root = f"at://{int(chance.random() ** 6 * 5_000) + id_ // 20_000 * 17}"
        if kind == "repost":
            reposts.append((root, id_))
        told = json.dumps({**json.loads(notes), "duplicate": True}, separators=(",", ":"))
        copies.append((told, id_))
        evidence.append((id_, json.dumps([["duplicate", root, None, "root", []]], separators=(",", ":"))))
    with connection:
        connection.executemany("UPDATE mention SET notes = ? WHERE id = ?", copies)
        connection.executemany("UPDATE mention SET parent_id = ? WHERE id = ?", reposts)
        connection.executemany("INSERT OR REPLACE INTO evidence VALUES (?, ?)", evidence)
    connection.close()
    return len(copies)


def tables(reader: Reader, path: Path, scope: Scope, bare: float) -> None:
    """By SQL and from columns, without filters and with one."""
    zone = reader._zone()
    look = shared(path).look(scope.start, scope.end)

    def cut(filters: tuple[Filter, ...] = ()) -> Cut:
        return reader._cut(look, replace(scope, filters=filters))

    made, narrow = cut(), cut(NEGATIVE)
    took, narrowed = best(cut), best(lambda: cut(NEGATIVE))
    print(f"    the cut {took:37.1f} ms   {took / bare:6.2f} times that; what is negative of it {narrowed:.1f} ms")
    step = DAY if scope.length > 2 * DAY else HOUR
    ways = [
        (
            f"{rows} by {columns}",
            lambda c, rows=rows, columns=columns: crossed.crossed(c, scope, rows, columns, zone),
            lambda c, of, rows=rows, columns=columns: columns_crossed.crossed(c, of, rows, columns, zone, crossed.MOST),
        )
        for rows, columns in PAIRS
    ] + [
        (
            f"bands by {by}",
            lambda c, by=by: bands.bands(c, scope, by, step, zone, 8),
            lambda c, of, by=by: columns_bands.bands(c, of, by, step, zone, 8),
        )
        for by in BANDS
    ]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for name, slow, quick in ways:
            assert slow(connection) == quick(connection, made)
            by_sql = best(lambda slow=slow: slow(connection))
            first = best(lambda quick=quick: quick(connection, cut()))
            alone = best(lambda quick=quick: quick(connection, made))
            less = best(lambda quick=quick: quick(connection, narrow))
            print(
                f"    {name:20} SQL {by_sql:7.1f} ms   {by_sql / bare:5.1f} times that; columns {first:6.1f} ms with"
                f" the cut, {alone:5.1f} without: {by_sql / first:5.1f} times as fast; narrowed {less:5.1f} ms"
            )


def measured(reader: Reader, path: Path) -> None:
    connection = sqlite3.connect(path)
    for name, length in SPANS:
        scope = Scope((), END - length, END)
        asked = (scope.start, scope.end, scope.known)
        bare = best(lambda asked=asked: connection.execute(GROUPED, asked).fetchall())
        print(f"{name}: {reader.count(scope)} mentions; grouped alone {bare:.1f} ms")
        tables(reader, path, scope, bare)
        told = reader.spread(scope)
        for order in SpreadOrder:
            took = best(lambda scope=scope, order=order: reader.spread(scope, order))
            print(f"    spread by {order:12} {took:8.1f} ms   {took / bare:6.1f} times that")
        print(
            f"    {told.copies} copies, {told.reposts} reposts, {told.groups} groups, {told.left_out} not read;"
            f" {sum(bool(one.query) for one in told.listed)} of {len(told.listed)} with a query"
        )
    connection.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    made = million_path(asked.parse_args().mentions)
    with tempfile.TemporaryDirectory(prefix="hubdesk-crossed-") as folder:
        path = Path(folder) / made.name
        shutil.copyfile(made, path)
        print(f"{given_out(path)} readings, {repeated(path)} repeats")
        shared(path).fill()
        with open_reader(path) as reader:
            measured(reader, path)
        drop(path)


if __name__ == "__main__":
    main()
