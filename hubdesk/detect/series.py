"""A `timestamp,value` series that a person has: its rows on an even grid of steps, with its holes as holes."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from hubdesk.core import DAY, MINUTE, SECOND, HubdeskError, Millis
from hubdesk.i18n import _
from hubdesk.text_file import read_text

MOST_BYTES: Final = 200_000_000
_TIMES: Final = ("timestamp", "time", "date", "datetime", "instant")
_VALUES: Final = ("value", "count", "mentions", "volume", "posts")
_MOST: Final = 1e12  # what no count of mentions reaches
_LONGEST: Final = 40  # characters of a wrong cell that are shown


@dataclass(frozen=True, slots=True)
class Point:
    """A row: where the file has it, its time as written, and its value; None where the cell was empty."""

    line: int
    written: str
    at: Millis
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """Rows in order of time, `step` whole minutes apart in the main. A step without a row was heard by nobody."""

    name: str
    step: int
    points: tuple[Point, ...]

    def steps(self) -> Iterator[tuple[Millis, float | None, tuple[Point, ...]]]:
        """Each step that has rows: its first instant, what they add up to (None: unheard), and the rows."""
        first, length = self.points[0].at, self.step * MINUTE
        number, rows = 0, list[Point]()
        for point in self.points:
            here = math.floor((point.at - first) / length + 0.5) if length > MINUTE else (point.at - first) // MINUTE
            if rows and here != number:
                yield first + number * length, _sum(rows), tuple(rows)
                rows = []
            number = here
            rows.append(point)
        yield first + number * length, _sum(rows), tuple(rows)


def _sum(rows: list[Point]) -> float | None:
    values = [point.value for point in rows if point.value is not None]
    return sum(values) if values else None


def read_series(path: Path) -> Series:
    """Read a CSV whose header names a time and a value; times without an offset are taken for UTC.

    Raises HubdeskError, with the line, for what is no such file: no header, text for a count, a time that runs
    backwards or is written twice.
    """
    text = read_text(path, MOST_BYTES)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        points = tuple(_points(path, rows))
    except csv.Error as error:
        raise HubdeskError(_("{path} is no CSV file: {why}").format(path=path, why=error)) from error
    if not points:
        raise HubdeskError(_("{path} holds no row after its header").format(path=path))
    return Series(path.stem, _step(points), points)


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _points(path: Path, rows: Iterator[list[str]]) -> Iterator[Point]:
    header = [cell.strip().lower() for cell in next(rows, [])]
    at = next((header.index(name) for name in _TIMES if name in header), None)
    value = next((header.index(name) for name in _VALUES if name in header), None)
    if at is None or value is None:
        message = _("{path}, line 1: write a header that names the columns timestamp and value")
        raise HubdeskError(message.format(path=path))
    last: Point | None = None
    for line, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(at, value):
            raise HubdeskError(_("{path}, line {line}: a cell is missing").format(path=path, line=line))
        point = Point(line, row[at].strip(), _instant(path, line, row[at]), _value(path, line, row[value]))
        if last is not None and point.at <= last.at:
            raise HubdeskError(_backwards(point, last).format(path=path, line=line, before=last.line))
        last = point
        yield point


def _backwards(point: Point, last: Point) -> str:
    if point.at == last.at:
        return _("{path}, line {line}: the same time as in line {before}")
    return _("{path}, line {line}: earlier than line {before}; sort the rows by time; local times need their offset")


def _instant(path: Path, line: int, cell: str) -> Millis:
    try:
        read = datetime.fromisoformat(cell.strip())
        instant = round((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * SECOND)
    except (ValueError, OverflowError):
        message = _("{path}, line {line}: “{cell}” is no time; write ISO 8601 such as 2026-11-19T14:32:00+01:00")
        raise HubdeskError(message.format(path=path, line=line, cell=cell.strip()[:_LONGEST])) from None
    if not 0 <= instant < 250_000_000_000_000:
        message = _("{path}, line {line}: “{cell}” lies outside of the years 1970 to 9891")
        raise HubdeskError(message.format(path=path, line=line, cell=cell.strip()[:_LONGEST]))
    return instant


def _value(path: Path, line: int, cell: str) -> float | None:
    written = cell.strip()
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not 0 <= value <= _MOST:  # also for what is no number
        message = _(
            "{path}, line {line}: “{cell}” is no count; write a number from 0 on, or nothing where it is unknown"
        )
        raise HubdeskError(message.format(path=path, line=line, cell=written[:_LONGEST]))
    return value


def _step(points: tuple[Point, ...]) -> int:
    """Whole minutes between rows: the commonest distance, a minute for anything shorter, a day for anything longer."""
    apart = Counter(two.at - one.at for one, two in pairwise(points))
    commonest = min(apart, key=lambda length: (-apart[length], length), default=MINUTE)
    return max(1, round(min(commonest, DAY) / MINUTE))
