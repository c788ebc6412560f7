"""Where the parts of a crossed table stand, in px: cells as wide as numbers and heads ask, names and totals pinned."""

from __future__ import annotations

import math
import re
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from hubdesk.widgets.table_values import TableShown
from hubdesk.widgets.theme import font

LEFT_PAD: Final = 12.0
HEAD: Final = 42.0  # two lines of a column's name, and the mark of what is sorted by
LINE: Final = 26.0
TALL: Final = 40.0  # a row, where some name takes two lines
TOTALS: Final = 28.0
LEAST_CELL: Final = 40.0
WIDEST_CELL: Final = 132.0
WIDEST_WORD: Final = 104.0
MOST_UNIT: Final = 72.0
LEAST_NAMES: Final = 96.0
MOST_NAMES: Final = 0.38  # of the width
GAP: Final = 8.0


class TableLayout:
    """Worked out once for what is shown in a view so wide."""

    def __init__(self, shown: TableShown, room: float) -> None:
        small, bold = QFontMetricsF(font("small")), QFontMetricsF(font("small", weight=600))
        strong = QFontMetricsF(font("strong"))
        wanted = max((strong.horizontalAdvance(head.text) + 10 for head in shown.rows), default=LEAST_NAMES)
        wanted = max(wanted, strong.horizontalAdvance(shown.total) + 10)
        most = max(LEAST_NAMES, room * MOST_NAMES - LEFT_PAD)
        self.names = LEFT_PAD + math.ceil(min(wanted, most))
        figures = [shown.whole.text, *(head.total.text for head in shown.rows)]
        self._totals = math.ceil(max(bold.horizontalAdvance(text) for text in figures)) + 12.0
        self._totals = max(self._totals, min(MOST_UNIT, small.horizontalAdvance(shown.unit) + 8))
        self.unit = shown.total if any("…" in line for line in head_lines(shown.unit, self._totals - 4)) else shown.unit
        self.left = self.names + self._totals + GAP
        self.top = HEAD + TOTALS
        self._line = TALL if wanted > most else LINE
        self._rows, self._columns = len(shown.rows), len(shown.columns)
        self._cell = self._cell_width(shown, room)
        self.width = max(self.left + self._columns * self._cell + LEFT_PAD, LEFT_PAD)
        self.height = self.top + self._rows * self._line + 2

    def _cell_width(self, shown: TableShown, room: float) -> float:
        """All of them equally wide, so that colours are compared and not sizes."""
        if not shown.columns:
            return LEAST_CELL
        small, bold = QFontMetricsF(font("small")), QFontMetricsF(font("small", weight=600))
        numbers = (small.horizontalAdvance(cell.text) for cells in shown.cells for cell in cells)
        totals = (bold.horizontalAdvance(head.total.text) for head in shown.columns)
        words = (bold.horizontalAdvance(piece) for head in shown.columns for piece in pieces(head.text))
        figures = max(max(numbers, default=0.0), max(totals, default=0.0)) + 10
        wanted = max(LEAST_CELL, figures, min(WIDEST_WORD, max(words, default=0.0) + 8))
        there = (room - self.left - LEFT_PAD) / len(shown.columns)
        return math.floor(max(wanted, min(there, WIDEST_CELL)))

    def cell(self, row: int, column: int) -> QRectF:
        return QRectF(self.left + column * self._cell, self.top + row * self._line, self._cell, self._line)

    def column_head(self, column: int, scrolled: QPointF) -> QRectF:
        return QRectF(self.left + column * self._cell, scrolled.y(), self._cell, HEAD)

    def column_total(self, column: int, scrolled: QPointF) -> QRectF:
        return QRectF(self.left + column * self._cell, scrolled.y() + HEAD, self._cell, TOTALS - 4)

    def row_head(self, row: int, scrolled: QPointF) -> QRectF:
        top = self.top + row * self._line
        return QRectF(scrolled.x() + LEFT_PAD, top, self.names - LEFT_PAD, self._line)

    def row_total(self, row: int, scrolled: QPointF) -> QRectF:
        return QRectF(scrolled.x() + self.names, self.top + row * self._line, self._totals, self._line)

    def whole(self, scrolled: QPointF) -> QRectF:
        return QRectF(scrolled.x() + self.names, scrolled.y() + HEAD, self._totals, TOTALS - 4)

    def corner_head(self, scrolled: QPointF) -> QRectF:
        return QRectF(scrolled.x() + LEFT_PAD, scrolled.y() + HEAD, self.names - LEFT_PAD, TOTALS - 4)

    def total_head(self, scrolled: QPointF) -> QRectF:
        return QRectF(scrolled.x() + self.names, scrolled.y(), self._totals, HEAD)

    def rows_between(self, top: float, bottom: float) -> range:
        first = int(max(0.0, top - self.top) // self._line)
        return range(min(first, self._rows), min(self._rows, max(0, int((bottom - self.top) // self._line) + 1)))

    def columns_between(self, left: float, right: float) -> range:
        first = int(max(0.0, left - self.left) // self._cell)
        return range(min(first, self._columns), min(self._columns, max(0, int((right - self.left) // self._cell) + 1)))

    def row_at(self, y: float, scrolled: float) -> int | None:
        """None: over the heads, or below all."""
        row = int((y - self.top) // self._line)
        return row if y >= scrolled + self.top and 0 <= row < self._rows else None

    def column_at(self, x: float, scrolled: float) -> int | None:
        column = int((x - self.left) // self._cell)
        return column if x >= scrolled + self.left and 0 <= column < self._columns else None


def pieces(text: str) -> list[str]:
    """Where a name may be broken: at its spaces and hyphens."""
    return [piece for piece in re.split(r"(?<=[ -])", text) if piece]


def head_lines(text: str, width: float) -> list[str]:
    """A column's name in one line or two, cut only when two are too few."""
    metrics = QFontMetricsF(font("small"))
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    parts = pieces(text)
    held = next(
        (n for n in range(len(parts) - 1, 0, -1) if metrics.horizontalAdvance("".join(parts[:n]).strip()) <= width), 0
    )
    first, rest = "".join(parts[:held]).strip(), "".join(parts[held:])
    cut = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return [first, cut] if first else [cut]
