"""A session without what can be made again from its rows (full-text index, indexes, minute counts), and whole again.

For a file that is shipped: what is left out compresses badly and is quickly rebuilt.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hubdesk.core import MINUTE
from hubdesk.store import fulltext, schema
from hubdesk.store.errors import SessionError, clear_errors
from hubdesk.store.migrations import migrate
from hubdesk.store.passport import check_file, check_schema

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""

_AT_ONCE: Final = 2_000
_COUNT: Final = (
    "INSERT INTO volume SELECT at / :minute, combo, source, known_at / :minute - at / :minute, count(*) FROM mention"
    " GROUP BY 1, 2, 3, 4"
)


def strip(path: Path) -> None:
    """Take out of a closed session what `complete` makes again. Until then it is no session that can be opened."""
    with clear_errors(str(path)):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            for name in _indexes(connection):
                connection.execute(f'DROP INDEX "{name}"')
            connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
            connection.execute("DELETE FROM volume")
            connection.execute("DELETE FROM meta WHERE key = 'words'")
            connection.execute("VACUUM")
        finally:
            connection.close()


def complete(path: Path, progress: Progress | None = None) -> None:
    """Make a stripped session whole: indexes, minute counts, full-text index, and the tables that an older one lacks.
    Raises SessionError.

    The file is trusted to be ours (its digest was checked) and is held by nobody: it is written without a journal.
    """
    check_file(path)
    with clear_errors(str(path)):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if not 1 <= version <= schema.version():
                raise SessionError(f"{path}: {version}")
            connection.execute("BEGIN")
            for statement in _missing(connection, version):
                connection.execute(statement)
            migrate(connection)
            connection.execute(_COUNT, {"minute": MINUTE})
            _index_words(connection, progress)
            connection.execute("COMMIT")
            check_schema(connection, path, writer=True)
        finally:
            connection.close()


def _index_words(connection: sqlite3.Connection, progress: Progress | None) -> None:
    total = connection.execute("SELECT count(*) FROM mention WHERE withdrawn_at IS NULL").fetchone()[0]
    rows = connection.execute("SELECT id, title, text FROM mention WHERE withdrawn_at IS NULL ORDER BY id")
    done = 0
    while chunk := rows.fetchmany(_AT_ONCE):
        fulltext.add(connection, [fulltext.words_of(*row) for row in chunk])
        done += len(chunk)
        if progress is not None:
            progress(min(done, total), total)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('words', ?)", (fulltext.mark(),))


def _indexes(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    return sorted(name for (name,) in rows)


def _missing(connection: sqlite3.Connection, version: int) -> list[str]:
    there = set(_indexes(connection))
    known = schema.known_rows(version)
    return sorted(sql for kind, name, _table, sql in known if kind == "index" and sql is not None and name not in there)
