"""Rows of different heights."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubdesk.widgets.row_heights import RowHeights

HEIGHTS = st.lists(st.integers(20, 200), min_size=1, max_size=30)


@given(HEIGHTS, st.integers(0, 7_000))
def test_that_the_row_at_a_height_covers_it(heights: list[int], y: int) -> None:
    rows = RowHeights()
    rows.reset(heights)
    row = rows.row_at(y)
    if y >= sum(heights):
        assert row == -1
    else:
        assert rows.top(row) <= y < rows.top(row) + heights[row]


@given(HEIGHTS, HEIGHTS, st.integers(0, 3_000), st.integers(50, 500))
def test_that_measuring_keeps_what_is_seen_in_place(
    guesses: list[int], truths: list[int], top: int, length: int
) -> None:
    size = min(len(guesses), len(truths))
    rows = RowHeights()
    rows.reset(guesses[:size])
    top = min(top, rows.total - 1)
    first = rows.row_at(top)
    bottom = rows.top(first) + rows.height(first) - top  # where the first row seen ends, on screen
    starts_above = rows.top(first) < top
    moved = rows.settle(top, length, truths.__getitem__)
    if starts_above:
        assert rows.top(first) + rows.height(first) - (top + moved) == bottom
    else:
        assert moved == 0
    for row in range(size):
        if top + moved <= rows.top(row) < top + moved + length:
            assert rows.height(row) == truths[row]


def test_that_a_row_is_measured_once_until_it_is_doubted() -> None:
    asked: list[int] = []

    def measure(row: int) -> int:
        asked.append(row)
        return 50

    rows = RowHeights()
    rows.reset([50, 50, 50])
    rows.settle(0, 100, measure)
    rows.settle(0, 100, measure)
    assert asked == [0, 1]
    rows.doubt(1)
    rows.settle(0, 150, measure)
    assert asked == [0, 1, 1, 2]


def test_that_rows_come_and_go_anywhere() -> None:
    rows = RowHeights()
    rows.reset([10, 20, 30])
    rows.insert(1, [5, 5])
    assert [rows.top(n) for n in range(5)] == [0, 10, 15, 20, 40]
    rows.remove(0, 1)
    assert (len(rows), rows.total) == (3, 55)
