"""One account in a session: when it wrote, how it spoke of brands, whom it answers; as it was known at an instant."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hubdesk.core import Millis, Scope
from hubdesk.store import readings
from hubdesk.store.reading_counts import column
from hubdesk.store.series import combos_hearing
from hubdesk.store.then import changed_since
from hubdesk.store.voices_rows import taken_among, who
from hubdesk.store.voices_values import Account

MOST: Final = 50_000  # mentions of one account that are looked at: the newest
PARTNERS: Final = 5
Row = tuple[Any, ...]
_BY_ID: Final = "mention INDEXED BY mention_author WHERE network = :network AND author_id = :who AND author_id <> ''"
_BY_NAME: Final = "mention NOT INDEXED WHERE network = :network AND author_id = '' AND {who} = :who"
_THESE: Final = "mention WHERE id IN (SELECT value FROM json_each(:ids))"
_ROWS: Final = (
    "SELECT id, at, reading, kind, parent_id, combo FROM {table} AND at < :end AND known_at <= :known"
    " AND withdrawn_at IS NULL ORDER BY at DESC, id DESC LIMIT :most"
)
_PARENTS: Final = (
    "SELECT native_id, handle, name, author_id FROM mention WHERE network = :network AND known_at <= :known"
    " AND native_id IN (SELECT value FROM json_each(:parents))"
)


@dataclass(frozen=True, slots=True)
class VoiceLife:
    """`at`: when it wrote, oldest first; `first` and `last` are the numbers of its first and last mention. `replies`
    and `reposts` of them follow others. `towards`: brands and (negative, neutral, positive, cannot tell, without a
    tone) towards each. `follows`: whom it answers or reposts most; of `unknown` the session does not hold the other's
    mention. `is_whole`: no older ones were left out. `here`: of them the scope itself holds, and its filters take."""

    at: tuple[Millis, ...] = ()
    first: int | None = None
    last: int | None = None
    replies: int = 0
    reposts: int = 0
    towards: tuple[tuple[str, tuple[int, ...]], ...] = ()
    follows: tuple[tuple[Account, int], ...] = ()
    unknown: int = 0
    is_whole: bool = True
    here: int = 0


def life(connection: sqlite3.Connection, scope: Scope, account: Account, ids: Sequence[int] | None = None) -> VoiceLife:
    """Everything by the account that the scope's topics heard up to its end, also before its start and whatever its
    filters take, but for `here`. What changed since counts as it was. `ids`: what it wrote, where that is known: no
    index knows an account that has no id."""
    name, network = account.key
    if not name:
        return VoiceLife()
    table = _BY_ID if account.id else _BY_NAME.format(who=who()) if ids is None else _THESE
    asked = {"network": network, "who": name, "end": scope.end, "known": scope.known, "most": MOST + 1}
    asked["ids"] = json.dumps(ids)
    rows = connection.execute(_ROWS.format(table=table), asked).fetchall()
    is_whole, rows = len(rows) <= MOST, _as_then(connection, scope, rows[:MOST][::-1])
    if not rows:
        return VoiceLife()
    follows, unknown = _follows(connection, scope, account, rows)
    return VoiceLife(
        at=tuple(row[1] for row in rows),
        first=rows[0][0],
        last=rows[-1][0],
        replies=sum(bool(row[4]) and row[3] != "repost" for row in rows),
        reposts=sum(row[3] == "repost" for row in rows),
        towards=_towards(connection, rows),
        follows=follows,
        unknown=unknown,
        is_whole=is_whole,
        here=len(taken_among(connection, scope, [row[0] for row in rows if row[1] >= scope.start])),
    )


def _as_then(connection: sqlite3.Connection, scope: Scope, rows: list[Row]) -> list[Row]:
    """The rows that the scope's topics had heard by then, with what was read of them by then."""
    then = changed_since(connection, Scope((), 0, scope.end, scope.known)).then
    changed = {row[0]: (row[5], row[4]) for row in then}
    if changed:
        rows = [
            (*row[:2], changed[row[0]][0], *row[3:5], changed[row[0]][1]) if row[0] in changed else row for row in rows
        ]
    if not scope.topics:
        return rows
    combos = frozenset(combos_hearing(connection, scope.topics))
    return [row for row in rows if row[5] in combos]


def _towards(connection: sqlite3.Connection, rows: list[Row]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The brands it names, the most named first."""
    counts = Counter(row[2] for row in rows)
    named = column(connection, "targets", counts)
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(readings.TONES))
    for reading, targets in named.items():
        for target in targets:
            brand, _sign, tone = target.rpartition("=")
            place = readings.TONES.index(tone) - 1 if tone in readings.TONES[1:] else -1
            found[brand][place] += counts[reading]
    ordered = sorted(found.items(), key=_most)
    return tuple((brand, tuple(tones)) for brand, tones in ordered)


def _most(brand: tuple[str, list[int]]) -> tuple[int, str]:
    return -sum(brand[1]), brand[0]


def _follows(
    connection: sqlite3.Connection, scope: Scope, account: Account, rows: list[Row]
) -> tuple[tuple[tuple[Account, int], ...], int]:
    """Whom it answers or reposts, and how many of these mentions nobody stored."""
    parents = Counter(row[4] for row in rows if row[4])
    if not parents:
        return (), 0
    asked = {"network": account.network, "known": scope.known, "parents": json.dumps([*parents])}
    found: Counter[tuple[str, str]] = Counter()
    accounts: dict[tuple[str, str], Account] = {}
    unknown = sum(parents.values())
    for native, handle, name, id_ in connection.execute(_PARENTS, asked):
        other = Account(account.network, handle, name, id_)
        unknown -= parents[native]
        if other.key[0] and other.key != account.key:
            found[other.key] += parents[native]
            accounts[other.key] = other
    first = sorted(found.items(), key=_often)[:PARTNERS]
    return tuple((accounts[key], mentions) for key, mentions in first), unknown


def _often(partner: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -partner[1], partner[0]
