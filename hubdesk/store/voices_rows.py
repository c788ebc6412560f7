"""A scope's mentions that still have an account, as SQL, and what tells one account from another."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Scope
from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.store import series
from hubdesk.store.narrowed import and_taken
from hubdesk.store.then import changed_since

_BARE: Final = "CASE WHEN substr({m}handle, 1, 1) = '@' THEN substr({m}handle, 2) ELSE {m}handle END"
_WHO: Final = (  # the first half of `Account.key`; its other half is the network
    "CASE WHEN {m}author_id <> '' THEN {m}author_id"
    f" WHEN {{m}}handle <> '' THEN char(1) || lower({_BARE})"
    " WHEN {m}name <> '' THEN char(2) || lower({m}name) ELSE '' END"
)
# Whom a query by handle, or by name, would find. What is ASCII alone is folded by SQLite, all else as queries fold it.
HANDLES: Final = (
    "lower(handle) IN (SELECT value FROM json_each(:handles)) OR length(handle) <> length(CAST(handle AS BLOB))"
    " AND folded_handle(handle) IN (SELECT value FROM json_each(:handles))"
)
NAMES: Final = (
    "lower(name) IN (SELECT value FROM json_each(:names)) OR (name GLOB '*[^ -~]*' OR name GLOB '*  *'"
    " OR name GLOB ' *' OR name GLOB '* ') AND folded_name(name) IN (SELECT value FROM json_each(:names))"
)
ASKED: Final = 16  # newest mentions of an account that are asked how many follow it
OUTLETS: Final = 300  # accounts that wrote articles of which more is told, the loudest
MOST_JOINED: Final = 20_000  # replies and reposts of which it is looked up whose mention they answer
_ROWS: Final = (
    "SELECT {m}id, at, known_at, source, {combo} AS combo, {reading} AS reading, network, handle, name, author_id,"
    " kind, followers, reach, native_id, parent_id FROM {table} WHERE at >= :start AND at < :end AND known_at <= :known"
    " AND withdrawn_at IS NULL {which}"
)


Called = tuple[str, str]
"""`handle` or `name`, and which, as queries compare it."""


def who(table: str = "") -> str:
    """The account of a row of that table, but for its network."""
    return _WHO.format(m=f"{table}." if table else "")


def asked_as(called: Iterable[tuple[str, str]]) -> frozenset[Called]:
    """How a query asks for an account that is called so (handle and name each): by its handles, or by its one name
    where it never has a handle; nothing where neither finds all of it."""
    told = [*called]
    if all(handle for handle, _name in told):
        handles = {folded_handle(handle) for handle, _name in told}
        return frozenset(("handle", handle) for handle in handles) if "" not in handles else frozenset()
    names = {folded_name(name) for _handle, name in told}
    is_one = len(names) == 1 and "" not in names and not any(handle for handle, _name in told)
    return frozenset(("name", name) for name in names) if is_one else frozenset()


@dataclass(frozen=True, slots=True)
class Within:
    """`rows`: the scope's mentions as a subquery, `asked`: what it has to be given. `of_time`: how many there are of
    its time, whatever they are about."""

    rows: str
    asked: dict[str, object]
    of_time: int


def taken_among(connection: sqlite3.Connection, scope: Scope, ids: Sequence[int]) -> Sequence[int]:
    """Of these mentions those that the scope's filters take."""
    if not scope.filters or not ids:
        return ids
    asked = "SELECT value FROM json_each(?) WHERE taken(value)"
    return [id_ for (id_,) in connection.execute(asked, (json.dumps(ids),))]


def within(connection: sqlite3.Connection, scope: Scope) -> Within:
    """The scope's mentions but for those that were taken back. What changed since counts as it was."""
    connection.create_function("folded_handle", 1, folded_handle, deterministic=True)
    connection.create_function("folded_name", 1, folded_name, deterministic=True)
    asked: dict[str, object] = {"start": scope.start, "end": scope.end, "known": scope.known}
    of_time = series.count(connection, replace(scope, topics=(), filters=()))
    stored = connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0]
    # Of most of all, the table in its own order is read in half the time.
    table = f"mention {'NOT INDEXED' if of_time > stored // 2 else 'INDEXED BY mention_at'}"
    combos, which = frozenset[int](), ""
    if scope.topics:
        combos = frozenset(series.combos_hearing(connection, scope.topics))
        which, asked["combos"] = "AND combo IN (SELECT value FROM json_each(:combos))", json.dumps(sorted(combos))
    which += and_taken(scope)
    changed = changed_since(connection, scope)
    if not changed:
        return Within(_ROWS.format(m="", combo="combo", reading="reading", table=table, which=which), asked, of_time)
    asked["changed"] = json.dumps(changed.ids)
    asked["then"] = json.dumps(
        [[row[0], row[4], row[5]] for row in changed.then if not scope.topics or row[4] in combos]
    )
    which += " AND id NOT IN (SELECT value FROM json_each(:changed))"
    then = "json_each(:then) AS told CROSS JOIN mention ON mention.id = told.value ->> 0"
    now = _ROWS.format(m="", combo="combo", reading="reading", table=table, which=which)
    before = _ROWS.format(m="mention.", combo="told.value ->> 1", reading="told.value ->> 2", table=then, which="")
    return Within(f"{now} UNION ALL {before}", asked, of_time)
