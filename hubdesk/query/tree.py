"""What a query says, as frozen nodes. `start` and `end` are code points of the query's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hubdesk.core import HubdeskError
from hubdesk.i18n import _
from hubdesk.query.letters import TAG, WORD, Form, letters_fit
from hubdesk.query.wild import wild_fits


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends an error or answers a warning: `text` in place of the code points [start, end)."""

    start: int
    end: int
    text: str

    def applied(self, query: str) -> str:
        """The query as it reads then."""
        return query[: self.start] + self.text + query[self.end :]


class QueryError(HubdeskError):
    """A query that cannot be read.

    The culprit is [position, end): code points counted from 0 (as in its text), of which there may be none where
    something is missing. `fix` is given where one change of the text is very likely what was meant.
    """

    def __init__(
        self, position: int, message: str, hint: str = "", end: int | None = None, fix: Fix | None = None
    ) -> None:
        self.position = position
        self.end = position + 1 if end is None else end
        self.message = message
        self.hint = hint
        self.fix = fix
        said = f"{message}; {hint}" if hint else message
        super().__init__(_("Query, character {position}: {said}").format(position=position, said=said))


@dataclass(frozen=True, slots=True, eq=False)
class QueryWarning:
    """Something legal that is probably not meant: [position, end), and what would say what is."""

    position: int
    message: str
    end: int
    fix: Fix | None = None

    def __str__(self) -> str:
        return _("Query, character {position}: {said}").format(position=self.position, said=self.message)


class Look(StrEnum):
    """How a term is compared with a token that has its key."""

    PLAIN = "plain"  # the key is all there is to say
    ACCENTED = "accented"  # letter by letter
    WILD = "wild"  # `key` is the stem before the first wildcard, `asked` the pattern
    EXACT = "exact"  # braces: capitals and accents as typed


@dataclass(frozen=True, slots=True)
class Term:
    """One token asked for. `kind` as in `letters`; `key` is what a mention's tokens are looked up by."""

    start: int
    end: int
    kind: str
    look: Look
    key: str
    asked: str

    def fits(self, form: Form) -> bool:
        """Whether a token answers, given that its key is this term's (or starts with it, for a wildcard)."""
        match self.look:
            case Look.PLAIN:
                return True
            case Look.WILD:
                return form.kind == self.kind and wild_fits(self.asked, form)
            case Look.EXACT:
                return form.raw == self.asked
            case Look.ACCENTED:
                return letters_fit(self.asked, form) if self.kind in (WORD, TAG) else form.lower == self.asked


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms side by side, or with `within`: in any order, the last place minus the first at most that."""

    start: int
    end: int
    terms: tuple[Term, ...]
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Two sides at most `distance` places apart, measured between nearest ends; `ordered`: left before right."""

    start: int
    end: int
    left: Node
    right: Node
    distance: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class All:
    start: int
    end: int
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    start: int
    end: int
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    start: int
    end: int
    child: Node


@dataclass(frozen=True, slots=True)
class In:
    """Where on the page the child's words must stand."""

    start: int
    end: int
    parts: frozenset[str]
    child: Node


@dataclass(frozen=True, slots=True)
class Field:
    """`name:` one of `values`, folded the way the field compares (see `fields`)."""

    start: int
    end: int
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """`name:[low TO high]`, both ends included, None for open. Unknown is in no range."""

    start: int
    end: int
    name: str
    low: float | None
    high: float | None


Node = Term | Phrase | Near | All | Any | Not | In | Field | Range


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A query that was read: its text, its tree, and what a person should be warned about."""

    text: str
    tree: Node
    warnings: tuple[QueryWarning, ...] = ()

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        """Two queries are one when their texts are: the rest follows from it, and would take long to compare."""
        return isinstance(other, Query) and self.text == other.text


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case All(children=inner) | Any(children=inner) | Phrase(terms=inner):
            return inner
        case Not(child=child) | In(child=child):
            return (child,)
        case Near(left=left, right=right):
            return (left, right)
        case _:
            return ()


def walk(root: Node) -> Iterator[Node]:
    """The node and everything under it; a node always before its children."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(children(node))
