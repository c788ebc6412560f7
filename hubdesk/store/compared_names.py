"""Insiders' and brands' own accounts, known again by what a mention says of who wrote it."""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from hubdesk.core import Author, Mention
from hubdesk.core.compared import Sort
from hubdesk.query.people import INSIDER, Circle
from hubdesk.store import topics

# Python is asked about those alone whose name may be one of the wanted ones.
_WHOSE: Final = (
    "CASE WHEN lower(trim({m}handle)) IN (SELECT value FROM json_each(:names))"
    " OR lower(trim({m}author_id)) IN (SELECT value FROM json_each(:names))"
    " OR length({m}handle) <> length(CAST({m}handle AS BLOB))"
    " THEN whose({m}network, {m}handle, {m}author_id) ELSE 0 END"
)


class Names:
    """Insiders' and brands' accounts, asked from within SQLite."""

    def __init__(self, connection: sqlite3.Connection, own: Iterable[str]) -> None:
        insiders = [one for one in topics.people(connection) if one.role.strip().casefold() == INSIDER]
        self._circle = Circle(insiders)
        self._own = frozenset(map(account_key, own))
        accounts = [account.partition(":")[2] for one in insiders for account in one.accounts]
        named = {name.strip().casefold().removeprefix("@") for name in accounts} | {name for _net, name in self._own}
        self.named = frozenset(named - {""})  # handles and ids that may be one of theirs
        named = set(self.named)
        self.listed = json.dumps(sorted(named | {f"@{name}" for name in named}))
        self._is_empty = not named
        connection.create_function("whose", 3, functools.lru_cache(1 << 12)(self.whose), deterministic=True)

    def sql(self, table: str) -> str:
        return "0" if self._is_empty else _WHOSE.format(m=table)

    def whose(self, network: str, handle: str, author_id: str) -> int:
        """Sort.INSIDER and Sort.OWN, as far as they are true of an account."""
        author = Author(handle, "", author_id)
        told = Sort(0)
        if self._circle.about(Mention(network, "", "", None, author=author)).insider:
            told |= Sort.INSIDER
        if key_of(network, handle) in self._own:
            told |= Sort.OWN
        return told.value


def account_key(account: str) -> tuple[str, str]:
    """Of `network:handle`, as written by a person."""
    network, _colon, handle = account.partition(":")
    return key_of(network.strip(), handle.strip())


def key_of(network: str, handle: str) -> tuple[str, str]:
    """As `network:` and `author:` compare."""
    return network.casefold(), handle.casefold().removeprefix("@")
