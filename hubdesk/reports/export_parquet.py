"""Mentions as Parquet: lists as lists, instants as instants in UTC; what the file says of itself is in its metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema, list_array
from arro3.io import write_parquet

from hubdesk.i18n import iso
from hubdesk.reports.cells import whole
from hubdesk.reports.export_rows import COLUMNS, LISTS, NUMBERS, About, Json, values

GROUP: Final = 20_000  # rows held until they are written
_TEXT: Final = DataType.string()
_LIST: Final = DataType.list(Field("item", _TEXT, nullable=True))
_INSTANT: Final = DataType.timestamp("ms", tz="UTC")
_NUMBER: Final = DataType.int64()
INSTANTS: Final = frozenset(("published_at", "seen_at", "withdrawn_at"))


def write(path: Path, pages: Iterator[Sequence[Json]], about: About) -> None:
    schema = Schema([Field(column, _type(column), nullable=True) for column in COLUMNS])
    with path.open("wb") as file:
        out = _Out(file)
        batches = _Batches(pages, schema, out)
        try:
            write_parquet(
                RecordBatchReader.from_batches(schema, iter(batches)),
                cast(IO[bytes], out),
                compression="zstd(3)",
                max_row_group_size=GROUP,
                key_value_metadata=_told(about),
            )
        finally:
            batches.check()  # the library has its own words for what ours raised
        out.check()


class _Out(io.RawIOBase):
    """The file, for a library that ends the process's patience at a full disk: what fails is kept and said after."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        if self.fault is None:
            try:
                self._file.write(piece)
            except OSError as error:
                self.fault = error
        return len(piece)

    def flush(self) -> None:
        if self.fault is None:
            try:
                self._file.flush()
            except OSError as error:
                self.fault = error

    def check(self) -> None:
        """Raises what the disk said."""
        self.flush()
        if self.fault is not None:
            raise self.fault


class _Batches:
    """A batch for each page; ends at what fails, and keeps it."""

    def __init__(self, pages: Iterator[Sequence[Json]], schema: Schema, out: _Out) -> None:
        self._pages, self._schema, self._out = pages, schema, out
        self.fault: BaseException | None = None

    def __iter__(self) -> Iterator[RecordBatch]:
        try:
            for page in self._pages:
                self._out.check()
                columns = zip(*map(values, page), strict=True)
                arrays = [_ARRAYS[_sort(name)](column) for name, column in zip(COLUMNS, columns, strict=True)]
                yield RecordBatch.from_arrays(arrays, schema=self._schema)
        except BaseException as error:
            self.fault = error
            raise

    def check(self) -> None:
        """Raises what ended the batches before their end."""
        if self.fault is not None and not isinstance(self.fault, GeneratorExit):
            raise self.fault


def _sort(column: str) -> str:
    return next((name for name, of in _SORTS.items() if column in of), "text")


def _type(column: str) -> DataType:
    return {"number": _NUMBER, "list": _LIST, "instant": _INSTANT, "text": _TEXT}[_sort(column)]


def _texts(column: Sequence[str | None]) -> Array:
    return Array([None if one is None else whole(one) for one in column], type=_TEXT)


def _numbers(column: Sequence[int | None]) -> Array:
    return Array(list(column), type=_NUMBER)


def _instants(column: Sequence[str | None]) -> Array:
    told = [None if one is None else round(datetime.fromisoformat(one).timestamp() * 1000) for one in column]
    return Array(told, type=_NUMBER).cast(_INSTANT)


def _lists(column: Sequence[list[str] | None]) -> Array:
    ends = [0, *accumulate(len(one or ()) for one in column)]
    items = [whole(item) for one in column for item in one or ()]
    missing = Array([one is None for one in column], type=DataType.bool())
    return list_array(Array(ends, type=DataType.int32()), Array(items, type=_TEXT), mask=missing, type=_LIST)


_SORTS: Final = {"number": NUMBERS, "list": LISTS, "instant": INSTANTS}
_ARRAYS: Final[dict[str, Callable[[Sequence[Any]], Array]]] = {
    "text": _texts,
    "number": _numbers,
    "instant": _instants,
    "list": _lists,
}


def _told(about: About) -> dict[str, str]:
    """For programs: not translated."""
    told = {
        "session": about.session,
        "zone": about.zone,
        "from": iso(about.start, about.zone) or "",
        "to": iso(about.end, about.zone) or "",
        "topics": json.dumps(about.topics),
        "query": about.query,
        "withheld": str(sum(n for _source, n in about.held_back)),
        "pseudonymised": str(about.pseudonymised).lower(),
        "synthetic": str(about.synthetic).lower(),
    }
    return {f"hubdesk.{name}": whole(value) for name, value in told.items()}
