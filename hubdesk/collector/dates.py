"""Dates as people and exports write them. A date that cannot be read is None, never a guess.

Whether 03/04 is in March or April is settled by the whole column (`day_first`), never by one cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import Millis

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan janv janvier january",
            "feb fev fevr fevrier february",
            "mar mars march",
            "apr avr avril april",
            "may mai",
            "jun juin june",
            "jul juil juillet july",
            "aug aout august",
            "sep sept septembre september",
            "oct octobre october",
            "nov novembre november",
            "dec decembre december",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK: Final = r"(?:[ T,]+(?:at |a )?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm)?)?"
_ZONE: Final = r"\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?"
_FIGURES: Final = re.compile(rf"(\d{{1,4}})([/.-])(\d{{1,2}})\2(\d{{1,4}}){_CLOCK}{_ZONE}")
_DAY_NAMED: Final = re.compile(
    rf"(?:[a-z]+\.?,? )?(\d{{1,2}})(?:er|st|nd|rd|th)? ([a-z]+)\.?,? (\d{{4}}){_CLOCK}{_ZONE}"
)
_MONTH_NAMED: Final = re.compile(
    rf"(?:[a-z]+\.?,? )?([a-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_CLOCK}{_ZONE}"
)


@dataclass(frozen=True, slots=True)
class Read:
    """A date that was read: the instant, and whether its zone was written or taken from the session."""

    at: Millis
    zone_written: bool


def day_comes_first(cells: Iterable[str]) -> bool | None:
    """Whether a column writes 31/12 (True) or 12/31 (False); None when no cell tells, or cells disagree."""
    told: set[bool] = set()
    for cell in cells:
        found = _FIGURES.fullmatch(_plain(cell))
        if found and len(found[1]) <= 2:
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                told.add(True)
            elif second > 12 >= first:
                told.add(False)
    return told.pop() if len(told) == 1 else None


def read_date(cell: str, zone: str, day_first: bool) -> Read | None:
    """An instant from a cell; `zone` is taken for a date that names none. None when it cannot be read for sure."""
    text = _plain(cell)
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return Read(int(text) * (1000 if len(text) == 10 else 1), zone_written=True)
    for attempt in (_iso, _from_mail):
        made = attempt(cell.strip())
        if made is not None:
            return _placed(made, zone)
    made = _written(text, day_first)
    return None if made is None else _placed(made, zone)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if re.match(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _from_mail(text: str) -> datetime | None:
    if not re.match(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _written(text: str, day_first: bool) -> datetime | None:
    found = _FIGURES.fullmatch(text)
    if found:
        one, two, three = found[1], found[3], found[4]
        if len(one) == 4:
            year, month, day = int(one), int(two), int(three)
        elif len(three) == 4:
            year = int(three)
            day, month = (int(one), int(two)) if day_first else (int(two), int(one))
        else:  # a year of two figures is a guess
            return None
        return _made(year, month, day, found.groups()[4:])
    found = _DAY_NAMED.fullmatch(text)
    if found:
        return _made(int(found[3]), _MONTHS.get(found[2], 0), int(found[1]), found.groups()[3:])
    found = _MONTH_NAMED.fullmatch(text)
    if found:
        return _made(int(found[3]), _MONTHS.get(found[1], 0), int(found[2]), found.groups()[3:])
    return None


def _made(year: int, month: int, day: int, rest: tuple[str | None, ...]) -> datetime | None:
    hour, minute, second, half, zone = rest
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    try:
        return datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=_zone(zone))
    except ValueError:
        return None


def _zone(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written in ("z", "utc", "gmt"):
        return UTC
    return datetime.strptime(written.replace(":", ""), "%z").tzinfo


def _placed(made: datetime, zone: str) -> Read | None:
    written = made.tzinfo is not None
    placed = made if written else made.replace(tzinfo=ZoneInfo(zone))
    try:
        at = round(placed.timestamp() * 1000)
    except (OverflowError, ValueError):
        return None
    return Read(at, written) if 1990 <= made.year <= 2100 else None


def _plain(cell: str) -> str:
    """Small letters without accents, one space between words."""
    folded = unicodedata.normalize("NFKD", cell.replace("’", "'")).lower()
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())
