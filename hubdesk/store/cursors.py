"""A source's cursor may remember posts by their ids: erased ones leave it, also when a collector that runs on writes it
anew from what it remembers. An entry of a list or an object that names one goes as a whole. Begins no transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any, Final

from hubdesk.store.tombs import Tombs

ERASED: Final = "erased"  # in `meta`: when something was erased last
_NETWORKS: Final = (
    "WITH RECURSIVE net(name) AS (SELECT min(network) FROM mention UNION ALL"
    " SELECT (SELECT min(network) FROM mention WHERE network > net.name) FROM net WHERE net.name IS NOT NULL)"
    " SELECT name FROM net WHERE name IS NOT NULL"
)


def as_kept(connection: sqlite3.Connection, cursor: str) -> str:
    """The cursor without what was erased from this session; cheap where nothing ever was."""
    if not cursor.startswith(("{", "[")):
        return cursor
    if connection.execute("SELECT 1 FROM meta WHERE key = ?", (ERASED,)).fetchone() is None:
        return cursor
    tombs = Tombs(connection)
    networks = [name for (name,) in connection.execute(_NETWORKS)]
    return without(cursor, lambda said: any(tombs.has(network, said) for network in networks))


def without(cursor: str, is_gone: Callable[[str], bool]) -> str:
    try:
        told = json.loads(cursor)
        made = _kept(told, is_gone)
    except ValueError:
        return cursor
    except RecursionError:  # deeper than any of ours: the source begins anew
        return ""
    return cursor if made == told else json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _kept(told: Any, is_gone: Callable[[str], bool]) -> Any:
    if isinstance(told, list):
        return [_kept(one, is_gone) for one in told if not _names(one, is_gone)]
    if isinstance(told, dict):
        entries = told.items()
        return {key: _kept(one, is_gone) for key, one in entries if not (is_gone(key) or _is_record(one, is_gone))}
    return told


def _names(told: Any, is_gone: Callable[[str], bool]) -> bool:
    """A string, or a pair or a record that holds one."""
    if isinstance(told, str):
        return is_gone(told)
    if isinstance(told, list):
        return len(told) == 2 and any(isinstance(one, str) and is_gone(one) for one in told)
    return _is_record(told, is_gone)


def _is_record(told: Any, is_gone: Callable[[str], bool]) -> bool:
    return isinstance(told, dict) and any(isinstance(one, str) and is_gone(one) for one in told.values())
