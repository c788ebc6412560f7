"""What is told of the accounts that are listed, by the columns of what they wrote; their names are read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from hubdesk.core import Kind
from hubdesk.store import readings
from hubdesk.store.columns_authors import Names
from hubdesk.store.columns_counts import pairs
from hubdesk.store.columns_rows import Array, Rows, as_ids, places_of, taken_from
from hubdesk.store.columns_tables import GONE, KIND, SOURCE
from hubdesk.store.voices_columns_wrote import Wrote, compact
from hubdesk.store.voices_rows import ASKED, MOST_JOINED, asked_as, who
from hubdesk.store.voices_values import Account, Voice

TONES: Final = (*readings.TONES[1:], readings.TONES[0])  # in the order in which they are told
_FOLLOWERS: Final = (
    "SELECT id, followers FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND followers IS NOT NULL"
)
_GONE: Final = "SELECT id FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NOT NULL"
_AT_ONCE: Final = 50_000  # mentions that are asked of in one text
_DREW: Final = (
    "SELECT {parent}, p.network, sum(r.kind <> 'repost'), sum(r.kind = 'repost') FROM json_each(:ids)"
    " CROSS JOIN mention r ON r.id = value CROSS JOIN mention p ON p.network = r.network AND p.native_id = r.parent_id"
    " WHERE r.parent_id <> '' AND p.known_at <= :known AND {parent} IN (SELECT value FROM json_each(:whos))"
    " AND {parent} <> {answer} GROUP BY 1, 2"
)
_ANSWERS: Final = (Kind.REPLY, Kind.COMMENT)
NOBODY: Final = Account("")
Key = tuple[str, str]
Listed = tuple[str, ...]


class Told:
    """`accounts`: numbers of `Wrote`, ascending. Each gets a rank, and what they wrote is taken account by account."""

    def __init__(self, connection: sqlite3.Connection, wrote: Wrote, accounts: Array) -> None:
        self._connection, self._wrote, self._accounts = connection, wrote, accounts
        rank = np.full(len(wrote.sums), -1, np.int32)
        rank[accounts] = np.arange(len(accounts))
        ranks = taken_from(rank, wrote.who)
        held = np.flatnonzero(ranks >= 0)
        self._place = held[np.argsort(ranks[held].astype(np.int16), kind="stable")]  # at most some thousand accounts
        self._rank = ranks[self._place]
        self._begins = np.searchsorted(self._rank, np.arange(len(accounts) + 1))
        self._id = wrote.id[self._place]

    def voices(self) -> dict[int, Voice]:
        """By their numbers; without those of whom nothing can be read any more."""
        if not len(self._accounts):
            return {}
        called = self._called()
        asked = [asked_as((one[1], one[2]) for one in names) for names in called]
        found = self._wrote.called(self._connection, frozenset().union(*asked)).mentions
        accounts = [Account(*names[0]) if names else NOBODY for names in called]
        drew, figures, made = self._drew([one.key for one in accounts]), self._figures(), {}
        for rank, (number, account) in enumerate(zip(self._accounts.tolist(), accounts, strict=True)):
            if account is NOBODY:
                continue
            its = {name: told[rank] for name, told in figures.items()}
            first = None if account.is_name_alone else min(its["first"], its.pop("first_ever"))
            answered, reposted = (None, None) if drew is None else drew.get(account.key, (0, 0))
            made[number] = Voice(
                account=account,
                **{**its, "first_ever": first},
                answered=answered,
                reposted=reposted,
                handles=tuple(sorted({one[1] for one in called[rank] if one[1]})),
                found=sum(found.get((account.network.casefold(), one), 0) for one in asked[rank]),
                found_anywhere=sum(found.get(("", one), 0) for one in asked[rank]),
            )
        return made

    def _called(self) -> list[list[Names]]:
        """What each account is called, the name it used last first."""
        wrote = self._wrote
        author, known, at = wrote.author[self._place], wrote.known[self._place], wrote.at[self._place]
        codes, which = compact(author, len(wrote.cut.tables.authors))
        names = wrote.names(self._connection, author, self._id)
        ends = [np.zeros(len(codes), np.int64) for _ in range(2)]
        for latest, one in zip(ends, (known, at), strict=True):
            np.maximum.at(latest, which, one)
        rank = np.zeros(len(codes), np.int64)
        rank[which] = self._rank
        latest_of: list[dict[Names, tuple[int, int]]] = [{} for _ in self._accounts]
        for code, its, *moment in zip(codes.tolist(), rank.tolist(), *(one.tolist() for one in ends), strict=True):
            called = names.get(code)
            if called is not None and any(called[1:]):
                before = latest_of[its].get(called, (0, 0))
                latest_of[its][called] = max(before[0], moment[0]), max(before[1], moment[1])
        return [sorted(one, key=_Latest(one), reverse=True) for one in latest_of]

    def _figures(self) -> dict[str, Sequence[Any]]:
        """What of a Voice can be counted, by its names, account by account."""
        wrote, rank, many = self._wrote, self._rank, len(self._accounts)
        kinds, facet, begins = wrote.cut.tables.facets.column(KIND), wrote.facet[self._place], self._begins[:-1]
        at = wrote.at[self._place]
        figures, known = (one[self._place] for one in wrote.figures)
        reach, reach_of = np.zeros(many, np.int64), np.bincount(rank[known], minlength=many).tolist()
        np.add.at(reach, rank[known], figures[known])
        sorts = wrote.cut.tables.readings.tones
        place_of = np.array(
            [TONES.index(one[0]) if one[0] in TONES else len(TONES) - 1 for one in sorts.sets], np.int64
        )
        tone = place_of[sorts.array()[wrote.reading[self._place]]]
        tones = np.bincount(rank * np.int64(len(TONES)) + tone, minlength=many * len(TONES)).reshape(many, -1)
        answers, reposts = (
            np.array([kind in those for kind in kinds], bool)[facet] for those in (_ANSWERS, (Kind.REPOST,))
        )
        sources, outlets = self._sources(facet)
        return {
            "mentions": np.diff(self._begins).tolist(),
            "first": np.minimum.reduceat(at, begins).tolist(),
            "last": np.maximum.reduceat(at, begins).tolist(),
            "first_ever": self._ever(),
            "reach": [one if of else None for one, of in zip(reach.tolist(), reach_of, strict=True)],
            "reach_of": reach_of,
            "followers": self._followers(),
            "tones": [tuple(one) for one in tones.tolist()],
            "answers": np.bincount(rank[answers], minlength=many).tolist(),
            "reposts": np.bincount(rank[reposts], minlength=many).tolist(),
            "sources": sources,
            "outlets": outlets,
        }

    def _ever(self) -> list[int]:
        """When each wrote first in the session, whatever about."""
        wrote, cut, rows = self._wrote, self._wrote.cut, self._wrote.cut.rows
        number, accounts, _nobody = cut.tables.authors.accounts()
        if cut.scope.known >= cut.zones.latest:  # all there is is known
            firsts = cut.found.get("first of accounts", partial(_first_of, rows, number, accounts))
            places = firsts[wrote.met[self._accounts]]
            if not len(self._gone(places)):
                told: list[int] = rows.at[places].tolist()
                return told
        rank = np.full(accounts, -1, np.int32)
        rank[wrote.met[self._accounts]] = np.arange(len(self._accounts))
        ranks = rank[number][rows.author]
        held = np.flatnonzero(ranks >= 0)
        held = held[rows.at[held].astype(np.int64) + rows.late[held] <= cut.scope.known]
        gone = self._gone(held[_firsts(ranks[held], rows.at[held], len(self._accounts))])
        if len(gone):
            theirs = held[np.isin(ranks[held], ranks[gone])]
            held = held[~np.isin(held, self._gone(theirs))]
        first = np.full(len(self._accounts), np.iinfo(np.int64).max)
        np.minimum.at(first, ranks[held], rows.at[held])
        found: list[int] = first.tolist()
        return found

    def _gone(self, places: Array) -> Array:
        """Which of these rows were taken back, that lie before the scope: of its own time alone the rows say so."""
        rows = self._wrote.cut.rows
        ids = rows.id[places[rows.at[places] < self._wrote.cut.scope.start]]
        found = [
            row[0]
            for start in range(0, len(ids), _AT_ONCE)
            for row in self._connection.execute(_GONE, (json.dumps(ids[start : start + _AT_ONCE].tolist()),))
        ]
        return rows.places(as_ids(found))

    def _followers(self) -> list[int | None]:
        """As the latest that tells, of the newest ASKED mentions of each."""
        known = self._wrote.known[self._place]
        few = np.diff(self._begins) <= ASKED
        places = np.concatenate(
            [np.flatnonzero(few[self._rank]), *(self._newest(known, rank) for rank in np.flatnonzero(~few).tolist())]
        )
        places = places[np.lexsort((self._id[places], known[places]))].astype(np.int64)
        ids = self._id[places].tolist()
        told = dict(self._connection.execute(_FOLLOWERS, (json.dumps(ids),)))
        found: list[int | None] = [None] * len(self._accounts)
        for rank, id_ in zip(self._rank[places].tolist(), ids, strict=True):  # the last one stays
            if id_ in told:
                found[rank] = told[id_]
        return found

    def _newest(self, known: Array, rank: int) -> Array:
        """The places of the newest ASKED of an account that wrote more."""
        begin, end = self._begins[rank : rank + 2].tolist()
        its = known[begin:end]
        places = begin + np.flatnonzero(its >= np.partition(its, -ASKED)[-ASKED])
        found: Array = places[np.lexsort((self._id[places], known[places]))][-ASKED:]
        return found

    def _sources(self, facet: Array) -> tuple[list[Listed], list[Listed]]:
        """The sources, and the outlets, of each."""
        names, facets = self._wrote.cut.tables.sources, self._wrote.cut.tables.facets.all
        ranks, codes, _mentions = pairs(self._rank, len(self._accounts), facet, len(facets))
        brought: tuple[list[set[int]], ...] = tuple([set() for _ in self._accounts] for _sort in range(2))
        for rank, code in zip(ranks.tolist(), codes.tolist(), strict=True):
            brought[0][rank].add(facets[code][SOURCE])
            if facets[code][KIND] == Kind.ARTICLE:
                brought[1][rank].add(facets[code][SOURCE])
        sources, outlets = (
            [tuple(names[id_] for id_ in sorted(ids) if id_ in names) for ids in one] for one in brought
        )
        return sources, outlets

    def _drew(self, keys: list[Key]) -> dict[Key, tuple[int, int]] | None:
        """How often others answered and reposted each; None where that would take too long."""
        cut, follows = self._wrote.cut, (*_ANSWERS, Kind.REPOST)
        is_one = np.array([one[KIND] in follows and not one[GONE] for one in cut.tables.facets.all], bool)
        counted = cut.tally("facet")[0]
        if int(counted[is_one[: len(counted)]].sum()) > MOST_JOINED:
            return None
        ids = self._wrote.id[taken_from(is_one, self._wrote.facet)]
        asked = {
            "ids": json.dumps(ids.tolist()),
            "known": cut.scope.known,
            "whos": json.dumps([name for name, _network in keys]),
        }
        found = self._connection.execute(_DREW.format(parent=who("p"), answer=who("r")), asked)
        return {(name, network): (answered, reposted) for name, network, answered, reposted in found}


def _first_of(rows: Rows, number: Array, accounts: int) -> Array:
    """Where the first mention of each account stands."""
    return _firsts(taken_from(number, rows.author), rows.at, accounts)


def _firsts(who: Array, at: Array, many: int) -> Array:
    """The place of the earliest of each of so many; of several, any."""
    first = np.full(many, np.iinfo(np.int64).max)
    np.minimum.at(first, who, at)
    held = places_of(at == taken_from(first, who))
    place = np.zeros(many, held.dtype)
    place[who[held]] = held
    return place


class _Latest:
    """When a name was used last; of equals the later in the alphabet."""

    def __init__(self, moments: dict[Names, tuple[int, int]]) -> None:
        self._moments = moments

    def __call__(self, called: Names) -> tuple[int, int, str, str]:
        return (*self._moments[called], called[1], called[2])
