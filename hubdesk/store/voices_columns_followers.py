"""How many follow whoever wrote a mention: looked up in the session once for each, remembered in memory alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from hubdesk.store.columns_authors import Authors
from hubdesk.store.columns_read import taken_back

_FOLLOWERS: Final = (
    "SELECT id, followers FROM mention WHERE id IN (SELECT value FROM json_each(?)) AND followers IS NOT NULL"
)


def followers_of(connection: sqlite3.Connection, authors: Authors, ids: Sequence[int]) -> list[int | None]:
    """How many follow whoever wrote each of these mentions; None where nothing tells. Looked up once: no edit changes
    it, and what was taken back tells nothing."""
    known = authors.followers(taken_back(connection))
    unknown = [one for one in ids if one not in known]
    read = dict.fromkeys(unknown) | dict(connection.execute(_FOLLOWERS, (json.dumps(unknown),)).fetchall())
    found = [read[one] if one in read else known[one] for one in ids]
    known.update(read)
    return found
