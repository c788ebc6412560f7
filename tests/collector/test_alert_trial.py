"""Alert rules tried on the past: they tell what the same rules would have told live, and what they would not."""

from __future__ import annotations

from hubdesk.core import HOUR, MINUTE, Episode, EpisodeMark, EpisodeState, Millis
from hubdesk.core.alert_rule import AlertRule
from hubdesk.core.alert_trial import Trial, trial
from hubdesk.core.alerts import AlertRules, Why
from hubdesk.core.quiet_hours import QuietHours

NOON: Millis = 1_790_157_600_000  # 2026-09-23T10:00Z, noon in Paris
NAMES = {1: "Orange", 2: "Free"}


def state(at: Millis, severity: int = 0, end: Millis | None = None, verdict: str = "") -> EpisodeState:
    return EpisodeState(at, "rise", NOON, NOON + 3 * HOUR, end, severity, verdict)


def crisis(*states: EpisodeState, topic: int = 1, marks: tuple[EpisodeMark, ...] = ()) -> list[Episode]:
    """A buzz, and the crisis it became."""
    opened = states[0].at
    return [Episode(2 * topic, "buzz", topic, opened, states[:1]), Episode(9, "crisis", topic, opened, states, marks)]


def tried(episodes: list[Episode], rules: AlertRules = AlertRules(cool_down_minutes=0)) -> Trial:  # noqa: B008
    return trial(episodes, NAMES, rules, NOON - HOUR, NOON + 24 * HOUR, {})


def test_an_episode_alerts_when_it_opens_and_when_it_gets_worse_and_never_twice() -> None:
    made = tried(crisis(state(NOON), state(NOON + MINUTE, 1), state(NOON + HOUR, 1), state(NOON + 2 * HOUR, 3)))
    assert [(one.at, one.verdict.why) for one in made.fired] == [
        (NOON, Why.NEW),
        (NOON + MINUTE, Why.WORSE),
        (NOON + 2 * HOUR, Why.WORSE),
    ]
    assert made.missed == ()
    assert [one.before_peak for one in made.fired] == [3 * HOUR, 3 * HOUR - MINUTE, HOUR]


def test_what_no_rule_asks_for_is_missed_with_why() -> None:
    rules = AlertRules((AlertRule(topic="Free"),), cool_down_minutes=0)
    made = tried([*crisis(state(NOON), state(NOON + MINUTE, 3)), Episode(7, "buzz", 2, NOON, (state(NOON),))], rules)
    assert [one.episode.topic for one in made.fired] == [2]
    assert [(one.episode.topic, one.verdict.why) for one in made.missed] == [(1, Why.NO_RULE)]


def test_what_quiet_hours_hold_back_comes_at_their_end() -> None:
    rules = AlertRules(quiet=QuietHours("11:00", "14:00", "Europe/Paris", 3), cool_down_minutes=0)
    made = tried(crisis(state(NOON, 1), state(NOON + MINUTE, 1)), rules)
    assert [one.at for one in made.fired] == [NOON + 2 * HOUR]
    loud = tried(crisis(state(NOON, 1), state(NOON + MINUTE, 3)), rules)
    assert [one.at for one in loud.fired] == [NOON + MINUTE]


def test_a_later_state_is_not_known_to_an_earlier_judgement() -> None:
    rules = AlertRules(least=2, cool_down_minutes=0)
    made = tried(crisis(state(NOON, 1), state(NOON + HOUR, 2)), rules)
    assert [one.at for one in made.fired] == [NOON + HOUR]


def test_wrong_alarms_and_fizzles_are_counted() -> None:
    wrong = EpisodeMark(1, 9, NOON + 5 * HOUR, "wrong")
    ended = state(NOON + 4 * HOUR, 1, NOON + 4 * HOUR, "pschitt")
    made = tried(crisis(state(NOON, 1), ended, marks=(wrong,)))
    assert (len(made.fired), made.wrong, [one.fizzled for one in made.fired]) == (1, 1, [True])
    assert made.a_week > 0


def test_what_opened_outside_the_span_is_not_tried() -> None:
    early = [Episode(1, "buzz", 1, NOON - 2 * HOUR, (state(NOON - 2 * HOUR), state(NOON, 2)))]
    assert tried(early) == Trial(NOON - HOUR, NOON + 24 * HOUR, 2, (), ())
