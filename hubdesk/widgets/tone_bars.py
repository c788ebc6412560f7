"""Where the parts of a stack of tone bars lie, for all bins at once: a year of days has 1,800 of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import Millis
from hubdesk.widgets.boxes import Boxes
from hubdesk.widgets.chart_values import Frame
from hubdesk.widgets.tone_parts import PARTS, UNREAD

WIDTH: Final = 2
HEIGHT: Final = 3

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """`at`: the bins that hold something. `boxes`: for each of PARTS where it lies in each of them, px of the widget; a
    part that is not there has no height."""

    at: tuple[Millis, ...]
    boxes: NDArray[np.float64]

    def having(self, part: int) -> Mask:
        """The bins where that part is."""
        return self.boxes[part, :, HEIGHT] > 0

    def taller(self, part: int, least: float) -> Mask:
        """The bins where that part is taller than so many px."""
        return self.boxes[part, :, HEIGHT] > least

    def of(self, part: int, where: Mask) -> Boxes:
        """That part of some of the bins."""
        its: Boxes = self.boxes[part, where]
        return its

    def seams(self, part: int, where: Mask) -> Boxes:
        """The uppermost line of each of them."""
        lines = self.of(part, where)
        lines[:, HEIGHT] = 1.0
        return lines


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
    boxes = np.empty((len(PARTS), len(edges), 4))
    boxes[:, :, 0], boxes[:, :, WIDTH] = left, np.maximum(1.0, right - left)
    boxes[:, :, 1], boxes[:, :, HEIGHT] = round(frame.bottom) - up.T, tall.T
    return Bars(tuple(edges[:, 0].tolist()), boxes)
