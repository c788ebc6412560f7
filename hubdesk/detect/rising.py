"""The watch for rising buzz and crises over all topics at once: a minute's counts in, what began, grew or ended out.

No clock, no chance, no look ahead: the same minutes give the same answers, live and in a back-test, and a watch that
was put away with `state` goes on as if it never had been.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, Self

import numpy as np

from hubdesk.core import MINUTE, HubdeskError, Millis, MinuteCount, Minutes
from hubdesk.detect.baseline import Baseline, Usual, slot_of
from hubdesk.detect.big import BigRule, News, Records, news
from hubdesk.detect.crisis import CrisisRule
from hubdesk.detect.early import EarlyRule, Past, surprise
from hubdesk.detect.kept import Bools, Floats, check, packed, rearranged, unpack
from hubdesk.detect.manners import FACTS, Manners
from hubdesk.detect.rising_episodes import BIG, EARLY, EpisodeRule, Episodes, Heard
from hubdesk.detect.values import Said
from hubdesk.detect.windows import FIVE, MINUTES, Windows
from hubdesk.i18n import _

_VERSION: Final = 1
_BIN: Final = 5  # minutes: the baseline learns, and the big voice judges, once a bin


@dataclass(frozen=True, slots=True)
class Rules:
    """Every setting of the watch. Only the `voices` named open episodes."""

    voices: tuple[str, ...] = (EARLY, BIG)
    usual: Usual = field(default_factory=Usual)
    early: EarlyRule = field(default_factory=EarlyRule)
    big: BigRule = field(default_factory=BigRule)
    crisis: CrisisRule = field(default_factory=CrisisRule)
    episode: EpisodeRule = field(default_factory=EpisodeRule)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the voices made of the last step, a figure a topic: for a back-test. `big` is None between two bins."""

    surprise: Floats
    big: News | None


class RisingWatch:
    """Watches `topics` in steps of so many minutes; hours of the day are those of `zone`.

    `knows_voices` False: the series tells nothing of authors, sources and tones, so none is asked for. `late` counts
    steps that came after a later one had been closed: they are left out, because what was said cannot be unsaid.
    """

    def __init__(
        self,
        topics: Sequence[int],
        *,
        zone: str = "Europe/Paris",
        rules: Rules | None = None,
        step: int = 1,
        knows_voices: bool = True,
    ) -> None:
        if len(set(topics)) != len(topics) or step < 1:
            raise ValueError("a topic is watched once, in steps of whole minutes")
        self.topics = tuple(topics)
        self.zone, self.rules, self.step = zone, rules or Rules(), step
        self.late = 0
        self.last: Millis | None = None
        self.scores: Scores | None = None
        self._column = {topic: column for column, topic in enumerate(self.topics)}
        self._manners = Manners.new(len(self.topics), step) if knows_voices else None
        self._baseline = Baseline.new(len(self.topics), len(MINUTES))
        self._windows = Windows.new(len(self.topics), step)
        self._past = Past.new(self.rules.early, len(self.topics))
        self._records = Records.new(len(self.topics))
        self._episodes = Episodes.new(len(self.topics))
        self._slot = -1
        self._shape = self._rate = np.zeros(len(self.topics))

    # what comes in

    def take_minutes(self, minutes: Minutes) -> tuple[Said, ...]:
        """Every minute of a stretch, in order; what was not heard in one that was listened to is zero."""
        counts: dict[Millis, list[MinuteCount]] = {}
        for count in minutes.counts:
            counts.setdefault(count.minute, []).append(count)
        unheard = frozenset(minutes.unheard)
        said: list[Said] = []
        for minute in range(minutes.start, minutes.end, self.step * MINUTE):
            said += self.take(minute, counts.get(minute, ()), minute not in unheard)
        return tuple(said)

    def take(self, minute: Millis, counts: Sequence[MinuteCount], seen: bool = True) -> tuple[Said, ...]:
        """One closed step that began at `minute`. Counts of topics that are not watched are left out."""
        mentions = np.zeros(len(self.topics))
        facts = np.zeros((len(FACTS), len(self.topics)))
        known = [count for count in counts if count.topic in self._column]
        columns = np.array([self._column[count.topic] for count in known], dtype=np.intp)
        mentions[columns] = _floats(known, "mentions")
        for row, fact in enumerate(FACTS):
            facts[row, columns] = _floats(known, fact)
        return self.take_columns(minute, mentions, facts, np.full(len(self.topics), seen))

    def take_columns(self, minute: Millis, mentions: Floats, facts: Floats | None, seen: Bools) -> tuple[Said, ...]:
        """As `take`, with an array for all topics: `facts` is `manners.FACTS` x topics, None where none is known."""
        if not self._move_to(minute):
            return ()
        end = minute + self.step * MINUTE
        is_bin = self.step >= _BIN or end // (_BIN * MINUTE) != minute // (_BIN * MINUTE)
        self._windows.take(mentions, self._rate * self.step, seen)
        teaches = self._episodes.teaches(self.rules.episode, minute)
        if self._manners is not None and facts is not None:
            self._manners.take(np.where(seen, facts, 0.0), seen & teaches)
        swings = self._episodes.swings(self.rules.episode, minute)
        said = self._judge(end, is_bin)
        if is_bin:
            self._learn(teaches, swings)
        return said

    def _move_to(self, minute: Millis) -> bool:
        """False for a step that is late. Steps that are missing in between were listened to by nobody."""
        if self.last is not None and minute <= self.last:
            self.late += 1
            return False
        missing = 0 if self.last is None else (minute - self.last) // (self.step * MINUTE) - 1
        if missing > 0:
            self._windows.skip(missing)
            if self._manners is not None:
                self._manners.skip(missing)
        self.last = minute
        slot = slot_of(minute, self.zone)
        if slot != self._slot:
            self._slot = slot
            self._expect()
        return True

    def _expect(self) -> None:
        self._shape = self._baseline.shape(self.rules.usual, self._slot)
        self._rate = self._baseline.level(self.rules.usual) * self._shape

    def _judge(self, end: Millis, is_bin: bool) -> tuple[Said, ...]:
        rules, windows = self.rules, self._windows
        self._past.move_to(rules.early, end - 1)
        unlikely, window = surprise(rules.early, rules.usual, self._baseline, windows, self._manners)
        big = news(rules.big, windows, self._records, self._baseline.age, unlikely, end) if is_bin else None
        self.scores = Scores(unlikely, big)
        threshold = self._past.threshold if EARLY in rules.voices else np.full(len(unlikely), np.inf)
        speaks = big if BIG in rules.voices else None
        heard = Heard(
            *(end, self.topics, rules.usual, self._baseline, windows, self._manners),
            unlikely,
            window,
            threshold,
            speaks,
        )
        opened, said = self._episodes.judge(rules.episode, rules.crisis, rules.big, heard)
        # what opens an episode is one event of the budget, whichever voice said so; what goes on in it is none
        told = np.where(opened, np.maximum(unlikely, self._past.threshold), unlikely)
        self._past.note(told, heard.now & (~self._episodes.open | opened))
        return said

    def _learn(self, teaches: Bools, swings: Bools) -> None:
        windows, usual = self._windows, self.rules.usual
        minutes = windows.listened[FIVE] * self.step
        heard = minutes > 0.0
        self._baseline.learn_spread(usual, windows.count, windows.due, minutes, teaches & swings & heard)
        self._baseline.learn(
            usual, self._slot, windows.count[FIVE], windows.due[FIVE], self._shape, minutes, teaches & heard
        )
        self._expect()

    # putting it away, and going on

    def state(self) -> dict[str, Any]:
        """All it remembers, for JSON."""
        parts = {name: packed(part) for name, part in self._parts().items()}
        return {
            "version": _VERSION,
            "topics": list(self.topics),
            "zone": self.zone,
            "step": self.step,
            "last": self.last,
            "late": self.late,
            **parts,
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any], *, rules: Rules | None = None) -> Self:
        """Go on where `state` was taken. Raises HubdeskError for what is no such state, or a later Hubdesk's."""
        topics, step, last = state.get("topics"), state.get("step"), state.get("last")
        if (
            state.get("version") != _VERSION
            or not isinstance(topics, list)
            or not all(isinstance(topic, int) for topic in topics)
            or len(set(topics)) != len(topics)
            or not isinstance(step, int)
            or not 1 <= step <= 10_000
            or not isinstance(last, int | None)
        ):
            raise HubdeskError(_("what the detectors remembered is not readable here: they learn anew from the past"))
        watch = cls(topics, zone=str(state.get("zone")), rules=rules, step=step, knows_voices="manners" in state)
        for name, part in watch._parts().items():
            unpack(part, state.get(name))
        check(0 <= watch._windows.at < len(watch._windows.counts) and watch._windows.step == step, "windows")
        if watch._manners is not None:
            check(0 <= watch._manners.at < watch._manners.hour.shape[1] and watch._manners.step == step, "manners")
        check(watch._records.most.size > 0, "records")
        late = state.get("late")
        watch.last, watch.late = last, late if isinstance(late, int) else 0
        return watch

    def watching(self, topics: Sequence[int]) -> RisingWatch:
        """A watch over these topics that knows what this one knows of them; a new topic starts without a past."""
        watch = RisingWatch(
            topics, zone=self.zone, rules=self.rules, step=self.step, knows_voices=self._manners is not None
        )
        columns = [self._column.get(topic, -1) for topic in topics]
        fresh = watch._parts()
        for name, part in self._parts().items():
            rearranged(part, fresh[name], columns)
        watch.last, watch.late = self.last, self.late
        return watch

    def usual(self, topic: int) -> float:
        """A topic's level: mentions a minute, as if every hour were alike."""
        return float(self._baseline.level(self.rules.usual)[self._column[topic]])

    def opened_at(self, topic: int) -> Millis | None:
        """When the episode opened that a topic is in; None when it is in none."""
        column = self._column[topic]
        return int(self._episodes.opened_at[column]) if self._episodes.open[column] else None

    def thresholds(self) -> dict[int, float]:
        """The surprise from which each topic's early voice speaks: what its budget of false alarms made of it."""
        return dict(zip(self.topics, self._past.threshold.tolist(), strict=True))

    def _parts(self) -> dict[str, Any]:
        parts = {
            "baseline": self._baseline,
            "windows": self._windows,
            "past": self._past,
            "records": self._records,
            "episodes": self._episodes,
        }
        return parts if self._manners is None else {**parts, "manners": self._manners}


def _floats(counts: Sequence[MinuteCount], fact: str) -> Floats:
    return np.fromiter(map(attrgetter(fact), counts), np.float64, len(counts))
