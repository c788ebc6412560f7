"""Alert rules tried on the past before they are armed: what they would have told, how early, and what they would not.

The episodes are gone through as they were told then, state by state, by the same `AlertRules.judge` that judges live:
what quiet hours or a cool-down hold back is judged again at their end.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core.alert_rule import People, severity
from hubdesk.core.alerts import HELD, SLACK, Alerted, AlertRules, Key, Verdict, Why, key
from hubdesk.core.episode_answers import WRONG
from hubdesk.core.episodes import Episode, EpisodeKind, EpisodeState, Phase
from hubdesk.core.words import DAY, Millis

WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class Tried:
    """An episode as it was known at an instant, whether it would have alerted, and what became of it.

    `before_peak`: how long before its highest minute; None where that came earlier, or is not known. `is_wrong`: people
    called it a wrong alarm; `fizzled`: it came to nothing.
    """

    at: Millis
    episode: Episode
    verdict: Verdict
    before_peak: Millis | None
    is_wrong: bool
    fizzled: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """`fired`: every alert, as it would have come; `missed`: episodes that would never have alerted, with the last that
    kept them back. `topics`: of how many in [start, end)."""

    start: Millis
    end: Millis
    topics: int
    fired: tuple[Tried, ...]
    missed: tuple[Tried, ...]

    @property
    def wrong(self) -> int:
        """Alerts of episodes that people called wrong."""
        return sum(one.is_wrong for one in self.fired)

    @property
    def a_week(self) -> float:
        """Alerts a topic and week."""
        weeks = (self.end - self.start) / WEEK * max(1, self.topics)
        return len(self.fired) / weeks if weeks > 0 else 0.0


def trial(
    episodes: Iterable[Episode],
    names: Mapping[int, str],
    rules: AlertRules,
    start: Millis,
    end: Millis,
    people: People,
) -> Trial:
    """Try rules on what was told in [start, end). `names`: of topics; `people`: see `by_name`."""
    whole = [one for one in _joined(episodes) if start <= one.opened_at < end]
    asked: list[tuple[Millis, int, int]] = []  # when an episode is judged, with which of its states
    for number, one in enumerate(whole):
        asked += [(state.at, number, place) for place, state in enumerate(one.states) if state.at < end]
    heapq.heapify(asked)
    alerted, fired = Alerted(start + SLACK), []
    kept: dict[int, Tried] = {}
    held: dict[int, Episode] = {}
    done: set[int] = set()
    while asked:
        at, number, place = heapq.heappop(asked)
        one = whole[number]
        latest = max(place, sum(state.at <= at for state in one.states) - 1)
        then = _as_known(one, latest, at)
        name = names.get(one.topic, "") if one.topic is not None else ""
        verdict = rules.judge(then, name, alerted, at, people)
        held.pop(number, None)
        if verdict.alerts:
            alerted = alerted.after(then, at)
            fired.append(_tried(one, then, at, verdict))
            done.add(number)
        elif verdict.why in HELD and verdict.until is not None and at < verdict.until < end:
            heapq.heappush(asked, (verdict.until, number, latest))
            held[number] = then
        alerted = alerted.holding(held.values())
        if number not in done and verdict.why not in (Why.OVER, Why.TOLD, Why.PAST):
            kept[number] = _tried(one, then, at, verdict)
    missed = tuple(kept[number] for number in sorted(kept) if number not in done)
    return Trial(start, end, len(names), tuple(fired), missed)


def _as_known(one: Episode, place: int, at: Millis) -> Episode:
    states = one.states[: place + 1]
    return replace(one, states=states, marks=tuple(mark for mark in one.marks if mark.at <= at))


def _tried(one: Episode, then: Episode, at: Millis, verdict: Verdict) -> Tried:
    peak = one.now.peak
    verdicts = [state.verdict for state in one.states if state.verdict]
    fizzled = one.now.phase == Phase.PSCHITT or verdicts[-1:] == ["pschitt"]
    before = peak - at if peak is not None and peak > at else None
    return Tried(at, then, verdict, before, any(mark.word == WRONG for mark in one.marks), fizzled)


def _joined(episodes: Iterable[Episode]) -> list[Episode]:
    """A buzz and the crisis it became as one, by when they were told."""
    parts: defaultdict[Key, list[Episode]] = defaultdict(list)
    for one in episodes:
        parts[key(one)].append(one)
    made = []
    for same in parts.values():
        main = max(same, key=lambda one: (one.kind == EpisodeKind.CRISIS, severity(one)))
        states: list[EpisodeState] = sorted((state for one in same for state in one.states), key=lambda one: one.at)
        marks = sorted((mark for one in same for mark in one.marks), key=lambda one: one.id)
        made.append(replace(main, states=tuple(states), marks=tuple(marks)))
    return sorted(made, key=lambda one: (one.opened_at, one.topic or 0, one.kind))
