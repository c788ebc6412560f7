"""Why an episode alerts or does not, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hubdesk.core import EpisodeKind
from hubdesk.core.alert_rule import severity
from hubdesk.core.alert_trial import Trial, Tried
from hubdesk.core.alerts import Verdict, Why
from hubdesk.i18n import N_, UNKNOWN, _, clock, day, duration, ngettext, number
from hubdesk.settings_table import KINDS

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


def kind(one: Tried) -> str:
    """As it was known then: a crisis begins as a buzz."""
    is_buzz = one.episode.kind == EpisodeKind.CRISIS and not severity(one.episode)
    return str(EpisodeKind.BUZZ if is_buzz else one.episode.kind)


def trial_words(made: Trial, names: Mapping[int, str], zone: str, most: int | None = None) -> str:
    """What rules would have told of a past, and missed: a line, then one for each, `most` of each at most."""
    told = ngettext("{n} alert would have come", "{n} alerts would have come", len(made.fired))
    alerts = told.format(n=number(len(made.fired)))
    head = _(
        "{alerts}, {rate} a topic and week; {wrong} called wrong, {fizzled} fizzled; {missed} would not have been told"
    )
    fizzled = sum(one.fizzled for one in made.fired)
    counts = {"rate": number(made.a_week, 2), "wrong": number(made.wrong), "fizzled": number(fizzled)}
    lines = [head.format(alerts=alerts, missed=number(len(made.missed)), **counts)]
    lines += [_line(one, names, zone, "+") for one in made.fired[:most]]
    return "\n".join([*lines, *(_line(one, names, zone, "-") for one in made.missed[:most])])


def _line(one: Tried, names: Mapping[int, str], zone: str, sign: str) -> str:
    topic = names.get(one.episode.topic, UNKNOWN) if one.episode.topic is not None else UNKNOWN
    grave = severity(one.episode)
    level = f" {grave}" if grave else ""
    early = _("{time} before its peak").format(time=duration(one.before_peak)) if one.before_peak is not None else ""
    words = (
        said(one.verdict, zone),
        early,
        _("called wrong") if one.is_wrong else "",
        _("fizzled") if one.fizzled else "",
    )
    when = f"{day(one.at, zone)} {clock(one.at, zone)}"
    shown = _(dict(KINDS).get(kind(one), kind(one)))
    return f"{sign} {when}  {shown}{level}  {topic}  {', '.join(filter(None, words))}"
