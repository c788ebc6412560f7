"""Asks a query of stored mentions one by one, on the words that they had at an instant."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator

from hubdesk.core import Millis
from hubdesk.query.match import test
from hubdesk.query.people import Circle
from hubdesk.query.tree import Query
from hubdesk.store import topics
from hubdesk.store.mentions import before_edit
from hubdesk.store.rows import ASKED_COLUMNS, to_heard

AT_ONCE = 500
_BY_IDS = f"SELECT {ASKED_COLUMNS} FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NULL"  # noqa: S608
_SOURCE = 8  # its place in ASKED_COLUMNS


class Verifier:
    """Reads each chunk of mentions once, however many queries are asked."""

    def __init__(self, connection: sqlite3.Connection, known: Millis) -> None:
        self._connection = connection
        self._known = known
        self._names = dict(connection.execute("SELECT id, name FROM source"))
        self._circle = Circle(topics.people(connection))

    def holding(self, query: Query, ids: Iterable[int]) -> Iterator[int]:
        """Those that match, in the order given; what was taken back matches nothing."""
        return (id_ for id_, (holds,) in self.answers((query,), ids) if holds)

    def answers(self, queries: tuple[Query, ...], ids: Iterable[int]) -> Iterator[tuple[int, tuple[bool, ...]]]:
        """Each mention with what every query says of it."""
        rest = iter(ids)
        while chunk := list(itertools.islice(rest, AT_ONCE)):
            rows = {row[0]: row for row in self._connection.execute(_BY_IDS, (json.dumps(chunk),))}
            for id_ in chunk:
                if id_ in rows:
                    yield id_, self._asked(queries, rows[id_])

    def _asked(self, queries: tuple[Query, ...], row: tuple[object, ...]) -> tuple[bool, ...]:
        source = self._names.get(row[_SOURCE], "")
        heard = before_edit(self._connection, to_heard(row, source), self._known)
        about = self._circle.about(heard.mention, source)
        return tuple(test(query, heard.mention, heard.notes, about=about) is not None for query in queries)
