"""Which of many may hold, from the words that are there: topics for a mention, or branches of an OR.

Few do, however many ask for the same word. A query holds in one of some *ways* (the branches of its ORs), and each way
needs several things at once, of each of which one word must be there. Two needs of a way are looked up, those that
fewest texts and fewest other ways share: `orange NEAR/5 x` is brought up by x where orange is, not by every orange.
Exact: what is left out cannot hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set

from hubdesk.query.needs import Way, commonness, is_stem
from hubdesk.query.reading import Reading
from hubdesk.query.words import STEM


class Shortlist:
    """Topics, or branches, by number, in the order of their `ways`."""

    def __init__(self, each: Iterable[tuple[Way, ...]]) -> None:
        ways = [(number, way) for number, ways in enumerate(each) for way in ways]
        shared = Counter(name for _number, way in ways for need in way for name in need.names())
        self._always: list[int] = []
        self._alone: dict[str, list[int]] = {}  # what needs nothing but one of these
        groups: dict[frozenset[str], dict[str, list[int]]] = {}
        for number, way in ways:
            needs = sorted({need.names() for need in way}, key=lambda names: (_weight(names, shared), sorted(names)))
            if not needs:
                self._always.append(number)
                continue
            found = self._alone if len(needs) == 1 else groups.setdefault(needs[0], {})
            for name in needs[min(1, len(needs) - 1)]:
                found.setdefault(name, []).append(number)
        self._paired: dict[str, list[dict[str, list[int]]]] = {}  # by the first need's names, then the second's
        for names, group in groups.items():
            for name in names:
                self._paired.setdefault(name, []).append(group)
        self.names = frozenset(self._alone).union(self._paired, *groups.values())
        self._stems: dict[str, list[str]] = {}  # by their first letters
        for name in self.names:
            if is_stem(name):
                self._stems.setdefault(name[:STEM], []).append(name)

    def numbers(self, names: Set[str]) -> list[int]:
        """Those that may hold where these names are, in order. What needs no word always may."""
        if not names:
            return self._always
        wanted = set(self._always)
        for name in names:
            if name in self._alone:
                wanted.update(self._alone[name])
            if name in self._paired:
                for group in self._paired[name]:
                    for other in names & group.keys():
                        wanted.update(group[other])
        return sorted(wanted)

    def among(self, reading: Reading) -> list[int]:
        """Those that may hold in what was read."""
        if reading.names is not None:
            return self.numbers(reading.names & self.names)
        names = reading.by_key.keys() & self.names
        if self._stems:
            begun = reading.by_beginning
            for beginning in self._stems.keys() & begun.keys():
                for name in self._stems[beginning]:
                    if any(key.startswith(name[:-1]) for key in begun[beginning]):
                        names.add(name)
        return self.numbers(names)


def _weight(names: frozenset[str], shared: Counter[str]) -> int:
    """How often a need is met, roughly, by texts that matter: what many ask for is much spoken of."""
    return sum(shared[name] + commonness(name) for name in names)
