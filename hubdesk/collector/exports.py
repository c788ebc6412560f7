"""Files of posts to records: CSV of any delimiter and encoding, JSON lines, a JSON list. One record at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from hubdesk.collector.columns import looks_like_header
from hubdesk.core import HubdeskError
from hubdesk.i18n import _

CELL_LIMIT: Final = 2_000_000  # characters
HEAD_LINES: Final = 30  # how far down the header may be


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its number (1 for the first), the line it starts on, its cells, or why it has none."""

    row: int
    line: int
    cells: dict[str, str]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """A file of posts whose shape is known: `records()` may be read more than once."""

    path: Path
    header: tuple[str, ...]
    encoding: str
    delimiter: str  # "" for JSON
    skip: int = 0  # lines above the header

    def records(self) -> Iterator[Record]:
        return self._json() if not self.delimiter else self._csv()

    def _csv(self) -> Iterator[Record]:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as lines:
            for _line in islice(lines, self.skip):
                pass
            reader = csv.reader((line.replace("\0", "") for line in lines), delimiter=self.delimiter)
            next(reader, None)
            row, line = 0, self.skip + reader.line_num + 1
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    row += 1
                    yield Record(row, line, {}, _("this line cannot be read as CSV: {why}").format(why=error))
                    line = self.skip + reader.line_num + 1
                    continue
                if any(cell.strip() for cell in cells):
                    row += 1
                    extra = len(cells) > len(self.header) and any(cell.strip() for cell in cells[len(self.header) :])
                    why = (
                        _("{n} cells where the header has {m}").format(n=len(cells), m=len(self.header))
                        if extra
                        else ""
                    )
                    yield Record(row, line, dict(zip(self.header, cells, strict=False)), why)
                line = self.skip + reader.line_num + 1

    def _json(self) -> Iterator[Record]:
        row = 0
        with self.path.open(encoding=self.encoding, errors="replace") as lines:
            for line, text in enumerate(lines, 1):
                if not text.strip():
                    continue
                row += 1
                cells, why = _object(text)
                yield Record(row, line, cells, why)


def look_at(path: Path, encoding: str = "") -> Export:
    """What a file of posts is. HubdeskError when it cannot be read or is neither CSV nor JSON lines."""
    csv.field_size_limit(CELL_LIMIT)
    try:
        with path.open("rb") as file:
            head = file.read(256 * 1024)
    except OSError as error:
        raise HubdeskError(_("{path} cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if not head.strip():
        raise HubdeskError(_("{path} is empty").format(path=path))
    if head[:4] in (b"PK\x03\x04", b"PAR1") or head[:2] == b"\x1f\x8b" or head[:6] == b"SQLite":
        raise HubdeskError(_("{path} is no text file: save it as CSV or JSON lines first").format(path=path))
    encoding = encoding or _encoding(path, head)
    try:
        text = head.decode(encoding, "replace").lstrip("\ufeff")
    except LookupError:
        raise HubdeskError(_("“{encoding}” is no encoding; write utf-8 or cp1252").format(encoding=encoding)) from None
    if text.lstrip()[:1] == "{":
        first, why = _object(text.splitlines()[0])
        return Export(path, tuple(first) if not why else (), encoding, "")
    if text.lstrip()[:1] == "[":
        raise HubdeskError(_("{path} is one JSON list: write one object a line instead (JSON lines)").format(path=path))
    return _csv_shape(path, text, encoding)


def _csv_shape(path: Path, text: str, encoding: str) -> Export:
    lines = text.splitlines()
    for skip, line in enumerate(lines[:HEAD_LINES]):
        for delimiter in (",", ";", "\t", "|"):
            cells = next(csv.reader([line], delimiter=delimiter), [])
            if looks_like_header(cells):
                return Export(path, _unique(cells), encoding, delimiter, skip)
    delimiter = max((",", ";", "\t", "|"), key=lines[0].count)
    return Export(path, _unique(next(csv.reader(io.StringIO(text), delimiter=delimiter))), encoding, delimiter)


def _unique(cells: list[str]) -> tuple[str, ...]:
    """Column names, the second of the same name with a number: no column hides another."""
    made: list[str] = []
    for cell in cells:
        name = cell.strip().lstrip("\ufeff")
        made.append(name if name not in made else f"{name} ({made.count(name) + 1})")
    return tuple(made)


def _object(text: str) -> tuple[dict[str, str], str]:
    """A JSON object's values as texts by dotted path; or why not."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, _("this line is not JSON: {why}").format(why=error)
    if not isinstance(found, dict):
        return {}, _("this line is JSON, but no object")
    flat: dict[str, str] = {}
    for key, value in found.items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        for below, leaf in inner:
            if leaf is not None and not isinstance(leaf, list | dict):
                flat[f"{key}.{below}" if below else key] = leaf if isinstance(leaf, str) else json.dumps(leaf)
    return flat, ""


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        with path.open(encoding="utf-8") as whole:
            while whole.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
