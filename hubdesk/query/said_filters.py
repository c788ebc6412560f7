"""Filters as a query that finds the same mentions, for whoever counts them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Final

from hubdesk.core import HubdeskError, Kind
from hubdesk.core.filters import Filter, Filters
from hubdesk.i18n import _, number
from hubdesk.query import signs
from hubdesk.query.any_kind import ANY
from hubdesk.query.fields import ANY_THEME, ANY_TONE
from hubdesk.query.filter_names import FILTER_NAMES
from hubdesk.query.filter_values import compared
from hubdesk.query.scan_fields import read_asked
from hubdesk.query.tree import Field, QueryError

NOTHING: Final = f"kind:{Kind.POST} kind:{Kind.REPLY}"  # what none does
_HAVING: Final = {  # what has a value, whichever
    "tone": ANY_TONE,
    "theme": ANY_THEME,
    "place": "has:place",
}
_SHOWN: Final = 40  # code points of a value, in a message
Part = tuple[bool, str]
"""Whether it must hold or must not, and what."""


class UnsaidError(HubdeskError):
    """No query takes the same mentions as these filters."""


def query_of(filters: Filters, topic_name: Callable[[str], str] | None = None) -> str:
    """The query that finds what all of these take, but for what was taken back, which no query finds.

    Of no filters it is the one that every mention answers. Raises UnsaidError where no query says the same: for topics
    (the command line has `--topic` for them; `topic_name` tells what an id is called, for the message), for what has
    no language, account or topic, for signs that the language keeps for itself, for values that it does not know, and
    for what is longer than a query may be. Of a text that is no query, neither is what this returns.
    """
    only = filters[0] if len(filters) == 1 else None
    if only is not None and only.field == "text" and len(only.values) == 1 and not only.negated:
        return only.values[0]
    parts = [part for one in filters for part in _parts(one, topic_name)]
    wanted = [text for holds, text in parts if holds] or [ANY]
    # What is left out comes last: at the front of a command line it would look like an option.
    whole = " ".join([*wanted, *(f"-{text}" for holds, text in parts if not holds)])
    if len(whole) > signs.LONGEST:
        message = _("these filters are more than a query of {n} characters can hold")
        raise UnsaidError(message.format(n=number(signs.LONGEST)))
    return whole


def _parts(one: Filter, topic_name: Callable[[str], str] | None) -> Iterator[Part]:
    if one.field == "topic":
        names = (topic_name(value) if topic_name is not None and value else value for value in one.values)
        shown = ", ".join(name[:_SHOWN] for name in names)
        raise UnsaidError(_("no query can say which topics heard a mention: “{topics}”").format(topics=shown))
    if one.field == "text":
        yield from _texts(one)
        return
    values = tuple(filter(None, one.values))
    named = _named(one.field, values) if values else ""
    if "" in one.values:
        yield from _with_none(one, named)
    elif named:
        yield not one.negated, named
    elif not one.negated:
        yield True, NOTHING


def _with_none(one: Filter, named: str) -> Iterator[Part]:
    """What has no value, or one of those named; negated: what has another one."""
    having = _HAVING.get(one.field)
    if having is None:
        raise UnsaidError(_("{field}: no query can ask for what has none").format(field=_(FILTER_NAMES[one.field])))
    if not one.negated and named:
        yield True, f"({named} OR ({ANY} -{having}))"
        return
    yield one.negated, having
    if named:
        yield False, named


def _texts(one: Filter) -> Iterator[Part]:
    """Each in brackets of its own, which must not go deeper than a query's may."""
    if any(_depth(text) + 2 > signs.DEEPEST for text in one.values):
        raise UnsaidError(_("brackets go at most {n} deep").format(n=number(signs.DEEPEST)))
    said = [f"({text})" for text in one.values]
    if said:
        yield not one.negated, said[0] if len(said) == 1 else f"({' OR '.join(said)})"
    elif not one.negated:
        yield True, NOTHING


def _depth(text: str) -> int:
    """How deep its brackets go at most; those within quotes count too."""
    return max(accumulate((sign == "(") - (sign == ")") for sign in text), default=0)


def _named(field: str, values: tuple[str, ...]) -> str:
    """`field:` and what has one of these values, written so that the language reads them as the filter compares."""
    wanted = {compared(field, value): value for value in values}
    written = [_written(field, value, meant) for meant, value in wanted.items()]
    said = f"{field}:{written[0]}" if len(written) == 1 else f"{field}:({' OR '.join(written)})"
    if _read(said) != tuple(wanted):
        raise _unsaid(field, values[0])
    return said


def _written(field: str, value: str, meant: str) -> str:
    """Bare where it can be, else in quotes: straight ones, or others around those. An author's name is always quoted,
    a handle never."""
    plain = " ".join(value.split())
    ways = [plain, f'"{plain}"', f"“{plain}”"]
    if field == "author":
        name = plain.removeprefix("=").strip()
        ways = [f'"{name}"', f"“{name}”"] if value.startswith("=") else ways[:1]
    for way in ways if len(plain) <= signs.LONGEST else ():
        if _read(f"{field}:{way}") == (meant,):
            return way
    raise _unsaid(field, value)


def _unsaid(field: str, value: str) -> UnsaidError:
    shown = (value.removeprefix("=") if field == "author" else value)[:_SHOWN]
    return UnsaidError(_("{field}: no query can say “{value}”").format(field=_(FILTER_NAMES[field]), value=shown))


def _read(text: str) -> tuple[str, ...]:
    """The values that the language reads in `field:…`; nothing where it does not read all of it."""
    found = signs.FIELD.match(text)
    try:
        asked = read_asked(text, found, 0) if found is not None else None
    except QueryError:
        return ()
    is_whole = asked is not None and asked.end == len(text)
    return asked.node.values if asked is not None and is_whole and isinstance(asked.node, Field) else ()
