"""From what is looked at to what is kept under a name, and back in whatever session is open. Plain values."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hubdesk.core import Millis, Span, Topic
from hubdesk.core.filters import Filter
from hubdesk.desk.named_scopes import NamedFilter, NamedScope
from hubdesk.desk.scope_state import CHOSEN, ScopeState


class Naming(NamedTuple):
    """A scope as it is kept; `lost`: how many topics of its chips are no longer there and so have no name."""

    scope: NamedScope
    lost: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What is looked at when a scope is opened here; `gone`: topics it names that this session has not."""

    state: ScopeState
    gone: tuple[str, ...]


def naming(name: str, state: ScopeState, topics: Sequence[Topic], end: Millis | None, zone: str) -> Naming:
    """What there is to keep of `state`. `end`: the last instant of a session that listens no more."""
    called = {topic.id: topic.name for topic in topics}
    off = state.hidden if any(topic.id not in state.hidden for topic in topics) else frozenset()  # none hides all
    shown = [topic.name for topic in topics if topic.id not in off]
    hidden = tuple(topic.name for topic in topics if topic.id in off)
    only = shown[0] if len(shown) == 1 and hidden else None
    filters, lost = [], 0
    for one in state.filters:
        values = one.values
        if one.field == "topic":
            values = tuple(word for value in one.values if (word := _called(value, called)) is not None)
            lost += len(one.values) - len(values)
        if values or not one.values:
            filters.append(NamedFilter(one.field, values, one.negated, one in state.pinned))
    reach, span = _length(state, end, zone)
    return Naming(NamedScope(name, reach, span, only, () if only is not None else hidden, tuple(filters)), lost)


def opening(scope: NamedScope, here: ScopeState, topics: Sequence[Topic], end: Millis | None, zone: str) -> Opening:
    """What to look at, coming from `here`. What is not known in this session is left out."""
    ids: dict[str, list[int]] = {}
    for topic in topics:
        ids.setdefault(topic.name, []).append(topic.id)
    gone: list[str] = [name for name in _topics_of(scope) if name not in ids]
    hidden = frozenset(id_ for name in scope.hidden for id_ in ids.get(name, ()))
    if scope.only is not None and scope.only in ids:
        hidden = frozenset(topic.id for topic in topics if topic.name != scope.only)
    filters: dict[Filter, bool] = {}
    for one in scope.filters:
        values = one.values
        if one.field == "topic":
            values = tuple(value for name in values for value in _ids(name, ids))
        if values or not one.values:
            filters.setdefault(Filter(one.field, values, one.negated), one.pinned)
    pinned = frozenset(one for one, is_pinned in filters.items() if is_pinned)
    state = replace(here, hidden=hidden, filters=tuple(filters), pinned=pinned)
    if scope.span is not None:
        state = state.fixed_on(scope.span)
    elif scope.reach:
        state = state.reached(scope.reach, end, zone)
    return Opening(state, tuple(dict.fromkeys(gone)))


def is_as(scope: NamedScope, here: NamedScope, names: frozenset[str], is_replay: bool) -> bool:
    """Whether opening `scope` changes nothing of `here`, which `naming` made; `names`: of this session's topics.

    One of which something is left out here is never it. In a replay a stretch counts by its length alone.
    """
    if scope.unread or not names.issuperset(_topics_of(scope)):
        return False
    is_so_long = not (scope.reach or scope.span) or _told(scope, is_replay) == _told(here, is_replay)
    return is_so_long and _chips(scope) == _chips(here) and _looked_at(scope, names) == _looked_at(here, names)


def _length(state: ScopeState, end: Millis | None, zone: str) -> tuple[str, Span | None]:
    """Where a session listens no more, its last 24 hours are `the last 24 hours` of another one too."""
    fixed = state.fixed
    if fixed is None or (state.reach != CHOSEN and fixed.end == end):
        return state.reach, None
    return "", state.span(fixed.end, zone)


def _called(value: str, called: dict[int, str]) -> str | None:
    if not value:
        return value  # heard by no topic
    return called.get(int(value)) if value.isdecimal() else None


def _ids(name: str, ids: dict[str, list[int]]) -> list[str]:
    return [str(id_) for id_ in ids.get(name, ())] if name else [name]


def _topics_of(scope: NamedScope) -> list[str]:
    """Every topic it names."""
    chips = [name for one in scope.filters if one.field == "topic" for name in one.values if name]
    return [*([] if scope.only is None else [scope.only]), *scope.hidden, *chips]


def _told(scope: NamedScope, is_replay: bool) -> Hashable:
    return scope.span.end - scope.span.start if is_replay and scope.span is not None else (scope.reach, scope.span)


def _chips(scope: NamedScope) -> Hashable:
    """All of them hold, so their order says nothing; nor does that of values."""
    return frozenset((one.field, frozenset(one.values), one.negated, one.pinned) for one in scope.filters)


def _looked_at(scope: NamedScope, names: frozenset[str]) -> Hashable:
    if scope.only is not None:
        return scope.only
    hidden = frozenset(scope.hidden)
    left = len(names) - len(hidden)  # all of them are topics of this session
    if not left:
        return frozenset()  # a desk about nothing shows all
    return next(iter(names - hidden)) if left == 1 and hidden else hidden
