"""Dates, spans and zones as people say them on the desk's bars."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import DAY, Millis, Span
from hubdesk.i18n import N_, _, clock, day, local, short_day

DAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
MONTHS: Final = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def full_instant(instant: Millis, zone: str) -> str:
    """`Thursday 19 November 2026, 14:32:06, Paris time`."""
    there = local(instant, zone)
    return _("{weekday} {day} {month} {year}, {clock}, {zone}").format(
        weekday=_(DAYS[there.weekday()]),
        day=there.day,
        month=_(MONTHS[there.month - 1]),
        year=there.year,
        clock=clock(instant, zone, seconds=True),
        zone=zone_words(zone),
    )


def zone_words(zone: str) -> str:
    """`Paris time`; `UTC` stays what it is."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return city if city in ("UTC", "GMT") else _("{city} time").format(city=city)


def span_words(span: Span, zone: str, now: Millis) -> str:
    """`09:00 – 14:32` today, with a day in front on another, with two days when it is longer than one."""
    first, last = day(span.start, zone), day(span.end - 1, zone)
    start, end = clock(span.start, zone), clock(span.end, zone)
    if first == last:
        hours = f"{start} – {end}"
        return hours if first == day(now, zone) else f"{first} {hours}"
    if span.end - span.start >= 3 * DAY:
        return f"{first} – {last}"
    return f"{short_day(local(span.start, zone))} {start} – {short_day(local(span.end - 1, zone))} {end}"


def known_zone(zone: str) -> str:
    """The zone, if this machine knows it; UTC otherwise."""
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        return "UTC"
    return zone
