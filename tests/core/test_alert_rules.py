"""Which episodes alert: once when told, again when worse; and what holds them back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hubdesk.core import DAY, HOUR, MINUTE, Episode, EpisodeMark, EpisodeState, Person
from hubdesk.core.alert_budget import spent
from hubdesk.core.alert_rule import AlertRule, by_name
from hubdesk.core.alerts import LATE, SLACK, Alerted, AlertRules, Why
from hubdesk.core.quiet_hours import NEVER, QuietHours, clock_time

NOW = 1_795_046_400_000  # Thursday 19 November 2026, 01:00 in Paris
EVERYTHING = AlertRules(cool_down_minutes=0)


def told(
    severity: int = 0,
    at: int = NOW,
    opened_at: int = NOW,
    kind: str = "",
    topic: int | None = 1,
    end: int | None = None,
    marks: tuple[EpisodeMark, ...] = (),
    **evidence: object,
) -> Episode:
    state = EpisodeState(at, "rise", opened_at - HOUR, end=end, severity=severity, evidence=evidence)
    return Episode(7, kind or ("crisis" if severity else "buzz"), topic, opened_at, (state,), marks)


def paris(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)


def test_that_an_episode_alerts_when_it_is_told_and_no_second_time() -> None:
    before = Alerted(NOW)
    assert EVERYTHING.judge(told(), "Orange", before, NOW).why == Why.NEW
    after = before.after(told(), NOW)
    assert EVERYTHING.judge(told(at=NOW + MINUTE), "Orange", after, NOW + MINUTE).why == Why.TOLD


def test_that_a_buzz_that_becomes_a_crisis_alerts_once_for_each_level() -> None:
    known, whys = Alerted(NOW), []
    for minute, level in enumerate((0, 1, 1, 2, 2, 3, 3)):
        at = NOW + minute * MINUTE
        verdict = EVERYTHING.judge(told(level, at), "Orange", known, at)
        whys.append(verdict.why)
        known = known.after(told(level, at), at) if verdict.alerts else known
    assert whys == [Why.NEW, Why.WORSE, Why.TOLD, Why.WORSE, Why.TOLD, Why.WORSE, Why.TOLD]


def test_that_an_outage_said_anew_alerts_again_and_one_that_goes_on_does_not() -> None:
    first, again = told(kind="outage", score=9.0), told(kind="outage", at=NOW + HOUR, area={"places": ["59", "62"]})
    after = Alerted(NOW).after(first, NOW)
    assert EVERYTHING.judge(again, "Orange", after, NOW + HOUR).why == Why.ANEW
    assert EVERYTHING.judge(told(kind="outage", at=NOW + HOUR), "Orange", after, NOW + HOUR).why == Why.TOLD


def test_that_nothing_alerts_for_a_past_that_is_opened_or_caught_up_on() -> None:
    before = Alerted(NOW)
    assert EVERYTHING.judge(told(at=NOW - SLACK - 1), "", before, NOW).why == Why.PAST
    assert EVERYTHING.judge(told(at=NOW - SLACK), "", before, NOW).alerts
    assert EVERYTHING.judge(told(at=NOW), "", before, NOW + LATE + 1).why == Why.PAST
    assert EVERYTHING.judge(told(end=NOW), "", before, NOW).why == Why.OVER


def test_that_what_was_told_before_the_watcher_began_alerts_only_when_it_gets_worse() -> None:
    old = told(1, at=NOW - HOUR, opened_at=NOW - HOUR)
    before = Alerted.beginning(NOW, [old])
    assert EVERYTHING.judge(told(1, at=NOW, opened_at=NOW - HOUR), "", before, NOW).why == Why.TOLD
    assert EVERYTHING.judge(told(2, at=NOW, opened_at=NOW - HOUR), "", before, NOW).why == Why.WORSE


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        (AlertRule(), True),
        (AlertRule(topic="orange"), True),
        (AlertRule(topic="SFR"), False),
        (AlertRule(kind="crisis"), True),
        (AlertRule(kind="outage"), False),
        (AlertRule(severity=2), True),
        (AlertRule(severity=3), False),
        (AlertRule(person="@Julie.Example"), True),
        (AlertRule(person="Julie Martin"), True),
        (AlertRule(person="Paul"), False),
        (AlertRule(place="59"), True),
        (AlertRule(place="2a"), True),
        (AlertRule(place="75"), False),
        (AlertRule(topic="Orange", place="75"), False),
    ],
)
def test_that_a_rule_asks_for_what_all_its_fields_say(rule: AlertRule, asks: bool) -> None:
    episode = told(2, authors=[["julie.example", 9, 0.1]], area={"places": ["59"]}, places=[["2A", 3, 0.0]])
    people = by_name([Person("Julie Martin", accounts=("bluesky:julie.example",))])
    verdict = AlertRules((rule,)).judge(episode, "Orange", Alerted(NOW), NOW, people)
    assert verdict.why == (Why.NEW if asks else Why.NO_RULE)


def test_that_a_rule_finds_a_person_among_those_who_act_together() -> None:
    rules = AlertRules((AlertRule(person="Julie Martin"),))
    people = by_name([Person("Julie Martin", accounts=("bluesky:julie.example",))])
    ring = {"accounts": ["bluesky:paul.example"], "insiders": ["bluesky:Julie.example"]}
    assert rules.judge(told(kind="amplification", rings=[ring]), "", Alerted(NOW), NOW, people).alerts
    strangers: tuple[object, ...] = (3, [3], [{}], [{"accounts": 3}], [{"accounts": [3]}])
    for rings in strangers:
        assert not rules.judge(told(kind="amplification", rings=rings), "", Alerted(NOW), NOW, people).alerts


def test_that_a_rule_for_a_place_asks_for_an_outage_of_the_whole_country_too() -> None:
    rules = AlertRules((AlertRule(place="59"),))
    national, elsewhere = {"places": [], "national": 12.0}, {"places": ["40"]}
    assert rules.judge(told(1, kind="outage", area=national), "", Alerted(NOW), NOW).alerts
    for area in (elsewhere, None, {}, {"places": None}):
        assert rules.judge(told(1, kind="outage", area=area), "", Alerted(NOW), NOW).why == Why.NO_RULE
    assert rules.judge(told(1, area=national), "", Alerted(NOW), NOW).why == Why.NO_RULE


@pytest.mark.parametrize("listed", [None, 3, "x", [3], [[]], [[None]], {"places": 3}, {"places": [[], 1]}])
def test_that_a_strangers_evidence_asks_for_nothing_and_breaks_nothing(listed: object) -> None:
    rules = AlertRules((AlertRule(person="a"), AlertRule(place="59")))
    episode = told(authors=listed, places=listed, area=listed)
    assert rules.judge(episode, "", Alerted(NOW), NOW).why == Why.NO_RULE


def test_that_one_rule_of_several_is_enough_and_unknown_topics_are_named_once() -> None:
    rules = AlertRules((AlertRule(topic="Nobody"), AlertRule(topic="nobody"), AlertRule(topic="Orange")))
    assert rules.judge(told(), "Orange", Alerted(NOW), NOW).alerts
    assert rules.unknown_topics(["orange", "SFR"]) == ("Nobody",)


def test_that_what_is_too_mild_is_held_back() -> None:
    rules = AlertRules(least=2)
    assert rules.judge(told(1), "", Alerted(NOW), NOW).why == Why.MILD
    assert rules.judge(told(2), "", Alerted(NOW), NOW).alerts


def test_that_a_topic_cools_down_unless_it_gets_worse() -> None:
    rules = AlertRules(cool_down_minutes=15)
    after = Alerted(NOW).after(told(1), NOW)
    second = told(1, at=NOW + 12 * MINUTE, opened_at=NOW + 12 * MINUTE)
    verdict = rules.judge(second, "", after, NOW + 12 * MINUTE)
    assert (verdict.why, verdict.ago) == (Why.COOL_DOWN, 12 * MINUTE)
    assert rules.judge(second, "", after, NOW + 15 * MINUTE).alerts
    assert rules.judge(told(2, opened_at=NOW + MINUTE), "", after, NOW + MINUTE).alerts
    assert rules.judge(told(1, topic=2), "", after, NOW + MINUTE).alerts


def test_that_what_was_held_back_is_news_when_its_time_is_over_however_late() -> None:
    rules = AlertRules(quiet=QuietHours("22:00", "07:00", "Europe/Paris"), cool_down_minutes=0)
    night = told(1)
    held = Alerted(NOW).holding([night])
    seven = paris("2026-11-19T07:00")
    assert rules.judge(night, "", Alerted(NOW), seven).why == Why.PAST
    assert rules.judge(night, "", held, seven).why == Why.NEW
    assert rules.judge(told(1, end=NOW), "", held, seven).why == Why.OVER
    assert held.after(night, seven).held == frozenset()


@pytest.mark.parametrize("word", ["acknowledged", "wrong"])
def test_that_what_was_said_of_it_holds_until_it_gets_worse(word: str) -> None:
    mark = EpisodeMark(1, 7, NOW + MINUTE, word)
    states = tuple(EpisodeState(NOW + n * 10 * MINUTE, "rise", NOW, severity=n) for n in (0, 1))
    whole = Episode(7, "crisis", 1, NOW, states, (mark,))
    assert EVERYTHING.judge(told(marks=(mark,)), "", Alerted(NOW), NOW).why == word
    assert EVERYTHING.judge(whole, "", Alerted(NOW), NOW + 10 * MINUTE).why == Why.NEW


def test_that_a_snooze_ends_when_it_says_and_one_that_names_no_instant_holds_nothing() -> None:
    until = datetime.fromtimestamp((NOW + HOUR) / 1000, ZoneInfo("Europe/Paris")).isoformat()
    mark = EpisodeMark(1, 7, NOW, "snoozed", until)
    held = EVERYTHING.judge(told(marks=(mark,), at=NOW + 59 * MINUTE), "", Alerted(NOW), NOW + 59 * MINUTE)
    assert (held.why, held.until) == (Why.SNOOZED, NOW + HOUR)
    assert EVERYTHING.judge(told(marks=(mark,), at=NOW + HOUR), "", Alerted(NOW), NOW + HOUR).alerts
    for value in ("", "soon", "2026-11-19T05:00:00", "9" * 400):
        assert EVERYTHING.judge(told(marks=(EpisodeMark(1, 7, NOW, "snoozed", value),)), "", Alerted(NOW), NOW).alerts


def test_that_quiet_hours_hold_over_midnight_and_a_grave_episode_breaks_them() -> None:
    quiet = QuietHours("22:00", "07:00", "Europe/Paris", breaks=2)
    rules = AlertRules(quiet=quiet)
    verdict = rules.judge(told(1), "", Alerted(NOW), NOW)
    assert (verdict.why, verdict.until) == (Why.QUIET, paris("2026-11-19T07:00"))
    assert rules.judge(told(2), "", Alerted(NOW), NOW).alerts
    seven = paris("2026-11-19T07:00")
    assert rules.judge(told(1, at=seven), "", Alerted(NOW), seven).alerts  # never told, so told in the morning
    assert AlertRules(quiet=QuietHours("22:00", "07:00", "Europe/Paris", NEVER)).judge(
        told(3), "", Alerted(NOW), NOW
    ).why == (Why.QUIET)


@pytest.mark.parametrize(
    ("start", "end", "at", "until"),
    [
        ("22:00", "07:00", "2026-11-18T21:59", None),
        ("22:00", "07:00", "2026-11-18T22:00", "2026-11-19T07:00"),
        ("12:00", "14:00", "2026-11-19T13:59", "2026-11-19T14:00"),
        ("12:00", "14:00", "2026-11-19T14:00", None),
        ("07:00", "07:00", "2026-11-19T07:00", None),
        ("23:00", "02:30", "2026-03-29T01:59", "2026-03-29T03:00"),  # 02:30 is not there that night
        ("22:00", "07:00", "2026-03-28T23:00", "2026-03-29T07:00"),
        ("22:00", "07:00", "2026-10-24T23:00", "2026-10-25T07:00"),
    ],
)
def test_that_quiet_hours_end_when_the_clock_says(start: str, end: str, at: str, until: str | None) -> None:
    quiet = QuietHours(start, end, "Europe/Paris")
    assert quiet.until(paris(at)) == (None if until is None else paris(until))


def test_that_an_hour_that_comes_twice_is_quiet_twice() -> None:
    quiet = QuietHours("02:00", "02:30", "Europe/Paris")
    first = paris("2026-10-25T02:10")
    assert quiet.until(first) == first + 20 * MINUTE
    assert quiet.until(first + HOUR) == first + HOUR + 20 * MINUTE
    assert quiet.until(first + 30 * MINUTE) is None


def test_that_a_zone_this_machine_does_not_know_is_taken_for_utc() -> None:
    assert QuietHours("00:00", "00:30", "Mars/Olympus").until(NOW) == NOW + 30 * MINUTE


@pytest.mark.parametrize(
    ("text", "read"),
    [("7:05", "07:05"), (" 22:00 ", "22:00"), ("24:00", None), ("7", None), ("7:5", None), ("", None), ("²:00", None)],
)
def test_that_a_time_of_day_is_read_to_the_minute(text: str, read: str | None) -> None:
    assert clock_time(text) == read


def test_that_a_week_counts_each_alarm_once_and_says_which_were_wrong() -> None:
    wrong = EpisodeMark(1, 7, NOW, "wrong")
    buzz, crisis = told(0, marks=(wrong,)), told(1)
    later, old = told(opened_at=NOW + HOUR), told(opened_at=NOW - 8 * DAY)
    (orange, sfr, nobody) = spent([buzz, crisis, later, old, told(topic=None)], [1, 2], NOW + DAY)
    assert (orange.topic, orange.alarms, orange.wrong, orange.is_over) == (1, 2, 1, False)
    assert (sfr.topic, sfr.alarms, sfr.wrong) == (2, 0, 0)
    assert (nobody.topic, nobody.alarms) == (None, 1)
