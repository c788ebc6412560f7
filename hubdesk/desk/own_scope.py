"""A panel's own scope: what the desk looked at when the panel was pinned, for as long as it is pinned. In values and in
words; and why a panel's figures do not follow the chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Millis, Scope, Span, Topic
from hubdesk.desk.filter_words import filter_line
from hubdesk.desk.scope_state import REACHES, ScopeState, reaching
from hubdesk.desk.words import span_words
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.widgets.text import tame

MOST_NAMED: Final = 4  # topics, one by one
LONGEST: Final = 60  # letters of a topic's name
UNFILTERED: Final = N_("This panel shows all that its topics and its span hold, whatever the chips say.")
WHY: Final = {
    "detail": N_("This panel shows the chosen mention, whatever the chips say."),
    "corrections": N_("This panel shows what you corrected, whatever the chips say."),
    "coverage": N_("This panel shows what the sources did, whatever the chips say."),
    "episodes": N_("This panel shows what was detected among all mentions, whatever the chips say."),
    "board": N_("This panel shows what was detected among all mentions, whatever the chips say."),
    "crisis": N_("This panel shows all of the crisis, whatever the chips say."),
    "audit": N_("This panel shows what was found among all accounts, whatever the chips say."),
    "marks": N_("This panel shows what was marked, whatever the chips say."),
    "journal": N_("This panel shows all of the day, whatever the chips say."),
}


@dataclass(frozen=True, slots=True)
class ScopeNote:
    """What a dock says of its panel's scope, whole and as plain text.

    `own`: the scope in words, while the panel is pinned to one; `unfiltered`: why it shows more than the chips take.
    "" for what there is not to say: the panel follows the scope bar.
    """

    own: str = ""
    unfiltered: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the desk stands: `at` is now, or where its replay is (`is_replay`), or the end of what a session holds that
    listens no more."""

    at: Millis
    is_replay: bool
    topics: tuple[Topic, ...]
    zone: str


def kept(state: ScopeState, zone: str) -> ScopeState:
    """What a panel that is pinned now keeps. A span that moves goes on to move; a stretch that was chosen stays where
    it stands, also when it was moved there by a replay."""
    if state.replay is None or state.fixed is None:
        return replace(state, replay=None)
    return replace(state, fixed=state.span(state.replay, zone), replay=None)


def own_scope(state: ScopeState, stand: Stand) -> Scope:
    """The question of a panel that keeps `state`. In a replay it ends where that stands, however much later it would,
    and knows what was known there; of a stretch that lies wholly after it nothing is left."""
    span = state.fixed if state.fixed is not None else reaching(state.reach, stand.at, stand.zone)
    end = min(span.end, stand.at) if stand.is_replay else span.end
    known = max(end, stand.at)
    scope = state.scope(stand.topics, stand.at, stand.zone)
    return replace(scope, start=min(span.start, end), end=end, known_by=None if known == end else known)


def taken(scope: Scope, follows_filters: bool) -> Scope:
    """What of a scope a panel is asked about: without the chips, when its figures do not follow them."""
    return scope if follows_filters or not scope.filters else replace(scope, filters=())


def moves(state: ScopeState) -> bool:
    """Whether its end is now, whenever that is."""
    return state.fixed is None


def all_shown(state: ScopeState, topics: Sequence[Topic]) -> bool:
    """Whether it is about every topic there is."""
    return all(state.shows(topic.id, topics) for topic in topics)


def own_words(state: ScopeState, scope: Scope, stand: Stand, now: Millis) -> str:
    """`7 days 12/11 14:32 – 19/11 14:32 · SFR · Tone: negative`: what a pinned panel is asked about, as a person says
    it. `now`: on the clock of the person, whose own day needs no date."""
    parts = [_span(state, scope, stand.zone, now)]
    if not all_shown(state, stand.topics):
        parts.append(_topics(scope))
    parts.append(filter_line(scope.filters, stand.topics))
    return " · ".join(filter(None, parts))


def why_unfiltered(panel: str) -> str:
    """Why the figures of that panel do not follow the chips."""
    return _(WHY.get(panel, UNFILTERED))


def _span(state: ScopeState, scope: Scope, zone: str, now: Millis) -> str:
    if state.fixed is not None and scope.start == scope.end:
        return _("{span}: not yet in this replay").format(span=span_words(state.fixed, zone, now))
    words = span_words(Span(scope.start, scope.end), zone, now)
    return f"{_(REACHES[state.reach][0])} {words}" if moves(state) and state.reach in REACHES else words


def _topics(scope: Scope) -> str:
    names = [tame(topic.name, LONGEST) for topic in scope.topics[:MOST_NAMED]]
    left = len(scope.topics) - len(names)
    if left:
        names.append(ngettext("{n} more topic", "{n} more topics", left).format(n=number(left)))
    return ", ".join(names)
