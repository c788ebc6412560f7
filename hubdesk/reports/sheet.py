"""What a panel shows, as columns and rows of plain values; and as CSV with what the figures rest on below them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from hubdesk.reports.cells import Cell, guarded


@dataclass(frozen=True, slots=True)
class Sheet:
    """Unknown is None. `withheld`: rows that are not here, because their source's terms keep them on the desk."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    withheld: int = 0


def sheet_csv(sheet: Sheet, below: Iterable[tuple[str, str]] = ()) -> bytes:
    """As the rows of an export: RFC 4180, UTF-8 with its mark, no formula. Lines `below` stand after an empty one."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    width = max(2, len(sheet.columns))
    lines.writerow([_safe(cell) for cell in (*sheet.columns, *[""] * (width - len(sheet.columns)))])
    for row in (*sheet.rows, (), *below):
        lines.writerow([_safe(cell) for cell in (*row, *[""] * (width - len(row)))])
    return text.getvalue().encode("utf-8-sig", "replace")


def _safe(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell
