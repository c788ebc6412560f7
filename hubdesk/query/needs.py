"""Which words a query cannot do without: an index that names, among many queries or branches, those worth asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.query.reading import Reading
from hubdesk.query.tree import All, Any, In, Look, Near, Node, Phrase, Term

# Words of nearly every text: of two words that are both needed, the other one is looked up.
_EVERYWHERE: Final = frozenset(
    """a ai au aux avec c ca ce ces cest chez d dans de des du elle en est et eu fait il ils j je l la le les leur m ma
    mais me mes moi mon n ne nous on ont ou par pas plus pour qu quand que qui s sa se ses si son sont sur t te tout tu
    un une vous y the to of and in is it i you for that on with this""".split()  # noqa: SIM905 - a list to be read
)


@dataclass(frozen=True, slots=True)
class Needed:
    """Keys and stems of which at least one must be in a mention for a node to hold."""

    keys: frozenset[str]
    stems: frozenset[str] = frozenset()

    def cost(self) -> tuple[int, int, int]:
        """How often it may be met, roughly: common words, then stems, then the number of words, long ones first."""
        shortest = min(map(len, self.keys | self.stems))
        return (len(self.keys & _EVERYWHERE), 2 * len(self.stems) + len(self.keys), -shortest)


def needed(node: Node) -> Needed | None:
    """None: nothing is needed, as in a query of fields alone."""
    match node:
        case Term(look=Look.WILD, key=key):
            return Needed(frozenset(), frozenset({key}))
        case Term(key=key):
            return Needed(frozenset({key}))
        case Phrase(terms=inner) | All(children=inner):
            return _rarest(inner)
        case Near(left=left, right=right):
            return _rarest((left, right))
        case Any(children=inner):
            keys: set[str] = set()
            stems: set[str] = set()
            for child in inner:
                one = needed(child)
                if one is None:
                    return None
                keys |= one.keys
                stems |= one.stems
            return Needed(frozenset(keys), frozenset(stems))
        case In(child=child):
            return needed(child)
        case _:
            return None


def _rarest(nodes: Iterable[Node]) -> Needed | None:
    known = [one for node in nodes if (one := needed(node)) is not None]
    return min(known, key=Needed.cost, default=None)


class Index:
    """Many nodes, by the words they need."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._always: list[int] = []
        self._by_key: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[tuple[str, int]]] = {}  # first two letters: whole stem, node
        for number, node in enumerate(nodes):
            one = needed(node)
            if one is None:
                self._always.append(number)
                continue
            for key in one.keys:
                self._by_key.setdefault(key, []).append(number)
            for stem in one.stems:
                self._by_stem.setdefault(stem[:2], []).append((stem, number))

    def present(self, reading: Reading) -> list[int]:
        """The numbers of the nodes that may hold, in order."""
        wanted = set(self._always)
        for key in self._by_key.keys() & reading.by_key.keys():
            wanted.update(self._by_key[key])
        if self._by_stem:
            begun = reading.by_beginning
            for two in self._by_stem.keys() & begun.keys():
                for stem, number in self._by_stem[two]:
                    if number not in wanted and any(key.startswith(stem) for key in begun[two]):
                        wanted.add(number)
        return sorted(wanted)
