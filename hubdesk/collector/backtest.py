"""What the detectors would have told of a session's past, and the score of every minute: a watch that writes nothing.

Over the minutes that were watched it tells what was told then, event for event: the same detectors take the same counts
in the same order, and look no further than their minute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from hubdesk.collector.watch import WATCH, stretch
from hubdesk.collector.watch_memory import Memory
from hubdesk.collector.watching import GROUP, Watching
from hubdesk.core import MINUTE, HubdeskError, Millis, Scope
from hubdesk.detect.rising import RisingWatch, Rules
from hubdesk.detect.rising_episodes import BIG, EARLY
from hubdesk.i18n import _
from hubdesk.store.episodes import Seen
from hubdesk.store.reader import Reader

ALONE: Final = {"": None, EARLY: Rules(voices=(EARLY,)), BIG: Rules(voices=(BIG,))}

Progress = Callable[[float], None]
"""Told from 0 to 1 how much is done."""


@dataclass(slots=True)
class Backtest:
    """`scores`: each minute that was listened to, and the largest score of a topic in it, over its threshold: from 1 on
    a rule speaks. `found`: states of episodes, in the order in which they are told."""

    scores: list[tuple[Millis, float]] = field(default_factory=list)
    found: list[Seen] = field(default_factory=list)
    start: Millis = 0
    end: Millis = 0
    topics: int = 0


def backtest(
    reader: Reader, end: Millis, *, rule: str = "", topic: int | None = None, again: bool = False,
    tell: Progress | None = None,
) -> Backtest:  # fmt: skip
    """Run the detectors over what a session has heard until `end`.

    `rule`: as if there were this rule alone. `topic`: the scores are of this one. `again`: all minutes are counted
    anew, by what topics hear and what is read today, from when anybody listened; else as the watch counted them.
    Raises HubdeskError.
    """
    if rule not in ALONE:
        names = ", ".join(filter(None, ALONE))
        raise HubdeskError(_("there is no rule “{rule}”; there are: {names}").format(rule=rule, names=names))
    watched, text = reader.watched(WATCH)
    memory = Memory() if again or watched is None else Memory.read(text)
    made = Backtest(end=end // MINUTE * MINUTE)
    made.start = start = memory.began if memory.joined else _first(reader, made.end)
    watching = Watching(reader, ALONE[rule])
    topics = reader.topics()
    made.topics = len(topics)
    if not memory.joined:
        memory.welcome(topics, start, GROUP)
    begins = dict.fromkeys(memory.groups(), 0)
    scores = _Scores(watching, rule, topic)
    edges = sorted({one.minute for one in memory.joined if start < one.minute < made.end})
    while start < made.end:
        for group, joining in memory.joining(start, begins):
            watching.join(group, joining)
        stop = min([made.end, start + stretch(len(topics)), *(edge for edge in edges if edge > start)])
        made.found += watching.take(reader.minutes(start, stop, again=again), scores.note)
        if tell is not None:
            tell((stop - made.start) / max(1, made.end - made.start))
        start = stop
    made.scores = scores.made
    return made


def _first(reader: Reader, end: Millis) -> Millis:
    """The first minute in which somebody listened; the end when nobody did."""
    first = reader.coverage(Scope((), end - MINUTE, end)).first_listened
    start = end if first is None else min(end, first // MINUTE * MINUTE)
    while start < end:
        stop = min(end, start + stretch(1))
        unheard = frozenset(reader.minutes(start, stop, again=True).unheard)
        heard = next((minute for minute in range(start, stop, MINUTE) if minute not in unheard), None)
        if heard is not None:
            return heard
        start = stop
    return end


class _Scores:
    """The largest score of every minute, over its threshold."""

    def __init__(self, watching: Watching, rule: str, topic: int | None) -> None:
        self._watching, self._rule, self._topic = watching, rule, topic
        self.made: list[tuple[Millis, float]] = []

    def note(self, minute: Millis, seen: bool) -> None:
        if seen:
            best = max((self._of(group) for group in self._watching.groups.values()), default=0.0)
            self.made.append((minute, round(best, 4)))

    def _of(self, group: RisingWatch) -> float:
        scores, best = group.scores, 0.0
        if scores is None or (self._topic is not None and self._topic not in group.topics):
            return best
        chosen = np.array([self._topic is None or topic == self._topic for topic in group.topics])
        if self._rule != BIG:
            thresholds = np.fromiter(group.thresholds().values(), np.float64)
            best = float((scores.surprise / thresholds)[chosen].max())
        if self._rule != EARLY and scores.big is not None:
            judged = scores.big.score[chosen[scores.big.topics]]
            best = max(best, float(judged.max(initial=0.0)) / group.rules.big.threshold)
        return best
