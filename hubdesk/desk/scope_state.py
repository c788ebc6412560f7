"""What is looked at: which topics, which stretch of time, live or fixed; and the way back. Plain values, no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.core import DAY, HOUR, MINUTE, Millis, Scope, Span, Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.i18n import N_, local

TODAY: Final = "today"
CHOSEN: Final = "chosen"
REACHES: Final[dict[str, tuple[str, Millis]]] = {
    "15min": (N_("15 minutes"), 15 * MINUTE),
    "1h": (N_("1 hour"), HOUR),
    "6h": (N_("6 hours"), 6 * HOUR),
    "24h": (N_("24 hours"), DAY),
    "7d": (N_("7 days"), 7 * DAY),
    TODAY: (N_("today"), 0),
}
SHORTEST: Final = MINUTE
KEPT: Final = 50


@dataclass(frozen=True, slots=True)
class ScopeState:
    """What the analyst chose. `fixed` None: live, the end is now. `hidden`: topics off, so that a new one shows.

    In a replay the span keeps its length and ends where the replay stands.
    """

    reach: str = "24h"  # a key of REACHES, or CHOSEN
    fixed: Span | None = None
    hidden: frozenset[int] = frozenset()
    before: str = "24h"  # the length of before a stretch was chosen: what live goes back to
    replay: Millis | None = None  # where a replay stands: the end, and all that is known
    filters: Filters = ()  # one chip each, in the order in which they came
    pinned: frozenset[Filter] = frozenset()  # of the filters those that stay when all others are taken away

    @property
    def is_live(self) -> bool:
        return self.fixed is None and self.replay is None

    def span(self, now: Millis, zone: str) -> Span:
        """The stretch of time looked at when it is `now`."""
        if self.replay is not None and self.fixed is not None:
            return Span(self.replay - (self.fixed.end - self.fixed.start), self.replay)
        if self.replay is not None:
            return reaching(self.reach, self.replay, zone)
        return self.fixed if self.fixed is not None else reaching(self.reach, now, zone)

    def scope(self, topics: Sequence[Topic], now: Millis, zone: str) -> Scope:
        """The question for panels. With every topic hidden (they may have been removed) all of them are asked about."""
        span = self.span(now, zone)
        shown = tuple(topic for topic in topics if topic.id not in self.hidden)
        return Scope(shown or tuple(topics), span.start, span.end, filters=self.filters)

    def shows(self, topic: int, topics: Sequence[Topic]) -> bool:
        return topic not in self.hidden or all(one.id in self.hidden for one in topics)

    def toggled(self, topic: int, topics: Sequence[Topic]) -> ScopeState:
        """Show or hide a topic. Hiding the last one brings all back: a desk about nothing would show nothing."""
        hidden = self.hidden & {one.id for one in topics}
        hidden = hidden - {topic} if topic in hidden else hidden | {topic}
        if all(one.id in hidden for one in topics):
            hidden = frozenset()
        return replace(self, hidden=hidden)

    def only(self, topic: int, topics: Sequence[Topic]) -> ScopeState:
        """That topic alone; all of them again when it is alone already."""
        others = frozenset(one.id for one in topics if one.id != topic)
        return replace(self, hidden=frozenset() if self.hidden & {one.id for one in topics} == others else others)

    def narrowed(self, filters: Filters) -> ScopeState:
        """These filters too, behind those there are, each once; one takes the place of its own contrary."""
        new = tuple(one for one in dict.fromkeys(filters) if one not in self.filters)
        kept = tuple(one for one in self.filters if one.other_way() not in new)
        return replace(self, filters=kept + new, pinned=self.pinned & frozenset(kept))

    def without(self, *filters: Filter) -> ScopeState:
        """Those chips away."""
        kept = tuple(one for one in self.filters if one not in filters)
        return replace(self, filters=kept, pinned=self.pinned & frozenset(kept))

    def turned(self, one: Filter) -> ScopeState:
        """That chip the other way, where it stands: all but what it took. A pinned one stays pinned."""
        if one not in self.filters:
            return self
        turned = tuple(dict.fromkeys(each.other_way() if each == one else each for each in self.filters))
        pinned = frozenset(each.other_way() if each == one else each for each in self.pinned)
        return replace(self, filters=turned, pinned=pinned & frozenset(turned))

    def pinned_or_not(self, one: Filter) -> ScopeState:
        """That chip pinned, or no more."""
        return replace(self, pinned=(self.pinned ^ {one}) & frozenset(self.filters))

    def cleared(self) -> ScopeState:
        """The pinned chips alone."""
        return self.without(*(one for one in self.filters if one not in self.pinned))

    def reached(self, reach: str, end: Millis | None, zone: str) -> ScopeState:
        """Another length: up to now (`end` None), or up to a fixed instant."""
        if end is None or self.replay is not None:
            return replace(self, reach=reach, fixed=None)
        return replace(self, reach=reach, fixed=reaching(reach, end, zone))

    def widened(self, span: Span, zone: str) -> ScopeState:
        """The next longer span that ends where this one does, if there is one. `span`: the stretch looked at now."""
        for reach, (_words, length) in REACHES.items():
            if length > span.end - span.start:
                return self.reached(reach, None if self.is_live else span.end, zone)
        return self

    def fixed_on(self, span: Span) -> ScopeState:
        """A stretch chosen on a chart or by dates; never shorter than a minute."""
        start, end = sorted((span.start, span.end))
        before = self.before if self.reach == CHOSEN else self.reach
        end = max(end, start + SHORTEST)
        at = None if self.replay is None else end
        return replace(self, reach=CHOSEN, before=before, fixed=Span(start, end), replay=at)

    def live(self) -> ScopeState:
        """Back to now, as long as before; a chosen stretch has no length of its own to go on with."""
        return replace(self, reach=self.before if self.reach == CHOSEN else self.reach, fixed=None)


def reaching(reach: str, end: Millis, zone: str) -> Span:
    """The stretch that ends at `end`: so long, or since midnight on the zone's clocks."""
    if reach == TODAY:
        there = local(end, zone)
        midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
        start = round(midnight.timestamp() * 1000)
        return Span(min(start, end - SHORTEST), end)
    return Span(end - REACHES.get(reach, REACHES["24h"])[1], end)


def around(first: Millis | None, last: Millis | None) -> Span | None:
    """What a session that listens no more opens on: its last day, or the last half of a shorter one.

    Half, so that there is a span of the same length before it to compare with. In whole minutes, whole hours where
    there are two. None when the session is empty.
    """
    if first is None or last is None:
        return None
    start, end = first // MINUTE * MINUTE, (last // MINUTE + 1) * MINUTE
    half = (end - start) // 2
    if half < HOUR:
        return Span(start, end)
    return Span(end - min(DAY, half // HOUR * HOUR), end)


def instant(there: datetime, zone: str) -> Millis:
    """The instant at which the zone's clocks show this date and time; the earlier one where they show it twice."""
    return round(there.replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@dataclass(slots=True)
class History:
    """Past scopes, with a way back and forth. A new one cuts what lay ahead."""

    now: ScopeState = field(default_factory=ScopeState)
    _past: list[ScopeState] = field(default_factory=list)
    _ahead: list[ScopeState] = field(default_factory=list)

    def go(self, state: ScopeState) -> bool:
        """Take a new scope; False when it is the one there is."""
        if state == self.now:
            return False
        self._past = [*self._past, self.now][-KEPT:]
        self._ahead.clear()
        self.now = state
        return True

    def settle(self, state: ScopeState) -> None:
        """Another state in place of this one, with no way back to it: a replay moves four times a second."""
        self.now = state

    def back(self) -> bool:
        if not self._past:
            return False
        self._ahead.append(self.now)
        self.now = self._past.pop()
        return True

    def forward(self) -> bool:
        if not self._ahead:
            return False
        self._past.append(self.now)
        self.now = self._ahead.pop()
        return True

    @property
    def can_go_back(self) -> bool:
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)
