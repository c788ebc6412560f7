"""A scope's mentions as rows in a file, within each source's terms: CSV, JSON lines, XLSX or Parquet.

Rows are read and written some at a time, so a million of them take no more memory than a thousand. What sources' terms
hold back is counted. What was taken back is a row without text, author or address, except where a query is asked: a
query finds only words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from hubdesk.core import HubdeskError, Scope
from hubdesk.i18n import _, ngettext, number
from hubdesk.query.tree import Query
from hubdesk.reports.export_rows import About, Json
from hubdesk.reports.mention_json import mention_json
from hubdesk.reports.whole_file import being_written
from hubdesk.store.leaving import HeldBack
from hubdesk.store.reader import Reader

KINDS: Final[dict[str, str]] = {
    ".csv": "hubdesk.reports.export_csv",
    ".jsonl": "hubdesk.reports.export_json",
    ".xlsx": "hubdesk.reports.export_xlsx",
    ".parquet": "hubdesk.reports.export_parquet",
}
AT_ONCE: Final = 500
Tell = Callable[[int, int], None]
"""Told now and then how many rows of how many are written. What it raises ends the work, and nothing is left."""


class Writes(Protocol):
    """What a module of KINDS has."""

    @staticmethod
    def write(path: Path, pages: Iterator[Sequence[Json]], about: About) -> None: ...


@dataclass(frozen=True, slots=True)
class Exported:
    """`rows` were written, of which `gone` had been taken back; `held_back` were not."""

    path: Path
    rows: int
    gone: int
    held_back: tuple[HeldBack, ...]

    @property
    def withheld(self) -> int:
        return sum(one.mentions for one in self.held_back)


def kind_of(out: Path) -> str:
    """The ending of the name. Raises HubdeskError for one that no rows are written as."""
    kind = out.suffix.casefold()
    if kind not in KINDS:
        raise HubdeskError(_("{path}: write a name that ends in {kinds}").format(path=out, kinds=", ".join(KINDS)))
    return kind


def export(
    reader: Reader,
    scope: Scope,
    out: Path,
    query: Query | None = None,
    *,
    pseudonymise: bool = False,
    tell: Tell | None = None,
) -> Exported:
    """Write what may leave. Raises HubdeskError when it cannot be written; then the place is as it was."""
    writes = _writes(kind_of(out))
    facts = reader.facts()
    found = reader.leaving(scope, query)
    about = About(
        facts.title,
        facts.timezone,
        facts.synthetic,
        scope.start,
        scope.end,
        tuple(topic.name for topic in scope.topics),
        "" if query is None else query.text,
        len(found.ids),
        tuple((one.source, one.mentions) for one in found.held_back),
        pseudonymise,
    )
    pages = _Pages(reader, scope, found.ids, facts.timezone, pseudonymise, tell)
    with being_written(out) as beside:
        writes.write(beside, iter(pages), about)
    return Exported(out, pages.rows, pages.gone, found.held_back)


def held_back_words(one: HeldBack) -> str:
    """What of a source stayed on the desk, and why."""
    if one.why == "keep":
        words = ngettext(
            "{source}: {n} mention held back: its terms allow keeping for some days alone",
            "{source}: {n} mentions held back: its terms allow keeping for some days alone",
            one.mentions,
        )
    else:
        words = ngettext(
            "{source}: {n} mention held back: its terms forbid passing on",
            "{source}: {n} mentions held back: its terms forbid passing on",
            one.mentions,
        )
    return words.format(source=one.source, n=number(one.mentions))


def _writes(kind: str) -> Writes:
    """Raises HubdeskError for a library that is not there."""
    try:
        found: Writes = import_module(KINDS[kind])  # type: ignore[assignment]
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        line = _("{kind} needs the library {name}, which is not installed; install Hubdesk anew, or write .csv")
        raise HubdeskError(line.format(kind=kind, name=name)) from None
    return found


class _Pages:
    """The rows, some at a time, counted as they go by."""

    def __init__(
        self, reader: Reader, scope: Scope, ids: Sequence[int], zone: str, pseudonymise: bool, tell: Tell | None
    ) -> None:
        self.rows = self.gone = 0
        self._reader, self._scope, self._ids, self._zone, self._tell = reader, scope, ids, zone, tell
        self._topics = {topic.id: topic for topic in reader.topics()}
        self._unname = reader.unnaming() if pseudonymise else None

    def __iter__(self) -> Iterator[list[dict[str, Any]]]:
        for first in range(0, len(self._ids), AT_ONCE):
            page = self._reader.as_known(self._ids[first : first + AT_ONCE], self._scope.known)
            if self._unname is not None:
                page = tuple(map(self._unname, page))
            yield [mention_json(heard, self._topics, self._zone) for heard in page]
            self.rows += len(page)
            self.gone += sum(heard.is_gone for heard in page)
            if self._tell is not None:
                self._tell(self.rows, len(self._ids))
