"""Which sources' terms keep on the desk what they brought: neither sealed nor exported; and which, off a wall.

Loads no query language.
"""

from __future__ import annotations

import sqlite3

from hubdesk.core import Terms
from hubdesk.store.rows import load_terms


def held_why(terms: Terms) -> str:
    """Why what such a source brought is held back: what leaves is passed on, and never forgets by itself."""
    if not terms.export:
        return "export"
    return "keep" if terms.keep_days is not None else ""


def held(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """The sources that hold back, also those removed since: name and why."""
    rows = connection.execute("SELECT id, name, terms FROM source ORDER BY id").fetchall()
    told = ((id_, name, held_why(load_terms(terms))) for id_, name, terms in rows)
    return {id_: (name, why) for id_, name, why in told if why}


def held_sources(connection: sqlite3.Connection) -> frozenset[str]:
    """Their names."""
    return frozenset(name for name, _why in held(connection).values())


def off_wall(connection: sqlite3.Connection) -> frozenset[str]:
    """Names of the sources, also of those removed since, whose terms keep what they brought off a wall."""
    rows = connection.execute("SELECT name, terms FROM source ORDER BY id")
    return frozenset(name for name, terms in rows if not load_terms(terms).wall)
