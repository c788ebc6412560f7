"""What is said of an episode: its kind, its phase and verdict, since when, and what the analyst said of it."""

from __future__ import annotations

from typing import Final

from hubdesk.core import EpisodeKind, EpisodeMark, Millis, Phase, Topic
from hubdesk.core.episode_answers import ACKNOWLEDGED, NOTE, SNOOZED, WRONG, instant
from hubdesk.i18n import N_, _, clock, day, duration
from hubdesk.panels.episodes_known import EXPECTED, GREW, PSCHITT, Known, sentences
from hubdesk.widgets.text import tame

KINDS: Final[dict[str, str]] = {
    EpisodeKind.BUZZ: N_("Rising buzz"),
    EpisodeKind.CRISIS: N_("Crisis"),
    EpisodeKind.OUTAGE: N_("Outage"),
    EpisodeKind.AMPLIFICATION: N_("Accounts that act together"),
}
PHASES: Final[dict[str, str]] = {
    Phase.SEED: N_("begins"),
    Phase.RISE: N_("rises"),
    Phase.PEAK: N_("at its peak"),
    Phase.PLATEAU: N_("goes on"),
    Phase.FADE: N_("fades"),
    Phase.RELAPSE: N_("comes back"),
    Phase.PSCHITT: N_("fizzled"),
    Phase.OVER: N_("over"),
}
_NAME: Final = 80
_SENTENCE: Final = 400


def kind_words(one: Known) -> str:
    """`Crisis, level 3`; a kind that this Hubdesk does not know is named as the file names it."""
    kind = _(KINDS[one.main.kind]) if one.main.kind in KINDS else tame(one.main.kind, 40)
    if one.main.kind == EpisodeKind.CRISIS and 1 <= one.severity <= 3:
        return _("{kind}, level {n}").format(kind=kind, n=one.severity)
    return kind


def phase_word(phase: str) -> str:
    return _(PHASES[phase]) if phase in PHASES else tame(phase, 40)


def fate(one: Known) -> tuple[str, str]:
    """Its glyph and its word: the phase, and what is said of its end."""
    verdict = one.verdict
    if one.phase == Phase.PSCHITT or verdict == PSCHITT:
        return Phase.PSCHITT, _("fizzled")
    words = phase_word(one.phase)
    if verdict == EXPECTED and one.lasts:
        return EXPECTED, _("{phase}, likely to fizzle").format(phase=words)
    if one.is_withdrawn:
        return one.phase, _("{phase}; called a fizzle, wrongly").format(phase=words)
    if verdict == GREW and not one.lasts:
        return one.phase, _("{phase}, it did not fizzle").format(phase=words)
    return one.phase, words


def topic_name(topic: Topic | None, number: int | None) -> str:
    """Of no single topic: everything; of one that was removed since: that it was."""
    if topic is not None:
        return tame(topic.name, _NAME)
    return _("all topics") if number is None else _("a topic removed since")


def when(one: Known, end: Millis, zone: str) -> str:
    """`since 14:32`, or from when to when; with the day where it is not the day of `end`."""
    start = moment(one.start, end, zone)
    if one.now.end is None:
        return _("since {time}").format(time=start)
    last = clock(one.now.end, zone) if day(one.now.end, zone) == day(one.start, zone) else moment(one.now.end, 0, zone)
    return f"{start}–{last}"


def length(one: Known, end: Millis) -> str:
    """How long it lasts by now, or lasted."""
    if one.now.end is None:
        return _("for {time}").format(time=duration(max(0, end - one.start)))
    return _("lasted {time}").format(time=duration(max(0, one.now.end - one.start)))


def anchor(one: Known, end: Millis) -> Millis:
    """The day that its clocks go without: that of `end` while it lasts, its own when it is over."""
    return end if one.lasts else one.start


def moment(at: Millis, today: Millis, zone: str) -> str:
    """`14:32`, with the day before it where that is not the day of `today`."""
    return clock(at, zone) if day(at, zone) == day(today, zone) else f"{day(at, zone)} {clock(at, zone)}"


def sentence(one: Known, zone: str) -> str:
    """What the alarm said, in one line."""
    told = sentences(one.alarm.evidence, zone)
    return tame(told[0], _SENTENCE) if told else _("The alarm left no words.")


def said_of(one: Known, end: Millis, zone: str) -> str:
    """What the analyst said, in a few words; "" for nothing."""
    until = one.snoozed_until(end)
    parts = (
        _("wrong alarm") if one.is_wrong else "",
        _("acknowledged") if one.is_acknowledged else "",
        _("snoozed until {time}").format(time=moment(until, end, zone)) if until is not None else "",
    )
    return " · ".join(filter(None, parts))


def mark_words(mark: EpisodeMark, zone: str) -> str:
    """One thing that the analyst said, for the timeline."""
    if mark.word == SNOOZED:
        until = instant(mark.value)
        time = moment(until, mark.at, zone) if until is not None else tame(mark.value, 40)
        return _("You snoozed it until {time}").format(time=time)
    if mark.word == NOTE:
        return _("Your note: {text}").format(text=tame(mark.value, _SENTENCE))
    named = {ACKNOWLEDGED: N_("You acknowledged it"), WRONG: N_("You called it a wrong alarm")}
    return _(named[mark.word]) if mark.word in named else tame(mark.word, 40)
