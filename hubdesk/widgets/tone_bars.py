"""Where the parts of a stack of tone bars lie, for all bins at once: a year of days has 1,800 of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import Millis
from hubdesk.widgets.chart_values import Frame
from hubdesk.widgets.tone_parts import PARTS, UNREAD, Counts


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """`at`: the bins that hold something. `counts`, `tops` and `heights` have a row for each, and a column for each of
    PARTS; `left` and `width` are the bins' own. Px of the widget; a part that is not there has no height."""

    at: tuple[Millis, ...]
    left: NDArray[Any]
    width: NDArray[Any]
    tops: NDArray[Any]
    heights: NDArray[Any]

    def of(self, part: int) -> list[tuple[int, float, float, float, float]]:
        """That part wherever it is: the bin's place in `at`, left, top, width and height."""
        bins = np.flatnonzero(self.heights[:, part])
        columns = (self.left[bins], self.tops[bins, part], self.width[bins], self.heights[bins, part])
        return list(zip(bins.tolist(), *(column.tolist() for column in columns), strict=True))


def bars_of(found: Sequence[tuple[Millis, Millis, Counts]], frame: Frame, is_share: bool) -> Bars:
    """`found`: start and end of each bin, and its counts. A share is of what was read: the last part is in none."""
    held = [one for one in found if any(one[2])]
    at = tuple(one[0] for one in held)
    counts = np.array([one[2] for one in held], float).reshape(-1, len(PARTS))
    edges = np.array([one[:2] for one in held], float).reshape(-1, 2)
    if is_share:
        counts[:, PARTS.index(UNREAD)] = 0
        counts *= 100 / np.maximum(1, counts.sum(axis=1, keepdims=True))
    across = (edges - frame.span.start) * (frame.width / max(1, frame.span.end - frame.span.start)) + frame.left
    left, right = np.rint(np.maximum(frame.left, across[:, 0])), np.rint(np.minimum(frame.right, across[:, 1]))
    right -= right - left >= 4  # a seam where there is room
    up = np.cumsum(counts, axis=1) * (frame.height / (frame.high or 1.0))
    tall = np.where(counts > 0, np.maximum(1.0, np.diff(up, axis=1, prepend=0.0)), 0.0)
    return Bars(at, left, np.maximum(1.0, right - left), round(frame.bottom) - up, tall)
