"""What authors do to stored mentions afterwards: edit them, take them back. Begins no transaction.

SQLite's full-text index keeps the words of a removed entry in older segments until these are merged: `tidy` merges
them all. (Since SQLite 3.42 it can forget at once; Debian 12 has 3.40.)
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Final

from hubdesk.core import Entry, Millis, Withdrawal
from hubdesk.query.words import index_text
from hubdesk.store.mentions import matches_of
from hubdesk.store.pages import INSERT_WORDS, Cell, Combos, add_to_volume, cell, fitting, heard_rows
from hubdesk.store.rows import MENTION_COLUMNS, dump_links, dump_matches, dump_notes
from hubdesk.store.tombs import Tombs

_DELETE_WORDS: Final = "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)"
_BY_NATIVE: Final = f"SELECT {MENTION_COLUMNS} FROM mention WHERE network = ? AND native_id = ?"  # noqa: S608


def edit(connection: sqlite3.Connection, combos: Combos, entry: Entry, at: Millis) -> bool | None:
    """Give a stored mention its new words. Returns whether they differ from the old; None when it is not stored.

    The old words are kept for replays before the edit. Counts and topics follow the newest words.
    """
    entry = fitting(entry)
    new = entry.mention
    row = connection.execute(_BY_NATIVE, (new.network, new.native_id)).fetchone()
    if row is None:
        return None
    id_, mention_at, known_at, source, old_combo = row[0], row[1], row[2], row[8], row[9]
    title, text, notes = row[22], row[23], row[25]
    if (title, text) == (new.title, new.text):
        return False
    topics = _topics(connection, old_combo)
    matches = matches_of(connection, row, topics)
    connection.execute(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (id_, max(at, known_at), title, text, notes, dump_matches(matches)),
    )
    combo = combos.id_of(entry.matches)
    connection.execute(
        "UPDATE mention SET title = ?, text = ?, url = ?, language = ?, links = ?, raw = ?, notes = ?, combo = ?,"
        " edited_at = ? WHERE id = ?",
        (
            new.title, new.text, new.url, new.language, dump_links(new.links), new.raw, dump_notes(entry.notes), combo,
            max(at, known_at), id_,
        ),
    )  # fmt: skip
    _forget_words(connection, id_, title, text)
    connection.execute(INSERT_WORDS, (id_, index_text(new.title), index_text(new.text)))
    connection.executemany(
        "DELETE FROM heard WHERE topic = ? AND known_at = ? AND mention = ?",
        [(topic, known_at, id_) for topic in topics],
    )
    connection.executemany(
        "INSERT INTO heard VALUES (?, ?, ?, ?, ?, ?)", heard_rows(entry.matches, known_at, id_, mention_at)
    )
    if combo != old_combo:
        _move(connection, cell(mention_at, known_at, old_combo, source), cell(mention_at, known_at, combo, source))
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
            rows = connection.execute(_BY_NATIVE, (network, withdrawal.native_id)).fetchall()
            _empty(connection, tombs, rows, at)
            tombs.add(network, withdrawal.native_id, at, held=for_ever or bool(rows))
            emptied += len(rows)
        if withdrawal.author_id:
            rows = connection.execute(
                f"SELECT {MENTION_COLUMNS} FROM mention WHERE network = ? AND author_id = ? AND author_id <> ''",  # noqa: S608
                (network, withdrawal.author_id),
            ).fetchall()
            _empty(connection, tombs, rows, at)
            tombs.add_author(network, withdrawal.author_id, at, held=bool(rows), for_ever=for_ever)
            emptied += len(rows)
    tombs.prune()
    return emptied


def _empty(connection: sqlite3.Connection, tombs: Tombs, rows: Iterable[tuple[int | str, ...]], at: Millis) -> None:
    for row in rows:
        id_, known_at, combo, network, native_id = row[0], row[2], row[9], str(row[10]), str(row[11])
        tombs.add(network, native_id, at, held=True)
        _forget_words(connection, int(id_), str(row[22]), str(row[23]))
        gone = f"withdrawn:{tombs.hash_of(network, native_id).hex()}"  # unique still, and names nobody
        connection.execute(
            "UPDATE mention SET native_id = ?, handle = '', name = '', author_id = '', followers = NULL, url = '',"
            " parent_id = '', parent_title = '', title = '', text = '', links = '[]', notes = '{}', raw = '',"
            " reach = NULL, withdrawn_at = ? WHERE id = ?",
            (gone, at, id_),
        )
        connection.execute("DELETE FROM revision WHERE mention = ?", (id_,))
        connection.executemany(
            "UPDATE heard SET marks = '[]' WHERE topic = ? AND known_at = ? AND mention = ?",
            [(topic, known_at, id_) for topic in _topics(connection, int(combo))],
        )


def tidy(connection: sqlite3.Connection) -> None:
    """Merge the full-text index into one segment, so that words taken back are in the file no more."""
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.execute("DELETE FROM meta WHERE key = 'untidy'")


def is_untidy(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'untidy')").fetchone()[0])


def _forget_words(connection: sqlite3.Connection, id_: int, title: str, text: str) -> None:
    connection.execute(_DELETE_WORDS, (id_, index_text(title), index_text(text)))
    connection.execute("INSERT INTO meta VALUES ('untidy', '1') ON CONFLICT DO NOTHING")


def _topics(connection: sqlite3.Connection, combo: int) -> tuple[int, ...]:
    topics = connection.execute("SELECT topics FROM combo WHERE id = ?", (combo,)).fetchone()[0]
    return tuple(map(int, filter(None, topics.split(","))))


def _move(connection: sqlite3.Connection, old: Cell, new: Cell) -> None:
    where = "minute = ? AND combo = ? AND source = ? AND late = ?"
    connection.execute(f"UPDATE volume SET mentions = mentions - 1 WHERE {where}", old)  # noqa: S608
    connection.execute(f"DELETE FROM volume WHERE {where} AND mentions <= 0", old)  # noqa: S608
    add_to_volume(connection, Counter([new]))
