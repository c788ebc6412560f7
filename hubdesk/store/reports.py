"""What closed minutes' mentions say to be down, and where: for own topics and rivals, as it was read by then.

A mention says so by its themes: networks, mail or television that do not work are three (themes.toml keeps the words of
mail and television out of outage_network, so a mail outage shows in no other). A repost, and words that were said
before, are nobody's own report: a spreading post would be read as an outage where its first author lives. Nor is it a
report of a topic when it speaks of other brands alone. An account that goes on and on counts once, until nothing of it
was heard for an hour.

A minute's reports are what was known when the minute was counted, and stay: a theme that is read later than that (by a
reader in the background, by newer readers or from the analyst's own words) brings no report any more, so that a
back-test knows what the watch knew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hubdesk.core import DAY, HOUR, MINUTE, SURE_PLACE, Evidence, Millis, Report, Role, Sight
from hubdesk.store.notes import load_evidence, load_notes
from hubdesk.store.readings import department_of

THEMES: Final = frozenset({"outage_network", "email_webmail", "tv"})
ROLES: Final = (Role.OWN, Role.RIVAL)
_AN_HOUR: Final = HOUR // MINUTE
_AT_ONCE: Final = 5_000
_WEEK: Final = 7 * DAY // MINUTE
_EVIDENCE: Final = (
    "SELECT m.id, m.notes, e.found FROM mention m LEFT JOIN evidence e ON e.mention = m.id"
    " WHERE m.id IN (SELECT value FROM json_each(?))"
)

Account = tuple[str, str]  # its network, and what it is called there


@dataclass(frozen=True, slots=True)
class _Said:
    """A fresh mention that is about something down. `brands`: whom it speaks of, nobody if that is not known."""

    id: int
    at: Millis
    minute: int
    topics: tuple[int, ...]
    account: Account
    brands: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Where:
    place: str = ""
    confidence: float = 1.0
    is_repeat: bool = False


@dataclass(slots=True)
class Reporting:
    """Hears fresh mentions, by minute, from an hour before `start` on; tells what they report from there on."""

    connection: sqlite3.Connection
    start: Millis
    _names: dict[int, str] = field(init=False)  # of the topics that are listened for
    _brands: dict[int, frozenset[str] | None] = field(default_factory=dict)  # by reading; None: nothing is down
    _said: list[_Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = self.connection.execute("SELECT id, name FROM topic WHERE role IN (?, ?)", ROLES)
        self._names = {id_: name.casefold() for id_, name in rows}

    def hear(self, number: int, at: Millis, minute: int, topics: tuple[int, ...], who: Account, reading: int) -> None:
        """Minutes must come in order. `reading` names what was read in the mention (see readings.py)."""
        if reading not in self._brands:
            self._brands[reading] = self._read(reading)
        brands = self._brands[reading]
        if brands is None:
            return
        ours = tuple(one for one in topics if (name := self._names.get(one)) and (not brands or name in brands))
        if ours:
            self._said.append(_Said(number, at, minute, ours, who, brands))

    def told(self) -> tuple[Report, ...]:
        """Everything that was heard from `start` on, as reports, by minute."""
        made: list[Report] = []
        voices = list(self._voices())
        for said, where in zip(voices, self._places(voices), strict=True):
            if not where.is_repeat:
                minute = said.minute * MINUTE
                place = (where.place, where.confidence)
                made += [Report(said.id, said.at, *place, topic=topic, minute=minute) for topic in said.topics]
        return tuple(made)

    def _voices(self) -> Iterator[_Said]:
        """For each topic, those by accounts that it had not heard for an hour."""
        last: dict[tuple[int, Account], int] = {}
        for said in self._said:
            new = []
            for topic in said.topics:
                before = last.get((topic, said.account))
                last[topic, said.account] = said.minute
                if before is None or said.minute - before >= _AN_HOUR:
                    new.append(topic)
            if new and said.minute * MINUTE >= self.start:
                yield replace(said, topics=tuple(new))

    def _read(self, reading: int) -> frozenset[str] | None:
        row = self.connection.execute("SELECT themes, targets FROM reading WHERE id = ?", (reading,)).fetchone()
        if row is None or THEMES.isdisjoint(row[0].split("\n")):
            return None
        return frozenset(one.rpartition("=")[0].casefold() for one in row[1].split("\n") if one)

    def _places(self, voices: Sequence[_Said]) -> Iterator[_Where]:
        for first in range(0, len(voices), _AT_ONCE):
            some = voices[first : first + _AT_ONCE]
            ids = json.dumps([one.id for one in some])
            found = {id_: _where(notes, told) for id_, notes, told in self.connection.execute(_EVIDENCE, (ids,))}
            yield from (found.get(one.id, _Where()) for one in some)


def keep(connection: sqlite3.Connection, reports: Iterable[Report]) -> None:
    """What was reported in minutes that are counted now. A minute is counted once: what was first told of it stays."""
    connection.executemany(
        "INSERT OR IGNORE INTO reported VALUES (?, ?, ?, ?, ?, ?)",
        [(one.minute // MINUTE, one.topic, one.id, one.at, one.place, one.confidence) for one in reports],
    )


def kept(connection: sqlite3.Connection, start: Millis, end: Millis) -> tuple[Report, ...]:
    """What was reported in minutes that were counted before, as it was told then."""
    return tuple(
        Report(mention, at, place, confidence, topic=topic, minute=minute * MINUTE)
        for minute, topic, mention, at, place, confidence in connection.execute(
            "SELECT minute, topic, mention, at, place, confidence FROM reported WHERE minute >= ? AND minute < ?"
            " ORDER BY minute, mention, topic",
            (start // MINUTE, end // MINUTE),
        )
    )


def sights(
    connection: sqlite3.Connection, topics: Iterable[int], upto: Millis | None, end: Millis
) -> tuple[Sight, ...]:
    """For each of these topics that is listened for, how much its watch sees; `upto`: up to when there was watched."""
    rows = connection.execute("SELECT id FROM topic WHERE role IN (?, ?) ORDER BY id", ROLES)
    wanted = set(topics)
    ids = [id_ for (id_,) in rows if not wanted or id_ in wanted]
    if upto is None:
        return tuple(Sight(id_, None) for id_ in ids)
    last = min(upto, end) // MINUTE
    first = last - _WEEK
    (began,) = connection.execute("SELECT min(minute) FROM counted").fetchone()
    (unheard,) = connection.execute(
        "SELECT count(*) FROM counted WHERE topic = 0 AND minute >= ? AND minute < ?", (first, last)
    ).fetchone()
    listened = last - max(first, last if began is None else began) - unheard
    counts = dict(
        connection.execute(
            "SELECT topic, count(*) FROM reported WHERE minute >= ? AND minute < ? AND place <> '' AND confidence >= ?"
            " AND substr(place, 1, 2) NOT IN ('97', '98')"
            " GROUP BY topic",
            (first, last, SURE_PLACE),
        ).fetchall()
    )
    days = listened * MINUTE / DAY
    return tuple(Sight(id_, counts.get(id_, 0) / days if days > 0.0 else None) for id_ in ids)


def _where(notes: str, told: str | None) -> _Where:
    """The département that is surest; of two as sure the one that is named first."""
    read = load_notes(notes)
    named = [(_score(one), code) for one in load_evidence(told or "[]") if (code := _code(one))]
    named = named or [(1.0, code) for place in read.places if (code := department_of(place))]
    score, place = max(named, key=_sureness, default=(1.0, ""))
    return _Where(place, score, read.duplicate is True)


def _sureness(named: tuple[float, str]) -> float:
    return named[0]


def _score(one: Evidence) -> float:
    """A place that the analyst gave has no score: she is sure."""
    return 1.0 if one.score is None else one.score


def _code(one: Evidence) -> str:
    return department_of(one.value) if one.reading == "place" else ""
