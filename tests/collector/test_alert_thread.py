"""What the watch tells reaches those outside once, as one message, and whatever they do, nothing waits for them."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from hubdesk import i18n
from hubdesk.collector import alert_judging, alerts, run
from hubdesk.collector.alerts import AlertThread, alerts_of
from hubdesk.collector.watch import SETTLED, Watch
from hubdesk.core import DAY, HOUR, MINUTE, Episode, EpisodeState, FailedError, Topic
from hubdesk.core.alert_rule import AlertRule
from hubdesk.core.alert_ways import Alerting, AlertWays
from hubdesk.core.alerts import AlertRules
from hubdesk.core.quiet_hours import QuietHours
from hubdesk.reports.alert_json import alert_json
from hubdesk.store.episodes import Seen
from hubdesk.store.session import NewSession, create, open_reader, open_writer
from tests.watch_fakes import SURGE, heard_session, surging, watch_until

NOW = 1_795_080_600_000  # Thursday 19 November 2026, 10:30 in Paris
EVERYTHING = AlertRules(cool_down_minutes=0)
SENTENCE = ["{n} mentions in an hour", {"n": 90}]
NAMING = ["{who} speaks loudest", {"who": "julie.example"}]


class Hook:
    """A webhook that remembers, and answers what it is told to."""

    def __init__(self, server: HTTPServer) -> None:
        self.heard: list[dict[str, Any]] = []
        self.statuses = [200]
        self.url = server.url_for("/hook")
        server.expect_request("/hook").respond_with_handler(self._take)

    def _take(self, request: Request) -> Response:
        self.heard.append(json.loads(request.get_data()))
        return Response(status=self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])


@pytest.fixture
def hook(httpserver: HTTPServer) -> Hook:
    i18n.use("en")
    return Hook(httpserver)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "s.hubdesk"
    create(made, NewSession("Opérateurs", created_at=NOW - DAY))
    with open_writer(made) as writer:
        for name in ("Orange", "SFR"):
            writer.add_topic(Topic(0, name, name.lower(), "own"))
    return made


def state(at: int, severity: int = 0, **evidence: object) -> EpisodeState:
    evidence = {"told": [SENTENCE, NAMING], "mentions": [1], "authors": [["julie.example", 9, 0.1]]} | evidence
    return EpisodeState(at, "rise", at - HOUR, severity=severity, evidence=evidence)


def seen(at: int = NOW, severity: int = 0, topic: int = 1, opened_at: int | None = None, **evidence: object) -> Seen:
    kind = "crisis" if severity else "buzz"
    return Seen(kind, topic, at if opened_at is None else opened_at, state(at, severity, **evidence))


def alerting(hook: Hook, rules: AlertRules = EVERYTHING, with_names: bool = False) -> Alerting:
    return Alerting(rules, AlertWays(hook.url, True), partial(alert_json, with_names=with_names))


def telling(
    path: Path,
    how: Alerting,
    *rounds: Sequence[Seen],
    now: Callable[[], int] = lambda: NOW,
    kept: Sequence[Seen] = (),
    once: bool = False,
    mark: tuple[str, str] = ("", ""),
) -> None:
    """Run alerts over rounds of the watch; `kept` was told before they began. What is told goes out at the end."""
    with open_writer(path) as writer:
        if kept:
            writer.keep_watch("minutes", max(one.state.at for one in kept), "", kept, None)
        thread = AlertThread(path, lambda: how, now, once=once, gather_seconds=30.0, pauses=(0.0, 0.0))
        thread.start()
        try:
            for found in rounds:
                ids = writer.keep_watch("minutes", max(one.state.at for one in found), "", found, None)
                if mark[0]:
                    writer.mark_episode(ids[0], mark[0], NOW, mark[1])
                for number, one in zip(ids, found, strict=True):
                    thread.tell(Episode(number, one.kind, one.topic, one.opened_at, (one.state,)))
        finally:
            thread.stop(30)


def test_that_an_episode_is_told_once_in_words_without_anybodys_name(path: Path, hook: Hook) -> None:
    telling(path, alerting(hook), [seen(NOW, terms=[["julie martin", 3, 0.0]], domains=[["julie.example", 3, 0.0]])])
    (told,) = hook.heard
    assert (told["product"], told["session"], told["synthetic"], told["test"]) == (
        "Hubdesk",
        "Opérateurs",
        False,
        False,
    )
    assert told["summary"] == "Rising buzz · Orange: 90 mentions in an hour"
    assert told["sent_at"] == "2026-11-19T10:30:00+01:00"
    (episode,) = told["episodes"]
    assert (episode["why"], episode["kind"], episode["topic"]) == ("new", "buzz", "Orange")
    assert episode["evidence"]["told"] == ["90 mentions in an hour"]
    assert "julie" not in json.dumps(told)


def test_that_names_are_told_where_the_settings_say_so(path: Path, hook: Hook) -> None:
    telling(path, alerting(hook, with_names=True), [seen()])
    (episode,) = hook.heard[0]["episodes"]
    assert episode["evidence"]["authors"] == [["julie.example", 9, 0.1]]
    assert episode["evidence"]["told"][1] == "julie.example speaks loudest"


def test_that_alerts_speak_the_language_of_the_settings(path: Path, hook: Hook) -> None:
    i18n.use("fr")
    telling(path, alerting(hook), [seen()])
    i18n.use("en")
    assert hook.heard[0]["language"] == "fr"


def test_that_a_buzz_and_its_crisis_in_one_stretch_are_one_alert(path: Path, hook: Hook) -> None:
    telling(path, alerting(hook), [seen(NOW - MINUTE), seen(NOW, 2, opened_at=NOW - MINUTE)])
    (told,) = hook.heard
    (episode,) = told["episodes"]
    assert (episode["kind"], episode["severity"], told["count"]) == ("crisis", 2, 1)
    assert told["summary"].startswith("Crisis · Orange, level 2: ")


def test_that_a_storm_is_one_message_that_names_the_gravest(path: Path, hook: Hook) -> None:
    found = [seen(NOW, n % 4, topic=1, opened_at=NOW - n) for n in range(500)]
    telling(path, alerting(hook), found)
    (told,) = hook.heard
    assert told["count"] == 500
    assert [one["severity"] for one in told["episodes"]] == [3] * 5
    assert told["summary"].startswith("500 alerts at once, the gravest: Crisis · Orange, level 3")


def test_that_a_catch_up_and_what_was_told_before_alert_nobody(path: Path, hook: Hook) -> None:
    old = [seen(NOW - n * HOUR, 1, opened_at=NOW - n * HOUR) for n in range(1, 72)]
    telling(path, alerting(hook), old, [seen(NOW, 1, opened_at=NOW - 2 * MINUTE)], kept=[seen(NOW - 2 * MINUTE, 1)])
    assert hook.heard == []
    later = NOW + MINUTE
    telling(path, alerting(hook), [seen(later, 2, opened_at=NOW - 2 * MINUTE)], now=lambda: later)
    assert [one["why"] for one in hook.heard[0]["episodes"]] == ["worse"]


@pytest.mark.parametrize(("once", "told"), [(True, 1), (False, 0)])
def test_that_a_round_now_and_then_alerts_for_what_came_since_the_last(
    path: Path, hook: Hook, once: bool, told: int
) -> None:
    before = seen(NOW - 21 * MINUTE, topic=2)
    telling(path, alerting(hook), [seen(NOW - 20 * MINUTE)], kept=[before], once=once)
    assert len(hook.heard) == told


def test_that_a_rule_of_an_unknown_topic_is_said_and_the_others_work(
    path: Path, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    rules = AlertRules((AlertRule(topic="Nobody"), AlertRule(topic="SFR")), cool_down_minutes=0)
    telling(path, alerting(hook, rules), [seen(topic=1), seen(topic=2)])
    assert [one["topic"] for one in hook.heard[0]["episodes"]] == ["SFR"]
    assert [record.message for record in caplog.records if "Nobody" in record.message] == [
        "an alert rule names the topic “Nobody”, which this session has not"
    ]


@pytest.mark.parametrize(
    ("word", "value"), [("acknowledged", ""), ("wrong", ""), ("snoozed", "2026-11-19T12:00+01:00")]
)
def test_that_what_people_said_of_an_episode_holds_it_back(path: Path, hook: Hook, word: str, value: str) -> None:
    telling(path, alerting(hook), [seen()], mark=(word, value))
    assert hook.heard == []


def test_that_quiet_hours_hold_back_and_say_so(path: Path, hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "hubdesk")
    rules = AlertRules(quiet=QuietHours("10:00", "11:00", "Europe/Paris", breaks=2), cool_down_minutes=0)
    telling(path, alerting(hook, rules), [seen(), seen(NOW, 2, topic=2)])
    assert [one["topic"] for one in hook.heard[0]["episodes"]] == ["SFR"]
    assert "no alert for buzz Orange: quiet hours until 11:00" in caplog.text


def test_that_a_webhook_that_fails_is_given_up_in_one_line_without_its_path(
    path: Path, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    hook.statuses, hook.url = [500], hook.url + "?token=s3cret"
    telling(path, replace(alerting(hook), ways=AlertWays(hook.url, True, "s3cret")), [seen()])
    lines = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(hook.heard) == 3
    assert len(lines) == 1
    assert "given up after 3 attempts: it answers 500" in lines[0]
    ours = "".join(record.getMessage() for record in caplog.records if record.name.startswith("hubdesk"))
    assert "s3cret" not in ours
    assert "/hook" not in ours


def test_that_a_webhook_that_hangs_neither_stalls_the_watch_nor_the_end(
    path: Path, httpserver: HTTPServer, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, free = threading.Event(), threading.Event()

    def hang(_request: Request) -> Response:
        asked.set()
        free.wait(30)
        return Response()

    httpserver.expect_request("/hangs").respond_with_handler(hang)
    monkeypatch.setattr(alerts, "MOST_WAITING", 10)
    how = replace(alerting(hook), ways=AlertWays(httpserver.url_for("/hangs"), True))
    thread = AlertThread(path, lambda: how, lambda: NOW, gather_seconds=0.0)
    thread.start()
    with open_writer(path) as writer:
        found = [seen(topic=1)]
        (number,) = writer.keep_watch("minutes", NOW, "", found, None)
    episode = Episode(number, "buzz", 1, NOW, (found[0].state,))
    thread.tell(episode)
    assert asked.wait(30)
    for n in range(10_000):
        thread.tell(replace(episode, opened_at=NOW + n))
    assert len(thread._told) == 10
    thread.stop(0.0)
    free.set()


def test_that_a_session_that_does_not_answer_is_asked_again(
    path: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, fails = alert_judging.whole, [True]

    def whole(*words: Any) -> Any:
        if fails:
            fails.pop()
            raise FailedError("busy")
        return true(*words)

    monkeypatch.setattr(alert_judging, "whole", whole)
    monkeypatch.setattr(alerts, "REST_SECONDS", 0.0)
    sent = threading.Event()
    payload = alerting(hook).payload

    def told(*words: Any, **more: Any) -> Any:
        sent.set()
        return payload(*words, **more)

    how = replace(alerting(hook), payload=told)
    with open_writer(path) as writer:
        found = [seen()]
        thread = AlertThread(path, lambda: how, lambda: NOW, gather_seconds=0.0)
        thread.start()
        (number,) = writer.keep_watch("minutes", NOW, "", found, None)
        thread.tell(Episode(number, "buzz", 1, NOW, (found[0].state,)))
        assert sent.wait(30)
    thread.stop(30)
    assert len(hook.heard) == 1


def test_that_evidence_with_a_figure_that_is_none_still_alerts(path: Path, hook: Hook) -> None:
    telling(path, alerting(hook), [seen(score=float("nan"), times=float("inf"))])
    (told,) = hook.heard
    assert (told["count"], told["episodes"]) == (1, [])
    assert told["summary"]


def test_that_what_is_told_while_nobody_is_to_be_alerted_alerts_nobody_later(path: Path, hook: Hook) -> None:
    asked: list[int] = []
    taken = threading.Event()

    def how() -> Alerting | None:
        """Asked at the beginning, at the first telling, and then somebody switches the webhook on."""
        asked.append(len(asked))
        if len(asked) == 2:
            taken.set()
        return alerting(hook) if len(asked) > 2 else None

    at = NOW
    thread = AlertThread(path, how, lambda: at, gather_seconds=0.0)
    thread.start()
    with open_writer(path) as writer:
        for one in (seen(), seen(NOW + MINUTE, opened_at=NOW), seen(NOW + MINUTE, topic=2)):
            at = one.state.at
            (number,) = writer.keep_watch("minutes", at, "", [one], None)
            thread.tell(Episode(number, one.kind, one.topic, one.opened_at, (one.state,)))
            assert taken.wait(30)
    thread.stop(30)
    assert [one["topic"] for told in hook.heard for one in told["episodes"]] == ["SFR"]


def test_that_what_was_held_back_is_told_when_its_time_is_over_if_it_still_lasts(
    path: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 10:30, in quiet hours until 11:10; nothing is told anew. One ended meanwhile, one had been told before."""
    monkeypatch.setattr(alerts, "HELD_SECONDS", 0.01)
    rules = AlertRules(quiet=QuietHours("10:00", "11:10", "Europe/Paris"), cool_down_minutes=0)
    at, judged = NOW, threading.Event()
    sent = threading.Event()
    payload = alerting(hook).payload

    def told(*words: Any, **more: Any) -> Any:
        sent.set()
        return payload(*words, **more)

    true = alert_judging.Judging.judge

    def judge(*words: Any) -> Any:
        made = true(*words)
        judged.set()
        return made

    monkeypatch.setattr(alert_judging.Judging, "judge", judge)
    how = replace(alerting(hook, rules), payload=told)
    thread = AlertThread(path, lambda: how, lambda: at, gather_seconds=0.0, pauses=(0.0, 0.0))
    thread.start()
    with open_writer(path) as writer:
        ended = Seen("outage", 2, NOW, state(NOW))
        for one in (seen(), ended):
            (number,) = writer.keep_watch("minutes", NOW, "", [one], None)
            thread.tell(Episode(number, one.kind, one.topic, one.opened_at, (one.state,)))
            assert judged.wait(30)
            judged.clear()
        over = replace(ended.state, at=NOW + MINUTE, end=NOW + MINUTE)
        writer.keep_watch("minutes", NOW + MINUTE, "", [replace(ended, state=over)], None)
    assert hook.heard == []
    at = NOW + 40 * MINUTE
    assert sent.wait(30)
    thread.stop(30)
    (heard,) = hook.heard
    assert [(one["topic"], one["why"]) for one in heard["episodes"]] == [("Orange", "new")]


def test_that_alerts_go_on_after_a_fault_that_nobody_foresaw(
    path: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(alerts, "AGAIN_SECONDS", 0.0)
    faults, sent = [ValueError("a keyring of its own kind")], threading.Event()
    payload = alerting(hook).payload

    def told(*words: Any, **more: Any) -> Any:
        sent.set()
        return payload(*words, **more)

    def how() -> Alerting:
        if faults:
            raise faults.pop()
        return replace(alerting(hook), payload=told)

    with open_writer(path) as writer:
        thread = AlertThread(path, how, lambda: NOW, gather_seconds=0.0)
        thread.start()
        (number,) = writer.keep_watch("minutes", NOW, "", [seen()], None)
        thread.tell(Episode(number, "buzz", 1, NOW, (seen().state,)))
        assert sent.wait(30)
        thread.stop(30)
    assert "alerts broke off in a way nobody foresaw" in caplog.text
    assert len(hook.heard) == 1


def test_that_the_session_is_left_as_one_file(path: Path, hook: Hook) -> None:
    telling(path, alerting(hook), [seen()])
    with open_reader(path) as reader:
        assert reader.facts().title == "Opérateurs"
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


def test_that_a_surge_that_the_watch_finds_reaches_those_outside(tmp_path: Path, hook: Hook) -> None:
    watched = heard_session(tmp_path, surging)
    watch_until(watched, SURGE)
    at = SURGE
    with (
        alerts_of(watched, lambda: alerting(hook), lambda: at, once=True) as hear,
        open_writer(watched) as writer,
        open_reader(watched) as reader,
    ):
        watch = Watch(reader, writer, lambda: at, hear)
        for minute in range(1, 12):
            at = SURGE + minute * MINUTE + SETTLED
            watch.step()
    assert [one["kind"] for one in hook.heard[0]["episodes"]] == ["buzz"]
    first = hook.heard[0]["episodes"][0]
    assert first["evidence"]["mentions"]
    assert "voix" not in json.dumps(hook.heard)
    assert len(hook.heard) <= 4  # each level of a crisis once


def test_that_a_single_round_of_a_collector_alerts_before_it_ends(
    tmp_path: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = heard_session(tmp_path, surging)
    monkeypatch.setattr(run, "now", lambda: SURGE + 12 * MINUTE)
    how = alerting(hook)
    run.collect(
        watched, run.Until(once=True), tmp_path / "state", tmp_path / "logs", lambda _attempt: None, lambda: how
    )
    ((episode,),) = (told["episodes"] for told in hook.heard)
    assert (episode["topic"], episode["why"]) == ("Orange", "new")
    assert "told of 1" in (tmp_path / "logs" / "collector.log").read_text("utf-8")
