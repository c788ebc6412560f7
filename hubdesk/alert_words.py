"""Why an episode alerts or does not, in words."""

from __future__ import annotations

from typing import Final

from hubdesk.core.alerts import Verdict, Why
from hubdesk.i18n import N_, _, clock, duration

_WORDS: Final = {
    Why.NEW: N_("a new episode"),
    Why.WORSE: N_("it got worse"),
    Why.ANEW: N_("said anew"),
    Why.OVER: N_("it is over"),
    Why.PAST: N_("it was told before the watch began, or long ago"),
    Why.TOLD: N_("it alerted already"),
    Why.NO_RULE: N_("no rule asks for it"),
    Why.MILD: N_("below the severity from which one is alerted"),
    Why.ACKNOWLEDGED: N_("acknowledged"),
    Why.SNOOZED: N_("snoozed until {until}"),
    Why.WRONG: N_("called a wrong alarm"),
    Why.QUIET: N_("quiet hours until {until}"),
    Why.COOL_DOWN: N_("same topic {ago} ago"),
}


def said(verdict: Verdict, zone: str) -> str:
    """A verdict in the language spoken now, on the clocks of a zone."""
    until = clock(verdict.until, zone)
    return _(_WORDS[verdict.why]).format(until=until, ago=duration(verdict.ago or 0))
