"""One topic asked of what is stored: which mentions may have to change, and what its query says of each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final

from hubdesk.core import Match, Mention, Notes, Scope, Topic
from hubdesk.query.match import Matcher
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.store import topics
from hubdesk.store.rows import ASKED_COLUMNS, MOST, dump_matches, load_matches, load_notes, to_heard
from hubdesk.store.search import find

AT, KNOWN_AT, WITHDRAWN_AT, EDITED_AT, SOURCE, COMBO = 1, 2, 6, 7, 8, 9  # places in ASKED_COLUMNS
_LIGHT: Final = 10  # columns up to these: of a mention whose words need not be read
_LIGHT_COLUMNS: Final = ", ".join(ASKED_COLUMNS.split(", ")[:_LIGHT])
_BY_IDS: Final = "SELECT {} FROM mention WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
_REVISIONS: Final = (
    "SELECT mention, until, title, text, notes, matches, rating, media, teaser FROM revision"
    " WHERE mention IN (SELECT value FROM json_each(?))"
)

Row = tuple[Any, ...]
"""A mention's ASKED_COLUMNS, or only the first of them when nothing is to be asked of it."""


class Ear:
    """Raises QueryError when the topic's query cannot be read.

    `ids`: the mentions up to `upto` that may have to change, newest first: those that index and columns do not rule
    out, those that the topic's earlier query heard, and those that were edited, whose words of then are in no index.
    """

    def __init__(self, connection: sqlite3.Connection, topic: Topic, upto: int) -> None:
        self.topic = topic
        self._connection = connection
        self._matcher = Matcher([topic])  # which passes over the words that are not asked for, and they are most
        self._circle = Circle(topics.people(connection))
        self._names: dict[int, str] = {}
        hits = find(connection, parse(topic.query), Scope((), 0, MOST))
        self._may = {id_ for selection in (hits.sure, hits.doubtful) for id_ in selection.ids if id_ <= upto}
        old = self._few("SELECT mention FROM heard WHERE topic = ? AND mention <= ?", topic.id, upto)
        edited = self._few("SELECT mention FROM revision WHERE mention <= ?", upto)
        self.ids: Sequence[int] = sorted(self._may | old | edited, reverse=True)

    def rows(self, ids: Sequence[int]) -> dict[int, Row]:
        """These mentions as they are now: whole where they must be asked."""
        self._names = dict(self._connection.execute("SELECT id, name FROM source"))
        rows = self._read(ASKED_COLUMNS, [id_ for id_ in ids if id_ in self._may])
        ruled_out = self._read(_LIGHT_COLUMNS, [id_ for id_ in ids if id_ not in self._may])
        # An edit came after the index was looked at, perhaps: it is asked, as it says something else by now.
        edited = self._read(ASKED_COLUMNS, [id_ for id_, row in ruled_out.items() if row[EDITED_AT] is not None])
        return rows | ruled_out | edited

    def answers(self, rows: dict[int, Row]) -> dict[int, Match]:
        """The mentions that the topic hears, and why. What was taken back has no words to be asked."""
        heard = {}
        for id_, row in rows.items():
            if len(row) > _LIGHT and row[WITHDRAWN_AT] is None:
                now = to_heard(row, "")
                match = self._hears(now.mention, now.notes, row)
                if match is not None:
                    heard[id_] = match
        return heard

    def before_edits(self, rows: Iterable[Row]) -> list[tuple[str, int, int]]:
        """What is to be said of the words that these mentions had before edits: matches, mention, until."""
        edited = {row[0]: row for row in rows if row[EDITED_AT] is not None}
        if not edited:
            return []
        told = []
        for id_, until, title, text, notes, matches, rating, media, teaser in self._connection.execute(
            _REVISIONS, (json.dumps(list(edited)),)
        ).fetchall():
            row = edited[id_]
            then = replace(
                to_heard(row, "").mention,
                title=title, text=text, rating=rating, media=None if media is None else bool(media), teaser=teaser,
            )  # fmt: skip
            heard = self._hears(then, load_notes(notes), row)
            others = [match for match in load_matches(matches) if match.topic != self.topic.id]
            new = dump_matches(sorted([*others, heard] if heard else others, key=attrgetter("topic")))
            if new != matches:
                told.append((new, id_, until))
        return told

    def _hears(self, mention: Mention, notes: Notes, row: Row) -> Match | None:
        about = self._circle.about(mention, self._names.get(row[SOURCE], ""))
        return next(iter(self._matcher.match(mention, notes, about=about)), None)

    def _read(self, columns: str, ids: Sequence[int]) -> dict[int, Row]:
        if not ids:
            return {}
        return {row[0]: row for row in self._connection.execute(_BY_IDS.format(columns), (json.dumps(ids),))}

    def _few(self, asked: str, *values: int) -> set[int]:
        return {id_ for (id_,) in self._connection.execute(asked, values)}
