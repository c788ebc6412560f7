"""What the window looks at now: moves through scopes and keeps the scope bar in step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from hubdesk.core import Millis, Scope, SessionFacts, Span, Topic
from hubdesk.core.filters import Filter, Filters
from hubdesk.desk.scope_bar import ScopeBar
from hubdesk.desk.scope_state import History, ScopeState, around
from hubdesk.desk.words import known_zone


class Looking(QObject):
    """The scope of the window. `changed`: the analyst looks at something else now."""

    changed = Signal()

    def __init__(self, bar: ScopeBar, now: Callable[[], Millis], reach: str, parent: QObject) -> None:
        super().__init__(parent)
        self.zone = "Europe/Paris"
        self.topics: tuple[Topic, ...] = ()
        self._bar = bar
        self._now = now
        self._history = History(ScopeState(reach=reach))
        self._end: Millis | None = None  # the last instant of a session that listens no more
        self._before_replay: ScopeState | None = None
        bar.topic_toggled.connect(self.toggle_topic)
        bar.reach_wished.connect(self.reach)
        bar.live_toggled.connect(self.toggle_live)
        bar.back_wished.connect(self.back)
        bar.forward_wished.connect(self.forward)
        bar.filter_removed.connect(self.remove)
        bar.filter_turned.connect(self.turn)
        bar.filter_pinned.connect(self.pin)
        bar.filters_cleared.connect(self.clear)
        self.show()

    @property
    def state(self) -> ScopeState:
        return self._history.now

    @property
    def end(self) -> Millis | None:
        """The last instant of a session that listens no more; None where the end is now."""
        return self._end

    def scope(self) -> Scope:
        """The question for panels, now. A stretch of the past counts all that is known of it where we stand."""
        scope = self.state.scope(self.topics, self._now(), self.zone)
        if self.state.is_live or self.state.replay is not None:
            return scope
        here = self._now() if self._end is None else self._end
        return replace(scope, known_by=max(scope.end, here))

    def span(self) -> Span:
        return self.state.span(self._now(), self.zone)

    def begin(
        self, facts: SessionFacts, topics: tuple[Topic, ...], listens: bool, opens_at: Millis | None = None
    ) -> None:
        """A session was opened: live, or when nothing new will come on its last day, or where it asks to be."""
        self.zone, self.topics = known_zone(facts.timezone), topics
        rest = None if listens else around(facts.first_at, _last(facts, opens_at))
        self._end = rest.end if rest is not None else None
        if rest is not None:
            self._history = History(self.state.fixed_on(rest))
        self.show()

    def learn(self, topics: tuple[Topic, ...]) -> None:
        """The session's topics are other ones now."""
        self.topics = topics
        self.show()
        self.changed.emit()

    def show(self) -> None:
        """Bring the scope bar up to date with the clock."""
        history = self._history
        self._bar.show_topics(self.topics)
        self._bar.show_state(
            history.now, self._now(), self.zone, history.can_go_back, history.can_go_forward, self._end is None
        )

    def toggle_topic(self, topic: int) -> None:
        self._go(self.state.toggled(topic, self.topics))

    def only(self, topic: int) -> None:
        """Look at that topic alone, or at all of them again."""
        self._go(self.state.only(topic, self.topics))

    def reach(self, reach: str) -> None:
        """As long as that, up to now, or up to the end of what the session holds."""
        self._go(self.state.reached(reach, self._end, self.zone))

    def fix(self, start: Millis, end: Millis) -> None:
        """A stretch chosen on a chart or by dates."""
        self._go(self.state.fixed_on(Span(start, end)))

    def narrow(
        self,
        filters: Filters,
        span: Span | None = None,
        topic: int | None = None,
        instead: Filters = (),
        of: ScopeState | None = None,
    ) -> None:
        """These chips too, those of `instead` no more, and that stretch, and that topic alone: one step back. `of`: of
        that scope, in place of this one."""
        state = self.state if of is None else replace(of, replay=self.state.replay)
        state = state.without(*instead).narrowed(filters)
        if topic is not None and [one.id for one in self.topics if state.shows(one.id, self.topics)] != [topic]:
            state = state.only(topic, self.topics)
        self._go(state if span is None else state.fixed_on(span))

    def remove(self, one: Filter) -> None:
        self._go(self.state.without(one))

    def turn(self, one: Filter) -> None:
        """A chip the other way."""
        self._go(self.state.turned(one))

    def pin(self, one: Filter) -> None:
        """A chip pinned, or no more."""
        self._go(self.state.pinned_or_not(one))

    def clear(self) -> None:
        """All chips away that are not pinned."""
        self._go(self.state.cleared())

    def go(self, state: ScopeState) -> None:
        """A scope that was kept, with the way back to where the desk stands now; a replay goes on."""
        pinned = tuple(one for one in self.state.filters if one in self.state.pinned)
        state = replace(state, replay=self.state.replay)
        self._go(replace(state, pinned=state.pinned | self.state.pinned).narrowed(pinned))

    def widen(self) -> None:
        """The next longer span that ends where this one does."""
        self._go(self.state.widened(self.span(), self.zone))

    def toggle_live(self) -> None:
        """Hold the end where it is, or let it be now again; out of a replay, back to where it was begun."""
        if self.state.replay is not None:
            self.end_replay()
        elif self.state.is_live:
            self._go(self.state.reached(self.state.reach, self._now(), self.zone))
        elif self._end is None:
            self._go(self.state.live())

    def replay_at(self, at: Millis) -> None:
        """Stand at an instant of the session and know nothing of what came later."""
        if self.state.replay is None:
            self._before_replay = self.state
        if at != self.state.replay:
            self._history.settle(replace(self.state, replay=at))
            self._tell()

    def end_replay(self) -> None:
        """The scope of before the replay again."""
        if self.state.replay is not None:
            before = self._before_replay or replace(self.state, replay=None)
            self._history.settle(before)
            self._before_replay = None
            self._tell()

    def back(self) -> None:
        at = self.state.replay
        if self._history.back():
            self._stand(at)

    def forward(self) -> None:
        at = self.state.replay
        if self._history.forward():
            self._stand(at)

    def _stand(self, at: Millis | None) -> None:
        """A way back leads neither out of a replay, where later things would show, nor into one that was left."""
        self._history.settle(replace(self.state, replay=at))
        self._tell()

    def _go(self, state: ScopeState) -> None:
        if self._history.go(state):
            self._tell()
        else:
            self.show()  # a chip that was clicked in vain goes back

    def _tell(self) -> None:
        self.show()
        self.changed.emit()


def _last(facts: SessionFacts, opens_at: Millis | None) -> Millis | None:
    """The newest that is looked at first: where the session asks to be opened, if it holds something by then."""
    if opens_at is None or facts.first_at is None or facts.last_at is None:
        return facts.last_at
    return opens_at - 1 if facts.first_at < opens_at <= facts.last_at else facts.last_at
