"""The newest mentions of a scope and single ones, as they were known at an instant."""

from __future__ import annotations

import heapq
import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hubdesk.core import Heard, Match, Millis, Scope
from hubdesk.store import corrections, readings
from hubdesk.store.narrowed import and_taken
from hubdesk.store.rows import MENTION_COLUMNS, Told, heard_of, load_marks, load_matches
from hubdesk.store.then import Then, changed_since, notes_then, revised

Place = tuple[Millis, int]
"""Where a mention stands in the order of arrival: (known_at, id)."""

_BY_IDS = f"SELECT {MENTION_COLUMNS} FROM mention WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 — our own columns
_ID, _KNOWN_AT, _EDITED_AT, _SOURCE, _COMBO = 0, 2, 7, 8, 9  # places in MENTION_COLUMNS
_HEARD = (
    "SELECT mention, topic, version, marks FROM json_each(?) asked CROSS JOIN heard"
    " ON topic = asked.value ->> 0 AND known_at = asked.value ->> 1 AND mention = asked.value ->> 2"
)

_ARRIVED = (
    "SELECT m.id, known_at, at, source, c.topics, withdrawn_at, network, native_id, kind, language, followers, reach,"
    " handle, name, url, parent_id, title, text, links, notes FROM mention m INDEXED BY mention_known"
    " JOIN combo c ON c.id = m.combo WHERE known_at > :after AND known_at <= :known"
    " AND m.id NOT IN (SELECT value FROM json_each(:changed)) ORDER BY known_at, m.id"
)
_BY_NAME = (  # network by network, since the index begins with it and there are few
    "WITH RECURSIVE net(name) AS (SELECT min(network) FROM mention UNION ALL"
    " SELECT (SELECT min(network) FROM mention WHERE network > net.name) FROM net WHERE net.name IS NOT NULL)"
    " SELECT m.id FROM net JOIN mention m ON m.network = net.name AND m.native_id = ?"
    " ORDER BY m.network <> ?, m.id LIMIT 1"
)


def latest(connection: sqlite3.Connection, scope: Scope, limit: int, before: Place | None) -> tuple[Heard, ...]:
    """The newest first. One seek a topic and a merge: the same time on a million rows as on a thousand."""
    places = itertools.islice(places_down(connection, scope, before), max(0, limit))
    return as_known(connection, [id_ for _known_at, id_ in places], scope.known)


def places_down(connection: sqlite3.Connection, scope: Scope, before: Place | None = None) -> Iterator[Place]:
    """Where the scope's mentions stand, newest first, each once. `at <= known_at`: none is older than the start."""
    asked = {"start": scope.start, "end": scope.end, "known_at": scope.known, "id": 2**62}
    if before is not None and before[0] <= scope.known:
        asked["known_at"], asked["id"] = before
    if scope.topics:
        changed = changed_since(connection, scope)
        taken = and_taken(scope, "mention")
        streams = [_down_topic(connection, {**asked, "topic": topic.id}, changed.ids, taken) for topic in scope.topics]
        merged = heapq.merge(*streams, _heard_then(connection, scope, changed, asked), reverse=True)
        return (place for place, _same in itertools.groupby(merged))
    return _down_all(connection, asked, and_taken(scope))


def _down_topic(
    connection: sqlite3.Connection, asked: Mapping[str, int], but: Sequence[int], taken: str
) -> Iterator[Place]:
    """`but`: mentions that are left out."""
    out = " AND mention NOT IN (SELECT value FROM json_each(:but))" if but else ""
    yield from connection.execute(
        "SELECT known_at, mention FROM heard WHERE topic = :topic AND (known_at, mention) < (:known_at, :id)"  # noqa: S608 — our own
        f" AND known_at >= :start AND at >= :start AND at < :end{out}{taken} ORDER BY known_at DESC, mention DESC",
        {**asked, "but": json.dumps(but)},
    )


def _heard_then(
    connection: sqlite3.Connection, scope: Scope, changed: Then, asked: Mapping[str, int]
) -> Sequence[Place]:
    """Of what changed since, what the scope's topics had heard by then."""
    if not changed:
        return ()
    wanted = {topic.id for topic in scope.topics}
    combos = _combos(connection, {row[4] for row in changed.then})
    below = asked["known_at"], asked["id"]
    found = ((row[2], row[0]) for row in changed.then if not wanted.isdisjoint(combos.get(row[4], ())))
    return sorted((place for place in found if place < below), reverse=True)


def _down_all(connection: sqlite3.Connection, asked: dict[str, int], taken: str) -> Iterator[Place]:
    yield from connection.execute(
        "SELECT known_at, id FROM mention INDEXED BY mention_known WHERE (known_at, id) < (:known_at, :id)"  # noqa: S608 — our own
        f" AND known_at >= :start AND at >= :start AND at < :end{taken} ORDER BY known_at DESC, id DESC",
        asked,
    )


def arrived(
    connection: sqlite3.Connection, after: Millis, known: Millis
) -> tuple[tuple[tuple[int | str | None, ...], ...], tuple[Heard, ...]]:
    """What became known in (after, known], in that order: most as bare rows, with the topics that heard each; and, as
    they read then, those that were edited or corrected since."""
    changed = changed_since(connection, Scope((), 0, known + 1, known))
    since = {row[0] for row in changed.now if after < row[2]}
    rows = connection.execute(_ARRIVED, {"after": after, "known": known, "changed": json.dumps(sorted(since))})
    return tuple(rows.fetchall()), as_known(connection, sorted(since), known)


def mention(connection: sqlite3.Connection, id_: int, end: Millis) -> Heard | None:
    """One mention as known at `end`, with evidence; None when it was not known then. Of earlier words none is kept."""
    found = as_known(connection, [id_], end)
    if not found or found[0].known_at > end:
        return None
    heard = found[0]
    edited_at = connection.execute("SELECT edited_at FROM mention WHERE id = ?", (id_,)).fetchone()[0]
    if edited_at is not None and edited_at > end:
        return heard
    told = corrections.evidence(corrections.active(connection, [id_], end).get(id_, {}).items())
    evidence = told + readings.evidence_of(connection, [id_]).get(id_, ())
    return replace(heard, notes=replace(heard.notes, evidence=evidence)) if evidence else heard


def number_of(connection: sqlite3.Connection, native_id: str, network: str) -> int | None:
    """The mention that its network calls so; of another network's, when that one has none."""
    row = connection.execute(_BY_NAME, (native_id, network)).fetchone()
    return None if row is None else int(row[0])


def as_known(
    connection: sqlite3.Connection, ids: Sequence[int], end: Millis, *, with_matches: bool = True
) -> tuple[Heard, ...]:
    """These mentions, in this order, with every topic that heard them, as they read at `end`."""
    rows = {row[_ID]: row for row in connection.execute(_BY_IDS, (json.dumps(ids),))}
    names = dict(connection.execute("SELECT id, name FROM source"))
    told = _told(connection, rows.values()) if with_matches else {}
    found = []
    for id_ in ids:
        if id_ in rows:
            row = rows[id_]
            heard = heard_of(row, names.get(row[_SOURCE], ""), told.get(id_, ()))
            found.append(before_edit(connection, heard, end))
    edited = {id_ for id_, row in rows.items() if row[_EDITED_AT] is not None and row[_EDITED_AT] > end}
    earlier = notes_then(connection, rows.keys() - edited, end)
    return tuple(replace(one, notes=earlier[one.id]) if one.id in earlier else one for one in found)


def _told(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> dict[int, Told]:
    """By the mention's number: which topics heard it, in the order of its combination; asked for all at once."""
    rows = tuple(rows)
    topics = {id_ for (id_,) in connection.execute("SELECT id FROM topic")}
    combos = _combos(connection, {row[_COMBO] for row in rows})
    hearing = {row[_ID]: [topic for topic in combos.get(row[_COMBO], ()) if topic in topics] for row in rows}
    asked = [(topic, row[_KNOWN_AT], row[_ID]) for row in rows for topic in hearing[row[_ID]]]
    found = {(row[0], row[1]): row[1:] for row in connection.execute(_HEARD, (json.dumps(asked),))}
    return {id_: tuple(found[id_, topic] for topic in those if (id_, topic) in found) for id_, those in hearing.items()}


def _combos(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    rows = connection.execute(
        "SELECT id, topics FROM combo WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return {id_: tuple(map(int, filter(None, topics.split(",")))) for id_, topics in rows}


def matches_of(connection: sqlite3.Connection, id_: int, known_at: Millis, topics: Iterable[int]) -> tuple[Match, ...]:
    """Why these topics heard a mention, as far as they still do."""
    made = []
    for topic in topics:
        heard = connection.execute(
            "SELECT version, marks FROM heard WHERE topic = ? AND known_at = ? AND mention = ?", (topic, known_at, id_)
        ).fetchone()
        if heard is not None:
            made.append(Match(topic, heard[0], load_marks(heard[1])))
    return tuple(made)


def before_edit(connection: sqlite3.Connection, heard: Heard, end: Millis) -> Heard:
    """The mention with the words it had at `end`, if they were changed since. What was taken back stays gone, and
    nobody knows then when it will be."""
    if heard.withdrawn_at is not None:
        return _before_withdrawal(heard, end)
    if heard.edited_at is None or heard.edited_at <= end:
        return heard
    row = connection.execute(
        "SELECT title, text, notes, matches, rating, media, teaser, until FROM revision WHERE mention = ? AND until > ?"
        " ORDER BY until LIMIT 1",
        (heard.id, end),
    ).fetchone()
    if row is None:
        return heard
    title, text, notes, matches, rating, media, teaser, until = row
    earlier = connection.execute(
        "SELECT max(until) FROM revision WHERE mention = ? AND until <= ?", (heard.id, end)
    ).fetchone()[0]
    return replace(
        heard,
        mention=replace(
            heard.mention,
            title=title,
            text=text,
            raw="",
            rating=rating,
            media=None if media is None else bool(media),
            teaser=teaser,
        ),
        notes=revised(connection, heard.id, notes, end, until),
        matches=load_matches(matches),
        edited_at=earlier,
    )


def _before_withdrawal(heard: Heard, end: Millis) -> Heard:
    if heard.withdrawn_at is not None and heard.withdrawn_at > end:
        heard = replace(heard, withdrawn_at=None, is_gone_later=True)
    if heard.edited_at is not None and heard.edited_at > end:
        heard = replace(heard, edited_at=None)  # whether it was edited before is kept by nobody
    return heard
