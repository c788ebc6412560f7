"""Rows of different heights: where each one starts, and which one is at a height. Plain numbers, no Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate


class RowHeights:
    """Heights in px from the first row down. A row off screen has a guess until somebody measures it."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._measured: list[bool] = []
        self._tops: list[int] | None = None  # of each row, and the end of the last; None: to be added up again

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        return self._sums()[-1]

    def reset(self, guesses: Sequence[int]) -> None:
        self._heights, self._measured, self._tops = list(guesses), [False] * len(guesses), None

    def insert(self, at: int, guesses: Sequence[int]) -> None:
        self._heights[at:at] = guesses
        self._measured[at:at] = [False] * len(guesses)
        self._tops = None

    def remove(self, first: int, last: int) -> None:
        """Take out the rows from `first` to `last`, that one too."""
        del self._heights[first : last + 1]
        del self._measured[first : last + 1]
        self._tops = None

    def doubt(self, row: int) -> None:
        """That row changed: measure it again."""
        self._measured[row] = False

    def top(self, row: int) -> int:
        return self._sums()[row]

    def height(self, row: int) -> int:
        return self._heights[row]

    def row_at(self, y: int) -> int:
        """The row that covers a height; -1 when there is none."""
        return bisect_right(self._sums(), y) - 1 if 0 <= y < self.total else -1

    def settle(self, top: int, length: int, measure: Callable[[int], int]) -> int:
        """Measure the rows seen in [top, top + length). Returns how far `top` must move so that they stay in place.

        A row that starts above `top` keeps its lower end where it is: that is what somebody scrolling up is looking at.
        """
        moved = 0
        first = row = self.row_at(min(top, max(0, self.total - 1)))
        while 0 <= row < len(self._heights) and self.top(row) < top + moved + length:
            starts_above = self.top(row) < top + moved
            grown = self._measure(row, measure)
            moved += grown if starts_above else 0
            row += 1
        above = first - 1  # a first row that turns out to be shorter lets others in above it
        while above >= 0 and self.top(above + 1) > top + moved:
            moved += self._measure(above, measure)
            above -= 1
        return moved

    def _measure(self, row: int, measure: Callable[[int], int]) -> int:
        """Measure a row unless it is. Returns how much it grew."""
        if self._measured[row]:
            return 0
        grown = measure(row) - self._heights[row]
        self._measured[row] = True
        if grown:
            self._heights[row] += grown
            self._tops = None
        return grown

    def _sums(self) -> list[int]:
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops
