"""The session file's tables, one step after another. Append a step, never edit one: files made by it exist."""

from __future__ import annotations

import functools
import sqlite3
from typing import Final

APPLICATION_ID: Final = 0x48554244  # "HUBD", at offset 68 of every session file

# sqlite-utils keeps its list of applied steps here. Written out so that its text never depends on that library.
STEPS_TABLE: Final = (
    """CREATE TABLE _sqlite_migrations (
    id INTEGER PRIMARY KEY, migration_set TEXT NOT NULL, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX _sqlite_migrations_name ON _sqlite_migrations(migration_set, name)",
)

# Small columns come before long ones, so that counting never reads a text's overflow pages.
_FIRST: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # AUTOINCREMENT: an id of a removed topic or source must never come to mean another one.
    """CREATE TABLE topic (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, query TEXT NOT NULL, role TEXT NOT NULL,
    colour TEXT NOT NULL, version INTEGER NOT NULL) STRICT""",
    """CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL,
    config TEXT NOT NULL, terms TEXT NOT NULL, every INTEGER NOT NULL, enabled INTEGER NOT NULL,
    off_reason TEXT NOT NULL, keep TEXT NOT NULL, cursor TEXT NOT NULL, due_at INTEGER NOT NULL,
    failures INTEGER NOT NULL, last_success_at INTEGER, last_attempt_at INTEGER, last_error TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0) STRICT""",
    # When a source was switched on or off, so that a replay shows it as it stood.
    """CREATE TABLE switch (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), at INTEGER NOT NULL,
    enabled INTEGER NOT NULL, reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX switch_source ON switch(source, at)",
    """CREATE TABLE mention (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, known_at INTEGER NOT NULL, seen_at INTEGER NOT NULL,
    published_at INTEGER, claimed_at INTEGER, withdrawn_at INTEGER, edited_at INTEGER,
    source INTEGER NOT NULL REFERENCES source(id), combo INTEGER NOT NULL REFERENCES combo(id),
    network TEXT NOT NULL, native_id TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL,
    followers INTEGER, reach INTEGER, handle TEXT NOT NULL, name TEXT NOT NULL, author_id TEXT NOT NULL,
    url TEXT NOT NULL, parent_id TEXT NOT NULL, parent_title TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, links TEXT NOT NULL, notes TEXT NOT NULL, raw TEXT NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX mention_native ON mention(network, native_id)",
    "CREATE INDEX mention_known ON mention(known_at, id, at, combo, source)",
    "CREATE INDEX mention_at ON mention(at, known_at, combo, source)",
    "CREATE INDEX mention_author ON mention(network, author_id) WHERE author_id <> ''",
    "CREATE INDEX mention_edited ON mention(edited_at) WHERE edited_at IS NOT NULL",
    # The topics that heard a mention, as sorted ids: "1,4,9". Most mentions share a few of them.
    "CREATE TABLE combo (id INTEGER PRIMARY KEY, topics TEXT NOT NULL UNIQUE) STRICT",
    """CREATE TABLE heard (
    topic INTEGER NOT NULL, known_at INTEGER NOT NULL, mention INTEGER NOT NULL REFERENCES mention(id),
    at INTEGER NOT NULL, version INTEGER NOT NULL, marks TEXT NOT NULL,
    PRIMARY KEY (topic, known_at, mention)) STRICT, WITHOUT ROWID""",
    # minute: of the world. late: minutes from then until we knew.
    """CREATE TABLE volume (
    minute INTEGER NOT NULL, combo INTEGER NOT NULL, source INTEGER NOT NULL, late INTEGER NOT NULL,
    mentions INTEGER NOT NULL, PRIMARY KEY (minute, combo, source, late)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE poll (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), at INTEGER NOT NULL, ok INTEGER NOT NULL,
    new INTEGER NOT NULL, known INTEGER NOT NULL, covers_from INTEGER, covers_to INTEGER,
    error TEXT NOT NULL) STRICT""",
    "CREATE INDEX poll_source ON poll(source, at, ok, covers_from, covers_to)",
    "CREATE INDEX poll_first ON poll(source, covers_from, at, covers_to) WHERE covers_from IS NOT NULL",
    "CREATE INDEX poll_cover ON poll(covers_to, covers_from, at, source) WHERE covers_to IS NOT NULL",
    # What a mention was until an edit.
    """CREATE TABLE revision (
    mention INTEGER NOT NULL REFERENCES mention(id), until INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    notes TEXT NOT NULL, matches TEXT NOT NULL, PRIMARY KEY (mention, until)) STRICT, WITHOUT ROWID""",
    # Keyed hashes of what was taken back. held: we had stored something of it.
    """CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, held INTEGER NOT NULL) STRICT""",
    # Holds no text, only words already folded and cut by query.words.index_text, one space between each: this
    # tokenizer must do nothing but split at spaces, so every ASCII sign except quotes is made part of a word.
    """CREATE VIRTUAL TABLE words USING fts5(title, body, content='',
    tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'")""",
)

# What the query language's last fields ask about, every query a topic ever had, and the past still to be asked again.
_SECOND: Final = (
    "ALTER TABLE mention ADD COLUMN rating REAL",
    "ALTER TABLE mention ADD COLUMN media INTEGER",
    "ALTER TABLE mention ADD COLUMN teaser TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE revision ADD COLUMN rating REAL",
    "ALTER TABLE revision ADD COLUMN media INTEGER",
    "ALTER TABLE revision ADD COLUMN teaser TEXT NOT NULL DEFAULT ''",
    # at: NULL for what was asked before this table was there.
    """CREATE TABLE topic_version (
    topic INTEGER NOT NULL, version INTEGER NOT NULL, query TEXT NOT NULL, at INTEGER,
    PRIMARY KEY (topic, version)) STRICT, WITHOUT ROWID""",
    "INSERT INTO topic_version SELECT id, version, query, NULL FROM topic",
    # Topics of which the past is not heard yet: from mention `newest` down to 1; `next` is the next to be asked, and
    # those above it were. Mentions after `newest` were asked when they came.
    """CREATE TABLE rehearing (
    topic INTEGER PRIMARY KEY REFERENCES topic(id), version INTEGER NOT NULL, at INTEGER NOT NULL,
    newest INTEGER NOT NULL, next INTEGER NOT NULL, stopped INTEGER NOT NULL) STRICT""",
    # A topic that changed before there was any re-hearing is asked now.
    """INSERT INTO rehearing SELECT id, version, 0, newest, newest, 0
    FROM topic, (SELECT max(id) AS newest FROM mention) WHERE version > 1 AND newest IS NOT NULL""",
)

# What mentions are counted by besides topics, what readings rest on, and what the analyst corrected.
_THIRD: Final = (
    # What was read in a mention, without scores, as JSON: many mentions share one. The other columns say parts of it
    # once more, one a line, and the number says the tone (see readings.py). 0: nobody has read the mention.
    """CREATE TABLE reading (
    id INTEGER PRIMARY KEY, found TEXT NOT NULL UNIQUE, themes TEXT NOT NULL, departments TEXT NOT NULL,
    targets TEXT NOT NULL, versions TEXT NOT NULL) STRICT""",
    "INSERT INTO reading VALUES (0, '{}', '', '', '', '')",
    "ALTER TABLE mention ADD COLUMN reading INTEGER NOT NULL DEFAULT 0",
    "DROP INDEX mention_at",
    "CREATE INDEX mention_at ON mention(at, known_at, combo, source, reading)",
    "CREATE TABLE evidence (mention INTEGER PRIMARY KEY REFERENCES mention(id), found TEXT NOT NULL) STRICT",
    # said: what the readers had said before the analyst did; she may correct herself, and the last one counts.
    """CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT, mention INTEGER NOT NULL REFERENCES mention(id), at INTEGER NOT NULL,
    reading TEXT NOT NULL, value TEXT NOT NULL, said TEXT NOT NULL) STRICT""",
    "CREATE INDEX correction_mention ON correction(mention, reading)",
    # The notes of corrected mentions as the readers alone would have them.
    "CREATE TABLE machine (mention INTEGER PRIMARY KEY REFERENCES mention(id), notes TEXT NOT NULL) STRICT",
)

# What was detected, each state of it, what analysts said of it, and what the detectors remember.
_FOURTH: Final = (
    """CREATE TABLE episode (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, topic INTEGER, opened_at INTEGER NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX episode_opened ON episode(opened_at, kind, coalesce(topic, 0))",
    """CREATE TABLE episode_state (
    episode INTEGER NOT NULL REFERENCES episode(id), at INTEGER NOT NULL, phase TEXT NOT NULL, verdict TEXT NOT NULL,
    severity INTEGER NOT NULL, start INTEGER NOT NULL, peak INTEGER, "end" INTEGER, evidence TEXT NOT NULL,
    PRIMARY KEY (episode, at)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE episode_mark (
    id INTEGER PRIMARY KEY AUTOINCREMENT, episode INTEGER NOT NULL REFERENCES episode(id), at INTEGER NOT NULL,
    word TEXT NOT NULL, value TEXT NOT NULL) STRICT""",
    """CREATE TABLE watch (
    name TEXT PRIMARY KEY, upto INTEGER NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # What detectors counted of a minute when it was closed: they count the same again in a back-test.
    """CREATE TABLE counted (
    minute INTEGER NOT NULL, topic INTEGER NOT NULL, mentions INTEGER NOT NULL, authors INTEGER NOT NULL,
    new_authors INTEGER NOT NULL, negative INTEGER NOT NULL, read INTEGER NOT NULL, sources INTEGER NOT NULL,
    replies INTEGER NOT NULL, reposts INTEGER NOT NULL, PRIMARY KEY (minute, topic)) STRICT, WITHOUT ROWID""",
    # Official channels: when each was looked at, and what it said.
    """CREATE TABLE look (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, at INTEGER NOT NULL, ok INTEGER NOT NULL, error TEXT NOT NULL)
    STRICT""",
    "CREATE INDEX look_channel ON look(channel, at)",
    """CREATE TABLE statement (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, at INTEGER NOT NULL, known_at INTEGER NOT NULL, url TEXT NOT NULL,
    text TEXT NOT NULL, UNIQUE (channel, at, text)) STRICT""",
)

# What people marked while they watched or reviewed, and what was erased.
_FIFTH: Final = (
    # Of a mention, an episode or an instant. uid: the same mark in a file beside a sealed session and in this one.
    """CREATE TABLE mark (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, word TEXT NOT NULL,
    mention INTEGER, episode INTEGER, instant INTEGER, value TEXT NOT NULL, taken_back_at INTEGER,
    CHECK ((mention IS NOT NULL) + (episode IS NOT NULL) + (instant IS NOT NULL) = 1)) STRICT""",
    "CREATE INDEX mark_mention ON mark(mention)",
    # subject: a keyed hash, so that a receipt names nobody; files: what was gone through, as JSON.
    """CREATE TABLE receipt (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, subject BLOB NOT NULL,
    mentions INTEGER NOT NULL, files TEXT NOT NULL, digest TEXT NOT NULL) STRICT""",
)

# What a closed minute's mentions said to be down, and where, as it was read then.
_SIXTH: Final = (
    """CREATE TABLE reported (
    minute INTEGER NOT NULL, topic INTEGER NOT NULL, mention INTEGER NOT NULL, at INTEGER NOT NULL, place TEXT NOT NULL,
    confidence REAL NOT NULL, PRIMARY KEY (minute, topic, mention)) STRICT, WITHOUT ROWID""",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH)


def version() -> int:
    """The `user_version` of a session that has every step."""
    return len(STEPS)


Row = tuple[str, str, str, str | None]
"""One row of sqlite_schema: type, name, table, text."""


def rows(connection: sqlite3.Connection) -> frozenset[Row]:
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall())


@functools.lru_cache(maxsize=8)
def _rows_of(steps: tuple[tuple[str, ...], ...]) -> frozenset[Row]:
    with sqlite3.connect(":memory:") as connection:
        for statement in (*STEPS_TABLE, *(statement for step in steps for statement in step)):
            connection.execute(statement)
        known = rows(connection)
    connection.close()
    return known


def known_rows(version: int) -> frozenset[Row]:
    """What sqlite_schema must hold, to the letter, in a session of that version."""
    return _rows_of(STEPS[:version])
