"""The watch: a surge is told once, with what it rests on, however often the watch is killed, stopped or hindered."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from hubdesk.collector.backtest import backtest
from hubdesk.collector.watch import LEARNT, PUT_AWAY, SETTLED, WATCH, Watch
from hubdesk.core import DAY, HOUR, MINUTE, Episode, HubdeskError, Scope, Span
from hubdesk.store.errors import StoreBusyError
from hubdesk.store.session import open_reader, open_writer
from hubdesk.told import Told
from tests.fakes import topic
from tests.watch_fakes import (
    END,
    LATER,
    START,
    SURGE,
    chatter,
    heard_session,
    known,
    known_in,
    surge,
    surging,
    surging_twice,
    watch_until,
)


def test_that_a_surge_is_told_once_with_what_it_rests_on(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surging)
    told: list[Episode] = []
    watch_until(path, told=told)
    with open_reader(path) as reader:
        episodes = [one for one in reader.episodes(Scope((), 0, END)) if one.opened_at >= SURGE]
        assert (episodes[-1].kind, episodes[-1].topic) == ("buzz", 1)
        assert len({one.kind for one in episodes}) == len(episodes)
        (buzz,) = [one for one in episodes if one.kind == "buzz"]
        assert SURGE < buzz.opened_at <= SURGE + 10 * MINUTE
        alarm = buzz.states[0]
        assert alarm.at == buzz.opened_at
        assert abs(alarm.start - SURGE) <= 2 * MINUTE
        evidence = alarm.evidence
        first, mentions = evidence["first"], evidence["mentions"]
        assert isinstance(first, dict)
        assert isinstance(mentions, list)
        mention = reader.mention(first["mention"], END)
        assert mention is not None
        assert abs(mention.at - SURGE) <= 2 * MINUTE
        assert first["mention"] in mentions
        (sentence, *_rest) = evidence["told"]  # type: ignore[misc]
        assert (words := Told.read(sentence)) is not None
        assert str(words.figure("n")) in words.said()
        assert evidence["terms"]
        assert evidence["minutes"] == [(alarm.at - alarm.start) // MINUTE] * 2
    assert {one.opened_at for one in told} >= {buzz.opened_at}


def test_that_each_state_of_what_rises_tells_how_likely_it_doubles_until_it_has(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surging)
    watch_until(path)
    with open_reader(path) as reader:
        episodes = reader.episodes(Scope((), 0, END))
    (buzz,) = [one for one in episodes if one.opened_at >= SURGE and one.kind == "buzz"]
    chances = [state.evidence.get("chance", "not asked") for state in buzz.states]
    first = chances[0]
    assert isinstance(first, float)
    assert 0.15 <= first <= 1.0
    assert chances[-1] is None  # it doubled, or was over
    assert "not asked" not in chances


def test_that_nothing_of_the_evidence_was_known_later_than_the_alarm(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surging)
    watch_until(path)
    with open_reader(path) as reader:
        for one in reader.episodes(Scope((), 0, END)):
            for state in one.states:
                for id_ in state.evidence.get("mentions", []):  # type: ignore[attr-defined]
                    mention = reader.mention(id_, END)
                    assert mention is not None
                    assert state.start <= mention.known_at < state.at


@pytest.mark.parametrize("every", [MINUTE, 47 * MINUTE, 5 * HOUR])
def test_that_a_watch_that_is_killed_again_and_again_tells_the_same(tmp_path: Path, every: int) -> None:
    whole, killed = (tmp_path / name for name in ("whole", "killed"))
    whole.mkdir()
    killed.mkdir()
    path = heard_session(whole, surging)
    watch_until(path)
    other = killed / "watched.hubdesk"
    other.write_bytes(path.read_bytes())
    _forget(other)
    first, last = (SURGE - 5 * MINUTE, SURGE + 40 * MINUTE) if every == MINUTE else (START, END)
    for now in range(first, last, every):
        watch_until(other, now + SETTLED)
    watch_until(other)
    assert known_in(other) == known_in(path)
    assert known_in(path)


def _forget(path: Path) -> None:
    """As before anybody watched."""
    connection = sqlite3.connect(path)
    with connection:
        for table in ("episode_state", "episode", "watch", "counted"):
            connection.execute(f"DELETE FROM {table}")
    connection.close()


def test_that_what_could_not_be_stored_is_stored_later_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = heard_session(tmp_path, surging)
    with open_writer(path) as writer, open_reader(path) as reader:
        keep, turns = writer.keep_watch, iter(range(10**6))

        def refuse(*words: object, **more: object) -> tuple[int, ...]:
            if next(turns) % 3:
                raise StoreBusyError("busy")
            return keep(*words, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(writer, "keep_watch", refuse)
        watch = Watch(reader, writer, lambda: END + SETTLED)
        for _try in range(99):
            try:
                if not watch.step():
                    break
            except StoreBusyError:
                continue
        hindered = known(reader)
    _forget(path)
    watch_until(path)
    assert hindered == known_in(path)
    assert hindered


def test_that_a_reader_that_fails_in_the_middle_of_a_stretch_leaves_nothing_half_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = heard_session(tmp_path, surging)
    with open_writer(path) as writer, open_reader(path) as reader:
        latest, turns = reader.latest, iter(range(10**6))

        def fail(*words: object, **more: object) -> object:
            if next(turns) < 2:
                raise StoreBusyError("busy")
            return latest(*words, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(reader, "latest", fail)
        watch = Watch(reader, writer, lambda: END + SETTLED)
        for _try in range(99):
            try:
                if not watch.step():
                    break
            except StoreBusyError:
                continue
        hindered = known(reader)
    _forget(path)
    watch_until(path)
    assert hindered == known_in(path)


@pytest.mark.parametrize(
    "memory",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"version": 99}',
        '{"packed": "bm9wZQ=="}',
        '{"version":1,"began":0,"joined":7,"followed":[]}',
        '{"version":1,"began":0,"joined":[[0,0,[1,1]]],"followed":[]}',
        '{"version":1,"began":NaN,"joined":[],"followed":[]}',
        '{"version":1,"began":0,"joined":[[0,0,[1]]],"followed":[{}]}',
    ],
)
def test_that_a_damaged_memory_is_learnt_anew_and_tells_nothing_of_the_past(tmp_path: Path, memory: str) -> None:
    path = heard_session(tmp_path, surging_twice, end=LATER + DAY)
    watch_until(path, SURGE + 20 * MINUTE)
    with open_writer(path) as writer, open_reader(path) as reader:
        upto, _old = reader.watched(WATCH)
        assert upto is not None
        before = known(reader)
        writer.keep_watch(WATCH, upto, memory)
    watch_until(path, LATER + DAY)
    after = known_in(path)
    assert before.items() <= after.items()
    assert all(at > upto for kind, topic_, opened_at, at in after.keys() - before.keys())
    with open_reader(path) as reader:
        episodes = reader.episodes(Scope((), 0, LATER + DAY))
        assert [one for one in episodes if one.lasts and one.opened_at < upto] == []
        assert [one for one in episodes if one.kind == "buzz" and one.opened_at > LATER]


@pytest.mark.parametrize("damage", ["{", '{"version": 1}', ""])
def test_that_a_groups_damaged_memory_is_learnt_anew(tmp_path: Path, damage: str) -> None:
    path = heard_session(tmp_path, surging_twice, end=LATER + DAY)
    watch_until(path, SURGE + 6 * HOUR)
    before = known_in(path)
    with open_writer(path) as writer, open_reader(path) as reader:
        at, _learnt = reader.watched(f"{LEARNT} 0")
        assert at is not None
        writer.keep_watch(f"{LEARNT} 0", at, damage)
    watch_until(path, LATER + DAY)
    after = known_in(path)
    assert before.items() <= after.items()
    assert any(opened_at > LATER for _kind, _topic, opened_at, _at in after)


def test_that_a_topic_that_joins_later_is_watched_from_then_on_and_a_back_test_knows_it(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surging, ("Orange", "SFR"))
    watch_until(path, START + DAY)
    with open_writer(path) as writer:
        new = writer.add_topic(topic("Free", "free"), at=START + DAY)
        entries = [*chatter([new], 3, START + DAY), *surge([new], SURGE + 6 * HOUR)]
        covers = Span(START + DAY, END)
        writer.add_page(1, entries, cursor="", due_at=0, seen_at=END, covers=covers, archive=True)
    watch_until(path)
    stored = known_in(path)
    assert {topic_ for _kind, topic_, opened_at, _at in stored if opened_at >= SURGE + 6 * HOUR} == {new.id}
    with open_reader(path) as reader:
        assert {_key(one): one.state for one in backtest(reader, END).found} == stored


def test_that_a_topic_that_is_gone_is_watched_no_longer(tmp_path: Path) -> None:
    path = heard_session(tmp_path, lambda topics: [*chatter(topics, 2), *surge(topics)], ("Orange", "SFR"))
    watch_until(path, START + DAY)
    with open_writer(path) as writer:
        writer.remove_topic(1)
    watch_until(path)
    assert {topic_ for _kind, topic_, opened_at, _at in known_in(path) if opened_at >= SURGE} == {2}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_a_back_test_tells_what_was_told_event_for_event(tmp_path: Path, seed: int) -> None:
    def entries(topics: list[object]) -> list[object]:
        return [*chatter(topics, seed), *surge(topics[:2], SURGE + seed * HOUR, 40 * seed)]  # type: ignore[arg-type]

    gap = Span(START + 30 * HOUR, START + 31 * HOUR)
    path = heard_session(tmp_path, entries, ("Orange", "SFR", "Free"), [gap])  # type: ignore[arg-type]
    for now in range(START + 5 * HOUR, END, 7 * HOUR):
        watch_until(path, now)
    watch_until(path)
    with open_reader(path) as reader:
        made = backtest(reader, END)
        assert {_key(one): one.state for one in made.found} == known(reader)
        assert made.found
        assert [at for at, _score in made.scores if gap.start + MINUTE <= at < gap.end] == []
        assert len(made.scores) > (END - START) // MINUTE - 70
        assert max(score for _at, score in made.scores) >= 1.0
        assert {_key(one) for one in backtest(reader, END, again=True).found} == known(reader).keys()


def test_that_a_back_test_of_one_rule_hears_that_rule_alone(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surging_twice, end=LATER + DAY)
    with open_reader(path) as reader:
        for rule in ("early", "big"):
            voices = {one.state.evidence.get("voice") for one in backtest(reader, LATER + DAY, rule=rule).found}
            assert voices - {None, "crisis"} == {rule}
        with pytest.raises(HubdeskError, match="early, big"):
            backtest(reader, END, rule="loud")


def _key(one: object) -> tuple[str, int | None, int, int]:
    return one.kind, one.topic, one.opened_at, one.state.at  # type: ignore[attr-defined]


def test_that_a_gap_is_no_zero_and_what_comes_after_it_no_surge(tmp_path: Path) -> None:
    gap = Span(START + 20 * HOUR, START + 26 * HOUR)
    path = heard_session(tmp_path, lambda topics: chatter(topics, 5), gaps=[gap])
    watch_until(path)
    assert [at for _kind, _topic, _opened_at, at in known_in(path) if gap.start <= at <= gap.end + HOUR] == []


def test_that_a_session_in_which_nobody_listened_has_nothing_to_be_watched(tmp_path: Path) -> None:
    path = tmp_path / "watched.hubdesk"
    heard_session(tmp_path, lambda _topics: [], end=START)
    watch_until(path)
    with open_reader(path) as reader:
        assert reader.watched(WATCH) == (None, "")
        assert backtest(reader, END).scores == []


def test_that_a_catch_up_puts_away_seldom_and_once_more_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubdesk.collector.watch.stretch", lambda _topics: HOUR)  # as of many topics
    path = heard_session(tmp_path, surging)
    at: list[int] = []
    with open_writer(path) as writer, open_reader(path) as reader:
        keep = writer.keep_watch

        def noted(name: str, upto: int, *words: object, **more: object) -> tuple[int, ...]:
            if name == f"{LEARNT} 0":
                at.append(upto)
            return keep(name, upto, *words, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(writer, "keep_watch", noted)
        watch = Watch(reader, writer, lambda: END - 7 * HOUR + SETTLED)
        while watch.step():
            pass
    hours = [round((one - START) / HOUR) for one in at]
    assert hours == [13, 25, 37, 41]  # the first minutes are not heard yet


def test_that_what_was_learnt_is_put_away_now_and_then(tmp_path: Path) -> None:
    path = heard_session(tmp_path, surging)
    watch_until(path, START + PUT_AWAY + HOUR)
    with open_reader(path) as reader:
        at, learnt = reader.watched(f"{LEARNT} 0")
        assert at == START + PUT_AWAY + HOUR - SETTLED - (START + PUT_AWAY + HOUR - SETTLED) % MINUTE
        assert json.loads(learnt)["topics"] == [1]
