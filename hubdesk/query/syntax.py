"""A query's text to its tree, or an error at its place that says how to mend it.

`scan` cuts the text into lexemes, the grammar below says how they bind, `_Builder` makes the nodes. The grammar is
built at the first query and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Protocol, cast

from hubdesk.i18n import _
from hubdesk.query.scan import Lexeme, Scanner
from hubdesk.query.tree import All, Any, Field, In, Near, Node, Not, Phrase, Query, QueryError, Range, Term, walk

if TYPE_CHECKING:
    from lark import Token, Transformer

__all__ = ["GRAMMAR", "Query", "QueryError", "parse"]

MOST_NEARS: Final = 50  # a NEAR/5 b NEAR/5 c ...

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


@lru_cache(maxsize=512)
def parse(text: str) -> Query:
    """Reads a query. Raises QueryError with the culprit's position, what is wrong, and how to mend it."""
    from lark.exceptions import UnexpectedToken  # with the first query, as in _parser

    scanner = Scanner(text)
    lexemes = list(scanner.lexemes())
    try:
        tree = _parser()(lexemes)
    except UnexpectedToken as error:
        bad = error.token.value or Lexeme("END", len(text), len(text))
        raise _explained(lexemes, bad, text) from None
    if not _asks(tree):
        raise QueryError(tree.start, _("a query cannot only exclude"), _("write what to look for before NOT"))
    return Query(text, tree, tuple(scanner.warnings))


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
                )
        return Any(branches[0].start, branches[-1].end, branches)

    def all(self, found: list[Node | Held]) -> Node:
        parts = _nodes(found)
        return All(parts[0].start, parts[-1].end, parts)

    def never(self, found: tuple[Held, Node]) -> Node:
        sign, child = found
        if isinstance(child, Not):
            raise QueryError(child.start, _("NOT stands twice"), _("take one out"))
        return Not(sign.value.start, child.end, child)

    def beside(self, found: tuple[Node, Held, Node]) -> Node:
        left, near, right = found
        for side in (left, right):
            _check_side(side)
        chain, inner = 1, left
        while isinstance(inner, Near):
            chain, inner = chain + 1, inner.left
        if chain > MOST_NEARS:
            raise QueryError(
                near.value.start, _("at most {n} NEAR in a row").format(n=MOST_NEARS), _("join some of them with AND")
            )
        return Near(left.start, right.end, left, right, near.value.number, near.value.ordered)

    def term(self, found: tuple[Held]) -> Node:
        lexeme = found[0].value
        return replace(cast(Node, lexeme.node), start=lexeme.start, end=lexeme.end)

    def inside(self, found: tuple[Held, Node]) -> Node:
        sign, child = found
        inner = next((node for node in walk(child) if isinstance(node, In)), None)
        if inner is not None:
            raise QueryError(inner.start, _("in: cannot stand inside in:"), _("write in:(title OR body) once"))
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
        raise QueryError(
            closing.start + 1, _("~ needs several words to keep together"), _("write (a AND b)~5 or a NEAR/5 b")
        )
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
            raise QueryError(
                node.start, _("AND cannot stand beside NEAR"), _("write (a OR b) NEAR/5 c, or a NEAR/5 b AND c")
            )
        case Not():
            raise QueryError(node.start, _("NOT cannot stand beside NEAR"), _("exclude after it: (a NEAR/5 b) NOT c"))
        case In() | Field() | Range():
            raise QueryError(
                node.start, _("a field cannot stand beside NEAR"), _("put the NEAR in brackets: in:title (a NEAR/5 b)")
            )


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


def _explained(lexemes: list[Lexeme], bad: Lexeme, text: str) -> QueryError:
    """The grammar's refusal in words: what stands before the place where it stopped says what is missing."""
    place = next((i for i, lexeme in enumerate(lexemes) if lexeme is bad), len(lexemes))
    before = lexemes[place - 1] if place else None
    if before is None and bad.type == "END":
        return QueryError(0, _("the query is empty"), _("write a word to look for"))
    if before is not None and before.type == "OPEN":
        if bad.type == "CLOSE":
            return QueryError(before.start, _("these brackets are empty"), _("write a word in them, or take them out"))
        before = None
    if before is not None and before.type in ("AND", "OR", "NOT", "NEAR", "IN"):
        said = text[before.start : before.end]
        if bad.type == "NOT":
            return QueryError(
                bad.start, _("NOT cannot stand after {word}").format(word=said), _("exclude after it: (a) NOT b")
            )
        return QueryError(before.start, _("{word} needs something after it").format(word=said), _("write a word there"))
    said = text[bad.start : bad.end]
    return QueryError(bad.start, _("{word} needs something before it").format(word=said), _("write a word there"))


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
