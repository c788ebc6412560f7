"""What authors do to stored mentions afterwards: edit them, take them back. Begins no transaction."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.core import DAY, Entry, Millis, Withdrawal
from hubdesk.store import corrections, episodes_forget, erasure_left, fulltext, readings, sweeping
from hubdesk.store.mentions import matches_of
from hubdesk.store.pages import Combos, add_heard, cell, fitting, heard_rows, late_columns, move_in_volume
from hubdesk.store.rows import dump_links, dump_matches, dump_notes, load_terms
from hubdesk.store.tombs import Tombs

_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Kept:
    """What must be known of a stored mention to change it."""

    id: int
    at: Millis
    known_at: Millis
    source: int
    combo: int
    network: str
    native_id: str
    title: str
    text: str
    notes: str
    rating: float | None
    media: int | None
    teaser: str


_KEPT: Final = (
    "SELECT id, at, known_at, source, combo, network, native_id, title, text, notes, rating, media, teaser"
    " FROM mention WHERE "
)


def _by_native(connection: sqlite3.Connection, network: str, native_id: str) -> list[_Kept]:
    rows = connection.execute(_KEPT + "network = ? AND native_id = ?", (network, native_id))
    return [_Kept(*row) for row in rows]


def _by_author(connection: sqlite3.Connection, network: str, author_id: str) -> list[_Kept]:
    rows = connection.execute(_KEPT + "network = ? AND author_id = ? AND author_id <> ''", (network, author_id))
    return [_Kept(*row) for row in rows]


def edit(connection: sqlite3.Connection, combos: Combos, entry: Entry, at: Millis) -> bool | None:
    """Give a stored mention its new words. Returns whether they differ from the old; None when it is not stored.

    Stars given anew are an edit too; another teaser alone is none, for a page's sidebar changes at every visit. What
    was there before is kept for replays before the edit. Counts and topics follow the newest words.
    """
    entry = fitting(entry)
    new = entry.mention
    found = _by_native(connection, new.network, new.native_id)
    if not found:
        return None
    old = found[0]
    if (old.title, old.text, old.rating) == (new.title, new.text, new.rating):
        return False
    at = max(at, old.known_at)
    topics = _topics(connection, old.combo)
    matches = matches_of(connection, old.id, old.known_at, topics)
    connection.execute(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (old.id, at, old.title, old.text, old.notes, dump_matches(matches), old.rating, old.media, old.teaser),
    )
    combo = combos.id_of(entry.matches)
    connection.execute(
        "UPDATE mention SET title = ?, text = ?, url = ?, language = ?, links = ?, notes = ?, combo = ?,"
        " edited_at = ?, raw = ?, rating = ?, media = ?, teaser = ?, reading = ? WHERE id = ?",
        (
            new.title, new.text, new.url, new.language, dump_links(new.links), dump_notes(entry.notes), combo, at,
            *late_columns(new), readings.id_of(connection, entry.notes), old.id,
        ),
    )  # fmt: skip
    readings.put_evidence(connection, {old.id: entry.notes.evidence})
    fulltext.remove(connection, fulltext.words_of(old.id, old.title, old.text))
    fulltext.add(connection, [fulltext.words_of(old.id, new.title, new.text)])
    connection.executemany(
        "DELETE FROM heard WHERE topic = ? AND known_at = ? AND mention = ?",
        [(topic, old.known_at, old.id) for topic in topics],
    )
    add_heard(connection, heard_rows(entry.matches, old.known_at, old.id, old.at))
    if combo != old.combo:
        before = cell(old.at, old.known_at, old.combo, old.source)
        after = cell(old.at, old.known_at, combo, old.source)
        move_in_volume(connection, Counter({before: -1, after: 1}))
    if corrections.is_corrected(connection, old.id):
        from hubdesk.store.rereading import keep_corrected  # loads the query language, which few edits need

        keep_corrected(connection, combos, old.id, entry.notes)
    return True


def withdraw(
    connection: sqlite3.Connection, withdrawals: Iterable[Withdrawal], at: Millis, *, for_ever: bool = False
) -> int:
    """Take text, title, author, addresses and raw record out of everything these name; counts stay.

    Returns how many mentions were emptied. What is not stored yet never will be.
    """
    tombs = Tombs(connection)
    emptied = 0
    for withdrawal in withdrawals:
        network = withdrawal.network
        if withdrawal.native_id:
            found = _by_native(connection, network, withdrawal.native_id)
            _empty(connection, tombs, found, at)
            tombs.add(network, withdrawal.native_id, at, held=for_ever or bool(found))
            emptied += len(found)
        if withdrawal.author_id:
            found = _by_author(connection, network, withdrawal.author_id)
            _empty(connection, tombs, found, at)
            tombs.add_author(network, withdrawal.author_id, at, held=bool(found), for_ever=for_ever)
            emptied += len(found)
    tombs.prune()
    return emptied


def empty(connection: sqlite3.Connection, ids: Sequence[int], at: Millis) -> int:
    """Take the same out of these mentions, and keep each from coming back. Returns how many were emptied."""
    tombs = Tombs(connection)
    emptied = 0
    for start in range(0, len(ids), _AT_ONCE):
        rows = connection.execute(
            _KEPT + "id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NULL",  # noqa: S608 — our own
            (json.dumps(ids[start : start + _AT_ONCE]),),
        )
        found = [_Kept(*row) for row in rows.fetchall()]
        _empty(connection, tombs, found, at)
        emptied += len(found)
    return emptied


def expire(connection: sqlite3.Connection, now: Millis, most: int) -> int:
    """Empty what was seen longer ago than its source's terms allow; it is not stored again. Returns how many."""
    tombs = Tombs(connection)
    left = most
    for source, terms in connection.execute("SELECT id, terms FROM source").fetchall():
        days = load_terms(terms).keep_days
        if days is None:
            continue
        rows = connection.execute(
            _KEPT
            + "known_at < :before AND seen_at < :before AND source = :source AND withdrawn_at IS NULL LIMIT :left",
            {"before": now - days * DAY, "source": source, "left": left},
        )
        found = [_Kept(*row) for row in rows.fetchall()]
        _empty(connection, tombs, found, now)
        left -= len(found)
    return most - left


def _empty(connection: sqlite3.Connection, tombs: Tombs, found: Sequence[_Kept], at: Millis) -> None:
    if not found:
        return
    sweeping.ask_at_the_end(connection)
    episodes_forget.forget(connection, [old.id for old in found])
    erasure_left.forget_addresses(connection, [old.id for old in found])
    for old in found:
        tombs.add(old.network, old.native_id, at, held=True)
        fulltext.remove(connection, fulltext.words_of(old.id, old.title, old.text))
        gone = tombs.stands_for(old.network, old.native_id)
        connection.execute(
            "UPDATE mention SET native_id = ?, handle = '', name = '', author_id = '', followers = NULL, url = '',"
            " parent_id = '', parent_title = '', title = '', text = '', links = '[]', notes = '{}', raw = '',"
            " reach = NULL, rating = NULL, media = NULL, teaser = '', withdrawn_at = ? WHERE id = ?",
            (gone, at, old.id),
        )
        connection.execute("DELETE FROM revision WHERE mention = ?", (old.id,))
        readings.forget(connection, old.id)
        connection.executemany(
            "UPDATE heard SET marks = '[]' WHERE topic = ? AND known_at = ? AND mention = ?",
            [(topic, old.known_at, old.id) for topic in _topics(connection, old.combo)],
        )


def _topics(connection: sqlite3.Connection, combo: int) -> tuple[int, ...]:
    topics = connection.execute("SELECT topics FROM combo WHERE id = ?", (combo,)).fetchone()[0]
    return tuple(map(int, filter(None, topics.split(","))))
