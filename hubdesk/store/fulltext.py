"""The full-text index: words of mentions, as query.indexing writes them, and no text. Begins no transaction.

SQLite's index keeps the words of a removed entry in older segments until these are merged: `tidy` merges them all.
(From SQLite 3.42 on it could forget at once; Debian 12 has 3.40.) A later Hubdesk may cut words otherwise: the index
carries a mark of how its words were cut, a reader that cuts otherwise does not use it, and a writer rebuilds it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from typing import Final

from hubdesk.query.indexing import index_texts

Words = tuple[int, str, str]
"""A mention's id, and the words of its title and text."""

_PROBE: Final = (
    "L’été d'Œdipe RÉSEAU réseau #PanneOrange2 @Ligue_1 👩🏽‍🚒 4G 12,5 % 30 € n° client·e·s Mont-de-Marsan aujourd'hui"
    " B&You a+b https://exemple.fr/a c@d.fr ｆｕｌｌ Straße Łódź ø 東京 Москва x_y ½ @sfr@piaille.fr 👍🏽 orange Sosh"
    f" {'réellement' * 10}"
)
_PROBE_TITLE: Final = "Orange reseau sosh"
_ADD: Final = "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)"
_REMOVE: Final = "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)"
_AT_ONCE: Final = 1_000


def words_of(id_: int, title: str, text: str) -> Words:
    return (id_, *index_texts(title, text))


def add(connection: sqlite3.Connection, words: Iterable[Words]) -> None:
    connection.executemany(_ADD, words)


def remove(connection: sqlite3.Connection, words: Words) -> None:
    """Forget an entry. The words must be those it was added with."""
    connection.execute(_REMOVE, words)
    connection.execute("INSERT INTO meta VALUES ('untidy', '1') ON CONFLICT DO NOTHING")


def is_tidy(connection: sqlite3.Connection) -> bool:
    """Whether no removed word can be left in the file."""
    return not connection.execute("SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'untidy')").fetchone()[0]


def tidy(connection: sqlite3.Connection) -> None:
    """Merge the index into one segment, so that removed words are in the file no more."""
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.execute("DELETE FROM meta WHERE key = 'untidy'")


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the index holds words as this Hubdesk cuts them."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'words'").fetchone()
    return row is not None and row[0] == mark()


def rebuild(connection: sqlite3.Connection) -> None:
    """Index every mention again."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    rows = connection.execute("SELECT id, title, text FROM mention WHERE withdrawn_at IS NULL ORDER BY id")
    while chunk := rows.fetchmany(_AT_ONCE):
        add(connection, [words_of(*row) for row in chunk])
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('words', ?)", (mark(),))


def mark() -> str:
    """Changes when words are cut otherwise."""
    return hashlib.blake2b(" ".join(index_texts(_PROBE_TITLE, _PROBE)).encode(), digest_size=8).hexdigest()
