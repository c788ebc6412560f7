"""Rows of the session as columns: what is new, what is read anew, and what the index says has changed.

`mention_at` is the index that holds what mentions are counted by, and so all that changes in a stored mention but for
what an edit or a correction says, which have indexes of their own. SQLite puts an index into one text of numbers, which
numpy reads: of a million mentions in 0.15 s of processor time, where rows as Python's numbers take 0.5 s.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from hubdesk.core import Millis
from hubdesk.store.columns_rows import Array, Rows, as_ids, reach_code
from hubdesk.store.columns_tables import Facet, Tables
from hubdesk.store.cursors import ERASED
from hubdesk.store.notes import load_notes

AT_ONCE: Final = 20_000  # rows that become columns at once
_TURNED: Final = 1_000  # of which Python holds the values, and turns them without anybody else having a turn
_SCANNED: Final = 50_000  # entries of the index in one text, far below what a value may be long
_WIDEST: Final = 1 << 63

# Of notes, what neither `reading` nor anything else says: mentions mostly share it, and what is the same is read once.
_OF_NOTES: Final = (
    "CASE WHEN notes = '{}' THEN '{}' WHEN json_valid(notes) THEN json_remove(notes, '$.tone_score', '$.tone',"
    " '$.irony', '$.themes', '$.places', '$.targets', '$.versions') ELSE '{}' END"
)
_ROWS: Final = (
    "SELECT id, at, known_at - at, combo, reading, reach, network, handle, name, author_id, source, kind, language,"  # noqa: S608
    f" {_OF_NOTES}, withdrawn_at IS NOT NULL, published_at IS NULL FROM mention NOT INDEXED WHERE "
)
_NEXT: Final = _ROWS + "id > ? ORDER BY id LIMIT ?"
_THESE: Final = _ROWS + "id IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 — our own
_INDEX: Final = "FROM mention INDEXED BY mention_at WHERE at >= ? AND at < ?"
_SUM: Final = (
    "SELECT count(*), coalesce(sum(at % 1000003 * (id % 1009) + (known_at - at) % 99991), 0)"
    " FROM mention INDEXED BY mention_known WHERE id <= ?"
)


def follow_tables(connection: sqlite3.Connection, tables: Tables) -> None:
    """Learn the combinations and readings that came since, which topics there are, and what sources are called now."""
    combos, readings = tables.combos, tables.readings
    asked = "SELECT id, topics FROM combo WHERE id > ? ORDER BY id"
    for id_, topics in connection.execute(asked, (max(combos.ids, default=-1),)):
        combos.add(id_, topics)
    asked = "SELECT id, found, themes, departments, targets, versions FROM reading WHERE id > ? ORDER BY id"
    for row in connection.execute(asked, (max(readings.ids, default=-1),)):
        readings.add(*row)
    combos.present = frozenset(str(id_) for (id_,) in connection.execute("SELECT id FROM topic"))
    tables.sources.update(connection.execute("SELECT id, name FROM source"))


def new_rows(connection: sqlite3.Connection, tables: Tables, after: int, most: int) -> Iterator[dict[str, Array]]:
    """The next mentions behind that id, some at a time."""
    yield from _columns(connection.execute(_NEXT, (after, most)), tables)


def these_rows(connection: sqlite3.Connection, tables: Tables, ids: Sequence[int]) -> Iterator[dict[str, Array]]:
    """These mentions as they are now, some at a time."""
    for start in range(0, len(ids), AT_ONCE):
        yield from _columns(connection.execute(_THESE, (json.dumps(ids[start : start + AT_ONCE]),)), tables)


def _columns(rows: sqlite3.Cursor, tables: Tables) -> Iterator[dict[str, Array]]:
    facets: dict[tuple[Any, ...], int] = {}
    found: list[dict[str, Array]] = []
    while chunk := rows.fetchmany(_TURNED):
        found.append(_turned(chunk, tables, facets))
    if found:
        tables.authors.settle()
        yield {name: np.concatenate([one[name] for one in found]) for name in found[0]}


def _turned(rows: Sequence[tuple[Any, ...]], tables: Tables, facets: dict[tuple[Any, ...], int]) -> dict[str, Array]:
    """`facets`: those met lately."""
    id_, at, late, combo, reading, reach, network, handle, name, author, *facet = zip(*rows, strict=True)
    told = {
        "id": id_,
        "at": at,
        "late": late,
        "combo": list(map(tables.combos.of, combo)),
        "reading": list(map(tables.readings.of, reading)),
        "facet": _facets(tables, facets, network, *facet),
        "author": list(map(tables.authors.of, network, handle, name, author)),
        "reach": list(map(reach_code, reach)),
    }
    return {name: as_ids(values) for name, values in told.items()}


def _facets(tables: Tables, met: dict[tuple[Any, ...], int], network: Iterable[str], *rest: Iterable[Any]) -> list[int]:
    found = []
    for one in zip(network, *rest, strict=True):
        code = met.get(one)
        if code is None:
            code = met[one] = tables.facets.of(_facet(*one))
        found.append(code)
    return found


def _facet(network: str, source: int, kind: str, language: str, notes: str, gone: int, undated: int) -> Facet:
    told = load_notes(notes)
    return source, network, kind, told.language or language, told.duplicate, bool(gone), bool(undated)


class Traces(NamedTuple):
    """What tells that mentions were changed otherwise than by topics and readings."""

    edited: Array
    corrected: Array
    erased: str


def traces(connection: sqlite3.Connection) -> Traces:
    """As they are now."""
    return Traces(edited(connection), corrected(connection), erased(connection))


def edited(connection: sqlite3.Connection) -> Array:
    """Of every mention that was ever edited: its id, and when it was last."""
    rows = connection.execute(
        "SELECT id, edited_at FROM mention INDEXED BY mention_edited WHERE edited_at IS NOT NULL ORDER BY edited_at, id"
    )
    return as_ids(rows.fetchall()).reshape(-1, 2)


def corrected(connection: sqlite3.Connection) -> Array:
    """Of every correction that holds: its mention, and its own id."""
    return as_ids(connection.execute("SELECT mention, id FROM correction ORDER BY id").fetchall()).reshape(-1, 2)


def differing(before: Array, now: Array) -> list[int]:
    """The mentions of pairs that are in one of the two alone."""
    if before.shape == now.shape and bool((before == now).all()):
        return []
    one, other = set(map(tuple, before.tolist())), set(map(tuple, now.tolist()))
    return sorted({pair[0] for pair in one ^ other})


def erased(connection: sqlite3.Connection) -> str:
    """Says something else once somebody was erased: names in others' mentions may be others then."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (ERASED,)).fetchone()
    receipt = connection.execute("SELECT coalesce(max(id), 0) FROM receipt").fetchone()[0]
    return f"{'' if row is None else row[0]}/{receipt}"


def taken_back(connection: sqlite3.Connection) -> str:
    """Says something else once anything was taken back: each such mention leaves a tombstone; the last one stays."""
    tombs = connection.execute("SELECT coalesce(max(id), 0) FROM tombstone").fetchone()[0]
    return f"{erased(connection)}/{tombs}"


def is_of_these(connection: sqlite3.Connection, rows: Rows) -> bool:
    """Whether these rows can be the session's first ones: their instants never change."""
    if not len(rows):
        return True
    count, total = connection.execute(_SUM, (int(rows.id[-1]),)).fetchone()
    at, late = rows.at.astype(np.int64), rows.late.astype(np.int64)
    # As SQLite divides: no instant is negative, and nothing was known before it was.
    ours = at % 1_000_003 * (rows.id.astype(np.int64) % 1_009) + late % 99_991
    return bool(count == len(rows) and total == int(ours.sum()))


def moved(
    connection: sqlite3.Connection, tables: Tables, rows: Rows, start: Millis, end: Millis
) -> tuple[Array, Array, Array]:
    """Mentions published in [start, end) that other topics hear or other readings have by now: their places, and the
    combination and the reading of now."""
    combos, readings = as_ids(tables.combos.ids), as_ids(tables.readings.ids)
    last = connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0]
    width, most = int(readings.max(initial=0)) + 1, int(combos.max(initial=0)) + 1
    is_narrow = (int(last) + 1) * width * most < _WIDEST and min(combos.min(initial=0), readings.min(initial=0)) >= 0
    found: list[tuple[int, int, int]] = []
    for first, until in _stretches(rows, start, end):
        id_, both = _scanned(connection, first, until, width, width * most if is_narrow else 0)
        place = rows.places(id_)
        held = place >= 0  # what came after the last row that was taken in is taken in before this is asked
        if not held.all():
            place, both = place[held], both[held]
        combo, reading = combos.take(rows.combo.take(place)), readings.take(rows.reading.take(place))
        if both.ndim == 1:
            other = np.flatnonzero(combo * width + reading != both)
        else:
            other = np.flatnonzero((combo != both[:, 0]) | (reading != both[:, 1]))
        found += _coded(tables, place[other], both[other], width)
    places, now, read = as_ids(found).reshape(-1, 3).T
    return places, now, read


def _coded(tables: Tables, places: Array, both: Array, width: int) -> list[tuple[int, int, int]]:
    """Of few mentions: place, and the numbers of combination and reading in their tables."""
    combo, reading = np.divmod(both, width) if both.ndim == 1 else both.T
    combos, readings = tables.combos, tables.readings
    told = zip(places.tolist(), combo.tolist(), reading.tolist(), strict=True)
    return [(place, combos.of(one), readings.of(other)) for place, one, other in told]


def _stretches(rows: Rows, start: Millis, end: Millis) -> Iterator[tuple[Millis, Millis]]:
    """[start, end) in parts of so many mentions that a text holds them."""
    at = rows.at[(rows.at >= start) & (rows.at < end)]
    at.sort(kind="stable")  # nearly sorted as it is
    begun = start
    for edge in np.unique(at[_SCANNED::_SCANNED]).tolist():
        if edge > begun:
            yield begun, edge
            begun = edge
    if begun < end:
        yield begun, end


def _scanned(
    connection: sqlite3.Connection, first: Millis, until: Millis, width: int, span: int
) -> tuple[Array, Array]:
    """Id of each entry of the index within, and its combination and reading: put into one number, where `span` says
    how many such numbers there may be; else both beside each other."""
    if span:
        asked = f"SELECT group_concat(id * {span} + combo * {width} + reading) {_INDEX}"
        with contextlib.suppress(sqlite3.DataError):  # too long for one value: very many at one instant
            text = connection.execute(asked, (first, until)).fetchone()[0]
            told = as_ids([]) if text is None else np.fromstring(text, np.int64, sep=",")
            id_ = told // span
            return id_, told - id_ * span
    rows = connection.execute(f"SELECT id, combo, reading {_INDEX}", (first, until)).fetchall()
    told = as_ids(rows).reshape(-1, 3)
    return told[:, 0], told[:, 1:]
