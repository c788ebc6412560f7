"""Episodes in a session: what was detected, each state it went through, the detectors' memory, and people's marks.

States are added, never changed: a replay sees an episode as it was told by then. What detectors remember is written in
the same transaction as what they found, so that nothing is alarmed twice and nothing is lost when they are stopped.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Episode, EpisodeMark, EpisodeState, HubdeskError, Millis, Minutes, Scope
from hubdesk.i18n import _
from hubdesk.store import minutes

WORDS: Final = ("acknowledged", "snoozed", "wrong", "note")
LONGEST: Final = 4_000  # characters of a mark


@dataclass(frozen=True, slots=True)
class Seen:
    """What a detector found: an episode that opens, or another state of one that is there."""

    kind: str
    topic: int | None
    opened_at: Millis
    state: EpisodeState


def episodes(connection: sqlite3.Connection, scope: Scope) -> tuple[Episode, ...]:
    """Those of the scope's topics, or of none, that lasted in it, as they were known at its end; the newest first."""
    rows = connection.execute(
        "SELECT id, kind, topic, opened_at FROM episode WHERE opened_at <= ? ORDER BY opened_at DESC, id DESC",
        (scope.known,),
    ).fetchall()
    wanted = {topic.id for topic in scope.topics} or None
    lasted = _lasted(connection, scope)
    rows = [row for row in rows if row[0] in lasted and (wanted is None or row[2] is None or row[2] in wanted)]
    ids = [row[0] for row in rows]
    states, marks = _states(connection, ids, scope.known), _marks(connection, ids, scope.known)
    return tuple(
        Episode(id_, kind, topic, opened_at, tuple(states[id_]), tuple(marks[id_]))
        for id_, kind, topic, opened_at in rows
        if states[id_]
    )


def watched(connection: sqlite3.Connection, name: str) -> tuple[Millis | None, str]:
    """Up to when a detector has watched, and what it remembers; None and "" before it ever did."""
    row = connection.execute("SELECT upto, state FROM watch WHERE name = ?", (name,)).fetchone()
    return (None, "") if row is None else (row[0], row[1])


def keep_watch(
    connection: sqlite3.Connection,
    name: str,
    upto: Millis,
    memory: str,
    found: Iterable[Seen],
    counted: Minutes | None,
) -> tuple[int, ...]:
    """What a detector found up to an instant, what it counted, and what it remembers. Returns the episodes' numbers."""
    if counted is not None:
        minutes.keep(connection, counted)
    ids = tuple(_keep(connection, one) for one in found)
    connection.execute("INSERT OR REPLACE INTO watch VALUES (?, ?, ?)", (name, upto, memory))
    return ids


def mark(connection: sqlite3.Connection, episode: int, word: str, value: str, at: Millis) -> EpisodeMark:
    """An analyst's word on an episode. Raises HubdeskError when it can be none."""
    if word not in WORDS:
        raise HubdeskError(
            _("“{word}” cannot be said of an episode; choose among: {words}").format(word=word, words=", ".join(WORDS))
        )
    if len(value) > LONGEST:
        raise HubdeskError(_("that note is longer than {n} characters; shorten it").format(n=LONGEST))
    if connection.execute("SELECT 1 FROM episode WHERE id = ?", (episode,)).fetchone() is None:
        raise HubdeskError(_("there is no episode {number} in this session").format(number=episode))
    cursor = connection.execute(
        "INSERT INTO episode_mark (episode, at, word, value) VALUES (?, ?, ?, ?)", (episode, at, word, value)
    )
    return EpisodeMark(cursor.lastrowid or 0, episode, at, word, value)


def unmark_last(connection: sqlite3.Connection, ids: Iterable[int]) -> bool:
    """As if the last that was said of these episodes had not been. False when nothing was."""
    found = connection.execute(
        "DELETE FROM episode_mark WHERE id ="
        " (SELECT max(id) FROM episode_mark WHERE episode IN (SELECT value FROM json_each(?)))",
        (json.dumps(tuple(ids)),),
    )
    return found.rowcount > 0


def _keep(connection: sqlite3.Connection, found: Seen) -> int:
    row = connection.execute(
        "SELECT id FROM episode WHERE kind = ? AND topic IS ? AND opened_at = ?",
        (found.kind, found.topic, found.opened_at),
    ).fetchone()
    if row is None:
        cursor = connection.execute(
            "INSERT INTO episode (kind, topic, opened_at) VALUES (?, ?, ?)", (found.kind, found.topic, found.opened_at)
        )
        id_ = cursor.lastrowid or 0
    else:
        id_ = row[0]
    state = found.state
    told = json.dumps(state.evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    connection.execute(
        "INSERT OR REPLACE INTO episode_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (id_, state.at, state.phase, state.verdict, state.severity, state.start, state.peak, state.end, told),
    )
    return id_


def _lasted(connection: sqlite3.Connection, scope: Scope) -> set[int]:
    """Those that lasted in the scope, by their last state that was known: evidence, which is long, is not read."""
    found = connection.execute(
        'SELECT s.episode FROM episode_state s WHERE s.start < :end AND (s."end" IS NULL OR s."end" >= :start)'
        " AND s.at = (SELECT max(at) FROM episode_state WHERE episode = s.episode AND at <= :known)",
        {"start": scope.start, "end": scope.end, "known": scope.known},
    )
    return {id_ for (id_,) in found}


def _states(connection: sqlite3.Connection, ids: list[int], known: Millis) -> defaultdict[int, list[EpisodeState]]:
    made: defaultdict[int, list[EpisodeState]] = defaultdict(list)
    for id_, at, phase, verdict, severity, start, peak, end, told in connection.execute(
        'SELECT episode, at, phase, verdict, severity, start, peak, "end", evidence FROM episode_state'
        " WHERE episode IN (SELECT value FROM json_each(?)) AND at <= ? ORDER BY episode, at",
        (json.dumps(ids), known),
    ):
        made[id_].append(EpisodeState(at, phase, start, peak, end, severity, verdict, _evidence(told)))
    return made


def _marks(connection: sqlite3.Connection, ids: list[int], known: Millis) -> defaultdict[int, list[EpisodeMark]]:
    made: defaultdict[int, list[EpisodeMark]] = defaultdict(list)
    for row in connection.execute(
        "SELECT id, episode, at, word, value FROM episode_mark"
        " WHERE episode IN (SELECT value FROM json_each(?)) AND at <= ? ORDER BY id",
        (json.dumps(ids), known),
    ):
        made[row[1]].append(EpisodeMark(*row))
    return made


def _evidence(text: str) -> Mapping[str, object]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):  # a stranger's file
        return {}
    return told if isinstance(told, dict) else {}
