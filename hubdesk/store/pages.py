"""Puts a page's mentions into the tables: row, topics, minute counts and index, in batches. Begins no transaction."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import MINUTE, Author, Entry, Match, Mention, Millis
from hubdesk.store import fulltext, readings
from hubdesk.store.notes import dump_reading
from hubdesk.store.rows import (
    LONGEST_FIELD,
    LONGEST_RAW,
    LONGEST_TEXT,
    clean,
    dump_links,
    dump_marks,
    dump_notes,
    figure,
    instant,
    stars,
)
from hubdesk.store.tombs import Tombs

_INSERT_MENTION: Final = f"INSERT INTO mention VALUES ({', '.join('?' * 31)})"  # noqa: S608 — the order of schema.py
_INSERT_HEARD: Final = "INSERT INTO heard VALUES (?, ?, ?, ?, ?, ?)"
_COUNT: Final = (
    "INSERT INTO volume VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions"
)

Row = tuple[int | float | str | None, ...]
Cell = tuple[int, int, int, int]
"""A key of `volume`: minute of publication, combo, source, minutes of delay."""


class Combos:
    """Combinations of topics to their ids. Remembers them: a rolled-back transaction must call `forget`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids: dict[frozenset[int], int] = {}
        self._topics: dict[int, frozenset[int]] = {}

    def id_of(self, matches: Iterable[Match]) -> int:
        return self.id_of_topics(frozenset([match.topic for match in matches]))

    def id_of_topics(self, topics: frozenset[int]) -> int:
        known = self._ids.get(topics)
        if known is None:
            text = ",".join(map(str, sorted(topics)))
            self._connection.execute("INSERT INTO combo (topics) VALUES (?) ON CONFLICT DO NOTHING", (text,))
            known = self._connection.execute("SELECT id FROM combo WHERE topics = ?", (text,)).fetchone()[0]
            self._ids[topics] = known
        return known

    def topics_of(self, combo: int) -> frozenset[int]:
        known = self._topics.get(combo)
        if known is None:
            text = self._connection.execute("SELECT topics FROM combo WHERE id = ?", (combo,)).fetchone()[0]
            known = self._topics[combo] = frozenset(map(int, filter(None, text.split(","))))
        return known

    def forget(self) -> None:
        self._ids.clear()
        self._topics.clear()


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a page's mentions."""

    new: int
    known: int
    changed: int


def store(
    connection: sqlite3.Connection,
    combos: Combos,
    source: int,
    entries: Iterable[Entry],
    seen_at: Millis,
    *,
    archive: bool,
) -> Stored:
    """Store what is not stored yet. What is known or was taken back stays as it is."""
    entries = [fitting(entry) for entry in entries]
    tombs = Tombs(connection)
    texts = _stored_texts(connection, entries)
    fresh: dict[tuple[str, str], Entry] = {}
    changed = 0
    for entry in entries:
        mention = entry.mention
        key = (mention.network, mention.native_id)
        if key in texts:
            changed += texts[key] != (mention.title, mention.text)
        elif key in fresh:
            first = fresh[key].mention
            changed += (first.title, first.text) != (mention.title, mention.text)
        elif not tombs.holds(mention):
            fresh[key] = tombs.without_gone(entry)
    _insert(connection, combos, source, tuple(fresh.values()), seen_at, archive)
    return Stored(len(fresh), len(entries) - len(fresh), changed)


def _stored_texts(connection: sqlite3.Connection, entries: Sequence[Entry]) -> dict[tuple[str, str], tuple[str, str]]:
    ids: dict[str, list[str]] = {}
    for entry in entries:
        ids.setdefault(entry.mention.network, []).append(entry.mention.native_id)
    found = {}
    for network, natives in ids.items():
        for native_id, title, text in connection.execute(
            "SELECT native_id, title, text FROM mention"
            " WHERE network = ? AND native_id IN (SELECT value FROM json_each(?))",
            (network, json.dumps(natives)),
        ):
            found[network, native_id] = (title, text)
    return found


def _insert(
    connection: sqlite3.Connection,
    combos: Combos,
    source: int,
    entries: Sequence[Entry],
    seen_at: Millis,
    archive: bool,
) -> None:
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM mention").fetchone()[0]
    mentions: list[Row] = []
    heard: list[Row] = []
    words: list[fulltext.Words] = []
    cells: Counter[Cell] = Counter()
    found = [dump_reading(entry.notes) for entry in entries]
    reading = readings.ids_of(connection, found)
    for id_, entry in enumerate(entries, first):
        mention = entry.mention
        claim = instant(mention.published_at)
        published_at = claim if claim is None else min(claim, seen_at)
        claimed_at = claim if claim != published_at else None
        known_at = published_at if archive and published_at is not None else seen_at
        at = known_at if published_at is None else published_at
        combo = combos.id_of(entry.matches)
        times = (id_, at, known_at, seen_at, published_at, claimed_at, None, None)
        read = reading[found[id_ - first]]
        mentions.append(
            (*times, source, combo, *_columns(mention), dump_notes(entry.notes), *late_columns(mention), read)
        )
        if entry.matches:
            heard += heard_rows(entry.matches, known_at, id_, at)
        words.append(fulltext.words_of(id_, mention.title, mention.text))
        cells[cell(at, known_at, combo, source)] += 1
    connection.executemany(_INSERT_MENTION, mentions)
    add_heard(connection, heard)
    readings.add_evidence(connection, {id_: entry.notes.evidence for id_, entry in enumerate(entries, first)})
    fulltext.add(connection, words)
    add_to_volume(connection, cells)


def _columns(mention: Mention) -> Row:
    author = mention.author
    return (
        mention.network, mention.native_id, str(mention.kind), mention.language, author.followers, mention.reach,
        author.handle, author.name, author.id, mention.url, mention.parent_id, mention.parent_title, mention.title,
        mention.text, dump_links(mention.links),
    )  # fmt: skip


def late_columns(mention: Mention) -> Row:
    """The columns after `notes`: the network's record, and those that came with the second step."""
    return (mention.raw, mention.rating, None if mention.media is None else int(mention.media), mention.teaser)


def heard_rows(matches: Iterable[Match], known_at: Millis, id_: int, at: Millis) -> list[Row]:
    by_topic = {match.topic: match for match in matches}
    return [(topic, known_at, id_, at, match.version, dump_marks(match.marks)) for topic, match in by_topic.items()]


def add_heard(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany(_INSERT_HEARD, rows)


def cell(at: Millis, known_at: Millis, combo: int, source: int) -> Cell:
    minute = at // MINUTE
    return (minute, combo, source, known_at // MINUTE - minute)


def add_to_volume(connection: sqlite3.Connection, cells: Counter[Cell]) -> None:
    connection.executemany(_COUNT, [(*key, mentions) for key, mentions in cells.items()])


def move_in_volume(connection: sqlite3.Connection, cells: Counter[Cell]) -> None:
    """Counts that grow and shrink by so much; a minute that is left with none is forgotten."""
    add_to_volume(connection, cells)
    connection.executemany(
        "DELETE FROM volume WHERE minute = ? AND combo = ? AND source = ? AND late = ? AND mentions <= 0",
        [key for key, mentions in cells.items() if mentions < 0],
    )


def fitting(entry: Entry) -> Entry:
    """The entry as the tables can hold it: whole characters, bounded lengths, figures that are figures."""
    mention = entry.mention
    if _fits(mention):
        return entry
    author = mention.author
    kept = replace(
        mention,
        network=_field(mention.network),
        native_id=_identifier(mention.native_id),
        text=clean(mention.text[:LONGEST_TEXT]),
        kind=_field(mention.kind),
        author=Author(_field(author.handle), _field(author.name), _identifier(author.id), figure(author.followers)),
        title=_field(mention.title),
        url=_field(mention.url),
        language=_field(mention.language),
        parent_id=_identifier(mention.parent_id),
        parent_title=_field(mention.parent_title),
        reach=figure(mention.reach),
        raw=clean(mention.raw) if len(mention.raw) <= LONGEST_RAW else "",
        rating=stars(mention.rating),
        teaser=clean(mention.teaser[:LONGEST_TEXT]),
    )
    if max(len(mention.text), len(mention.teaser)) <= LONGEST_TEXT and len(mention.title) <= LONGEST_FIELD:
        return replace(entry, mention=kept)
    lengths = {part: len(text) for part, text in kept.parts().items()}
    matches = tuple(
        replace(match, marks=tuple(mark for mark in match.marks if mark.end <= lengths.get(mark.part, 0)))
        for match in entry.matches
    )
    return replace(entry, mention=kept, matches=matches)


def _fits(mention: Mention) -> bool:
    """Whether nothing need be changed, as for nearly all mentions: asked of all fields at once."""
    author = mention.author
    fields = "".join(
        (
            mention.network, mention.native_id, mention.kind, mention.language, mention.url, mention.parent_id,
            mention.parent_title, mention.title, author.handle, author.name, author.id,
        )
    )  # fmt: skip
    return (
        len(fields) <= LONGEST_FIELD
        and len(mention.text) <= LONGEST_TEXT
        and len(mention.raw) <= LONGEST_RAW
        and len(mention.teaser) <= LONGEST_TEXT
        and clean(fields) is fields
        and clean(mention.text) is mention.text
        and clean(mention.raw) is mention.raw
        and clean(mention.teaser) is mention.teaser
        and stars(mention.rating) == mention.rating
        and figure(author.followers) == author.followers
        and figure(mention.reach) == mention.reach
    )


def _field(text: str) -> str:
    return clean(text[:LONGEST_FIELD])


def _identifier(text: str) -> str:
    """An identifier cut short would be another's: the rest of an endless one becomes its hash."""
    if len(text) <= LONGEST_FIELD:
        return clean(text)
    return (
        clean(text[: LONGEST_FIELD // 2]) + hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
    )
