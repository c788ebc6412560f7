"""Who wrote what a cut takes, by its columns: what SQL counts too, of a million mentions in some tens of milliseconds.

Accounts are numbers here, and names are read for those that are told alone. Followers and whom somebody answers are in
no column: they are asked of the session, and only as far as it is quick.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Final

import numpy as np

from hubdesk.core import Kind
from hubdesk.store.columns_rows import Array, Mask, as_ids, places_of, taken_from
from hubdesk.store.columns_tables import KIND
from hubdesk.store.columns_told import Cut
from hubdesk.store.voices_columns_order import of_greatest, top
from hubdesk.store.voices_columns_told import Told
from hubdesk.store.voices_columns_wrote import Wrote, compact
from hubdesk.store.voices_rows import OUTLETS
from hubdesk.store.voices_values import Account, Began, Voice, VoiceOrder, Voices

TEN: Final = 10
MOST: Final = 2_000  # accounts that are listed
FEW: Final = 50_000  # mentions whose followers are looked up one by one; of more, stretches of the table are read
LATELY: Final = 4_096  # mentions among which somebody's first one is looked for at first
NEVER: Final = np.iinfo(np.int64).max
UNKNOWN: Final = -(1 << 62)  # below whatever a network may tell
_FOLLOWERS: Final = (
    "SELECT id, followers FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND followers IS NOT NULL"
)
_STRETCH: Final = (
    "SELECT group_concat(id || ' ' || followers, ' ') FROM mention NOT INDEXED"
    " WHERE id >= ? AND id < ? AND followers IS NOT NULL"
)
_WHO: Final = "SELECT network, handle, name, author_id FROM mention WHERE id = ?"


def voices(connection: sqlite3.Connection, cut: Cut, order: str, most: int, accounts: Collection[str] = ()) -> Voices:
    """As `voices.voices`, of a cut's scope and filters."""
    if cut.scope.length <= 0:
        return Voices()
    wrote = Wrote(cut)
    many = int(np.count_nonzero(wrote.sums))
    loud = min(TEN, many)
    listed = _first(connection, wrote, VoiceOrder(order), max(0, min(most, MOST)))
    public, outlets = _public(connection, wrote, accounts)
    told = Told(connection, wrote, np.unique(np.concatenate((listed, public)))).voices()
    return Voices(
        mentions=cut.count,
        gone=cut.gone,
        nameless=wrote.nameless,
        accounts=many,
        once=int(np.count_nonzero(wrote.sums == 1)),
        loudest=loud,
        by_loudest=of_greatest(wrote.sums, loud),
        outlets=outlets,
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
        return top((wrote.sums,), met, most, wrote.who)
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


def _public(connection: sqlite3.Connection, wrote: Wrote, accounts: Collection[str]) -> tuple[Array, int]:
    """Who may be one of these accounts, and the loudest who wrote articles; and how many wrote articles."""
    of_facet = np.array([kind == Kind.ARTICLE for kind in wrote.cut.tables.facets.column(KIND)], bool)
    is_article = taken_from(of_facet, wrote.facet)
    is_known = _is_one_of(connection, wrote, accounts) if accounts else np.zeros(len(is_article), bool)
    held = places_of(is_article | is_known)
    if wrote.nameless:
        held = held[wrote.sums[wrote.who[held]] > 0]
    met, which = compact(wrote.who[held], len(wrote.sums))
    known = np.bincount(which, weights=is_known[held], minlength=len(met)) > 0
    articles = np.bincount(which, weights=is_article[held], minlength=len(met)) > 0 if known.any() else ~known
    public = top((known, np.bincount(which, minlength=len(met))), np.ones(len(met), bool), MOST, which)
    return met[public[: int(np.count_nonzero(known)) + OUTLETS]], int(np.count_nonzero(articles))


def _is_one_of(connection: sqlite3.Connection, wrote: Wrote, accounts: Collection[str]) -> Mask:
    """By handle or by id, whatever the network: somebody's standing is looked up later."""
    names = {account.partition(":")[2].strip().casefold().removeprefix("@") for account in accounts} - {""}
    asked = [("id", name) for name in names]
    found, _hashes = wrote.cut.tables.authors.called_so("id", asked, wrote.some_codes)
    found[wrote.called(connection, [("handle", name) for name in names]).places] = True
    return taken_from(found, wrote.code) if found.any() else np.zeros(len(wrote.code), bool)


def _began(connection: sqlite3.Connection, wrote: Wrote) -> Iterator[Began]:
    """Who was the first to write of each of the scope's topics."""
    combos = wrote.cut.tables.combos
    if not wrote.cut.scope.topics or not wrote.sums.any():
        return
    hearing = {topic.id: combos.having({str(topic.id)}) for topic in wrote.cut.scope.topics}
    places = _earliest(wrote, list(hearing.values()))
    at, combo, found = wrote.at[places], wrote.combo[places], []
    for topic, hears in hearing.items():
        held = np.flatnonzero(hears[combo])
        if len(held):
            first = held[int(at[held].argmin())]  # the first of several: the one with the lowest number
            found.append((int(at[first]), int(wrote.id[places[first]]), topic))
    for begun, id_, topic in sorted(found):
        row = connection.execute(_WHO, (id_,)).fetchone()
        if row is not None and any(row[1:]):
            yield Began(topic, id_, begun, Account(*row))


def _earliest(wrote: Wrote, hearing: Sequence[Mask]) -> Array:
    """The places of mentions with the first of each topic among them: few, as they lie nearly in the order of time."""
    few = slice(0, LATELY)
    is_named = wrote.sums[wrote.who[few]] > 0
    at = [wrote.at[few][hears[wrote.combo[few]] & is_named] for hears in hearing]
    bound = max(one.min() for one in at) if all(map(len, at)) else NEVER
    places = places_of(wrote.at <= bound)
    return places[wrote.sums[wrote.who[places]] > 0] if wrote.nameless else places
