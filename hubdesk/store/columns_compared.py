"""What a comparison counts, from columns: what compared.py counts in SQL, to the last mention."""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np

from hubdesk.core.compared import EACH_ONCE, Counted, Sort
from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_counts import MOST_PAIRS, Counts
from hubdesk.store.columns_rows import WIDEST, Array, taken_from, tallied
from hubdesk.store.columns_sorts import Opened
from hubdesk.store.columns_tables import Combos, Tables
from hubdesk.store.compared import ASKING, LOOKED_BACK, Own
from hubdesk.store.compared_names import Names

_WHO: Final = "SELECT id, network, handle, author_id FROM mention WHERE id IN (SELECT value FROM json_each(?))"
_SORTS: Final = 1 << len(Sort)
_REPOST, _DUPLICATE, _COMPLAINT = Sort.REPOST.value, Sort.DUPLICATE.value, Sort.COMPLAINT.value
_FEW: Final = 16  # hashes that are looked for one by one


def counted(connection: sqlite3.Connection, cut: Counts, own: Sequence[str] = ()) -> tuple[Counted, ...]:
    """As compared.counted, of what a cut takes."""
    if cut.scope.length <= 0 or not cut.scope.topics:
        return ()
    tables, topics = cut.tables, tuple(topic.id for topic in cut.scope.topics)
    size = len(tables.facets.all), len(tables.readings.ids), len(tables.combos.ids)  # who looks back in time adds some
    numbered = cut.found.get(("compared", topics, size), partial(_numbered, tables, topics))
    numbers = taken_from(numbered.of_facet, cut.column("facet"))
    numbers += taken_from(numbered.of_reading, cut.column("reading"))
    numbers += taken_from(numbered.of_combo, cut.column("combo"))
    whose = _whose(connection, cut, Names(connection, own))
    if whose is not None:
        numbers += taken_from((whose * len(numbered.heard)).astype(numbers.dtype), cut.column("author"))
    return tuple(numbered.told(numbers))


def written_by(connection: sqlite3.Connection, cut: Counts, own: Own) -> list[int]:
    """All mentions that the brands' accounts wrote since shortly before the scope, and some by who is called alike."""
    since = min(cut.scope.start, cut.scope.end - LOOKED_BACK)
    names = Names(connection, [account for _topic, named in own for account in named])
    held = _likely(cut.tables.authors, names.named)[cut.rows.author]
    ids: list[int] = cut.rows.id[held & (cut.rows.at >= since)].tolist()
    return ids


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """What makes one number of a mention's source, its sorts and the topics that heard it: the sum of what its facet,
    its reading, its author (see `_whose`) and its combination add. The same for every scope of these topics.

    `heard`: sets of the topics, and which of `topics` (ids, ascending, EACH_ONCE first) each of its `values` is. Of
    facets that are alike: which of `sources` (ids, ascending) is theirs, their `sorts`, `telling` (which sorts a
    reading or an author may add), and whether they `are_gone`.
    """

    heard: Opened
    topics: Array
    values: Array
    sources: Array
    source: Array
    sorts: Array
    telling: Array
    are_gone: Array
    of_facet: Array
    of_reading: Array
    of_combo: Array

    def __len__(self) -> int:
        """How many numbers are kept."""
        return len(self.of_facet) + len(self.of_reading) + len(self.of_combo)

    def told(self, numbers: Array) -> Iterator[Counted]:
        """Numbers of mentions as counts: of each topic, and of all each mention once."""
        met, mentions = _tallied(numbers, len(self.source) * _SORTS * len(self.heard))
        number, sets = np.divmod(met, len(self.heard))
        place, value = self.heard.open(sets)
        heard = np.flatnonzero(self.values[value])
        topic = np.concatenate((np.zeros(len(met), np.int64), self.values[value[heard]]))
        number, mentions = (np.concatenate((one, one[place[heard]])) for one in (number, mentions))
        facet, more = np.divmod(number, _SORTS)
        sorts = self.sorts[facet] | more & self.telling[facet]
        keys, row = np.unique((topic * len(self.sources) + self.source[facet]) * _SORTS + sorts, return_inverse=True)
        sums = (np.bincount(row, weights=one).astype(np.int64) for one in (mentions, mentions * self.are_gone[facet]))
        both, sorts = np.divmod(keys, _SORTS)
        topic, source = np.divmod(both, len(self.sources))
        told = self.topics[topic], self.sources[source], sorts, *sums
        return map(Counted, *(one.tolist() for one in told))


def _numbered(tables: Tables, topics: Sequence[int]) -> _Numbered:
    met: dict[tuple[int, int, int, bool], int] = {}
    of_facet = []
    for source, _network, kind, _language, is_duplicate, is_gone, _undated in list(tables.facets.all):
        sorts = _REPOST * (kind == "repost") + _DUPLICATE * bool(is_duplicate)
        one = (source, sorts, _SORTS - 1 if kind in ASKING else ~_COMPLAINT, is_gone)
        of_facet.append(met.setdefault(one, len(met)))
    whence, kinds, telling, are_gone = np.array([*met], np.int64).reshape(-1, 4).T
    sources, of_source = np.unique(whence, return_inverse=True)
    heard, of_combo = _heard(tables.combos, {str(topic) for topic in topics})
    ids, values = np.unique([EACH_ONCE, *(int(value or EACH_ONCE) for value in heard.values)], return_inverse=True)
    many = len(heard)
    width: Any = np.int32 if len(met) * _SORTS * many < WIDEST else np.int64
    return _Numbered(
        heard,
        ids,
        values[1:],
        sources,
        of_source,
        kinds,
        telling,
        are_gone,
        np.array(of_facet, width) * width(_SORTS * many),
        tables.readings.tones.having({"negative"}) * width(_COMPLAINT * many),
        of_combo.astype(width),
    )


def _whose(connection: sqlite3.Connection, cut: Counts, names: Names) -> Array | None:
    """Of each author Sort.INSIDER and Sort.OWN, by one mention of each who may be one; None: nobody may be."""
    if not names.named:
        return None
    author = cut.column("author")
    places = np.flatnonzero(taken_from(_likely(cut.tables.authors, names.named), author))
    if not len(places):
        return None
    codes, first = np.unique(author[places], return_index=True)
    of = dict(zip(cut.column("id")[places[first]].tolist(), codes.tolist(), strict=True))
    found: Array = np.zeros(len(cut.tables.authors.arrays[0]), np.int64)
    for id_, network, handle, author_id in connection.execute(_WHO, (json.dumps([*of]),)):
        found[of[id_]] = names.whose(network, handle, author_id)
    return found


def _heard(combos: Combos, wanted: Collection[str]) -> tuple[Opened, Array]:
    """Sets of the wanted topics, and which of them each combination is."""
    array, sets = combos.topics.array(), list(combos.topics.sets)
    met: dict[tuple[str, ...], int] = {}
    of_set = [met.setdefault(tuple(one for one in values if one in wanted), len(met)) for values in sets]
    return Opened([*met]), np.array(of_set, np.int64)[array]


def _tallied(numbers: Array, most: int) -> tuple[Array, Array]:
    """The numbers that occur, and how often each does."""
    if most > MOST_PAIRS:
        return np.unique(numbers, return_counts=True)
    counts = tallied(numbers, most)
    met = np.flatnonzero(counts)
    return met, counts[met]


@dataclass(slots=True)
class _Known:
    """Which authors may be one of these names, as far as they were looked at."""

    named: frozenset[str] = frozenset()
    likely: Array = field(default_factory=lambda: np.zeros(0, bool))


_KNOWN: Final[weakref.WeakKeyDictionary[Authors, _Known]] = weakref.WeakKeyDictionary()
_KNOWING: Final = threading.Lock()


def _likely(authors: Authors, named: frozenset[str]) -> Array:
    """Of each author whether its handle or its id may be one of these. Authors only grow: each is looked at once while
    the same is asked."""
    called = authors.arrays[1]
    with _KNOWING:
        known = _KNOWN.get(authors, _Known())
    likely = known.likely if known.named == named else np.zeros(0, bool)
    if len(likely) < len(called):
        fresh = called[len(likely) :]
        more = _among(fresh[:, 0], [authors.hash_of(handle=one) for one in named])
        more |= _among(fresh[:, 2], [authors.hash_of(id_=one) for one in named])
        likely = np.concatenate((likely, more))
        with _KNOWING:
            _KNOWN[authors] = _Known(named, likely)
    return likely


def _among(hashes: Array, wanted: Sequence[int]) -> Array:
    if len(wanted) <= _FEW:
        found = np.zeros(len(hashes), bool)
        for one in wanted:
            found |= hashes == one
        return found
    ordered = np.sort(np.array(wanted, hashes.dtype))
    place = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    found_so: Array = ordered[place] == hashes
    return found_so
