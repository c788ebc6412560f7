"""Coverage: what was listened to, how each source stood, and that nothing after the scope's end shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from store_fakes import ALWAYS, NOON, add, entry, opened, source

from hubdesk.core import DAY, HOUR, MINUTE, SECOND, HubdeskError, Scope, SourceCoverage, SourceState, Span
from hubdesk.store.reader import Reader
from hubdesk.store.session import open_reader


def one(reader: Reader, end: int, start: int = NOON - HOUR) -> SourceCoverage:
    return reader.coverage(Scope((), start, end)).sources[0]


def test_that_a_source_never_asked_is_unknown_and_has_no_gaps(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        source(writer)
        coverage = reader.coverage(ALWAYS)
        assert coverage.sources[0].state == SourceState.UNKNOWN
        assert (coverage.gaps, coverage.first_listened, coverage.newest_at) == ((), None, None)


def test_that_a_poller_is_late_after_three_intervals(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer, every=5 * MINUTE), [])
        assert one(reader, NOON + 15 * MINUTE).state == SourceState.LISTENING
        assert one(reader, NOON + 15 * MINUTE + 1).state == SourceState.LATE


def test_that_a_stream_is_late_after_two_silent_minutes(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer, every=0)
        poll = add(writer, flux, [], covers=Span(NOON, NOON)).poll
        add(writer, flux, [], NOON + MINUTE, covers=Span(NOON, NOON + MINUTE), poll=poll)
        assert one(reader, NOON + 3 * MINUTE).state == SourceState.LISTENING
        assert one(reader, NOON + 3 * MINUTE + 1).state == SourceState.LATE


def test_that_a_streams_attempt_grows_with_each_page(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer, every=0)
        first = add(writer, flux, [entry(1)], covers=None)
        for minute in (1, 2, 3):
            now = NOON + minute * MINUTE
            added = add(writer, flux, [entry(f"{minute}")], now, covers=Span(NOON, now), poll=first.poll)
            assert added.poll == first.poll
        assert one(reader, NOON + 3 * MINUTE).listened == (Span(NOON, NOON + 3 * MINUTE),)
        assert one(reader, NOON + 90 * SECOND).listened == (Span(NOON, NOON + 90 * SECOND),)


def test_that_a_failed_source_says_why_and_since_when(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [])
        writer.add_failure(flux.id, at=NOON + MINUTE, error="503", due_at=NOON + 2 * MINUTE)
        writer.add_failure(flux.id, at=NOON + 2 * MINUTE, error="no answer", due_at=NOON + 4 * MINUTE)
        now = one(reader, NOON + 3 * MINUTE)
        assert now.state == SourceState.FAILED
        row = now.source
        assert (row.failures, row.last_error, row.last_success_at, row.due_at) == (
            2, "no answer", NOON, NOON + 4 * MINUTE,
        )  # fmt: skip


def test_that_a_replay_sees_a_source_as_it_stood_then(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1)])
        writer.add_failure(flux.id, at=NOON + MINUTE, error="503", due_at=0)
        writer.add_failure(flux.id, at=NOON + 2 * MINUTE, error="410", due_at=0, off=True)
        writer.set_enabled(flux.id, True, at=NOON + 3 * MINUTE)
        add(writer, flux, [entry(2)], NOON + 4 * MINUTE)
        states = [one(reader, NOON + minute * MINUTE).state.value for minute in range(5)]
        assert states == ["listening", "failed", "off", "failed", "listening"]
        failed = one(reader, NOON + MINUTE).source
        assert (failed.failures, failed.last_error, failed.last_success_at) == (1, "503", NOON)
        assert one(reader, NOON + 2 * MINUTE).source.off_reason == "410"
        assert one(reader, NOON - 1).state == SourceState.UNKNOWN
        assert one(reader, NOON).new == 0  # published at NOON: the scope ends before
        assert one(reader, NOON + 1).new == 1


def test_that_the_gap_between_two_polls_that_do_not_meet_is_a_gap(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [], NOON, covers=Span(NOON - 10 * MINUTE, NOON))
        add(writer, flux, [], NOON + HOUR, covers=Span(NOON + 50 * MINUTE, NOON + HOUR))
        scope = Scope((), NOON - DAY, NOON + HOUR)
        gap = Span(NOON, NOON + 50 * MINUTE)
        assert reader.gaps(scope) == (gap,)
        assert one(reader, NOON + HOUR, NOON - DAY).gaps == (gap,)
        assert reader.coverage(scope).first_listened == NOON - 10 * MINUTE


def test_that_a_later_poll_that_reaches_back_closes_the_gap_but_not_for_a_replay_before_it(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [], NOON)
        add(writer, flux, [], NOON + 2 * HOUR, covers=Span(NOON, NOON + 2 * HOUR))
        assert reader.gaps(Scope((), NOON, NOON + 2 * HOUR)) == ()
        assert reader.gaps(Scope((), NOON, NOON + HOUR)) == (Span(NOON, NOON + HOUR),)


@pytest.mark.parametrize(("every", "lag"), [(0, 30 * SECOND), (5 * MINUTE, 10 * MINUTE)])
def test_that_the_time_since_a_sources_last_word_is_no_gap_until_it_is_overdue(
    tmp_path: Path, every: int, lag: int
) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        add(writer, source(writer, every=every), [])
        assert reader.gaps(Scope((), NOON - MINUTE, NOON + lag)) == ()
        assert reader.gaps(Scope((), NOON - MINUTE, NOON + lag + SECOND)) == (Span(NOON, NOON + lag + SECOND),)


def test_that_what_one_source_missed_another_may_have_heard(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        un, deux = source(writer, "un"), source(writer, "deux")
        add(writer, un, [], NOON)
        add(writer, deux, [], NOON + HOUR, covers=Span(NOON, NOON + HOUR))
        scope = Scope((), NOON - MINUTE, NOON + HOUR)
        assert reader.gaps(scope) == ()
        assert [row.gaps for row in reader.coverage(scope).sources] == [(Span(NOON, NOON + HOUR),), ()]


def test_that_slivers_under_a_second_are_no_gaps(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [], NOON)
        add(writer, flux, [], NOON + MINUTE, covers=Span(NOON + SECOND - 1, NOON + MINUTE))
        assert reader.gaps(Scope((), NOON - MINUTE, NOON + MINUTE)) == ()


def test_that_an_archive_covers_its_own_days(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        export = source(writer, "export", kind="import")
        page = [entry(1, at=NOON - DAY)]
        add(writer, export, page, NOON, archive=True, covers=Span(NOON - DAY, NOON - DAY + HOUR))
        scope = Scope((), NOON - DAY, NOON - DAY + HOUR)
        assert reader.gaps(scope) == ()
        assert reader.volume(None, scope, HOUR)[0][1] == 1
        assert one(reader, NOON, NOON - DAY).state == SourceState.LISTENING


def test_that_a_removed_source_keeps_what_it_brought(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        add(writer, flux, [entry(1)])
        writer.remove_source(flux.id)
        assert reader.sources() == ()
        assert reader.latest(ALWAYS, 1)[0].source == "flux"
        assert reader.gaps(Scope((), NOON - MINUTE, NOON)) == ()


def test_that_a_changed_source_is_due_at_once_and_keeps_its_past(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer, config={"url": "https://a.example"})
        add(writer, flux, [entry(1)])
        writer.change_source(replace(flux, name="autre", config={"url": "https://b.example"}, every=MINUTE))
        (row,) = reader.sources()
        assert (row.name, row.config, row.every, row.due_at) == ("autre", {"url": "https://b.example"}, MINUTE, 0)
        assert (row.cursor, row.last_success_at) == (str(NOON), NOON)


def test_that_asking_now_makes_sources_due(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        un, deux = source(writer, "un", due_at=9), source(writer, "deux", due_at=9)
        writer.ask_now(deux.id)
        assert [row.due_at for row in reader.sources()] == [9, 0]
        writer.ask_now()
        assert [row.due_at for row in reader.sources()] == [0, 0]
        writer.set_cursor(un.id, "c")
        assert reader.sources()[0].cursor == "c"


def test_that_a_source_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    path, writer = opened(tmp_path)
    with writer, open_reader(path) as reader:
        flux = source(writer)
        with pytest.raises(HubdeskError, match="no source number 99"):
            writer.add_page(99, [], cursor="", due_at=0, seen_at=NOON)
        with pytest.raises(HubdeskError, match="no source number 99"):
            writer.add_page(99, [entry(1)], cursor="", due_at=0, seen_at=NOON)
        with pytest.raises(HubdeskError, match="no source number 99"):
            writer.add_failure(99, at=NOON, error="", due_at=0)
        assert add(writer, flux, [entry(1)]).new == 1
        assert reader.problems() == ()
