"""How long reading a comparison takes in a session of a million mentions.

    python tests/benchmarks/compared.py [--mentions 1000000]

The reference is SQLite's own count(*) over the same mentions, grouped by what a comparison tells apart: the topics,
the source and the kind. Counted in SQL, and from columns that are there already: with the cut of the scope, which
panels share, and of it alone; twenty accounts are declared as insiders' or brands'. CPU time, best of three.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from million import END, million_path
from readings import best

from hubdesk.core import DAY, Person, Scope
from hubdesk.core.filters import Filter
from hubdesk.panels.compare_picture import CompareOptions, read_compare
from hubdesk.store import columns_compared, compared
from hubdesk.store.columns_told import Cut
from hubdesk.store.reader import Reader
from hubdesk.store.reader_columns import drop, shared
from hubdesk.store.session import open_reader, open_writer

SPANS = (("all of it", 400 * DAY), ("30 days", 30 * DAY), ("a day", DAY))
GROUPED = (
    "SELECT combo, source, kind, count(*) FROM mention WHERE at >= ? AND at < ? AND known_at <= ? GROUP BY 1, 2, 3"
)
MOST_BY: Final = (
    "SELECT network || ':' || handle FROM mention WHERE handle <> '' GROUP BY network, handle"
    " ORDER BY count(*) DESC LIMIT 20"
)
WRITTEN: Final = "SELECT count(*) FROM mention WHERE network || ':' || handle IN (SELECT value FROM json_each(?))"


def declared(path: Path) -> tuple[str, ...]:
    """Make ten of those who wrote most insiders; ten more stand for brands' accounts."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        with connection:
            connection.execute("UPDATE mention SET author_id = handle")  # one account of each name
        accounts = [account for (account,) in connection.execute(MOST_BY)]
        print(connection.execute(WRITTEN, (json.dumps(accounts),)).fetchone()[0], "mentions by declared accounts")
    person = Person("Staff", "insider", "https://example.org", "2026-01-01", tuple(accounts[10:]))
    with open_writer(path) as writer:
        writer.change_insiders((person,), ())
    return tuple(accounts[:10])


def both_ways(reader: Reader, path: Path, scope: Scope, own: tuple[str, ...], bare: float) -> None:
    look = shared(path).look(scope.start, scope.end)

    def cut(*filters: Filter) -> Cut:
        return reader._cut(look, replace(scope, filters=filters))

    negative = Filter("tone", ("negative",))
    made, narrow = cut(), cut(negative)
    asked = tuple((topic.id, own) for topic in scope.topics)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert columns_compared.counted(connection, made, own) == compared.counted(connection, scope, own)
        by_sql = best(lambda: compared.counted(connection, scope, own))
        first = best(lambda: columns_compared.counted(connection, cut(), own))
        alone = best(lambda: columns_compared.counted(connection, made, own))
        less = best(lambda: columns_compared.counted(connection, narrow, own))
        told("counted by sort", by_sql, first, alone, less, bare)

        def answers(of: Cut) -> object:
            return compared.first_answers(connection, scope, asked, columns_compared.written_by(connection, of, asked))

        assert answers(made) == compared.first_answers(connection, scope, asked)
        by_sql = best(lambda: compared.first_answers(connection, scope, asked))
        told("first answers", by_sql, best(lambda: answers(cut())), best(lambda: answers(made)), None, bare)


def told(what: str, by_sql: float, first: float, alone: float, less: float | None, bare: float) -> None:
    narrowed = "" if less is None else f"; what is negative of it {less:.1f} ms"
    print(
        f"    {what:15} SQL {by_sql:8.1f} ms   {by_sql / bare:5.1f} times that; columns {first:7.1f} ms with the cut,"
        f" {alone:6.1f} without: {by_sql / first:5.1f} times as fast{narrowed}"
    )


def measured(reader: Reader, path: Path, own: tuple[str, ...]) -> None:
    connection = sqlite3.connect(path)
    for name, length in SPANS:
        scope = Scope(reader.topics(), END - length, END)
        asked = (scope.start, scope.end, scope.known)
        bare = best(lambda asked=asked: connection.execute(GROUPED, asked).fetchall())
        print(f"{name}: {reader.count(scope)} mentions; grouped alone {bare:.1f} ms")
        both_ways(reader, path, scope, own, bare)
        took = best(lambda scope=scope: read_compare(reader, scope, CompareOptions()))
        print(f"    the comparison  {took:8.1f} ms   {took / bare:6.1f} times that (two spans)")
    connection.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--mentions", type=int, default=1_000_000)
    made = million_path(asked.parse_args().mentions)
    with tempfile.TemporaryDirectory(prefix="hubdesk-compared-") as folder:
        path = Path(folder) / made.name
        shutil.copyfile(made, path)
        own = declared(path)
        shared(path).fill()
        with open_reader(path) as reader:
            measured(reader, path, own)
        drop(path)


if __name__ == "__main__":
    main()
