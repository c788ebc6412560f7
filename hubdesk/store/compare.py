"""A draft of a query beside what is heard now: what would come in, what would go out, and both over time.

Most of it is sets: what index and columns surely find of both. What they leave open is asked; when that is more than
allowed, a part of it is, evenly over time, apart for what the other side surely hears and surely does not, and stands
for the rest.
"""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import Heard, Millis, Scope, Topic
from hubdesk.query.tree import Query
from hubdesk.store.found import Comparison
from hubdesk.store.mentions import as_known
from hubdesk.store.search import find
from hubdesk.store.series import bin_edges, bins
from hubdesk.store.verifying import Verifier

LEAST: Final = 200  # of each kind of open mentions are asked, however many there are of others
FEW: Final = 50_000  # mentions whose time is looked up one by one

Side = bool | None
"""Whether a side hears a mention; None: to be asked."""
Curve = tuple[tuple[Millis, int | None], ...]


@dataclass(slots=True)
class _Heard:
    """What a side hears for sure, and what is to be asked."""

    sure: set[int]
    doubtful: set[int] = field(default_factory=set)

    def of(self, id_: int) -> Side:
        return True if id_ in self.sure else None if id_ in self.doubtful else False


@dataclass(slots=True)
class _Tally:
    """How much each outcome (draft hears it, saved hears it) weighs: exact ids, and asked ids that stand for more."""

    ids: dict[tuple[bool, bool], list[int]] = field(default_factory=lambda: defaultdict(list))
    weights: dict[int, float] = field(default_factory=dict)  # of asked ids that stand for others too

    def count(self, *outcomes: tuple[bool, bool]) -> int:
        return round(sum(self.weights.get(id_, 1.0) for one in outcomes for id_ in self.ids[one]))


NEW: Final = (True, False)
DROPPED: Final = (False, True)
BOTH: Final = (True, True)


def compare(
    connection: sqlite3.Connection,
    draft: Query,
    topic: Topic,
    scope: Scope,
    saved: Query | None,
    step: Millis,
    sample: int,
    most: int,
    zone: ZoneInfo,
) -> Comparison:
    """`saved` None: what the session holds as heard by the topic. See Reader.compare."""
    begun = time.perf_counter()
    scope = Scope((), scope.start, scope.end, scope.known_by)  # a draft may hear what no topic heard
    ours = _found(connection, draft, scope)
    theirs = _heard_by(connection, topic, scope, ours) if saved is None else _found(connection, saved, scope)
    tally = _Tally()
    for outcome, ids in (
        (NEW, ours.sure - theirs.sure),
        (DROPPED, theirs.sure - ours.sure),
        (BOTH, ours.sure & theirs.sure),
    ):
        tally.ids[outcome] += ids - ours.doubtful - theirs.doubtful
    queries = (draft,) if saved is None else (draft, saved)
    read = _ask(Verifier(connection, scope.known, *queries), ours, theirs, tally, most)
    seed = f"{draft.text}\n{saved.text if saved else ''}\n{scope.start} {scope.end}"
    chance = random.Random(seed)  # noqa: S311 — the same question picks the same mentions
    edges = bin_edges(scope, step, zone)
    return Comparison(
        total=tally.count(NEW, BOTH),
        saved_total=tally.count(DROPPED, BOTH),
        new=tally.count(NEW),
        dropped=tally.count(DROPPED),
        is_estimate=bool(tally.weights),
        read=read,
        new_sample=_sample(connection, tally.ids[NEW], sample, chance, scope),
        dropped_sample=_sample(connection, tally.ids[DROPPED], sample, chance, scope),
        draft_curve=_curve(connection, tally, (NEW, BOTH), scope, edges),
        saved_curve=_curve(connection, tally, (DROPPED, BOTH), scope, edges),
        took_ms=round((time.perf_counter() - begun) * 1000, 1),
    )


def _found(connection: sqlite3.Connection, query: Query, scope: Scope) -> _Heard:
    hits = find(connection, query, scope)
    return _Heard(set(hits.sure.ids), {*hits.doubtful.ids, *hits.edited})


def _heard_by(connection: sqlite3.Connection, topic: Topic, scope: Scope, ours: _Heard) -> _Heard:
    """What the topic heard. What was taken back is nobody's: a draft cannot be asked about it."""
    rows = connection.execute(
        "SELECT mention FROM heard WHERE topic = ? AND known_at >= ? AND known_at <= ? AND at >= ? AND at < ?",
        (topic.id, scope.start, scope.known, scope.start, scope.end),
    )
    heard = {id_ for (id_,) in rows}
    gone = connection.execute(
        "SELECT id FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NOT NULL",
        (json.dumps(list(heard - ours.sure)),),
    )
    return _Heard(heard.difference(id_ for (id_,) in gone))


def _ask(verifier: Verifier, ours: _Heard, theirs: _Heard, tally: _Tally, most: int) -> int:
    """Ask what is open, or evenly a part of it. Returns how many were."""
    strata: dict[tuple[Side, Side], list[int]] = defaultdict(list)
    for id_ in sorted(ours.doubtful | theirs.doubtful):
        strata[ours.of(id_), theirs.of(id_)].append(id_)
    left = sum(map(len, strata.values()))
    share = 1.0 if left <= most else most / left
    read = 0
    for (_draft, is_saved), ids in strata.items():
        count = len(ids) if share == 1.0 else min(len(ids), max(LEAST, round(len(ids) * share)))
        chosen = [ids[number * len(ids) // count] for number in range(count)]
        read += len(chosen)
        for id_, numbers in verifier.answers(chosen):
            outcome = (0 in numbers, 1 in numbers if is_saved is None else is_saved)
            tally.ids[outcome].append(id_)
            if count < len(ids):
                tally.weights[id_] = len(ids) / count
    return read


def _sample(
    connection: sqlite3.Connection, ids: Collection[int], sample: int, chance: random.Random, scope: Scope
) -> tuple[Heard, ...]:
    chosen = chance.sample(sorted(ids), min(len(ids), max(0, sample)))
    return as_known(connection, chosen, scope.known)


def _curve(
    connection: sqlite3.Connection,
    tally: _Tally,
    outcomes: Sequence[tuple[bool, bool]],
    scope: Scope,
    edges: Sequence[Millis],
) -> Curve:
    if len(edges) < 2:
        return ()
    ids = [id_ for one in outcomes for id_ in tally.ids[one]]
    counted = iter(sorted(_times(connection, ids, scope, tally.weights)))
    item = next(counted, None)
    made: list[tuple[Millis, int | None]] = []
    for start, end, was_listened in bins(connection, scope, edges):
        total = 0.0
        while item is not None and item[0] < end:
            total += item[1]
            item = next(counted, None)
        made.append((start, round(total) if was_listened else None))
    return tuple(made)


def _times(
    connection: sqlite3.Connection, ids: Collection[int], scope: Scope, weights: Mapping[int, float]
) -> Iterable[tuple[Millis, float]]:
    """When mentions were published, and how much each weighs: looked up, or picked out of the scope's."""
    if len(ids) <= FEW:
        rows = connection.execute(
            "SELECT at, id FROM mention WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
        )
        return ((at, weights.get(id_, 1.0)) for at, id_ in rows)
    wanted = set(ids)
    rows = connection.execute(
        "SELECT at, id FROM mention INDEXED BY mention_known WHERE known_at >= ? AND known_at <= ?",
        (scope.start, scope.known),
    )
    return ((at, weights.get(id_, 1.0)) for at, id_ in rows if id_ in wanted)
