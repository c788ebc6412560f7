"""A query's tree made ready to be asked thousands of times a second: each node knows what to look for first."""

from __future__ import annotations

from typing import Protocol

from hubdesk.query.fields import field_holds, range_holds
from hubdesk.query.needs import Index, needed
from hubdesk.query.places import pairs, side_by_side, together
from hubdesk.query.reading import Hit, Reading
from hubdesk.query.tree import All, Any, Field, In, Look, Near, Node, Not, Phrase, Range, Term

Parts = frozenset[str]


class Ready(Protocol):
    """One node. `every`: every place counts, as inside a NEAR; otherwise enough of them to mark all words."""

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        """The places that make it hold within some parts of the page; None when it does not hold."""


def make_ready(node: Node) -> Ready:
    match node:
        case Term():
            return _Term(node)
        case Phrase():
            return _Phrase(node)
        case Near():
            return _Near(node)
        case All():
            return _All(node)
        case Any():
            return _Any(node)
        case Not():
            return _Not(node)
        case In():
            return _In(node)
        case Field() | Range():
            return _Fact(node)


class _Term:
    def __init__(self, term: Term) -> None:
        self._term = term
        self._key = "" if term.look is Look.WILD else term.key

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        if self._key and self._key not in reading.by_key:
            return None
        return [reading.hit(number) for number in reading.where(self._term, parts)] or None


class _Phrase:
    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase
        self._keys = tuple(term.key for term in phrase.terms if term.look is not Look.WILD)

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        for key in self._keys:
            if key not in reading.by_key:
                return None
        if self._phrase.within is None:
            return list(side_by_side(self._phrase, reading, parts)) or None
        return list(together(self._phrase, reading, parts, every)) or None


class _Near:
    def __init__(self, near: Near) -> None:
        self._near = near
        self._left, self._right = make_ready(near.left), make_ready(near.right)
        left, right = needed(near.left), needed(near.right)
        self._right_first = left is not None and right is not None and right.cost() < left.cost()

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        first, second = (self._right, self._left) if self._right_first else (self._left, self._right)
        one = first.holds(reading, parts, True)
        other = second.holds(reading, parts, True) if one else None
        if not one or not other:
            return None
        left, right = (other, one) if self._right_first else (one, other)
        return pairs(self._near, left, right, every) or None


class _All:
    def __init__(self, node: All) -> None:
        """What is rarest is asked first, what must not be there last."""
        ranked: list[tuple[bool, bool, tuple[int, int, int], int, Node]] = []
        for child in node.children:
            one = needed(child)
            ranked.append((isinstance(child, Not), one is None, one.cost() if one else (0, 0, 0), len(ranked), child))
        self._children = [make_ready(child) for *_rank, child in sorted(ranked, key=lambda rank: rank[:4])]

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        found: list[Hit] = []
        for child in self._children:
            hits = child.holds(reading, parts)
            if hits is None:
                return None
            found += hits
        return found


class _Any:
    def __init__(self, node: Any) -> None:
        self._children = [make_ready(child) for child in node.children]
        self._index = Index(node.children)

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        found: list[Hit] | None = None
        for number in self._index.present(reading):
            hits = self._children[number].holds(reading, parts, every)
            if hits is not None:
                found = hits if found is None else found + hits
        return found


class _Not:
    def __init__(self, node: Not) -> None:
        self._child = make_ready(node.child)

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        return [] if self._child.holds(reading, parts) is None else None


class _In:
    def __init__(self, node: In) -> None:
        self._parts = node.parts
        self._child = make_ready(node.child)

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        return self._child.holds(reading, self._parts)


class _Fact:
    """A field or a range: about the mention itself, so it has no place."""

    def __init__(self, node: Field | Range) -> None:
        self._node = node

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        if isinstance(self._node, Field):
            return [] if field_holds(self._node, reading.mention, reading.notes) else None
        return [] if range_holds(self._node, reading.mention) else None
