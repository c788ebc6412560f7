"""A query as the chips that take the same: one for each field it asks, or one that holds it whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from hubdesk.core import Kind
from hubdesk.core.filters import FIELDS, Filter, Filters
from hubdesk.query.fields import THEMES, TONES
from hubdesk.query.signs import QUOTES
from hubdesk.query.tree import All, Field, Node, Not, Query

_CHIPS: Final = frozenset(FIELDS) - {"topic", "text"}
_NAMES: Final = ("author", "place", "source")  # that a chip shows as they were written
_NONE: Final = {"tone": frozenset(TONES), "theme": frozenset(THEMES)}  # who has none of all there are has none
_EVERY: Final = frozenset(map(str, Kind))


def filters_of(query: Query) -> Filters:
    """Nothing for a query that every mention answers.

    What none of all tones or themes finds becomes the chip of those without any (value "").
    """
    nodes = query.tree.children if isinstance(query.tree, All) else (query.tree,)
    told = list(_told(nodes, query.text))
    if len(told) < len(nodes):
        return (Filter("text", (query.text,)),)
    return tuple(dict.fromkeys(one for one in told if not _is_every(one)))


def _told(nodes: Iterable[Node], text: str) -> Iterator[Filter]:
    for node in nodes:
        field = node.child if isinstance(node, Not) else node
        if isinstance(field, Field) and field.name in _CHIPS:
            if isinstance(node, Not) and frozenset(field.values) == _NONE.get(field.name):
                yield Filter(field.name, ("",))
            else:
                yield Filter(field.name, _values(field, text), negated=isinstance(node, Not))


def _is_every(one: Filter) -> bool:
    return one.field == "kind" and not one.negated and _EVERY.issubset(one.values)


def _values(field: Field, text: str) -> tuple[str, ...]:
    if field.name not in _NAMES or len(field.values) > 1:
        return field.values
    written = " ".join(text[field.start : field.end].partition(":")[2].split()).strip(QUOTES).strip()
    value = field.values[0]
    name = value.removeprefix("=")
    if field.name == "author" and written.casefold().removeprefix("@") != name:
        return field.values
    if "\\" in written or ":" in written or not written:
        return field.values
    return (f"={written}" if value.startswith("=") and field.name == "author" else written,)
