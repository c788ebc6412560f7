"""The words that a session's full-text index holds, and in how many mentions each stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

_TABLE: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab('main', 'words', 'row')"
_LAST: Final = "\x7f"  # after every sign of a token
MOST_OFFERED: Final = 100


class Lexicon:
    """Reads the index's own list of words. Each word's entries are read along, so a short beginning takes longer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_TABLE)  # a temporary view of the index: the file stays as it is

    def begins(self, prefix: str) -> Iterator[str]:
        """The index's tokens that begin so, in order."""
        return (token for token, _mentions in self.counted(prefix))

    def counted(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The same, each with how many mentions hold it."""
        return iter(
            self._connection.execute(
                "SELECT term, doc FROM temp.word WHERE term >= ? AND term < ?", (prefix, prefix + _LAST)
            )
        )
