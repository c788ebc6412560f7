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
from hubdesk.store.columns_authors import Named
from hubdesk.store.columns_counts import pairs, summed
from hubdesk.store.columns_rows import Array, Rows, as_ids, first_places, marked, places_of, taken_from
from hubdesk.store.columns_tables import GONE, KIND, NETWORK, SOURCE
from hubdesk.store.voices_columns_drew import answered_of
from hubdesk.store.voices_columns_followers import followers_of
from hubdesk.store.voices_columns_wrote import Wrote, reaches
from hubdesk.store.voices_rows import ASKED, MOST_JOINED, Called, asked_as
from hubdesk.store.voices_values import Voice

TONES: Final = (*readings.TONES[1:], readings.TONES[0])  # in the order in which they are told
_GONE: Final = "SELECT id FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NOT NULL"
_AT_ONCE: Final = 50_000  # mentions that are asked of in one text
_ANSWERS: Final = (Kind.REPLY, Kind.COMMENT)
Listed = tuple[str, ...]


class Told:
    """`accounts`: numbers of `Wrote`, ascending. Each gets a rank. Of what they wrote `place`, `row`, `code` and `rank`
    come in the order of the rows, where most is counted; `order` puts them account by account, as `begins` says."""

    def __init__(self, connection: sqlite3.Connection, wrote: Wrote, accounts: Array) -> None:
        self._connection, self._wrote, self._accounts = connection, wrote, accounts
        self._rank_of = np.full(len(wrote.sums), -1, np.int32)
        self._rank_of[accounts] = np.arange(len(accounts))
        held, rows = wrote.by(accounts), wrote.cut.rows
        self._place, self._row, self._code = held, wrote.row.take(held), wrote.code.take(held)
        self._rank = self._rank_of.take(wrote.account.take(self._code))
        self._order = np.argsort(self._rank.astype(np.int16), kind="stable")  # at most some thousand accounts
        self._begins = np.concatenate(([0], np.cumsum(np.bincount(self._rank, minlength=len(accounts)))))
        at = rows.at.take(self._row)
        known = at + rows.late.take(self._row)
        self._at, self._known = at.take(self._order), known.take(self._order)  # account by account

    def voices(self) -> dict[int, Voice]:
        """By their numbers; without those of whom nothing can be read any more."""
        if not len(self._accounts):
            return {}
        called = self._called()
        asked = [_asked(names) for names in called]
        found = self._wrote.called(self._connection, frozenset().union(*asked)).mentions
        (answered, reposted), figures, made = self._drew(), self._figures(), {}
        for rank, (number, *figured) in enumerate(zip(self._accounts.tolist(), *figures.values(), strict=True)):
            if not called[rank]:
                continue
            account, its = called[rank][0].account, dict(zip(figures, figured, strict=True))
            ever, network = its.pop("first_ever"), called[rank][0].network
            made[number] = Voice(
                account=account,
                first_ever=None if account.is_name_alone else min(its["first"], ever),
                answered=answered[rank],
                reposted=reposted[rank],
                handles=tuple(sorted({one.account.handle for one in called[rank]} - {""})),
                found=sum(found.get((network, one), 0) for one in asked[rank]),
                found_anywhere=sum(found.get(("", one), 0) for one in asked[rank]),
                **its,
            )
        return made

    def _called(self) -> list[list[Named]]:
        """What each account is called, the name it used last first."""
        wrote = self._wrote
        authors = np.flatnonzero(marked(self._code, len(wrote.codes)))
        names, its = wrote.named(self._connection, authors, self._place), self._rank_of[wrote.account[authors]]
        called: list[list[Named]] = [[] for _ in self._accounts]
        for author, rank in zip(authors.tolist(), its.tolist(), strict=True):
            if author in names:
                called[rank].append(names[author])
        has_several = np.bincount(its, minlength=len(called)) > 1
        if has_several.any():
            latest = self._latest(has_several, len(wrote.codes))
            for rank in np.flatnonzero(has_several).tolist():
                moments: dict[Named, tuple[int, int]] = {}
                for author in authors[its == rank].tolist():
                    if (one := names.get(author)) is not None:
                        known, at = latest[author]
                        before = moments.get(one, (0, 0))
                        moments[one] = max(before[0], known), max(before[1], at)
                called[rank] = sorted(moments, key=_Latest(moments), reverse=True)
        return called

    def _latest(self, wanted: Array, many: int) -> dict[int, tuple[int, int]]:
        """When the authors of these accounts wrote last, as it was known and as it was published: each on its own."""
        held = np.flatnonzero(wanted[self._rank[self._order]])
        authors = self._code[self._order[held]]
        known, at = np.zeros(many, np.int64), np.zeros(many, np.int64)
        np.maximum.at(known, authors, self._known[held])
        np.maximum.at(at, authors, self._at[held])
        met = np.unique(authors)
        return dict(zip(met.tolist(), zip(known[met].tolist(), at[met].tolist(), strict=True), strict=True))

    def _figures(self) -> dict[str, Sequence[Any]]:
        """What of a Voice can be counted, by its names, account by account."""
        tables, rows = self._wrote.cut.tables, self._wrote.cut.rows
        rank, many, begins = self._rank, len(self._accounts), self._begins[:-1]
        kinds = tables.facets.column(KIND)
        figures, known = reaches(rows.reach.take(self._row))
        reach, reach_of = np.zeros(many, np.int64), np.bincount(rank[known], minlength=many).tolist()
        np.add.at(reach, rank, figures)  # 0 where it is unknown
        sorts = tables.readings.tones
        place_of = np.array(
            [TONES.index(one[0]) if one[0] in TONES else len(TONES) - 1 for one in sorts.sets], np.int64
        )
        tone = place_of[sorts.array()].take(rows.reading.take(self._row))
        tones = np.bincount(rank * np.int64(len(TONES)) + tone, minlength=many * len(TONES)).reshape(many, -1)
        # Whatever a facet says is counted of facets: an account has few.
        its, facet, mentions = pairs(rank, many, rows.facet.take(self._row), len(kinds))
        answers, reposts, articles = (
            np.array([kind in those for kind in kinds], bool)[facet]
            for those in (_ANSWERS, (Kind.REPOST,), (Kind.ARTICLE,))
        )
        return {
            "mentions": np.diff(self._begins).tolist(),
            "first": np.minimum.reduceat(self._at, begins).tolist(),
            "last": np.maximum.reduceat(self._at, begins).tolist(),
            "first_ever": self._ever(),
            "reach": [one if of else None for one, of in zip(reach.tolist(), reach_of, strict=True)],
            "reach_of": reach_of,
            "followers": self._followers(),
            "tones": [*map(tuple, tones.tolist())],
            "answers": summed(its, many, mentions * answers).tolist(),
            "reposts": summed(its, many, mentions * reposts).tolist(),
            "sources": self._sources(its, facet),
            "outlets": self._sources(its[articles], facet[articles]),
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

    def _gone(self, places: Array, *, is_anywhere: bool = False) -> Array:
        """Which of these rows were taken back, that lie before the scope, or anywhere outside of it: of its own time
        alone the rows say so."""
        rows, scope = self._wrote.cut.rows, self._wrote.cut.scope
        at = rows.at[places]
        ids = np.unique(rows.id[places[(at < scope.start) | (is_anywhere & (at >= scope.end))]])
        found = [
            row[0]
            for start in range(0, len(ids), _AT_ONCE)
            for row in self._connection.execute(_GONE, (json.dumps(ids[start : start + _AT_ONCE].tolist()),))
        ]
        return rows.places(as_ids(found))

    def _followers(self) -> list[int | None]:
        """As the latest that tells, of the newest ASKED mentions of each."""
        rank, places = self._newest()
        ids, found = self._id(places), list[int | None]([None] * len(self._accounts))
        is_last = np.ones(len(rank), bool)
        is_last[:-1] = rank[1:] != rank[:-1]
        tells = np.zeros(len(found), bool)
        for asked in (is_last, ~is_last):  # mostly the very latest tells
            held = np.flatnonzero(asked & ~tells[rank])
            told = followers_of(self._connection, self._wrote.cut.tables.authors, ids[held].tolist())
            for one, followers in zip(rank[held].tolist(), told, strict=True):  # of several, the last one stays
                if followers is not None:
                    found[one], tells[one] = followers, True
        return found

    def _newest(self) -> tuple[Array, Array]:
        """Ranks, and the places of the newest ASKED mentions of each, the latest last. Mentions are mostly stored as
        they become known: nearly all that is not older than the last ones of an account are these."""
        begins, ends = self._begins[:-1], self._begins[1:]
        last = np.maximum(ends[:, None] - np.arange(1, ASKED + 1), begins[:, None])
        least = self._known[last].min(axis=1)
        least[ends - begins <= ASKED] = np.iinfo(np.int64).min
        ranks = self._rank[self._order]
        held = np.flatnonzero(self._known >= least[ranks])
        held = held[np.lexsort((self._id(held), self._known[held], ranks[held]))]
        rank = ranks[held]
        is_newest = np.searchsorted(rank, rank, side="right") - np.arange(len(rank)) <= ASKED
        return rank[is_newest], held[is_newest]

    def _id(self, places: Array) -> Array:
        """The numbers of these, account by account."""
        return self._wrote.cut.rows.id[self._row[self._order[places]]]

    def _sources(self, rank: Array, facet: Array) -> list[Listed]:
        """The sources of these facets of these accounts, account by account."""
        names, of_facet = self._wrote.cut.tables.sources, self._wrote.cut.tables.facets.column(SOURCE)
        ids = sorted(set(of_facet))
        place = {id_: number for number, id_ in enumerate(ids)}
        source = np.array([place[id_] for id_ in of_facet], np.int64)[facet]
        told: list[Listed] = [(names[id_],) if id_ in names else () for id_ in ids]
        found: list[Listed] = [()] * len(self._accounts)
        ranks, places, _mentions = pairs(rank, len(self._accounts), source, len(ids))
        for one, code in zip(ranks.tolist(), places.tolist(), strict=True):
            found[one] = found[one] + told[code] if found[one] else told[code]
        return found

    def _may_draw(self, following: Array) -> Array:
        """Those of these rows that may follow somebody listed but themselves: whom a mention follows is on its
        network."""
        rows, names = self._wrote.cut.rows, self._wrote.cut.tables.facets.column(NETWORK)
        number = self._wrote.cut.tables.authors.accounts()[0]
        networks, network_of = np.unique(names, return_inverse=True)
        listed = network_of[rows.facet[self._row[self._order[self._begins[:-1]]]]]
        many, alone = np.bincount(listed, minlength=len(networks)), np.zeros(len(networks), np.int64)
        alone[listed] = self._wrote.met[self._accounts]
        network = network_of[rows.facet[following]]
        is_alone = (many[network] == 1) & (alone[network] == number[rows.author[following]])
        found: Array = following[(many[network] > 0) & ~is_alone]
        return found

    def _drew(self) -> tuple[Sequence[int | None], Sequence[int | None]]:
        """How often others answered and reposted each; None where that would take too long."""
        wrote, cut, many = self._wrote, self._wrote.cut, len(self._accounts)
        facets, rows, number = cut.tables.facets.all, cut.rows, cut.tables.authors.accounts()[0]
        is_one = np.array([one[KIND] in (*_ANSWERS, Kind.REPOST) and not one[GONE] for one in facets], bool)
        held = first_places(is_one, wrote.facet, MOST_JOINED + 1)
        if len(held) > MOST_JOINED:
            return [None] * many, [None] * many
        following = self._may_draw(wrote.row[held])
        answered = answered_of(cut.tables.authors).places(self._connection, rows, following)
        following, answered = following[answered >= 0], answered[answered >= 0]
        whose, listed = number[rows.author[answered]], wrote.met[self._accounts]
        rank = np.minimum(np.searchsorted(listed, whose), many - 1)
        held = (listed[rank] == whose) & (whose != number[rows.author[following]])
        held &= rows.at[answered] + rows.late[answered] <= cut.scope.known
        following, answered, rank = following[held], answered[held], rank[held]
        gone = self._gone(answered, is_anywhere=True)
        if len(gone):
            held = ~np.isin(answered, gone)
            following, rank = following[held], rank[held]
        is_repost = np.array([one[KIND] == Kind.REPOST for one in facets], bool)[rows.facet[following]]
        counts = [np.bincount(rank[of], minlength=many).tolist() for of in (~is_repost, is_repost)]
        return counts[0], counts[1]


def _asked(called: Sequence[Named]) -> frozenset[Called]:
    """How a query asks for an account that is called so."""
    if len(called) == 1:
        return called[0].asked
    return asked_as((one.account.handle, one.account.name) for one in called)


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

    def __init__(self, moments: dict[Named, tuple[int, int]]) -> None:
        self._moments = moments

    def __call__(self, called: Named) -> tuple[int, int, str, str]:
        return (*self._moments[called], called.account.handle, called.account.name)
