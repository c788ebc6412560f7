"""What each term of a query brings: the mentions it helps to hold, and those that it brings alone.

A term is a word, a phrase, a field or a range, wherever the query has that text; what stands under NOT brings nothing.
It helps where it held and everything above it held too. It brings a mention *alone* when the query would not hold
there without it. For that a mention is read once; then a term is taken away by climbing from it towards the query's
root, as long as something falls. Only a NEAR is asked anew, without the term: which words it paired cannot be told
from what held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import About, Mention, Notes
from hubdesk.query.fields import SPOKEN
from hubdesk.query.needs import Index
from hubdesk.query.reading import Reading
from hubdesk.query.ready import Ready, make_all_ready, make_ready
from hubdesk.query.tree import All, Any, In, Near, Node, Not, Phrase, Query, children, walk

MOST_WORK: Final = 60_000  # over all mentions; a NEAR asked anew in a short text is 1: some two seconds in the end
_MOST_KEPT: Final = 200_000  # nodes of NEARs made ready without a term
_MOST_PRESENT: Final = 32  # terms of one NEAR looked at in one mention; only a hostile text holds more

Sample = tuple[Mention, Notes, About]


@dataclass(frozen=True, slots=True)
class Brought:
    """A term, where it first stands in the query, how many mentions it helps to hold, and which it brings alone.

    `alone_at` are places in the sample.
    """

    text: str
    start: int
    end: int
    mentions: int
    alone_at: tuple[int, ...]

    @property
    def alone(self) -> int:
        return len(self.alone_at)


@dataclass(frozen=True, slots=True)
class Bringing:
    """What a sample tells. `held`: places of the mentions that the query hears. `solid`: those that two terms or more
    vouch for, each of which could go. `read`: how many were looked at, before the work became too much."""

    terms: tuple[Brought, ...]
    held: tuple[int, ...]
    solid: tuple[int, ...]
    read: int


def brings(query: Query, sample: Sequence[Sample], most_work: int = MOST_WORK) -> Bringing:
    """Commonest terms first; those that bring nothing are left out."""
    scales = _Scales(query)
    helped: dict[str, int] = {}
    alone: dict[str, list[int]] = {}
    held, solid, read = list[int](), list[int](), 0
    for place, one in enumerate(sample):
        if scales.work > most_work:
            break
        read += 1
        weighed = scales.weigh(*one)
        if weighed is None:
            continue
        held.append(place)
        for text, is_alone in weighed.items():
            helped[text] = helped.get(text, 0) + 1
            if is_alone:
                alone.setdefault(text, []).append(place)
        if sum(not is_alone for is_alone in weighed.values()) > 1:
            solid.append(place)
    terms = [Brought(text, *scales.spans[text], count, tuple(alone.get(text, ()))) for text, count in helped.items()]
    terms.sort(key=_commonest_first)
    return Bringing(tuple(terms), tuple(held), tuple(solid), read)


def _commonest_first(term: Brought) -> tuple[int, int, int]:
    return (-term.mentions, -term.alone, term.start)


class _Scales:
    """A query made ready to be weighed. Nodes go by their number in `walk`: a node always before what is in it."""

    def __init__(self, query: Query) -> None:
        self.work = 0
        self.spans: dict[str, tuple[int, int]] = {}  # where each term first stands
        ready = make_all_ready(query.tree)
        self._nodes: list[Node] = []  # what is not inside a NEAR or a phrase
        self._ready: list[Ready] = []
        self._parent: list[int] = []
        self._inside: list[list[int]] = []
        self._parts: list[frozenset[str]] = []
        self._texts: dict[int, str] = {}  # each term's, where it stands outside a NEAR and not under NOT
        self._nears: dict[int, _NearBy] = {}
        waiting: list[tuple[Node, int, frozenset[str], bool]] = [(query.tree, -1, SPOKEN, True)]
        while waiting:
            node, parent, parts, counts = waiting.pop()
            at = len(self._nodes)
            self._nodes.append(node)
            self._ready.append(ready[id(node)])
            self._parent.append(parent)
            self._inside.append([])
            self._parts.append(parts)
            if parent >= 0:
                self._inside[parent].append(at)
            if isinstance(node, All | Any | Not | In):
                below = node.parts if isinstance(node, In) else parts
                still = counts and not isinstance(node, Not)
                waiting += [(child, at, below, still) for child in reversed(children(node))]
            elif counts:
                terms: list[Node] = list(_terms(node)) if isinstance(node, Near) else [node]
                names = [self._name(query.text, term) for term in terms]
                if isinstance(node, Near):
                    self._nears[at] = _NearBy(node, parts, terms, names, [ready[id(term)] for term in terms])
                else:
                    self._texts[at] = names[0]
        self._asked = [at for at, node in enumerate(self._nodes) if not isinstance(node, All | Any | Not | In)]
        self._index = Index(self._ready[at].needed for at in self._asked)

    def weigh(self, mention: Mention, notes: Notes, about: About) -> dict[str, bool] | None:
        """Each term that helps to hold the mention, and whether it does so alone; None when the query hears it not."""
        reading = Reading(mention, notes, None, about)
        truth = self._truths(reading)
        if not truth[0]:
            return None
        helping: dict[str, set[int]] = {}  # a term's text, and the nodes that fall without it
        for at in self._asked:
            if truth[at] and self._counts(at, truth):
                if at in self._texts:
                    helping.setdefault(self._texts[at], set()).add(at)
                elif at in self._nears:
                    for text, falls in self._nears[at].helping(reading):
                        fallen = helping.setdefault(text, set())
                        if falls:
                            fallen.add(at)
                    self.work += self._nears[at].work()
        self.work += (len(self._nodes) + 6 * len(helping)) // 50
        return {text: self._root_falls(fallen, truth) for text, fallen in helping.items()}

    def _name(self, text: str, term: Node) -> str:
        name = " ".join(text[term.start : term.end].split())
        self.spans.setdefault(name, (term.start, term.end))
        return name

    def _truths(self, reading: Reading) -> list[bool]:
        truth = [False] * len(self._nodes)
        for number in self._index.present(reading):
            at = self._asked[number]
            truth[at] = self._ready[at].holds(reading, self._parts[at]) is not None
        for at in range(len(truth) - 1, -1, -1):
            match self._nodes[at]:
                case All() | In():
                    truth[at] = all(truth[child] for child in self._inside[at])
                case Any():
                    truth[at] = any(truth[child] for child in self._inside[at])
                case Not():
                    truth[at] = not truth[self._inside[at][0]]
        return truth

    def _counts(self, at: int, truth: list[bool]) -> bool:
        """Whether all that is above a node held too: else it helped nothing."""
        while at >= 0:
            if not truth[at]:
                return False
            at = self._parent[at]
        return True

    def _root_falls(self, fallen: set[int], truth: list[bool]) -> bool:
        """Whether the query falls with these nodes. From the last one up: what is inside has the greater number."""
        gone, waiting = set(fallen), sorted(fallen)
        while waiting:
            at = waiting.pop()
            if at == 0:
                return True
            parent = self._parent[at]
            if parent in gone:
                continue
            others = (truth[child] and child not in gone for child in self._inside[parent])
            if not isinstance(self._nodes[parent], Any) or not any(others):
                gone.add(parent)
                waiting = sorted({*waiting, parent})
        return False


class _NearBy:
    """A NEAR and the terms inside it, each of which it can be asked without."""

    def __init__(
        self, near: Near, parts: frozenset[str], terms: list[Node], names: list[str], ready: list[Ready]
    ) -> None:
        self._near, self._parts, self._terms, self._names = near, parts, terms, names
        self._size = sum(1 for _node in walk(near))
        self._index = Index(one.needed for one in ready)
        self._kept: dict[tuple[int, bool], Ready | None] = {}
        self._work = 0

    def work(self) -> int:
        """How much was done since this was last called."""
        done, self._work = self._work, 0
        return done

    def helping(self, reading: Reading) -> Iterator[tuple[str, bool]]:
        """The terms that took part in a pair, and whether the NEAR would not hold without them."""
        done: set[str] = set()
        for number in self._index.present(reading)[:_MOST_PRESENT]:
            name = self._names[number]
            if name not in done and self._holds(reading, number, without=False):
                done.add(name)
                yield name, not self._holds(reading, number, without=True)

    def _holds(self, reading: Reading, number: int, *, without: bool) -> bool:
        if (number, without) not in self._kept:
            if len(self._kept) * self._size > _MOST_KEPT:
                self._kept.clear()
            same = {
                id(term) for term, name in zip(self._terms, self._names, strict=True) if name == self._names[number]
            }
            cut = _without(self._near, same) if without else _only(self._near, id(self._terms[number]))
            self._kept[number, without] = None if cut is None else make_ready(cut)
            self._work += self._size // 20
        ready = self._kept[number, without]
        self._work += 1 + self._size * len(reading.tokens) // 5_000
        return ready is not None and ready.holds(reading, self._parts) is not None


def _terms(node: Node) -> Iterator[Node]:
    """The words and phrases of a NEAR."""
    if isinstance(node, Near | Any):
        for child in children(node):
            yield from _terms(child)
    else:
        yield node


def _without(node: Node, terms: set[int]) -> Node | None:
    """A NEAR's node without some terms; None when it cannot be without them."""
    if id(node) in terms:
        return None
    match node:
        case Any():
            left = tuple(one for one in (_without(child, terms) for child in node.children) if one is not None)
            return replace(node, children=left) if left else None
        case Near():
            one, other = _without(node.left, terms), _without(node.right, terms)
            return None if one is None or other is None else replace(node, left=one, right=other)
    return node


def _only(node: Node, term: int) -> Node:
    """A NEAR's node in which, of each choice that offers the term, only the way to it is left."""
    match node:
        case Any():
            way = [child for child in node.children if _holds_term(child, term)]
            return _only(way[0], term) if way else node
        case Near():
            return replace(node, left=_only(node.left, term), right=_only(node.right, term))
    return node


def _holds_term(node: Node, term: int) -> bool:
    return any(id(one) == term for one in _terms(node))


def asked_words(query: Query) -> tuple[frozenset[str], tuple[str, ...]]:
    """The keys a query asks for, and the stems of its wildcards: what says nothing of a mention that it brought."""
    keys: set[str] = set()
    stems: set[str] = set()
    for node in walk(query.tree):
        if isinstance(node, Phrase):
            continue
        key = getattr(node, "key", "")
        if key:
            (stems if getattr(node, "look", "") == "wild" else keys).add(key)
    return frozenset(keys), tuple(sorted(stems))


def texts_at(sample: Sequence[Sample], places: Iterable[int]) -> tuple[str, ...]:
    """What some mentions of the sample say, title and all."""
    return tuple(said(sample[place][0]) for place in places)


def said(mention: Mention) -> str:
    """What a mention says, without what only stood beside it on the page."""
    return f"{mention.title}\n{mention.text}" if mention.title else mention.text
