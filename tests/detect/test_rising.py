"""Rising buzz: what opens an episode, what is said once, what a hole, a flood and a strange clock do to it."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from hubdesk import i18n
from hubdesk.core import DAY, HOUR, MINUTE, HubdeskError, Minutes
from hubdesk.detect.rising import RisingWatch
from hubdesk.detect.values import Update
from tests.detect.minutes_fakes import MONDAY, alarms, chatter, closings, count, listen

A_DAY = 1440
PARIS = ZoneInfo("Europe/Paris")


def steady(_minute: int) -> float:
    return 1.0


def surge(minute: int) -> float:
    """One a minute, save for 4 hours on the second day: thirty times as many."""
    return 30.0 if A_DAY + 600 <= minute < A_DAY + 840 else 1.0


def test_that_a_surge_alarms_within_minutes_and_once() -> None:
    said = listen(RisingWatch([1]), chatter(surge, 0, 2 * A_DAY))
    [alarm] = [one for one in alarms(said) if one.at >= MONDAY + DAY]
    begun = MONDAY + DAY + 600 * MINUTE
    assert begun < alarm.at <= begun + 5 * MINUTE
    assert alarm.score >= alarm.threshold
    assert alarm.severity == 0


def test_that_an_episode_grows_quietly_and_ends() -> None:
    said = listen(RisingWatch([1]), chatter(surge, 0, 2 * A_DAY))
    [alarm] = [one for one in alarms(said) if one.at >= MONDAY + DAY]
    grown = [one for one in said if isinstance(one, Update) and one.opened_at == alarm.opened_at]
    assert {one.voice for one in grown} >= {"big"}
    [over] = [one for one in closings(said) if one.opened_at == alarm.opened_at]
    assert MONDAY + DAY + 840 * MINUTE < over.at <= MONDAY + DAY + 840 * MINUTE + 4 * HOUR


def test_that_an_alarm_says_in_both_languages_what_it_rests_on() -> None:
    said = listen(RisingWatch([1]), chatter(surge, 0, A_DAY + 900))
    alarm = alarms(said)[-1]
    number = str(alarm.words.figure("n"))
    i18n.use("en")
    assert number in alarm.words.said()
    assert "usual" in alarm.words.said()
    i18n.use("fr")
    assert number in alarm.words.said()


def test_that_a_watch_put_away_and_taken_up_again_says_the_same() -> None:
    whole = RisingWatch([1])
    expected = listen(whole, chatter(surge, 0, A_DAY + 900))
    minutes = list(chatter(surge, 0, A_DAY + 900))
    said = []
    watch = RisingWatch([1])
    for start in range(0, len(minutes), 977):
        watch = RisingWatch.from_state(json.loads(json.dumps(watch.state())))
        said += listen(watch, iter(minutes[start : start + 977]))
    assert said == expected
    assert watch.state() == whole.state()


def test_that_topics_do_not_hear_each_other() -> None:
    alone = listen(RisingWatch([1]), chatter(surge, 0, A_DAY + 900))
    pairs = zip(
        chatter(surge, 0, A_DAY + 900), chatter(lambda _minute: 200.0, 0, A_DAY + 900, topic=9, seed=2), strict=True
    )
    together = listen(RisingWatch([9, 1]), ((minute, mine + other) for (minute, mine), (_same, other) in pairs))
    assert [one for one in together if one.topic == 1] == alone


def test_that_a_stretch_is_watched_as_its_minutes_are() -> None:
    minutes = list(chatter(surge, 0, A_DAY + 900))
    heard = tuple(one for minute, counts in minutes for one in counts if minute % 50)
    unheard = tuple(MONDAY + minute * MINUTE for minute in range(0, A_DAY + 900, 50))
    stretch = Minutes(MONDAY, MONDAY + DAY + 900 * MINUTE, heard, unheard)
    watch, said = RisingWatch([1]), []
    for minute, counts in minutes:
        said += watch.take(MONDAY + minute * MINUTE, counts, minute % 50 != 0)
    assert RisingWatch([1]).take_minutes(stretch) == tuple(said)


def test_that_a_new_topic_says_nothing_before_its_usual_is_known() -> None:
    said = listen(RisingWatch([1]), chatter(lambda minute: 20.0 if minute >= 60 else 0.0, 0, 170))
    assert said == []


def test_that_one_author_alone_never_alarms() -> None:
    lonely = (
        (minute, [count(1, minute, one.mentions, authors=1, new_authors=0) for one in counts])
        for minute, counts in chatter(surge, 0, A_DAY + 900)
    )
    assert alarms(listen(RisingWatch([1]), lonely)) == []


def test_that_a_hole_of_three_days_is_not_silence() -> None:
    watch = RisingWatch([1])
    listen(watch, chatter(steady, 0, 2 * A_DAY))
    before = watch.usual(1)
    said = listen(watch, chatter(steady, 5 * A_DAY, 6 * A_DAY, seed=3))
    assert alarms(said) == []
    assert watch.usual(1) == pytest.approx(before, rel=0.2)


def test_that_unheard_minutes_teach_nothing_and_close_nothing() -> None:
    watch = RisingWatch([1])
    listen(watch, chatter(surge, 0, A_DAY + 660))
    before = watch.usual(1)
    said = []
    for minute in range(A_DAY + 660, A_DAY + 1440):
        said += watch.take(MONDAY + minute * MINUTE, [], seen=False)
    assert said == []
    assert watch.usual(1) == before


def test_that_a_hundred_thousand_in_a_minute_alarm_once_and_are_no_new_usual() -> None:
    watch = RisingWatch([1])
    listen(watch, chatter(steady, 0, 2 * A_DAY + 60))
    before = watch.usual(1)
    flood = watch.take(MONDAY + 2 * DAY + HOUR, [count(1, 2 * A_DAY + 60, 100_000)])
    after = listen(watch, chatter(steady, 2 * A_DAY + 61, 3 * A_DAY, seed=4))
    assert len(alarms(list(flood))) == 1
    assert alarms(after) == []
    assert len(closings(after)) >= 1
    assert watch.usual(1) == pytest.approx(before, rel=0.5)


def test_that_what_comes_late_is_left_out_and_counted() -> None:
    watch = RisingWatch([1])
    listen(watch, chatter(steady, 0, 200))
    before = watch.state()
    assert watch.take(MONDAY + 199 * MINUTE, [count(1, 199, 5_000)]) == ()
    assert watch.take(MONDAY + 10 * MINUTE, [count(1, 10, 5_000)]) == ()
    assert watch.late == 2
    assert {**watch.state(), "late": 0} == {**before, "late": 0}


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_that_a_night_when_the_clocks_change_is_no_event(night: str) -> None:
    midnight = int(datetime.fromisoformat(night).replace(tzinfo=PARIS).timestamp() * 1000)
    first = (midnight - 15 * DAY - MONDAY) // MINUTE

    def busy_days(minute: int) -> float:
        hour = i18n.local(MONDAY + minute * MINUTE, "Europe/Paris").hour
        return 4.0 if 8 <= hour < 22 else 0.4

    said = listen(RisingWatch([1], step=5), chatter(busy_days, first, first + 17 * A_DAY, step=5))
    changed = [one for one in alarms(said) if one.at >= midnight]
    assert changed == []


def test_that_a_topic_that_became_ten_times_as_loud_for_good_is_usual_after_weeks() -> None:
    watch = RisingWatch([1], step=15)
    said = listen(watch, chatter(lambda minute: 10.0 if minute >= 5 * A_DAY else 1.0, 0, 26 * A_DAY, step=15))
    assert watch.usual(1) == pytest.approx(10.0, rel=0.3)
    late = [one for one in alarms(said) if one.at >= MONDAY + 15 * DAY]
    assert len(late) <= 1


def test_that_an_event_within_a_long_small_wave_alarms_anew_and_ends_the_wave() -> None:
    def wave_and_event(minute: int) -> float:
        if minute >= A_DAY + 600:
            return 60.0 if minute >= A_DAY + 900 else 15.0 if minute < A_DAY + 660 else 5.0
        return 1.0

    said = listen(RisingWatch([1]), chatter(wave_and_event, 0, A_DAY + 930))
    wave, event = [one for one in alarms(said) if one.at >= MONDAY + DAY + 600 * MINUTE]
    assert MONDAY + DAY + 900 * MINUTE < event.at <= MONDAY + DAY + 905 * MINUTE
    assert [one.at for one in closings(said) if one.opened_at == wave.opened_at] == [event.at]


def test_that_a_slow_rise_is_one_alarm_and_a_few_updates() -> None:
    def slowly(minute: int) -> float:
        return 1.0 + 80.0 * min(1.0, max(0, minute - 4 * A_DAY) / 720)

    said = listen(RisingWatch([1], step=5), chatter(slowly, 0, 4 * A_DAY + 720, step=5))
    assert len([one for one in alarms(said) if one.at >= MONDAY + 4 * DAY]) == 1
    assert 2 <= len([one for one in said if isinstance(one, Update) and one.at >= MONDAY + 4 * DAY]) <= 20


def test_that_a_restless_topic_is_given_a_higher_threshold_than_an_even_one() -> None:
    chance = np.random.default_rng(7)
    swings = chance.gamma(0.7, 1 / 0.7, 24 * 22)
    restless = chatter(lambda minute: 3.0 * float(swings[minute // 60]), 0, 21 * A_DAY, topic=1, seed=5, step=15)
    even = chatter(lambda _minute: 3.0, 0, 21 * A_DAY, topic=2, seed=6, step=15)
    watch = RisingWatch([1, 2], step=15)
    listen(watch, ((minute, one + two) for (minute, one), (_same, two) in zip(restless, even, strict=True)))
    assert watch.thresholds()[1] > watch.thresholds()[2]


def test_that_a_watch_over_other_topics_keeps_what_it_knew_of_those_that_stay() -> None:
    watch = RisingWatch([1, 2])
    pairs = zip(chatter(steady, 0, A_DAY), chatter(steady, 0, A_DAY, topic=2, seed=2), strict=True)
    listen(watch, ((minute, one + two) for (minute, one), (_same, two) in pairs))
    other = watch.watching([3, 2])
    assert other.usual(2) == watch.usual(2)
    assert other.usual(3) < 0.1
    again = other.watching([2])
    after = list(chatter(surge, A_DAY, A_DAY + 720, topic=2))
    assert listen(again, iter(after)) == [one for one in listen(watch, iter(after)) if one.topic == 2]


@pytest.mark.parametrize(
    "damage",
    [
        lambda state: {},
        lambda state: {**state, "version": 99},
        lambda state: {**state, "topics": "all"},
        lambda state: {**state, "topics": [1, 1]},
        lambda state: {**state, "step": 0},
        lambda state: {**state, "last": "yesterday"},
        lambda state: {**state, "baseline": None},
        lambda state: {
            **state,
            "baseline": {**state["baseline"], "heard": {"dtype": "<f8", "shape": [2], "bytes": ""}},
        },
        lambda state: {**state, "baseline": {**state["baseline"], "heard": {"dtype": "O", "shape": [1], "bytes": ""}}},
        lambda state: {**state, "records": {**state["records"], "newest": "x"}},
        lambda state: {**state, "windows": {**state["windows"], "at": 10**9}},
        lambda state: {**state, "windows": {**state["windows"], "counts": state["past"]["threshold"]}},
    ],
)
def test_that_a_damaged_memory_is_refused_in_one_line(damage) -> None:  # type: ignore[no-untyped-def]
    watch = RisingWatch([1])
    listen(watch, chatter(steady, 0, 400))
    with pytest.raises(HubdeskError) as told:
        RisingWatch.from_state(damage(json.loads(json.dumps(watch.state()))))
    assert "\n" not in str(told.value)
