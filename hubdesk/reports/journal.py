"""The one-minute journal of a day: its numbers, what rose, what fizzled, who said what, and what could not be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import HubdeskError, Millis, Scope
from hubdesk.i18n import _, clocks, iso, local
from hubdesk.reports.journal_numbers import curves, numbers, read_brands
from hubdesk.reports.journal_quote import quote_of
from hubdesk.reports.journal_told import fizzles, rose
from hubdesk.reports.journal_unseen import unseen
from hubdesk.reports.journal_values import Journal
from hubdesk.store.reader import Reader

LATEST_KNOWN: Final = 1 << 52  # after any mention


def day_of(scope: Scope, zone: str) -> Scope:
    """The day that holds a scope's last instant, up to that end."""
    last = local(scope.end - 1, zone)
    midnight = last.replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(scope, start=round(midnight.timestamp() * 1000))


def whole_day(reader: Reader, day: date | None) -> Scope:
    """A day of a session on its own clocks, with all that became known of it since; None: the last that has mentions.

    Raises HubdeskError for a day on which the session holds nothing and listened to nothing.
    """
    facts = reader.facts()
    if facts.last_at is None:
        raise HubdeskError(_("this session holds no mention yet; there is nothing to write of"))
    if None in (iso(facts.first_at or 0), iso(facts.last_at)):
        raise HubdeskError(_("the session holds instants that no calendar has"))
    zone = clocks(facts.timezone)
    chosen = day or local(facts.last_at, facts.timezone).date()
    start, end = (
        round(datetime(one.year, one.month, one.day, tzinfo=zone).timestamp() * 1000)
        for one in (chosen, chosen + timedelta(days=1))
    )
    if end <= (facts.first_at or 0) or start > facts.last_at:
        first, last = (local(at or 0, facts.timezone).date() for at in (facts.first_at, facts.last_at))
        line = _("the session has nothing of {day}; it goes from {first} to {last}")
        raise HubdeskError(line.format(day=chosen.isoformat(), first=first.isoformat(), last=last.isoformat()))
    return Scope(reader.topics(), start, end, known_by=max(end, LATEST_KNOWN))


def compose(reader: Reader, scope: Scope) -> Journal:
    """The journal of a day, as known by the scope's own knowledge. The scope begins at midnight; see `day_of`."""
    facts = reader.facts()
    zone = facts.timezone
    brands, coverage = read_brands(reader, scope, zone), reader.coverage(scope)
    sentences = (
        *numbers(reader, scope, brands),
        *rose(reader, scope),
        *fizzles(reader, scope),
        *unseen(reader, scope, coverage),
    )
    return Journal(
        facts.title,
        zone,
        facts.synthetic,
        scope.start,
        scope.end,
        scope.known,
        scope.end >= _next_midnight(scope.start, zone),
        sentences,
        quote_of(reader, scope, zone),
        curves(reader, scope, brands),
        sum(one.new for one in coverage.sources if not one.source.terms.export),
    )


def _next_midnight(start: Millis, zone: str) -> Millis:
    there = local(start, zone)
    following = there.date() + timedelta(days=1)
    known = clocks(zone) if zone else ZoneInfo("UTC")
    return round(datetime(following.year, following.month, following.day, tzinfo=known).timestamp() * 1000)
