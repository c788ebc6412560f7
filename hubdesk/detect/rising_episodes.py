"""When an episode of rising buzz opens, what is told while it lasts, when it is a crisis, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import DAY, HOUR, MINUTE, EpisodeKind, Millis
from hubdesk.detect import crisis, sayings
from hubdesk.detect.baseline import Baseline, Usual
from hubdesk.detect.big import WINDOWS, BigRule, News
from hubdesk.detect.crisis import CrisisRule
from hubdesk.detect.kept import Bools, Floats
from hubdesk.detect.manners import Manners
from hubdesk.detect.values import Alarm, Closing, Said, Update
from hubdesk.detect.windows import FIFTEEN, THREE, Windows, lengths
from hubdesk.detect.windows import HOUR as AN_HOUR
from hubdesk.told import Told

EARLY: Final = "early"
BIG: Final = "big"


@dataclass(frozen=True, slots=True)
class EpisodeRule:
    """When episodes begin and end.

    `back`: the share of the rise under which one is over; not before `shortest`. `repeat`: for `quiet` after an alarm
    only so much over that episode's maximum alarms again; so it does in one that lasts once its rise has `faded` to
    that share. `grown`: by how much more than was last told is worth an update. `nearly`: the surprise that the big
    voice needs to open one by itself, where the early one is listened to as well. In a crisis the baseline is frozen,
    for `frozen` at most; what still lasts after `longest` is the new usual.
    """

    back: float = 0.1
    nearly: float = 3.0
    repeat: float = 1.15
    grown: float = 1.5
    faded: float = 0.5
    shortest: Millis = 3 * HOUR
    frozen: Millis = 3 * DAY
    longest: Millis = 7 * DAY
    quiet: Millis = DAY


@dataclass(frozen=True, slots=True)
class Heard:
    """What was made of the step that ends at `end`, a column a topic."""

    end: Millis
    topics: tuple[int, ...]
    usual: Usual
    baseline: Baseline
    windows: Windows
    manners: Manners | None
    surprise: Floats
    window: NDArray[np.intp]  # in which window it surprises most
    threshold: Floats
    big: News | None

    @property
    def now(self) -> Bools:
        """Topics that were listened to in this step: of the others nothing is said."""
        now: Bools = self.windows.seen[self.windows.at - 1] > 0.0
        return now


@dataclass(slots=True)
class Episodes:
    """The episode of each topic that has one, and what remains of its last."""

    open: Bools
    opened_at: NDArray[np.int64]
    early: Floats  # the largest surprise, relative to the threshold
    big: Floats  # the largest score of the big voice, relative to its threshold; 0 while it was silent
    told_early: Floats  # what of the two was told last
    told_big: Floats
    rise: Floats  # the largest 15-minute mean over the usual, a minute
    faded: Bools  # whether the rise has fallen back since; then the largest scores stay as they were
    level: NDArray[np.int64]  # of crisis

    @classmethod
    def new(cls, topics: int) -> Self:
        whole = np.zeros(topics, np.int64)
        largest, told = (np.zeros(topics), np.zeros(topics)), (np.zeros(topics), np.zeros(topics))
        no = np.zeros(topics, np.bool_)
        return cls(no, whole - 10 * DAY, *largest, *told, np.zeros(topics), no.copy(), whole)

    def teaches(self, rule: EpisodeRule, minute: Millis) -> Bools:
        """Topics whose baseline is not frozen: all but those in a crisis, until it has lasted too long to wait for.

        A buzz that is no crisis teaches what the clip lets through. Frozen as well, a topic whose days are new to the
        watch would be an episode every morning, and learn its nights only.
        """
        usual: Bools = ~self.open | (self.level == 0) | (minute - self.opened_at >= rule.frozen)
        return usual

    def swings(self, rule: EpisodeRule, minute: Millis) -> Bools:
        """Topics whose counts tell how much they swing: in any episode, its rise would soon hide the rest of it."""
        usual: Bools = ~self.open | (minute - self.opened_at >= rule.frozen)
        return usual

    def judge(
        self, rule: EpisodeRule, crises: CrisisRule, big_rule: BigRule, heard: Heard
    ) -> tuple[Bools, tuple[Said, ...]]:
        """Which topics' episodes open now, and what there is to say."""
        early = np.where(heard.now, heard.surprise / heard.threshold, 0.0)
        big = np.zeros(len(early))
        place = np.full(len(early), -1, dtype=np.intp)
        if heard.big is not None:
            ratio = np.where(heard.big.is_fresh, heard.big.score / big_rule.threshold, 0.0)
            big[heard.big.topics], place[heard.big.topics] = ratio, np.arange(len(ratio))
        nearly = np.where(np.isinf(heard.threshold), 0.0, rule.nearly)  # the early voice may not have been asked
        speaks = (early >= 1.0) | ((big >= 1.0) & (self.open | (heard.surprise >= nearly)))
        if not (speaks | self.open).any():
            return speaks, ()
        age = heard.end - self.opened_at
        is_more = (early > rule.repeat * self.early) | (big > rule.repeat * self.big)
        outgrows = (early > rule.repeat * self.early) | ((big > rule.repeat * self.big) & (self.big > 0.0))
        again = self.faded & (self.level == 0) & (age >= rule.shortest) & outgrows  # a crisis has its levels
        opened: Bools = speaks & np.where(self.open, again, (age >= rule.quiet) | is_more)
        said: list[Said] = []
        for topic in np.flatnonzero(speaks & (opened | self.open)):
            told = _told(heard, int(topic), float(big[topic]), int(place[topic]))
            if opened[topic]:
                said += self._open(heard, int(topic), *told)
            else:
                said += self._update(rule, heard, int(topic), *told)
        self._remember(rule, heard, opened, early, big)
        for topic in np.flatnonzero(self.open & heard.now):
            said += self._worsen(crises, heard, int(topic))
            said += self._close(rule, crises, heard, int(topic))
        return opened, tuple(said)

    def _open(self, heard: Heard, topic: int, voice: str, score: float, threshold: float, words: Told) -> list[Said]:
        """A new episode; one that had faded and is outgrown ends where it begins."""
        before = self._end(heard, topic, sayings.outgrown(heard.end - int(self.opened_at[topic])))
        self.opened_at[topic] = heard.end
        alarm = Alarm(
            EpisodeKind.BUZZ, heard.topics[topic], heard.end, heard.end, score, threshold, 0, words, voice, (words,)
        )
        return [*before, alarm]

    def _update(
        self, rule: EpisodeRule, heard: Heard, topic: int, voice: str, score: float, threshold: float, words: Told
    ) -> list[Said]:
        told = self.told_early if voice == EARLY else self.told_big
        before = float(told[topic])
        if score / threshold <= rule.grown * before:
            return []
        told[topic] = score / threshold
        opened_at = int(self.opened_at[topic])
        if voice == BIG and before == 0.0:
            words = sayings.confirmed(words, heard.end - opened_at)
        return [
            Update(
                EpisodeKind.BUZZ, heard.topics[topic], heard.end, opened_at, score, int(self.level[topic]), words, voice
            )
        ]

    def _remember(self, rule: EpisodeRule, heard: Heard, opened: Bools, early: Floats, big: Floats) -> None:
        for most in (self.early, self.big, self.rise):
            most[opened] = 0.0
        self.level[opened], self.faded[opened] = 0, False
        self.open |= opened
        self.told_early[opened], self.told_big[opened] = early[opened], big[opened]
        listened = np.maximum(heard.windows.listened[FIFTEEN], 1.0) * heard.windows.step
        rise = (heard.windows.count[FIFTEEN] - heard.windows.due[FIFTEEN]) / listened
        lives = self.open & heard.now
        self.rise[:] = np.where(lives, np.maximum(self.rise, rise), self.rise)
        self.faded |= lives & (rise <= rule.faded * self.rise)
        for most, now in ((self.early, early), (self.big, big)):
            largest = np.where(self.faded & (now <= rule.repeat * most), most, np.maximum(most, now))
            most[:] = np.where(lives, largest, most)

    def _worsen(self, rule: CrisisRule, heard: Heard, topic: int) -> list[Said]:
        """Another level of a crisis is said once; a level is never taken back while the episode lasts."""
        if heard.manners is None:
            return []
        count, due = float(heard.windows.count[AN_HOUR, topic]), float(heard.windows.due[AN_HOUR, topic])
        level = crisis.level(rule, count, due)
        if level <= self.level[topic]:
            return []
        found, known = crisis.signs(rule, heard.manners, topic)
        if len(found) < rule.signs:
            return []
        self.level[topic] = level
        times = count / max(due, rule.least_usual)
        words = sayings.crisis(count, times, due, len(found), known)
        opened_at, threshold = int(self.opened_at[topic]), rule.times[level - 1]
        return [
            Alarm(
                *(EpisodeKind.CRISIS, heard.topics[topic], heard.end, opened_at, times, threshold, level, words),
                voice=EpisodeKind.CRISIS,
                reasons=(words, *found),
            )
        ]

    def _close(self, rule: EpisodeRule, crises: CrisisRule, heard: Heard, topic: int) -> list[Said]:
        """Over when the last 15 minutes and 3 hours are near the usual, for this rise or for the topic's swings.

        A night is near it for everybody: a crisis that is still several times what is usual at night goes on, with its
        baseline frozen, else a row of days would be a new and smaller one every morning.
        """
        lasted = heard.end - int(self.opened_at[topic])
        if lasted < rule.shortest:
            return []
        is_back = all(self._is_back(rule, heard, topic, window) for window in (FIFTEEN, THREE))
        if is_back and self.level[topic]:
            is_back = not self._is_still_loud(crises, heard, topic)
        if not is_back and lasted < rule.longest:
            return []
        _span, count, due = _window(heard, THREE, topic)
        return self._end(
            heard, topic, sayings.back(count, due, lasted) if is_back else sayings.new_usual(count, lasted)
        )

    def _is_back(self, rule: EpisodeRule, heard: Heard, topic: int, window: int) -> bool:
        steps = float(heard.windows.listened[window, topic])
        if steps * 2 < lengths(heard.windows.step)[window]:
            return False
        _span, count, due = _window(heard, window, topic)
        near = rule.back * self.rise[topic] * steps * heard.windows.step
        spread = float(heard.baseline.spread(heard.usual, window, np.array([due]), np.array([topic]))[0])
        return bool(count - due <= max(near, float(np.sqrt(due + spread * due * due))))

    def _is_still_loud(self, rule: CrisisRule, heard: Heard, topic: int) -> bool:
        _span, count, due = _window(heard, THREE, topic)
        return count > rule.over * max(due, rule.least_usual)

    def _end(self, heard: Heard, topic: int, words: Told) -> list[Said]:
        """The episode's closing, and its crisis's; nothing where none is open."""
        if not self.open[topic]:
            return []
        self.open[topic] = False
        kinds = [EpisodeKind.BUZZ, EpisodeKind.CRISIS][: 2 if self.level[topic] else 1]
        opened_at = int(self.opened_at[topic])
        return [Closing(kind, heard.topics[topic], heard.end, opened_at, words) for kind in kinds]


def _told(heard: Heard, topic: int, big: float, place: int) -> tuple[str, float, float, Told]:
    """The voice that speaks for a topic, its score, threshold and words: the big one's where it speaks at all."""
    if heard.big is None or big < 1.0:
        span, count, due = _window(heard, int(heard.window[topic]), topic)
        surprise = float(heard.surprise[topic])
        return EARLY, surprise, float(heard.threshold[topic]), sayings.unlikely(count, span, due, surprise)
    news = heard.big
    row = int(news.days[:, place].argmax())
    span, count, due = _window(heard, WINDOWS[row], topic)
    days, is_known = float(news.days[row, place]), bool(news.is_known[row, place])
    score = float(news.score[place])
    return BIG, score, score / big, sayings.biggest(count, span, due, days, is_known, float(heard.baseline.age[topic]))


def _window(heard: Heard, window: int, topic: int) -> tuple[Millis, float, float]:
    """How long it was listened to, what was heard, and what was due."""
    windows = heard.windows
    span = int(windows.listened[window, topic]) * windows.step * MINUTE
    return span, float(windows.count[window, topic]), float(windows.due[window, topic])
