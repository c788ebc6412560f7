"""Stored mentions read again, by readers or by the analyst: notes, counts and topics of a mention move together.

Begins no transaction. A topic that asks about what is read (`tone:`, `theme:` and the like) is asked again about what
changed in the same transaction, so what is counted is always what is noted.
"""

from __future__ import annotations

import functools
import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from hubdesk.core import HubdeskError, Millis, Notes, Person, Topic
from hubdesk.i18n import _
from hubdesk.query.syntax import QueryError, parse
from hubdesk.query.tree import Field, walk
from hubdesk.store import corrections, readings, topics
from hubdesk.store.asking import Asking
from hubdesk.store.corrections import Correction, Value
from hubdesk.store.ear import AT, COMBO, KNOWN_AT, SOURCE, WITHDRAWN_AT, Row
from hubdesk.store.notes import dump_evidence, dump_notes, dump_reading, load_notes, merged
from hubdesk.store.pages import Cell, Combos, cell, move_in_volume
from hubdesk.store.rereads import Reread
from hubdesk.store.rows import ASKED_COLUMNS, dump, dump_marks, to_heard

_BY_IDS: Final = f"SELECT {ASKED_COLUMNS} FROM mention WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
_READ_FIELDS: Final = frozenset(["tone", "theme", "place", "target", "language"])
_HEAR: Final = (
    "INSERT INTO heard VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET version = excluded.version, marks = excluded.marks"
)


def set_readings(connection: sqlite3.Connection, combos: Combos, batch: Iterable[Reread]) -> int:
    """Returns how many mentions now have other notes.

    Words that were edited or taken back meanwhile were not what was read: that reading is dropped. So is one by an
    older version of a reader. What the analyst said stays, above whatever the readers say by now.
    """
    wanted = {one.heard.id: one for one in batch}
    rows = _rows(connection, wanted)
    before = machine_notes(connection, rows)
    changed = {}
    for id_, row in rows.items():
        now, read = to_heard(row, "").mention, wanted[id_].heard.mention
        if row[WITHDRAWN_AT] is None and (now.title, now.text) == (read.title, read.text):
            notes = merged(before[id_], wanted[id_].notes)
            if _written(notes) != _written(before[id_]):
                changed[id_] = notes
    _store(connection, combos, rows, changed)
    return len(changed)


def correct(
    connection: sqlite3.Connection, combos: Combos, mention: int, reading: str, value: Value, at: Millis
) -> Correction:
    """Raises HubdeskError for a mention that is not there, or that was taken back."""
    row = _rows(connection, [mention]).get(mention)
    if row is None:
        raise HubdeskError(_("the session has no mention number {id}").format(id=mention))
    if row[WITHDRAWN_AT] is not None:
        raise HubdeskError(_("mention {id} was taken back: there is nothing to correct").format(id=mention))
    machine = machine_notes(connection, {mention: row})[mention]
    first = connection.execute(
        "SELECT said FROM correction WHERE mention = ? AND reading = ? ORDER BY id LIMIT 1", (mention, reading)
    ).fetchone()
    said = dump(corrections.said_by(machine, reading)) if first is None else first[0]
    id_ = connection.execute(
        "INSERT INTO correction (mention, at, reading, value, said) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (mention, at, reading, dump(value), said),
    ).fetchone()[0]
    _store(connection, combos, {mention: row}, {mention: machine})
    return Correction(int(id_), mention, at, reading, value, None if said == "null" else corrections.load_value(said))


def undo_correction(connection: sqlite3.Connection, combos: Combos, id_: int) -> bool:
    """As if it had never been said: what she said before holds again, or what readers say. False: it is not there."""
    found = connection.execute("DELETE FROM correction WHERE id = ? RETURNING mention", (id_,)).fetchall()
    for (mention,) in found:
        rows = _rows(connection, [mention])
        if mention in rows and rows[mention][WITHDRAWN_AT] is None:
            _store(connection, combos, rows, machine_notes(connection, rows))
    return bool(found)


def keep_corrected(connection: sqlite3.Connection, combos: Combos, mention: int, read: Notes) -> None:
    """After an edit of a mention that she corrected: her word stays, and is listed as said of earlier words."""
    _store(connection, combos, _rows(connection, [mention]), {mention: read})


def machine_notes(connection: sqlite3.Connection, rows: Mapping[int, Row]) -> dict[int, Notes]:
    """What the readers alone say of these mentions, with their evidence."""
    kept = dict(
        connection.execute(
            "SELECT mention, notes FROM machine WHERE mention IN (SELECT value FROM json_each(?))",
            (json.dumps(list(rows)),),
        )
    )
    evidence = readings.evidence_of(connection, rows)
    return {
        id_: replace(load_notes(kept[id_]) if id_ in kept else to_heard(row, "").notes, evidence=evidence.get(id_, ()))
        for id_, row in rows.items()
    }


def _rows(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Row]:
    return {row[0]: row for row in connection.execute(_BY_IDS, (json.dumps(list(ids)),))}


def _written(notes: Notes) -> tuple[str, str]:
    return dump_notes(notes), dump_evidence(notes.evidence)


def _store(
    connection: sqlite3.Connection, combos: Combos, rows: Mapping[int, Row], machine: Mapping[int, Notes]
) -> None:
    """Give these mentions the readers' notes with the analyst's word on them. `rows`: as they are before."""
    told = corrections.active(connection, machine)
    notes = {id_: corrections.applied(one, told.get(id_, {}).items()) for id_, one in machine.items()}
    counted = {id_: dump_reading(one) for id_, one in notes.items()}
    ids = readings.ids_of(connection, counted.values())
    connection.executemany(
        "UPDATE mention SET notes = ?, reading = ? WHERE id = ?",
        [(dump_notes(one), ids[counted[id_]], id_) for id_, one in notes.items()],
    )
    readings.put_evidence(connection, {id_: one.evidence for id_, one in machine.items()})
    connection.executemany("DELETE FROM machine WHERE mention = ?", [(id_,) for id_ in machine])
    connection.executemany(
        "INSERT INTO machine VALUES (?, ?)", [(id_, dump_notes(machine[id_])) for id_ in machine if id_ in told]
    )
    _ask_again(connection, combos, rows, notes)


def _ask_again(
    connection: sqlite3.Connection, combos: Combos, rows: Mapping[int, Row], notes: Mapping[int, Notes]
) -> None:
    """Topics that ask about readings hear these mentions as they are read now."""
    asking, asked = attentive(connection)
    if not asked:
        return
    names = dict(connection.execute("SELECT id, name FROM source"))
    heard: list[tuple[object, ...]] = []
    unheard: list[tuple[int, int, int]] = []
    moved: list[tuple[int, int]] = []
    cells: Counter[Cell] = Counter()
    for id_, now in notes.items():
        row = rows[id_]
        at, known_at, combo, source = row[AT], row[KNOWN_AT], row[COMBO], row[SOURCE]
        before = combos.topics_of(combo)
        matches = {
            match.topic: match for match in asking.matches(to_heard(row, "").mention, now, names.get(source, ""))
        }
        heard += [(one, known_at, id_, at, match.version, dump_marks(match.marks)) for one, match in matches.items()]
        unheard += [(one, known_at, id_) for one in (before & asked) - matches.keys()]
        after = (before - asked) | matches.keys()
        if after != before:
            other = combos.id_of_topics(frozenset(after))
            moved.append((other, id_))
            cells[cell(at, known_at, combo, source)] -= 1
            cells[cell(at, known_at, other, source)] += 1
    connection.executemany(_HEAR, heard)
    connection.executemany("DELETE FROM heard WHERE topic = ? AND known_at = ? AND mention = ?", unheard)
    connection.executemany("UPDATE mention SET combo = ? WHERE id = ?", moved)
    move_in_volume(connection, cells)


def attentive(connection: sqlite3.Connection) -> tuple[Asking, frozenset[int]]:
    """The topics whose queries ask about what is read, made ready. Remembered: made anew when topics or people are."""
    wanted = tuple(topic for topic in topics.topics(connection) if _asks_what_is_read(topic.query))
    asking = _asking(wanted, topics.people(connection), threading.get_ident())
    return asking, frozenset(topic.id for topic in wanted)


@functools.lru_cache(maxsize=4)
def _asking(wanted: tuple[Topic, ...], people: tuple[Person, ...], _thread: int) -> Asking:
    """One for each thread: topics made ready remember what they were asked last."""
    return Asking(wanted, people)


@functools.lru_cache(maxsize=2_048)
def _asks_what_is_read(query: str) -> bool:
    try:
        nodes = walk(parse(query).tree)
    except QueryError:
        return False  # it hears nothing
    return any(
        isinstance(node, Field) and (node.name in _READ_FIELDS or not {"place", "duplicate"}.isdisjoint(node.values))
        for node in nodes
    )
