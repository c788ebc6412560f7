"""The tables beside a mention's notes: what mentions are counted by, and what their readings rest on.

`mention.reading` names a row that many mentions share, and stands in the index that counting walks: so counts by tone,
theme, place and brand are sums over it, exact for any scope. The row's number, divided by `WIDTH`, leaves the tone's
place in `TONES`, so that tones are counted without looking anything up. Begins no transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from hubdesk.core import Evidence, Notes
from hubdesk.core.place_codes import DEP, INSEE, department_of_commune, parted
from hubdesk.store.notes import NOTHING, dump_evidence, dump_reading, first_value, load_evidence, load_notes

GONE: Final = "gone"  # who read what was taken back: nobody will read it again
UNREAD: Final = 0  # the row that says that nobody has read a mention
TONES: Final = ("", "negative", "neutral", "positive", "unknown")
WIDTH: Final = 8
_INSERT: Final = f"INSERT INTO reading SELECT (max(id) / {WIDTH} + 1) * {WIDTH} + ?, ?, ?, ?, ?, ? FROM reading"  # noqa: S608
_WITH_MORE_THAN_LANGUAGE: Final = (
    "SELECT id, notes FROM mention WHERE reading = 0 AND (notes LIKE '%\"t%' OR notes LIKE '%\"irony%'"
    " OR notes LIKE '%\"places%' OR notes LIKE '%\"versions%')"
)

Columns = tuple[int, str, str, str, str, str]


def ids_of(connection: sqlite3.Connection, found: Iterable[str]) -> dict[str, int]:
    """The rows for these texts of `dump_reading`, made where they are not there yet."""
    known = {NOTHING: UNREAD}
    asked = set(found) - known.keys()
    if asked:
        known |= _known(connection, asked)
        new = asked - known.keys()
        if new:
            connection.executemany(_INSERT, [columns(one) for one in sorted(new)])
            known |= _known(connection, new)
    return known


def _known(connection: sqlite3.Connection, found: Iterable[str]) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT found, id FROM reading WHERE found IN (SELECT value FROM json_each(?))", (json.dumps(list(found)),)
        )
    )


def columns(found: str) -> Columns:
    """Of a row of `reading`: its tone's place in TONES, then all columns but the number."""
    notes = load_notes(found)
    tone = TONES.index(notes.tone) if notes.tone in TONES else 0
    departments = sorted({code for place in notes.places if (code := department_of(place))})
    targets = [f"{brand}={tone}" for brand, tone in dict(notes.targets).items()]
    versions = [f"{reader}={version}" for reader, version in sorted(notes.versions)]
    return tone, found, _lines(dict.fromkeys(notes.themes)), _lines(departments), _lines(targets), _lines(versions)


def _lines(told: Iterable[str]) -> str:
    return "\n".join(one.replace("\n", " ") for one in told)


def department_of(place: str) -> str:
    """The department that a text of `Notes.places` says; "" when it says none."""
    begin, code = parted(place)
    if begin == INSEE:
        return department_of_commune(code)
    return code if begin == DEP else ""


def id_of(connection: sqlite3.Connection, notes: Notes) -> int:
    found = dump_reading(notes)
    return ids_of(connection, [found])[found]


def put_evidence(connection: sqlite3.Connection, told: Mapping[int, Iterable[Evidence]]) -> None:
    """What the notes of these mentions rest on, in place of what was kept of them."""
    connection.executemany("DELETE FROM evidence WHERE mention = ?", [(id_,) for id_ in told])
    add_evidence(connection, told)


def add_evidence(connection: sqlite3.Connection, told: Mapping[int, Iterable[Evidence]]) -> None:
    rows = [(id_, dump_evidence(evidence)) for id_, evidence in told.items() if evidence]
    if rows:
        connection.executemany("INSERT INTO evidence VALUES (?, ?)", rows)


def evidence_of(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, tuple[Evidence, ...]]:
    rows = connection.execute(
        "SELECT mention, found FROM evidence WHERE mention IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {id_: load_evidence(found) for id_, found in rows}


def values_of(connection: sqlite3.Connection, ids: Iterable[int], reading: str) -> dict[int, str]:
    """What the first evidence of one reading says, for those of these mentions that have some. Of many mentions at
    once: the other readings' evidence is passed over unread."""
    rows = connection.execute(
        "SELECT mention, found FROM evidence WHERE mention IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    found = ((id_, first_value(told, reading)) for id_, told in rows)
    return {id_: value for id_, value in found if value}


def forget(connection: sqlite3.Connection, mention: int) -> None:
    """Of a mention that was taken back: what readings rest on goes. How it was counted stays, as its topics do; what
    nobody had read by then can never be told."""
    connection.execute("DELETE FROM evidence WHERE mention = ?", (mention,))
    connection.execute("DELETE FROM machine WHERE mention = ?", (mention,))
    row = connection.execute(
        "SELECT found FROM reading JOIN mention m ON m.reading = reading.id WHERE m.id = ?", (mention,)
    ).fetchone()
    counted = load_notes(row[0]) if row is not None else Notes()
    never = id_of(connection, replace(counted, tone=counted.tone or "unknown", versions=((GONE, 1),)))
    connection.execute("UPDATE mention SET reading = ? WHERE id = ?", (never, mention))


def fill(connection: sqlite3.Connection) -> None:
    """Count what an older Hubdesk's session holds by what its notes say."""
    rows = connection.execute(_WITH_MORE_THAN_LANGUAGE).fetchall()
    found = {id_: dump_reading(load_notes(notes)) for id_, notes in rows}
    ids = ids_of(connection, found.values())
    connection.executemany(
        "UPDATE mention SET reading = ? WHERE id = ?", [(ids[one], id_) for id_, one in found.items()]
    )
