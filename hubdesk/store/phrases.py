"""The phrases that emerge in a scope: found in samples of texts, then counted in all of them as a search counts.

Nothing is kept for it: the span may be any, and a table of all phrases would outgrow the session. What is read is a
sample that ids alone decide, so that the next look takes the same mentions again and those that are new. What was taken
back is not read; of what was edited after what the scope knows, the words of then are.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hubdesk.core import DAY, Scope
from hubdesk.query.phrases import emerging
from hubdesk.query.syntax import parse
from hubdesk.store import series
from hubdesk.store.found import Emerged, Phrases
from hubdesk.store.mentions import as_known
from hubdesk.store.narrowed import and_taken
from hubdesk.store.search import search
from hubdesk.store.then import Then, changed_since

if TYPE_CHECKING:
    from hubdesk.store.columns_counts import Counts

READ: Final = 2_000  # texts of the scope
READ_BEFORE: Final = 6_000
SPANS_BEFORE: Final = 4  # spans of the scope's length that lie before it, and a day at least
LIMIT: Final = 20
_MIXED: Final = 2_654_435_761  # Knuth's: ids that follow each other end far apart
_WIDE: Final = 1 << 32
_IDS: Final = (
    "SELECT id FROM mention INDEXED BY mention_at WHERE at >= :start AND at < :end AND known_at <= :known"  # noqa: S608 — our own
    f" AND (id * {_MIXED}) % {_WIDE} < :bound {{chosen}}"
)
_OF_TOPICS: Final = "AND combo IN (SELECT value FROM json_each(:combos))"
_TEXTS: Final = "SELECT title, text FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NULL"


def phrases(
    connection: sqlite3.Connection, scope: Scope, cut: Counts | None = None, cut_before: Counts | None = None
) -> Phrases:
    """Of what the scope's filters take, in the scope and before it: what is common to all that they take is no news.
    `cut` and `cut_before`: of the scope and of its background, where there are any, which save walks through them."""
    before = background(scope)
    now = series.count(connection, scope) if cut is None else cut.count
    then = series.count(connection, before) if cut_before is None else cut_before.count
    texts = _texts(connection, scope, now, READ, cut), _texts(connection, before, then, READ_BEFORE, cut_before)
    found = emerging(*texts, LIMIT)
    made = []
    for one in found.phrases:
        query = f'"{one.key}"'
        asked = parse(query)
        count = search(connection, asked, scope, 0).total
        expected = search(connection, asked, before, 0).total * now / then
        made.append(Emerged(one.text, query, count, expected, one.chance))
    return Phrases(tuple(made), before, now, then, found.now, found.before, found.asked)


def background(scope: Scope) -> Scope:
    """What the scope is held against: the stretch before it, as it is known by now, narrowed by the same filters."""
    length = max(SPANS_BEFORE * scope.length, DAY)
    return replace(scope, start=scope.start - length, end=scope.start, known_by=scope.known)


def _texts(
    connection: sqlite3.Connection, scope: Scope, mentions: int, most: int, cut: Counts | None = None
) -> list[str]:
    """Titles and texts of about `most` mentions, of all when there are no more."""
    bound = _WIDE if mentions <= most else _WIDE * most // mentions
    changed = changed_since(connection, scope)
    sampled = _sampled(connection, scope, bound) if cut is None else _sampled_of(cut, bound)
    found = sorted(sampled.difference(changed.ids))
    rows = connection.execute(_TEXTS, (json.dumps(found),)).fetchall()
    rows += _texts_then(connection, scope, changed, bound)
    return [f"{title}\n{text}" if title else text for title, text in rows]


def _sampled(connection: sqlite3.Connection, scope: Scope, bound: int) -> set[int]:
    chosen = f"{_OF_TOPICS if scope.topics else ''}{and_taken(scope)}"
    facts: dict[str, int | str] = {"start": scope.start, "end": scope.end, "known": scope.known, "bound": bound}
    if scope.topics:
        facts["combos"] = json.dumps(series.combos_hearing(connection, scope.topics))
    return {id_ for (id_,) in connection.execute(_IDS.format(chosen=chosen), facts)}


def _sampled_of(cut: Counts, bound: int) -> set[int]:
    """The same from columns."""
    ids = cut.column("id")
    return set(ids[ids.astype("uint64") * _MIXED % _WIDE < bound].tolist())


def _texts_then(connection: sqlite3.Connection, scope: Scope, changed: Then, bound: int) -> list[tuple[str, str]]:
    """Of those that were edited since what the scope knows, the words of then."""
    hearing = set(series.combos_hearing(connection, scope.topics)) if changed and scope.topics else None
    ids = [row[0] for row in changed.then if (hearing is None or row[4] in hearing) and row[0] * _MIXED % _WIDE < bound]
    heard = as_known(connection, ids, scope.known, with_matches=False)
    return [(one.mention.title, one.mention.text) for one in heard]
