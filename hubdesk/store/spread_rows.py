"""What repeats something in a scope, and whom: reposts, what says again what was said, and their originals."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hubdesk.core import Kind, Millis, Scope
from hubdesk.store import readings, series
from hubdesk.store.mentions import as_known
from hubdesk.store.narrowed import and_taken
from hubdesk.store.then import changed_since
from hubdesk.store.voices_rows import taken_among

if TYPE_CHECKING:
    from hubdesk.store.columns_counts import Counts

DEEPEST: Final = 6  # a repost of a copy of a repost
_COLUMNS: Final = (
    "id, at, known_at, network, native_id, handle, name, author_id, kind, parent_id, reach, reading, source, combo,"
    " CASE WHEN instr(notes, '\"duplicate\":true') THEN 1 WHEN instr(notes, '\"duplicate\":false') THEN 0 END"
)
_NATIVE, _KIND, _PARENT, _DUPLICATE = 4, 8, 9, 14  # places among them
_REPEATS: Final = (
    "SELECT {columns} FROM {table} WHERE at >= :start AND at < :end AND known_at <= :known AND withdrawn_at IS NULL"
    " {which} AND (kind = 'repost' OR instr(notes, '\"duplicate\":true')) ORDER BY at DESC, id DESC LIMIT :most"
)
_THESE: Final = (
    f"SELECT {_COLUMNS} FROM mention WHERE id IN (SELECT value FROM json_each(:ids)) AND withdrawn_at IS NULL"  # noqa: S608 — our own
)
_COUNTS: Final = (
    "SELECT kind = 'repost', CASE WHEN instr(notes, '\"duplicate\":true') THEN 1"
    " WHEN instr(notes, '\"duplicate\":false') THEN 0 ELSE 2 END, count(*) FROM {table} WHERE at >= :start"
    " AND at < :end AND known_at <= :known AND withdrawn_at IS NULL {which} GROUP BY 1, 2"
)
_NAMED: Final = (  # network by network, since the index begins with it and there are few
    "WITH RECURSIVE net(net) AS (SELECT min(network) FROM mention UNION ALL"
    " SELECT (SELECT min(network) FROM mention WHERE network > net) FROM net WHERE net IS NOT NULL),"
    " wanted(wanted) AS (SELECT value FROM json_each(:names))"
    " SELECT {columns} FROM net CROSS JOIN wanted CROSS JOIN mention INDEXED BY mention_native"
    " ON network = net AND native_id = wanted WHERE known_at <= :known AND withdrawn_at IS NULL"
)


class Row(NamedTuple):
    """A mention, for whom it repeats. `duplicate` None: nobody asked. There are fifty thousand of them, so it is a
    tuple, which is made in a quarter of the time."""

    id: int
    at: Millis
    known_at: Millis
    network: str
    native_id: str
    handle: str
    name: str
    author_id: str
    kind: str
    parent_id: str
    reach: int | None
    reading: int
    source: int
    combo: int
    duplicate: bool | None
    names: tuple[str, ...] = ()  # what it may repeat: the post it reposts, else the first that said so

    @property
    def is_repost(self) -> bool:
        return self.kind == Kind.REPOST


class Rows:
    """A scope's mentions that its filters take, as they were known then; and whom they repeat, wherever that lies."""

    def __init__(self, connection: sqlite3.Connection, scope: Scope, cut: Counts | None = None) -> None:
        """`cut`: of that scope, where there is one: what repeats is then looked up in columns, and nothing scanned."""
        self._connection, self._scope, self._cut = connection, scope, cut
        self._asked: dict[str, object] = {"start": scope.start, "end": scope.end, "known": scope.known}
        self._combos: frozenset[int] | None = None
        self._which = ""
        if scope.topics:
            self._combos = frozenset(series.combos_hearing(connection, scope.topics))
            self._which = "AND combo IN (SELECT value FROM json_each(:combos))"
            self._asked["combos"] = json.dumps(sorted(self._combos))
        self._which += and_taken(scope)
        changed = changed_since(connection, replace(scope, filters=()))
        self._then = {row.id: row for row in self._as_then(changed.then)} if changed else {}
        held = self.held(self._then.values())
        self._changed = tuple(row for row in self._then.values() if row.id in held)
        if changed:
            self._which += " AND id NOT IN (SELECT value FROM json_each(:changed))"
            self._asked["changed"] = json.dumps(changed.ids)

    def repeats(self, most: int) -> list[Row]:
        """The newest that repost, or say again what was said."""
        if self._cut is not None:
            from hubdesk.store.spread_columns import repeats  # numbers by the array, which few readers need

            rows = self._these(repeats(self._cut, most))
        else:
            text = _REPEATS.format(columns=_COLUMNS, table=self._table(), which=self._which)
            rows = self._read(text, {**self._asked, "most": most})
            rows += [row for row in self._changed if row.is_repost or row.duplicate]
        rows.sort(key=_newest_first)
        return rows[:most]

    def counts(self) -> tuple[int, int, int]:
        """(copies, reposts, of neither nobody asked whether they repeat) of the whole scope."""
        if self._cut is not None:
            from hubdesk.store.spread_columns import counts  # as above

            return counts(self._cut)
        copies = reposts = unread = 0
        rows = self._connection.execute(_COUNTS.format(table=self._table(), which=self._which), self._asked).fetchall()
        rows += [(row.is_repost, 2 if row.duplicate is None else int(row.duplicate), 1) for row in self._changed]
        for is_repost, duplicate, mentions in rows:
            reposts += mentions if is_repost else 0
            copies += mentions if not is_repost and duplicate == 1 else 0
            unread += mentions if not is_repost and duplicate == 2 else 0
        return copies, reposts, unread

    def named(self, names: Collection[str]) -> list[Row]:
        """What was known by these names, whatever scope it is in."""
        text = _NAMED.format(columns=_COLUMNS)
        asked = {"names": json.dumps(sorted(names)), "known": self._scope.known}
        return [self._then.get(row.id, row) for row in self._read(text, asked)]

    def held(self, rows: Iterable[Row]) -> frozenset[int]:
        """The numbers of those that the scope holds, and its filters take."""
        scope = self._scope
        ids = [
            row.id
            for row in rows
            if scope.start <= row.at < scope.end
            and row.known_at <= scope.known
            and (self._combos is None or row.combo in self._combos)
        ]
        return frozenset(taken_among(self._connection, scope, ids))

    def _as_then(self, cells: Iterable[tuple[int, ...]]) -> Iterable[Row]:
        """What was edited or corrected since, as it counted then."""
        then = {cell[0]: cell for cell in cells}
        notes = {
            one.id: one.notes for one in as_known(self._connection, sorted(then), self._scope.known, with_matches=False)
        }
        for row in self._read(_THESE, {"ids": json.dumps(sorted(then))}):
            cell = then[row.id]
            yield row._replace(combo=cell[4], reading=cell[5], duplicate=notes[row.id].duplicate)

    def _these(self, ids: Sequence[int]) -> list[Row]:
        """Mentions as they were known then."""
        return [self._then.get(row.id, row) for row in self._read(_THESE, {"ids": json.dumps(list(ids))})]

    def _table(self) -> str:
        of_time = series.count(self._connection, replace(self._scope, topics=(), filters=()))
        stored = self._connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0]
        return f"mention {'NOT INDEXED' if of_time > stored // 2 else 'INDEXED BY mention_at'}"

    def _read(self, text: str, asked: Mapping[str, object]) -> list[Row]:
        """These rows, with what each says again, as the reader of repeats kept it."""
        rows = self._connection.execute(text, asked).fetchall()
        roots = readings.values_of(self._connection, [row[0] for row in rows if row[_DUPLICATE]], "duplicate")
        return [_row(row, roots.get(row[0], "")) for row in rows]


class Origins:
    """To whom a repeat leads in the end: through copies of reposts, and reposts of copies."""

    def __init__(self, rows: Rows, repeats: Iterable[Row]) -> None:
        self._known = {row.native_id: row for row in repeats}
        self._asked: set[str] = set()
        self._found: dict[str, str] = {}
        wanted = {name for row in self._known.values() for name in row.names}
        for _round in range(DEEPEST):
            wanted -= self._known.keys() | self._asked
            if not wanted:
                break
            self._asked |= wanted
            found = rows.named(wanted)
            for row in found:
                self._known.setdefault(row.native_id, row)
            wanted = {name for row in found for name in row.names}

    def of(self, row: Row) -> str:
        """The name of what is repeated, perhaps of something that was never heard; its own of what repeats nothing.

        A post that was not heard itself is known by its reposts' words, which may be another's.
        """
        if row.native_id not in self._found:
            self._found[row.native_id] = self._sought(row)
        return self._found[row.native_id]

    def _sought(self, row: Row) -> str:
        path, here = [row.native_id], row
        while here.names:
            name = next((one for one in here.names if one in self._known), here.names[-1])
            if name in path:  # a circle, which only a stranger's file has
                return min(path[path.index(name) :])
            path.append(name)
            if name not in self._known:
                break
            here = self._known[name]
        return path[-1]

    def rows(self) -> Collection[Row]:
        """All that was looked at."""
        return self._known.values()


def _row(told: tuple[Any, ...], root: str) -> Row:
    *facts, duplicate = told
    reposted = told[_PARENT] if told[_KIND] == Kind.REPOST else ""
    names = (reposted,) if reposted == root else (reposted, root)
    known = tuple([name for name in names if name and name != told[_NATIVE]])
    return Row._make((*facts, None if duplicate is None else bool(duplicate), known))


def _newest_first(row: Row) -> tuple[Millis, int]:
    return -row.at, -row.id
