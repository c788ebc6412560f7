"""When a source is asked again, and what an attempt has listened to."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hubdesk.collector.schedule import LONGEST_BACKOFF, covered, is_due, next_due, next_try
from hubdesk.core import HOUR, MINUTE, SourceRow, Span

NOW = 1_800_000_000_000
ROW = SourceRow(id=1, name="Le Courrier", kind="feed", every=5 * MINUTE)


def test_that_a_source_is_due_at_its_time_and_not_before() -> None:
    assert is_due(replace(ROW, due_at=NOW), NOW)
    assert not is_due(replace(ROW, due_at=NOW + 1), NOW)
    assert not is_due(replace(ROW, due_at=0, enabled=False), NOW)


def test_that_a_clock_that_jumps_back_ten_years_does_not_silence_a_source() -> None:
    assert is_due(replace(ROW, due_at=NOW), NOW - 10 * 365 * 24 * HOUR)


@given(st.integers(0, 100), st.one_of(st.none(), st.integers(-5, 10**10)), st.integers())
def test_that_a_failing_source_is_tried_again_within_bounds(failures: int, asked: int | None, seed: int) -> None:
    due = next_try(replace(ROW, failures=failures), NOW, asked, random.Random(seed))
    assert NOW + 1000 <= due <= NOW + max(LONGEST_BACKOFF, HOUR) * 1.2
    assert not is_due(replace(ROW, due_at=due, failures=failures + 1), NOW)


def test_that_a_server_s_wait_is_never_cut_short() -> None:
    for seed in range(50):
        assert next_try(ROW, NOW, 10 * MINUTE, random.Random(seed)) >= NOW + 10 * MINUTE


def test_that_a_healthy_source_keeps_its_pace() -> None:
    for seed in range(50):
        assert 0.9 * ROW.every <= next_due(ROW, NOW, random.Random(seed)) - NOW <= 1.1 * ROW.every


def test_that_a_page_that_reaches_back_to_the_last_success_leaves_no_gap() -> None:
    row = replace(ROW, last_success_at=NOW - 2 * HOUR)
    assert covered(row, NOW, NOW - 5 * HOUR, stream=False) == Span(NOW - 2 * HOUR, NOW)


def test_that_a_page_that_does_not_reach_back_leaves_a_gap() -> None:
    row = replace(ROW, last_success_at=NOW - 2 * HOUR)
    assert covered(row, NOW, NOW - HOUR, stream=False) == Span(NOW - HOUR, NOW)


def test_that_a_first_page_covers_what_it_holds() -> None:
    assert covered(ROW, NOW, NOW - 5 * HOUR, stream=False) == Span(NOW - 5 * HOUR, NOW)
    assert covered(ROW, NOW, None, stream=False) == Span(NOW, NOW)


def test_that_nothing_changed_since_means_nothing_missed() -> None:
    row = replace(ROW, last_success_at=NOW - HOUR)
    assert covered(row, NOW, None, stream=False) == Span(NOW - HOUR, NOW)


def test_that_a_stream_covers_its_own_connection() -> None:
    row = replace(ROW, every=0, last_success_at=NOW - HOUR)
    assert covered(row, NOW, None, stream=True) == Span(NOW, NOW)
    assert covered(row, NOW, NOW - 2 * HOUR, stream=True) == Span(NOW - HOUR, NOW)


def test_that_a_success_in_the_future_is_a_clock_that_jumped() -> None:
    row = replace(ROW, last_success_at=NOW + HOUR)
    assert covered(row, NOW, None, stream=False) == Span(NOW, NOW)


def test_that_a_clock_that_jumps_back_an_hour_does_not_silence_a_healthy_source() -> None:
    due = next_due(ROW, NOW, random.Random(1))
    assert not is_due(replace(ROW, due_at=due), NOW)
    assert is_due(replace(ROW, due_at=due), NOW - HOUR)
