"""The watch over outage reports: an outage is told once, with where it is, however often the watch is killed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from hubdesk.collector.backtest import backtest
from hubdesk.collector.watch import REPORTED
from hubdesk.core import HOUR, MINUTE, Entry, Episode, EpisodeKind, Phase, Role, Scope, Topic
from hubdesk.store.session import open_reader, open_writer
from hubdesk.told import Told
from tests.watch_fakes import END, START, SURGE, chatter, down, heard_session, known, known_in, outage, watch_until

BACK = SURGE + 4 * HOUR  # within six hours of the end of the first


def failing(topics: Sequence[Topic]) -> list[Entry]:
    """Everyday reports, an outage, and the same again some hours later."""
    chance = random.Random(5)
    now_and_then = [down(topics, START + round(chance.random() * (END - START)), "75") for _n in range(20)]
    return [*chatter(topics, 7), *now_and_then, *outage(topics), *outage(topics, BACK)]


def outages(path: Path) -> list[Episode]:
    with open_reader(path) as reader:
        return [one for one in reader.episodes(Scope((), 0, END)) if one.kind == EpisodeKind.OUTAGE]


def test_that_an_outage_is_told_with_its_places_by_name_and_what_it_rests_on(tmp_path: Path) -> None:
    path = heard_session(tmp_path, failing, role=Role.OWN)
    watch_until(path)
    (told,) = outages(path)
    assert SURGE < told.opened_at <= SURGE + 10 * MINUTE
    placed = next(state for state in told.states if state.evidence["area"]["places"])  # type: ignore[index]
    assert placed.at <= SURGE + 15 * MINUTE
    evidence = placed.evidence
    assert {"59", "40"} <= set(evidence["area"]["places"])  # type: ignore[index]
    (sentence, *_rest) = evidence["told"]  # type: ignore[misc]
    words = Told.read(sentence)
    assert words is not None
    assert "Landes, Nord" in words.said()
    with open_reader(path) as reader:
        first = reader.mention(evidence["first"]["mention"], END)  # type: ignore[index]
        assert first is not None
        assert first.at == SURGE
        for id_ in evidence["mentions"]:  # type: ignore[attr-defined]
            heard = reader.mention(id_, END)
            assert heard is not None
            assert heard.notes.themes == ("outage_network",)
            assert heard.known_at < placed.at


def test_that_an_outage_that_comes_back_soon_is_the_same_one(tmp_path: Path) -> None:
    path = heard_session(tmp_path, failing, role=Role.OWN)
    watch_until(path)
    (told,) = outages(path)
    assert [state.phase for state in told.states if state.phase in (Phase.OVER, Phase.RELAPSE)] == [
        Phase.OVER,
        Phase.RELAPSE,
        Phase.OVER,
    ]
    assert told.now.end is not None


@pytest.mark.parametrize("every", [MINUTE, 47 * MINUTE, 5 * HOUR])
def test_that_a_killed_watch_tells_the_same_outage(tmp_path: Path, every: int) -> None:
    path = heard_session(tmp_path, failing, role=Role.OWN)
    copy = tmp_path / "killed.hubdesk"
    copy.write_bytes(path.read_bytes())
    watch_until(path)
    first, last = (SURGE - 5 * MINUTE, SURGE + 40 * MINUTE) if every == MINUTE else (START, END)
    for now in range(first, last, every):
        watch_until(copy, now + 3_000)
    watch_until(copy)
    assert known_in(copy) == known_in(path)
    assert outages(path)


@pytest.mark.parametrize("seed", [1, 2])
def test_that_a_back_test_tells_the_outage_event_for_event(tmp_path: Path, seed: int) -> None:
    path = heard_session(tmp_path, failing, ("Orange", "SFR"), role=Role.OWN)
    for now in range(START + 5 * HOUR, END, (6 + seed) * HOUR):
        watch_until(path, now)
    watch_until(path)
    with open_reader(path) as reader:
        found = {(one.kind, one.topic, one.opened_at, one.state.at): one.state for one in backtest(reader, END).found}
        assert found == known(reader)
        again = {(one.kind, one.topic, one.opened_at, one.state.at) for one in backtest(reader, END, again=True).found}
        assert again == known(reader).keys()
    assert outages(path)


def test_that_what_is_read_later_than_its_minute_changes_nothing(tmp_path: Path) -> None:
    path = heard_session(tmp_path, failing, role=Role.OWN)
    watch_until(path)
    before = known_in(path)
    with sqlite3.connect(path) as connection:  # as newer readers would, which see no outage there
        connection.execute("UPDATE mention SET reading = 0")
    connection.close()
    with open_reader(path) as reader:
        found = {(one.kind, one.topic, one.opened_at, one.state.at) for one in backtest(reader, END).found}
        assert found == before.keys()
        assert not [one for one in backtest(reader, END, again=True).found if one.kind == EpisodeKind.OUTAGE]


@pytest.mark.parametrize("damage", ["{", '{"version": 1}', "", '{"version":1,"last":null,"listened":"x"}'])
def test_that_damaged_memory_of_outages_is_learnt_anew_and_nothing_is_told_twice(tmp_path: Path, damage: str) -> None:
    path = heard_session(tmp_path, failing, role=Role.OWN)
    watch_until(path, SURGE + 20 * MINUTE)
    before = known_in(path)
    with open_writer(path) as writer, open_reader(path) as reader:
        at, _learnt = reader.watched(f"{REPORTED} 0")
        assert at is not None
        writer.keep_watch(f"{REPORTED} 0", at, damage)
    watch_until(path)
    after = known_in(path)
    assert before.items() <= after.items()
    assert [one for one in outages(path) if one.lasts] == []


def test_that_an_outage_of_which_nothing_is_remembered_is_closed(tmp_path: Path) -> None:
    """What was put away is gone, and so are the counted reports: it is not known how the outage goes on."""
    path = heard_session(tmp_path, lambda topics: [*chatter(topics, 7), *outage(topics)], role=Role.OWN)
    watch_until(path, SURGE + 20 * MINUTE)
    assert outages(path)[0].lasts
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM watch WHERE name = ?", (f"{REPORTED} 0",))
        connection.execute("DELETE FROM reported")
        connection.execute("DELETE FROM mention WHERE id IN (SELECT id FROM mention WHERE reading > 0)")
    connection.close()
    watch_until(path)
    (told,) = outages(path)
    assert not told.lasts


def test_that_only_own_topics_and_rivals_are_watched_for_outages(tmp_path: Path) -> None:
    path = heard_session(tmp_path, failing, role=Role.SUBJECT)
    watch_until(path)
    assert outages(path) == []
