"""A stranger who replays the week is told of its events, with reasons, and of not much else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hubdesk import demo
from hubdesk.collector.backtest import backtest
from hubdesk.core import DAY, HOUR, MINUTE, Episode, EpisodeKind, EpisodeState, Phase, Scope
from hubdesk.detect.rising import RisingWatch
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader
from hubdesk.told import Told

TRUTH: dict[str, Any] = json.loads((Path(__file__).parent / "truth.json").read_text("utf-8"))
STORIES = TRUTH["stories"]
WEEK = Scope((), *TRUTH["week"])
ALL = Scope((), *TRUTH["all"])
MOST_FALSE = 1.0  # alarms a topic and week
# When something was going on, by what the week's writers say of it.
EVENTS = {name: (one["first_at"], one["last_at"]) for name, one in STORIES.items() if one["told"]}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with open_reader(demo.demo_path(tmp_path_factory.mktemp("cache"))) as reader:
        yield reader


def of(reader: Reader, topic: str, start: int, end: int, kind: str = EpisodeKind.CRISIS) -> list[Episode]:
    """What was told of a topic between two instants, as it is known in the end; oldest first."""
    found = next(one for one in reader.topics() if one.name == topic)
    told = reader.episodes(Scope((found,), start, end, known_by=ALL.end))
    return [one for one in reversed(told) if one.kind == kind and start <= one.opened_at < end]


def sentences(state: EpisodeState) -> list[str]:
    told = state.evidence["told"]
    assert isinstance(told, list)
    return [words.said("Europe/Paris") for one in told if (words := Told.read(one)) is not None]


def test_that_it_was_watched_to_its_end_and_holds_no_more_than_that(shipped: Reader) -> None:
    upto, memory = shipped.watched("minutes")
    assert upto == ALL.end
    assert memory
    assert shipped.watched("rising 0") == (None, "")


def test_that_the_outage_is_told_before_the_official_word(shipped: Reader) -> None:
    story = STORIES["outage"]["told"]
    crisis = of(shipped, "Orange", story["start"], story["statement"])[0]
    assert crisis.opened_at < story["statement"] - HOUR
    assert abs(crisis.states[0].start - story["start"]) <= HOUR
    first = crisis.states[0]
    assert len(sentences(first)) >= 3
    assert any("negative" in one for one in sentences(first))
    assert crisis.now.severity == 3
    reached = next(state for state in crisis.states if state.severity == 3)
    assert reached.at < STORIES["outage"]["peak_at"]
    mention = shipped.mention(first.evidence["first"]["mention"], first.at)  # type: ignore[index, call-overload]
    assert mention is not None
    assert "Orange" in {one.name for one in shipped.topics() if one.id in {match.topic for match in mention.matches}}


def test_that_a_replay_knows_no_more_of_the_outage_than_was_told_by_then(shipped: Reader) -> None:
    crisis = of(shipped, "Orange", STORIES["outage"]["first_at"], STORIES["outage"]["told"]["statement"])[0]
    then = shipped.episodes(Scope((), WEEK.start, crisis.opened_at + MINUTE))
    same = next(one for one in then if (one.kind, one.opened_at) == (crisis.kind, crisis.opened_at))
    assert same.lasts
    assert same.now.severity < 3
    assert all(state.at <= crisis.opened_at + MINUTE for one in then for state in one.states)


def test_that_the_rivals_launch_is_called_a_pschitt_with_its_reasons(shipped: Reader) -> None:
    launch = STORIES["launch"]["told"]
    (crisis,) = of(shipped, "Free", launch["keynote"], launch["peak"] + HOUR)
    called = next(state for state in crisis.states if state.verdict == "pschitt")
    assert called.at < launch["pschitt"]  # before people call it so
    assert called.phase == Phase.PSCHITT
    assert any("Pschitt" in one for one in sentences(called))
    assert any("at most" in one for one in sentences(called))
    assert crisis.now.verdict == "pschitt"
    assert crisis.now.end is not None


def test_that_the_price_row_reaches_level_three_with_its_baseline_frozen(shipped: Reader) -> None:
    row = STORIES["price"]["told"]
    crises = of(shipped, "Page SFR", row["start"], row["end"])
    worst = next(one for one in crises if one.now.severity == 3)
    reached = next(state for state in worst.states if state.severity == 3)
    assert any("times the usual" in one for one in sentences(reached))
    assert reached.evidence["times"] >= 50  # type: ignore[operator]
    topic = worst.topic
    assert topic is not None
    watch = RisingWatch([one.id for one in shipped.topics()])
    watch.take_minutes(shipped.minutes(ALL.start, worst.states[0].at))
    before = watch.usual(topic)
    assert before > 0
    watch.take_minutes(shipped.minutes(worst.states[0].at, reached.at))
    assert watch.usual(topic) == before


def test_that_every_alarm_has_evidence_that_was_known_then(shipped: Reader) -> None:
    alarms = [(one, state) for one in shipped.episodes(ALL) for state in one.states if "mentions" in state.evidence]
    assert len(alarms) >= 20
    for one, state in alarms:
        ids = state.evidence["mentions"]
        assert isinstance(ids, list)
        assert ids
        newest, oldest = shipped.mention(ids[0], ALL.end), shipped.mention(ids[-1], ALL.end)
        assert newest is not None
        assert oldest is not None
        assert state.start <= oldest.known_at <= newest.known_at < state.at
        assert all(words and "{" not in words for words in sentences(state))
        assert one.topic in {match.topic for match in newest.matches} | {one.topic}
        heard, asked = state.evidence["minutes"]  # type: ignore[misc]
        assert 0 < heard <= asked


def test_that_false_alarms_keep_to_the_budget_in_the_week(shipped: Reader) -> None:
    """An alarm is false when none of the week's stories was going on."""
    topics = len(shipped.topics())
    told = {(one.topic, one.opened_at) for one in shipped.episodes(WEEK) if one.opened_at >= WEEK.start}
    false = [
        opened_at
        for _topic, opened_at in told
        if not any(first - HOUR <= opened_at <= last for first, last in EVENTS.values())
    ]
    assert len(false) / topics <= MOST_FALSE
    thin = {(one.topic, one.opened_at) for one in shipped.episodes(ALL) if one.opened_at < WEEK.start}
    assert len(thin) / topics / 2 <= 2 * MOST_FALSE  # two weeks of learning from next to nothing


def test_that_nothing_is_told_of_a_gap(shipped: Reader) -> None:
    start, end = TRUTH["gaps"]["all"]
    told = [state.at for one in shipped.episodes(ALL) for state in one.states]
    assert [one for one in told if start + MINUTE < one <= end] == []


@pytest.mark.timeout(300)
def test_that_a_back_test_of_the_week_tells_what_the_watch_told_event_for_event(shipped: Reader) -> None:
    made = backtest(shipped, ALL.end)
    stored = {
        (one.kind, one.topic, one.opened_at, state.at): state for one in shipped.episodes(ALL) for state in one.states
    }
    assert {(one.kind, one.topic, one.opened_at, one.state.at): one.state for one in made.found} == stored
    assert ALL.end - DAY < made.end <= ALL.end
    assert max(score for _at, score in made.scores) >= 1.0
    assert len(made.scores) <= (ALL.end - ALL.start) // MINUTE
