"""Files of posts to records: CSV of any delimiter and encoding, JSON lines, a JSON list. One record at a time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from hubdesk.collector.columns import looks_like_header
from hubdesk.core import HubdeskError
from hubdesk.i18n import _, ngettext

CELL_LIMIT: Final = 2_000_000  # characters
LINE_LIMIT: Final = 4 * CELL_LIMIT
HEAD_LINES: Final = 30  # how far down the header may be
RECORD_LINES: Final = 300  # of one record: a quotation mark that is never closed would take the rest of the file
_STRANGE: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
MOST_STRANGE: Final = 0.1  # of a text's characters that are none
MOST_WRONG: Final = 0.1  # of a file's letters beyond ASCII that may be broken before it is not UTF-8 at all


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its number (1 for the first), the line it starts on, its cells, or why it has none."""

    row: int
    line: int
    cells: dict[str, str]
    broken: str = ""


class _EndlessError(csv.Error):
    """A record that goes on for more lines than a post has."""


class _Lines:
    """The lines of a file for csv.reader, which takes just those of one record; they can be given back."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self._record: list[str] = []
        self._line = 0
        self._ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._record) == RECORD_LINES:
            raise _EndlessError
        if self._waiting:
            line = self._waiting.popleft()
        else:
            try:
                line = next(self._file).replace("\0", "")
            except StopIteration:
                self._ended = True
                raise
        self._line += 1
        self._record.append(line)
        return line

    def next_record(self) -> int:
        """The line on which it begins."""
        self._record, self._ended = [], False
        return self._line + 1

    @property
    def is_unclosed(self) -> bool:
        """Whether the record was ended by the file or by its length, and not by its own quotation mark."""
        ended = self._ended or len(self._record) == RECORD_LINES
        return ended and len(self._record) > 1 and sum(line.count('"') for line in self._record) % 2 == 1

    def take_back(self) -> None:
        """All but the first line of the record are still to be read."""
        self._waiting.extendleft(reversed(self._record[1:]))
        self._line -= len(self._record) - 1
        self._record = []


@dataclass(frozen=True, slots=True)
class Export:
    """A file of posts whose shape is known: `records()` may be read more than once."""

    path: Path
    header: tuple[str, ...]
    encoding: str
    delimiter: str  # "" for JSON
    skip: int = 0  # lines above the header
    note: str = ""  # what was assumed of the file, for a person

    def records(self) -> Iterator[Record]:
        return self._json() if not self.delimiter else self._csv()

    def _csv(self) -> Iterator[Record]:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            lines = _Lines(self._lines(file))
            for _line in islice(lines, self.skip):
                pass
            reader = csv.reader(lines, delimiter=self.delimiter)
            next(reader, None)
            row = 0
            while True:
                line = lines.next_record()
                why, cells = "", list[str]()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    why = _("this line cannot be read as CSV: {why}").format(why=error)
                if lines.is_unclosed:
                    why = _("a quotation mark is opened on this line and never closed")
                if why:  # what it took along is read again without it
                    lines.take_back()
                    reader = csv.reader(lines, delimiter=self.delimiter)
                elif any(cell.strip() for cell in cells[len(self.header) :]):
                    why = _("{n} cells where the header has {m}").format(n=len(cells), m=len(self.header))
                if why or any(cell.strip() for cell in cells):
                    row += 1
                    yield Record(row, line, dict(zip(self.header, cells, strict=False)), why)

    def _lines(self, file: TextIO) -> Iterator[str]:
        """Each line. HubdeskError for one without end, which would fill the memory; the first pass meets it."""
        number = 0
        while line := file.readline(LINE_LIMIT):
            number += 1
            if len(line) == LINE_LIMIT:
                raise HubdeskError(
                    _("{path}, line {line}: longer than {n} characters, as no post is").format(
                        path=self.path, line=number, n=LINE_LIMIT
                    )
                )
            yield line

    def _json(self) -> Iterator[Record]:
        row = 0
        with self.path.open(encoding=self.encoding, errors="replace") as file:
            for line, text in enumerate(self._lines(file), 1):
                if not text.strip():
                    continue
                row += 1
                cells, why = _object(text)
                yield Record(row, line, cells, why)


def look_at(path: Path, encoding: str = "") -> Export:
    """What a file of posts is. HubdeskError when it cannot be read or is neither CSV nor JSON lines."""
    csv.field_size_limit(CELL_LIMIT)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise HubdeskError(_("{path} is no file that can be read twice; save it first").format(path=path))
        with path.open("rb") as file:
            head = file.read(256 * 1024)
    except OSError as error:
        raise HubdeskError(_("{path} cannot be read: {why}").format(path=path, why=error.strerror)) from error
    if not head.strip():
        raise HubdeskError(_("{path} is empty").format(path=path))
    note = ""
    if not encoding:
        encoding, note = _encoding(path, head)
    try:
        text = head.decode(encoding, "replace").lstrip("\ufeff")
    except (LookupError, UnicodeError):
        raise HubdeskError(_("“{encoding}” is no encoding; write utf-8 or cp1252").format(encoding=encoding)) from None
    packed = head[:4] in (b"PK\x03\x04", b"PAR1") or head[:2] == b"\x1f\x8b" or head[:6] == b"SQLite"
    if packed or len(_STRANGE.findall(text)) > MOST_STRANGE * len(text):
        raise HubdeskError(_("{path} is no text file: save it as CSV or JSON lines first").format(path=path))
    return replace(_shape(path, text, encoding), note=note)


def _shape(path: Path, text: str, encoding: str) -> Export:
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


def _encoding(path: Path, head: bytes) -> tuple[str, str]:
    """How a file's letters are written, and what a person should know when that was not certain."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", ""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", ""
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):  # every other byte of plain letters is nought
        if head[first::2].count(0) > 0.4 * len(head) / 2 and head[1 - first :: 2].count(0) < 0.1 * len(head) / 2:
            return name, ""
    try:
        with path.open(encoding="utf-8") as whole:
            while whole.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return _mostly_utf8(path)
    return "utf-8", ""


def _mostly_utf8(path: Path) -> tuple[str, str]:
    """One broken letter must not spoil all the others; a file whose accents are all broken is Windows'."""
    letters = wrong = 0
    with path.open(encoding="utf-8", errors="replace") as whole:
        while text := whole.read(1 << 20):
            wrong += text.count("\ufffd")
            letters += len(text) - len(text.encode("ascii", "ignore"))
    if wrong <= MOST_WRONG * letters:
        words = ngettext("{n} letter is no UTF-8 and was replaced", "{n} letters are no UTF-8 and were replaced", wrong)
        return "utf-8", words.format(n=wrong)
    return "cp1252", _("The file is not UTF-8: it was read as Windows-1252; a mapping file may name its encoding")
