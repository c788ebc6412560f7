"""The detectors over a session's minutes: what they say becomes episodes with frozen evidence. Writes nothing.

Live, at a catch-up and in a back-test, the same minutes bring the same episodes: nothing here knows a clock, and
evidence is looked up as it was known at the alarm. Topics are watched in groups, so that what a detector remembers of
one group fits into a row of the session.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from hubdesk.collector import evidence
from hubdesk.collector.evidence import Evidence, Json
from hubdesk.collector.watch_life import LIMIT, STEP, First, Followed
from hubdesk.collector.watch_minutes import Recent, by_minute, onset
from hubdesk.collector.watch_outages import OutageEpisodes
from hubdesk.collector.watch_rings import RingEpisodes
from hubdesk.core import (
    DAY,
    HOUR,
    MINUTE,
    EpisodeKind,
    EpisodeState,
    Millis,
    MinuteCount,
    Minutes,
    Phase,
    Report,
    Scope,
    SourceState,
    Topic,
)
from hubdesk.detect.rising import RisingWatch, Rules
from hubdesk.detect.values import Alarm, Said, Told, Update
from hubdesk.i18n import N_
from hubdesk.store.episodes import Seen
from hubdesk.store.reader import Reader

GROUP: Final = 200  # topics: 20 KB each at most, in a row of 5 MB
UNFOLLOWED: Final = N_("Followed no longer: what the watch remembered of it was damaged")
Note = Callable[[Millis, bool], None]
"""Hears of each minute that was taken, and whether somebody listened in it."""
_DOWN: Final = frozenset({SourceState.FAILED, SourceState.LATE})


class Watching:
    """The detectors, the episodes they follow, and what happened lately. `take` gives what is to be stored."""

    def __init__(self, reader: Reader, rules: Rules | None = None) -> None:
        self._reader, self._rules = reader, rules
        self._zone = reader.facts().timezone
        self._evidence = Evidence(reader, reader.people())
        self._topics = {topic.id: topic for topic in reader.topics()}
        self.groups: dict[int, RisingWatch] = {}
        self._group_of: dict[int, int] = {}
        self.followed: dict[int, Followed] = {}
        self.recent = Recent()
        self.outages, self.rings = OutageEpisodes(self._zone), RingEpisodes(reader)
        self.outages.know(self._topics, self._evidence)
        self._sources_at: tuple[Millis, bool] = (0, True)

    def know(self, topics: Iterable[Topic]) -> None:
        """The session's topics as they are now: those that are gone are watched no longer."""
        self._topics = {topic.id: topic for topic in topics}
        self._evidence = Evidence(self._reader, self._reader.people())
        for number, group in list(self.groups.items()):
            left = [topic for topic in group.topics if topic in self._topics]
            if not left:
                del self.groups[number]
            elif len(left) != len(group.topics):
                self.groups[number] = group.watching(left)
        self.followed = {id_: one for id_, one in self.followed.items() if id_ in self._topics}
        self.outages.know(self._topics, self._evidence)
        self.rings.know(self._topics)

    def join(self, group: int, topics: Sequence[int]) -> None:
        """From the next minute on these are watched too, without a past; those that are watched already stay."""
        self.outages.join(group, topics)
        topics = [topic for topic in topics if topic not in self._group_of]
        if not topics:
            return
        found = self.groups.get(group)
        if found is None:
            self.groups[group] = RisingWatch(topics, zone=self._zone, rules=self._rules)
        else:
            self.groups[group] = found.watching((*found.topics, *topics))
        self._group_of |= dict.fromkeys(topics, group)

    def restore(self, group: int, watch: RisingWatch) -> None:
        """Go on with what was remembered of a group."""
        self.groups[group] = watch
        self._group_of |= dict.fromkeys(watch.topics, group)

    def take(self, minutes: Minutes, note: Note | None = None) -> tuple[Seen, ...]:
        """A stretch that follows the one before. What is said of one episode at one instant is one state."""
        found: dict[tuple[str, int | None, Millis, Millis], Seen] = {}
        for minute, counts, seen, reports in by_minute(minutes):
            self.recent.take(minute, counts, seen)
            for one in (*self._minute(minute, counts, seen), *self._beside(minute, reports, seen)):
                key = (one.kind, one.topic, one.opened_at, one.state.at)
                found[key] = one if key not in found else _together(found[key], one)
            if note is not None:
                note(minute, seen)
        return tuple(found.values())

    def detect(self, minute: Millis, counts: Sequence[MinuteCount], seen: bool, groups: Iterable[int]) -> list[Said]:
        """What the detectors of these groups say of a minute."""
        said: list[Said] = []
        by_group: defaultdict[int, list[MinuteCount]] = defaultdict(list)
        for one in counts:
            by_group[self._group_of.get(one.topic, -1)].append(one)
        for number in groups:
            said += self.groups[number].take(minute, by_group[number], seen)
        return said

    def lost(self, one: Followed, at: Millis) -> list[Seen]:
        """An episode of which the detector knows nothing any more is followed no longer."""
        self.followed.pop(one.topic, None)
        seen = self._state(one, at, {})
        kinds = [EpisodeKind.BUZZ, EpisodeKind.CRISIS][: 2 if one.severity else 1]
        return [unfollowed(kind, one.topic, one.opened_at, seen.state, at) for kind in kinds]

    # inside

    def _minute(self, minute: Millis, counts: Sequence[MinuteCount], seen: bool) -> list[Seen]:
        said = self.detect(minute, counts, seen, self.groups)
        found: list[Seen] = []
        if self.followed:
            heard = {one.topic: one.mentions for one in counts}
            for topic, one in list(self.followed.items()):
                found += self._live(one, minute, heard.get(topic, 0) if seen else None)
        for told in said:
            found += self._said(told)
        return found

    def _beside(self, minute: Millis, reports: Sequence[Report], seen: bool) -> list[Seen]:
        """Outages, and accounts that act together; where one rule is tried alone, they are none of it."""
        if self._rules is not None:
            return []
        pushed = {topic: one.start for topic, one in self.followed.items()}
        found = self.outages.take(minute, reports, seen, self.recent.of)
        return found + (self.rings.take(minute + MINUTE, pushed, self._topics) if seen else [])

    def _live(self, one: Followed, minute: Millis, count: int | None) -> list[Seen]:
        at = minute + MINUTE
        is_whole = self._is_whole(at) if at - one.opened_at <= LIMIT + STEP else True
        told = one.take(minute, count, is_whole, self._first(one, at))
        return [self._state(one, at, _with_words({}, told))] if told else []

    def _first(self, one: Followed, at: Millis) -> First:
        topic = self._topics[one.topic]

        def first(most: int) -> list[tuple[Millis, int]]:
            return self._evidence.first(topic, one.start, at, most)

        return first

    def _said(self, said: Said) -> list[Seen]:
        if isinstance(said, Alarm):
            return self._alarm(said)
        one = self.followed.get(said.topic)
        if one is None or one.opened_at != said.opened_at:  # it was never told
            return []
        if isinstance(said, Update):
            words = (said.words, *one.grew(said.at))
            return [self._state(one, said.at, _with_words({}, words))]
        seen = self._state(one, said.at, _with_words({}, (said.words,)))
        if said.kind == seen.kind:
            self.followed.pop(said.topic)
        phase = Phase.PSCHITT if one.phase == Phase.PSCHITT else Phase.OVER
        severity = one.severity if said.kind == EpisodeKind.CRISIS else 0
        return [replace(seen, kind=said.kind, state=replace(seen.state, phase=phase, severity=severity, end=said.at))]

    def _alarm(self, alarm: Alarm) -> list[Seen]:
        one = self.followed.get(alarm.topic)
        if one is None or one.opened_at != alarm.opened_at:
            one = self._follow(alarm)
        one.severity = max(one.severity, alarm.severity)
        made = evidence.told(alarm, *one.grew(alarm.at))
        made |= self._against_usual(alarm, one)
        if one.fizzle.chance is None and not one.fizzle.is_settled and self._is_whole(alarm.at):
            one.weigh(self._first(one, alarm.at))
        past = self.recent.of(alarm.topic, one.start)
        listened = sum(count is not None for _minute, count in past)
        made |= self._evidence.of(self._topics[alarm.topic], one.start, alarm.at, listened)
        return [self._state(one, alarm.at, made)]

    def _against_usual(self, alarm: Alarm, one: Followed) -> Json:
        """What is usual in an hour, and how many times that was heard: the alarm's own figures, where it has them."""
        said = (alarm.words.figure("usual"), alarm.words.figure("times"))
        if all(isinstance(figure, int | float) for figure in said):
            usual, times = (float(figure or 0.0) for figure in said)
            return {"usual": round(usual, 1), "times": round(times, 1)}
        usual = one.usual * HOUR / MINUTE
        heard = sum(count or 0 for _minute, count in self.recent.of(alarm.topic, alarm.at - HOUR))
        return {"usual": round(usual, 1)} | ({"times": round(heard / usual, 1)} if usual > 0.0 else {})

    def _follow(self, alarm: Alarm) -> Followed:
        """From its alarm on, an episode is followed; what it was until then is counted too."""
        usual, now = _rates(alarm)
        start = onset(self.recent.of(alarm.topic, 0), usual, now)
        one = Followed(alarm.topic, alarm.opened_at, start, usual)
        one.begin(self.recent.of(alarm.topic, start // STEP * STEP - 2 * STEP))
        self.followed[alarm.topic] = one
        return one

    def _state(self, one: Followed, at: Millis, made: Json) -> Seen:
        kind = EpisodeKind.CRISIS if one.severity else EpisodeKind.BUZZ
        told = {**made, **one.chance}
        state = EpisodeState(at, one.phase, one.start, one.peak, None, one.severity, one.verdict, told)
        return Seen(kind, one.topic, one.opened_at, state)

    def _is_whole(self, at: Millis) -> bool:
        """Whether every source that listened within the day listens now; asked once a quarter of an hour."""
        quarter = at // STEP
        if self._sources_at[0] != quarter:
            coverage = self._reader.coverage(Scope((), at - DAY, at, known_by=at - 1))
            down = any(one.state in _DOWN and one.listened for one in coverage.sources)
            self._sources_at = (quarter, not down)
        return self._sources_at[1]


def unfollowed(kind: str, topic: int | None, opened_at: Millis, state: EpisodeState, at: Millis) -> Seen:
    """The end of an episode at the instant from which nobody can say how it goes on."""
    made = _with_words({}, (Told(UNFOLLOWED),))
    return Seen(kind, topic, opened_at, replace(state, at=at + 1, phase=Phase.OVER, end=at, evidence=made))


def _rates(alarm: Alarm) -> tuple[float, float]:
    """Mentions a minute, usually and now, as the alarm says it."""
    names = ("usual", "n", "span_ms")
    usual, now, span = (float(one) if isinstance(one, int | float) else 0.0 for one in map(alarm.words.figure, names))
    length = span or HOUR
    return usual * MINUTE / length, now * MINUTE / length


def _with_words(made: Json, words: Sequence[Told]) -> Json:
    return {**made, "told": [evidence.kept(one) for one in words]}


def _together(one: Seen, later: Seen) -> Seen:
    """Two states of one instant: what the alarm rests on stays, its sentences first."""
    old, new = one.state.evidence, later.state.evidence
    told = [*_sentences(old), *_sentences(new)]
    return replace(later, state=replace(later.state, evidence={**new, **old, "told": told}))


def _sentences(made: Any) -> list[object]:
    found = made.get("told", [])
    return list(found) if isinstance(found, list) else []
