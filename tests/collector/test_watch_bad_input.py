"""What a watch is given may be anything: no past, one voice, far too much, holes, lateness, odd nights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hubdesk.collector.backtest import backtest
from hubdesk.collector.evidence import KEPT
from hubdesk.collector.outages import Outages
from hubdesk.core import DAY, HOUR, MINUTE, Author, Entry, Episode, EpisodeKind, Report, Role, Scope, Span, Topic
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer
from tests.watch_fakes import END, START, SURGE, chatter, down, heard_session, known_in, outage, surge, watch_until

AUTUMN = 1_792_879_200_000  # Sunday 25 October 2026, 00:00 in Paris: 25 hours
SPRING = 1_806_188_400_000  # Sunday 28 March 2027, 00:00 in Paris: 23 hours


def told_in(path: Path, end: int = END) -> list[Episode]:
    with open_reader(path) as reader:
        return list(reader.episodes(Scope((), 0, end)))


def test_that_a_topic_without_a_past_raises_one_alarm_of_a_kind_at_most(tmp_path: Path) -> None:
    def at_once(topics: Sequence[Topic]) -> list[Entry]:
        return [*surge(topics, START + MINUTE, 200), *outage(topics, START + MINUTE)]

    path = heard_session(tmp_path, at_once, end=START + 6 * HOUR, role=Role.OWN)
    watch_until(path, START + 6 * HOUR)
    assert max(Counter(one.kind for one in told_in(path)).values(), default=0) <= 1


def test_that_one_author_is_neither_a_buzz_nor_an_outage_nor_a_ring(tmp_path: Path) -> None:
    author = Author("seul.example", "Seul", "did:plc:seul")

    def alone(topics: Sequence[Topic]) -> list[Entry]:
        now_and_then = [down(topics, START + n * 3 * HOUR, author=author) for n in range(11)]
        return [*now_and_then, *(down(topics, SURGE + n * 10_000, "59", author=author) for n in range(300))]

    path = heard_session(tmp_path, alone, role=Role.OWN)
    watch_until(path)
    assert told_in(path) == []


def test_that_a_minute_of_thousands_is_one_alarm_and_evidence_reads_no_more_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    latest = Reader.latest

    def counting(self: Reader, scope: Scope, limit: int, *words: Any, **more: Any) -> Any:
        asked.append(limit)
        return latest(self, scope, limit, *words, **more)

    def flood(topics: Sequence[Topic]) -> list[Entry]:
        return [*chatter(topics, 7), *(down(topics, SURGE + n * 15, "59") for n in range(4_000))]

    path = heard_session(tmp_path, flood, role=Role.OWN)
    monkeypatch.setattr(Reader, "latest", counting)
    watch_until(path, SURGE + HOUR)
    told = [one for one in told_in(path) if one.opened_at >= SURGE]
    assert Counter(one.kind for one in told)[EpisodeKind.OUTAGE] == 1
    assert max(Counter(one.kind for one in told).values()) == 1
    assert all(len(state.evidence.get("mentions", [])) <= KEPT for one in told for state in one.states)  # type: ignore[arg-type]
    assert max(asked) <= 1_200
    assert len(asked) <= 40


def test_that_a_hole_of_three_days_is_no_end_of_an_outage_and_what_follows_no_alarm(tmp_path: Path) -> None:
    hole = Span(SURGE + 20 * MINUTE, SURGE + 3 * DAY)
    end = hole.end + DAY
    path = heard_session(
        tmp_path,
        lambda topics: [*chatter(topics, 5, end=end), *outage(topics)],
        gaps=[hole],
        end=end,
        role=Role.OWN,
    )
    watch_until(path, end)
    told = told_in(path, end)
    (one,) = [one for one in told if one.kind == EpisodeKind.OUTAGE]
    assert one.now.end is not None
    assert one.now.end > hole.end
    assert [state.at for each in told for state in each.states if hole.start + 5 * MINUTE <= state.at <= hole.end] == []


def test_that_what_comes_late_and_out_of_order_changes_nothing_that_was_told(tmp_path: Path) -> None:
    path = heard_session(tmp_path, lambda topics: [*chatter(topics, 7), *outage(topics)], role=Role.OWN)
    watch_until(path, SURGE + 3 * HOUR)
    before = known_in(path)
    with open_writer(path) as writer, open_reader(path) as reader:
        (orange,) = reader.topics()
        late = [down([orange], SURGE - n * MINUTE, "33") for n in (50, 7, 90, 1, 30, 300)]
        covers = Span(START, END)
        writer.add_page(1, late, cursor="", due_at=0, seen_at=SURGE + 4 * HOUR, covers=covers, archive=True)
        writer.add_page(1, late[::-1], cursor="", due_at=0, seen_at=SURGE + 5 * HOUR, covers=covers)
    watch_until(path)
    after = known_in(path)
    assert before.items() <= after.items()
    assert all(opened <= SURGE + 3 * HOUR for _kind, _topic, opened, _at in after)
    with open_reader(path) as reader:
        found = {(one.kind, one.topic, one.opened_at, one.state.at) for one in backtest(reader, END).found}
    assert found == after.keys()


@pytest.mark.parametrize("night", [AUTUMN, SPRING])
def test_that_a_night_of_another_length_is_no_event_and_is_back_tested_alike(tmp_path: Path, night: int) -> None:
    shift = night - START - DAY

    def moved(topics: Sequence[Topic]) -> list[Entry]:
        told = chatter(topics, 11, end=START + 3 * DAY)
        told += [down(topics[:1], START + n * 4 * HOUR, "75") for n in range(18)]
        return [
            replace(one, mention=replace(one.mention, published_at=(one.mention.published_at or 0) + shift))
            for one in told
        ]

    end = START + shift + 3 * DAY
    path = heard_session(tmp_path, moved, role=Role.OWN, start=START + shift, end=end)
    watch_until(path, end)
    told = known_in(path)
    assert [one for one in told if one[0] == EpisodeKind.OUTAGE] == []
    with open_reader(path) as reader:
        found = {(one.kind, one.topic, one.opened_at, one.state.at) for one in backtest(reader, end).found}
        assert reader.watched("minutes")[0] == end - MINUTE
    assert found == told.keys()


def test_that_five_thousand_topics_of_which_nobody_reports_anything_cost_no_watch() -> None:
    watched = Outages("Europe/Paris")
    watched.join(range(1, 5_001))
    for minute in range(3):
        assert watched.take(START + minute * MINUTE, (), True) == []
    report = Report(1, START + 3 * MINUTE, "59", topic=77, minute=START + 3 * MINUTE)
    assert watched.take(START + 3 * MINUTE, (report,), True) == []
    assert [topic for topic, _state in watched.state()["watches"]] == [77]
