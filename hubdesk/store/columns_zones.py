"""Where among rows the mentions of a time can lie, told block by block: most rows come in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from hubdesk.core import Millis
from hubdesk.store.columns_rows import Array, Mask, Rows, parts

BLOCK: Final = 4_096  # rows: parts are whole blocks
FEW: Final = 8  # blocks in which the latest are looked for at first
MORE: Final = 4
Holds = Callable[[Array, Array], Mask]  # of instants, and of how much later each was known


class Zones:
    """Of one look's rows: the earliest and the latest instant of each block, and when the last of it became known. Rows
    may come in any order; the more they do, the more of them are looked at."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        made = [_told(rows, part) for part in parts(len(rows))]
        self._first, self._last, self._known = np.concatenate(made, axis=1) if made else np.zeros((3, 0), np.int64)

    def __len__(self) -> int:
        """How many numbers are kept."""
        return 3 * len(self._first)

    @property
    def latest(self) -> Millis:
        """Nothing became known after it."""
        return int(self._known.max(initial=0))

    def near(self, start: Millis, end: Millis) -> slice:
        """Outside of these rows nothing was published in [start, end)."""
        return self._rows_of(np.flatnonzero((self._first < end) & (self._last >= start)))

    def keep_within(self, mask: Mask, near: slice, start: Millis, end: Millis) -> None:
        """Take out of a mask of `near` what was published outside [start, end)."""
        self._each(
            mask, near, (self._first < start) | (self._last >= end), lambda at, _late: (at >= start) & (at < end)
        )

    def keep_known(self, mask: Mask, near: slice, known: Millis) -> None:
        """Take out of a mask of `near` what became known after that."""
        self._each(mask, near, self._known > known, lambda at, late: at + late <= known)

    def with_latest(self, places: Array, wanted: int) -> Array:
        """Of these places in the rows, ascending, some with the `wanted` among them that became known last: mostly they
        lie in the last few blocks, as rows come nearly in that order."""
        many, blocks = FEW, len(self._known)
        while many * 2 < blocks:
            order = np.argpartition(self._known, -many)
            begins = np.sort(order[-many:]) * BLOCK
            ends = np.searchsorted(places, np.stack((begins, begins + BLOCK)))
            near = np.concatenate([places[first:last] for first, last in ends.T.tolist()])
            known = self._rows.at.take(near) + self._rows.late.take(near)
            if np.count_nonzero(known > self._known[order[:-many]].max()) >= wanted:
                return near
            many *= MORE
        return places

    def _each(self, mask: Mask, near: slice, doubtful: Mask, holds: Holds) -> None:
        """Ask the rows of the blocks of which it is not known; of many, all at once."""
        begin, end = near.start // BLOCK, -(-near.stop // BLOCK)
        blocks = np.flatnonzero(doubtful[begin:end]) + begin
        runs = np.split(blocks, np.flatnonzero(np.diff(blocks) > 1) + 1) if len(blocks) else []
        for run in runs:
            part = slice(max(near.start, int(run[0]) * BLOCK), min(near.stop, (int(run[-1]) + 1) * BLOCK))
            there = slice(part.start - near.start, part.stop - near.start)
            mask[there] &= holds(self._rows.at[part], self._rows.late[part])

    def _rows_of(self, blocks: Array) -> slice:
        if not len(blocks):
            return slice(0, 0)
        return slice(int(blocks[0]) * BLOCK, min(len(self._rows), (int(blocks[-1]) + 1) * BLOCK))


def _told(rows: Rows, part: slice) -> Array:
    """Of each block in it the earliest and the latest instant, and when the last became known."""
    at, begins = rows.at[part], np.arange(0, part.stop - part.start, BLOCK)
    return np.stack(
        [
            np.minimum.reduceat(at, begins),
            np.maximum.reduceat(at, begins),
            np.maximum.reduceat(rows.known(part), begins),
        ]
    )
