"""Which topics a mention is heard by, and because of which words.

A mention is cut into words once for all topics. Each topic names words of which at least one must be there; only
topics whose words are there are evaluated, so that fifty topics cost little more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hubdesk.core import Mark, Match, Mention, Notes, Topic
from hubdesk.query.fields import SPOKEN, field_holds, range_holds
from hubdesk.query.places import hits
from hubdesk.query.reading import Hit, Reading
from hubdesk.query.syntax import parse
from hubdesk.query.tree import All, Any, Field, In, Look, Near, Node, Not, Phrase, Query, Range, Term, children

NO_NOTES = Notes()


class Matcher:
    """Topics made ready. Raises QueryError when one of their queries cannot be read."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = tuple((topic, parse(topic.query).tree) for topic in topics)
        self._always: list[int] = []
        self._by_key: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[tuple[str, int]]] = {}  # first two letters: whole stem, topic
        for number, (_topic, tree) in enumerate(self._topics):
            needed = _needed(tree)
            if needed is None:
                self._always.append(number)
                continue
            for key in needed.keys:
                self._by_key.setdefault(key, []).append(number)
            for stem in needed.stems:
                self._by_stem.setdefault(stem[:2], []).append((stem, number))

    def match(
        self, mention: Mention, notes: Notes = NO_NOTES, parts: Mapping[str, str] | None = None
    ) -> tuple[Match, ...]:
        """Every topic that hears the mention, in the topics' order. `parts` stands for the mention's own parts."""
        reading = Reading(mention, notes, parts)
        wanted = set(self._always)
        for key in reading.by_key.keys() & self._by_key.keys():
            wanted.update(self._by_key[key])
        if self._by_stem:
            for key in reading.by_key:
                for stem, number in self._by_stem.get(key[:2], ()):
                    if key.startswith(stem):
                        wanted.add(number)
        heard = []
        for number in sorted(wanted):
            topic, tree = self._topics[number]
            found = holds(tree, reading, SPOKEN)
            if found is not None:
                heard.append(Match(topic.id, topic.version, reading.marks(found)))
        return tuple(heard)


def test(
    query: Query,
    mention: Mention,
    notes: Notes = NO_NOTES,  # noqa: PT028 - no pytest function
    parts: Mapping[str, str] | None = None,  # noqa: PT028
) -> tuple[Mark, ...] | None:
    """The words that make the query match (none for a query of fields alone), or None when it does not."""
    reading = Reading(mention, notes, parts)
    found = holds(query.tree, reading, SPOKEN)
    return None if found is None else reading.marks(found)


test.__test__ = False  # type: ignore[attr-defined]  # a test file that imports it does not mean a test


def holds(node: Node, reading: Reading, parts: frozenset[str]) -> list[Hit] | None:
    """The places that make a node hold within some parts of the page, or None when it does not."""
    match node:
        case Term() | Phrase() | Near():
            return hits(node, reading, parts) or None
        case All(children=inner):
            together: list[Hit] = []
            for child in inner:
                found = holds(child, reading, parts)
                if found is None:
                    return None
                together += found
            return together
        case Any(children=inner):
            either = [found for child in inner if (found := holds(child, reading, parts)) is not None]
            return [hit for found in either for hit in found] if either else None
        case Not(child=child):
            return [] if holds(child, reading, parts) is None else None
        case In(parts=where, child=child):
            return holds(child, reading, where)
        case Field():
            return [] if field_holds(node, reading.mention, reading.notes) else None
        case Range():
            return [] if range_holds(node, reading.mention) else None


@dataclass(frozen=True, slots=True)
class Needed:
    """Keys and stems of which at least one must be in a mention for a node to hold."""

    keys: frozenset[str]
    stems: frozenset[str] = frozenset()

    def cost(self) -> tuple[int, int]:
        return (len(self.stems), len(self.keys))

    def __or__(self, other: Needed) -> Needed:
        return Needed(self.keys | other.keys, self.stems | other.stems)


def _needed(node: Node) -> Needed | None:
    """None: nothing is needed, as in a query of fields alone."""
    match node:
        case Term(look=Look.WILD, key=key):
            return Needed(frozenset(), frozenset({key}))
        case Term(key=key):
            return Needed(frozenset({key}))
        case Phrase(terms=terms):
            return _rarest(terms)
        case Near(left=left, right=right):
            return _rarest((left, right))
        case All(children=inner):
            return _rarest(inner)
        case Any(children=inner):
            together = Needed(frozenset())
            for child in inner:
                needed = _needed(child)
                if needed is None:
                    return None
                together = together | needed
            return together
        case In(child=child):
            return _needed(child)
        case _:
            return None


def _rarest(nodes: tuple[Node, ...]) -> Needed | None:
    """The child that asks for the fewest words; among equals the one with the longest, which is rarely a small word."""
    known = [needed for node in nodes if (needed := _needed(node)) is not None]
    return min(known, key=lambda one: (one.cost(), -min(map(len, one.keys | one.stems))), default=None)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, or why not, as a tree for people: a piece of the query, whether it held, its words in the mention."""

    text: str
    held: bool
    marks: tuple[Mark, ...] = ()
    children: tuple[Reason, ...] = ()


def explain(query: Query, mention: Mention, notes: Notes = NO_NOTES, parts: Mapping[str, str] | None = None) -> Reason:
    """Every piece of the query on its own, also of a query that does not match. What is under NOT held is a culprit."""
    reading = Reading(mention, notes, parts)

    def reason(node: Node, where: frozenset[str]) -> Reason:
        found = holds(node, reading, where)
        inner = node.parts if isinstance(node, In) else where
        return Reason(
            " ".join(query.text[node.start : node.end].split()),
            found is not None,
            reading.marks(found or ()),
            tuple(reason(child, inner) for child in children(node)),
        )

    return reason(query.tree, SPOKEN)
