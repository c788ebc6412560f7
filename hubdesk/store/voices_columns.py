"""Who wrote what a cut takes, by its columns: what SQL counts too, of a million mentions in some tens of milliseconds.

Accounts are numbers here, and names are read for those that are told alone. Followers and whom somebody answers are in
no column: they are asked of the session, and only as far as it is quick.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Final

import numpy as np

from hubdesk.core import Kind
from hubdesk.store.columns_rows import Array, Mask, as_ids, held_by, marked, places_of, taken_from
from hubdesk.store.columns_tables import KIND
from hubdesk.store.columns_told import Cut
from hubdesk.store.voices_columns_order import least, of_greatest, top
from hubdesk.store.voices_columns_told import Told
from hubdesk.store.voices_columns_wrote import Wrote
from hubdesk.store.voices_rows import OUTLETS
from hubdesk.store.voices_values import Account, Began, Voice, VoiceOrder, Voices

TEN: Final = 10
MOST: Final = 2_000  # accounts that are listed
FEW: Final = 50_000  # mentions whose followers are looked up one by one; of more, stretches of the table are read
LATELY: Final = 4_096  # mentions among which somebody's first one is looked for at first
UNKNOWN: Final = -(1 << 62)  # below whatever a network may tell
_FOLLOWERS: Final = (
    "SELECT id, followers FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND followers IS NOT NULL"
)
_STRETCH: Final = (
    "SELECT group_concat(id || ' ' || followers, ' ') FROM mention NOT INDEXED"
    " WHERE id >= ? AND id < ? AND followers IS NOT NULL"
)
_WHO: Final = "SELECT id, network, handle, name, author_id FROM mention WHERE id IN (SELECT value FROM json_each(?))"


def voices(
    connection: sqlite3.Connection,
    cut: Cut,
    order: str,
    most: int,
    accounts: Collection[str] = (),
    outlets: int | None = None,
) -> Voices:
    """As `voices.voices`, of a cut's scope and filters."""
    if cut.scope.length <= 0:
        return Voices()
    wrote = Wrote(cut)
    many = int(np.count_nonzero(wrote.sums))
    loud = min(TEN, many)
    listed = _first(connection, wrote, VoiceOrder(order), max(0, min(most, MOST)))
    public, wrote_articles = _public(connection, wrote, accounts, OUTLETS if outlets is None else outlets)
    told = Told(connection, wrote, np.unique(np.concatenate((listed, public)))).voices()
    return Voices(
        mentions=cut.count,
        gone=cut.gone,
        nameless=wrote.nameless,
        accounts=many,
        once=int(np.count_nonzero(wrote.sums == 1)),
        loudest=loud,
        by_loudest=of_greatest(wrote.sums, loud),
        outlets=wrote_articles,
        listed=tuple(told[one] for one in listed.tolist() if one in told),
        public=tuple(sorted((told[one] for one in public.tolist() if one in told), key=_loudness)),
        began=tuple(_began(connection, wrote)),
    )


def _loudness(voice: Voice) -> tuple[int, tuple[str, str]]:
    return -voice.mentions, voice.account.key


def _first(connection: sqlite3.Connection, wrote: Wrote, order: VoiceOrder, most: int) -> Array:
    """The first accounts in that order; of equals, who was heard first."""
    met = wrote.sums > 0
    if order == VoiceOrder.COUNT:
        loud = wrote.sums >= max(1, least(wrote.sums, most)) if 0 < most < len(wrote.sums) else met
        return top((wrote.sums,), loud, most, wrote.who)
    if order == VoiceOrder.FIRST:
        return top((-wrote.first_at,), met, most, wrote.who)
    figures, has_reach = wrote.reach()
    if order == VoiceOrder.FOLLOWERS:
        figures = _followers(connection, wrote)
        has_reach = np.ones(len(figures), bool)
    elif np.count_nonzero(has_reach & met) < most:
        figures = np.where(has_reach, figures, _followers(connection, wrote))
    return top((has_reach, figures, wrote.sums), met, most, wrote.who)


def _followers(connection: sqlite3.Connection, wrote: Wrote) -> Array:
    """Of each account the most followers that one of these mentions tells."""
    ids, found = wrote.id, np.full(len(wrote.sums), UNKNOWN)
    for told in _telling(connection, ids):
        place = np.minimum(np.searchsorted(ids, told[:, 0]), len(ids) - 1)
        held = ids[place] == told[:, 0]
        np.maximum.at(found, wrote.who[place[held]], told[held, 1])
    return found


def _telling(connection: sqlite3.Connection, ids: Array) -> Iterator[Array]:
    """Numbers and followers of these mentions, where they tell any; of many, with what lies between them."""
    if len(ids) <= FEW:
        yield as_ids(connection.execute(_FOLLOWERS, (json.dumps(ids.tolist()),)).fetchall()).reshape(-1, 2)
        return
    for start in range(int(ids[0]), int(ids[-1]) + 1, FEW):
        text = connection.execute(_STRETCH, (start, start + FEW)).fetchone()[0]
        if text:
            yield np.fromstring(text, np.int64, sep=" ").reshape(-1, 2)


def _public(connection: sqlite3.Connection, wrote: Wrote, accounts: Collection[str], most: int) -> tuple[Array, int]:
    """Who may be one of these accounts, and the loudest `most` who wrote articles; and how many wrote articles."""
    of_facet = np.array([kind == Kind.ARTICLE for kind in wrote.cut.tables.facets.column(KIND)], bool)
    are_known = _who_are(connection, wrote, accounts)
    many, is_article = len(wrote.sums), held_by(of_facet, wrote.facet)
    held = places_of(is_article)
    met = articles = _tallied(wrote, held)
    is_known = np.zeros(0, bool)
    if len(are_known):
        held = places_of(is_article | taken_from(marked(are_known, len(wrote.codes)), wrote.code))
        met, is_known = _tallied(wrote, held), marked(wrote.account[are_known], many)
        is_known &= wrote.sums > 0
    told = min(MOST, int(np.count_nonzero(is_known)) + most)
    keys = (is_known, met) if len(is_known) else (met,)
    return top(keys, met > 0, told, wrote.who[held]), int(np.count_nonzero(articles))


def _tallied(wrote: Wrote, places: Array) -> Array:
    """How many of these mentions each account wrote."""
    found = np.bincount(wrote.who[places], minlength=len(wrote.sums))
    if wrote.nameless:
        found[wrote.sums == 0] = 0
    return found


def _who_are(connection: sqlite3.Connection, wrote: Wrote, accounts: Collection[str]) -> Array:
    """Authors, by handle or by id, whatever the network: somebody's standing is looked up later."""
    names = {account.partition(":")[2].strip().casefold().removeprefix("@") for account in accounts} - {""}
    if not names:
        return np.zeros(0, np.int64)
    called = wrote.called(connection, [("handle", name) for name in names]).places
    return np.concatenate((wrote.likely("id", [("id", name) for name in names]), called))


def _began(connection: sqlite3.Connection, wrote: Wrote) -> Iterator[Began]:
    """Who was the first to write of each of the scope's topics."""
    cut = wrote.cut
    if not cut.scope.topics or not wrote.sums.any():
        return
    hearing = cut.found.get(("hearing", cut.scope.topics), partial(_hearing, cut))
    found = [
        (int(cut.rows.at[wrote.row[first]]), int(cut.rows.id[wrote.row[first]]), topic)
        for topic, first in _earliest(wrote, hearing)
    ]
    asked = json.dumps([id_ for _at, id_, _topic in found])
    who = {id_: names for id_, *names in connection.execute(_WHO, (asked,))} if found else {}
    for begun, id_, topic in sorted(found):
        names = who.get(id_)
        if names is not None and any(names[1:]):
            yield Began(topic, id_, begun, Account(*names))


def _hearing(cut: Cut) -> dict[int, Mask]:
    """Of each topic the combinations in which it is."""
    return {topic.id: cut.tables.combos.having({str(topic.id)}) for topic in cut.scope.topics}


def _earliest(wrote: Wrote, hearing: Mapping[int, Mask]) -> Iterator[tuple[int, int]]:
    """Topics, and the place of the first mention of each that names somebody. Mostly it is among the first few, as
    these lie nearly in the order of time; else all that are of the topic are gone through."""
    rows, few, zones = wrote.cut.rows, slice(0, LATELY), wrote.cut.zones
    row, is_named = wrote.row[few], wrote.sums[wrote.who[few]] > 0
    lately = {topic: rows.at[row[hears[rows.combo[row]] & is_named]] for topic, hears in hearing.items()}
    bound = max((int(at.min()) for at in lately.values() if len(at)), default=-1)
    zone = zones.near(wrote.cut.scope.start, bound + 1)
    begin, end = np.searchsorted(wrote.row, np.array((zone.start, zone.stop), wrote.row.dtype)).tolist()
    near = _named(wrote, rows.at[wrote.row[begin:end]] <= bound, begin)
    for topic, hears in hearing.items():
        if len(lately[topic]):
            places = near[hears[rows.combo[wrote.row[near]]]]
        elif _mentions(wrote.cut, hears):
            places = _named(wrote, hears[wrote.combo])
        else:
            continue
        if len(places):
            yield topic, int(places[rows.at[wrote.row[places]].argmin()])  # of several, the one with the lowest number


def _mentions(cut: Cut, hears: Mask) -> int:
    """How many mentions are of these combinations."""
    tally = cut.tally("combo")[0]
    return int(tally[hears[: len(tally)]].sum())


def _named(wrote: Wrote, held: Mask, begin: int = 0) -> Array:
    """The places of those mentions, from `begin` on, that have an account."""
    places = places_of(held, begin)
    return places[wrote.sums[wrote.who[places]] > 0] if wrote.nameless else places
