"""What the numbers in columns stand for: topics heard together, readings, facets and authors, each met once.

Tables only grow, and a number's meaning never changes: a look at the rows of before stays true. One thread adds at a
time; whoever reads takes what was there when it looked.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from hubdesk.core.place_codes import INSEE
from hubdesk.query.fields import sayings
from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_rows import Array, Mask
from hubdesk.store.columns_sorts import Opened, Sorts, Values
from hubdesk.store.notes import load_notes
from hubdesk.store.tone_counts import tone_of

SOURCE, NETWORK, KIND, LANGUAGE, DUPLICATE, GONE, UNDATED = range(7)  # places in a facet
TONES: Final = ("unread", "negative", "neutral", "positive", "unknown", "none")  # as tone_counts numbers them


class Combos:
    """Topics that hear a mention together, by the session's number of each combination."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.code: dict[int, int] = {}
        self.topics = Sorts()  # their ids, as text, also of those that were removed since
        self.present = frozenset[str]()  # those that the session still has
        self._shown: tuple[frozenset[str], Opened] = (self.present, Opened(()))

    def add(self, id_: int, topics: str) -> int:
        self.topics.add(filter(None, topics.split(",")))
        self.ids.append(id_)
        self.code[id_] = len(self.ids) - 1
        return self.code[id_]

    def shown(self) -> tuple[Array, Opened]:
        """Which topics hear each, of those that the session still has."""
        array, present = self.topics.array(), self.present
        if self._shown[0] != present or len(self._shown[1]) != len(self.topics.sets):
            told = tuple(tuple(topic for topic in one if topic in present) for one in self.topics.sets)
            self._shown = present, Opened(told)
        return array, self._shown[1]

    def having(self, wanted: Collection[str]) -> Mask:
        """Those in which one of these topics is, also of removed ones; "" is for those that no topic hears any more."""
        held = self.topics.having({*wanted} - {""})
        if "" in wanted:
            array, opened = self.shown()
            alone = np.array([values == [""] for values in map(opened.of, range(len(opened)))], bool)
            held = held | alone[array[: len(held)]]
        return held

    def of(self, id_: int) -> int:
        """A number that no table has, as only another hand could leave it, hears nothing."""
        known = self.code.get(id_)
        return self.add(id_, "") if known is None else known


class Readings:
    """What was read in mentions, by the session's number of each reading."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.code: dict[int, int] = {}
        self.tones = Sorts()  # a word of tone_counts.FIELDS each: what is nobody's opinion is told from what is unread
        self.themes, self.departments, self.communes, self.targets = Sorts(), Sorts(), Sorts(), Sorts()
        self.irony = Sorts()
        self.sayings = Sorts()  # all that `place:` finds them by
        self.asked = Sorts()  # who has read them, by name: of what was taken back nobody ever will

    def add(self, id_: int, found: str, themes: str, departments: str, targets: str, versions: str) -> int:
        said, notes = _lines(versions), load_notes(found)
        self.tones.add((TONES[tone_of(id_, said)],))
        self.themes.add(_lines(themes))
        self.departments.add(_lines(departments))
        self.targets.add(_lines(targets))
        self.communes.add(one.removeprefix(INSEE) for one in notes.places if one.startswith(INSEE))
        self.sayings.add(saying for place in notes.places for saying in sayings(place))
        self.irony.add(() if notes.irony is None else ("yes" if notes.irony else "no",))
        self.asked.add(sorted(one.partition("=")[0] for one in said))
        self.ids.append(id_)
        self.code[id_] = len(self.ids) - 1
        return self.code[id_]

    def of(self, id_: int) -> int:
        """As `Combos.of`: one that no table has says its tone by its number, and nothing else."""
        known = self.code.get(id_)
        return self.add(id_, "{}", "", "", "", "") if known is None else known


def _lines(told: str) -> Values:
    return tuple(told.split("\n")) if told else ()


Facet = tuple[int, str, str, str, bool | None, bool, bool]
"""Source, network, kind, language, whether it is a duplicate (None: nobody asked), whether it was taken back, and
whether nobody knows when it was published."""


class Facets:
    """What few values make up and many mentions share."""

    def __init__(self, facets: Iterable[Facet] = ()) -> None:
        self.all: list[Facet] = list(facets)
        self.code = {facet: code for code, facet in enumerate(self.all)}
        self._adding = threading.Lock()  # who looks back at an instant adds too, in its own thread

    def of(self, facet: Facet) -> int:
        known = self.code.get(facet)
        if known is not None:
            return known
        with self._adding:
            if facet not in self.code:
                self.all.append(facet)
                self.code[facet] = len(self.all) - 1
            return self.code[facet]

    def column(self, place: int) -> list[Any]:
        return [facet[place] for facet in self.all]


@dataclass(frozen=True, slots=True)
class Tables:
    """All of them."""

    combos: Combos
    readings: Readings
    facets: Facets
    authors: Authors
    sources: dict[int, str]  # their names of now, by their ids

    def ids(self, column: str, codes: Sequence[int] | Array) -> Array:
        """The session's numbers behind codes of `combo` or `reading`."""
        known = self.combos.ids if column == "combo" else self.readings.ids
        return np.array(known, np.int64)[codes]
