"""Whose mentions others answer or repost: looked up in the session once for each, and remembered for one look."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

import numpy as np

from hubdesk.store.columns_rows import Array, Rows

_NOWHERE, _UNASKED = -1, -2
_ANSWERED: Final = (
    "SELECT group_concat(r.id || ' ' || p.id, ' ') FROM json_each(?) CROSS JOIN mention r ON r.id = value"
    " CROSS JOIN mention p ON p.network = r.network AND p.native_id = r.parent_id WHERE r.parent_id <> ''"
)


class Answered:
    """Of rows that never change. Threads may share it: whoever asks the same at once learns the same."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._places = np.full(len(rows), _UNASKED, np.int32)

    def __len__(self) -> int:
        return len(self._places)

    def places(self, connection: sqlite3.Connection, places: Array) -> Array:
        """Where that stands which these answer or repost, -1 for what stands nowhere."""
        unasked = places[self._places[places] == _UNASKED]
        if len(unasked):
            ids, found = self._rows.id[unasked], np.full(len(unasked), _NOWHERE)
            text = connection.execute(_ANSWERED, (json.dumps(ids.tolist()),)).fetchone()[0]
            if text:
                told = np.fromstring(text, np.int64, sep=" ").reshape(-1, 2)
                found[np.searchsorted(ids, told[:, 0])] = self._rows.places(told[:, 1])
            self._places[unasked] = found
        answered: Array = self._places[places]
        return answered
