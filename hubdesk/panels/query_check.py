"""Whether a draft can be read, and what could be written where somebody types: quick questions, asked at each pause."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Scope
from hubdesk.i18n import _, ngettext, number
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.store.reader import Reader
from hubdesk.widgets.query_edit_values import ErrorView, Offer

MOST_OFFERS: Final = 12
SEEN: Final = 1_000  # of the newest mentions, for what a field may hold


@dataclass(frozen=True, slots=True)
class Checked:
    """`fault` None: the text can be read. `warnings` are legal things that are probably not meant."""

    text: str
    fault: ErrorView | None = None
    warnings: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is typing: `word`, `field` or `value:NAME`, and how it begins."""

    kind: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What the session has that begins so."""

    asked: Asked
    offers: tuple[Offer, ...]


def read_check(reader: Reader, scope: Scope, text: str) -> Checked:
    """A worker's work; the session is not needed for it."""
    try:
        return Checked(text, None, tuple(map(ErrorView.of, parse(text).warnings)))
    except QueryError as error:
        return Checked(text, ErrorView.of(error))


def read_offers(reader: Reader, scope: Scope, asked: Asked) -> Offered:
    """A worker's work: words that the session holds, its sources, its people, the names of its topics."""
    kind, _colon, name = asked.kind.partition(":")
    if kind == "word":
        return Offered(asked, tuple(Offer(word, _mentions(n)) for word, n in reader.words(asked.prefix, MOST_OFFERS)))
    begins = asked.prefix.casefold()
    known = _values(reader, scope, name) if kind == "value" else ()
    return Offered(asked, tuple(Offer(one) for one in known if one.casefold().startswith(begins))[:MOST_OFFERS])


def _values(reader: Reader, scope: Scope, field: str) -> tuple[str, ...]:
    match field:
        case "source":
            return tuple(one.name for one in reader.sources())
        case "person":
            return tuple(one.name for one in reader.people())
        case "target":
            return tuple(one.name for one in reader.topics())
        case "language" | "network" | "author":
            return _seen(reader, scope, field)
    return ()


def _seen(reader: Reader, scope: Scope, field: str) -> tuple[str, ...]:
    """What the session's newest mentions have there, commonest first."""
    first = reader.facts().first_at
    whole = replace(scope, topics=(), start=scope.start if first is None else min(first, scope.start))
    newest = reader.latest(whole, SEEN)
    match field:
        case "language":
            found = Counter(one.notes.language or one.mention.language for one in newest)
        case "network":
            found = Counter(one.mention.network for one in newest)
        case _:
            found = Counter(one.mention.author.handle for one in newest)
    return tuple(text for text, _times in found.most_common() if text)


def _mentions(n: int) -> str:
    return ngettext("{n} mention", "{n} mentions", n).format(n=number(n))


def standing(text: str, saved: str | None, checked: Checked, locked: str) -> tuple[bool, str]:
    """Whether a draft can be saved, and what is said beside the button. `saved` None: there is no topic.

    `locked`: why nothing can be saved in this session at all.
    """
    if saved is None:
        return False, _("There is no topic yet: add one under Watch, Topics.")
    if locked:
        return False, locked
    if checked.text != text:
        return False, ""  # it is being read
    if checked.fault is not None and not text.strip():
        return False, checked.fault.message
    if checked.fault is not None:
        return False, _("impossible while there is an error")
    if text == saved:
        return False, _("this is the saved query")
    return True, _warned(checked)


def _warned(checked: Checked) -> str:
    """The first thing that is probably not meant, and how many more there are: room is short there."""
    if not checked.warnings:
        return ""
    first, more = checked.warnings[0], len(checked.warnings) - 1
    told = first.head(checked.text)
    if first.fix is not None:
        told += " " + _("Alt+Enter mends it.")
    return f"{told} ({_('and {n} more').format(n=number(more))})" if more else told
