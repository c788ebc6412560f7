"""Which of the episodes that the watch tells alert those outside: whole as the session holds them, once each."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from hubdesk.alert_words import said
from hubdesk.core import Episode, EpisodeKind, EpisodeMark, EpisodeState, Millis, Scope
from hubdesk.core.alert_rule import by_name, severity
from hubdesk.core.alerts import HELD, LATE, SLACK, Alerted, AlertRules, Key, Verdict, Why, key
from hubdesk.i18n import UNKNOWN
from hubdesk.store.reader import Reader

WATCHED: Final = "minutes"  # the name under which the store knows up to when there was watched
_SAID: Final = HELD | {Why.SNOOZED, Why.ACKNOWLEDGED, Why.WRONG}  # why not, in the log
logger = logging.getLogger(__name__)

Judged = tuple[Episode, Verdict]


class Judging:
    """What alerted so far, what does now, and what is held back until its time is over."""

    def __init__(self, reader: Reader, at: Millis, *, once: bool = False) -> None:
        """What the watch told up to now, to whomever, alerts nobody. `once`: a round now and then goes on where the
        last one ended; else only what is told from now on alerts, but for a few minutes of slack."""
        watched, _memory = reader.watched(WATCHED)
        began = at - (LATE if once else SLACK)
        self._before = Alerted(SLACK + max(began, 0 if watched is None else watched + 1))
        self._held: dict[Key, tuple[Episode, Millis]] = {}  # and until when

    @property
    def holds(self) -> bool:
        """Whether something is held back, so that its end is to be looked for."""
        return bool(self._held)

    def due(self, at: Millis) -> tuple[Episode, ...]:
        """What was held back until now, to be judged again."""
        return tuple(episode for episode, until in self._held.values() if until <= at)

    def pass_over(self, at: Millis) -> None:
        """Nobody was to be alerted up to now: nothing of it alerts later."""
        self._before = Alerted(SLACK + at + 1)
        self._held.clear()

    def judge(self, reader: Reader, rules: AlertRules, told: Sequence[Episode], at: Millis) -> list[Judged]:
        """Those that alert, the gravest first."""
        names = {topic.id: topic.name for topic in reader.topics()}
        people, zone = by_name(reader.people()), reader.facts().timezone
        found: list[Judged] = []
        for episode in whole(reader, told, at):
            topic = names.get(episode.topic, "") if episode.topic is not None else ""
            verdict = rules.judge(episode, topic, self._before, at, people)
            self._held.pop(key(episode), None)
            if verdict.alerts:
                self._before = self._before.after(episode, at)
                found.append((episode, verdict))
            elif verdict.why in HELD and verdict.until is not None:
                self._held[key(episode)] = episode, verdict.until
            if verdict.why in _SAID:
                logger.info("no alert for %s %s: %s", episode.kind, topic or UNKNOWN, said(verdict, zone))
        self._before = self._before.holding(episode for episode, _until in self._held.values())
        return sorted(found, key=_gravity)


def whole(reader: Reader, told: Iterable[Episode], at: Millis) -> tuple[Episode, ...]:
    """Each episode that was told, once, with all its states and all that people said; a buzz and its crisis as one."""
    told = tuple(told)
    wanted: defaultdict[Key, list[Episode]] = defaultdict(list)
    for one in told:
        wanted[key(one)].append(one)
    end = 1 + max(at, *(one.now.at for one in told))
    stored: defaultdict[Key, list[Episode]] = defaultdict(list)
    for one in reader.episodes(Scope((), min(one.now.start for one in told), end)):
        stored[key(one)].append(one)
    return tuple(_as_one(stored.get(which) or parts) for which, parts in wanted.items())


def _as_one(parts: Sequence[Episode]) -> Episode:
    main = max(parts, key=_is_graver)
    states = sorted((state for one in parts for state in one.states), key=_at)
    marks = sorted((mark for one in parts for mark in one.marks), key=_number)
    return Episode(main.id, main.kind, main.topic, main.opened_at, tuple(states), tuple(marks))


def _gravity(one: Judged) -> tuple[int, Millis]:
    return -severity(one[0]), one[0].opened_at


def _is_graver(one: Episode) -> tuple[bool, Millis]:
    return one.kind == EpisodeKind.CRISIS, one.now.at


def _at(state: EpisodeState) -> Millis:
    return state.at


def _number(mark: EpisodeMark) -> int:
    return mark.id
