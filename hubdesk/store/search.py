"""Search over a session: index and columns name what surely matches and what may; what may is asked one by one."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Millis, Scope
from hubdesk.query.cuts import EVERY, NONE
from hubdesk.query.sql import Plan, plan
from hubdesk.query.tree import Query
from hubdesk.store import fulltext
from hubdesk.store.found import Found, Order
from hubdesk.store.lexicon import Lexicon
from hubdesk.store.mentions import Place, as_known
from hubdesk.store.selection import Frame, Selection, merged, places
from hubdesk.store.series import combos_hearing
from hubdesk.store.then import changed_since
from hubdesk.store.verifying import Verifier

_UNREAD = Plan(EVERY, NONE)
_BY_STEP: Final = (
    "SELECT (at - :start) / :step, count(*) FROM mention WHERE id IN (SELECT value FROM json_each(:ids)) GROUP BY 1"
)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a query finds, before any mention is read: `sure` matches, `doubtful` and `edited` are to be asked.

    Edited are those that have other words by now than the scope knows: no index has the words of then.
    """

    frame: Frame
    sure: Selection
    doubtful: Selection
    edited: Sequence[int]
    may: Selection


def search(
    connection: sqlite3.Connection,
    query: Query,
    scope: Scope,
    limit: int,
    *,
    order: Order = Order.TIME,
    before: Place | None = None,
    most: int | None = None,
) -> Found:
    """Mentions published in the scope, known by then and not taken back, on the words that they had then.

    `before` is heeded in the order of time alone.
    """
    hits = find(connection, query, scope)
    before = before if order is Order.TIME else None
    is_whole = most is None or hits.doubtful.count <= most
    asked = hits.doubtful.ids if is_whole else [id_ for _at, id_ in hits.doubtful.newest(most or 0, before)]
    doubtful = [*asked, *hits.edited]
    held = list(Verifier(connection, scope.known, query).holding(doubtful)) if doubtful else []
    total = hits.sure.count + len(held)
    if order is Order.RELEVANCE and hits.may.words is not None:
        chosen = _best(hits, held, limit)
    else:
        chosen = _newest(hits, held, limit, before)
        if not is_whole:  # below the last one asked there may be others: the next page goes on there
            floor = places(connection, asked[-1:], (scope.known + 1, 0))
            chosen = [place for place in chosen if floor and place >= floor[0]]
    return Found(total, as_known(connection, [id_ for _known_at, id_ in chosen], scope.known), is_whole)


def through(connection: sqlite3.Connection, query: Query, scope: Scope, step: Millis) -> tuple[int, ...]:
    """How many a query finds in each step of the scope, as a search of each would count them; the last may be cut."""
    hits = find(connection, query, scope)
    doubtful = [*hits.doubtful.ids, *hits.edited]
    held = list(Verifier(connection, scope.known, query).holding(doubtful)) if doubtful else []
    counts = [0] * max(0, -(-scope.length // step))
    ids = json.dumps([*hits.sure.ids, *held])
    for part, mentions in connection.execute(_BY_STEP, {"start": scope.start, "step": step, "ids": ids}):
        counts[part] = mentions
    return tuple(counts)


def find(connection: sqlite3.Connection, query: Query, scope: Scope) -> Hits:
    """What the index and the columns say of a query."""
    frame = Frame(connection, scope)
    but, edited = _changed_since(frame)
    if fulltext.is_current(connection):
        try:
            hits = _hits(frame, plan(query, Lexicon(connection)), but, edited)
            _ = hits.sure.count, hits.doubtful.count
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
        else:
            return hits
    return _hits(frame, _UNREAD, but, edited)  # other words than ours, or more than FTS5 can take


def _hits(frame: Frame, how: Plan, but: Sequence[int], edited: Sequence[int]) -> Hits:
    sure = Selection(frame, how.surely, but)
    if how.exact:
        return Hits(frame, sure, Selection(frame, NONE), edited, sure)
    return Hits(frame, sure, Selection(frame, how.doubtful, but), edited, Selection(frame, how.may, but))


def _newest(hits: Hits, held: Sequence[int], limit: int, before: Place | None) -> list[Place]:
    sure = hits.sure.newest(limit, before)
    if not held:
        return sure
    return merged(limit, sure, places(hits.frame.connection, held, before or (hits.frame.scope.known + 1, 0)))


def _best(hits: Hits, held: Sequence[int], limit: int) -> list[Place]:
    """Those that answer best; of equals, the newest. What has other words by now comes last."""
    refused = set(hits.doubtful.ids).difference(held)
    ranked = [(rank, id_) for rank, id_ in hits.may.ranked() if id_ not in refused]
    if limit <= 0:
        return []
    last = max(heapq.nsmallest(limit, (rank for rank, _id in ranked)), default=0.0)
    ranks = {id_: rank for rank, id_ in ranked if rank <= last}
    found = places(hits.frame.connection, ranks, (hits.frame.scope.known + 1, 0))
    found.sort(key=lambda place: ranks[place[1]])  # stable: the newest first among equals
    rest = [] if len(found) >= limit else _newest(hits, [id_ for id_ in held if id_ in hits.edited], limit, None)
    return [*found, *(place for place in rest if place[1] in hits.edited)][:limit]


def _changed_since(frame: Frame) -> tuple[list[int], list[int]]:
    """Mentions of the scope's time that have other words, or other notes, by now than it knows; and those of them that
    its topics had heard by then, and its filters take."""
    changed = changed_since(frame.connection, frame.scope)
    hearing = set(combos_hearing(frame.connection, frame.scope.topics)) if changed and frame.scope.topics else None
    return changed.ids, [row[0] for row in changed.then if hearing is None or row[4] in hearing]
