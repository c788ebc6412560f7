"""Asks queries of stored mentions one by one, on the words that they had at an instant."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from hubdesk.core import Millis, Notes, Topic
from hubdesk.query.match import Matcher
from hubdesk.query.people import Circle
from hubdesk.query.tree import Query
from hubdesk.store import topics
from hubdesk.store.mentions import before_edit
from hubdesk.store.rows import ASKED_COLUMNS, to_heard
from hubdesk.store.then import notes_then

AT_ONCE: Final = 500
_BY_IDS: Final = (
    f"SELECT {ASKED_COLUMNS} FROM mention WHERE withdrawn_at IS NULL AND id IN (SELECT value FROM json_each(?))"  # noqa: S608
)
_SOURCE: Final = 8  # its place in ASKED_COLUMNS


class Verifier:
    """Some queries, asked together as topics are when a mention arrives."""

    def __init__(self, connection: sqlite3.Connection, known: Millis, *queries: Query) -> None:
        self._connection = connection
        self._known = known
        self._names = dict(connection.execute("SELECT id, name FROM source"))
        self._circle = Circle(topics.people(connection))
        self._matcher = Matcher(Topic(number, "", query.text) for number, query in enumerate(queries))

    def holding(self, ids: Iterable[int]) -> Iterator[int]:
        """Those that the first query finds, in the order given."""
        return (id_ for id_, numbers in self.answers(ids) if 0 in numbers)

    def answers(self, ids: Iterable[int]) -> Iterator[tuple[int, frozenset[int]]]:
        """Each mention with the numbers of the queries that find it; what was taken back is passed over."""
        rest = iter(ids)
        while chunk := list(itertools.islice(rest, AT_ONCE)):
            rows = {row[0]: row for row in self._connection.execute(_BY_IDS, (json.dumps(chunk),))}
            earlier = notes_then(self._connection, rows, self._known)
            for id_ in chunk:
                if id_ in rows:
                    yield id_, self._asked(rows[id_], earlier.get(id_))

    def _asked(self, row: tuple[int, ...], notes: Notes | None) -> frozenset[int]:
        """`notes`: those of then, where the analyst has corrected them since."""
        source = self._names.get(row[_SOURCE], "")
        heard = to_heard(row, source)
        heard = before_edit(self._connection, heard if notes is None else replace(heard, notes=notes), self._known)
        matches = self._matcher.match(heard.mention, heard.notes, about=self._circle.about(heard.mention, source))
        return frozenset([match.topic for match in matches])
