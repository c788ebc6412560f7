"""Hours in which nobody wants to be disturbed, on the clocks of a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core.words import DAY, MINUTE, Millis

GRAVEST: Final = 3  # of an episode's severities
NEVER: Final = GRAVEST + 1  # a severity that no episode has: quiet hours that nothing breaks


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From a time of day to another, which may be the next morning's, on the clocks of `zone`.

    `start` and `end` are `HH:MM`; the same twice means no quiet hours. `breaks`: the severity from which one is alarmed
    all the same; NEVER for none.
    """

    start: str
    end: str
    zone: str
    breaks: int = GRAVEST

    def until(self, at: Millis) -> Millis | None:
        """When the quiet hours end that `at` lies in, to the minute; None when it lies in none."""
        return _quiet_until(self, at // MINUTE * MINUTE)

    def hold(self, at: Millis) -> bool:
        """Whether an instant is quiet: a clock that is set back has an hour twice, and both count."""
        start, end = time.fromisoformat(self.start), time.fromisoformat(self.end)
        now = datetime.fromtimestamp(at / 1000, UTC).astimezone(_clocks(self.zone)).time()
        return start <= now < end if start <= end else now >= start or now < end


def clock_time(text: str) -> str | None:
    """`7:05` or `07:05` as `07:05`; None for what is no time of day to the minute."""
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(hours) <= 2 and len(minutes) == 2):
        return None
    return f"{int(hours):02d}:{int(minutes):02d}" if int(hours) < 24 and int(minutes) < 60 else None


@lru_cache(maxsize=64)
def _quiet_until(quiet: QuietHours, at: Millis) -> Millis | None:
    """Minute by minute: right over midnight, and in nights that lack an hour or have one twice."""
    if not quiet.hold(at):
        return None
    return next((one for one in range(at, at + 2 * DAY, MINUTE) if not quiet.hold(one)), None)


@lru_cache(maxsize=8)
def _clocks(zone: str) -> tzinfo:
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # KeyError: ZoneInfoNotFoundError
        return UTC
