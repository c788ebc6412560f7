"""A scope with a name, as one line of JSON that another session, and a hand, can read. Values, no widgets.

Topics are written by their names: ids are a session's own. What a newer Hubdesk wrote and this one cannot read is named
(`unread`), so that nobody takes the rest for the whole, and it stays in the line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from hubdesk.core import HubdeskError, Millis, Span
from hubdesk.core.filters import FIELDS
from hubdesk.desk.scope_state import REACHES
from hubdesk.i18n import _

LONGEST_NAME: Final = 80
LONGEST_LINE: Final = 100_000  # code points
MOST_FILTERS: Final = 200
LATEST: Final[Millis] = 4_102_444_800_000  # 2100: a stretch lies between 1970 and then
_KEYS: Final = frozenset(("name", "span", "only", "hidden", "filters"))
_FILTER_KEYS: Final = frozenset(("field", "values", "negated", "pinned"))


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """A chip as it is kept: of `topic` the values are names."""

    field: str
    values: tuple[str, ...]
    negated: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class NamedScope:
    """What is looked at, under a name. Without `reach` and `span`: of the length that there is when it is opened."""

    name: str
    reach: str = ""  # a key of REACHES: so long, up to now
    span: Span | None = None  # a stretch that stands still
    only: str | None = None  # the one topic that is looked at; all others are hidden, new ones too
    hidden: tuple[str, ...] = ()  # without `only`: topics that are off, so that a new one shows
    filters: tuple[NamedFilter, ...] = ()
    unread: tuple[str, ...] = ()  # what a newer Hubdesk asks and this one does not know, by what it calls it
    line: str = field(default="", compare=False)  # as it was read


def good_name(name: str) -> str:
    """A name on one line, no longer than a menu shows; without what cannot be written to a file."""
    return " ".join(name.split())[:LONGEST_NAME].strip().encode("utf-8", "replace").decode("utf-8")


def names_of(scopes: Sequence[NamedScope]) -> tuple[str, ...]:
    """In their order."""
    return tuple(one.name for one in scopes)


def line_of(scope: NamedScope) -> str:
    """What `read_line` reads. Raises HubdeskError: it cannot be kept."""
    value: dict[str, Any] = {"name": scope.name}
    if scope.reach or scope.span is not None:
        value["span"] = scope.reach if scope.span is None else [scope.span.start, scope.span.end]
    if scope.only is not None:
        value["only"] = scope.only
    if scope.hidden:
        value["hidden"] = list(scope.hidden)
    if scope.filters:
        value["filters"] = [_written(one) for one in scope.filters]
    line = _dumped(value)
    try:
        read_line(line)
    except HubdeskError as error:
        raise HubdeskError(_("This scope cannot be saved: {why}.").format(why=error)) from error
    return line


def read_line(line: str) -> NamedScope:
    """Raises HubdeskError: why it is none, in words that follow `… and so it is left out: `."""
    value = _loaded(line)
    name = value.get("name")
    if not isinstance(name, str) or not name or name != good_name(name):
        raise HubdeskError(_("it has no name that a menu can show"))
    reach, span = _length(value.get("span", ""))
    unread = [key for key in value if key not in _KEYS]
    if reach and reach not in REACHES:
        reach, unread = "", [*unread, reach]
    chips = value.get("filters", [])
    if not isinstance(chips, list) or len(chips) > MOST_FILTERS:
        raise _unreadable("filters")
    filters = [_filter(one) for one in chips]
    return NamedScope(
        name,
        reach,
        span,
        _text_or_none(value.get("only")),
        () if value.get("only") is not None else _texts("hidden", value.get("hidden", [])),
        tuple(one for one in filters if isinstance(one, NamedFilter)),
        tuple(dict.fromkeys([*unread, *(one for one in filters if isinstance(one, str))])),
        line,
    )


def renamed(scope: NamedScope, name: str) -> NamedScope:
    """Under another name; what could not be read stays in its line."""
    return replace(scope, name=name, line=_dumped(_loaded(scope.line or line_of(scope)) | {"name": name}))


def _written(one: NamedFilter) -> dict[str, object]:
    made: dict[str, object] = {"field": one.field, "values": list(one.values)}
    return made | {key: True for key in ("negated", "pinned") if getattr(one, key)}


def _dumped(value: Mapping[str, object]) -> str:
    """As people write it; in escapes where it holds what no editor shows."""
    line = json.dumps(value, ensure_ascii=False)
    return line if line.isprintable() else json.dumps(value)


def _loaded(line: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise HubdeskError(_("it is too long"))
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise HubdeskError(_("it is no JSON")) from error
    if not isinstance(value, dict):
        raise HubdeskError(_("it is no JSON of a scope"))
    return value


def _length(value: object) -> tuple[str, Span | None]:
    if isinstance(value, str):
        return value, None
    if not isinstance(value, list) or len(value) != 2 or not all(type(one) is int for one in value):
        raise _unreadable("span")
    start, end = value
    if not 0 <= start < end <= LATEST:
        raise HubdeskError(_("its stretch of time does not lie between 1970 and 2100"))
    return "", Span(start, end)


def _filter(value: object) -> NamedFilter | str:
    """One chip, or what one is called that is not known here."""
    name = value.get("field") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(name, str):
        raise _unreadable("filters")
    if name not in FIELDS or not _FILTER_KEYS.issuperset(value):
        return name
    negated, pinned = value.get("negated", False), value.get("pinned", False)
    if not isinstance(negated, bool) or not isinstance(pinned, bool):
        raise _unreadable(name)
    return NamedFilter(name, _texts(name, value.get("values")), negated, pinned)


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(_is_text(one) for one in value):
        raise _unreadable(key)
    return tuple(value)


def _text_or_none(value: object) -> str | None:
    if value is None or (isinstance(value, str) and _is_text(value)):
        return value
    raise _unreadable("only")


def _is_text(value: object) -> bool:
    """JSON can name half a character, which no database takes."""
    return isinstance(value, str) and value == value.encode("utf-8", "replace").decode("utf-8")


def _unreadable(key: str) -> HubdeskError:
    return HubdeskError(_("its “{key}” cannot be read").format(key=key))
