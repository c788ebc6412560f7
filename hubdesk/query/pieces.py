"""A query's text in coloured pieces, while it is being written: any text has some, right or wrong.

It goes by the scanner's own signs but refuses nothing: what is never closed is coloured to where it most likely ends.
One walk, in time proportional to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hubdesk.i18n import N_
from hubdesk.query import signs
from hubdesk.query.fields import CLOSED, KNOWN, RANGES
from hubdesk.query.mending import left_open
from hubdesk.query.signs import OPERATORS, QUOTES, closers
from hubdesk.query.values import canonical


class Piece(NamedTuple):
    """[start, end) in code points. `kind`: operator near field value quote brace wildcard tag number comment bracket
    not word."""

    start: int
    end: int
    kind: str


class FieldHelp(NamedTuple):
    """A field, a sentence about it (to be translated), and its values where it has no others."""

    name: str
    words: str
    values: tuple[str, ...] = ()


_WORDS: Final = {
    "author": N_("who wrote: a whole handle, or the name shown, in quotes"),
    "person": N_("a watched person, by name"),
    "site": N_("the site's address, with all below it: site:(a.fr OR b.fr)"),
    "url": N_("a piece of the mention's own address"),
    "links": N_("a piece of an address that the mention links to"),
    "language": N_("the language it is written in, by its code: fr"),
    "network": N_("where it was posted: bluesky, mastodon, …"),
    "source": N_("the source of this session that brought it, by name"),
    "kind": N_("what sort of thing it is"),
    "in": N_("where on the page the next word or bracket must stand"),
    "title": N_("a word of the title; short for in:title"),
    "tone": N_("how it sounds, as far as it was read"),
    "theme": N_("what it is about"),
    "place": N_("a place it names: a town, a department's number, a region"),
    "target": N_("a brand it speaks of, perhaps with the tone: target:Orange=negative"),
    "has": N_("what comes with it"),
    "is": N_("how it stands to other mentions, and to us"),
    "followers": N_("how many follow the author: followers:[500 TO *]"),
    "reach": N_("how many it reached, as its network says: reach:[1000 TO *]"),
    "rating": N_("a review's stars: rating:[1 TO 2]"),
    "published": N_("the days it was published, in UTC: published:[2026-01-01 TO 2026-01-31]"),
    "minuteOfDay": N_("the minute of the day, in UTC: minuteOfDay:[1110 TO 1140]"),
}

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_RANGE = re.compile(r"\[[^\[\](){}\n]*\]?")
_END_OF_RANGE = re.compile(r"[\[\]]|[^\s\[\]]+")


def fields() -> tuple[FieldHelp, ...]:
    """Every field there is, as completion and help show them."""
    return tuple(FieldHelp(name, _WORDS[name], CLOSED.get(name, ())) for name in KNOWN)


def pieces(text: str) -> tuple[Piece, ...]:
    """Every piece in reading order, none over another; spaces belong to none."""
    return tuple(_Walk(text).pieces())


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._values = 0  # brackets open since that of a field's values, itself counted; 0: not among values
        self._last = {sign: text.rfind(sign) for sign in (*QUOTES, "}", ">>>")}

    def pieces(self) -> Iterator[Piece]:
        text = self._text
        while self._at < len(text):
            at, here = self._at, text[self._at]
            if gap := signs.GAP.match(text, at):
                self._at = gap.end()
            elif text.startswith(("<<<", ">>>"), at):
                yield self._comment(here)
            elif here in "()":
                yield self._bracket(here)
            elif here in QUOTES:
                yield self._quoted(here, "value" if self._values else "quote")
            elif here == "{":
                yield self._braced()
            elif here in "[]}":
                yield self._to(at + 1, "bracket")
            elif here == "-" and not self._values and signs.AFTER_MINUS.match(text, at + 1):
                yield self._to(at + 1, "not")
            else:
                yield from self._run()

    def _to(self, end: int, kind: str) -> Piece:
        piece = Piece(self._at, end, kind)
        self._at = end
        return piece

    def _comment(self, here: str) -> Piece:
        if here == ">":
            return self._to(self._at + 3, "comment")
        is_closed = self._last[">>>"] >= self._at + 3
        end = self._text.find(">>>", self._at + 3) + 3 if is_closed else len(self._text)
        return self._to(end, "comment")

    def _bracket(self, here: str) -> Piece:
        if self._values:
            self._values += 1 if here == "(" else -1
        return self._to(self._at + 1, "bracket")

    def _quoted(self, here: str, kind: str) -> Piece:
        at, closing = self._at, closers(here)
        if max(self._last[sign] for sign in closing) <= at:
            return self._to(max(at + 1, left_open(self._text, at).start), kind)
        return self._to(next(i for i in range(at + 1, len(self._text)) if self._text[i] in closing) + 1, kind)

    def _braced(self) -> Piece:
        at = self._at
        if self._last["}"] < at:
            return self._to(max(at + 1, left_open(self._text, at).start), "brace")
        return self._to(self._text.find("}", at) + 1, "brace")

    def _run(self) -> Iterator[Piece]:
        found = signs.RUN.match(self._text, self._at)
        run = found[0] if found else self._text[self._at]
        end = self._at + len(run)
        near, field = signs.NEAR.match(run), signs.FIELD.match(run)
        if run in OPERATORS:
            yield self._to(end, "not" if OPERATORS[run] == "NOT" else "operator")
        elif self._values:
            yield self._to(end, "value")
        elif near:
            yield self._to(end, "near")
        elif field and canonical(field[1]):
            yield from self._field(field, str(canonical(field[1])))
        elif run[0] == "~" and self._at and self._text[self._at - 1] in QUOTES + ")":
            yield self._to(end, "near")
        else:
            yield self._to(end, _kind(run))

    def _field(self, found: re.Match[str], name: str) -> Iterator[Piece]:
        yield self._to(self._at + found.end(), "field")
        text = self._text
        at = self._at = signs.after_colon(text, self._at)
        if name in RANGES and (bracket := _RANGE.match(text, at)):
            for part in _END_OF_RANGE.finditer(text, at, bracket.end()):
                self._at = part.start()
                is_sign = part[0] in "[]"
                yield self._to(part.end(), "bracket" if is_sign else "operator" if part[0] == "TO" else "number")
        elif name == "title" or at >= len(text):
            return
        elif text[at] == "(":
            self._values = 1
            yield self._to(at + 1, "bracket")
        elif text[at] in QUOTES:
            yield self._quoted(text[at], "value")
        elif value := signs.RUN.match(text, at):
            yield self._to(value.end(), "value")


def _kind(run: str) -> str:
    if run[0] in "#@" and len(run) > 1:
        return "tag"
    if "*" in run or "?" in run:
        return "wildcard"
    return "number" if _NUMBER.fullmatch(run) else "word"
