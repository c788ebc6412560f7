"""What was taken back must not come back: keyed hashes of posts and accounts, so that the file names none of them."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Final

from hubdesk.core import Mention, Millis
from hubdesk.store.rows import LATEST

MOST_UNHELD: Final = 100_000  # a firehose tells of far more deletions than we hold posts: keep only its last minutes


class Tombs:
    """The tombstones of one session, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        row = connection.execute("SELECT value FROM meta WHERE key = 'tombstone_key'").fetchone()
        self._key = bytes.fromhex(row[0])
        self._none: bool = not connection.execute("SELECT EXISTS (SELECT 1 FROM tombstone)").fetchone()[0]

    def hash_of(self, network: str, native_id: str) -> bytes:
        return self._hash("mention", network, native_id)

    def holds(self, mention: Mention) -> bool:
        """Whether this mention was taken back, or everything its author had published by then."""
        if self._none:
            return False
        if self._at(self._hash("mention", mention.network, mention.native_id)) is not None:
            return True
        if not mention.author.id:
            return False
        at = self._at(self._hash("author", mention.network, mention.author.id))
        return at is not None and (mention.published_at is None or mention.published_at <= at)

    def add(self, network: str, native_id: str, at: Millis, *, held: bool) -> None:
        self._add(self._hash("mention", network, native_id), at, held)

    def add_author(self, network: str, author_id: str, at: Millis, *, held: bool, for_ever: bool) -> None:
        """An account that a network calls gone may return and publish again; one erased here for ever may not."""
        self._add(self._hash("author", network, author_id), LATEST if for_ever else at, held or for_ever)

    def prune(self) -> None:
        """Forget the oldest of those of which we never held anything."""
        self._connection.execute(
            "DELETE FROM tombstone WHERE NOT held AND id <= (SELECT max(id) FROM tombstone) - ?", (MOST_UNHELD,)
        )

    def _add(self, hash_: bytes, at: Millis, held: bool) -> None:
        self._none = False
        self._connection.execute(
            "INSERT INTO tombstone (hash, at, held) VALUES (?, ?, ?)"
            " ON CONFLICT (hash) DO UPDATE SET at = max(at, excluded.at), held = max(held, excluded.held)",
            (hash_, at, held),
        )

    def _at(self, hash_: bytes) -> Millis | None:
        row = self._connection.execute("SELECT at FROM tombstone WHERE hash = ?", (hash_,)).fetchone()
        return None if row is None else row[0]

    def _hash(self, kind: str, network: str, id_: str) -> bytes:
        told = "\0".join((kind, network, id_)).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(told, key=self._key, digest_size=16).digest()
