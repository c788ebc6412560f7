"""A query's text to lexemes, each with its place: brackets, operators, and terms already read.

What only needs eyes is refused here: unclosed quotes, a NEAR without a number, a limit passed, an unknown field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hubdesk.i18n import _
from hubdesk.query.fields import PARTS, RANGES
from hubdesk.query.terms import read_exact, read_terms
from hubdesk.query.tree import Field, Node, Phrase, QueryError, QueryWarning, Range, Term
from hubdesk.query.values import field_name, field_value, range_ends

LONGEST: Final = 8_000  # code points, comments included
MOST_TERMS: Final = 1_000  # each word of a phrase counts
DEEPEST: Final = 100  # brackets
FARTHEST: Final = 50  # NEAR and ~

OPERATORS: Final = {"AND": "AND", "ET": "AND", "OR": "OR", "OU": "OR", "NOT": "NOT", "SAUF": "NOT"}
_SMALL: Final = {"and": "AND", "et": "ET", "or": "OR", "ou": "OU", "not": "NOT", "sauf": "SAUF"}

_QUOTES: Final = '"“”„«»'
_RUN = re.compile(rf"(?:(?!<<<|>>>)[^\s(){{}}\[\]{_QUOTES}])+")
_FIELD = re.compile(r"([^\W\d_][\w-]*):(?!//)")
_NEAR = re.compile(r"(O?)NEAR(?:/(\d+)([fF]?))?")
_VALUE = re.compile(rf"[^\s(){{}}\[\]{_QUOTES}]+")
_RANGE = re.compile(r"\[\s*([^\s\[\]]+)\s+TO\s+([^\s\[\]]+)\s*\]")
_AFTER_MINUS = re.compile(r"-*+[^\s)\]}>.,;:!/\\|~^+=<-]")
_TONE = re.compile(r"=\w+")  # target:"Bouygues Telecom"=negative
_TILDE = re.compile(r"~(\d*)")


class Lexeme(NamedTuple):
    """`type` is the grammar's terminal. `number`: NEAR's distance or the ~ after a bracket, 0 for none."""

    type: str
    start: int
    end: int
    node: Node | None = None
    number: int = 0
    ordered: bool = False
    parts: frozenset[str] = frozenset()


class Scanner:
    """Walks once over a query's text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.warnings: list[QueryWarning] = []
        self._at = 0
        self._open: list[int] = []
        self._terms = 0

    def lexemes(self) -> Iterator[Lexeme]:
        if len(self.text) > LONGEST:
            raise QueryError(
                LONGEST, _("a query has at most {n} characters").format(n=LONGEST), _("make two topics of it")
            )
        while self._at < len(self.text):
            yield from self._next()
        if self._open:
            raise QueryError(self._open[-1], _("this bracket is never closed"), _("add ) where it ends"))

    def _next(self) -> Iterator[Lexeme]:
        text, at = self.text, self._at
        here = text[at]
        if here.isspace():
            self._at += 1
        elif text.startswith("<<<", at):
            self._at = self._closing(">>>", at, 3, _("this comment is never closed"), _("add >>> where it ends")) + 3
        elif text.startswith(">>>", at):
            raise QueryError(at, _(">>> closes no comment"), _("open it with <<<"))
        elif here == "(":
            yield self._opened(at)
        elif here == ")":
            yield self._closed(at)
        elif here in _QUOTES:
            yield self._quoted(at)
        elif here == "{":
            yield self._braced(at)
        elif here in "}]":
            raise QueryError(at, _("{sign} closes nothing").format(sign=here), _("take it out"))
        elif here == "[":
            raise QueryError(at, _("[ belongs after a field"), _("write followers:[500 TO *], or use ( )"))
        elif here == "-" and _AFTER_MINUS.match(text, at + 1):
            self._at += 1
            yield Lexeme("NOT", at, at + 1)
        else:
            yield from self._run(at)

    def _opened(self, at: int) -> Lexeme:
        self._open.append(at)
        if len(self._open) > DEEPEST:
            raise QueryError(at, _("brackets go at most {n} deep").format(n=DEEPEST))
        self._at += 1
        return Lexeme("OPEN", at, at + 1)

    def _closed(self, at: int) -> Lexeme:
        if not self._open:
            raise QueryError(at, _("this bracket closes nothing"), _("take it out, or open it with ("))
        self._open.pop()
        self._at += 1
        within = self._tilde()
        return Lexeme("CLOSE", at, self._at, number=within or 0)

    def _closing(self, sign: str, at: int, skip: int, message: str, hint: str) -> int:
        found = self.text.find(sign, at + skip)
        if found < 0:
            raise QueryError(at, message, hint)
        return found

    def _inside_quotes(self, at: int) -> str:
        """The text between quotes; moves past them. A straight quote closes a straight one, a curly any curly."""
        closers = '"' if self.text[at] == '"' else _QUOTES[1:]
        end = next((i for i in range(at + 1, len(self.text)) if self.text[i] in closers), None)
        if end is None:
            raise QueryError(at, _("this quote is never closed"), _("add a quote where the phrase ends"))
        self._at = end + 1
        return self.text[at + 1 : end]

    def _quoted(self, at: int) -> Lexeme:
        inside = self._inside_quotes(at)
        brace = re.search(r"[{}]", inside)
        if brace:
            raise QueryError(
                at + 1 + brace.start(), _("braces cannot stand in quotes"), _("write {Orange} NEAR/1f word")
            )
        within = self._tilde()
        return self._asked(read_terms(inside, at + 1, within=within), at, _("these quotes are empty"))

    def _braced(self, at: int) -> Lexeme:
        end = self._closing("}", at, 1, _("this brace is never closed"), _("add } where it ends"))
        self._at = end + 1
        return self._asked(read_exact(self.text[at + 1 : end], at + 1), at, _("these braces are empty"))

    def _asked(self, node: Term | Phrase | None, at: int, when_empty: str) -> Lexeme:
        if node is None:
            raise QueryError(at, when_empty, _("write a word in them, or take them out"))
        self._count(node)
        return Lexeme("TERM", at, self._at, node)

    def _count(self, node: Term | Phrase) -> None:
        for term in node.terms if isinstance(node, Phrase) else (node,):
            self._terms += 1
            if self._terms > MOST_TERMS:
                raise QueryError(
                    term.start, _("a query has at most {n} terms").format(n=MOST_TERMS), _("make two topics of it")
                )

    def _tilde(self) -> int | None:
        found = _TILDE.match(self.text, self._at)
        if not found:
            return None
        if not found[1]:
            raise QueryError(found.start(), _("~ needs a distance"), _("write ~5"))
        self._at = found.end()
        return _distance(found[1], found.start(), "~")

    def _run(self, at: int) -> Iterator[Lexeme]:
        found = _RUN.match(self.text, at)
        if found is None:  # < or > that are no comment
            self._at += 1
            return
        run = found[0]
        near = _NEAR.match(run)
        field = _FIELD.match(run)
        if run in OPERATORS:
            self._at = found.end()
            yield Lexeme(OPERATORS[run], at, self._at)
        elif near and (near.end() == len(run) or run[near.end()] in "/~"):
            yield self._near(near, at, len(run))
        elif field:
            yield self._field(field, at)
        else:
            self._at = found.end()
            yield from self._words(run, at)

    def _words(self, run: str, at: int) -> Iterator[Lexeme]:
        if run in ("|", "||"):
            raise QueryError(at, _("{sign} is no operator").format(sign=run), _("write OR"))
        tilde = re.search(r"~\d", run)
        if tilde:
            raise QueryError(at + tilde.start(), _("~ goes after a closing quote or bracket"), _('write "a b"~5'))
        node = read_terms(run, at)
        if run in _SMALL:
            self.warnings.append(
                QueryWarning(at, _("“{word}” in small letters is a word; write {operator} to join").format(
                    word=run, operator=_SMALL[run]), at + len(run))
            )  # fmt: skip
        elif run in ("NON", "PAS"):
            self.warnings.append(
                QueryWarning(at, _("{word} is a word; write SAUF or NOT to exclude").format(word=run), at + len(run))
            )
        elif run[0] in "–—−" and len(run) > 1:
            self.warnings.append(QueryWarning(at, _("this dash excludes nothing; write - to exclude"), at + 1))
        if node is not None:
            self._count(node)
            yield Lexeme("TERM", at, self._at, node)

    def _near(self, near: re.Match[str], at: int, length: int) -> Lexeme:
        if not near[2] or near.end() != length:
            written = f"{near[1]}NEAR"
            raise QueryError(
                at, _("{near} needs a distance").format(near=written), _("write {near}/5").format(near=written)
            )
        self._at = at + length
        distance = _distance(near[2], at, "NEAR")
        return Lexeme("NEAR", at, self._at, number=distance, ordered=bool(near[1] or near[3]))

    def _field(self, found: re.Match[str], at: int) -> Lexeme:
        name = field_name(found[1], at)
        self._at += found.end()
        if name == "title":
            self._needs_value(name, at)
            return Lexeme("IN", at, self._at, parts=frozenset({"title"}))
        if name in RANGES:
            return Lexeme("TERM", at, self._at, self._range(name, at))
        self._needs_value(name, at)
        values = tuple(self._values(name))
        self._terms += len(values)
        if self._terms > MOST_TERMS:
            raise QueryError(at, _("a query has at most {n} terms").format(n=MOST_TERMS), _("make two topics of it"))
        if name == "in":
            return Lexeme("IN", at, self._at, parts=frozenset(values) & frozenset(PARTS))
        return Lexeme("TERM", at, self._at, Field(at, self._at, name, values))

    def _needs_value(self, name: str, at: int) -> None:
        following = self.text[self._at : self._at + 1]
        if not following or following.isspace() or following in ")]}":
            raise QueryError(at, _("{name}: needs a value right after the colon").format(name=name))

    def _values(self, name: str) -> Iterator[str]:
        if self.text[self._at] != "(":
            yield self._value(name)
            return
        opened = self._at
        self._at += 1
        while True:
            self._skip_space()
            if self._at >= len(self.text):
                raise QueryError(opened, _("this bracket is never closed"), _("add ) where it ends"))
            yield self._value(name)
            self._skip_space()
            if self.text[self._at : self._at + 1] == ")":
                self._at += 1
                return
            if self._at < len(self.text):
                joined = re.compile(r"(?:OR|OU)(?=[\s\"(])").match(self.text, self._at)
                if joined is None:
                    raise QueryError(self._at, _("values in brackets are joined by OR"), _("write (a OR b)"))
                self._at = joined.end()

    def _skip_space(self) -> None:
        while self.text[self._at : self._at + 1].isspace():
            self._at += 1

    def _value(self, name: str) -> str:
        at = self._at
        if self.text[at] in _QUOTES:
            inside = self._inside_quotes(at)
            if name == "target" and (tone := _TONE.match(self.text, self._at)):
                self._at = tone.end()
                inside += tone[0]
            return field_value(name, inside, True, at, self._at)
        found = _VALUE.match(self.text, at)
        if found is None:
            raise QueryError(at, _("{name}: needs a value here").format(name=name))
        self._at = found.end()
        return field_value(name, found[0], False, at, self._at)

    def _range(self, name: str, at: int) -> Range:
        found = _RANGE.match(self.text, self._at)
        if found is None:
            raise QueryError(
                at, _("{name}: needs a range").format(name=name), _("write {name}:[500 TO *]").format(name=name)
            )
        low, high = range_ends(name, found[1], found[2], self._at, found.end())
        self._at = found.end()
        return Range(at, self._at, name, low, high)


def _distance(digits: str, position: int, sign: str) -> int:
    number = int(digits) if len(digits) < 5 else FARTHEST + 1
    if not 1 <= number <= FARTHEST:
        raise QueryError(
            position,
            _("{sign} takes a distance from 1 to {n}").format(sign=sign, n=FARTHEST),
            _("write NEAR/5") if sign == "NEAR" else _("write ~5"),
        )
    return number
