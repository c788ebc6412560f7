"""What alarms on a desk: once, aloud or held back, until someone answers it or it is long over."""

from __future__ import annotations

from dataclasses import replace

from hubdesk.core import HOUR, MINUTE, Episode, EpisodeMark, EpisodeState, Topic
from hubdesk.core.alert_rule import AlertRule
from hubdesk.core.alerts import AlertRules
from hubdesk.core.quiet_hours import QuietHours
from hubdesk.desk.alert_news import LINGERS, AlertMemory, AlertPicture, News, take
from hubdesk.panels.episodes_known import known

OPENED = 1_795_095_120_000  # 14:32 in Paris
TOPICS = (Topic(1, "Orange", "orange", "own"), Topic(2, "SFR", "sfr", "rival"))
ALL = AlertRules(cool_down_minutes=0)


def state(at: int, severity: int = 0, end: int | None = None) -> EpisodeState:
    return EpisodeState(
        at, "rise", OPENED, severity=severity, end=end, evidence={"told": [["{n} mentions", {"n": 60}]]}
    )


def episode(number: int, at: int, *severities: int, kind: str = "crisis", topic: int = 1) -> Episode:
    """Told at `at`, and a minute later again with the next severity."""
    states = tuple(state(at + n * MINUTE, grave) for n, grave in enumerate(severities or (1,)))
    return Episode(number, kind, topic, at, states)


def picture(at: int, *episodes: Episode) -> AlertPicture:
    return AlertPicture(at, known(episodes), TOPICS, {})


def look(memory: AlertMemory, at: int, *episodes: Episode, rules: AlertRules = ALL) -> News:
    return take(memory, picture(at, *episodes), rules, OPENED)


def marked(one: Episode, word: str, at: int, value: str = "") -> Episode:
    return replace(one, marks=(*one.marks, EpisodeMark(len(one.marks) + 1, one.id, at, word, value)))


def aloud(news: News) -> list[int]:
    return [one.id for one in news.aloud]


def waiting(news: News) -> list[int]:
    return [one.id for one, _verdict in news.waiting]


def test_that_an_alarm_is_told_once_and_waits() -> None:
    memory, at = AlertMemory(), OPENED + 10 * MINUTE
    one = episode(1, at)
    assert aloud(look(memory, OPENED)) == []
    first, second = look(memory, at, one), look(memory, at + MINUTE, one)
    assert (aloud(first), waiting(first)) == ([1], [1])
    assert (aloud(second), waiting(second)) == ([], [1])


def test_that_what_was_told_before_the_desk_was_opened_does_not_alarm() -> None:
    news = look(AlertMemory(), OPENED, episode(1, OPENED - HOUR, 3))
    assert (aloud(news), waiting(news)) == ([], [])


def test_that_an_unanswered_alarm_is_in_the_bar_of_a_desk_opened_again_and_aloud_only_when_it_gets_worse() -> None:
    memory, told = AlertMemory(), OPENED - 2 * MINUTE
    one, answered = episode(1, told, 1), marked(episode(2, told, 1, topic=2), "acknowledged", told)
    news = look(memory, OPENED, one, answered)
    assert (aloud(news), waiting(news)) == ([], [1])
    assert news.waiting[0][1].why == "past"
    caught_up = episode(3, OPENED - MINUTE, 2, topic=2, kind="outage")
    assert (aloud(look(memory, OPENED, one, caught_up)), waiting(look(memory, OPENED, one, caught_up))) == ([], [3, 1])
    worse = replace(one, states=(*one.states, state(OPENED + MINUTE, 2)))
    assert aloud(look(memory, OPENED + MINUTE, worse)) == [1]


def test_that_quiet_hours_that_end_long_after_the_last_news_tell_what_still_lasts() -> None:
    rules = AlertRules(quiet=QuietHours("14:00", "17:00", "Europe/Paris"), cool_down_minutes=0)
    memory, at, over = AlertMemory(), OPENED + 10 * MINUTE, OPENED + 3 * HOUR
    look(memory, at, episode(1, at), rules=rules)
    assert aloud(look(memory, over, episode(1, at), rules=rules)) == [1]
    assert aloud(look(memory, over, episode(1, at), rules=rules)) == []


def test_that_it_leaves_when_it_was_answered_and_comes_back_when_it_gets_worse() -> None:
    memory, at = AlertMemory(), OPENED + 10 * MINUTE
    look(memory, at, episode(1, at, 1))
    answered = marked(episode(1, at, 1), "acknowledged", at)
    assert waiting(look(memory, at, answered)) == []
    worse = replace(answered, states=(*answered.states, state(at + MINUTE, 2)))
    news = look(memory, at + MINUTE, worse)
    assert (aloud(news), waiting(news)) == ([1], [1])
    assert waiting(look(memory, at + MINUTE, marked(worse, "wrong", at + MINUTE))) == []


def test_that_a_snooze_ends_by_itself() -> None:
    memory, at = AlertMemory(), OPENED + 10 * MINUTE
    look(memory, at, episode(1, at))
    snoozed = marked(episode(1, at), "snoozed", at, "2026-11-19T15:00:00+01:00")
    assert waiting(look(memory, at, snoozed)) == []
    news = look(memory, OPENED + 29 * MINUTE, snoozed)
    assert (aloud(news), waiting(news)) == ([], [1])


def test_that_it_is_shown_for_a_while_after_its_end() -> None:
    memory, at = AlertMemory(), OPENED + 10 * MINUTE
    one = episode(1, at)
    look(memory, at, one)
    over = replace(one, states=(*one.states, state(at + MINUTE, 1, end=at + MINUTE)))
    assert waiting(look(memory, at + MINUTE + LINGERS, over)) == [1]
    assert waiting(look(memory, at + MINUTE + LINGERS + 1, over)) == []


def test_that_the_gravest_comes_first_and_of_those_the_newest() -> None:
    at = OPENED + 10 * MINUTE
    news = look(
        AlertMemory(), at, episode(1, at - MINUTE, 2), episode(2, at, 2, topic=2), episode(3, at, 1, kind="outage")
    )
    assert waiting(news) == [2, 1, 3]
    assert aloud(news) == [2, 1, 3]


def test_that_quiet_hours_leave_it_to_the_bar_until_they_end() -> None:
    rules = AlertRules(quiet=QuietHours("14:00", "15:00", "Europe/Paris"), cool_down_minutes=0)
    memory, at = AlertMemory(), OPENED + 10 * MINUTE
    news = look(memory, at, episode(1, at), rules=rules)
    assert (aloud(news), waiting(news)) == ([], [1])
    assert news.waiting[0][1].why == "quiet"
    later = look(memory, OPENED + 28 * MINUTE, episode(1, at), rules=rules)
    assert (aloud(later), waiting(later)) == ([1], [1])
    assert aloud(look(memory, at, episode(2, at, 3), rules=rules)) == [2], "the gravest breaks them"


def test_that_a_topic_that_alarmed_is_left_alone_for_a_while() -> None:
    rules, memory, at = AlertRules(cool_down_minutes=15), AlertMemory(), OPENED + 10 * MINUTE
    first, second = episode(1, at, 1), episode(2, at + MINUTE, 1, kind="outage")
    look(memory, at, first, rules=rules)
    news = look(memory, at + MINUTE, first, second, rules=rules)
    assert (aloud(news), sorted(waiting(news))) == ([], [1, 2])


def test_that_what_no_rule_asks_for_is_not_even_shown() -> None:
    rules = AlertRules((AlertRule(topic="SFR"),), least=1)
    at = OPENED + 10 * MINUTE
    episodes = (episode(1, at, 2), episode(2, at, 2, topic=2), episode(3, at, 0, kind="buzz", topic=2))
    assert waiting(look(AlertMemory(), at, *episodes, rules=rules)) == [2]


def test_that_a_buzz_and_the_crisis_it_became_are_one_alarm() -> None:
    memory, at = AlertMemory(), OPENED + 10 * MINUTE
    buzz = episode(1, at, 0, kind="buzz")
    look(memory, at, buzz)
    crisis = Episode(2, "crisis", 1, at, (state(at + 5 * MINUTE, 1),))
    news = look(memory, at + 5 * MINUTE, buzz, crisis)
    assert (aloud(news), waiting(news)) == ([2], [2])


def test_that_five_hundred_at_once_are_five_hundred_that_wait() -> None:
    at = OPENED + 10 * MINUTE
    many = tuple(Episode(n, "outage", 1, at + n, (state(at + n),)) for n in range(1, 501))
    memory = AlertMemory()
    assert len(look(memory, at + MINUTE, *many).aloud) == 500
    assert look(memory, at + MINUTE, *many).aloud == ()
