"""A query's text to lexemes, each with its place: brackets, operators, and terms already read.

What only needs eyes is refused here: unclosed quotes, a NEAR without a number, a limit passed, an unknown field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hubdesk.i18n import _
from hubdesk.query import signs
from hubdesk.query.habits import habit, refuse_foreign, too_close
from hubdesk.query.mending import (
    braces_out_of_quotes,
    closed_at_the_end,
    distance,
    left_open,
    within_square,
    without_distance,
)
from hubdesk.query.scan_fields import Asked, inside_quotes, read_asked
from hubdesk.query.signs import DEEPEST, LONGEST, MOST_TERMS, OPERATORS, QUOTES
from hubdesk.query.terms import read_exact, read_terms
from hubdesk.query.tree import Fix, Node, Phrase, QueryError, QueryWarning, Term


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
        text = self.text
        if len(text) > LONGEST:
            message = _("a query has at most {n} characters").format(n=LONGEST)
            raise QueryError(LONGEST, message, _("make two topics of it"), len(text))
        while self._at < len(text):
            yield from self._next()
        if self._open:
            at = self._open[-1]
            fix = closed_at_the_end(text, ")" * len(self._open))
            raise QueryError(at, _("this bracket is never closed"), _("add ) where it ends"), at + 1, fix)

    def _next(self) -> Iterator[Lexeme]:
        text, at = self.text, self._at
        here = text[at]
        if gap := signs.GAP.match(text, at):
            self._at = gap.end()
        elif text.startswith("<<<", at):
            self._comment(at)
        elif text.startswith(">>>", at):
            raise QueryError(at, _(">>> closes no comment"), _("open it with <<<"), at + 3, Fix(at, at + 3, ""))
        elif here == "(":
            yield self._opened(at)
        elif here == ")":
            yield self._closed(at)
        elif here in QUOTES:
            yield self._quoted(at)
        elif here == "{":
            yield self._braced(at)
        elif here in "}]":
            message = _("{sign} closes nothing").format(sign=here)
            raise QueryError(at, message, _("take it out"), at + 1, Fix(at, at + 1, ""))
        elif here == "[":
            hint = _("write followers:[500 TO *], or use ( )")
            fix = within_square(text, at)
            raise QueryError(at, _("[ belongs after a field"), hint, max(at + 1, fix.end), fix)
        elif here == "-" and signs.AFTER_MINUS.match(text, at + 1):
            self._at += 1
            yield Lexeme("NOT", at, at + 1)
        else:
            yield from self._run(at)

    def _comment(self, at: int) -> None:
        found = self.text.find(">>>", at + 3)
        if found < 0:
            fix = closed_at_the_end(self.text, ">>>")
            raise QueryError(at, _("this comment is never closed"), _("add >>> where it ends"), at + 3, fix)
        self._at = found + 3

    def _opened(self, at: int) -> Lexeme:
        self._open.append(at)
        if len(self._open) > DEEPEST:
            raise QueryError(at, _("brackets go at most {n} deep").format(n=DEEPEST))
        self._at += 1
        return Lexeme("OPEN", at, at + 1)

    def _closed(self, at: int) -> Lexeme:
        if not self._open:
            tilde = signs.TILDE.match(self.text, at + 1)
            end = tilde.end() if tilde else at + 1
            hint = _("take it out, or open it with (")
            raise QueryError(at, _("this bracket closes nothing"), hint, at + 1, Fix(at, end, ""))
        self._open.pop()
        self._at += 1
        within = self._tilde()
        return Lexeme("CLOSE", at, self._at, number=within or 0)

    def _quoted(self, at: int) -> Lexeme:
        inside, self._at = inside_quotes(self.text, at)
        brace = re.search(r"[{}]", inside)
        if brace:
            has_distance = self.text.startswith("~", self._at)
            fix = braces_out_of_quotes(inside, at, self._at, has_distance)
            start = at + 1 + brace.start()
            raise QueryError(
                start, _("braces cannot stand in quotes"), _("write {Orange} NEAR/1f word"), start + 1, fix
            )
        after = self._at
        within = self._tilde()
        lexeme = self._asked(read_terms(inside, at + 1, within=within), at, _("these quotes are empty"))
        if isinstance(lexeme.node, Phrase):
            self._warn(too_close(lexeme.node, after, self._at))
        return lexeme

    def _warn(self, warning: QueryWarning | None) -> None:
        if warning is not None:
            self.warnings.append(warning)

    def _braced(self, at: int) -> Lexeme:
        end = self.text.find("}", at + 1)
        if end < 0:
            fix = left_open(self.text, at)
            raise QueryError(at, _("this brace is never closed"), _("add } where it ends"), at + 1, fix)
        self._at = end + 1
        return self._asked(read_exact(self.text[at + 1 : end], at + 1), at, _("these braces are empty"))

    def _asked(self, node: Term | Phrase | None, at: int, when_empty: str) -> Lexeme:
        if node is None:
            hint = _("write a word in them, or take them out")
            raise QueryError(at, when_empty, hint, self._at, Fix(at, self._at, ""))
        self._count(node)
        return Lexeme("TERM", at, self._at, node)

    def _count(self, node: Term | Phrase) -> None:
        for term in node.terms if isinstance(node, Phrase) else (node,):
            self._count_one(term.start, term.end)

    def _count_one(self, start: int, end: int) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            message = _("a query has at most {n} terms").format(n=MOST_TERMS)
            raise QueryError(start, message, _("make two topics of it"), end)

    def _tilde(self) -> int | None:
        found = signs.TILDE.match(self.text, self._at)
        if not found:
            return None
        start, end = found.span()
        if not found[1]:
            raise QueryError(start, _("~ needs a distance"), _("write ~5"), end, Fix(start, end, "~5"))
        self._at = end
        return distance(found[1], start + 1, start, end, "~")

    def _run(self, at: int) -> Iterator[Lexeme]:
        found = signs.RUN.match(self.text, at)
        if found is None:  # < or > that are no comment
            self._at += 1
            return
        run = found[0]
        near = signs.NEAR.match(run)
        field = signs.FIELD.match(run)
        if run in OPERATORS:
            self._at = found.end()
            yield Lexeme(OPERATORS[run], at, self._at)
        elif near:
            yield self._near(near, at, run)
        elif field:
            yield self._field(read_asked(self.text, field, at), at)
        else:
            self._at = found.end()
            yield from self._words(run, at)

    def _words(self, run: str, at: int) -> Iterator[Lexeme]:
        refuse_foreign(self.text, run, at)
        self._warn(habit(self.text, run, at))
        node = read_terms(run, at)
        if node is not None:
            self._count(node)
            yield Lexeme("TERM", at, self._at, node)

    def _near(self, near: re.Match[str], at: int, run: str) -> Lexeme:
        self._at = at + len(run)
        if not near[2] or near.end() != len(run):
            raise without_distance(f"{near[1]}NEAR", run, at)
        number = distance(near[2], at + near.start(2), at, self._at, "NEAR")
        return Lexeme("NEAR", at, self._at, number=number, ordered=bool(near[1] or near[3]))

    def _field(self, asked: Asked, at: int) -> Lexeme:
        self._at = asked.end
        for _n in range(asked.terms):
            self._count_one(at, asked.end)
        if asked.node is None:
            return Lexeme("IN", at, self._at, parts=asked.parts)
        return Lexeme("TERM", at, self._at, asked.node)
