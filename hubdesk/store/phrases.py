"""The phrases that emerge in a scope: found in samples of texts, then counted in all of them as a search counts.

Nothing is kept for it: the span may be any, and a table of all phrases would outgrow the session. What is read is a
sample that ids alone decide, so that the next look takes the same mentions again and those that are new. What was taken
back is not read; of what was edited after what the scope knows, the words of then are.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Final

from hubdesk.core import DAY, Scope
from hubdesk.query.phrases import emerging
from hubdesk.query.syntax import parse
from hubdesk.store import series
from hubdesk.store.found import Emerged, Phrases
from hubdesk.store.mentions import as_known
from hubdesk.store.search import search
from hubdesk.store.then import Then, changed_since

READ: Final = 2_000  # texts of the scope
READ_BEFORE: Final = 6_000
SPANS_BEFORE: Final = 4  # spans of the scope's length that lie before it, and a day at least
LIMIT: Final = 20
_MIXED: Final = 2_654_435_761  # Knuth's: ids that follow each other end far apart
_WIDE: Final = 1 << 32
_IDS: Final = (
    "SELECT id FROM mention INDEXED BY mention_at WHERE at >= :start AND at < :end AND known_at <= :known {chosen}"  # noqa: S608 — our own
    f" AND (id * {_MIXED}) % {_WIDE} < :bound"
)
_TEXTS: Final = "SELECT title, text FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NULL"


def phrases(connection: sqlite3.Connection, scope: Scope) -> Phrases:
    before = background(scope)
    now, then = series.count(connection, scope), series.count(connection, before)
    found = emerging(_texts(connection, scope, now, READ), _texts(connection, before, then, READ_BEFORE), LIMIT)
    made = []
    for one in found.phrases:
        query = f'"{one.key}"'
        asked = parse(query)
        count = search(connection, asked, scope, 0).total
        expected = search(connection, asked, before, 0).total * now / then
        made.append(Emerged(one.text, query, count, expected, one.chance))
    return Phrases(tuple(made), before, now, then, found.now, found.before, found.asked)


def background(scope: Scope) -> Scope:
    """What the scope is held against: the stretch before it, as it is known by now."""
    length = max(SPANS_BEFORE * scope.length, DAY)
    return replace(scope, start=scope.start - length, end=scope.start, known_by=scope.known)


def _texts(connection: sqlite3.Connection, scope: Scope, mentions: int, most: int) -> list[str]:
    """Titles and texts of about `most` mentions, of all when there are no more."""
    chosen = "" if not scope.topics else "AND combo IN (SELECT value FROM json_each(:combos))"
    facts: dict[str, int | str] = {"start": scope.start, "end": scope.end, "known": scope.known}
    facts["bound"] = _WIDE if mentions <= most else _WIDE * most // mentions
    if scope.topics:
        facts["combos"] = json.dumps(series.combos_hearing(connection, scope.topics))
    changed = changed_since(connection, scope)
    found = {id_ for (id_,) in connection.execute(_IDS.format(chosen=chosen), facts)}.difference(changed.ids)
    rows = connection.execute(_TEXTS, (json.dumps(sorted(found)),)).fetchall()
    rows += _texts_then(connection, scope, changed, int(facts["bound"]))
    return [f"{title}\n{text}" if title else text for title, text in rows]


def _texts_then(connection: sqlite3.Connection, scope: Scope, changed: Then, bound: int) -> list[tuple[str, str]]:
    """Of those that were edited since what the scope knows, the words of then."""
    hearing = set(series.combos_hearing(connection, scope.topics)) if changed and scope.topics else None
    ids = [row[0] for row in changed.then if (hearing is None or row[4] in hearing) and row[0] * _MIXED % _WIDE < bound]
    heard = as_known(connection, ids, scope.known, with_matches=False)
    return [(one.mention.title, one.mention.text) for one in heard]
