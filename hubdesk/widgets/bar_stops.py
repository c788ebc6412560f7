"""Where the keyboard goes in a table of shares: rows and notes up and down, a row's figures left and right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt

Stop = tuple[int, int]
"""A row (or, past the rows, a note) and one of its figures, or -1 for the whole of it."""

STEPS: Final = (
    *(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right),
)


def next_stop(
    key: Qt.Key, at: Stop | None, rows: Sequence[int], last: int, stops_of: Callable[[int], list[Stop]]
) -> Stop:
    """Where a key of STEPS leads. `rows`: those that can be gone to, notes among them; `last` of the rows proper."""
    if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        return (rows[0] if key == Qt.Key.Key_Home else last, -1)
    if at is None or at[0] not in rows:
        return (rows[-1] if key == Qt.Key.Key_Up else rows[0], -1)
    row, figure = at
    if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        there = rows.index(row) + (1 if key == Qt.Key.Key_Down else -1)
        moved = rows[max(0, min(len(rows) - 1, there))]
        return (moved, figure) if (moved, figure) in stops_of(moved) else (moved, -1)
    stops = stops_of(row)
    there = (stops.index(at) if at in stops else 0) + (1 if key == Qt.Key.Key_Right else -1)
    return stops[max(0, min(len(stops) - 1, there))]
