"""Who pushes what a scope holds: accounts that act together, staff that declared itself, and the loudest ten.

Nothing is kept for it: any scope may be asked. Mentions of the same hours that the scope leaves out are looked at too,
since what is usual there makes chance fair. Where there are more than are read, the newest are, and it is said. What
was taken back has no author any more, and is in none of the figures.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import HOUR, Author, Kind, Mention, Millis, Scope
from hubdesk.query.people import INSIDER, Circle
from hubdesk.query.together import LOUDEST, Post, audit, things
from hubdesk.store import readings, topics
from hubdesk.store.mentions import as_known
from hubdesk.store.notes import load_notes
from hubdesk.store.pushed import Contributor, Pushed
from hubdesk.store.series import combos_hearing
from hubdesk.store.then import changed_since

MOST: Final = 20_000  # mentions that are read: some seconds of work
TRIES: Final = 300  # shuffles
_ROWS: Final = (
    "SELECT id, at, network, native_id, handle, author_id, kind, parent_id, links, notes FROM mention"
    " INDEXED BY mention_at WHERE at >= :start AND at < :end AND known_at <= :known AND withdrawn_at IS NULL {which}"
    " ORDER BY at DESC, id DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    at: Millis
    network: str
    native_id: str
    handle: str
    author_id: str
    repost_of: str
    links: tuple[str, ...]
    duplicate: bool | None

    @property
    def account(self) -> str:
        """By its handle, as a query finds it; else by the network's own name for it."""
        name = self.handle.strip().removeprefix("@").casefold() or self.author_id
        return f"{self.network.casefold()}:{name}" if name else ""


def pushed(connection: sqlite3.Connection, scope: Scope, shuffles: int = TRIES) -> Pushed:
    """The audit of a scope, as it was known at its end."""
    kept = None if not scope.topics else frozenset(combos_hearing(connection, scope.topics))
    inside = _read(connection, scope, kept, MOST)
    around: list[_Row] = []
    if kept is not None and inside and len(inside) < MOST:
        others = frozenset(id_ for (id_,) in connection.execute("SELECT id FROM combo")) - kept
        around = _read(connection, scope, others, MOST - len(inside))
    roots = _roots(connection, [row for row in (*inside, *around) if row.duplicate])
    posts = [_post(row, roots) for row in inside]
    people = topics.people(connection)
    insiders = _insiders(inside, Circle(people)) if people else frozenset()
    found = audit(posts, insiders, (_post(row, roots) for row in around), shuffles)
    first = min((row.at for row in inside), default=None)
    early = [row for row in inside if first is not None and row.at < first + HOUR]
    wanted = insiders.union(*(ring.accounts for ring in found.rings))
    return Pushed(
        audit=found,
        writers=_writers(inside, early, wanted),
        insiders=tuple(sorted(insiders)),
        first=first,
        first_hour=len(early),
        duplicates=sum(row.duplicate is True for row in inside),
        duplicates_early=sum(row.duplicate is True for row in early),
        told=sum(row.duplicate is not None for row in inside),
        declared=sum(one.role.strip().casefold() == INSIDER for one in people),
        gone=_count(connection, scope, kept, "withdrawn_at IS NOT NULL"),
        left_out=0 if len(inside) < MOST else _count(connection, scope, kept, "withdrawn_at IS NULL") - MOST,
    )


def _read(connection: sqlite3.Connection, scope: Scope, combos: frozenset[int] | None, most: int) -> list[_Row]:
    """The newest of the scope's time that these combinations of topics heard; None: whatever heard them."""
    asked: dict[str, object] = {"start": scope.start, "end": scope.end, "known": scope.known, "most": most}
    which = ""
    if combos is not None:
        which, asked["combos"] = "AND combo IN (SELECT value FROM json_each(:combos))", json.dumps(sorted(combos))
    changed = changed_since(connection, scope)
    if not changed:
        return [_row(*row) for row in connection.execute(_ROWS.format(which=which), asked)]
    which += " AND id NOT IN (SELECT value FROM json_each(:changed))"
    asked["changed"] = json.dumps(changed.ids)
    rows = [_row(*row) for row in connection.execute(_ROWS.format(which=which), asked)]
    rows += _read_then(connection, scope, [row[0] for row in changed.then if combos is None or row[4] in combos])
    return sorted(rows, key=_newest_first)[:most]


def _read_then(connection: sqlite3.Connection, scope: Scope, ids: Sequence[int]) -> Iterator[_Row]:
    """What was edited or corrected since, as it was; but for the links of earlier words, which are not kept."""
    asked = {"start": scope.start, "end": scope.end, "known": scope.known, "most": len(ids), "ids": json.dumps(ids)}
    notes = {one.id: one.notes for one in as_known(connection, ids, scope.known, with_matches=False)}
    which = "AND id IN (SELECT value FROM json_each(:ids))"
    for row in connection.execute(_ROWS.format(which=which), asked):
        yield replace(_row(*row), duplicate=notes[row[0]].duplicate)


def _newest_first(row: _Row) -> tuple[Millis, int]:
    return -row.at, -row.id


def _row(
    id_: int,
    at: Millis,
    network: str,
    native_id: str,
    handle: str,
    author_id: str,
    kind: str,
    parent_id: str,
    links: str,
    notes: str,
) -> _Row:
    shared = () if links == "[]" else _links(links)
    repost_of = parent_id if kind == Kind.REPOST else ""
    duplicate = load_notes(notes).duplicate if notes != "{}" else None
    return _Row(id_, at, network, native_id, handle, author_id, repost_of, shared, duplicate)


def _links(written: str) -> tuple[str, ...]:
    try:
        told = json.loads(written)
    except (ValueError, RecursionError):  # a stranger's file
        return ()
    return tuple(one for one in told if isinstance(one, str)) if isinstance(told, list) else ()


def _roots(connection: sqlite3.Connection, repeats: Sequence[_Row]) -> dict[int, str]:
    """By mention that repeats another: which one, as the reader of repeats kept it."""
    return readings.values_of(connection, [row.id for row in repeats], "duplicate")


def _post(row: _Row, roots: dict[int, str]) -> Post:
    """What was said first is in the group of those that say it again; a repost is one thing, not its words as well."""
    words_of = "" if row.repost_of else roots.get(row.id, row.native_id)
    return Post(row.id, row.account, row.at, things(row.repost_of, row.links, words_of))


def _insiders(rows: Sequence[_Row], circle: Circle) -> frozenset[str]:
    """The accounts of declared insiders among those that wrote."""
    found: dict[tuple[str, str, str], str] = {(row.network, row.handle, row.author_id): row.account for row in rows}
    return frozenset(
        account
        for (network, handle, id_), account in found.items()
        if account and circle.about(Mention(network, "", "", None, author=Author(handle, "", id_))).insider
    )


def _writers(rows: Sequence[_Row], early: Sequence[_Row], wanted: frozenset[str]) -> tuple[Contributor, ...]:
    counts = Counter(row.account for row in rows if row.account)
    soon = Counter(row.account for row in early if row.account)
    known = {row.account: row for row in rows}
    ordered = sorted(counts, key=lambda account: (-counts[account], account))
    kept = [*ordered[:LOUDEST], *(account for account in ordered[LOUDEST:] if account in wanted)]
    return tuple(
        Contributor(one, known[one].network, known[one].handle.strip().removeprefix("@"), counts[one], soon[one])
        for one in kept
    )


def _count(connection: sqlite3.Connection, scope: Scope, kept: frozenset[int] | None, which: str) -> int:
    rows = connection.execute(
        f"SELECT combo, count(*) FROM mention WHERE at >= ? AND at < ? AND known_at <= ? AND {which} GROUP BY combo",  # noqa: S608 — our own text
        (scope.start, scope.end, scope.known),
    )
    return sum(n for combo, n in rows if kept is None or combo in kept)
