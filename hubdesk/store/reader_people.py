"""What people of a session are called, and whose words no wall shows; a part of Reader."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from hubdesk.core import Scope
from hubdesk.store import held
from hubdesk.store.reader_compared import ReadsCompared

if TYPE_CHECKING:
    from hubdesk.store.authors import KnownNames


class ReadsPeople(ReadsCompared):
    """Needs what Reader has."""

    _path: Path
    _file: tuple[int, int] | None

    def _reading(self, *scopes: Scope) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def author_names(self) -> KnownNames:
        """The names of all who ever wrote, to be known again in a text; also of those who write later than is looked
        at, since a name that is kept out of sight tells nothing."""
        from hubdesk.store.authors import known_names  # which a wall alone needs

        with self._reading() as connection:
            key = connection.execute("SELECT value FROM meta WHERE key = 'tombstone_key'").fetchone()
            return known_names(connection, (self._path, self._file, key))

    def off_wall(self) -> frozenset[str]:
        """Names of the sources, also of those removed, whose terms keep what they brought off a wall."""
        with self._reading() as connection:
            return held.off_wall(connection)
