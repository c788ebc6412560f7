"""Scopes as plain values: live and fixed, topics on and off, the way back."""

from datetime import datetime

from hubdesk.core import DAY, HOUR, MINUTE, Span, Topic
from hubdesk.desk.scope_state import CHOSEN, TODAY, History, ScopeState, around, instant

PARIS = "Europe/Paris"
NOW = instant(datetime(2026, 11, 19, 14, 32), PARIS)
TOPICS = tuple(Topic(n, name, name) for n, name in enumerate(("Orange", "SFR", "Free"), start=1))


def test_that_a_live_scope_ends_now():
    state = ScopeState(reach="1h")
    assert state.span(NOW, PARIS) == Span(NOW - HOUR, NOW)
    assert state.span(NOW + 5, PARIS).end == NOW + 5


def test_that_a_fixed_scope_stands_still():
    state = ScopeState(reach="1h").reached("1h", NOW, PARIS)
    assert state.span(NOW + DAY, PARIS) == Span(NOW - HOUR, NOW)
    assert not state.is_live
    assert state.live().span(NOW + DAY, PARIS) == Span(NOW + DAY - HOUR, NOW + DAY)


def test_that_today_begins_at_midnight_in_the_sessions_zone():
    assert ScopeState(reach=TODAY).span(NOW, PARIS).start == instant(datetime(2026, 11, 19), PARIS)
    assert ScopeState(reach=TODAY).span(NOW, "Asia/Tokyo").start == instant(datetime(2026, 11, 19), "Asia/Tokyo")


def test_that_today_is_never_empty_at_midnight():
    midnight = instant(datetime(2026, 11, 19), PARIS)
    assert ScopeState(reach=TODAY).span(midnight, PARIS) == Span(midnight - MINUTE, midnight)


def test_that_a_day_of_25_hours_is_25_hours_long():
    end = instant(datetime(2026, 10, 25, 23, 59), PARIS)
    span = ScopeState(reach=TODAY).span(end, PARIS)
    assert span.end - span.start == 25 * HOUR - MINUTE


def test_that_a_stretch_chosen_backwards_or_too_short_is_mended():
    assert ScopeState().fixed_on(Span(NOW, NOW - HOUR)).fixed == Span(NOW - HOUR, NOW)
    assert ScopeState().fixed_on(Span(NOW, NOW)).fixed == Span(NOW, NOW + MINUTE)
    assert ScopeState().fixed_on(Span(NOW, NOW + HOUR)).reach == CHOSEN


def test_that_live_after_chosen_stretches_is_as_long_as_it_was_before_them():
    chosen = ScopeState(reach="15min").fixed_on(Span(0, 9 * MINUTE)).fixed_on(Span(0, 5 * MINUTE))
    assert chosen.live().span(NOW, PARIS) == Span(NOW - 15 * MINUTE, NOW)
    assert ScopeState(reach=CHOSEN).live().reach == "24h"


def test_that_topics_are_toggled_and_the_last_one_brings_all_back():
    state = ScopeState().toggled(2, TOPICS)
    assert [topic.name for topic in state.scope(TOPICS, NOW, PARIS).topics] == ["Orange", "Free"]
    state = state.toggled(1, TOPICS)
    assert [topic.name for topic in state.scope(TOPICS, NOW, PARIS).topics] == ["Free"]
    assert state.toggled(3, TOPICS).hidden == frozenset()


def test_that_a_new_topic_shows_and_a_removed_one_is_forgotten():
    state = ScopeState().toggled(1, TOPICS)
    more = (*TOPICS, Topic(4, "Sosh", "sosh"))
    assert [topic.id for topic in state.scope(more, NOW, PARIS).topics] == [2, 3, 4]
    assert state.toggled(3, TOPICS[1:]).hidden == {3}


def test_that_hidden_topics_that_are_all_there_is_are_asked_about():
    state = ScopeState(hidden=frozenset({1, 2, 3}))
    assert state.scope(TOPICS, NOW, PARIS).topics == TOPICS
    assert state.shows(1, TOPICS)


def test_that_a_session_that_listens_no_more_opens_on_its_last_day_in_whole_minutes():
    assert around(None, None) is None
    assert around(NOW - 9 * DAY, NOW + 17) == Span(NOW + MINUTE - DAY, NOW + MINUTE)


def test_that_a_short_session_opens_on_its_last_half_so_that_it_can_be_compared():
    assert around(NOW - DAY, NOW + 17) == Span(NOW + MINUTE - 12 * HOUR, NOW + MINUTE)
    assert around(NOW - HOUR + 17, NOW + 17) == Span(NOW - HOUR, NOW + MINUTE)


def test_that_the_way_back_leads_forth_again_until_something_new_is_chosen():
    history = History(ScopeState(reach="1h"))
    assert not history.go(ScopeState(reach="1h"))
    assert history.go(ScopeState(reach="6h"))
    assert history.go(ScopeState(reach="7d"))
    assert history.back()
    assert history.now.reach == "6h"
    assert history.forward()
    assert history.now.reach == "7d"
    assert not history.forward()
    history.back()
    history.back()
    assert history.now.reach == "1h"
    assert not history.back()
    history.go(ScopeState(reach="15min"))
    assert not history.can_go_forward
