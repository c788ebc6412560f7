"""The interface in French and English, through gettext, with or without Qt; and how figures and instants are written.

msgids are English. French typography: a narrow no-break space between thousands and before % ; ! ?, a no-break space
before a colon, a decimal comma, a true minus sign.
"""

from __future__ import annotations

import gettext as _gettext
import os
from datetime import UTC, datetime, tzinfo
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import HOUR, MINUTE, SECOND, Millis
from hubdesk.resources import resource

LANGUAGES: Final = ("fr", "en")
THIN: Final = "\u202f"
MINUS: Final = "\u2212"
UNKNOWN: Final = "—"
_EARLIEST: Final = -62_135_510_400_000  # year 1, and a day for the zone
_LATEST: Final = 253_402_214_400_000  # the end of year 9999, less a day
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use(language: str = "") -> str:
    """Speak this language from now on; "" asks HUBDESK_LANG, then the system, then takes French. Returns the choice."""
    global _catalogue, _language
    wanted = (
        language or os.environ.get("HUBDESK_LANG", "") or os.environ.get("LC_ALL", "") or os.environ.get("LANG", "")
    )
    _language = wanted[:2].lower() if wanted[:2].lower() in LANGUAGES else "fr"
    _catalogue = _gettext.translation("hubdesk", resource("locale"), languages=[_language], fallback=True)
    return _language


def language() -> str:
    """The language spoken now: "fr" or "en"."""
    return _language


def _(message: str) -> str:
    return _catalogue.gettext(message) if message else ""  # gettext answers "" with the catalogue's own header


def N_(message: str) -> str:
    """Mark a text for translation where it is written; it is translated with `_` where it is shown."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    return _catalogue.ngettext(one, many, n)


def number(value: int | float | None, decimals: int = 0, signed: bool = False) -> str:
    """`11 699` or `11,699`; `+38,2` when signed; unknown is a dash."""
    return UNKNOWN if value is None else _written(value, decimals, signed, _language)


@lru_cache(16_384)  # most figures of an answer are those of the one before, and of the panel beside it
def _written(value: float, decimals: int, signed: bool, speech: str) -> str:
    text = f"{abs(value):,.{decimals}f}"
    sign = MINUS if value < 0 else "+" if signed else ""
    if -1 < value < 1 and float(text) == 0:
        sign = ""
    if speech == "fr":
        text = text.replace(",", THIN).replace(".", ",")
    return sign + text


def percent(share: float | None, decimals: int = 1) -> str:
    """A share between 0 and 1: `71,4 %` or `71.4%`."""
    if share is None:
        return UNKNOWN
    return number(100 * share, decimals) + (f"{THIN}%" if _language == "fr" else "%")


def points(difference: float | None, decimals: int = 1) -> str:
    """A difference between two shares, in points: `+38,2 pt`."""
    return UNKNOWN if difference is None else number(100 * difference, decimals, signed=True) + f"{THIN}pt"


def duration(length: Millis) -> str:
    """`4 s`, `26 min`, `1 h 42`, `3 j`."""
    if length < MINUTE:
        return f"{max(0, length) // SECOND}{THIN}s"
    if length < HOUR:
        return f"{length // MINUTE}{THIN}min"
    if length < 48 * HOUR:
        hours, minutes = divmod(length // MINUTE, 60)
        return f"{hours}{THIN}h" + (f"{THIN}{minutes:02d}" if minutes else "")
    return f"{length // (24 * HOUR)}{THIN}{_('d')}"


def local(instant: Millis, zone: str) -> datetime:
    """An instant on the clocks of a zone; of UTC when this machine does not know the zone a session names."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(clocks(zone))


@cache
def clocks(zone: str) -> tzinfo:
    """The zone's clocks; those of UTC when the name means nothing here."""
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # KeyError: ZoneInfoNotFoundError
        return UTC


def clock(instant: Millis | None, zone: str, seconds: bool = False) -> str:
    """`14:32`, as on axes and in tables. A dash when no calendar holds the instant."""
    if instant is None or not _EARLIEST <= instant < _LATEST:
        return UNKNOWN
    there = local(instant, zone)
    return f"{there.hour:02}:{there.minute:02}:{there.second:02}" if seconds else f"{there.hour:02}:{there.minute:02}"


def day(instant: Millis | None, zone: str) -> str:
    """`19/11/2026` or `19 Nov 2026`. A dash when no calendar holds the instant."""
    if instant is None or not _EARLIEST <= instant < _LATEST:
        return UNKNOWN
    there = local(instant, zone)
    return f"{short_day(there)}/{there.year:04}" if _language == "fr" else f"{short_day(there)} {there.year:04}"


def short_day(there: datetime) -> str:
    """`19/11` or `19 Nov`, of an instant on a place's clocks. Not by %b: the system's language is not the desk's."""
    return f"{there.day:02}/{there.month:02}" if _language == "fr" else f"{there.day:02} {_MONTHS[there.month - 1]}"


def iso(instant: Millis | None, zone: str = "UTC") -> str | None:
    """ISO 8601 with offset and milliseconds where there are some: what every `--json` speaks. None when no calendar
    holds the instant."""
    if instant is None or not _EARLIEST <= instant < _LATEST:
        return None
    return local(instant, zone).isoformat(timespec="milliseconds" if instant % 1000 else "seconds")
