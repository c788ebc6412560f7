"""What repeats something of what a cut takes, by its columns: how much, and the numbers of the newest."""

from __future__ import annotations

from typing import Final

import numpy as np

from hubdesk.core import Kind
from hubdesk.store.columns_counts import Counts
from hubdesk.store.columns_tables import Facet

COPY, REPOST, UNREAD, NEITHER = range(4)
_SORTS: Final = {True: COPY, False: NEITHER, None: UNREAD}


def counts(cut: Counts) -> tuple[int, int, int]:
    """(copies, reposts, of neither nobody asked whether they repeat)."""
    sorts, tally = _sorts(cut), cut.tally("facet")[0]
    copies, reposts, unread, *_rest = np.bincount(sorts[: len(tally)], weights=tally, minlength=4).astype(int).tolist()
    return copies, reposts, unread


def repeats(cut: Counts, most: int) -> list[int]:
    """The numbers of the newest that repost, or say again what was said."""
    held = np.flatnonzero((_sorts(cut) <= REPOST)[cut.column("facet")])
    ids, at = cut.column("id")[held], cut.column("at")[held]
    if 0 < most < len(ids):  # with all that were published at the same moment as the last of them
        late = at >= np.partition(at, -most)[-most]
        ids, at = ids[late], at[late]
    found: list[int] = ids[np.lexsort((ids, at))[::-1][:most]].tolist()
    return found


def _sorts(cut: Counts) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Of each facet what it is; what was taken back is nothing any more."""
    return np.array([_sort(one) for one in cut.tables.facets.all], np.int64)


def _sort(facet: Facet) -> int:
    _source, _network, kind, _language, is_duplicate, is_gone, _undated = facet
    if is_gone:
        return NEITHER
    return REPOST if kind == Kind.REPOST else _SORTS[is_duplicate]
