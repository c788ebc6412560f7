"""Which mentions a scope and filters take, as a mask over columns.

A filter's values are looked up once in each table, not in each row: a mask is a few passes, one for each column that is
asked about. What was taken back stays in whatever it is still counted by, as it does in every count without filters;
it has no words and no author any more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from hubdesk.core import Scope, Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.query.filter_values import compared
from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.store.columns_look import Look
from hubdesk.store.columns_rows import Array, Mask, Rows, as_ids, kept, parts, places_of
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
MUCH: Final = 2  # what takes such a part of the rows of a time is no quicker gone through than these
MOST_CALLED: Final = 1_000  # authors of one name that are looked at one by one


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """`rows` as the scope knows them, and where in these those are that it and its filters take, ascending."""

    scope: Scope
    rows: Rows
    places: Array


def taken(connection: sqlite3.Connection, look: Look, scope: Scope, larger: Iterable[Taken] = ()) -> Taken:
    """`larger`: what was taken of this look lately: what narrows one of these is looked for in it alone.

    Raises QueryError for a text that is no query.
    """
    bare = replace(scope, filters=())  # no SQL can ask what filters take before it is known
    rows = _as_known(connection, look, bare)
    zones = look.found.get("zones", partial(Zones, look.rows))
    near = zones.near(scope.start, scope.end)
    held = _nearest(scope, rows, near, larger)
    if held is not None:
        return _within(connection, look, scope, held, near)
    others = tuple(one for one in scope.filters if one.field != "text")
    if rows is look.rows and (near.stop - near.start) * WIDE > len(rows):  # asked about with other edges too
        asked = partial(_filtered, connection, look, rows, slice(0, len(rows)), bare, others, zones)
        known = min(scope.known, zones.latest)
        mask = look.found.get(("mask", scope.topics, others, known), asked)[near].copy()
    else:
        mask = _filtered(connection, look, rows, near, bare, others, zones)
    for one in scope.filters:
        if one.field == "text":
            mask &= texts(connection, look, rows, bare, one.values)[near] ^ one.negated
    zones.keep_within(mask, near, scope.start, scope.end)
    return Taken(scope, rows, places_of(mask, near.start))


def _nearest(scope: Scope, rows: Rows, near: slice, larger: Iterable[Taken]) -> Taken | None:
    """The least of those that hold all that the scope takes, where that is little beside the rows of its time."""
    filters = {*scope.filters}
    holding = [
        one
        for one in larger
        if one.rows is rows
        and one.scope.known == scope.known
        and one.scope.topics in ((), scope.topics)
        and one.scope.start <= scope.start
        and one.scope.end >= scope.end
        and filters.issuperset(one.scope.filters)
        and len(one.places) * MUCH <= near.stop - near.start
    ]
    return min(holding, key=lambda one: len(one.places), default=None)


def _within(connection: sqlite3.Connection, look: Look, scope: Scope, held: Taken, near: slice) -> Taken:
    """Of what is taken that which holds for this scope alone is asked."""
    rows, places, bare = held.rows, held.places, replace(scope, filters=())
    if (scope.start, scope.end) != (held.scope.start, held.scope.end):
        first, last = np.searchsorted(places, (near.start, near.stop))
        places = kept(places[first:last], partial(_is_between, rows.at, scope))
    left = tuple(one for one in scope.filters if one not in held.scope.filters)
    topics = scope.topics if scope.topics != held.scope.topics else ()
    asked = _asked(connection, look, topics, tuple(one for one in left if one.field != "text"))
    for column, mask in asked.items():
        places = kept(places, partial(_is_held, mask, getattr(rows, column)))
    for one in left:
        if one.field == "text":
            found = texts(connection, look, rows, bare, one.values)
            places = kept(places, (found ^ one.negated).take)
    return Taken(scope, rows, places)


def _is_between(at: Array, scope: Scope, places: Array) -> Mask:
    its = at.take(places)
    return (its >= scope.start) & (its < scope.end)


def _is_held(held: Mask, codes: Array, places: Array) -> Mask:
    return held.take(codes.take(places))


def _asked(connection: sqlite3.Connection, look: Look, topics: Sequence[Topic], filters: Filters) -> dict[str, Mask]:
    """By the column that is asked about, which of its numbers hold; several that ask about one are asked at once."""
    by_column: dict[str, Mask] = {}
    if topics:
        by_column["combo"] = look.tables.combos.having({str(topic.id) for topic in topics})
    for one in filters:
        held = _HOLDING[one.field](connection, look, one) ^ one.negated
        column = _COLUMN[one.field]
        if (before := by_column.get(column)) is not None:  # tables may have grown between the two
            held = held[: len(before)] & before[: len(held)]
        by_column[column] = held
    return {column: held for column, held in by_column.items() if not held.all()}


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
    mask = np.ones(near.stop - near.start, bool)
    for column, held in _asked(connection, look, scope.topics, filters).items():
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
