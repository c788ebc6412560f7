"""For how long a session keeps what people wrote: a rule of its owner's, beside what each source's terms allow.

What somebody marked, or an episode's evidence rests on, is held and stays. The rule is a note in the session; the
collector heeds it as it heeds the terms. Begins no transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from hubdesk.core import DAY, Millis
from hubdesk.store.episodes_forget import read_evidence, rests_on

NOTE: Final = "retention"
LONGEST_DAYS: Final = 36_500
_MARKED: Final = "SELECT mention FROM mark WHERE mention IS NOT NULL AND taken_back_at IS NULL"


@dataclass(frozen=True, slots=True)
class Rule:
    """Days that mentions are kept, by source; `days` for every other. None: for as long as its terms allow."""

    days: int | None = None
    by_source: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return self.days is not None or bool(self.by_source)


def rule(connection: sqlite3.Connection) -> Rule:
    """What the session's owner set; a stranger's file may say anything, and what is no rule is none."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"note:{NOTE}",)).fetchone()
    try:
        told: Any = None if row is None else json.loads(row[0])
    except (ValueError, RecursionError):
        return Rule()
    if not isinstance(told, dict):
        return Rule()
    sources = told.get("sources")
    kept = {
        int(number): days
        for number, days in (sources.items() if isinstance(sources, dict) else ())
        if number.isascii() and number.isdigit() and len(number) < 19 and _is_length(days)
    }
    days = told.get("days")
    return Rule(days if _is_length(days) else None, tuple(sorted(kept.items())))


def _is_length(days: object) -> bool:
    return type(days) is int and 0 < days <= LONGEST_DAYS


def keep(connection: sqlite3.Connection, wanted: Rule) -> None:
    """From now on."""
    told = {"days": wanted.days, "sources": {str(source): days for source, days in wanted.by_source}}
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"note:{NOTE}", json.dumps(told)))


def changed(days: int | None, sources: Iterable[int] = ()) -> Callable[[Rule], Rule]:
    """What makes another rule of one: for these sources, or for all; None ends it."""
    told = tuple(sources)

    def change(rule: Rule) -> Rule:
        if not told:
            return replace(rule, days=days)
        apart = {source: length for source, length in rule.by_source if source not in told}
        if days is not None:
            apart |= dict.fromkeys(told, days)
        return replace(rule, by_source=tuple(sorted(apart.items())))

    return change


def held(connection: sqlite3.Connection) -> frozenset[int]:
    """The mentions that no rule of age touches."""
    found = {id_ for (id_,) in connection.execute(_MARKED)}
    for (told,) in connection.execute("SELECT evidence FROM episode_state"):
        found.update(rests_on(read_evidence(told)))
    return frozenset(found)


def older(
    connection: sqlite3.Connection, before: Millis, sources: Iterable[int] | None = None, most: int = -1
) -> tuple[tuple[int, ...], int]:
    """What was known and seen before an instant and may go, up to `most`; and how many of it are held."""
    kept = held(connection)
    only = "" if sources is None else " AND source IN (SELECT value FROM json_each(:sources))"
    rows = connection.execute(
        "SELECT id FROM mention INDEXED BY mention_known WHERE known_at < :before AND seen_at < :before"  # noqa: S608
        f" AND withdrawn_at IS NULL{only} ORDER BY known_at, id",
        {"before": before, "sources": json.dumps(list(sources or ()))},
    )
    found: list[int] = []
    stays = 0
    for (id_,) in rows:
        if id_ in kept:
            stays += 1
        elif len(found) == most:
            break
        else:
            found.append(id_)
    return tuple(found), stays


def due(connection: sqlite3.Connection, now: Millis, most: int) -> tuple[int, ...]:
    """What the session's rule lets go by now, up to `most` at a time."""
    wanted = rule(connection)
    if not wanted:
        return ()
    apart = dict(wanted.by_source)
    lengths = list(apart.items())
    if wanted.days is not None:
        rest = [id_ for (id_,) in connection.execute("SELECT id FROM source") if id_ not in apart]
        lengths += [(id_, wanted.days) for id_ in rest]
    found: list[int] = []
    for days in sorted({days for _source, days in lengths}):
        sources = [source for source, length in lengths if length == days]
        ids, _held = older(connection, now - days * DAY, sources, most - len(found))
        found += ids
        if len(found) >= most:
            break
    return tuple(found)
