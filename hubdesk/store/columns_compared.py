"""What a comparison counts, from columns: what compared.py counts in SQL, to the last mention."""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from hubdesk.core.compared import EACH_ONCE, Counted, Sort
from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_counts import Counts, pairs
from hubdesk.store.columns_rows import Array, taken_from
from hubdesk.store.columns_sorts import Opened
from hubdesk.store.compared import ASKING, LOOKED_BACK, Own
from hubdesk.store.compared_names import Names

_WHO: Final = "SELECT id, network, handle, author_id FROM mention WHERE id IN (SELECT value FROM json_each(?))"
_SORTS: Final = 1 << len(Sort)
_FEW: Final = 16  # hashes that are looked for one by one


def counted(connection: sqlite3.Connection, cut: Counts, own: Sequence[str] = ()) -> tuple[Counted, ...]:
    """As compared.counted, of what a cut takes."""
    if cut.scope.length <= 0 or not cut.scope.topics:
        return ()
    sorts = _sorts(connection, cut, own)
    heard, of_combo = _heard(cut)
    sets, numbers, mentions = pairs(taken_from(of_combo, cut.column("combo")), len(heard), sorts.numbers, sorts.most)
    sums: Counter[tuple[int, int, int]] = Counter()
    gone: Counter[tuple[int, int, int]] = Counter()
    for topic, number, n in _by_topic(heard, sets, numbers, mentions, sorts.most):
        source, told, is_gone = sorts.told(number)
        sums[topic, source, told] += n
        gone[topic, source, told] += n if is_gone else 0
    return tuple(Counted(*key, n, gone[key]) for key, n in sorted(sums.items()))


def written_by(connection: sqlite3.Connection, cut: Counts, own: Own) -> list[int]:
    """All mentions that the brands' accounts wrote since shortly before the scope, and some by who is called alike."""
    since = min(cut.scope.start, cut.scope.end - LOOKED_BACK)
    names = Names(connection, [account for _topic, named in own for account in named])
    held = _likely(cut.tables.authors, names.named)[cut.rows.author]
    ids: list[int] = cut.rows.id[held & (cut.rows.at >= since)].tolist()
    return ids


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """`numbers`: of each mention that is taken its source and sorts, in one; below `most`."""

    numbers: Array
    facets: list[tuple[int, int, bool, bool]]  # source, sorts, whether it may complain, whether it is gone

    @property
    def most(self) -> int:
        return len(self.facets) * _SORTS

    def told(self, number: int) -> tuple[int, int, bool]:
        """Source, sorts, and whether it was taken back since."""
        place, more = divmod(number, _SORTS)
        source, sorts, may_complain, is_gone = self.facets[place]
        return source, sorts | (more if may_complain else more & ~Sort.COMPLAINT.value), is_gone


def _sorts(connection: sqlite3.Connection, cut: Counts, own: Sequence[str]) -> _Numbered:
    met: dict[tuple[int, int, bool, bool], int] = {}
    of_facet = []
    for source, _network, kind, _language, is_duplicate, is_gone, _undated in list(cut.tables.facets.all):
        sorts = Sort.REPOST.value * (kind == "repost") + Sort.DUPLICATE.value * bool(is_duplicate)
        one = (source, sorts, kind in ASKING, is_gone)
        of_facet.append(met.setdefault(one, len(met)))
    tones = cut.tables.readings.tones
    of_reading = np.where(tones.having({"negative"}), Sort.COMPLAINT.value, 0)
    numbers: Array = taken_from(np.array(of_facet, np.int64) * _SORTS, cut.column("facet"))
    numbers += taken_from(of_reading, cut.column("reading"))
    whose = _whose(connection, cut, Names(connection, own))
    if whose is not None:
        numbers += taken_from(whose, cut.column("author"))
    return _Numbered(numbers, [*met])


def _whose(connection: sqlite3.Connection, cut: Counts, names: Names) -> Array | None:
    """Of each author Sort.INSIDER and Sort.OWN, by one mention of each who may be one; None: nobody may be."""
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


def _heard(cut: Counts) -> tuple[Opened, Array]:
    """Sets of the scope's topics, and which of them each combination is."""
    wanted = {str(topic.id) for topic in cut.scope.topics}
    topics = cut.tables.combos.topics
    array, sets = topics.array(), list(topics.sets)
    met: dict[tuple[str, ...], int] = {}
    of_set = [met.setdefault(tuple(one for one in values if one in wanted), len(met)) for values in sets]
    return Opened([*met]), np.array(of_set, np.int64)[array]


def _by_topic(heard: Opened, sets: Array, numbers: Array, mentions: Array, most: int) -> Iterator[tuple[int, int, int]]:
    """Topic, number and mentions: of each topic, and of all each mention once."""
    once = np.bincount(numbers, weights=mentions, minlength=most).astype(np.int64)
    for number in np.flatnonzero(once).tolist():
        yield EACH_ONCE, number, int(once[number])
    place, topic = heard.open(sets)
    key, row = np.unique(topic * most + numbers[place], return_inverse=True)
    sums = np.bincount(row, weights=mentions[place], minlength=len(key)).astype(np.int64)
    for both, n in zip(key.tolist(), sums.tolist(), strict=True):
        value = heard.values[both // most]
        if value:
            yield int(value), both % most, n


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
