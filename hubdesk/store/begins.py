"""From which instant on a session file holds what was heard: a sealed span holds nothing from before it."""

from __future__ import annotations

import sqlite3
from typing import Final

from hubdesk.core import Millis

BEGINS: Final = "begins"  # in meta: UTC milliseconds


def begins(connection: sqlite3.Connection) -> Millis:
    """Before it the file claims to have listened to nothing; 0 for all but sealed spans."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (BEGINS,)).fetchone()
    try:
        return 0 if row is None else max(0, int(row[0]))
    except ValueError:  # a stranger's file
        return 0
