"""Where the parts of a stack of tone bars lie, for all bins at once: a year of days has 1,800 of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from hubdesk.core import Millis
from hubdesk.widgets.chart_values import Frame
from hubdesk.widgets.tone_parts import PARTS, UNREAD

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """`at`: the bins that hold something. `counts`, `tops` and `heights` have a row for each, and a column for each of
    PARTS; `left` and `width` are the bins' own. Px of the widget; a part that is not there has no height."""

    at: tuple[Millis, ...]
    left: NDArray[Any]
    width: NDArray[Any]
    tops: NDArray[Any]
    heights: NDArray[Any]

    def having(self, part: int) -> Mask:
        """The bins where that part is."""
        return self.heights[:, part] > 0

    def thinness(self, part: int) -> NDArray[Any]:
        """Of that part of each bin the smaller of width and height."""
        thin: NDArray[Any] = np.minimum(self.width, self.heights[:, part])
        return thin

    def boxes(self, part: int, where: Mask) -> list[QRectF]:
        """That part of some of the bins."""
        return _boxes(self.left[where], self.tops[where, part], self.width[where], self.heights[where, part])

    def seams(self, part: int, where: Mask) -> list[QRectF]:
        """The uppermost line of each of them."""
        left = self.left[where]
        return _boxes(left, self.tops[where, part], self.width[where], np.ones(len(left)))


def _boxes(left: NDArray[Any], top: NDArray[Any], width: NDArray[Any], height: NDArray[Any]) -> list[QRectF]:
    return list(map(QRectF, left.tolist(), top.tolist(), width.tolist(), height.tolist()))


def bars_of(edges: NDArray[Any], counts: NDArray[Any], frame: Frame, is_share: bool) -> Bars:
    """`edges`: start and end of each bin; `counts`: its mentions, a column for each of PARTS. A share is of what was
    read: the last part is in none."""
    held = counts.any(axis=1)
    edges, counts = edges[held], counts[held].astype(float)
    if is_share:
        counts[:, PARTS.index(UNREAD)] = 0
        counts *= 100 / np.maximum(1, counts.sum(axis=1, keepdims=True))
    across = (edges - frame.span.start) * (frame.width / max(1, frame.span.end - frame.span.start)) + frame.left
    left, right = np.rint(np.maximum(frame.left, across[:, 0])), np.rint(np.minimum(frame.right, across[:, 1]))
    right -= right - left >= 4  # a seam where there is room
    up = np.cumsum(counts, axis=1) * (frame.height / (frame.high or 1.0))
    tall = np.where(counts > 0, np.maximum(1.0, np.diff(up, axis=1, prepend=0.0)), 0.0)
    at = tuple(edges[:, 0].tolist())
    return Bars(at, left, np.maximum(1.0, right - left), round(frame.bottom) - up, tall)
