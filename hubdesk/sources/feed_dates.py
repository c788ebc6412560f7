"""Reads the dates of feeds. A date that names no zone is no instant: it is None, not a guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from hubdesk.core import Millis

_LONGEST: Final = 60
_OLDEST_YEAR: Final = 1990  # older dates are zeros of some program: 0001-01-01, 1970-01-01
_MAIL: Final = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})[\s-]+([^\W\d]{3,10})\.?[\s-]+(\d{4}|\d{2})[\sT,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*([+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?(?:\s*\(.*\))?"
)
_ISO_ZONE_APART: Final = re.compile(r"\s+(?=(?:[+-]\d{2}:?\d{2}|Z|UTC|GMT)$)", re.IGNORECASE)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fév févr février",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aou aoû août",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december déc décembre",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES: Final = {
    **dict.fromkeys(("z", "ut", "utc", "gmt"), 0),
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
    **{"wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3},
}


def instant(text: str | None) -> Millis | None:
    """UTC milliseconds of an RFC 822 or ISO 8601 date with a zone; None for any other text."""
    written = (text or "").strip()
    if not written or len(written) > _LONGEST:
        return None
    found = _iso(written) or _mail(written)
    if found is None or found.tzinfo is None or found.year < _OLDEST_YEAR:
        return None
    return round(found.timestamp() * 1000)


def _iso(text: str) -> datetime | None:
    tight = _ISO_ZONE_APART.sub("", text)
    if tight.upper().endswith(("UTC", "GMT")):
        tight = tight[:-3] + "Z"
    try:
        return datetime.fromisoformat(tight)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    found = _MAIL.fullmatch(text)
    if found is None:
        return None
    day, name, year, hour, minute, second, zone = found.groups()
    month = _MONTHS.get(name.lower())
    if month is None or not zone:
        return None
    century = 0 if len(year) == 4 else 2000 if int(year) < 70 else 1900
    try:
        return datetime(
            century + int(year), month, int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=_zone(zone)
        )
    except ValueError:
        return None


def _zone(name: str) -> tzinfo | None:
    if name[0] in "+-":
        hours, minutes = int(name[1:3]), int(name[-2:])
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if name[0] == "-" else offset)
    hour = _ZONES.get(name.lower())
    return UTC if hour == 0 else None if hour is None else timezone(timedelta(hours=hour))
