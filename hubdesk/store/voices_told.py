"""What is told of the accounts that are listed: one look at the scope's rows for all of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hubdesk.query.folded import folded_handle, folded_name
from hubdesk.store import readings
from hubdesk.store.voices_rows import HANDLES, NAMES, Called, Within, asked_as, who
from hubdesk.store.voices_values import BY_HANDLE, BY_NAME, Account, Voice

_TONES: Final = (1, 2, 3, 4, 0)  # places in readings.TONES, in the order in which tones are told
_LISTED: Final = (
    "SELECT {who}, network, handle, name, author_id, count(*), min(at), max(at), max(known_at), sum(reach),"
    " count(reach), max(CASE WHEN followers IS NOT NULL THEN printf('%016d%020d', known_at, id) || followers END),"
    " sum(kind IN ('reply', 'comment')), sum(kind = 'repost'), group_concat(DISTINCT source),"
    " group_concat(DISTINCT CASE WHEN kind = 'article' THEN source END), {tones}"
    " FROM ({rows}) WHERE author_id IN (SELECT value FROM json_each(:ids)){others} GROUP BY 1, 2, 3, 4"
)
_BEFORE_FOLLOWERS: Final = 36  # letters: when it was known, and its number
_FIRST_TONE: Final = 16  # its place in such a row
Row = tuple[Any, ...]
Key = tuple[str, str]


def told(connection: sqlite3.Connection, held: Within, ids: Mapping[Key, int]) -> Told:
    """The listed accounts, each by the number of one of its mentions, and whoever a query would take for them."""
    called = connection.execute(
        "SELECT handle, name FROM mention WHERE id IN (SELECT value FROM json_each(?))", (json.dumps([*ids.values()]),)
    ).fetchall()
    handles = {folded_handle(handle) for handle, _name in called if handle}
    names = {folded_name(name) for handle, name in called if name and not handle}
    rows = _rows(connection, held, [*ids], handles, names)
    more = {folded_handle(row[2]) for row in rows if row[2] and (row[0], row[1]) in ids} - handles
    if more:  # names that somebody had before: who else has them is looked for too
        handles |= more
        rows = _rows(connection, held, [*ids], handles, names)
    return Told(rows, dict(connection.execute("SELECT id, name FROM source")))


def _rows(
    connection: sqlite3.Connection, held: Within, keys: Iterable[Key], handles: set[str], names: set[str]
) -> list[Row]:
    others = f" OR {HANDLES}" if handles else ""
    others += f" OR {NAMES}" if names else ""
    tones = ", ".join(f"sum(reading % {readings.WIDTH} = {place})" for place in _TONES)
    asked = {
        **held.asked,
        "ids": json.dumps([name for name, _network in keys if not name.startswith((BY_HANDLE, BY_NAME))]),
        "handles": json.dumps(sorted(handles | {f"@{handle}" for handle in handles})),
        "names": json.dumps(sorted(names)),
    }
    text = _LISTED.format(rows=held.rows, who=who(), tones=tones, others=others)
    return connection.execute(text, asked).fetchall()


class Told:
    """Rows of _LISTED: a group for each account, handle and name."""

    def __init__(self, rows: Iterable[Row], sources: Mapping[int, str]) -> None:
        self._sources = sources
        self._of: dict[Key, list[Row]] = {}
        self._found: dict[tuple[str, str, str], int] = {}  # what a query finds: by network ("" for all), sort and name
        for row in rows:
            name, network, handle, shown = row[:4]
            self._of.setdefault((name, network), []).append(row)
            for called in (("handle", folded_handle(handle)), ("name", folded_name(shown))):
                for place in ((network.casefold(), *called), ("", *called)):
                    self._found[place] = self._found.get(place, 0) + row[5]

    def voice(self, key: Key) -> Voice:
        """One of the listed; when it was first heard and what it drew is looked up elsewhere."""
        groups = sorted(self._of[key], key=_latest, reverse=True)
        handles = tuple(sorted({one[2] for one in groups if one[2]}))
        asked = asked_as((one[2], one[3]) for one in groups)
        followers = max((one[11] for one in groups if one[11] is not None), default=None)
        return Voice(
            account=Account(*groups[0][1:5]),
            mentions=sum(one[5] for one in groups),
            first=min(one[6] for one in groups),
            last=max(one[7] for one in groups),
            first_ever=min(one[6] for one in groups),
            reach=sum(one[9] or 0 for one in groups) if any(one[10] for one in groups) else None,
            reach_of=sum(one[10] for one in groups),
            followers=None if followers is None else int(followers[_BEFORE_FOLLOWERS:]),
            tones=tuple(sum(one[_FIRST_TONE + place] for one in groups) for place in range(len(_TONES))),
            answers=sum(one[12] for one in groups),
            reposts=sum(one[13] for one in groups),
            sources=self._named(one[14] for one in groups),
            outlets=self._named(one[15] for one in groups),
            handles=handles,
            found=self._found_of(asked, key[1]),
            found_anywhere=self._found_of(asked),
        )

    def _found_of(self, asked: Iterable[Called], network: str = "") -> int:
        """What a query that asks so finds, on one network or on all."""
        return sum(self._found.get((network.casefold(), *one), 0) for one in asked)

    def _named(self, listed: Iterable[str | None]) -> tuple[str, ...]:
        ids = {int(one) for text in listed if text for one in text.split(",")}
        return tuple(self._sources[one] for one in sorted(ids) if one in self._sources)


def _latest(group: Row) -> tuple[int, int, str, str]:
    return group[8], group[7], group[2], group[3]
