"""A query's text to its tree, or an error at its place that says how to mend it.

`scan` cuts the text into lexemes, the grammar below says how they bind, `_Builder` makes the nodes. The grammar is
built at the first query and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Protocol, cast

from hubdesk.i18n import _, language
from hubdesk.query.refusal import refusal
from hubdesk.query.scan import Lexeme, Scanner
from hubdesk.query.tree import (
    All,
    Any,
    Field,
    Fix,
    In,
    Near,
    Node,
    Not,
    Phrase,
    Query,
    QueryError,
    QueryWarning,
    Range,
    Term,
    walk,
)

if TYPE_CHECKING:
    from lark import Token, Transformer

__all__ = ["GRAMMAR", "Query", "QueryError", "parse"]

MOST_NEARS: Final = 50  # a NEAR/5 b NEAR/5 c ...
MOST_TRIED: Final = 3  # warnings whose fix is tried: a try reads the query again

GRAMMAR: Final = """
?start: any
?any:  all (OR all)*
?all:  part (AND? part)*
?part: NOT part                -> never
    |  near
?near: near NEAR item          -> beside
    |  item
?item: TERM                    -> term
    |  OPEN any CLOSE          -> group
    |  IN item                 -> inside
%declare OR AND NOT NEAR TERM OPEN CLOSE IN
"""


def parse(text: str) -> Query:
    """Reads a query. Raises QueryError with the culprit's place, what is wrong, and how to mend it."""
    return _parsed(text, language())


@lru_cache(maxsize=512)
def _parsed(text: str, _language: str) -> Query:
    """In this language its warnings are told."""
    tree, warnings = _read(text)
    return Query(text, tree, tuple(_sure(warnings, text)))


def _read(text: str) -> tuple[Node, list[QueryWarning]]:
    from lark.exceptions import UnexpectedToken  # with the first query, as in _parser

    scanner = Scanner(text)
    try:
        lexemes = list(scanner.lexemes())
        try:
            tree = _parser()(lexemes)
        except UnexpectedToken as error:
            bad = error.token.value or Lexeme("END", len(text), len(text))
            raise refusal(lexemes, bad, text) from None
        if not _asks(tree):
            hint = _("write what to look for before NOT")
            raise QueryError(tree.start, _("a query cannot only exclude"), hint, tree.end)
    except QueryError as error:
        raise _settled(error, text, scanner.warnings) from None
    return tree, scanner.warnings


def _settled(error: QueryError, text: str, warnings: list[QueryWarning]) -> QueryError:
    """The error as it is told. A fix that leaves nothing is none; `or` in small letters may be the slip behind it."""
    fix, hint = error.fix, error.hint
    if isinstance(error, _JoinedBesideNearError):
        slip = next((one for one in warnings if error.position <= one.position < error.end and one.fix), None)
        if slip is not None:
            fix, hint = slip.fix, slip.message
    if fix is not None and not fix.applied(text).strip():
        fix = None
    return QueryError(min(error.position, len(text)), error.message, hint, min(error.end, len(text)), fix)


def _sure(warnings: list[QueryWarning], text: str) -> Iterator[QueryWarning]:
    """The warnings, with only such fixes as leave a query that can be read; of many, the first few are tried."""
    for number, warning in enumerate(warnings):
        is_sure = warning.fix is None or (number < MOST_TRIED and _can_be_read(warning.fix.applied(text)))
        yield warning if is_sure else replace(warning, fix=None)


def _can_be_read(text: str) -> bool:
    try:
        _read(text)
    except QueryError:
        return False
    return True


class _JoinedBesideNearError(QueryError):
    """Words side by side where NEAR takes one thing: often an `or` that is no operator."""


class Held(Protocol):
    """A token of the grammar, which holds the lexeme it was cut from."""

    value: Lexeme


class _Builder:
    """One method for each rule of the grammar; what it is given are nodes already built and tokens."""

    def any(self, found: list[Node | Held]) -> Node:
        branches = _nodes(found)
        for branch in branches:
            if not _asks(branch):
                raise QueryError(
                    branch.start,
                    _("every side of an OR must look for something"),
                    _("exclude outside the brackets: (a OR b) NOT c"),
                    branch.end,
                )
        return Any(branches[0].start, branches[-1].end, branches)

    def all(self, found: list[Node | Held]) -> Node:
        parts = _nodes(found)
        return All(parts[0].start, parts[-1].end, parts)

    def never(self, found: tuple[Held, Node]) -> Node:
        sign, child = found
        if isinstance(child, Not):
            fix = Fix(sign.value.start, child.start, "")
            raise QueryError(child.start, _("NOT stands twice"), _("take one out"), child.start + 1, fix)
        return Not(sign.value.start, child.end, child)

    def beside(self, found: tuple[Node, Held, Node]) -> Node:
        left, near, right = found
        for side in (left, right):
            _check_side(side)
        chain, inner = 1, left
        while isinstance(inner, Near):
            chain, inner = chain + 1, inner.left
        if chain > MOST_NEARS:
            message = _("at most {n} NEAR in a row").format(n=MOST_NEARS)
            raise QueryError(near.value.start, message, _("join some of them with AND"), near.value.end)
        return Near(left.start, right.end, left, right, near.value.number, near.value.ordered)

    def term(self, found: tuple[Held]) -> Node:
        lexeme = found[0].value
        return replace(cast(Node, lexeme.node), start=lexeme.start, end=lexeme.end)

    def inside(self, found: tuple[Held, Node]) -> Node:
        sign, child = found
        inner = next((node for node in walk(child) if isinstance(node, In)), None)
        if inner is not None:
            hint = _("write in:(title OR body) once")
            raise QueryError(inner.start, _("in: cannot stand inside in:"), hint, inner.end)
        return In(sign.value.start, child.end, sign.value.parts, child)

    def group(self, found: tuple[Held, Node, Held]) -> Node:
        opening, child, closing = found
        if closing.value.number:
            child = _within(child, closing.value)
        return replace(child, start=opening.value.start, end=closing.value.end)


def _nodes(found: list[Node | Held]) -> tuple[Node, ...]:
    return tuple(one for one in found if isinstance(one, Node))


def _within(child: Node, closing: Lexeme) -> Node:
    """`((a OR b) AND (c OR d))~5` is `(a OR b) NEAR/5 (c OR d)`."""
    if not isinstance(child, All):
        start, end = closing.start + 1, closing.end
        hint = _("write (a AND b)~5 or a NEAR/5 b")
        raise QueryError(start, _("~ needs several words to keep together"), hint, end, Fix(start, end, ""))
    near, *others = child.children
    _check_side(near)
    for other in others:
        _check_side(other)
        near = Near(child.start, other.end, near, other, closing.number, ordered=False)
    return near


def _check_side(node: Node) -> None:
    """What may stand beside NEAR: words, phrases, OR-groups of these, another NEAR."""
    match node:
        case Term() | Phrase() | Near():
            return
        case Any(children=inner):
            for child in inner:
                _check_side(child)
        case All():
            hint = _("write (a OR b) NEAR/5 c, or a NEAR/5 b AND c")
            raise _JoinedBesideNearError(node.start, _("AND cannot stand beside NEAR"), hint, node.end)
        case Not():
            hint = _("exclude after it: (a NEAR/5 b) NOT c")
            raise QueryError(node.start, _("NOT cannot stand beside NEAR"), hint, node.end)
        case In() | Field() | Range():
            hint = _("put the NEAR in brackets: in:title (a NEAR/5 b)")
            raise QueryError(node.start, _("a field cannot stand beside NEAR"), hint, node.end)


def _asks(node: Node) -> bool:
    """Whether it looks for something, rather than only excluding."""
    match node:
        case Not():
            return False
        case All(children=inner):
            return any(map(_asks, inner))
        case In(child=child):
            return _asks(child)
        case _:
            return True


@cache
def _parser() -> Callable[[list[Lexeme]], Node]:
    """Lark is imported at the first query: it costs 40 ms that a desk without a query need not pay."""
    from lark import Lark, Token  # see above
    from lark.lexer import Lexer

    class Ready(Lexer):
        """The lexemes were cut before: the parser only reads them."""

        def __init__(self, conf: object) -> None:
            del conf

        def lex(self, lexemes: object, parser_state: object = None) -> Iterator[Token]:
            for lexeme in cast("list[Lexeme]", lexemes):
                token = Token(lexeme.type, "", start_pos=lexeme.start, end_pos=lexeme.end)
                token.value = lexeme
                yield token

    grammar = Lark(GRAMMAR, parser="lalr", lexer=Ready, transformer=cast("Transformer[Token, Node]", _Builder()))
    return cast("Callable[[list[Lexeme]], Node]", grammar.parse)
