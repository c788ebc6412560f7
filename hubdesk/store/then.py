"""What edits and corrections changed after an instant: how those mentions counted, and read, before.

Counts follow the newest words and the analyst's last word; for whoever stands earlier, the few mentions that changed
since are counted as they were. Readings themselves have no time: what a better reader says by now holds at every
instant, for it is no knowledge of the world. So do the topics' own queries.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Millis, Notes, Scope
from hubdesk.store import corrections
from hubdesk.store.narrowed import is_taken
from hubdesk.store.notes import dump_reading, load_notes
from hubdesk.store.rows import load_matches

_EDITED: Final = (
    "SELECT id, at, known_at, source, combo, reading FROM mention INDEXED BY mention_edited WHERE edited_at > :known"
    " AND known_at <= :known AND at >= :start AND at < :end AND withdrawn_at IS NULL"
)
_CORRECTED: Final = (
    "SELECT id, at, known_at, source, combo, reading FROM mention WHERE id IN"
    " (SELECT mention FROM correction WHERE at > :known)"
    " AND known_at <= :known AND at >= :start AND at < :end AND withdrawn_at IS NULL"
)
# As it was until then.
_REVISION: Final = "SELECT notes, matches, until FROM revision WHERE mention = ? AND until > ? ORDER BY until LIMIT 1"

Cell = tuple[int, Millis, Millis, int, int, int]
Cells = list[Cell]
"""id, at, known_at, source, combo, reading: what a mention is counted by."""


@dataclass(frozen=True, slots=True)
class Then:
    """Mentions of a scope that changed since what it knows: as they are counted now, and as they were then."""

    now: Cells
    then: Cells

    def __bool__(self) -> bool:
        return bool(self.now)

    @property
    def ids(self) -> list[int]:
        return [row[0] for row in self.now]


NOTHING: Final = Then([], [])


def changed_since(connection: sqlite3.Connection, scope: Scope) -> Then:
    """Those of the scope that were edited or corrected after what it knows, and are not taken back: `now` whatever its
    filters, which know of each what it was then."""
    asked = {"known": scope.known, "start": scope.start, "end": scope.end}
    edited = connection.execute(_EDITED, asked).fetchall()
    corrected = connection.execute(_CORRECTED, asked).fetchall()
    rows = {row[0]: row for row in (*edited, *corrected)}
    if not rows:
        return NOTHING
    now = [rows[id_] for id_ in sorted(rows)]
    then = _as_then(connection, now, {row[0] for row in edited}, scope.known)
    return Then(now, [cell for cell in then if is_taken(connection, scope, cell[0])])


def notes_then(connection: sqlite3.Connection, ids: Iterable[int], known: Millis) -> dict[int, Notes]:
    """What was noted of those of these mentions that the analyst corrected after `known`, before she did."""
    if not _was_corrected(connection, known):
        return {}
    asked = json.dumps(list(ids))
    found = connection.execute(
        "SELECT m.id, coalesce((SELECT notes FROM machine WHERE mention = m.id), m.notes) FROM mention m WHERE id IN"
        " (SELECT mention FROM correction WHERE at > ? AND mention IN (SELECT value FROM json_each(?)))",
        (known, asked),
    )
    machine = {id_: load_notes(notes) for id_, notes in found}
    told = corrections.active(connection, machine, known)
    return {id_: corrections.applied(notes, told.get(id_, {}).items()) for id_, notes in machine.items()}


def revised(connection: sqlite3.Connection, mention: int, written: str, known: Millis, until: Millis) -> Notes:
    """The notes of words that stood until then, as they were before what the analyst said of them after `known`."""
    notes = load_notes(written)
    said = {
        reading: corrections.load_value(value)
        for reading, value in connection.execute(
            "SELECT reading, said FROM correction WHERE mention = ? AND at > ? AND at <= ? ORDER BY id DESC",
            (mention, known, until),
        )
    }
    if not said:
        return notes
    told = corrections.active(connection, [mention], known).get(mention, {})
    return corrections.applied(notes, {**{reading: one for reading, one in said.items() if one}, **told}.items())


def _was_corrected(connection: sqlite3.Connection, known: Millis) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM correction WHERE at > ?)", (known,)).fetchone()[0])


def _as_then(connection: sqlite3.Connection, now: Cells, edited: set[int], known: Millis) -> Iterator[Cell]:
    """What has no number any more, which only a change by hand could bring about, counts as it does now."""
    corrected = notes_then(connection, [row[0] for row in now if row[0] not in edited], known)
    for id_, at, known_at, source, combo, reading in now:
        notes = corrected.get(id_)
        if id_ in edited:
            row = connection.execute(_REVISION, (id_, known)).fetchone()
            if row is not None:
                notes = revised(connection, id_, row[0], known, row[2])
                topics = ",".join(map(str, sorted({match.topic for match in load_matches(row[1])})))
                combo = _number(connection, "SELECT id FROM combo WHERE topics = ?", topics, combo)
        if notes is not None:
            reading = _number(connection, "SELECT id FROM reading WHERE found = ?", dump_reading(notes), reading)
        yield id_, at, known_at, source, combo, reading


def _number(connection: sqlite3.Connection, asked: str, value: str, otherwise: int) -> int:
    row = connection.execute(asked, (value,)).fetchone()
    return otherwise if row is None else int(row[0])
