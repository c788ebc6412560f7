"""A query's tree made ready to be asked thousands of times a second: each node knows what to look for first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Final, Protocol

from hubdesk.query.fields import field_holds, range_holds
from hubdesk.query.needs import Needed, Way, either, rarest
from hubdesk.query.places import pairs, side_by_side, together
from hubdesk.query.reading import MOST_MARKS, Hit, Reading
from hubdesk.query.shortlist import Shortlist
from hubdesk.query.tree import All, Any, Field, In, Look, Near, Node, Not, Phrase, Range, Term, children, walk

Parts = frozenset[str]
MOST_SPREAD: Final = 5_000  # needs of a query's ways, written out


class Ready(Protocol):
    """One node. `needed` are words of which at least one must be there; None when none must.

    `ways` are the ways in which it can hold, with all that each needs.
    """

    needed: Needed | None
    ways: tuple[Way, ...]

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        """The places that make it hold within some parts of the page; None when it does not hold.

        `every`: every place counts, as beside a NEAR; otherwise enough of them to mark all words.
        """


def make_ready(root: Node) -> Ready:
    return make_all_ready(root)[id(root)]


def make_all_ready(root: Node) -> dict[int, Ready]:
    """Every node's, by its `id`. From the leaves up, so that a hundred brackets need no deep recursion."""
    made: dict[int, Ready] = {}
    for node in reversed(list(walk(root))):
        made[id(node)] = _make(node, [made[id(child)] for child in children(node)])
    return made


def _make(node: Node, inner: list[Ready]) -> Ready:
    match node:
        case Term():
            return _Term(node)
        case Phrase():
            return _Phrase(node, inner)
        case Near():
            return _Near(node, *inner)
        case All():
            return _All(inner)
        case Any():
            return _Any(inner)
        case Not():
            return _Not(*inner)
        case In():
            return _In(node, *inner)
        case Field() | Range():
            return _Fact(node)


def _ways(inner: Iterable[Ready]) -> tuple[Way, ...]:
    """What several that must all hold need together.

    Of a choice it is one word of each branch. One choice is spread out instead, when a branch needs several things at
    once: `("acme box" OR "acme mail") NOT job` is brought up by acme, not by every box.
    """
    needs: list[Needed] = []
    spread: Ready | None = None
    for child in inner:
        if len(child.ways) == 1:
            needs += child.ways[0]
        elif spread is None and any(len(way) > 1 for way in child.ways):
            spread = child
        elif child.needed is not None:
            needs.append(child.needed)
    if spread is not None and len(spread.ways) * len(needs) <= MOST_SPREAD:
        return tuple((*way, *needs) for way in spread.ways)
    if spread is not None and spread.needed is not None:
        needs.append(spread.needed)
    return (tuple(needs),)


class _Term:
    def __init__(self, term: Term) -> None:
        self._term = term
        self._key = "" if term.look is Look.WILD else term.key
        one = frozenset({term.key})
        need = Needed(one) if self._key else Needed(frozenset(), one)
        self.needed: Needed | None = need
        self.ways: tuple[Way, ...] = ((need,),)

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        if self._key and self._key not in reading.by_key:
            return None
        hits = reading.hits(self._term, parts)
        return (hits if every or len(hits) <= MOST_MARKS else hits[:MOST_MARKS]) or None


class _Phrase:
    def __init__(self, phrase: Phrase, terms: list[Ready]) -> None:
        self.needed = rarest(term.needed for term in terms)
        self.ways = _ways(terms)
        self._phrase = phrase
        self._asked = _times(phrase.terms)
        self._keys = tuple(dict.fromkeys(term.key for term in phrase.terms if term.look is not Look.WILD))

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        for key in self._keys:
            if key not in reading.by_key:
                return None
        if self._phrase.within is None:
            found = side_by_side(self._phrase, reading, parts, every)
            return list(found if every else islice(found, MOST_MARKS)) or None
        return list(together(self._asked, self._phrase.within, reading, parts, every)) or None


def _times(terms: Iterable[Term]) -> tuple[tuple[Term, int], ...]:
    """Each term once, with how often it is asked for."""
    alike = [replace(term, start=0, end=0) for term in terms]
    return tuple(Counter(alike).items())


class _Near:
    def __init__(self, near: Near, left: Ready, right: Ready) -> None:
        self.needed = rarest((left.needed, right.needed))
        self.ways = _ways((left, right))
        self._near = near
        self._left, self._right = left, right
        self._right_first = self.needed is right.needed

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        first, second = (self._right, self._left) if self._right_first else (self._left, self._right)
        one = first.holds(reading, parts, True)
        other = second.holds(reading, parts, True) if one else None
        if not one or not other:
            return None
        left, right = (other, one) if self._right_first else (one, other)
        return pairs(self._near, left, right, every) or None


class _All:
    def __init__(self, inner: list[Ready]) -> None:
        """What is rarest is asked first, what must not be there last."""
        self.needed = rarest(child.needed for child in inner)
        self.ways = _ways(inner)
        self._children = sorted(inner, key=_turn)

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        found: list[Hit] = []
        for child in self._children:
            hits = child.holds(reading, parts)
            if hits is None:
                return None
            found += hits
        return found


def _turn(child: Ready) -> tuple[bool, bool, tuple[int, int, int]]:
    return (isinstance(child, _Not), child.needed is None, child.needed.cost() if child.needed else (0, 0, 0))


class _Any:
    def __init__(self, inner: list[Ready]) -> None:
        self.needed = either(child.needed for child in inner)
        self.ways = tuple(way for child in inner for way in child.ways)
        self._children = inner
        self._shortlist = Shortlist(child.ways for child in inner)

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        found: list[Hit] | None = None
        for number in self._shortlist.among(reading):
            hits = self._children[number].holds(reading, parts, every)
            if hits is not None:
                found = hits if found is None else found + hits
        return found


class _Not:
    def __init__(self, child: Ready) -> None:
        self.needed: Needed | None = None
        self.ways: tuple[Way, ...] = ((),)
        self._child = child

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        return [] if self._child.holds(reading, parts) is None else None


class _In:
    def __init__(self, node: In, child: Ready) -> None:
        self.needed = child.needed
        self.ways = child.ways
        self._parts = node.parts
        self._child = child

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        return self._child.holds(reading, self._parts)


class _Fact:
    """A field or a range: about the mention itself, so it has no place."""

    def __init__(self, node: Field | Range) -> None:
        self.needed: Needed | None = None
        self.ways: tuple[Way, ...] = ((),)
        self._node = node

    def holds(self, reading: Reading, parts: Parts, every: bool = False) -> list[Hit] | None:
        if isinstance(self._node, Field):
            return [] if field_holds(self._node, reading.mention, reading.notes, reading.about) else None
        return [] if range_holds(self._node, reading.mention) else None
