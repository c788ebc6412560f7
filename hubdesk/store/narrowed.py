"""SQL about a scope that filters narrow: `taken(id)` says of a mention whether they take it.

A statement asks it beside its other conditions (`and_taken`), and a connection knows it for the scopes of one question
at a time (`know`). One that was never told fails, so no figure can forget its filters in silence.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hubdesk.core import Scope

if TYPE_CHECKING:
    from hubdesk.store.columns_rows import Array

_ASKED: Final = "SELECT taken(?)"
_DENSE: Final = 64  # ids to a mention that is taken: a byte for each id, as long as they are so few


def and_taken(scope: Scope, id_: str = "id") -> str:
    """What a WHERE goes on with; nothing for a scope without filters. `id_`: what the statement calls the number."""
    return f" AND taken({id_})" if scope.filters else ""


def know(connection: sqlite3.Connection, ids: Array) -> None:
    """`ids`: the numbers of all that is taken, ascending, also of what was taken back since."""
    connection.create_function("taken", 1, _among(ids), deterministic=True)


def forget(connection: sqlite3.Connection) -> None:
    """Whoever asks with this connection next must tell it anew."""
    connection.create_function("taken", 1, None)


def is_taken(connection: sqlite3.Connection, scope: Scope, id_: int) -> bool:
    """One mention; each is, of a scope without filters."""
    return not scope.filters or bool(connection.execute(_ASKED, (id_,)).fetchone()[0])


def _among(ids: Array) -> Callable[[int], bool]:
    if not len(ids):
        return lambda _id: False
    first, last = int(ids[0]), int(ids[-1])
    if last - first < _DENSE * len(ids):
        import numpy as np  # as above

        flags = np.zeros(last - first + 1, np.uint8)
        flags[ids - first] = 1
        held = flags.tobytes()
        return lambda id_: first <= id_ <= last and held[id_ - first] == 1
    sorted_ids = array("q", ids.tolist())

    def among(id_: int) -> bool:
        place = bisect_left(sorted_ids, id_)
        return place < len(sorted_ids) and sorted_ids[place] == id_

    return among
