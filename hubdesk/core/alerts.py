"""Which episodes alert, and why others do not: rules, quiet hours, cool-down. Pure: desk and collector ask the same.

An episode alerts when it is first told, and again only when its severity rises or an outage is said anew. What quiet
hours or a cool-down hold back counts as not yet alerted: it alerts when their time is over, if it still lasts. Nothing
alerts for a past that is opened, imported or caught up on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hubdesk.core.alert_rule import AlertRule, Asked, People, severity
from hubdesk.core.episode_answers import ACKNOWLEDGED, SNOOZED, WRONG, answer
from hubdesk.core.episodes import Episode, EpisodeKind
from hubdesk.core.quiet_hours import QuietHours
from hubdesk.core.words import DAY, MINUTE, Millis

SLACK: Final = 5 * MINUTE  # before the watcher began: what was told then may still alert
LATE: Final = 30 * MINUTE  # after a state was known, nobody is alarmed by it: someone catches up

Key = tuple[str, int | None, Millis]
"""What tells an episode from others; a buzz and the crisis it becomes are one."""


class Why(StrEnum):
    """Why an episode alerts (NEW, WORSE, ANEW), or does not."""

    NEW = "new"
    WORSE = "worse"
    ANEW = "anew"
    OVER = "over"
    PAST = "past"
    TOLD = "told"
    NO_RULE = "no-rule"
    MILD = "mild"
    ACKNOWLEDGED = ACKNOWLEDGED
    SNOOZED = SNOOZED
    WRONG = WRONG
    QUIET = "quiet"
    COOL_DOWN = "cool-down"


ALERTING: Final = frozenset({Why.NEW, Why.WORSE, Why.ANEW})
HELD: Final = frozenset({Why.QUIET, Why.COOL_DOWN})  # what alerts later, when its time is over and it still lasts


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an episode alerts, and why or why not.

    `until`: the end of what holds it back (quiet hours, a cool-down, a snooze). `ago`: how long ago the same topic
    alerted.
    """

    why: Why
    until: Millis | None = None
    ago: Millis | None = None

    @property
    def alerts(self) -> bool:
        return self.why in ALERTING


@dataclass(frozen=True, slots=True)
class Alerted:
    """What alerted so far.

    `since`: when the watcher began. `told`: the severity with which an episode alerted last, and the instant of that
    state. `topics`: when each topic alerted last, and how severely. `held`: what was held back and has not alerted
    since.
    """

    since: Millis
    told: Mapping[Key, tuple[int, Millis]] = field(default_factory=dict)
    topics: Mapping[int | None, tuple[Millis, int]] = field(default_factory=dict)
    held: frozenset[Key] = frozenset()

    @classmethod
    def beginning(cls, since: Millis, episodes: Iterable[Episode]) -> Alerted:
        """A watcher's beginning: `episodes` of before are known, and alert when they get worse. Those told within the
        slack are as good as new."""
        told: dict[Key, tuple[int, Millis]] = {}
        for one in episodes:
            known = _of_before(one, since)
            if known is not None:
                before = told.get(key(one), (0, 0))
                told[key(one)] = (max(before[0], known[0]), max(before[1], known[1]))
        return cls(since, told)

    def after(self, episode: Episode, at: Millis) -> Alerted:
        """As it is once an episode alerted at an instant."""
        grave = severity(episode)
        told = {one: known for one, known in self.told.items() if known[1] > at - 30 * DAY}
        told[key(episode)] = (grave, episode.now.at)
        held = self.held - {key(episode)}
        return replace(self, told=told, topics={**self.topics, episode.topic: (at, grave)}, held=held)

    def holding(self, episodes: Iterable[Episode]) -> Alerted:
        """As it is while just these are held back: however late that ends, those of them that last are news then."""
        return replace(self, held=frozenset(map(key, episodes)))


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What alerts: any of `rules`, or everything where there are none; from severity `least` on."""

    rules: tuple[AlertRule, ...] = ()
    quiet: QuietHours | None = None
    cool_down_minutes: int = 15
    least: int = 0

    def judge(
        self, episode: Episode, topic: str, before: Alerted, at: Millis, people: People = MappingProxyType({})
    ) -> Verdict:
        """Whether an episode, as its last state says, alerts at an instant. `topic` is its topic's name, "" for none,
        `people` who may be named in a rule (see `by_name`).

        `episode` may hold its last state alone; its marks are what people said of it by now.
        """
        verdict = _is_news(episode, before, at)
        if not verdict.alerts:
            return verdict
        asked = Asked(episode, topic)
        if asked.severity < self.least:
            return Verdict(Why.MILD)
        if self.rules and not any(rule.asks_for(asked, people) for rule in self.rules):
            return Verdict(Why.NO_RULE)
        return _marked(episode, at) or self._unwelcome(episode, asked.severity, before, at) or verdict

    def _unwelcome(self, episode: Episode, grave: int, before: Alerted, at: Millis) -> Verdict | None:
        """Whether one is not to be disturbed now."""
        if self.quiet is not None and grave < self.quiet.breaks:
            until = self.quiet.until(at)
            if until is not None:
                return Verdict(Why.QUIET, until=until)
        last = before.topics.get(episode.topic)
        if last is not None and grave <= last[1] and 0 <= at - last[0] < self.cool_down_minutes * MINUTE:
            until = last[0] + self.cool_down_minutes * MINUTE
            return Verdict(Why.COOL_DOWN, until=until, ago=at - last[0])
        return None

    def unknown_topics(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Topics that rules name and a session has not: those rules ask for nothing there."""
        known = {one.casefold().strip() for one in topics}
        named = {rule.topic.casefold().strip(): rule.topic for rule in reversed(self.rules) if rule.topic}
        return tuple(name for bare, name in reversed(named.items()) if bare not in known)


def key(episode: Episode) -> Key:
    """By what an episode is known again."""
    rising = episode.kind in (EpisodeKind.BUZZ, EpisodeKind.CRISIS)
    return ("rising" if rising else str(episode.kind), episode.topic, episode.opened_at)


def _is_news(episode: Episode, before: Alerted, at: Millis) -> Verdict:
    state = episode.now
    if state.end is not None:
        return Verdict(Why.OVER)
    if state.at < before.since - SLACK or (state.at < at - LATE and key(episode) not in before.held):
        return Verdict(Why.PAST)
    last = before.told.get(key(episode)) or _of_before(episode, before.since)
    if last is None:
        return Verdict(Why.NEW)
    if severity(episode) > last[0]:
        return Verdict(Why.WORSE)
    said_anew = episode.kind == EpisodeKind.OUTAGE and any(
        one.at > last[1] and ("score" in one.evidence or "area" in one.evidence)  # other states say how it goes on
        for one in episode.states
    )
    return Verdict(Why.ANEW if said_anew else Why.TOLD)


def _of_before(episode: Episode, since: Millis) -> tuple[int, Millis] | None:
    """How grave an episode was before the watcher began, and the last state of then; None when it was not there yet."""
    known = [state for state in episode.states if state.at < since - SLACK]
    return (max(state.severity for state in known), known[-1].at) if known else None


def _marked(episode: Episode, at: Millis) -> Verdict | None:
    """What people said of it holds it back."""
    said = answer(episode.states, episode.marks, at)
    return None if said is None else Verdict(Why(said.word), until=said.until)
