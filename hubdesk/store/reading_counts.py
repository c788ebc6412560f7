"""Counts by what was read in mentions: tone, theme, place, brand. Sums over one index, exact for any scope.

A mention counts by what is read in it today, as it counts by the topics that hear it today; what was taken back counts
as it was read before. Unread is unread, never neutral.
"""

from __future__ import annotations

import json
import math
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import Millis, Notes, Scope, Topic
from hubdesk.store import readings
from hubdesk.store.series import bin_edges, bins, tally_rows

TONES: Final = ("negative", "neutral", "positive", "unknown")
UNREAD: Final = "unread"
_WIDE: Final = 1 << 32  # two numbers in one: more readings than that no file holds


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many mentions are about a theme, and how many of those each of the scope's topics heard."""

    code: str
    mentions: int
    topics: tuple[tuple[Topic, int], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Mentions by French department (`59`, `2A`); one that names two counts in both. `placed` of `all` name any."""

    departments: tuple[tuple[str, int], ...]
    placed: int
    all: int


def tones(
    connection: sqlite3.Connection, topic: Topic | None, scope: Scope, step: Millis, zone: ZoneInfo
) -> tuple[tuple[Millis, dict[str, int] | None], ...]:
    """(start of the bin, how many mentions of each tone, unread ones apart); None where no source listened at all."""
    edges = bin_edges(scope, step, zone)
    if len(edges) < 2:
        return ()
    unit = math.gcd(*(edge - edges[0] for edge in edges[1:]))
    key = f"((at - {edges[0]}) / {unit}) * {_WIDE} + reading"
    counted = tally_rows(connection, scope, None if topic is None else (topic,), key)
    tone = {id_: notes.tone for id_, notes in _notes(connection, (both % _WIDE for both in counted)).items()}
    by_unit: dict[int, Counter[str]] = {}
    for both, mentions in counted.items():
        by_unit.setdefault(both // _WIDE, Counter())[_tone(tone[both % _WIDE])] += mentions
    units = iter(sorted(by_unit.items()))
    item = next(units, None)
    made: list[tuple[Millis, dict[str, int] | None]] = []
    for start, end, was_listened in bins(connection, scope, edges):
        total = dict.fromkeys((*TONES, UNREAD), 0)
        while item is not None and edges[0] + item[0] * unit < end:
            for name, mentions in item[1].items():
                total[name] += mentions
            item = next(units, None)
        made.append((start, total if was_listened else None))
    return tuple(made)


def themes(connection: sqlite3.Connection, scope: Scope) -> tuple[ThemeCount, ...]:
    """The commonest first. A mention about two themes counts for both."""
    counted = tally_rows(connection, scope, scope.topics or None, f"combo * {_WIDE} + reading")
    notes = _notes(connection, (both % _WIDE for both in counted))
    of_combo = dict(connection.execute("SELECT id, topics FROM combo").fetchall())
    total: Counter[str] = Counter()
    by_topic: Counter[tuple[str, str]] = Counter()
    for both, mentions in counted.items():
        for code in dict.fromkeys(notes[both % _WIDE].themes):
            total[code] += mentions
            for topic in of_combo[both // _WIDE].split(","):
                by_topic[code, topic] += mentions
    return tuple(
        ThemeCount(code, mentions, tuple((topic, by_topic[code, str(topic.id)]) for topic in scope.topics))
        for code, mentions in sorted(total.items(), key=_commonest)
    )


def targets(connection: sqlite3.Connection, scope: Scope) -> tuple[tuple[str, dict[str, int]], ...]:
    """For each brand that is named: how many mentions of each tone towards it. `unread`: named, no tone told."""
    total: dict[str, dict[str, int]] = {}
    for notes, mentions in _counted(connection, scope):
        for brand, tone in dict(notes.targets).items():
            of_brand = total.setdefault(brand, dict.fromkeys((*TONES, UNREAD), 0))
            of_brand[_tone(tone)] += mentions
    return tuple(sorted(total.items(), key=_named_most))


def places(connection: sqlite3.Connection, scope: Scope) -> Placed:
    total: Counter[str] = Counter()
    placed = everything = 0
    for notes, mentions in _counted(connection, scope):
        everything += mentions
        placed += mentions if notes.places else 0
        for department in {code for place in notes.places if (code := department_of(place))}:
            total[department] += mentions
    return Placed(tuple(sorted(total.items(), key=_commonest)), placed, everything)


def department_of(place: str) -> str:
    """The department that a text of `Notes.places` says; "" when it says none."""
    sort, _colon, code = place.partition(":")
    if sort == "insee":
        return code[:3] if code.startswith(("97", "98")) else code[:2]
    return code if sort == "dep" else ""


def unread(connection: sqlite3.Connection, scope: Scope, reader: str) -> int:
    """How many mentions no reader of that name has read."""
    return sum(mentions for notes, mentions in _counted(connection, scope) if not _is_read(notes, reader))


def outdated(connection: sqlite3.Connection, wanted: Mapping[str, int]) -> Sequence[int]:
    """Mentions, newest first, that some reader has read in an older version, or not at all."""
    rows = connection.execute("SELECT id FROM reading").fetchall()
    older = [
        id_
        for id_, notes in _notes(connection, (id_ for (id_,) in rows)).items()
        if not _has_read(dict(notes.versions), wanted)
    ]
    if not older:
        return ()
    found = connection.execute(
        "SELECT id FROM mention INDEXED BY mention_at WHERE reading IN (SELECT value FROM json_each(?))"
        " ORDER BY id DESC",
        (json.dumps(older),),
    )
    return array("q", (id_ for (id_,) in found))


def _has_read(versions: Mapping[str, int], wanted: Mapping[str, int]) -> bool:
    return readings.GONE in versions or all(versions.get(reader, 0) >= version for reader, version in wanted.items())


def _is_read(notes: Notes, reader: str) -> bool:
    versions = dict(notes.versions)
    return bool(reader == "tone" and notes.tone) or reader in versions or readings.GONE in versions


def _counted(connection: sqlite3.Connection, scope: Scope) -> Iterable[tuple[Notes, int]]:
    counted = tally_rows(connection, scope, scope.topics or None, "reading")
    notes = _notes(connection, counted)
    return [(notes[id_], mentions) for id_, mentions in counted.items()]


def _notes(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Notes]:
    """What these readings say; one that a damaged file lacks says nothing."""
    wanted = set(ids)
    return dict.fromkeys(wanted, Notes()) | readings.notes_of(connection, wanted)


def _tone(tone: str) -> str:
    return tone if tone in TONES else UNREAD


def _commonest(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _named_most(one: tuple[str, dict[str, int]]) -> tuple[int, str]:
    return -sum(one[1].values()), one[0]
