"""A cut as a condition on the rows of `mention`. What users wrote is only ever a bound value.

Ranges and kinds are columns. Other fields fold and take apart what they compare, so SQLite asks the query language
itself, by a function that gets the columns the field looks at: one meaning, and no row has to be read whole.
"""

from __future__ import annotations

import functools
import itertools
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from hubdesk.core import DAY, MINUTE, Author, HubdeskError, Mention, Notes, Person
from hubdesk.query.cuts import Both, Cut, Either, Fact, Has, Without, Words
from hubdesk.query.fields import field_holds
from hubdesk.query.people import Circle
from hubdesk.query.tree import Field, Range
from hubdesk.store import topics
from hubdesk.store.errors import unreadable
from hubdesk.store.notes import load_notes
from hubdesk.store.readings import TONES, WIDTH

Value = int | float | str | None

_RANGES: Final = {
    "followers": "m.followers",
    "reach": "m.reach",
    "rating": "m.rating",
    "published": "m.published_at",
    "minuteOfDay": f"((m.published_at % {DAY} + {DAY}) % {DAY} / {MINUTE})",
}
_HAS: Final = {"links": "m.links <> '[]'", "teaser": "m.teaser <> ''"}
_KINDS: Final = ("reply", "repost")  # what `is:` says of the kind

_ALL: Final = (
    *("network", "source", "handle", "name", "author_id", "url", "language", "notes", "links", "media"),
    *("kind", "title", "text"),
)
_COLUMNS: Final = {
    "author": ("handle", "name"),
    "site": ("url",),
    "url": ("url",),
    "links": ("links", "title", "text"),
    "language": ("language", "notes"),
    "network": ("network",),
    "source": ("source",),
    "person": ("network", "handle", "author_id"),
    "is:duplicate": ("notes",),
    "is:insider": ("network", "handle", "author_id"),
    "has:media": ("media",),
    "has:place": ("notes",),
}
_OF_READINGS: Final = frozenset(["tone", "theme", "place", "target"])
# Of notes, what the fields ask for that look there: mentions have their own score and mostly the same rest, and what
# is the same is read once.
_WITHOUT_SCORES: Final = (
    "CASE WHEN json_valid(m.notes) THEN json_remove(m.notes, '$.tone_score', '$.tone', '$.irony', '$.themes',"
    " '$.places', '$.targets', '$.versions') ELSE '{}' END"
)
_ODD: Final = (
    "length({column}) <> length(CAST({column} AS BLOB)) OR instr({column}, char(9)) OR instr({column}, char(10))"
    " OR instr({column}, char(13))"
)
_NUMBERS: Final = itertools.count()  # of functions: several cuts are asked in turn, over one connection
_FEW_VALUES: Final = 8  # with more, those that a mention can answer to are picked first
_KEPT: Final = 1 << 12  # answers remembered for each field: networks, languages and notes are mostly the same few


class Conditions:
    """Writes cuts as SQL over `mention m`, for one connection. `values` are what the SQL has to be given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.values: dict[str, Value] = {}
        self.failed: HubdeskError | None = None  # why a value in the file could not be read
        self._connection = connection

    @functools.cached_property
    def _people(self) -> tuple[Person, ...]:
        return topics.people(self._connection)

    def of(self, cut: Cut) -> str:
        match cut:
            case Words(fts=fts):
                return f"m.id IN (SELECT rowid FROM words WHERE words MATCH {self.bound(fts)})"  # noqa: S608 — bound
            case Fact(node=node):
                return self._range(node) if isinstance(node, Range) else self._field(node)
            case Has(name=name):
                return _HAS[name]
            case Both(parts=parts):
                return _balanced([self.of(part) for part in parts], "AND") if parts else "1"
            case Either(parts=parts):
                return _balanced([self.of(part) for part in parts], "OR") if parts else "0"
            case Without(part=part):
                return f"NOT {self.of(part)}"

    def bound(self, value: Value) -> str:
        """The name under which the SQL is given a value."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def _range(self, asked: Range) -> str:
        column = _RANGES[asked.name]
        ends = [f"{column} IS NOT NULL"]  # unknown is in no range, and outside of none: never NULL
        if asked.low is not None:
            ends.append(f"{column} >= {self.bound(asked.low)}")
        if asked.high is not None:
            ends.append(f"{column} <= {self.bound(asked.high)}")
        return f"({' AND '.join(ends)})"

    def _field(self, field: Field) -> str:
        if field.name == "kind" or (field.name == "is" and set(field.values) <= set(_KINDS)):
            return f"m.kind IN ({', '.join(map(self.bound, field.values))})"
        if field.name == "has" and "place" in field.values and len(field.values) > 1:
            rest = tuple(value for value in field.values if value != "place")
            return f"({self._field(replace(field, values=('place',)))} OR {self._field(replace(field, values=rest))})"
        if field.name in _OF_READINGS or (field.name, field.values) == ("has", ("place",)):
            return self._reading(field)
        if (field.name == "person" or field.values == ("insider",)) and not self._people:
            return "0"
        columns = _columns(field)
        values = (_WITHOUT_SCORES if column == "notes" else f"m.{column}" for column in columns)
        asked = f"{self._function(field, columns)}({', '.join(values)})"
        maybe = self._maybe(field)
        return f"({maybe} AND {asked})" if maybe else asked

    def _reading(self, field: Field) -> str:
        """What was read is the same for many mentions, and asked once for all of them: in `notes`, scores would make
        each mention's its own."""
        if field.name == "tone":
            told = [str(TONES.index(value)) for value in field.values if value in TONES[1:]]
            return f"m.reading % {WIDTH} IN ({', '.join(told)})"
        if field.name == "theme":  # codes of ours, each a line of the column that themes are counted by
            line = "instr(char(10) || themes || char(10), char(10) || {} || char(10)) > 0"
            has = _balanced([line.format(self.bound(value)) for value in field.values], "OR")
            return f"m.reading IN (SELECT id FROM reading WHERE themes <> '' AND {has})"  # noqa: S608 — bound
        asked = self._function(field, ("notes",))
        column = "targets" if field.name == "target" else "found"
        likely = "instr(found, '\"places\"') > 0" if column == "found" else f"{column} <> ''"
        return f"m.reading IN (SELECT id FROM reading WHERE {likely} AND {asked}(found))"  # noqa: S608 — our own

    def _function(self, field: Field, columns: tuple[str, ...]) -> str:
        """The name under which SQL asks the field about these columns."""
        name = f"holds{next(_NUMBERS)}"
        self._connection.create_function(name, len(columns), self._asked(field, columns), deterministic=True)
        return name

    def _asked_of_notes(self, field: Field, notes: str) -> bool:
        try:
            return _notes_hold(field, notes)
        except HubdeskError as error:
            self.failed = error
            raise

    def _maybe(self, field: Field) -> str:
        """A quick look that passes by most rows: a value of ASCII alone stands in what is ASCII alone, or not at all.

        All else is left to the field itself, also what holds white space or a NUL: a web address is read without.
        """
        ways = []
        for value in field.values if len(field.values) <= _FEW_VALUES else ():
            if field.name == "author":
                column, part = ("m.name", value[1:].split(" ")[0]) if value.startswith("=") else ("m.handle", value)
            elif field.name in ("site", "url"):
                column, part = "m.url", value
            else:
                return ""
            ways.append(f"instr(lower({column}), {self.bound(part)}) OR {_ODD.format(column=column)}")
        return _balanced([f"({way})" for way in ways], "OR") if ways else ""

    def _asked(self, field: Field, columns: tuple[str, ...]) -> Callable[..., bool]:
        if columns == ("notes",):
            return functools.partial(self._asked_of_notes, field)
        names: dict[int, str] = {}
        circle = Circle(())
        if "source" in columns:
            names = dict(self._connection.execute("SELECT id, name FROM source"))
        if "author_id" in columns:
            circle = Circle(self._people)

        wanted = frozenset(field.values)
        is_long = len(wanted) > _FEW_VALUES

        @functools.lru_cache(maxsize=_KEPT)
        def holds(*values: Any) -> bool:
            told = dict(zip(columns, values, strict=True))
            try:
                mention = _mention(told)
                about = circle.about(mention, names.get(told.get("source", 0), ""))
                notes = load_notes(told.get("notes", "{}"))
                if not is_long:
                    return field_holds(field, mention, notes, about)
                values = tuple(_likely(field.name, wanted, mention, notes))
                return bool(values) and field_holds(replace(field, values=values), mention, notes, about)
            except HubdeskError as error:
                self.failed = error
                raise

        return holds


@functools.lru_cache(maxsize=1 << 14)
def _notes_hold(field: Field, notes: str) -> bool:
    """Whether a field holds of what was read. Remembered from one search to the next: few readings are many mentions',
    and a panel asks for its themes again at every look."""
    return field_holds(field, _mention({}), load_notes(notes))


def _columns(field: Field) -> tuple[str, ...]:
    """The columns that a field looks at; all that any field looks at when nobody told."""
    names = (field.name, *(f"{field.name}:{value}" for value in field.values))
    known = [_COLUMNS[name] for name in names if name in _COLUMNS]
    if field.name in _COLUMNS or len(known) == len(field.values):
        return tuple(dict.fromkeys(column for columns in known for column in columns))
    return _ALL


def _likely(name: str, wanted: frozenset[str], mention: Mention, notes: Notes) -> Iterable[str]:
    """Of many values of a field, all that the mention can answer to."""
    if name == "site":
        try:
            host = (urlsplit(mention.url).hostname or "").removeprefix("www.")
        except ValueError:
            return ()
        labels = host.split(".")
        return wanted.intersection(".".join(labels[start:]) for start in range(len(labels)))
    if name == "author":
        handle, shown = mention.author.handle.casefold().removeprefix("@"), mention.author.name
        return wanted.intersection((handle, "=" + " ".join(shown.split()).casefold()))
    if name == "network":
        return wanted.intersection((mention.network.casefold(),))
    if name == "language":
        known = (notes.language or mention.language).casefold()
        return wanted.intersection((known, known.split("-")[0]))
    if name == "url" and mention.url.isascii():
        address = mention.url.lower()
        return [value for value in wanted if value in address]
    return wanted


def _balanced(parts: Sequence[str], operator: str) -> str:
    """Brackets that keep a thousand parts shallow: SQLite reads no deeper than a thousand."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({_balanced(parts[:middle], operator)} {operator} {_balanced(parts[middle:], operator)})"


def _mention(told: dict[str, Any]) -> Mention:
    """A mention of which only some columns are known: those that a field looks at."""
    media = told.get("media")
    return Mention(
        network=told.get("network", ""),
        native_id="",
        text=told.get("text", ""),
        published_at=None,
        kind=told.get("kind", ""),
        author=Author(told.get("handle", ""), told.get("name", ""), told.get("author_id", "")),
        title=told.get("title", ""),
        url=told.get("url", ""),
        language=told.get("language", ""),
        links=_links(told.get("links", "[]")),
        media=None if media is None else bool(media),
    )


def _links(text: str) -> tuple[str, ...]:
    if text == "[]":
        return ()
    try:
        return tuple(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        raise unreadable(text) from None
