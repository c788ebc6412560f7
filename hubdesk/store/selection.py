"""What a cut takes of a scope: counted, or the newest of it, without reading more than that needs.

A cut of words alone, over a scope that holds all there is, never touches the table of mentions: the full-text index
counts, and the newest are looked for among the session's newest, in steps that grow until enough are found.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Final, cast

from hubdesk.core import Scope
from hubdesk.query.cuts import NONE, Both, Cut, Words, narrow
from hubdesk.store.facts import Conditions
from hubdesk.store.mentions import Place
from hubdesk.store.series import combos_hearing

FEW: Final = 4_000  # mentions whose places are looked up one by one
FIRST_STEP: Final = 256  # mentions among which the newest are looked for at first
WIDER: Final = 8
NARROW: Final = 4  # a scope with less than such a part of all mentions also bounds their ids

_NEWEST: Final = (
    "SELECT known_at, id FROM mention INDEXED BY mention_known WHERE (known_at, id) < (?, ?)"
    " ORDER BY known_at DESC, id DESC LIMIT ?"
)


class Frame:
    """A scope, with what of it every mention meets anyway."""

    def __init__(self, connection: sqlite3.Connection, scope: Scope) -> None:
        self.connection = connection
        self.scope = scope
        last, first_at, last_at = (
            connection.execute(f"SELECT {what} FROM mention").fetchone()[0]  # noqa: S608 — our own text
            for what in ("max(known_at)", "min(at)", "max(at)")
        )
        self.all = connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0]
        self._cut = (
            (last or 0) > scope.known,
            first_at is not None and first_at < scope.start,
            last_at is not None and last_at >= scope.end,
        )

    @cached_property
    def ids(self) -> tuple[int, int] | None:
        """The first and last id of what became known in the scope's time, when that is a small part of all.

        `at <= known_at`: nothing that is in the scope became known before its start.
        """
        asked = (self.scope.start, self.scope.known)
        window = "FROM mention INDEXED BY mention_known WHERE known_at >= ? AND known_at <= ?"
        ends = [
            self.connection.execute(f"SELECT id {window} ORDER BY known_at {way}, id {way} LIMIT 1", asked).fetchone()
            for way in ("ASC", "DESC")
        ]
        if ends[0] is None or abs(ends[1][0] - ends[0][0]) > self.all // NARROW:
            return None if ends[0] is not None else (0, 0)
        low, high = self.connection.execute(f"SELECT min(id), max(id) {window}", asked).fetchone()
        return low, high

    def conditions(self, asked: Conditions) -> list[str]:
        """What a row of `mention m` must meet to be in the scope."""
        scope, (late, early, beyond) = self.scope, self._cut
        made = []
        if late:
            made.append(f"m.known_at <= {asked.bound(scope.known)}")
        if early:
            made.append(f"m.at >= {asked.bound(scope.start)}")
        if beyond:
            made.append(f"m.at < {asked.bound(scope.end)}")
        if scope.topics:
            combos = json.dumps(combos_hearing(self.connection, scope.topics))
            made.append(f"m.combo IN (SELECT value FROM json_each({asked.bound(combos)}))")  # noqa: S608 — bound
        if scope.filters:
            made.append("taken(m.id)")
        return made


class Selection:
    """What a cut takes of a scope, but for some mentions."""

    def __init__(self, frame: Frame, cut: Cut, but: Collection[int] = ()) -> None:
        self._frame = frame
        self._asked = asked = Conditions(frame.connection)
        self._is_empty = cut == NONE
        self.words = narrow(cut)
        where = frame.conditions(asked)
        rest = [] if cut == self.words else [part for part in _parts(cut) if not isinstance(part, Words)]
        where += map(asked.of, rest)
        self._is_of_words = self.words is not None and not where
        self._id = "words.rowid" if self._is_of_words else "m.id"
        if self.words is None:
            self._from = "mention m" if frame.ids is None else "mention m INDEXED BY mention_known"
            where.append("m.withdrawn_at IS NULL")  # the index has forgotten what was taken back
            if frame.ids is not None:
                where.append(f"m.known_at >= {asked.bound(frame.scope.start)}")
                where.append(f"m.known_at <= {asked.bound(frame.scope.known)}")
        else:
            self._from = "words" if self._is_of_words else "words CROSS JOIN mention m ON m.id = words.rowid"
            where.insert(0, f"words MATCH {asked.bound(self.words.fts)}")
            if not self._is_of_words and frame.ids is not None:
                first, last = frame.ids
                where.insert(1, f"words.rowid BETWEEN {asked.bound(first)} AND {asked.bound(last)}")
        if but:
            others = asked.bound(json.dumps(list(but)))
            where.append(f"{self._id} NOT IN (SELECT value FROM json_each({others}))")  # noqa: S608 — bound
        self._where = " AND ".join(where)

    @cached_property
    def count(self) -> int:
        if not self._is_of_words:
            return len(self.ids)
        return int(self._rows("count(*)")[0][0])

    @cached_property
    def ids(self) -> list[int]:
        """All of them, in no order."""
        return [] if self._is_empty else [id_ for (id_,) in cast("list[tuple[int]]", self._rows(self._id))]

    def newest(self, limit: int, before: Place | None = None) -> list[Place]:
        """The newest, newest first; those after `before` in that order."""
        if limit <= 0 or not self.count:
            return []
        below = before or (self._frame.scope.known + 1, 0)
        if self.count <= max(FEW, limit):
            return places(self._frame.connection, self.ids, below)[:limit]
        found: list[Place] = []
        step = max(FIRST_STEP, 2 * limit * self._frame.all // self.count)
        looked = 0
        while len(found) < limit:
            if looked > self.count:  # they are far below: all their places take no longer
                return [*found, *places(self._frame.connection, self.ids, below)][:limit]
            looked += step
            among = self._frame.connection.execute(_NEWEST, (*below, step)).fetchall()
            if not among:
                break
            held = self._held([id_ for _known_at, id_ in among])
            found += [place for place in among if place[1] in held]
            below, step = among[-1], step * WIDER
        return found[:limit]

    def ranked(self) -> list[tuple[float, int]]:
        """(rank, id): the lower the rank, the better a mention answers. Nothing for a cut without words."""
        if self.words is None or self._is_empty:
            return []
        return [(rank, int(id_)) for rank, id_ in self._rows(f"words.rank, {self._id}")]

    def _held(self, ids: Sequence[int]) -> Collection[int]:
        """Which of these it takes, and perhaps others."""
        if not self._is_of_words:
            return self._known_ids
        return {int(id_) for (id_,) in self._rows(self._id, f" AND words.rowid BETWEEN {min(ids)} AND {max(ids)}")}

    @cached_property
    def _known_ids(self) -> frozenset[int]:
        return frozenset(self.ids)

    def _rows(self, what: str, more: str = "") -> list[tuple[float, ...]]:
        if self._is_empty:
            return [(0,)]
        try:
            return self._frame.connection.execute(
                f"SELECT {what} FROM {self._from} WHERE {self._where}{more}",  # noqa: S608 — values are bound
                self._asked.values,
            ).fetchall()
        except sqlite3.OperationalError:
            if self._asked.failed is not None:
                raise self._asked.failed from None
            raise


def _parts(cut: Cut) -> Iterable[Cut]:
    return cut.parts if isinstance(cut, Both) else (cut,)


def places(connection: sqlite3.Connection, ids: Collection[int], below: Place) -> list[Place]:
    """Where these mentions stand in the order of arrival, newest first, those below a place."""
    found = connection.execute(
        "SELECT known_at, id FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND (known_at, id) < (?, ?)"
        " ORDER BY known_at DESC, id DESC",
        (json.dumps(list(ids)), *below),
    )
    return found.fetchall()


def merged(limit: int, *streams: Iterable[Place]) -> list[Place]:
    """The newest of several."""
    return sorted(itertools.chain(*streams), reverse=True)[: max(0, limit)]
