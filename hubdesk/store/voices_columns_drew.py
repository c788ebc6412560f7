"""Whose mentions others answer or repost: looked up in the session once for each, remembered while its columns last.

What a mention answers never becomes another mention, but may be stored later: what was not found is looked up again
once rows were added. What was taken back is for whoever asks to leave out.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from typing import Final

import numpy as np

from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_rows import Array, Rows

_NOTHING, _NOT_THERE, _UNASKED = -1, -2, -3
_MORE: Final = 8  # such a part of the rows is room to grow in
_ANSWERED: Final = (
    "SELECT group_concat(r.id || ' ' || coalesce(p.id, -1), ' ') FROM json_each(?) CROSS JOIN mention r ON r.id = value"
    " LEFT JOIN mention p ON p.network = r.network AND p.native_id = r.parent_id WHERE r.parent_id <> ''"
)


class Answered:
    """By places in rows, which keep theirs for good. Threads may share it: who asks the same learns the same."""

    def __init__(self) -> None:
        self._places = np.zeros(0, np.int32)
        self._many = 0
        self._growing = threading.Lock()

    def places(self, connection: sqlite3.Connection, rows: Rows, places: Array) -> Array:
        """Where that stands which these answer or repost, below 0 for what stands nowhere."""
        known = self._grown(len(rows))
        unasked = places[known[places] == _UNASKED]
        if len(unasked):
            ids, found = rows.id[unasked], np.full(len(unasked), _NOTHING)
            text = connection.execute(_ANSWERED, (json.dumps(ids.tolist()),)).fetchone()[0]
            if text:
                told = np.fromstring(text, np.int64, sep=" ").reshape(-1, 2)
                place = rows.places(told[:, 1])
                found[np.searchsorted(ids, told[:, 0])] = np.where(place < 0, _NOT_THERE, place)
            with self._growing:
                if len(rows) < self._many:  # an older look: a newer one may hold what it does not
                    found[found == _NOT_THERE] = _UNASKED
                known = self._places
                known[unasked] = found
        answered: Array = known[places]
        return np.where(answered < len(rows), answered, _NOT_THERE)

    def _grown(self, many: int) -> Array:
        with self._growing:
            if many > self._many:
                known = np.full(many + many // _MORE, _UNASKED, np.int32) if many > len(self._places) else self._places
                before = self._places[: self._many]
                known[: self._many] = np.where(before == _NOT_THERE, _UNASKED, before)
                self._places, self._many = known, many
            return self._places


_KNOWN: Final[weakref.WeakKeyDictionary[Authors, Answered]] = weakref.WeakKeyDictionary()
_KNOWING: Final = threading.Lock()


def answered_of(authors: Authors) -> Answered:
    """Of the columns whose authors these are."""
    with _KNOWING:
        return _KNOWN.setdefault(authors, Answered())
