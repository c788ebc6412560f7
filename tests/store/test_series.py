"""Counts are exact for any scope, at any instant of a replay, whatever the roll-ups and rows they come from."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fakes import NOON, add, entry, new_session, opened, source, topics

from hubdesk.core import DAY, HOUR, MINUTE, Entry, HubdeskError, Match, Mention, Scope, Span, Topic
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader, open_writer

PARIS = ZoneInfo("Europe/Paris")

near = st.builds(
    lambda minute, off: NOON + minute * MINUTE + off,
    st.integers(-12, 12),
    st.sampled_from([0, 0, 1, -1, 30_000, 59_999, 12_345]),
)
published = st.one_of(st.none(), near)
pages = st.lists(
    st.tuples(
        near,  # seen_at
        st.booleans(),  # archive
        st.one_of(st.none(), st.tuples(near, st.integers(0, 6 * MINUTE))),  # covers
        st.lists(st.tuples(published, st.sets(st.integers(0, 2))), max_size=6),
    ),
    max_size=6,
)
scopes = st.tuples(near, st.integers(-MINUTE, 20 * MINUTE), st.sets(st.integers(0, 2)))
steps = st.sampled_from([MINUTE, 5 * MINUTE, HOUR, 30_000, 7 * MINUTE, 90_000, DAY])


class Slow:
    """The same counts, the obvious way: look at every mention."""

    def __init__(self) -> None:
        self.mentions: list[tuple[int, int, frozenset[int], int]] = []  # at, known_at, topics, source
        self.covers: list[tuple[int, int, int]] = []  # from, to, at

    def inside(self, scope: Scope, wanted: set[int]) -> list[tuple[int, int, frozenset[int], int]]:
        return [
            m
            for m in self.mentions
            if scope.start <= m[0] < scope.end and m[1] <= scope.known and (not wanted or m[2] & wanted)
        ]

    def bin(self, scope: Scope, wanted: set[int], start: int, end: int) -> int | None:
        one, other = max(start, scope.start), min(end, scope.end)
        if not any(at <= scope.known and max(a, one) < min(b, other) for a, b, at in self.covers):
            return None
        return sum(start <= m[0] < end for m in self.inside(scope, wanted))


def fill(folder: Path, told: list) -> tuple[Path, tuple[Topic, ...], Slow]:
    path = new_session(folder)
    slow = Slow()
    with open_writer(path) as writer:
        heard = topics(writer, "Orange", "SFR", "Free")
        sources = (source(writer, "un"), source(writer, "deux"))
        number = 0
        for turn, (seen_at, archive, covers, mentions) in enumerate(told):
            entries = []
            for at, numbers in mentions:
                number += 1
                matches = tuple(Match(heard[n].id, 1) for n in numbers)
                entries.append(Entry(Mention("bluesky", str(number), "panne", at), matches=matches))
                stored = None if at is None else min(at, seen_at)
                known_at = stored if archive and stored is not None else seen_at
                ids = frozenset(heard[n].id for n in numbers)
                slow.mentions.append((known_at if stored is None else stored, known_at, ids, sources[turn % 2].id))
            span = None if covers is None else Span(covers[0], covers[0] + covers[1])
            add(writer, sources[turn % 2], entries, seen_at, archive=archive, covers=span)
            if span is not None:
                slow.covers.append((span.start, span.end, span.start if archive else seen_at))
    return path, heard, slow


@settings(max_examples=120, deadline=None)
@given(pages, scopes, steps, st.none() | st.integers(0, 3 * HOUR))
def test_that_every_count_is_the_one_found_by_looking_at_every_mention(
    told: list, asked: tuple, step: int, later: int | None
) -> None:
    start, length, numbers = asked
    with tempfile.TemporaryDirectory() as folder:
        path, heard, slow = fill(Path(folder), told)
        chosen = tuple(heard[n] for n in sorted(numbers))
        known_by = None if later is None else start + max(0, length) + later
        scope = Scope(chosen, start, start + length, known_by)
        wanted = {topic.id for topic in chosen}
        with open_reader(path) as reader:
            assert reader.count(scope) == len(slow.inside(scope, wanted))
            assert reader.shares(scope) == tuple((topic, len(slow.inside(scope, {topic.id}))) for topic in chosen)
            for topic in (None, heard[0]):
                bins = reader.volume(topic, scope, step)
                ends = [begin for begin, _ in bins[1:]] + ([bins[-1][0] + step] if bins else [])
                assert bins == tuple(
                    (begin, slow.bin(scope, {topic.id} if topic else set(), begin, end))
                    for (begin, _), end in zip(bins, ends, strict=True)
                )
                if scope.length > 0:
                    assert bins[0][0] <= scope.start < ends[0]
                    assert bins[-1][0] < scope.end <= ends[-1]
            coverage = reader.coverage(scope)
            assert [row.new for row in coverage.sources] == [
                sum(m[3] == row.source.id for m in slow.inside(scope, wanted)) for row in coverage.sources
            ]
            latest = reader.latest(scope, 1000)
            assert len(latest) == len(slow.inside(scope, wanted))
            assert list(latest) == sorted(latest, key=lambda heard: (heard.known_at, heard.id), reverse=True)
            assert reader.problems() == ()


def day(reader: Reader, text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=PARIS).timestamp()) * 1000


@pytest.mark.parametrize(("first", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-07-14", 24)])
def test_that_a_day_lasts_from_midnight_to_midnight_of_the_sessions_zone(
    tmp_path: Path, first: str, hours: int
) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        start = day(reader, first)
        add(writer, source(writer), [entry(1, at=start), entry(2, at=start + hours * HOUR - 1)], start + 30 * HOUR)
        bins = reader.volume(None, Scope((), start + HOUR, start + 30 * HOUR), DAY)
        assert [begin for begin, _ in bins] == [start, start + hours * HOUR]


def test_that_weeks_begin_on_monday(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        bins = reader.volume(None, Scope((), day(reader, "2026-11-26"), day(reader, "2026-12-02")), 7 * DAY)
        assert [datetime.fromtimestamp(begin / 1000, PARIS).isoformat() for begin, _ in bins] == [
            "2026-11-23T00:00:00+01:00",
            "2026-11-30T00:00:00+01:00",
        ]


def test_that_a_replay_stopped_inside_a_minute_does_not_see_the_rest_of_it(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        (orange,) = topics(writer, "Orange")
        flux = source(writer)
        add(writer, flux, [entry(1, orange, at=NOON + 10_000)], NOON + 20_000)
        add(writer, flux, [entry(2, orange, at=NOON + 10_000)], NOON + 40_000)
        scope = Scope((orange,), NOON - HOUR, NOON + 30_000)
        assert reader.count(scope) == 1
        assert reader.volume(orange, scope, MINUTE)[-1] == (NOON, 1)
        assert [heard.id for heard in reader.latest(scope, 10)] == [1]


def test_that_a_minute_nobody_listened_is_none_and_a_silent_one_is_zero(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [], NOON + MINUTE, covers=Span(NOON, NOON + MINUTE))
        add(writer, flux, [], NOON + 3 * MINUTE, covers=Span(NOON + 2 * MINUTE, NOON + 3 * MINUTE))
        bins = reader.volume(None, Scope((), NOON, NOON + 3 * MINUTE), MINUTE)
        assert [count for _, count in bins] == [0, None, 0]


def test_that_a_mention_two_topics_heard_counts_once_in_their_union(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        orange, sfr = topics(writer, "Orange", "SFR")
        add(writer, source(writer), [entry(1, orange, sfr), entry(2, sfr), entry(3)])
        scope = Scope((orange, sfr), NOON - HOUR, NOON + HOUR)
        assert reader.count(scope) == 2
        assert reader.shares(scope) == ((orange, 1), (sfr, 2))
        assert reader.count(Scope((), scope.start, scope.end)) == 3


def test_that_too_fine_a_step_is_refused_in_words(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_reader(path) as reader:
        with pytest.raises(HubdeskError, match="points"):
            reader.volume(None, Scope((), 0, NOON), MINUTE)
        with pytest.raises(HubdeskError, match="step"):
            reader.volume(None, Scope((), 0, NOON), 0)
        with pytest.raises(HubdeskError, match=r"calendar|points"):
            reader.volume(None, Scope((), 0, 2**60), DAY)


def test_that_an_empty_scope_has_no_bins(tmp_path: Path) -> None:
    path = new_session(tmp_path)
    with open_reader(path) as reader:
        assert reader.volume(None, Scope((), NOON, NOON), MINUTE) == ()
        assert reader.count(Scope((), NOON, NOON - 1)) == 0
