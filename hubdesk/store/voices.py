"""Who wrote what a scope holds: counted by the million in SQLite, told of the few that are listed.

An account is what its network says it is: by the network's id where it gives one, else by its handle, else by its name
alone, which several people may have. What was taken back has no account any more and is counted apart. Measured
(tests/benchmarks/voices.py), of a million mentions by 700,000 accounts: a day takes 7 ms, all of them 3.5 s; from
columns, where `voices_columns` counts the same, 80 ms.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hubdesk.core import Scope
from hubdesk.store import series, voices_told
from hubdesk.store.voices_rows import HANDLES, MOST_JOINED, OUTLETS, Within, who, within
from hubdesk.store.voices_values import BY_HANDLE, BY_NAME, Account, Began, Voice, VoiceOrder, Voices

Key = tuple[str, str]

TEN: Final = 10
MOST: Final = 2_000  # accounts that are listed
_ORDERS: Final = {
    VoiceOrder.COUNT: ("", "mentions DESC"),
    VoiceOrder.REACH: (
        ", sum(reach) AS reach, CASE WHEN count(reach) = 0 THEN max(followers) END AS followers",
        "reach DESC NULLS LAST, followers DESC NULLS LAST, mentions DESC",
    ),
    VoiceOrder.FOLLOWERS: (", max(followers) AS followers", "followers DESC NULLS LAST, mentions DESC"),
    VoiceOrder.FIRST: (", min(at) AS first", "first"),
}
_ALL: Final = (
    "WITH voice AS MATERIALIZED (SELECT {who} AS who, network, count(*) AS mentions, min(id) AS id {more}"
    " FROM ({rows}) GROUP BY 1, 2)"
    " SELECT '', count(*), coalesce(sum(mentions), 0), coalesce(sum(mentions = 1), 0),"
    " (SELECT coalesce(sum(mentions), 0) FROM (SELECT mentions FROM voice WHERE who <> '' ORDER BY mentions DESC"
    " LIMIT {ten})), (SELECT coalesce(sum(mentions), 0) FROM voice WHERE who = '') FROM voice WHERE who <> ''"
    " UNION ALL SELECT * FROM (SELECT who, network, id, 0, 0, 0 FROM voice WHERE who <> ''"
    " ORDER BY {order}, id LIMIT :most)"
)
_PUBLIC: Final = (
    "WITH held AS MATERIALIZED (SELECT {who} AS who, network, min(id) AS id, max({known}) AS known,"
    " count(*) AS mentions, sum(kind = 'article') AS articles FROM ({rows}) WHERE kind = 'article' OR {known}"
    " GROUP BY 1, 2 HAVING who <> '') SELECT '', '', sum(articles > 0), 0 FROM held UNION ALL SELECT * FROM"
    " (SELECT who, network, id, known FROM held ORDER BY known DESC, mentions DESC, id LIMIT :most)"
)
_KNOWN: Final = f"(handle <> '' AND ({HANDLES}) OR lower(author_id) IN (SELECT value FROM json_each(:handles)))"  # noqa: S608 — our own
_EARLIER: Final = (
    "SELECT {who}, network, min(at) FROM mention NOT INDEXED WHERE author_id = '' AND at < :end"
    " AND known_at <= :known AND withdrawn_at IS NULL AND {who} IN (SELECT value FROM json_each(:whos)) GROUP BY 1, 2"
)
_EARLIEST: Final = (
    "SELECT min(at) FROM mention INDEXED BY mention_author WHERE network = ? AND author_id = ? AND author_id <> ''"
    " AND known_at <= ?"
)
_FOLLOW: Final = (
    "SELECT count(*) FROM (SELECT 1 FROM ({rows}) WHERE kind IN ('reply', 'comment', 'repost') LIMIT :most)"
)
_DREW: Final = (
    "SELECT {parent}, p.network, sum(r.kind <> 'repost'), sum(r.kind = 'repost') FROM ({rows}) r"
    " JOIN mention p ON p.network = r.network AND p.native_id = r.parent_id WHERE r.parent_id <> ''"
    " AND r.kind IN ('reply', 'comment', 'repost') AND p.known_at <= :known"
    " AND {parent} IN (SELECT value FROM json_each(:whos)) AND {parent} <> {answer} GROUP BY 1, 2"
)
_BEGAN: Final = (
    "SELECT m.id, m.at, c.topics, m.network, m.handle, m.name, m.author_id FROM ({rows}) m JOIN combo c"
    " ON c.id = m.combo WHERE m.handle <> '' OR m.name <> '' OR m.author_id <> '' ORDER BY m.at, m.id"
)


def voices(
    connection: sqlite3.Connection,
    scope: Scope,
    order: str,
    most: int,
    accounts: Collection[str] = (),
    outlets: int | None = None,
) -> Voices:
    """Everybody counted, the first `most` told. `order`: a VoiceOrder. `accounts`: of people that are known, as
    `network:handle` or `network:id`. `outlets`: how many of those that wrote articles are told too; None: OUTLETS."""
    if scope.length <= 0:
        return Voices()
    held = within(connection, scope)
    everything = series.count(connection, scope) if scope.topics or scope.filters else held.of_time
    more, by = _ORDERS[VoiceOrder(order)]
    text = _ALL.format(rows=held.rows, who=who(), more=more, order=by, ten=TEN)
    asked = {**held.asked, "most": max(0, min(most, MOST))}
    (_head, wrote, mentions, once, by_loudest, nameless), *first = connection.execute(text, asked).fetchall()
    listed = {(row[0], row[1]): row[2] for row in first}
    public, wrote_articles = _public(connection, held, accounts, OUTLETS if outlets is None else outlets)
    told = {voice.account.key: voice for voice in _listed(connection, held, {**public, **listed})}
    return Voices(
        mentions=everything,
        gone=max(0, everything - mentions - nameless),
        nameless=nameless,
        accounts=wrote,
        once=once,
        loudest=min(TEN, wrote),
        by_loudest=by_loudest,
        outlets=wrote_articles,
        listed=tuple(told[key] for key in listed),
        public=tuple(sorted((told[key] for key in public), key=_loudness)),
        began=_began(connection, scope, held),
    )


def _public(
    connection: sqlite3.Connection, held: Within, accounts: Collection[str], most: int
) -> tuple[dict[Key, int], int]:
    """Who may be one of these accounts, and the loudest `most` who wrote articles, by the number of one mention of
    each; and how many wrote articles."""
    names = {account.partition(":")[2].strip().casefold().removeprefix("@") for account in accounts} - {""}
    asked = {**held.asked, "handles": json.dumps(sorted(names | {f"@{name}" for name in names})), "most": MOST}
    text = _PUBLIC.format(rows=held.rows, who=who(), known=_KNOWN)
    (_who, _network, outlets, _known), *rows = connection.execute(text, asked).fetchall()
    known = sum(row[3] for row in rows)
    return {(name, network): id_ for name, network, id_, _known in rows[: known + most]}, outlets or 0


def _loudness(voice: Voice) -> tuple[int, Key]:
    return -voice.mentions, voice.account.key


def _listed(connection: sqlite3.Connection, held: Within, ids: Mapping[Key, int]) -> Iterator[Voice]:
    """These accounts in their order, each by the number of one of its mentions."""
    if not ids:
        return
    told = voices_told.told(connection, held, ids)
    earliest, drew = _earliest(connection, held, [*ids]), _drew(connection, held, [*ids])
    for key in ids:
        voice = told.voice(key)
        answered, reposted = (None, None) if drew is None else drew.get(key, (0, 0))
        first = None if voice.account.is_name_alone else min(voice.first, earliest.get(key, voice.first))
        yield replace(voice, first_ever=first, answered=answered, reposted=reposted)


def _earliest(connection: sqlite3.Connection, held: Within, keys: Sequence[Key]) -> dict[Key, int]:
    """The first mention of each in the session, whatever it is about. Accounts without an id have no index: all of the
    past is gone through for those with a handle."""
    found: dict[Key, int] = {}
    known, others = held.asked["known"], []
    for name, network in keys:
        if name.startswith((BY_HANDLE, BY_NAME)):
            others += [name] if name.startswith(BY_HANDLE) else []
            continue
        (at,) = connection.execute(_EARLIEST, (network, name, known)).fetchone()
        if at is not None:
            found[name, network] = at
    if others:
        asked = {**held.asked, "whos": json.dumps(others)}
        found |= {(name, net): at for name, net, at in connection.execute(_EARLIER.format(who=who()), asked)}
    return found


def _drew(connection: sqlite3.Connection, held: Within, keys: Sequence[Key]) -> dict[Key, tuple[int, int]] | None:
    """How often others answered and reposted each; None where that would take too long."""
    if held.of_time > MOST_JOINED:
        asked = {**held.asked, "most": MOST_JOINED + 1}
        if connection.execute(_FOLLOW.format(rows=held.rows), asked).fetchone()[0] > MOST_JOINED:
            return None
    text = _DREW.format(rows=held.rows, parent=who("p"), answer=who("r"))
    found = connection.execute(text, {**held.asked, "whos": json.dumps([name for name, _network in keys])})
    return {(name, network): (answered, reposted) for name, network, answered, reposted in found}


def _began(connection: sqlite3.Connection, scope: Scope, held: Within) -> tuple[Began, ...]:
    """Who was the first to write of each of the scope's topics. The walk ends when all that were heard have one."""
    wanted = {str(topic.id) for topic, mentions in series.shares(connection, scope) if mentions}
    found: list[Began] = []
    if not wanted:
        return ()
    for id_, at, topics, *account in connection.execute(_BEGAN.format(rows=held.rows), held.asked):
        for topic in sorted(wanted.intersection(topics.split(",")), key=int):
            found.append(Began(int(topic), id_, at, Account(*account)))
            wanted.discard(topic)
        if not wanted:
            break
    return tuple(found)
