"""Re-hears the stored past: asks a topic's query of what was stored before it, a short stretch at a time, newest first.

The full-text index names the mentions that may match; with them go those that the topic's earlier query heard, and
those that were edited, whose words of then are in no index. Nothing else can change, so nothing else is read.

Asking takes most of the time and is done before the transaction, so that nobody waits for it; within the transaction
what changed meanwhile is asked anew. Each stretch moves topics, counts and the place reached together: whoever reads,
whenever, finds them agree, and a process that is killed loses the stretch it was at.

What was taken back has no words any more: it stays counted where it was. A replay before an edit shows which topics
hear the words of then, so earlier words are asked as well.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hubdesk.core import Match, Rehearing, Topic
from hubdesk.query.sql import plan
from hubdesk.query.syntax import parse
from hubdesk.store import fulltext, topics
from hubdesk.store.asking import Asking
from hubdesk.store.pages import Cell, Combos, cell, move_in_volume
from hubdesk.store.rows import (
    ASKED_COLUMNS,
    TOPIC_COLUMNS,
    dump_marks,
    dump_matches,
    load_matches,
    load_notes,
    to_heard,
    to_topic,
)

_MENTIONS: Final = f"SELECT {ASKED_COLUMNS} FROM mention WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"  # noqa: S608
_REVISIONS: Final = (
    "SELECT mention, until, title, text, notes, matches, rating, media, teaser FROM revision"
    " WHERE mention IN (SELECT value FROM json_each(?))"
)
_HEAR: Final = (
    "INSERT INTO heard VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET version = excluded.version, marks = excluded.marks"
)
_AT, _KNOWN_AT, _WITHDRAWN_AT, _EDITED_AT, _SOURCE, _COMBO = 1, 2, 6, 7, 8, 9  # places in ASKED_COLUMNS

_OF_TOPIC: Final = ", ".join(f"t.{name}" for name in TOPIC_COLUMNS.split(", "))

Row = tuple[Any, ...]


@dataclass(slots=True)
class _Work:
    """One topic's past: the mentions that may have to change, newest first. Those from `reached` on are still to be
    asked, when the session says that `next` is the next."""

    topic: Topic
    asking: Asking
    ids: Sequence[int]
    next: int
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """What a topic's query said of a stretch, before any of it is stored."""

    topic: Topic
    since: int  # the place in the past at which the stretch begins
    until: int  # where the next one begins; 0: this is the last
    moment: int  # the session's data_version when they were read
    rows: dict[int, Row]
    matches: dict[int, Match | None]
    before: list[tuple[str, int, int]]  # of edited mentions: matches of then, mention, until


class Past:
    """What is left to be heard again in a session, for one writer."""

    def __init__(self, connection: sqlite3.Connection, combos: Combos) -> None:
        self._connection = connection
        self._combos = combos
        self._work: _Work | None = None

    def ask(self, most: int) -> Answers | Topic | None:
        """Ask up to `most` mentions of the oldest work. None: nothing is left that nobody stopped; a topic: its query
        cannot be read. Only reads."""
        row = self._connection.execute(
            f"SELECT next, {_OF_TOPIC} FROM rehearing JOIN topic t ON t.id = rehearing.topic"  # noqa: S608
            " WHERE NOT stopped ORDER BY rehearing.at, t.id LIMIT 1"
        ).fetchone()
        if row is None:
            self._work = None
            return None
        since, topic = row[0], to_topic(row[1:])
        work = self._resumed(topic, since)
        if work.asking.unreadable:
            return topic
        ids = work.ids[work.reached : work.reached + most]
        rest = work.ids[work.reached + most : work.reached + most + 1]
        moment = self._moment()
        rows = self._rows(ids)
        names = self._names()
        return Answers(
            topic,
            since,
            rest[0] if rest else 0,
            moment,
            rows,
            {id_: _answer(work, row, names) for id_, row in rows.items()},
            self._before_edits(work, rows, names),
        )

    def store(self, answers: Answers) -> Rehearing | None:
        """Store a stretch; the caller holds the transaction. None: somebody else was quicker, or stopped it."""
        topic = answers.topic
        place = self._connection.execute(
            "SELECT newest, next, stopped FROM rehearing WHERE topic = ? AND version = ?", (topic.id, topic.version)
        ).fetchone()
        work = self._work
        if work is None or place is None or place[1] != answers.since or place[2]:
            self._work = None
            return None
        if self._moment() != answers.moment:
            answers = self._renewed(work, answers)
        self._write(topic, answers)
        newest, next_ = place[0], answers.until
        if next_:
            self._connection.execute("UPDATE rehearing SET next = ? WHERE topic = ?", (next_, topic.id))
            work.reached, work.next = work.reached + len(answers.rows), next_
        else:
            self._connection.execute("DELETE FROM rehearing WHERE topic = ?", (topic.id,))
            self._work = None
        return Rehearing(topic.id, topic.version, newest - next_, newest)

    def _resumed(self, topic: Topic, next_: int) -> _Work:
        work = self._work
        if work is None or work.topic != topic or work.next != next_:
            asking = Asking([topic], topics.people(self._connection))
            ids = [] if asking.unreadable else self._candidates(topic, next_)
            work = self._work = _Work(topic, asking, ids, next_)
        return work

    def _candidates(self, topic: Topic, next_: int) -> Sequence[int]:
        """The mentions up to `next_` that may have to change, newest first."""
        how = plan(parse(topic.query))
        if how.fts is None or not fulltext.is_current(self._connection):
            return list(range(next_, 0, -1))
        try:
            found = self._ids("SELECT rowid FROM words WHERE words MATCH ? AND rowid <= ?", how.fts, next_)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            return list(range(next_, 0, -1))  # more than FTS5 can take
        found |= self._ids("SELECT mention FROM heard WHERE topic = ? AND mention <= ?", topic.id, next_)
        found |= self._ids("SELECT mention FROM revision WHERE mention <= ?", next_)
        return sorted(found, reverse=True)

    def _ids(self, asked: str, *values: str | int) -> set[int]:
        return {id_ for (id_,) in self._connection.execute(asked, values)}

    def _rows(self, ids: Sequence[int]) -> dict[int, Row]:
        return {row[0]: row for row in self._connection.execute(_MENTIONS, (json.dumps(ids),))}

    def _names(self) -> dict[int, str]:
        return dict(self._connection.execute("SELECT id, name FROM source"))

    def _moment(self) -> int:
        """Moves when another connection commits."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _renewed(self, work: _Work, answers: Answers) -> Answers:
        """The same stretch within the transaction: what others changed meanwhile is asked again."""
        rows = self._rows(list(answers.rows))
        changed = {id_: row for id_, row in rows.items() if row != answers.rows[id_]}
        names = self._names()
        again = {id_: _answer(work, row, names) for id_, row in changed.items()}
        before = [one for one in answers.before if one[1] not in changed]
        before += self._before_edits(work, changed, names)
        return replace(answers, rows=rows, matches=answers.matches | again, before=before)

    def _before_edits(self, work: _Work, rows: dict[int, Row], names: dict[int, str]) -> list[tuple[str, int, int]]:
        """What the topic says of the words that edited mentions had before."""
        edited = [id_ for id_, row in rows.items() if row[_EDITED_AT] is not None]
        told = []
        for id_, until, title, text, notes, matches, rating, media, teaser in self._connection.execute(
            _REVISIONS, (json.dumps(edited),)
        ).fetchall():
            then = replace(
                to_heard(rows[id_], "").mention,
                title=title, text=text, rating=rating, media=None if media is None else bool(media), teaser=teaser,
            )  # fmt: skip
            heard = work.asking.matches(then, load_notes(notes), names.get(rows[id_][_SOURCE], ""))
            others = [match for match in load_matches(matches) if match.topic != work.topic.id]
            new = dump_matches(sorted((*others, *heard), key=_topic_of))
            if new != matches:
                told.append((new, id_, until))
        return told

    def _write(self, topic: Topic, answers: Answers) -> None:
        heard: list[Row] = []
        unheard: list[Row] = []
        moved: list[tuple[int, int]] = []
        cells: Counter[Cell] = Counter()
        for id_, row in answers.rows.items():
            if row[_WITHDRAWN_AT] is not None:
                continue
            match, at, known_at = answers.matches[id_], row[_AT], row[_KNOWN_AT]
            before = self._combos.topics_of(row[_COMBO])
            after = before - {topic.id} if match is None else before | {topic.id}
            if match is not None:
                heard.append((topic.id, known_at, id_, at, match.version, dump_marks(match.marks)))
            elif before != after:
                unheard.append((topic.id, known_at, id_))
            if before != after:
                combo = self._combos.id_of_topics(after)
                moved.append((combo, id_))
                cells[cell(at, known_at, row[_COMBO], row[_SOURCE])] -= 1
                cells[cell(at, known_at, combo, row[_SOURCE])] += 1
        connection = self._connection
        connection.executemany(_HEAR, heard)
        connection.executemany("DELETE FROM heard WHERE topic = ? AND known_at = ? AND mention = ?", unheard)
        connection.executemany("UPDATE mention SET combo = ? WHERE id = ?", moved)
        connection.executemany("UPDATE revision SET matches = ? WHERE mention = ? AND until = ?", answers.before)
        move_in_volume(connection, cells)


def _answer(work: _Work, row: Row, names: dict[int, str]) -> Match | None:
    if row[_WITHDRAWN_AT] is not None:
        return None
    heard = to_heard(row, "")
    found = work.asking.matches(heard.mention, heard.notes, names.get(row[_SOURCE], ""))
    return found[0] if found else None


def _topic_of(match: Match) -> int:
    return match.topic
