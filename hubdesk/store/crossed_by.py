"""How a dimension is told of a mention: the column that groups are made by, and what its values mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import MINUTE, Heard, Millis, Scope
from hubdesk.i18n import local
from hubdesk.store import readings
from hubdesk.store.crossed_values import Dimension
from hubdesk.store.reading_counts import column
from hubdesk.store.then import Cell

QUARTER: Final = 15 * MINUTE  # all clocks of our days are off by a multiple of it
_QUARTER: Final = (
    f"CASE WHEN published_at IS NULL THEN NULL ELSE (at - (at % {QUARTER} + {QUARTER}) % {QUARTER}) / {QUARTER} END"
)
_LANGUAGE: Final = (  # as the query language has it: what was read, else what the network declares
    "CASE WHEN json_valid(notes) AND json_type(notes, '$.language') = 'text' AND notes ->> '$.language' <> ''"
    " THEN notes ->> '$.language' ELSE language END"
)
Raw = int | str | None
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class By:
    """How a dimension is told of a row: `sql` over `mention`, from the index alone where `is_indexed`; `of` the same of
    what changed since."""

    sql: str
    is_indexed: bool
    of: Callable[[Cell, Heard], Raw]


def _combo(cell: Cell, _heard: Heard) -> Raw:
    return cell[4]


def _tone(cell: Cell, _heard: Heard) -> Raw:
    return cell[5] % readings.WIDTH


def _reading(cell: Cell, _heard: Heard) -> Raw:
    return cell[5]


def _source(cell: Cell, _heard: Heard) -> Raw:
    return cell[3]


def _network(_cell: Cell, heard: Heard) -> Raw:
    return heard.mention.network


def _kind(_cell: Cell, heard: Heard) -> Raw:
    return heard.mention.kind


def _language(_cell: Cell, heard: Heard) -> Raw:
    return heard.notes.language or heard.mention.language


def _quarter(cell: Cell, heard: Heard) -> Raw:
    return None if heard.mention.published_at is None else cell[1] // QUARTER


_BY_QUARTER: Final = By(_QUARTER, False, _quarter)
_BY_READING: Final = By("reading", True, _reading)
BY: Final = {
    Dimension.TOPIC: By("combo", True, _combo),
    Dimension.TONE: By(f"reading % {readings.WIDTH}", True, _tone),
    Dimension.THEME: _BY_READING,
    Dimension.DEPARTMENT: _BY_READING,
    Dimension.SOURCE: By("source", True, _source),
    Dimension.NETWORK: By("network", False, _network),
    Dimension.LANGUAGE: By(_LANGUAGE, False, _language),
    Dimension.KIND: By("kind", False, _kind),
    Dimension.HOUR: _BY_QUARTER,
    Dimension.WEEKDAY: _BY_QUARTER,
    Dimension.DAY: _BY_QUARTER,
}


def values_of(
    connection: sqlite3.Connection, scope: Scope, by: Dimension, zone: ZoneInfo, raws: Collection[Raw]
) -> Mapping[Raw, Values]:
    """What each of these says in the dimension; ("",) for what says nothing."""
    told = _told(connection, scope, by, zone, raws)
    return {raw: tuple(dict.fromkeys(told(raw))) or ("",) for raw in raws}


def _told(
    connection: sqlite3.Connection, scope: Scope, by: Dimension, zone: ZoneInfo, raws: Collection[Raw]
) -> Callable[[Raw], Iterable[str]]:
    if by in (Dimension.THEME, Dimension.DEPARTMENT):
        name = "themes" if by == Dimension.THEME else "departments"
        return _Looked(column(connection, name, [raw for raw in raws if isinstance(raw, int)]))
    if by == Dimension.TOPIC:
        wanted = {str(topic.id) for topic in scope.topics}
        known = {str(id_) for (id_,) in connection.execute("SELECT id FROM topic")}
        rows = connection.execute("SELECT id, topics FROM combo").fetchall()
        return _Looked({id_: [one for one in ids.split(",") if one in (wanted or known)] for id_, ids in rows})
    if by == Dimension.SOURCE:
        return _Looked({id_: [folded(name)] for id_, name in connection.execute("SELECT id, name FROM source")})
    if by == Dimension.TONE:
        return _Looked({place: [tone] for place, tone in enumerate(readings.TONES) if tone})
    if by == Dimension.LANGUAGE:
        return language_of
    if by in (Dimension.NETWORK, Dimension.KIND):
        return folded_of
    return _Calendar(by, zone.key)


class _Looked:
    """What a table says of a raw value."""

    def __init__(self, told: Mapping[int, list[str]]) -> None:
        self._told = told

    def __call__(self, raw: Raw) -> Iterable[str]:
        return self._told.get(raw, ()) if isinstance(raw, int) else ()


class _Calendar:
    """What a quarter of an hour is on the session's clocks."""

    def __init__(self, by: Dimension, zone: str) -> None:
        self._by, self._zone = by, zone

    def __call__(self, raw: Raw) -> Iterable[str]:
        return () if not isinstance(raw, int) else (calendar_value(self._by, raw * QUARTER, self._zone),)


def calendar_value(by: Dimension, at: Millis, zone: str) -> str:
    """The hour, weekday or day of an instant, as Line.value has it."""
    there = local(at, zone)
    if by == Dimension.HOUR:
        return f"{there.hour:02d}"
    return str(there.weekday()) if by == Dimension.WEEKDAY else there.date().isoformat()


def folded(name: str) -> str:
    """A source's name as queries compare it."""
    return " ".join(name.split()).casefold()


def names(connection: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Sources as they are written, by their folded names."""
    rows = connection.execute("SELECT name FROM source ORDER BY removed DESC, id DESC")
    return tuple(sorted({folded(name): name for (name,) in rows}.items()))


def language_of(raw: Raw) -> Values:
    """French of Canada is French."""
    plain = str(raw or "").casefold().split("-")[0]
    return (plain,) if plain else ()


def folded_of(raw: Raw) -> Values:
    """A network or a kind as queries compare them."""
    plain = str(raw or "").casefold()
    return (plain,) if plain else ()
