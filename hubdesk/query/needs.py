"""Which words a query cannot do without: an index that names, among many queries or branches, those worth asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hubdesk.query.reading import Reading

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

    def names(self) -> frozenset[str]:
        """Both in one: a stem is written with a star."""
        return self.keys.union(f"{stem}*" for stem in self.stems)

    def cost(self) -> tuple[int, int, int]:
        """How often it may be met, roughly: common words, then stems, then the number of words, long ones first."""
        shortest = min(map(len, self.keys | self.stems))
        return (len(self.keys & _EVERYWHERE), 2 * len(self.stems) + len(self.keys), -shortest)


Way = tuple[Needed, ...]  # what must all be there for a query to hold in one way


def is_stem(name: str) -> bool:
    """Whether a name is a stem's. A sign's may end with a star's enclosed form, not with a star."""
    return name.endswith("*")


def commonness(name: str) -> int:
    """How often a word or a stem is met, on a rough scale of our own."""
    if name in _EVERYWHERE:
        return 1_000
    return max(1, 8 - len(name)) + 4 * is_stem(name)


def rarest(among: Iterable[Needed | None]) -> Needed | None:
    """Of several needs that must all be met, the one that fewest mentions meet."""
    return min((one for one in among if one is not None), key=Needed.cost, default=None)


def either(among: Iterable[Needed | None]) -> Needed | None:
    """Of several needs of which one must be met: all of them together; None when one branch needs nothing."""
    keys: set[str] = set()
    stems: set[str] = set()
    for one in among:
        if one is None:
            return None
        keys |= one.keys
        stems |= one.stems
    return Needed(frozenset(keys), frozenset(stems))


class Index:
    """Many nodes, by the words they need: only those that may hold in a mention are asked."""

    def __init__(self, needs: Iterable[Needed | None]) -> None:
        self._always: list[int] = []
        self._by_key: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[tuple[str, int]]] = {}  # first two letters: whole stem, node
        for number, one in enumerate(needs):
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
            begun = self._by_stem.get
            for key in reading.by_key:
                for stem, number in begun(key[:2], ()):
                    if key.startswith(stem):
                        wanted.add(number)
        return sorted(wanted)
