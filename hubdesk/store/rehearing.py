"""Re-hears the stored past: asks a topic's query of what was stored before it, a short stretch at a time, newest first.

Asking takes most of the time and is done before the transaction, so that nobody waits for it; within the transaction
what changed meanwhile is asked anew. Each stretch moves topics, counts and the place reached together: whoever reads,
whenever, finds them agree, and a process that is killed loses the stretch it was at.

What was taken back has no words any more: it stays counted where it was. A replay before an edit shows which topics
hear the words of then, so earlier words are asked as well.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Match, Rehearing, Topic
from hubdesk.query.tree import QueryError
from hubdesk.store.ear import AT, COMBO, KNOWN_AT, SOURCE, WITHDRAWN_AT, Ear, Row
from hubdesk.store.pages import Cell, Combos, cell, move_in_volume
from hubdesk.store.rows import TOPIC_COLUMNS, dump_marks, to_topic

_HEAR: Final = (
    "INSERT INTO heard VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET version = excluded.version, marks = excluded.marks"
)
_OF_TOPIC: Final = ", ".join(f"t.{name}" for name in TOPIC_COLUMNS.split(", "))


@dataclass(slots=True)
class _Work:
    """One topic's past. The ear's ids from `reached` on are still to be asked, if the session says so: `next`."""

    ear: Ear
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
    heard: dict[int, Match]
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
        work = self._work
        if work is None or work.ear.topic != topic or work.next != since:
            try:
                work = self._work = _Work(Ear(self._connection, topic, since), since)
            except QueryError:
                return topic
        stretch = work.ear.ids[work.reached : work.reached + most]
        rest = work.ear.ids[work.reached + most : work.reached + most + 1]
        moment = self._moment()
        rows = work.ear.rows(stretch)
        return Answers(
            topic,
            since,
            rest[0] if rest else 0,
            moment,
            rows,
            work.ear.answers(rows),
            work.ear.before_edits(rows.values()),
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
            answers = _renewed(work.ear, answers)
        self._write(topic, answers)
        newest, next_ = place[0], answers.until
        if next_:
            self._connection.execute("UPDATE rehearing SET next = ? WHERE topic = ?", (next_, topic.id))
            work.reached, work.next = work.reached + len(answers.rows), next_
        else:
            self._connection.execute("DELETE FROM rehearing WHERE topic = ?", (topic.id,))
            self._work = None
        return Rehearing(topic.id, topic.version, newest - next_, newest)

    def _moment(self) -> int:
        """Moves when another connection commits."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _write(self, topic: Topic, answers: Answers) -> None:
        heard: list[Row] = []
        unheard: list[Row] = []
        moved: list[tuple[int, int]] = []
        cells: Counter[Cell] = Counter()
        for id_, row in answers.rows.items():
            if row[WITHDRAWN_AT] is not None:
                continue
            match, at, known_at = answers.heard.get(id_), row[AT], row[KNOWN_AT]
            before = self._combos.topics_of(row[COMBO])
            if match is not None:
                heard.append((topic.id, known_at, id_, at, match.version, dump_marks(match.marks)))
            elif topic.id in before:
                unheard.append((topic.id, known_at, id_))
            if (match is not None) != (topic.id in before):
                combo = self._combos.id_of_topics(before ^ {topic.id})
                moved.append((combo, id_))
                cells[cell(at, known_at, row[COMBO], row[SOURCE])] -= 1
                cells[cell(at, known_at, combo, row[SOURCE])] += 1
        connection = self._connection
        connection.executemany(_HEAR, heard)
        connection.executemany("DELETE FROM heard WHERE topic = ? AND known_at = ? AND mention = ?", unheard)
        connection.executemany("UPDATE mention SET combo = ? WHERE id = ?", moved)
        connection.executemany("UPDATE revision SET matches = ? WHERE mention = ? AND until = ?", answers.before)
        move_in_volume(connection, cells)


def _renewed(ear: Ear, answers: Answers) -> Answers:
    """The same stretch within the transaction: what others changed meanwhile is asked again."""
    rows = ear.rows(list(answers.rows))
    changed = {id_: row for id_, row in rows.items() if row != answers.rows[id_]}
    if not changed:
        return answers
    heard = {id_: match for id_, match in answers.heard.items() if id_ not in changed}
    before = [one for one in answers.before if one[1] not in changed]
    return replace(
        answers,
        rows=rows,
        heard=heard | ear.answers(changed),
        before=before + ear.before_edits(changed.values()),
    )
