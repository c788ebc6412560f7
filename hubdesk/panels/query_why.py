"""Why a draft hears a mention, and why not: every branch of the query, what held it and where, what was missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hubdesk.core import Heard, Mark, Scope
from hubdesk.i18n import N_, _, ngettext, number
from hubdesk.panels.detail_why import short
from hubdesk.query.match import Reason, explain
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.query.tree import All, Any, Field, In, Near, Node, Not, Phrase, Query, QueryError, Range, Term, children
from hubdesk.query.words import tokens
from hubdesk.store.reader import Reader
from hubdesk.widgets.text import tame
from hubdesk.widgets.why_tree import WhyRow

MOST_ROWS: Final = 60
_TITLE: Final = 60
_WHERE: Final = {
    "title": N_("title, word {n}"),
    "body": N_("text, word {n}"),
    "comment": N_("comment, word {n}"),
    "teaser": N_("beside the article, word {n}"),
}
_NO_PART: Final = {
    "title": N_("it has no title"),
    "body": N_("it is a comment"),
    "comment": N_("not a comment"),
    "teaser": N_("nothing stands beside it"),
}


@dataclass(frozen=True, slots=True)
class WhyOptions:
    """A mention, and the draft that is to explain itself."""

    draft: str
    mention: int


@dataclass(frozen=True, slots=True)
class WhyPicture:
    """`title` is the mention's beginning. No rows: it is not here, or the draft cannot be read."""

    options: WhyOptions
    title: str = ""
    is_held: bool = False
    rows: tuple[WhyRow, ...] = ()


def read_why(reader: Reader, scope: Scope, options: WhyOptions) -> WhyPicture:
    """A worker's work."""
    heard = reader.mention(options.mention, scope.known)
    if heard is None:
        return WhyPicture(options)
    title = tame(heard.mention.title or heard.mention.text, _TITLE)
    if heard.is_gone:
        return WhyPicture(options, title, False, (WhyRow(0, None, _("The text is gone, so there is nothing to try.")),))
    try:
        query = parse(options.draft)
    except QueryError:
        return WhyPicture(options, title)
    about = Circle(reader.people()).about(heard.mention, heard.source)
    reason = explain(query, heard.mention, heard.notes, about=about)
    return WhyPicture(options, title, reason.held, why_rows(query, reason, heard))


def why_rows(query: Query, reason: Reason, heard: Heard) -> tuple[WhyRow, ...]:
    """The tree of a query's reasons, as rows."""
    rows = list(islice(_walk(query.tree, reason, heard, 0), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        rows[MOST_ROWS:] = [WhyRow(0, None, _("and more"))]
    return tuple(rows)


def _walk(node: Node, reason: Reason, heard: Heard, depth: int) -> Iterator[WhyRow]:
    inner = list(zip(children(node), reason.children, strict=True))
    match node:
        case All():
            for child, why in inner:
                yield from _walk(child, why, heard, depth)
        case Any():
            held = [(child, why) for child, why in inner if why.held]
            yield WhyRow(depth, reason.held, _("OR"), _held_by(len(held), len(inner)))
            for child, why in held:
                yield from _walk(child, why, heard, depth + 1)
            yield from _absent(inner, heard, depth + 1)
        case Not():
            yield WhyRow(depth, reason.held, short(inner[0][1].text), _excluded(inner[0][1], heard), is_negated=True)
        case Near():
            yield WhyRow(depth, reason.held, short(reason.text), _near(reason))
            for child, why in inner if any(why.held for _child, why in inner) else ():
                if why.held:
                    yield from _words(child, why, heard, depth + 1)
                else:
                    yield WhyRow(depth + 1, False, short(why.text), _("absent"))
        case In():
            yield WhyRow(depth, reason.held, short(reason.text), _in(node, reason, heard))
            if reason.held:
                for child, why in inner:
                    yield from _walk(child, why, heard, depth + 1)
        case Term() | Phrase() | Field() | Range():
            yield _leaf(node, reason, heard, depth)


def _held_by(held: int, branches: int) -> str:
    if not held:
        return ngettext("its one branch is absent", "none of its {n} branches", branches).format(n=number(branches))
    told = ngettext("held by {n} branch of {all}", "held by {n} branches of {all}", held)
    return told.format(n=number(held), all=number(branches))


def _absent(inner: list[tuple[Node, Reason]], heard: Heard, depth: int) -> Iterator[WhyRow]:
    """What did not hold: single words together on one row, anything else with its reason."""
    plain = [why for child, why in inner if not why.held and isinstance(child, Term | Phrase)]
    if len(plain) > 1:
        words = short(" ".join((f" {_('OR')} ").join(why.text for why in plain).split()))
        yield WhyRow(depth, False, words, _("none of the {n}").format(n=number(len(plain))))
    for child, why in inner:
        if why.held or (len(plain) > 1 and isinstance(child, Term | Phrase)):
            continue
        if isinstance(child, All):
            yield WhyRow(depth, False, short(why.text), _all(why))
            for part, reason in zip(children(child), why.children, strict=True):
                if not reason.held:
                    yield from _walk(part, reason, heard, depth + 1)
        else:
            yield from _walk(child, why, heard, depth)


def _all(reason: Reason) -> str:
    held = sum(one.held for one in reason.children)
    told = ngettext("{n} part of {all} held", "{n} parts of {all} held", held)
    return told.format(n=number(held), all=number(len(reason.children)))


def _words(node: Node, reason: Reason, heard: Heard, depth: int) -> Iterator[WhyRow]:
    """The words of a side of a NEAR that are there; of a choice, only those."""
    if isinstance(node, Any):
        for child, why in zip(node.children, reason.children, strict=True):
            if why.held:
                yield from _words(child, why, heard, depth)
    else:
        yield from _walk(node, reason, heard, depth)


def _leaf(node: Node, reason: Reason, heard: Heard, depth: int) -> WhyRow:
    if reason.marks:
        note = _where(reason.marks[0], heard)
    elif isinstance(node, Field | Range):
        note = _("holds") if reason.held else _("does not hold")
    else:
        note = _("there") if reason.held else _("absent")
    return WhyRow(depth, reason.held, short(reason.text), note)


def _where(mark: Mark, heard: Heard) -> str:
    """`text, word 6`: counted as people count words, from 1."""
    text = heard.mention.parts().get(mark.part, "")
    places = {token.first for token in tokens(text) if token.start <= mark.start and token.first % 2 == 0}
    told = _(_WHERE[mark.part]) if mark.part in _WHERE else tame(mark.part, 40) + " {n}"
    return told.format(n=number(max(1, len(places))))


def _near(reason: Reason) -> str:
    if reason.held:
        return _("held")
    return _("not this near") if all(one.held for one in reason.children) else _("absent")


def _excluded(reason: Reason, heard: Heard) -> str:
    if not reason.held:
        return _("absent")
    return _("found: {where}").format(where=_where(reason.marks[0], heard)) if reason.marks else _("it is so")


def _in(node: In, reason: Reason, heard: Heard) -> str:
    if reason.held:
        return _("held")
    there = heard.mention.parts()
    missing = [part for part in sorted(node.parts) if part not in there and part in _NO_PART]
    return _(_NO_PART[missing[0]]) if missing and len(missing) == len(node.parts) else _("absent there")
