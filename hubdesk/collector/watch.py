"""The watch over a session: every closed minute, what the detectors find is stored beside what they remember.

What was counted and found in a stretch, and up to where, is one transaction, so that a watch that is killed at any
instant tells nothing twice and loses nothing. What the detectors learnt of the usual is large; it is put away now and
then, and made again from the minutes counted since. Memory that is damaged is learnt anew from the past, quietly.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from hubdesk.collector.outages import Outages
from hubdesk.collector.watch_memory import Memory
from hubdesk.collector.watch_minutes import RECENT, by_minute
from hubdesk.collector.watching import GROUP, Watching, unfollowed
from hubdesk.core import DAY, HOUR, MINUTE, SECOND, Episode, HubdeskError, Millis, Minutes, Scope
from hubdesk.detect.rising import RisingWatch
from hubdesk.detect.values import Alarm, Closing
from hubdesk.i18n import _
from hubdesk.store.episodes import Seen
from hubdesk.store.reader import Reader
from hubdesk.store.writer import Writer

WATCH: Final = "minutes"  # the name under which the store knows up to when there was watched
LEARNT: Final = "rising"  # and those under which each group's detectors are remembered
REPORTED: Final = "outages"
SETTLED: Final = 3 * SECOND  # after a minute's end: what arrived in it is stored
STRETCH: Final = DAY  # at most, at a catch-up
LONGEST_PAST: Final = 90 * DAY  # that is watched when a session is watched for the first time
LONGEST_GAP: Final = 400 * DAY  # what nobody watched for longer is not looked at minute by minute
LEARNT_FROM: Final = 28 * DAY  # when a memory is damaged
PUT_AWAY: Final = 3 * HOUR
BEHIND: Final = 12 * HOUR  # the same at a catch-up: packing is slower than the minutes it saves a watch that is killed
LARGEST: Final = 4_500_000  # bytes of a row
logger = logging.getLogger(__name__)

L = TypeVar("L", RisingWatch, Outages)
Tell = Callable[[Episode], None]
"""Hears of each episode that opens or changes, with its new state alone, once it is stored."""


class Watch:
    """Watches a session, a stretch at a time. `now` gives the instant, UTC milliseconds."""

    def __init__(self, reader: Reader, writer: Writer, now: Callable[[], Millis], tell: Tell | None = None) -> None:
        self._reader, self._writer, self._now, self._tell = reader, writer, now, tell
        self._watching: Watching | None = None
        self._memory = Memory()
        self._upto: Millis | None = None
        self._begins_at: Millis | None = None  # where a session that nobody watched yet is looked at next
        self._put_away_at: dict[int, Millis] = {}
        self._outages_at: dict[int, Millis] = {}
        self._waiting: tuple[Millis, Memory, Sequence[Seen], Minutes] | None = None
        self._late: list[Seen] = []  # to be told with the next stretch

    def step(self) -> bool:
        """One stretch. False: nothing is left to be done for now.

        Raises HubdeskError when the session does not answer or cannot be written: the next step tries again.
        """
        if self._waiting is not None:
            self._store(*self._waiting)
        if self._watching is None:
            self._remember()
        end = (self._now() - SETTLED) // MINUTE * MINUTE
        start = self._begin(end) if self._upto is None else max(self._upto, end - LONGEST_GAP)
        if start is None or start >= end:
            return False
        watching = self._watching
        assert watching is not None
        try:
            topics = self._reader.topics()
            watching.know(topics)
            minutes = self._minutes(start, min(end, start + stretch(len(topics))))
            if minutes is None:
                return self._begins_at is not None and self._begins_at < end
            for group, new in self._memory.welcome(topics, minutes.start, GROUP):
                watching.join(group, new)
            found = (*self._late, *watching.take(minutes))
        except BaseException:  # it may have taken part of the stretch: it goes on from what is stored
            self._watching = None
            raise
        self._memory.followed = list(watching.followed.values())
        self._store(minutes.end, self._memory, found, minutes)
        is_behind = minutes.end < end
        self._put_away(BEHIND if is_behind else PUT_AWAY)
        return is_behind

    def put_away(self) -> None:
        """What was learnt since the last time, so that the next watch has less to make again."""
        if self._watching is not None and self._waiting is None and self._upto is not None:
            self._put_away(MINUTE)

    # a stretch

    def _begin(self, end: Millis) -> Millis | None:
        """Where a session is watched for the first time; None while nobody has listened to anything."""
        if self._begins_at is None:
            first = self._reader.coverage(Scope((), end - MINUTE, end)).first_listened
            if first is None:
                return None
            self._begins_at = max(first, end - LONGEST_PAST) // MINUTE * MINUTE
        return self._begins_at

    def _minutes(self, start: Millis, end: Millis) -> Minutes | None:
        """A stretch; of a session's first one, not what was before anybody listened."""
        minutes = self._reader.minutes(start, end)
        if self._upto is not None:
            return minutes
        unheard = set(minutes.unheard)
        first = next((minute for minute in range(start, end, MINUTE) if minute not in unheard), None)
        if first is None:
            self._begins_at = end
            return None
        self._memory.began = first
        return replace(minutes, start=first, unheard=tuple(one for one in minutes.unheard if one >= first))

    def _store(self, upto: Millis, memory: Memory, found: Sequence[Seen], minutes: Minutes) -> None:
        self._waiting = (upto, memory, found, minutes)
        ids = self._writer.keep_watch(WATCH, upto, memory.kept(), found, minutes)
        self._waiting, self._upto, self._late = None, upto, []
        if self._tell is not None:
            for id_, one in zip(ids, found, strict=True):
                self._tell(Episode(id_, one.kind, one.topic, one.opened_at, (one.state,)))

    def _put_away(self, after: Millis) -> None:
        upto = self._upto
        assert upto is not None
        assert self._watching is not None
        for number, group in self._watching.groups.items():
            if upto - self._put_away_at.setdefault(number, self._memory.began) >= after:
                self._keep(f"{LEARNT} {number}", upto, group.state())
                self._put_away_at[number] = upto
        for number, outages in self._watching.outages.groups.items():
            if upto - self._outages_at.setdefault(number, self._memory.began) >= after:
                self._keep(f"{REPORTED} {number}", upto, outages.state())
                self._outages_at[number] = upto

    def _keep(self, name: str, upto: Millis, state: object) -> None:
        """Too much for a row is learnt again."""
        learnt = json.dumps(state, separators=(",", ":"))
        if len(learnt) <= LARGEST:
            self._writer.keep_watch(name, upto, learnt)

    # what was remembered

    def _remember(self) -> None:
        """Go on where the last watch was: what was put away, and the minutes since, again and quietly."""
        watching = Watching(self._reader)
        self._upto, text = self._reader.watched(WATCH)
        self._put_away_at, self._outages_at = {}, {}
        if self._upto is None:
            self._memory = Memory()
            self._watching = watching
            return
        topics = self._reader.topics()
        try:
            self._memory = Memory.read(text)
        except HubdeskError as error:
            logger.warning("%s", error)
            self._memory = Memory(self._past(self._upto))
            self._memory.welcome(topics, self._memory.began, GROUP)
            self._late = self._orphans()
        else:
            watching.outages.go_on(self._reader, self._upto)
            watching.rings.go_on(self._upto)
        watching.followed = {one.topic: one for one in self._memory.followed}
        learnt_anew = self._restore(watching, self._upto)
        open_now = self._again(watching, self._upto)
        watching.know(topics)
        for topic, one in list(watching.followed.items()):
            if self._memory.group_of(topic) in learnt_anew and open_now.get(topic) != one.opened_at:
                self._late += watching.lost(one, self._upto)
        self._late += [
            unfollowed(one.kind, one.topic, one.opened_at, one.state, self._upto)
            for one in watching.outages.lost(self._upto)
        ]
        self._watching = watching

    def _past(self, upto: Millis) -> Millis:
        """From where a memory is learnt anew."""
        first = self._reader.coverage(Scope((), upto - MINUTE, upto)).first_listened
        return max(upto - LEARNT_FROM, first or 0) // MINUTE * MINUTE

    def _restore(self, watching: Watching, upto: Millis) -> set[int]:
        """What was put away of each group, or nothing: those are learnt anew. Returns the groups whose rising detectors
        are."""
        anew = set()
        for number in self._memory.groups():
            if (found := self._learnt(f"{LEARNT} {number}", upto, RisingWatch.from_state)) is None:
                anew.add(number)
                self._put_away_at[number] = max(self._memory.began, self._past(upto))
            else:
                self._put_away_at[number], watch = found
                watching.restore(number, watch)
            if (kept := self._learnt(f"{REPORTED} {number}", upto, watching.outages.read)) is None:
                self._outages_at[number] = max(self._memory.began, self._past(upto))
            else:
                self._outages_at[number], watching.outages.groups[number] = kept
        return anew

    def _learnt(self, name: str, upto: Millis, read: Callable[[Any], L]) -> tuple[Millis, L] | None:
        """What was put away under a name, and when; None where nothing usable was."""
        at, learnt = self._reader.watched(name)
        if at is None:
            return None
        try:
            if not self._memory.began <= at <= upto:
                raise HubdeskError(_("what was put away of “{name}” is of another time").format(name=name))
            watch = read(json.loads(learnt))
            if watch.last is not None and watch.last != at - MINUTE:
                raise HubdeskError(_("what was put away of “{name}” is of another time").format(name=name))
        except (HubdeskError, ValueError, RecursionError, TypeError, AttributeError) as error:
            logger.warning("%s", error)
            return None
        return at, watch

    def _again(self, watching: Watching, upto: Millis) -> dict[int, Millis]:
        """Every group up to the instant. Nothing is told of it; returns which topics' episodes are open in the end."""
        opened: dict[int, Millis] = {}
        start = min([upto - RECENT * MINUTE, *self._put_away_at.values(), *self._outages_at.values()])
        start = max(start, self._memory.began)
        while start < upto:
            end = min(upto, start + stretch(self._memory.count()))
            for minute, counts, seen, reports in by_minute(self._reader.minutes(start, end)):
                for number, joining in self._memory.joining(minute, self._put_away_at):
                    watching.join(number, joining)
                for number, joining in self._memory.joining(minute, self._outages_at):
                    watching.outages.join(number, joining)
                groups = [number for number in watching.groups if self._put_away_at[number] <= minute]
                watching.recent.take(minute, counts, seen)
                for said in watching.detect(minute, counts, seen, groups):
                    if isinstance(said, Alarm):
                        opened[said.topic] = said.opened_at
                    elif isinstance(said, Closing):
                        opened.pop(said.topic, None)
                outages = [number for number in watching.outages.groups if self._outages_at[number] <= minute]
                watching.outages.detect(minute, reports, seen, outages)
            start = end
        return opened

    def _orphans(self) -> list[Seen]:
        """The ends of episodes that lasted when the memory was lost."""
        upto = self._upto or 0
        lasting = self._reader.episodes(Scope((), upto - 1, upto, known_by=upto))
        return [unfollowed(one.kind, one.topic, one.opened_at, one.now, upto) for one in lasting if one.lasts]


def stretch(topics: int) -> Millis:
    """What is watched at once: a day at most, and less of many topics: an hour of five thousand is no small work."""
    return max(HOUR, STRETCH // max(1, topics // 50) // HOUR * HOUR)
