"""Mentions as CSV: RFC 4180, UTF-8 with its mark so that spreadsheets read accents, and no cell that is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from hubdesk.reports.cells import Cell, guarded
from hubdesk.reports.export_rows import COLUMNS, About, Json, cells


def write(path: Path, pages: Iterator[Sequence[Json]], about: About) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for page in pages:
            lines.writerows([safe(cell) for cell in cells(mention)] for mention in page)


def safe(cell: Cell) -> Cell:
    """Unknown is an empty cell."""
    return guarded(cell) if isinstance(cell, str) else cell
