"""What a pinned panel is asked about, in values: as the desk was, live or fixed, and never past a replay."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from hubdesk.core import DAY, HOUR, MINUTE, Span, Topic
from hubdesk.core.filters import Filter
from hubdesk.desk.filter_words import MOST_IN_LINE, filter_line
from hubdesk.desk.looking import Looking
from hubdesk.desk.own_scope import Stand, kept, own_scope, own_words, taken, why_unfiltered
from hubdesk.desk.scope_bar import ScopeBar
from hubdesk.desk.scope_state import REACHES, TODAY, ScopeState
from hubdesk.i18n import use
from hubdesk.widgets import theme

PARIS = "Europe/Paris"
NOW = 1_795_095_120_000  # Thursday 19 November 2026, 14:32 in Paris
ORANGE, SFR, FREE = Topic(1, "Orange", "orange"), Topic(2, "SFR", "sfr"), Topic(3, "Free", "free")
TOPICS = (ORANGE, SFR, FREE)
NEGATIVE, FEED = Filter("tone", ("negative",)), Filter("network", ("feed",), negated=True)
WEEK = Span(NOW - 7 * DAY, NOW - DAY)


def stand(at=NOW, is_replay=False, topics=TOPICS):
    return Stand(at, is_replay, topics, PARIS)


@pytest.mark.parametrize("reach", REACHES)
def test_that_a_live_span_stays_live(reach):
    own = kept(ScopeState(reach, filters=(NEGATIVE,)), PARIS)
    first, later = (
        own_scope(
            own,
            stand(),
        ),
        own_scope(own, stand(NOW + MINUTE)),
    )
    assert (first.end, later.end) == (NOW, NOW + MINUTE)
    assert later.start - first.start == (0 if reach == TODAY else MINUTE)
    assert first.known_by is None
    assert first.filters == (NEGATIVE,)


def test_that_a_stretch_of_the_past_stays_and_counts_what_is_known_of_it_by_now():
    own = kept(ScopeState().fixed_on(WEEK), PARIS)
    scope = own_scope(own, stand(NOW + HOUR))
    assert Span(scope.start, scope.end) == WEEK
    assert scope.known == NOW + HOUR


def test_that_topics_stay_and_a_deleted_one_leaves_the_others():
    own = kept(ScopeState().only(SFR.id, TOPICS), PARIS)
    assert own_scope(own, stand()).topics == (SFR,)
    own = kept(ScopeState().toggled(ORANGE.id, TOPICS), PARIS)
    assert own_scope(own, stand(topics=(ORANGE, FREE))).topics == (FREE,)


@pytest.mark.parametrize("reach", ["24h", TODAY])
def test_that_a_panel_pinned_in_a_replay_goes_on_with_it_and_without_it_ends_now(reach):
    own = kept(ScopeState(reach, replay=WEEK.start), PARIS)
    assert own_scope(own, stand(WEEK.end, is_replay=True)).end == WEEK.end
    assert own_scope(own, stand(NOW)).end == NOW


def test_that_a_stretch_pinned_in_a_replay_stays_where_the_replay_had_moved_it():
    own = kept(ScopeState(replay=NOW - DAY, fixed=Span(NOW, NOW + HOUR)), PARIS)
    assert own.fixed == Span(NOW - DAY - HOUR, NOW - DAY)
    scope = own_scope(own, stand(NOW - HOUR, is_replay=True))
    assert Span(scope.start, scope.end) == own.fixed
    assert scope.known == NOW - HOUR


def test_that_a_stretch_after_the_instant_of_a_replay_is_empty():
    own = kept(ScopeState().fixed_on(WEEK), PARIS)
    scope = own_scope(own, stand(WEEK.start - HOUR, is_replay=True))
    assert scope.start == scope.end == scope.known == WEEK.start - HOUR


def test_that_no_state_there_may_be_sees_past_the_instant_of_a_replay():
    chance = random.Random(9)
    for _round in range(3_000):
        start = NOW + chance.randrange(-30 * DAY, 30 * DAY)
        state = chance.choice(
            [
                ScopeState(chance.choice(list(REACHES))),
                ScopeState().fixed_on(Span(start, start + chance.randrange(40 * DAY))),
                ScopeState(replay=start, fixed=Span(start - chance.randrange(1, DAY), start)),
            ]
        )
        at = NOW + chance.randrange(-30 * DAY, 30 * DAY)
        scope = own_scope(kept(state, PARIS), stand(at, is_replay=True))
        assert scope.start <= scope.end <= at
        assert scope.known == at


@pytest.mark.parametrize("state", [ScopeState("7d"), ScopeState().fixed_on(WEEK)])
def test_that_a_panel_just_pinned_is_asked_what_the_desk_is_asked(qtbot, state):
    theme.use(QApplication.instance(), "light")
    bar, parent = ScopeBar(), QObject()
    qtbot.addWidget(bar)
    looking = Looking(bar, lambda: NOW, "24h", parent)
    looking.topics = TOPICS
    looking.go(state.narrowed((NEGATIVE,)).toggled(FREE.id, TOPICS))
    assert own_scope(kept(looking.state, PARIS), stand()) == looking.scope()
    looking.replay_at(NOW - 2 * DAY)
    assert own_scope(kept(looking.state, PARIS), stand(NOW - 2 * DAY, is_replay=True)) == looking.scope()


def test_that_a_panel_whose_figures_do_not_follow_chips_is_not_asked_with_them():
    scope = own_scope(ScopeState(filters=(NEGATIVE,)), stand())
    assert taken(scope, True) is scope
    assert taken(scope, False) == replace(scope, filters=())


def said(state, at=stand()):  # noqa: B008 — a frozen value
    return own_words(state, own_scope(state, at), at, NOW)


def test_that_words_tell_span_and_topics_that_are_fewer_and_chips():
    assert said(ScopeState("15min")) == "15 minutes 14:17 – 14:32"
    state = ScopeState().fixed_on(WEEK).only(SFR.id, TOPICS).narrowed((NEGATIVE, FEED))
    assert said(state) == "12 Nov 2026 – 18 Nov 2026 · SFR · Tone: negative · except Network: Web feed"


def test_that_words_say_that_a_stretch_is_still_to_come_in_a_replay():
    state, early = ScopeState().fixed_on(WEEK), stand(WEEK.start - HOUR, is_replay=True)
    assert said(state, early) == "12 Nov 2026 – 18 Nov 2026: not yet in this replay"
    assert said(state, stand(WEEK.start + HOUR, is_replay=True)) == "12 Nov 2026 14:32 – 15:32"


def test_that_hostile_words_are_cut_and_turn_nothing_around():
    topics = (Topic(1, "\u202e<b>" + "ו" * 10_000, "x"), ORANGE, SFR)
    state = ScopeState(hidden=frozenset({SFR.id}), filters=(Filter("author", ("=\u202e" + "א" * 10_000,)),))
    words = said(state, stand(topics=topics))
    assert "\u202e" not in words
    assert len(words) < 600
    many = tuple(Filter("text", (f"mot{number}",)) for number in range(500))
    assert filter_line(many, TOPICS).endswith(f"{500 - MOST_IN_LINE} more filters")
    assert filter_line((), TOPICS) == ""


def test_that_every_panel_says_why_it_does_not_follow_the_chips():
    use("en")
    assert "chosen mention" in why_unfiltered("detail")
    assert "whatever the chips say" in why_unfiltered("no such panel")
