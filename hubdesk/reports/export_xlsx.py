"""Mentions as an Excel workbook: text stays text, and a last sheet says what the others hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from hubdesk.core import FailedError
from hubdesk.i18n import _
from hubdesk.reports.cells import Cell, fitting, plain
from hubdesk.reports.export_rows import COLUMNS, About, Json, cells

ROWS: Final = 1_048_576  # of a sheet, the first of which names the columns
ROUNDED: Final = 10**15  # from there on Excel rounds a number; as text it keeps its digits
_WIDTHS: Final = {"text": 80, "title": 40, "url": 40, "why": 40, "published_at": 26, "seen_at": 26, "source": 24}
_OPTIONS: Final[dict[str, Any]] = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}


def write(path: Path, pages: Iterator[Sequence[Json]], about: About, rows: int = ROWS) -> None:
    """`rows` of a sheet: what does not fit goes on in a next one."""
    with tempfile.TemporaryDirectory(prefix=".hubdesk-", dir=path.parent) as folder:  # on the disk that must hold it
        book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": folder})
        try:
            _fill(book, pages, about, rows)
            book.close()
        except XlsxWriterException as error:
            if isinstance(error.__context__, OSError):
                raise error.__context__ from None
            raise FailedError(str(error)) from None
        finally:
            _let_go(book)


def _fill(book: xlsxwriter.Workbook, pages: Iterator[Sequence[Json]], about: About, rows: int) -> None:
    bold = book.add_format({"bold": True})
    book.set_properties({"title": fitting(plain(about.session), 200), "author": "Hubdesk"})
    sheet, at, number = _begun(book, bold, 1), 1, 1
    for page in pages:
        for mention in page:
            if at >= rows:
                _end(sheet, at)
                number += 1
                sheet, at = _begun(book, bold, number), 1
            _row(sheet, at, cells(mention))
            at += 1
    _end(sheet, at)
    last = book.add_worksheet(_("About"))
    last.set_column(0, 0, 32)
    last.set_column(1, 1, 80)
    for place, (what, value) in enumerate(about.lines()):
        last.write_string(place, 0, plain(what), bold)
        last.write_string(place, 1, _text(value))


def _begun(book: xlsxwriter.Workbook, bold: Any, number: int) -> Worksheet:
    name = _("Mentions")
    sheet: Worksheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(column, 14))
        sheet.write_string(0, place, column, bold)
    return sheet


def _row(sheet: Worksheet, at: int, row: Sequence[Cell]) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(at, place, _text(cell))
        elif cell is not None and abs(cell) >= ROUNDED:
            sheet.write_string(at, place, str(cell))
        elif cell is not None:
            sheet.write_number(at, place, cell)


def _text(text: str) -> str:
    """As a cell holds it: lines end there as Excel's own do."""
    return fitting(plain(text).replace("\r\n", "\n").replace("\r", "\n"))


def _end(sheet: Worksheet, rows: int) -> None:
    sheet.autofilter(0, 0, max(0, rows - 1), len(COLUMNS) - 1)


def _let_go(book: xlsxwriter.Workbook) -> None:
    """Close what a workbook that was never finished still holds open."""
    for sheet in book.worksheets():
        handle = getattr(sheet, "row_data_fh", None)
        if handle is not None and not handle.closed:
            handle.close()
    book.fileclosed = True
