"""Which mentions a scope and filters take, as a mask over columns.

A filter's values are looked up once in each table, not in each row: a mask is a few passes, one for each column that is
asked about. What was taken back stays in whatever it is still counted by, as it does in every count without filters;
it has no words and no author any more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from hubdesk.core import Scope
from hubdesk.core.filters import Filter, Filters
from hubdesk.query.filter_values import compared
from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.store.columns_look import Look
from hubdesk.store.columns_rows import Array, Mask, Rows, as_ids, parts, places_of
from hubdesk.store.columns_tables import KIND, LANGUAGE, NETWORK, SOURCE, Tables
from hubdesk.store.columns_text import texts
from hubdesk.store.columns_zones import Zones
from hubdesk.store.mentions import as_known
from hubdesk.store.then import changed_since

_COLUMN: Final = {
    **dict.fromkeys(("tone", "theme", "place"), "reading"),
    **dict.fromkeys(("network", "source", "language", "kind"), "facet"),
    "topic": "combo",
    "author": "author",
}
_CALLED: Final = "SELECT handle, name FROM mention WHERE id = ?"
WIDE: Final = 4  # such a part of all mentions is filtered once, for whatever time is asked about
MOST_CALLED: Final = 1_000  # authors of one name that are looked at one by one


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """`rows` as the scope knows them; of those from `begin` on, as far as it goes, which the filters take."""

    rows: Rows
    mask: Mask
    begin: int = 0

    def places(self) -> Array:
        """Where in the rows those are that are taken."""
        return places_of(self.mask, self.begin)


def taken(connection: sqlite3.Connection, look: Look, scope: Scope) -> Taken:
    """Raises QueryError for a text that is no query."""
    filters, scope = scope.filters, replace(scope, filters=())  # no SQL can ask what these take before it is known
    rows = _as_known(connection, look, scope)
    zones = look.found.get("zones", partial(Zones, look.rows))
    near = zones.near(scope.start, scope.end)
    others = tuple(one for one in filters if one.field != "text")
    if rows is look.rows and (near.stop - near.start) * WIDE > len(rows):  # asked about with other edges too
        asked = partial(_filtered, connection, look, rows, slice(0, len(rows)), scope, others, zones)
        known = min(scope.known, zones.latest)
        mask = look.found.get(("mask", scope.topics, others, known), asked)[near].copy()
    else:
        mask = _filtered(connection, look, rows, near, scope, others, zones)
    for one in filters:
        if one.field == "text":
            mask &= texts(connection, look, rows, scope, one.values)[near] ^ one.negated
    zones.keep_within(mask, near, scope.start, scope.end)
    return Taken(rows, mask, near.start)


def _filtered(
    connection: sqlite3.Connection,
    look: Look,
    rows: Rows,
    near: slice,
    scope: Scope,
    filters: Filters,
    zones: Zones,
) -> Mask:
    """Of these rows, whatever their time, those of the scope's topics that it knows and the filters take."""
    by_column: dict[str, Mask] = {}
    if scope.topics:
        by_column["combo"] = look.tables.combos.having({str(topic.id) for topic in scope.topics})
    for one in filters:
        held = _HOLDING[one.field](connection, look, one) ^ one.negated
        column = _COLUMN[one.field]
        by_column[column] = by_column[column] & held if column in by_column else held
    mask = np.ones(near.stop - near.start, bool)
    for column, held in by_column.items():
        if not held.all():
            codes = getattr(rows, column)[near]
            for part in parts(len(codes)):
                mask[part] &= held.take(codes[part])
    zones.keep_known(mask, near, scope.known)
    return mask


def _as_known(connection: sqlite3.Connection, look: Look, scope: Scope) -> Rows:
    """What was edited or corrected after what the scope knows counts as it was."""
    changed = changed_since(connection, scope)
    if not changed:
        return look.rows
    rows, tables = look.rows, look.tables
    then = as_ids([(row[0], row[4], row[5]) for row in changed.then])
    places = rows.places(then[:, 0])
    then, places = then[places >= 0], places[places >= 0]
    combo = [tables.combos.code.get(one, now) for one, now in zip(then[:, 1].tolist(), rows.combo[places], strict=True)]
    reading = [
        tables.readings.code.get(one, now) for one, now in zip(then[:, 2].tolist(), rows.reading[places], strict=True)
    ]
    facet = _facets_then(connection, look, then[:, 0].tolist(), rows.facet[places], scope)
    return rows.changed(places, {"combo": as_ids(combo), "reading": as_ids(reading), "facet": as_ids(facet)})


def _facets_then(connection: sqlite3.Connection, look: Look, ids: list[int], facets: Array, scope: Scope) -> list[int]:
    """Another language may have been noted of those words, or that they are a duplicate."""
    heard = {one.id: one for one in as_known(connection, ids, scope.known, with_matches=False)}
    found = []
    for id_, code in zip(ids, facets.tolist(), strict=True):
        source, network, kind, _language, _duplicate, *rest = look.tables.facets.all[code]
        notes, mention = heard[id_].notes, heard[id_].mention
        language = notes.language or mention.language
        found.append(look.tables.facets.of((source, network, kind, language, notes.duplicate, *rest)))
    return found


def _topics(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    return look.tables.combos.having(_wanted(asked))


def _tones(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    wanted = {*asked.values} - {"unread", "none"} | ({"unread", "none"} if "" in asked.values else set())
    return look.tables.readings.tones.having(wanted)


def _themes(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    return look.tables.readings.themes.having(_wanted(asked))


def _places(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    return look.tables.readings.sayings.having(_wanted(asked))


def _networks(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    return _of_facets(look.tables, NETWORK, str.casefold, asked)


def _kinds(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    return _of_facets(look.tables, KIND, str, asked)


def _languages(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    """`fr` finds `fr-CA` too."""
    wanted = _wanted(asked)
    known = [language.casefold() for language in look.tables.facets.column(LANGUAGE)]
    return np.array([one in wanted or one.partition("-")[0] in wanted for one in known], bool)


def _sources(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    wanted = _wanted(asked)
    ids = {id_ for id_, name in look.tables.sources.items() if folded_name(name) in wanted}
    return np.array([source in ids for source in look.tables.facets.column(SOURCE)], bool)


def _of_facets(tables: Tables, place: int, fold: Callable[[str], str], asked: Filter) -> Mask:
    wanted = _wanted(asked)
    return np.array([fold(one) in wanted for one in tables.facets.column(place)], bool)


def _wanted(asked: Filter) -> frozenset[str]:
    return frozenset(compared(asked.field, value) for value in asked.values)


def _authors(connection: sqlite3.Connection, look: Look, asked: Filter) -> Mask:
    return look.found.get(("authors", asked.values), partial(_these_authors, connection, look, asked.values))


def _these_authors(connection: sqlite3.Connection, look: Look, values: Sequence[str]) -> Mask:
    """By hashes; of each author that they find, the session itself says what it is called."""
    authors = look.tables.authors
    account, called = authors.arrays
    found = np.zeros(len(account), bool)
    for value in values:
        if not value:
            found |= account == 0
            continue
        is_name = value.startswith("=")
        wanted = authors.hash_of(name=value[1:]) if is_name else authors.hash_of(handle=value)
        likely = called[:, int(is_name)] == wanted
        if 0 < np.count_nonzero(likely) <= MOST_CALLED:
            likely = _called_so(connection, look.rows, likely, value)
        found |= likely
    return found


def _called_so(connection: sqlite3.Connection, rows: Rows, likely: Mask, value: str) -> Mask:
    """Those of these authors that are: what each one's first mention says."""
    wrote = np.flatnonzero(likely[rows.author])
    codes, first = np.unique(rows.author[wrote], return_index=True)
    called = np.zeros(len(likely), bool)
    for code, id_ in zip(codes.tolist(), rows.id[wrote[first]].tolist(), strict=True):
        called[code] = _is_called(connection, id_, value)
    return called


def _is_called(connection: sqlite3.Connection, id_: int, value: str) -> bool:
    row = connection.execute(_CALLED, (id_,)).fetchone()
    if row is None:
        return False
    if value.startswith("="):
        return folded_name(row[1]) == folded_name(value[1:])
    return folded_handle(row[0]) == folded_handle(value)


_HOLDING: Final[dict[str, Callable[[sqlite3.Connection, Look, Filter], Mask]]] = {
    "topic": _topics,
    "tone": _tones,
    "theme": _themes,
    "place": _places,
    "network": _networks,
    "kind": _kinds,
    "language": _languages,
    "source": _sources,
    "author": _authors,
}
