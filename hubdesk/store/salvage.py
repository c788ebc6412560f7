"""Saves what can still be read of a damaged session into a new one: row by row, past the pages that are broken.

A table is walked along its key. Where a row cannot be read, the walk goes on behind it; rows that lie in a broken page
are lost, and counted where the numbers tell it. Indexes, the full-text index and minute counts are made anew, and what
no longer fits together (a topic's entry whose mention is lost) is left out. The damaged file is only looked at.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.store import fulltext, manifest, schema, seal_part
from hubdesk.store.connection import AS_IT_LIES, connect
from hubdesk.store.errors import SessionError, clear_errors
from hubdesk.store.rows import MOST

_TO_BE_MADE: Final = ("volume", "words", "sqlite_sequence", "_sqlite_migrations")
_FIRST: Final = -(1 << 62)
_ORPHANS: Final = (
    "DELETE FROM mention WHERE id NOT IN (SELECT min(id) FROM mention GROUP BY network, native_id)",
    "DELETE FROM heard WHERE NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = heard.mention"
    " AND m.known_at = heard.known_at AND m.at = heard.at)",
    *(
        f"DELETE FROM {table} WHERE mention NOT IN (SELECT id FROM mention)"  # noqa: S608 — our own tables
        for table in ("revision", "evidence", "correction", "machine")
    ),
    "DELETE FROM machine WHERE mention NOT IN (SELECT mention FROM correction)",
    "DELETE FROM episode_state WHERE episode NOT IN (SELECT id FROM episode)",
    "DELETE FROM episode_mark WHERE episode NOT IN (SELECT id FROM episode)",
    "DELETE FROM episode WHERE id NOT IN (SELECT episode FROM episode_state)",
    "UPDATE rehearing SET newest = min(newest, (SELECT coalesce(max(id), 0) FROM mention)),"
    " next = min(next, (SELECT coalesce(max(id), 0) FROM mention))",
)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Rows saved, by table, and how many are known to be lost; 0 where nothing is known of it."""

    saved: tuple[tuple[str, int], ...]
    lost: tuple[tuple[str, int], ...]

    @property
    def mentions(self) -> int:
        return dict(self.saved).get("mention", 0)

    @property
    def mentions_lost(self) -> int:
        return dict(self.lost).get("mention", 0)


def salvage(damaged: Path, out: Path, tell: Callable[[float], None] | None = None) -> Salvaged:
    """Make a new session of what can be read. Raises HubdeskError when the file is none of ours, or `out` is taken."""
    damaged, out = Path(damaged), Path(out)
    if out.exists():
        raise HubdeskError(_("{path} exists already; name another file").format(path=out))
    done = False
    try:
        with clear_errors(str(out)):
            out.open("xb").close()
            indexes = seal_part.prepare(out)
            with contextlib.closing(_opened(damaged)) as old, contextlib.closing(sqlite3.connect(out)) as new:
                new.isolation_level = None
                new.execute("BEGIN")
                saved = dict(_tables(old, new))
                lost = _lost(old, saved)
                _settle(new, indexes)
                new.execute("COMMIT")
        done = True
    except OSError as error:
        raise SessionError(_("{path} cannot be made: {why}").format(path=out, why=error.strerror)) from None
    finally:
        if not done:
            for ending in ("", "-journal"):
                with contextlib.suppress(OSError):
                    Path(f"{out}{ending}").unlink(missing_ok=True)
    if tell is not None:
        tell(1.0)
    return Salvaged(tuple(saved.items()), tuple(lost.items()))


def _opened(damaged: Path) -> sqlite3.Connection:
    """The file as it lies when nobody has it open; its tables must be those that its version had, where they can be
    read at all."""
    log = Path(f"{damaged}-wal")
    connection = connect(damaged, "mode=ro" if log.exists() else AS_IT_LIES)
    try:
        connection.execute("PRAGMA cell_size_check=OFF")
        connection.text_factory = _text
        with clear_errors(str(damaged)):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
                raise SessionError(_("{path} is an SQLite file, but not a Hubdesk session").format(path=damaged))
            if version > schema.version():
                raise SessionError(
                    _("{path} was made by a newer Hubdesk; update Hubdesk to open it").format(path=damaged)
                )
            if not schema.rows(connection) <= schema.known_rows(version):
                raise SessionError(
                    _("{path} has been altered: {what}; open the original").format(path=damaged, what="…")
                )
        return connection
    except BaseException:
        connection.close()
        raise


def _text(told: bytes) -> str:
    """Text of a damaged page may be no text."""
    return told.decode("utf-8", "replace")


def _tables(old: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    for table, columns, keys in _known(new):
        there = {row[1] for row in old.execute(f'PRAGMA table_info("{table}")')}
        if not there:
            continue
        names = [column for column in columns if column in there]
        insert = f'INSERT OR IGNORE INTO "{table}" ({_listed(names)}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608
        count = 0
        for row in _rows(old, table, names, keys):
            try:
                count += new.execute(insert, row).rowcount
            except sqlite3.IntegrityError:  # a value that the table cannot hold: its page is damaged
                continue
        yield table, count


def _known(new: sqlite3.Connection) -> list[tuple[str, list[str], list[str]]]:
    """Our tables, their columns and what orders their rows: "" for the number of the row."""
    made = []
    for (name,) in new.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        if name in _TO_BE_MADE or name.startswith("words_"):
            continue
        info = new.execute(f'PRAGMA table_info("{name}")').fetchall()
        keys = [row[1] for row in sorted((row for row in info if row[5]), key=lambda row: row[5])]
        made.append((name, [row[1] for row in info], keys))
    return made


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _rows(old: sqlite3.Connection, table: str, names: list[str], keys: list[str]) -> Iterator[tuple[Any, ...]]:
    """What can be read, along the key; each row may come twice."""
    chosen = f'SELECT {_listed(names)} FROM "{table}" NOT INDEXED'  # noqa: S608 — our own tables
    if table == "heard":  # its key begins with the topic, of which there are few
        topics = [row[0] for row in _readable(old, "SELECT id FROM topic NOT INDEXED")]
        for topic in topics or range(1, 100):
            yield from _walk(old, f"{chosen} WHERE topic = {topic} AND", "known_at", names.index("known_at"))
    elif _is_text(old, table, keys[0]):
        yield from _readable(old, f"{chosen} ORDER BY {_listed(keys)}")
        yield from _readable(old, f'{chosen} ORDER BY "{keys[0]}" DESC')
    else:
        yield from _walk(old, f"{chosen} WHERE", keys[0], names.index(keys[0]))


def _walk(old: sqlite3.Connection, asked: str, key: str, place: int) -> Iterator[tuple[Any, ...]]:
    """From the first on; behind one that cannot be read, in growing steps until something can be, and then back."""
    at, step, failed = _FIRST, 1, None
    while at < MOST:
        begun = at
        try:
            for row in old.execute(f'{asked} "{key}" >= ? ORDER BY "{key}"', (at,)):
                if failed is not None:
                    yield from _behind(old, asked, key, failed + 1, begun)
                    failed = None
                at = row[place]
                yield row
            break
        except sqlite3.DatabaseError:
            failed = at
            step = 1 if at != begun else step * 2
            at = step if at == _FIRST else at + step
    if failed is not None:
        yield from _behind(old, asked, key, failed + 1, min(at, MOST))


def _behind(old: sqlite3.Connection, asked: str, key: str, low: int, high: int) -> list[tuple[Any, ...]]:
    """The rows from the first key on, between these, behind which all can be read."""
    found: list[tuple[Any, ...]] = []
    end = high
    while low < high:
        middle = (low + high) // 2
        try:
            found = old.execute(f'{asked} "{key}" >= ? AND "{key}" < ? ORDER BY "{key}"', (middle, end)).fetchall()
            high = middle
        except sqlite3.DatabaseError:
            low = middle + 1
    return found


def _is_text(old: sqlite3.Connection, table: str, column: str) -> bool:
    types = {row[1]: row[2] for row in old.execute(f'PRAGMA table_info("{table}")')}
    return types.get(column) != "INTEGER"


def _readable(old: sqlite3.Connection, asked: str) -> Iterator[tuple[Any, ...]]:
    with contextlib.suppress(sqlite3.DatabaseError):
        yield from old.execute(asked)


def _lost(old: sqlite3.Connection, saved: dict[str, int]) -> dict[str, int]:
    """By what minute counts say; those of a sealed file also by its manifest."""
    counted = list(_readable(old, "SELECT sum(mentions) FROM volume"))
    gone = (counted[0][0] or 0) - saved.get("mention", 0) if counted else 0
    return {"mention": gone} if gone > 0 else {}


def _settle(new: sqlite3.Connection, indexes: list[str]) -> None:
    """A whole session of what was saved. One that was sealed stays so: without its digest it says that it changed."""
    new.execute("DELETE FROM meta WHERE key = ?", (manifest.DIGEST,))
    rest = {"title": "", "timezone": "UTC", "synthetic": "0", "sealed": "0", "created_at": "0"}
    rest["tombstone_key"] = secrets.token_hex(32)
    new.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", rest.items())
    for statement in _ORPHANS:
        new.execute(statement)
    for statement in indexes:
        new.execute(statement)
    new.execute(seal_part.COUNT)
    fulltext.rebuild(new)
