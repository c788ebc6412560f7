"""The demonstration's three weeks on the clocks of Paris: fourteen thin days, then the week of 16-22 November 2026.

Days are named as its writers do: D1 is Monday 16 November, D7 Sunday 22; D-1 is Sunday 15, D-14 Monday 2. No D0.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Span

ZONE: Final = ZoneInfo("Europe/Paris")
FIRST: Final = datetime(2026, 11, 16, tzinfo=ZONE)  # D1
_WRITTEN: Final = re.compile(r"D(-?\d{1,2}) (\d{1,2}):(\d\d)")


def at(words: str) -> Millis:
    """The instant of "D3 10:05". ValueError when it is none of the demonstration's."""
    written = _WRITTEN.fullmatch(words.strip())
    if written is None:
        raise ValueError(f"“{words}” is no instant; write it as D3 10:05")
    day, hour, minute = map(int, written.groups())
    if day == 0 or not -14 <= day <= 7 or hour > 23 or minute > 59:
        raise ValueError(f"“{words}” is outside D-14 00:00 to D7 23:59, or there is no such day")
    return day_start(day) + hour * HOUR + minute * MINUTE


def day_start(day: int) -> Millis:
    """Midnight at which a day begins. No clock is changed in these weeks, so each has 24 hours."""
    days = day - 1 if day > 0 else day
    return int((FIRST + timedelta(days=days)).timestamp() * 1000)


def day_of(moment: Millis) -> int:
    days = (moment - WEEK.start) // DAY
    return int(days + 1 if days >= 0 else days)


def hour_of(moment: Millis) -> float:
    """Hours since midnight in Paris."""
    return (moment - THIN.start) % DAY / HOUR


WEEK: Final = Span(day_start(1), day_start(7) + DAY)
THIN: Final = Span(day_start(-14), WEEK.start)
ALL: Final = Span(THIN.start, WEEK.end)

# How lively each hour is, by sort of source. Press writes before the day, forums after it.
BY_HOUR: Final[dict[str, tuple[float, ...]]] = {
    "social": (
        *(0.22, 0.11, 0.06, 0.05, 0.05, 0.12, 0.36, 0.72, 0.95, 0.93, 0.98, 1.08),
        *(1.30, 1.15, 0.92, 0.90, 0.98, 1.12, 1.28, 1.30, 1.36, 1.38, 1.02, 0.52),
    ),
    "forum": (
        *(0.80, 0.45, 0.20, 0.08, 0.05, 0.06, 0.12, 0.25, 0.45, 0.55, 0.60, 0.60),
        *(0.70, 0.65, 0.55, 0.50, 0.55, 0.70, 0.90, 1.10, 1.40, 1.75, 1.90, 1.50),
    ),
    "page": (
        *(0.25, 0.12, 0.06, 0.05, 0.07, 0.20, 0.55, 0.85, 1.00, 0.95, 0.95, 1.05),
        *(1.35, 1.20, 0.90, 0.85, 0.90, 1.10, 1.35, 1.45, 1.50, 1.40, 1.00, 0.55),
    ),
    "review": (
        *(0.30, 0.15, 0.10, 0.08, 0.08, 0.15, 0.40, 0.80, 1.00, 1.00, 1.00, 1.05),
        *(1.15, 1.00, 0.95, 0.95, 1.00, 1.10, 1.20, 1.25, 1.25, 1.10, 0.85, 0.55),
    ),
    "press": (
        *(0.02, 0.01, 0.01, 0.02, 0.10, 0.70, 1.60, 1.70, 1.50, 1.30, 1.10, 1.00),
        *(0.80, 0.70, 0.80, 0.85, 0.90, 0.95, 0.80, 0.50, 0.30, 0.20, 0.12, 0.06),
    ),
}
BY_WEEKDAY: Final[dict[str, tuple[float, ...]]] = {
    "social": (1.00, 1.02, 1.00, 1.04, 0.98, 0.74, 0.68),
    "forum": (0.95, 0.95, 0.90, 0.95, 0.90, 1.15, 1.30),
    "page": (1.00, 1.00, 1.00, 1.00, 0.95, 0.85, 0.80),
    "review": (1.00, 1.00, 1.00, 1.00, 1.00, 1.05, 1.05),
    "press": (1.00, 1.05, 1.05, 1.05, 0.95, 0.40, 0.25),
}
FOOTBALL: Final = Span(at("D3 21:00"), at("D3 22:55"))
HALF_TIME: Final = Span(at("D3 21:47"), at("D3 22:03"))


def liveliness(group: str, moment: Millis) -> float:
    """How much a group of sources speaks then; about 1 on a weekday's morning."""
    hour = hour_of(moment)
    curve = BY_HOUR[group]
    here, there = curve[int(hour)], curve[(int(hour) + 1) % 24]
    weekday = (moment - WEEK.start) // DAY % 7
    lively = (here + (there - here) * (hour % 1)) * BY_WEEKDAY[group][int(weekday)]
    if group != "press" and FOOTBALL.start <= moment < FOOTBALL.end:  # they watch, and write when nothing happens
        lively *= 1.5 if HALF_TIME.start <= moment < HALF_TIME.end else 0.6
    return lively


def fits(when: str, moment: Millis) -> bool:
    """Whether a text meant for that part of the day or week may be said then."""
    hour, weekend = hour_of(moment), (moment - WEEK.start) // DAY % 7 >= 5
    parts = {
        "morning": 5.5 <= hour < 11,
        "lunch": 11.5 <= hour < 14.5,
        "evening": 18 <= hour < 23.9,
        "night": hour < 5 or hour >= 22.5,
        "weekend": weekend,
        "football": FOOTBALL.start - HOUR <= moment < FOOTBALL.end + HOUR,
    }
    return parts.get(when, True)
