"""A scope's mentions by topic, source and sort, and how soon brands answered: what a fair comparison is made of.

Whether something is a repost, a near-copy, by an insider or by a brand's own account is told as the query language
tells it, so that rows and counts agree. What was taken back has no account and no notes any more: it is a repost or a
complaint still, and nothing else.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import DAY, Millis, Scope
from hubdesk.core.compared import EACH_ONCE, Counted, FirstAnswers, Sort
from hubdesk.store import series
from hubdesk.store.compared_names import Names, account_key, key_of
from hubdesk.store.narrowed import and_taken
from hubdesk.store.readings import TONES, WIDTH
from hubdesk.store.then import Then, changed_since

ASKING: Final = ("post", "reply", "comment", "review")  # who shares or reports complains of nothing
Own = tuple[tuple[int, tuple[str, ...]], ...]
"""The accounts (`network:handle`) through which each topic answers."""
LOOKED_BACK: Final = 7 * DAY  # for whether an account is heard at all

_NEGATIVE: Final = f"({{reading}} % {WIDTH} = {TONES.index('negative')} AND {{kind}} IN {ASKING!r})"
_ROWS: Final = (
    "SELECT {combo} AS combo, source, {reading} AS reading, instr({notes}, '\"duplicate\":true') > 0 AS duplicate,"
    " kind, network, handle, author_id, withdrawn_at IS NOT NULL AS gone FROM {table}"
    " WHERE at >= :start AND at < :end AND known_at <= :known {which}"
)
_PLAIN: Final = {"combo": "combo", "reading": "reading", "notes": "notes"}
_NOTES_THEN: Final = (
    "coalesce((SELECT r.notes FROM revision r WHERE r.mention = mention.id AND r.until > :known"
    " ORDER BY r.until LIMIT 1), mention.notes)"
)
_COUNTED: Final = "SELECT combo, source, {sorts}, count(*), sum(gone) FROM ({rows}) GROUP BY 1, 2, 3"
_SORTS: Final = (
    f"(kind = 'repost') * {Sort.REPOST.value} + duplicate * {Sort.DUPLICATE.value}"
    f" + {_NEGATIVE.format(reading='reading', kind='kind')} * {Sort.COMPLAINT.value} + {{whose}}"
)
_ANSWERS: Final = (
    "SELECT p.id, p.at, p.combo, p.reading, p.kind, r.network, r.handle, r.at, {asker} FROM {replies}"
    " CROSS JOIN mention p ON p.network = r.network AND p.native_id = r.parent_id WHERE r.at >= :start"
    " AND r.known_at <= :known AND r.parent_id <> '' AND r.kind <> 'repost' AND {answerer} & {own}"
    " AND p.at >= :start AND p.at < :end AND p.known_at <= :known {which}"
)

_HEARD: Final = (
    "SELECT DISTINCT m.network, m.handle FROM {replies} WHERE m.at >= :since AND m.at < :end AND m.known_at <= :known"
    " AND {whose} & {own}"
)
_OF_THESE: Final = "json_each(:of) AS told CROSS JOIN mention {m} ON {m}.id = told.value"


def counted(connection: sqlite3.Connection, scope: Scope, own: Sequence[str] = ()) -> tuple[Counted, ...]:
    """By topic of the scope, source and sort. `own`: the brands' accounts, `network:handle`."""
    if scope.length <= 0 or not scope.topics:
        return ()
    names = Names(connection, own)
    rows, asked = _rows(connection, scope)
    text = _COUNTED.format(sorts=_SORTS.format(whose=names.sql("")), rows=rows)
    sums: Counter[tuple[int, int, int]] = Counter()
    gone: Counter[tuple[int, int, int]] = Counter()
    hearing = _hearing(connection, scope)
    for combo, source, sorts, mentions, taken in connection.execute(text, {**asked, "names": names.listed}):
        for topic in (EACH_ONCE, *hearing.get(combo, ())):
            sums[topic, source, sorts] += mentions
            gone[topic, source, sorts] += taken
    return tuple(Counted(*key, mentions, gone[key]) for key, mentions in sorted(sums.items()))


def first_answers(
    connection: sqlite3.Connection, scope: Scope, own: Own, of: Sequence[int] | None = None
) -> tuple[FirstAnswers, ...]:
    """For each topic of `own`: the first reply by one of its accounts, known by then, to each mention of the scope.

    The scope's filters say which mentions may be answered; an answer counts whatever they take. `of`: all mentions that
    those accounts wrote, and perhaps others, where somebody knows them.
    """
    accounts = {account for _topic, named in own for account in named}
    names = Names(connection, sorted(accounts))
    if not accounts or scope.length <= 0:
        return tuple(FirstAnswers(topic) for topic, _named in own)
    text = _ANSWERS.format(
        asker=names.sql("p."),
        answerer=names.sql("r."),
        own=Sort.OWN.value,
        replies="mention r" if of is None else _OF_THESE.format(m="r"),
        which=and_taken(scope, "p.id"),
    )
    asked: dict[str, int | str] = {"start": scope.start, "end": scope.end, "known": scope.known, "names": names.listed}
    if of is not None:
        asked["of"] = json.dumps(of)
    heard = _heard(connection, names, {**asked, "since": scope.end - LOOKED_BACK})
    then = {row[0]: (row[4], row[5]) for row in changed_since(connection, scope).then}
    hearing = _hearing(connection, scope)
    topics_of: dict[tuple[str, str], set[int]] = defaultdict(set)
    for topic, named in own:
        for account in named:
            topics_of[account_key(account)].add(topic)
    found: dict[int, dict[int, _Answered]] = {topic: {} for topic, _named in own}
    for id_, at, combo, reading, kind, network, handle, answered_at, asker in connection.execute(text, asked):
        combo, reading = then.get(id_, (combo, reading))
        is_complaint = not asker & Sort.OWN and kind in ASKING and reading % WIDTH == TONES.index("negative")
        for topic in topics_of[key_of(network, handle)].intersection(hearing.get(combo, ())):
            before = found[topic].get(id_)
            wait = max(0, answered_at - at)
            found[topic][id_] = _Answered(min(wait, before.wait) if before else wait, is_complaint)
    return tuple(
        FirstAnswers(
            topic,
            tuple(sorted(one.wait for one in answers.values())),
            sum(one.is_complaint for one in answers.values()),
            any(topic in topics_of[key] for key in heard),
        )
        for topic, answers in found.items()
    )


def _heard(connection: sqlite3.Connection, names: Names, asked: dict[str, int | str]) -> set[tuple[str, str]]:
    """The brands' accounts that wrote anything lately: silence of an account that nobody hears is no silence."""
    replies = _OF_THESE.format(m="m") if "of" in asked else "mention m INDEXED BY mention_at"
    text = _HEARD.format(whose=names.sql("m."), own=Sort.OWN.value, replies=replies)
    return {key_of(network, handle) for network, handle in connection.execute(text, asked)}


@dataclass(frozen=True, slots=True)
class _Answered:
    wait: Millis
    is_complaint: bool


def _hearing(connection: sqlite3.Connection, scope: Scope) -> dict[int, tuple[int, ...]]:
    """Which of the scope's topics each combination of topics holds."""
    wanted = {str(topic.id): topic.id for topic in scope.topics}
    rows = connection.execute("SELECT id, topics FROM combo").fetchall()
    return {id_: tuple(wanted[one] for one in ids.split(",") if one in wanted) for id_, ids in rows}


def _rows(connection: sqlite3.Connection, scope: Scope) -> tuple[str, dict[str, int | str]]:
    """The scope's mentions as a subquery, and what it has to be given. What changed since counts as it was."""
    of_time = series.count(connection, replace(scope, topics=(), filters=()))
    stored = connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0]
    # Of most of all, the table in its own order is read in half the time.
    table = f"mention {'NOT INDEXED' if of_time > stored // 2 else 'INDEXED BY mention_at'}"
    combos = series.combos_hearing(connection, scope.topics)
    asked: dict[str, int | str] = {"start": scope.start, "end": scope.end, "known": scope.known}
    which, asked["combos"] = "AND combo IN (SELECT value FROM json_each(:combos))", json.dumps(combos)
    which += and_taken(scope)
    changed = changed_since(connection, scope)
    if not changed:
        return _ROWS.format(**_PLAIN, table=table, which=which), asked
    asked |= {"changed": json.dumps(changed.ids), "then": json.dumps(_told(changed, frozenset(combos)))}
    which += " AND id NOT IN (SELECT value FROM json_each(:changed))"
    then = "json_each(:then) AS told CROSS JOIN mention ON mention.id = told.value ->> 0"
    now = _ROWS.format(**_PLAIN, table=table, which=which)
    before = _ROWS.format(combo="told.value ->> 1", reading="told.value ->> 2", notes=_NOTES_THEN, table=then, which="")
    return f"{now} UNION ALL {before}", asked


def _told(changed: Then, combos: frozenset[int]) -> list[tuple[int, int, int]]:
    return [(row[0], row[4], row[5]) for row in changed.then if row[4] in combos]
