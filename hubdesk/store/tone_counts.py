"""Tone over a scope: in time, towards each brand and in each theme, with what of it was taken back.

What has no tone is told apart: `none` was read and is nobody's opinion (an operator's own account, a news article, a
language that is not read), `unread` nobody has read yet. Neither is neutral.
"""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import Millis, Scope, Topic
from hubdesk.store import readings
from hubdesk.store.reading_counts import column, counted, has_read
from hubdesk.store.series import bin_edges, bins, tally_rows

NONE: Final = 5  # beside the places in readings.TONES: read, and nobody's opinion
_WIDE: Final = 1 << 32  # two numbers in one: more readings than that no file holds
_TONE: Final = (
    f"CASE WHEN reading % {readings.WIDTH} THEN reading % {readings.WIDTH} WHEN reading IN (SELECT id FROM reading"  # noqa: S608
    f" WHERE instr(char(10) || versions, char(10) || 'tone=')) THEN {NONE} ELSE 0 END"
)
_FIELDS: Final = ("unread", "negative", "neutral", "positive", "unknown", "none")  # by the numbers above


@dataclass(frozen=True, slots=True)
class Split:
    """Mentions by tone: `unknown` is read and cannot be told, `none` is nobody's opinion, `unread` not read yet."""

    negative: int = 0
    neutral: int = 0
    positive: int = 0
    unknown: int = 0
    none: int = 0
    unread: int = 0

    @property
    def read(self) -> int:
        """Opinions that were read, whether or not their tone can be told."""
        return self.negative + self.neutral + self.positive + self.unknown

    @property
    def all(self) -> int:
        return self.read + self.none + self.unread

    @property
    def toneless(self) -> int:
        return self.none + self.unread

    def __add__(self, other: Split) -> Split:
        return Split(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


NOTHING: Final = Split()


@dataclass(frozen=True, slots=True)
class Told:
    """Mentions by tone, and how many of each were taken back since: these are counted, and no row shows them."""

    split: Split = NOTHING
    gone: Split = NOTHING


@dataclass(frozen=True, slots=True)
class Tones:
    """The tone of a scope's mentions, and the tone towards each brand they name, the most named first."""

    whole: Told
    brands: tuple[tuple[str, Told], ...]


@dataclass(frozen=True, slots=True)
class ThemeTold:
    """A theme's mentions by tone, and how many of all each of the scope's topics heard: (topic, mentions, gone)."""

    code: str
    told: Told
    topics: tuple[tuple[Topic, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes, the commonest first; `read` mentions have one or more, `none` were asked and have none, `unread`
    nobody asked. `gone`: of `none` and `unread` together, taken back since."""

    themes: tuple[ThemeTold, ...]
    read: int
    none: int
    unread: int
    gone: int


def tone_curve(
    connection: sqlite3.Connection, scope: Scope, step: Millis, zone: ZoneInfo
) -> tuple[tuple[Millis, Split | None], ...]:
    """(start of the bin, its mentions by tone), of the scope's topics if it has any; None: nobody listened at all.
    Bins as in `series.volume`."""
    edges = bin_edges(scope, step, zone)
    if len(edges) < 2:
        return ()
    unit = math.gcd(*(edge - edges[0] for edge in edges[1:]))
    key = f"((at - {edges[0]}) / {unit}) * {readings.WIDTH} + {_TONE}"
    by_unit: dict[int, list[int]] = defaultdict(lambda: [0] * len(_FIELDS))
    for both, mentions in tally_rows(connection, scope, scope.topics or None, key).items():
        by_unit[both // readings.WIDTH][both % readings.WIDTH] += mentions
    units = iter(sorted(by_unit.items()))
    item = next(units, None)
    made: list[tuple[Millis, Split | None]] = []
    for start, end, was_listened in bins(connection, scope, edges):
        total = NOTHING
        while item is not None and edges[0] + item[0] * unit < end:
            total += _split(item[1])
            item = next(units, None)
        made.append((start, total if was_listened else None))
    return tuple(made)


def tones(connection: sqlite3.Connection, scope: Scope) -> Tones:
    found = counted(connection, scope)
    versions, named = (column(connection, name, found) for name in ("versions", "targets"))
    whole, brands = Sum(), defaultdict[str, Sum](Sum)
    for id_, mentions in found.items():
        read = versions.get(id_, ())
        is_gone = was_taken_back(read)
        whole.add(tone_of(id_, read), mentions, is_gone)
        for target in named.get(id_, ()):
            brand, _sign, tone = target.rpartition("=")
            brands[brand].add(_FIELDS.index(tone) if tone in readings.TONES[1:] else 0, mentions, is_gone)
    ordered = sorted(brands.items(), key=_most)
    return Tones(whole.told(), tuple((brand, told.told()) for brand, told in ordered))


def themes(connection: sqlite3.Connection, scope: Scope) -> Themes:
    heard = tally_rows(connection, scope, scope.topics or None, f"combo * {_WIDE} + reading")
    ids = {both % _WIDE for both in heard}
    versions, codes = (column(connection, name, ids) for name in ("versions", "themes"))
    of_combo = {id_: ids.split(",") for id_, ids in connection.execute("SELECT id, topics FROM combo").fetchall()}
    sums: dict[str, Sum] = defaultdict(Sum)
    by_topic: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    read = none = unread = gone = 0
    for both, mentions in heard.items():
        combo, id_ = divmod(both, _WIDE)
        said = versions.get(id_, ())
        is_gone = was_taken_back(said)
        for code in codes.get(id_, ()):
            sums[code].add(tone_of(id_, said), mentions, is_gone)
            for topic in of_combo[combo]:
                by_topic[code, topic][0] += mentions
                by_topic[code, topic][1] += mentions if is_gone else 0
        if id_ in codes:
            read += mentions
        else:
            was_asked = has_read(said, {"themes": 0})
            none += mentions if was_asked else 0
            unread += 0 if was_asked else mentions
            gone += mentions if is_gone else 0
    told = tuple(
        ThemeTold(code, one.told(), _of_topics(scope.topics, code, by_topic))
        for code, one in sorted(sums.items(), key=_most)
    )
    return Themes(told, read, none, unread, gone)


def _of_topics(
    topics: Iterable[Topic], code: str, counts: Mapping[tuple[str, str], list[int]]
) -> tuple[tuple[Topic, int, int], ...]:
    found = ((one, counts.get((code, str(one.id)))) for one in topics)
    return tuple((one, told[0], told[1]) for one, told in found if told is not None)


def was_taken_back(versions: Iterable[str]) -> bool:
    """By a reading's `versions`: its mentions are counted, and no row shows them any more."""
    return any(one.startswith(f"{readings.GONE}=") for one in versions)


def tone_of(id_: int, versions: Iterable[str]) -> int:
    """A reading's place among the tones, `NONE` among them, by its number and its `versions`."""
    tone = id_ % readings.WIDTH
    return NONE if not tone and any(one.startswith("tone=") for one in versions) else tone


class Sum:
    """Counts by tone that still grow."""

    def __init__(self) -> None:
        self._all, self._gone = [0] * len(_FIELDS), [0] * len(_FIELDS)

    def add(self, tone: int, mentions: int, is_gone: bool) -> None:
        self._all[tone] += mentions
        self._gone[tone] += mentions if is_gone else 0

    def told(self) -> Told:
        return Told(_split(self._all), _split(self._gone))

    def __len__(self) -> int:
        return sum(self._all)


def _split(counts: list[int]) -> Split:
    return Split(**dict(zip(_FIELDS, counts, strict=True)))


def _most(one: tuple[str, Sum]) -> tuple[int, str]:
    return -len(one[1]), one[0]
