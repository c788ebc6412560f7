"""References for a filter change: the masks and counts of the eight panels by bare numpy, by DuckDB, and by SQLite."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

import numpy as np
from columns import DUCK, SQLITE, Bare, bare_of

from hubdesk.core import DAY, HOUR, Scope
from hubdesk.core.filters import Filter
from hubdesk.query.indexing import index_token
from hubdesk.store.columns_look import Look
from hubdesk.store.columns_tables import DUPLICATE, KIND

NEWEST = 100
LOUDEST = 50


def cpu_ms(work: Callable[[], object], runs: int = 3) -> float:
    """Of the processor, the median."""
    times = []
    for _run in range(runs):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return sorted(times)[runs // 2]


class BareDesk:
    """One plain array for each thing that is asked; what eight panels count of a scope and its filters."""

    def __init__(self, look: Look, connection: sqlite3.Connection) -> None:
        self.bare, self.values, self.themes = bare_of(look)
        rows, tables = look.rows, look.tables
        self._connection = connection
        self._authors, self._accounts = tables.authors, self.bare.author
        self._known_authors: dict[str, np.ndarray] = {}
        facets = list(zip(tables.facets.column(KIND), tables.facets.column(DUPLICATE), strict=True))
        self.sort = np.array([(kind == "repost") + 2 * bool(twice) for kind, twice in facets])[rows.facet]
        self.reach = rows.reach.astype(np.int64)
        self.first, self.ids = int(rows.id[0]), rows.id
        self._towns = tables.readings.sayings
        self._reading = rows.reading

    def _held_by(self, one: Filter) -> np.ndarray:
        bare, value = self.bare, one.values[0]
        if one.field == "theme":
            return (bare.themes & (1 << self.values["theme"][value])) != 0
        if one.field == "topic":
            return (bare.topics & (1 << self.values["topic"][value])) != 0
        if one.field == "author":
            return self.account(value)[self._accounts]
        if one.field == "place" and len(value) > 3:
            return self._towns.having({value})[self._reading]
        if one.field == "text":
            return self._texts(value)
        return getattr(bare, one.field) == self.values[one.field].get(value, -2)

    def account(self, handle: str) -> np.ndarray:
        """Which accounts have that handle: looked up once, as in a table."""
        if handle not in self._known_authors:
            codes = np.flatnonzero(self._authors.arrays[1][:, 0] == self._authors.hash_of(handle=handle))
            told = np.zeros(int(self._accounts.max()) + 1, bool)
            told[self._authors.accounts()[0][codes]] = True
            self._known_authors[handle] = told
        return self._known_authors[handle]

    def _texts(self, query: str) -> np.ndarray:
        """The index of words as it is: no spelling, no fields."""
        near = query.replace(" NEAR/5 ", " ").split() if "NEAR" in query else None
        words = [index_token("word", word) for word in query.replace(" OR ", " ").split()]
        asked = f'NEAR("{near[0]}" "{near[1]}", 5)' if near else " OR ".join(f'"{word}"' for word in words)
        found = self._connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (asked,)).fetchall()
        mask = np.zeros(len(self.ids), bool)
        mask[np.fromiter((row[0] for row in found), np.int64, len(found)) - self.first] = True
        return mask

    def _filtered(self, scope: Scope) -> np.ndarray | None:
        wanted = 0
        for topic in scope.topics:
            wanted |= 1 << self.values["topic"][str(topic.id)]
        held = (self.bare.topics & wanted) != 0
        held &= self.bare.known <= scope.known
        for one in scope.filters:
            held &= self._held_by(one) ^ one.negated
        return held

    def panels(self, scope: Scope) -> int:
        """Figures, feed, trend, comparison, tone, themes, map, voices and hours; of the span before as well what a
        change is told from."""
        filtered, bare = self._filtered(scope), self.bare
        before = scope.before()
        held = np.flatnonzero(filtered & (bare.at >= scope.start) & (bare.at < scope.end))
        past = np.flatnonzero(filtered & (bare.at >= before.start) & (bare.at < before.end))
        at, tone, topics, themes = (column[held] for column in (bare.at, bare.tone, bare.topics, bare.themes))
        if len(held) > NEWEST:
            np.argpartition(bare.known[held], -NEWEST)
        step = DAY if scope.length > 30 * DAY else HOUR if scope.length > DAY else 60_000
        place, sort = (at - scope.start) // step, self.sort[held]
        topics_past, sort_past = bare.topics[past], self.sort[past]
        for topic in scope.topics:
            bit = 1 << self.values["topic"][str(topic.id)]
            of_it = (topics & bit) != 0
            np.bincount(place[of_it])  # the trend, and the small curves of a comparison
            np.bincount(sort[of_it], minlength=4)
            np.bincount(sort_past[(topics_past & bit) != 0], minlength=4)
        np.bincount(place * 8 + tone + 1)
        themes_past = bare.themes[past]
        for theme in range(self.themes):
            np.bincount(tone[(themes & (1 << theme)) != 0] + 1, minlength=8)
            np.count_nonzero(themes_past & (1 << theme))
        np.bincount((bare.place[held] + 1) * 8 + tone + 1)
        author = bare.author[held]
        by_author = np.bincount(author, minlength=LOUDEST + 1)
        np.bincount(author, weights=self.reach[held])
        loudest = np.argpartition(by_author, -LOUDEST)[-LOUDEST:]
        rank = np.full(len(by_author), -1)
        rank[loudest] = np.arange(LOUDEST)
        listed = rank[author]
        np.bincount(listed[listed >= 0] * 8 + tone[listed >= 0] + 1)
        np.bincount((at - scope.start) // HOUR)
        return len(held)


class Duck:
    """DuckDB over the same arrays as a table, one thread; None of what a table of numbers cannot say."""

    def __init__(self, desk: BareDesk) -> None:
        import duckdb

        self._desk = desk
        data = {name: getattr(desk.bare, name) for name in Bare.__annotations__ if name != "one"}
        self._connection = duckdb.connect()
        self._connection.execute("SET threads = 1")
        self._connection.execute("CREATE TABLE m AS SELECT * FROM data")
        assert data

    def ask(self, scope: Scope) -> Callable[[], object] | None:
        where = self._where(scope)
        if where is None:
            return None
        step = DAY if scope.length > 30 * DAY else HOUR if scope.length > DAY else 60_000
        asked = [one.format(start=scope.start, step=step, where=where) for one in DUCK]
        return lambda: [self._connection.execute(one).fetchall() for one in asked]

    def _where(self, scope: Scope) -> str | None:
        values = self._desk.values
        wanted = sum(1 << values["topic"][str(topic.id)] for topic in scope.topics)
        said = [f'"at" >= {scope.start} AND "at" < {scope.end} AND known <= {scope.known} AND topics & {wanted} <> 0']
        for one in scope.filters:
            value = one.values[0]
            if one.field == "text" or (one.field == "place" and len(value) > 3):
                return None
            code = values.get(one.field, {}).get(value, -2)
            if one.field == "theme":
                told = f"themes & {1 << code} <> 0"
            elif one.field == "topic":
                told = f"topics & {1 << code} <> 0"
            elif one.field == "author":
                told = f"author IN ({', '.join(map(str, np.flatnonzero(self._desk.account(value)).tolist())) or -1})"
            else:
                told = f'"{one.field}" = {code}'
            said.append(f"NOT ({told})" if one.negated else told)
        return " AND ".join(said)


def sqlite_ask(connection: sqlite3.Connection, scope: Scope) -> Callable[[], object] | None:
    """Four counts over the index that counting walks, where that index can say what the filters take."""
    where = "at >= :start AND at < :end AND known_at <= :known"
    for one in scope.filters:
        if one.field != "tone":
            return None
        code = ("none", "negative", "neutral", "positive", "unknown").index(one.values[0])
        where += f" AND reading % 8 {'<>' if one.negated else '='} {code}"
    asked = {"start": scope.start, "end": scope.end, "known": scope.known, "step": DAY}
    return lambda: [connection.execute(one.format(where=where), asked).fetchall() for one in SQLITE]
