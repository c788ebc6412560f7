"""`name:` and what stands after it: one value, values in brackets, a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hubdesk.i18n import _
from hubdesk.query import signs
from hubdesk.query.fields import PARTS, RANGES
from hubdesk.query.letters import ZERO_WIDTH
from hubdesk.query.mending import closed_at_the_end, left_open, likely_range
from hubdesk.query.signs import QUOTES, after_colon, after_space, closers
from hubdesk.query.tree import Field, Fix, QueryError, Range
from hubdesk.query.values import field_name, field_value, range_ends

_PAST: Final = rf"(?=[\s({QUOTES}{ZERO_WIDTH}])"  # what ends a word between values
_JOINED = re.compile(rf"(?:OR|OU){_PAST}")
_OTHER_JOINT = re.compile(rf"(?:or|ou|\|\|?|AND|ET|NOT|SAUF){_PAST}")
_COMMA = re.compile(r"[,;]+")
_WITH_COMMAS: Final = ("url", "links")


class Asked(NamedTuple):
    """A field as it was read; `node` None: a prefix that says in which `parts` what follows must stand."""

    node: Field | Range | None
    end: int
    terms: int
    parts: frozenset[str] = frozenset()


def inside_quotes(text: str, at: int) -> tuple[str, int]:
    """The text between the quote at this place and the one that closes it, and where that is past."""
    closing = closers(text[at])
    end = next((i for i in range(at + 1, len(text)) if text[i] in closing), None)
    if end is None:
        hint = _("add a quote where the phrase ends")
        raise QueryError(at, _("this quote is never closed"), hint, at + 1, left_open(text, at))
    return text[at + 1 : end], end + 1


def read_asked(text: str, found: re.Match[str], at: int) -> Asked:
    """The field of which signs.FIELD found the name and the colon at this place of the query."""
    name = field_name(found[1], at)
    return _Reading(text, name, at, after_colon(text, at + found.end())).asked()


class _Reading:
    """Reads on from the colon of one field."""

    def __init__(self, text: str, name: str, start: int, at: int) -> None:
        self._text, self._name, self._start, self._at = text, name, start, at

    def asked(self) -> Asked:
        if self._name in RANGES:
            asked = self._range()
            return Asked(asked, self._at, 1)
        self._needs_value()
        if self._name == "title":
            return Asked(None, self._at, 0, frozenset({"title"}))
        values = tuple(self._values())
        if self._name == "in":
            return Asked(None, self._at, len(values), frozenset(values) & frozenset(PARTS))
        return Asked(Field(self._start, self._at, self._name, values), self._at, len(values))

    def _needs_value(self) -> None:
        following = self._text[self._at : self._at + 1]
        if following and not following.isspace() and following not in ")]}":
            return
        value = after_space(self._text, self._at)
        is_near = value < len(self._text) and self._text[value] not in ")]}" and following.isspace()
        fix = Fix(self._at, value, "") if is_near else None
        message = _("{name}: needs a value right after the colon").format(name=self._name)
        raise QueryError(self._start, message, end=self._at, fix=fix)

    def _values(self) -> Iterator[str]:
        text = self._text
        if text[self._at] != "(":
            yield self._value(is_listed=False)
            return
        opened = self._at
        self._at = after_space(text, opened + 1)
        if text.startswith(")", self._at):
            message = _("{name}: needs a value here").format(name=self._name)
            raise QueryError(self._at, message, fix=Fix(self._start, self._at + 1, ""))
        while self._at < len(text):
            yield self._value(is_listed=True)
            self._at = after_space(text, self._at)
            if text.startswith(")", self._at):
                self._at += 1
                return
            if self._at < len(text):
                self._joint()
        fix = closed_at_the_end(text, ")")
        raise QueryError(opened, _("this bracket is never closed"), _("add ) where it ends"), opened + 1, fix)

    def _joint(self) -> None:
        """The OR between two values."""
        joined = _JOINED.match(self._text, self._at)
        if joined is None:
            other = _OTHER_JOINT.match(self._text, self._at)
            end = other.end() if other else self._at + 1
            fix: Fix | None = Fix(self._at, self._at, "OR ")
            if other:
                fix = None if other[0].isupper() else Fix(self._at, end, "OR")
            elif self._text[self._at] in "([{}]":
                fix = None
            message = _("values in brackets are joined by OR")
            raise QueryError(self._at, message, _("write (a OR b)"), end, fix)
        self._at = after_space(self._text, joined.end())

    def _value(self, is_listed: bool) -> str:
        text, at, name = self._text, self._at, self._name
        if text[at] in QUOTES:
            inside, self._at = inside_quotes(text, at)
            if name == "target" and (tone := signs.TONE.match(text, self._at)):
                self._at = tone.end()
                inside += tone[0]
            return field_value(name, inside, True, at, self._at)
        found = signs.RUN.match(text, at)
        if found is None:
            raise QueryError(at, _("{name}: needs a value here").format(name=name))
        self._at = found.end()
        if name not in _WITH_COMMAS:
            self._refuse_commas(found[0], at, is_listed)
        return field_value(name, found[0], False, at, self._at)

    def _refuse_commas(self, written: str, at: int, is_listed: bool) -> None:
        comma = _COMMA.search(written)
        if comma is None:
            return
        start, end = at + comma.start(), at + comma.end()
        said = [one for one in _COMMA.split(written) if one]
        following = after_space(self._text, end)
        if is_listed and comma.start() and following < len(self._text) and self._text[following] != ")":
            fix = Fix(start, following, " OR ")
        elif is_listed or len(said) < 2:
            fix = Fix(start, end, "")
        else:
            fix = Fix(at, at + len(written), "(" + " OR ".join(said) + ")")
        raise QueryError(start, _("a comma joins no values"), _("write (a OR b)"), end, fix)

    def _range(self) -> Range:
        name, at = self._name, self._at
        found = signs.RANGE.match(self._text, at)
        if found is None:
            fix = likely_range(name, self._text, at)
            run = signs.RUN.match(self._text, at)
            end = fix.end if fix else run.end() if run else at
            example = "[2026-01-01 TO *]" if name == "published" else "[1 TO 2]" if name == "rating" else "[500 TO *]"
            hint = _("write {name}:{range}").format(name=name, range=example)
            raise QueryError(self._start, _("{name}: needs a range").format(name=name), hint, end, fix)
        low, high = range_ends(name, found[1], found[2], at, found.end())
        self._at = found.end()
        return Range(self._start, self._at, name, low, high)
