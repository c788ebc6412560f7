"""Which of many topics may hear a mention, from the words that are there: few are, however many ask for the same word.

A query holds in one of some *ways* (the branches of its ORs), and each way needs several things at once, of each of
which one word must be there. Two needs of a way are looked up, those that fewest texts and fewest other ways share:
`orange NEAR/5 x` is brought up by x where orange is, not by every orange. Exact: what is left out cannot hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from typing import Final

from hubdesk.query.needs import Way, commonness

_ALONE: Final = ""  # in place of a second need


class Shortlist:
    """Topics by number, in the order of their `ways`."""

    def __init__(self, topics: Iterable[tuple[Way, ...]]) -> None:
        ways = [(number, way) for number, ways in enumerate(topics) for way in ways]
        shared = Counter(name for _number, way in ways for need in way for name in need.names())
        self._always: list[int] = []
        groups: dict[frozenset[str], dict[str, list[int]]] = {}
        for number, way in ways:
            needs = sorted({need.names() for need in way}, key=lambda names: (_weight(names, shared), sorted(names)))
            if not needs:
                self._always.append(number)
                continue
            group = groups.setdefault(needs[0], {})
            for name in needs[1] if len(needs) > 1 else (_ALONE,):
                group.setdefault(name, []).append(number)
        self._by_name: dict[str, list[dict[str, list[int]]]] = {}
        for names, group in groups.items():
            for name in names:
                self._by_name.setdefault(name, []).append(group)
        self.names = frozenset(self._by_name).union(*groups.values()) - {_ALONE}

    def numbers(self, names: Set[str]) -> list[int]:
        """The topics that may hold where these names are, in order. Those that need no word always may."""
        if not names:
            return self._always
        wanted = set(self._always)
        by_name = self._by_name
        for name in names:
            for group in by_name.get(name, ()):
                wanted.update(group.get(_ALONE, ()))
                for other in names & group.keys():
                    wanted.update(group[other])
        return sorted(wanted)


def _weight(names: frozenset[str], shared: Counter[str]) -> int:
    """How often a need is met, roughly, by texts that matter: what many ask for is much spoken of."""
    return sum(shared[name] + commonness(name) for name in names)
