"""What stands around a journal's sentences: its date in words, its headings, and what is said of it as a whole."""

from __future__ import annotations

import re
from typing import Final

from hubdesk.i18n import N_, _, clock, local, ngettext, number
from hubdesk.reports.journal_values import Journal, Part

HEADINGS: Final[dict[Part, str]] = {
    Part.NUMBERS: N_("The day in numbers"),
    Part.ROSE: N_("What rose"),
    Part.FIZZLED: N_("What fizzled"),
    Part.UNSEEN: N_("What we could not see"),
}
NOTHING: Final[dict[Part, str]] = {
    Part.NUMBERS: N_("Nothing was said of any brand that day."),
    Part.ROSE: N_("Nothing rose."),
    Part.FIZZLED: N_("Nothing fizzled."),
    Part.UNSEEN: N_("Nothing that is known of."),
}
_DAYS: Final = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday")),
    *(N_("Friday"), N_("Saturday"), N_("Sunday")),
)
_MONTHS: Final = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)

_COMMANDS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(page: str) -> str:
    """A page without what commands a terminal or turns a line around: others' words stand in it."""
    return _COMMANDS.sub("", page)


def title() -> str:
    return _("The one-minute journal")


def long_day(journal: Journal) -> str:
    """`Thursday 19 November 2026`."""
    there = local(journal.start, journal.zone)
    return f"{_(_DAYS[there.weekday()])} {there.day} {_(_MONTHS[there.month - 1])} {there.year}"


def about(journal: Journal) -> str:
    """Which session, on whose clocks, and up to when."""
    parts = [journal.title, journal.zone]
    if not journal.is_whole_day:
        parts.append(_("as of {time}").format(time=clock(journal.end, journal.zone)))
    return " · ".join(filter(None, parts))


def synthetic() -> str:
    return _("DEMONSTRATION: synthetic data, nothing of this happened.")


def who_said_it() -> str:
    return _("Who said it?")


def withheld(journal: Journal) -> str:
    """What the terms of sources keep out; "" for nothing."""
    if not journal.withheld:
        return ""
    said = ngettext(
        "{n} mention is counted and not shown: its source's terms keep it on the desk.",
        "{n} mentions are counted and not shown: their source's terms keep them on the desk.",
        journal.withheld,
    )
    return said.format(n=number(journal.withheld))
