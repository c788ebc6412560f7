"""How long a filter change takes, for eight panels' worth of counts over a million mentions, and what columns cost.

    python tests/benchmarks/columns.py [--rows 1000000] [--authors 100000] [--runs 5]

References, in the same run, CPU time, medians: the same masks and counts by bare numpy over one plain array for each
thing that is asked; DuckDB over those arrays as a table, when it is installed; SQLite grouping over the index that
counting walks. Filters alternate, so nothing that is remembered helps.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from columns_made import DAYS, made
from million import END

from hubdesk.core import DAY, HOUR, MINUTE, Scope, Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.store import voices_columns
from hubdesk.store.columns import Columns
from hubdesk.store.columns_cut import taken
from hubdesk.store.columns_look import Look
from hubdesk.store.columns_place import file_name, key_of
from hubdesk.store.columns_told import Cut
from hubdesk.store.covers import covers
from hubdesk.store.reader import VoiceOrder
from hubdesk.store.session import open_connection

ZONE = ZoneInfo("Europe/Paris")
WHOLE = (END - DAYS * DAY, END)
NEGATIVE, NORD = Filter("tone", ("negative",)), Filter("place", ("59",))
ASKED: tuple[tuple[str, tuple[int, int], Filters], ...] = (
    ("no filter", WHOLE, ()),
    ("negative", WHOLE, (NEGATIVE,)),
    ("on one network", WHOLE, (Filter("network", ("bluesky",)),)),
    ("of the Nord", WHOLE, (NORD,)),
    ("negative, of the Nord, in French", WHOLE, (NEGATIVE, NORD, Filter("language", ("fr",)))),
    ("no outage", WHOLE, (Filter("theme", ("outage_network",), negated=True),)),
    ("of one author", WHOLE, (Filter("author", ("voix77.example",)),)),
    ("a month, negative", (END - 30 * DAY, END), (NEGATIVE,)),
    ("twelve minutes", (END - 7 * DAY, END - 7 * DAY + 12 * MINUTE), ()),
)


def cpu(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median milliseconds of processor time, and of the clock."""
    times, clocks = [], []
    for _ in range(runs):
        begun, clock = time.process_time(), time.perf_counter()
        work()
        times.append((time.process_time() - begun) * 1000)
        clocks.append((time.perf_counter() - clock) * 1000)
    return statistics.median(times), statistics.median(clocks)


def panels(connection: sqlite3.Connection, look: Look, scope: Scope) -> int:
    """What eight panels count: figures, trend, shares, tone, themes, map, heat and table with the loudest voices."""
    cut = Cut(scope, taken(connection, look, scope), look.tables, ZONE, covers(connection, scope), look.found)
    step = DAY if scope.length > 2 * DAY else MINUTE
    _ = cut.gone, cut.shares()
    for topic in scope.topics:
        cut.volume(topic, step)
    cut.tone_curve(step), cut.tone_totals()
    cut.theme_totals(), cut.placed()
    cut.by("hour"), cut.by("weekday")
    cut.crossed("network", "theme"), voices_columns.voices(connection, cut, VoiceOrder.COUNT, 20)
    return cut.count


@dataclass
class Bare:
    """One plain array for each thing that is asked, a number a mention."""

    at: np.ndarray
    known: np.ndarray
    topics: np.ndarray  # a bit for each topic
    tone: np.ndarray
    themes: np.ndarray  # a bit for each theme
    place: np.ndarray
    network: np.ndarray
    language: np.ndarray
    author: np.ndarray
    hour: np.ndarray
    weekday: np.ndarray
    one: np.ndarray  # whether each account is the author that is asked about

    def mask(self, scope: Scope, filters: Filters, values: dict[str, dict[str, int]]) -> np.ndarray:
        held = (self.at >= scope.start) & (self.at < scope.end) & (self.known <= scope.known)
        wanted = 0
        for topic in scope.topics:
            wanted |= 1 << values["topic"][str(topic.id)]
        held &= (self.topics & wanted) != 0
        for one in filters:
            code = values.get(one.field, {}).get(one.values[0], -2)
            if one.field == "theme":
                told = (self.themes & (1 << code)) != 0
            elif one.field == "author":
                told = self.one[self.author]
            else:
                told = getattr(self, one.field) == code
            held &= told ^ one.negated
        return held

    def panels(self, scope: Scope, filters: Filters, values: dict[str, dict[str, int]], themes: int) -> int:
        held = np.flatnonzero(self.mask(scope, filters, values))
        at, topics, tone, themes_of, network = (
            column[held] for column in (self.at, self.topics, self.tone, self.themes, self.network)
        )
        step = DAY if scope.length > 2 * DAY else MINUTE
        place = (at - scope.start) // step
        for topic in scope.topics:
            of_it = (topics & (1 << values["topic"][str(topic.id)])) != 0
            np.bincount(place[of_it])
        np.bincount(place * 8 + tone)
        for theme in range(themes):
            of_it = np.flatnonzero(themes_of & (1 << theme))
            np.bincount(tone[of_it] + 1, minlength=8)
            np.bincount(network[of_it])
        np.bincount((self.place[held] + 1) * 8 + tone + 1)
        np.bincount(self.hour[held])
        np.bincount(self.weekday[held])
        by_author = np.bincount(self.author[held], minlength=20)
        np.argpartition(by_author, -20)
        return len(at)


def bare_of(look: Look) -> tuple[Bare, dict[str, dict[str, int]], int]:
    rows, tables = look.rows, look.tables
    values: dict[str, dict[str, int]] = {}

    def bits(name: str, sorts: object) -> np.ndarray:
        opened = sorts.opened()
        values[name] = {value: code for code, value in enumerate(opened.values) if value}
        told = np.zeros(len(opened), np.int64)
        for code in range(len(opened)):
            told[code] = sum(1 << values[name][value] for value in opened.of(code) if value)
        return told[sorts.array()]

    def first(name: str, sorts: object) -> np.ndarray:
        opened = sorts.opened()
        values[name] = {value: code for code, value in enumerate(opened.values) if value}
        return np.array([values[name].get(opened.of(code)[0], -1) for code in range(len(opened))])[sorts.array()]

    facets = {"network": 1, "language": 3}
    told = {}
    for name, place in facets.items():
        column = [value.partition("-")[0] for value in tables.facets.column(place)]
        values[name] = {value: code for code, value in enumerate(dict.fromkeys(column))}
        told[name] = np.array([values[name][value] for value in column])[rows.facet]
    clock = (rows.at + HOUR) // HOUR
    readings, authors = tables.readings, tables.authors.accounts()[0]
    one = np.flatnonzero(tables.authors.arrays[1][:, 0] == tables.authors.hash_of(handle="voix77.example"))
    wanted = np.zeros(int(authors.max()) + 1, bool)
    wanted[authors[one]] = True
    bare = Bare(
        rows.at.copy(), rows.known(), bits("topic", tables.combos.topics)[rows.combo],
        first("tone", readings.tones)[rows.reading], bits("theme", readings.themes)[rows.reading],
        first("place", readings.departments)[rows.reading], told["network"], told["language"],
        authors[rows.author].astype(np.int64), clock % 24, (clock // 24 + 3) % 7, wanted,
    )  # fmt: skip
    return bare, values, len(values["theme"])


OF_TOPIC = 'SELECT ("at" - {start}) // {step}, count(*) FROM m WHERE {where} AND topics & TOPIC <> 0 GROUP BY 1'
OF_THEME = "SELECT network, tone, count(*) FROM m WHERE {where} AND themes & THEME <> 0 GROUP BY 1, 2"
DUCK = (
    'SELECT ("at" - {start}) // {step}, tone, count(*) FROM m WHERE {where} GROUP BY 1, 2',
    *(OF_TOPIC.replace("TOPIC", str(1 << number)) for number in range(4)),
    "SELECT place, tone, count(*) FROM m WHERE {where} GROUP BY 1, 2",
    *(OF_THEME.replace("THEME", str(1 << number)) for number in range(9)),
    "SELECT hour, weekday, count(*) FROM m WHERE {where} GROUP BY 1, 2",
    "SELECT author, count(*) AS n FROM m WHERE {where} GROUP BY 1 ORDER BY n DESC LIMIT 20",
)
SQLITE = (
    "SELECT (at - :start) / :step, combo, count(*) FROM mention INDEXED BY mention_at WHERE {where} GROUP BY 1, 2",
    "SELECT (at - :start) / :step, reading % 8, count(*) FROM mention INDEXED BY mention_at WHERE {where}"
    " GROUP BY 1, 2",
    "SELECT combo, reading, count(*) FROM mention INDEXED BY mention_at WHERE {where} GROUP BY 1, 2",
    "SELECT at / 3600000 % 168, count(*) FROM mention INDEXED BY mention_at WHERE {where} GROUP BY 1",
)


def duck(bare: Bare, values: dict[str, dict[str, int]], scope: Scope, runs: int) -> None:
    try:
        import duckdb
    except ImportError:
        print("DuckDB is not installed")
        return
    data = {name: getattr(bare, name) for name in Bare.__annotations__ if name != "one"}
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute("CREATE TABLE m AS SELECT * FROM data")
    wanted = sum(1 << values["topic"][str(topic.id)] for topic in scope.topics)
    held = f'"at" >= {scope.start} AND "at" < {scope.end} AND known <= {scope.known} AND topics & {wanted} <> 0'
    for name, more in (("no filter", ""), ("negative", f" AND tone = {values['tone']['negative']}")):
        asked = [one.format(start=scope.start, step=DAY, where=held + more) for one in DUCK]
        took = cpu(lambda asked=asked: [connection.execute(one).fetchall() for one in asked], runs)
        print(f"    DuckDB, one thread, {name:12} {took[0]:8.1f} ms CPU {took[1]:8.1f} ms")
    connection.close()
    assert data


def sqlite(connection: sqlite3.Connection, scope: Scope) -> None:
    asked = {"start": scope.start, "end": scope.end, "known": scope.known, "step": DAY}
    for name, more in (("no filter", ""), ("negative", " AND reading % 8 = 1")):
        where = "at >= :start AND at < :end AND known_at <= :known" + more
        took = cpu(
            lambda where=where: [connection.execute(one.format(where=where), asked).fetchall() for one in SQLITE], 1
        )
        print(f"    SQLite, the index,  {name:12} {took[0]:8.1f} ms CPU {took[1]:8.1f} ms (four counts)")


def once(what: str, work: Callable[[], object]) -> None:
    took = cpu(work, 1)
    print(f"    {what:44} {took[0]:8.0f} ms CPU {took[1]:8.0f} ms")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--authors", type=int, default=100_000)
    asked.add_argument("--runs", type=int, default=5)
    options = asked.parse_args()
    path = made(options.rows, options.authors)
    with tempfile.TemporaryDirectory() as cache:
        measured(path, Path(cache), options.runs)


def measured(path: Path, cache: Path, runs: int) -> None:
    print("Loading")
    columns = Columns(path, open_connection, cache)
    once("built from the session", columns.fill)
    once("first look: what the index says of all", columns.look)
    once("kept in the cache", columns.keep)
    columns.close()
    held: list[Columns] = []
    once("loaded from the cache", lambda: held.append(Columns(path, open_connection, cache)))
    columns = held[0]
    once("first look: what the index says of all", columns.look)
    look = columns.look()
    size = columns.nbytes / len(look.rows)
    print(f"    {len(look.rows)} mentions, {len(look.tables.authors)} authors: {size:.1f} bytes a mention")
    connection = open_connection(path)
    topics = tuple(Topic(*row) for row in connection.execute("SELECT id, name, query, role FROM topic LIMIT 4"))
    bare, values, themes = bare_of(look)
    print("A filter change, eight panels' counts: columns, and bare numpy")
    ratios = []
    for name, (start, end), filters in ASKED:
        scope = Scope(topics, start, end, filters=filters)
        ours = cpu(lambda scope=scope: panels(connection, look, scope), runs)
        theirs = cpu(lambda scope=scope, filters=filters: bare.panels(scope, filters, values, themes), runs)
        ratios.append(ours[0] / theirs[0])
        count, other = panels(connection, look, scope), bare.panels(scope, filters, values, themes)
        same = "" if count == other else f"  ({other} by numpy)"
        print(
            f"    {name:34} {ours[0]:7.1f} ms CPU {ours[1]:7.1f} ms   {theirs[0]:7.1f} ms CPU"
            f"   {ratios[-1]:5.2f} times   {count} mentions{same}"
        )
    print(f"    at most {max(ratios):.2f} times bare numpy")
    scope = Scope(topics, *WHOLE)
    duck(bare, values, scope, runs)
    sqlite(connection, scope)
    connection.close()
    columns.close()
    following(path, cache, runs)


def following(path: Path, cache: Path, runs: int) -> None:
    """What one commit costs the next look: a reading changed, in a copy of the session."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / "copy.hubdesk"
        shutil.copyfile(path, copy)
        writing = sqlite3.connect(copy)
        key = key_of(writing)
        shutil.copyfile(cache / file_name(path, key), cache / file_name(copy, key))
        writing.execute("PRAGMA journal_mode=WAL")
        columns = Columns(copy, open_connection, cache)
        columns.look()
        for name, span in (("everything", WHOLE), ("a day", (END - DAY, END))):

            def change(span: tuple[int, int] = span) -> None:
                with writing:
                    writing.execute("UPDATE mention SET reading = (SELECT max(id) FROM reading) WHERE id = 7")
                columns.look(*span)

            took = cpu(change, runs)
            print(f"    a look at {name} after a commit {took[0]:8.1f} ms CPU {took[1]:8.1f} ms")
        columns.close()
        writing.close()


if __name__ == "__main__":
    main()
