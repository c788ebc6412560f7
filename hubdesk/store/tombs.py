"""What was taken back must not come back: keyed hashes of posts and accounts, so that the file names none of them."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from typing import Final

from hubdesk.core import Entry, Kind, Mention, Millis
from hubdesk.store.rows import LATEST

MOST_UNHELD: Final = 100_000  # a firehose tells of far more deletions than we hold posts: keep only its last minutes

GONE: Final = "withdrawn:"


def unnumbered(handle: str) -> str:
    """What an account is called that has no id: by its handle."""
    bare = handle.strip().casefold().removeprefix("@")
    return f"@{bare}" if bare else ""


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
        """Whether this mention was taken back, the post that it only passes on, or all its author had published by
        then."""
        if self._none:
            return False
        if self.has(mention.network, mention.native_id):
            return True
        if mention.kind == Kind.REPOST and mention.parent_id and self.has(mention.network, mention.parent_id):
            return True
        who = mention.author.id or unnumbered(mention.author.handle)
        at = self._at(self._hash("author", mention.network, who)) if who else None
        return at is not None and (mention.published_at is None or mention.published_at <= at)

    def has(self, network: str, native_id: str) -> bool:
        """Whether that post was taken back."""
        return not self._none and self._at(self._hash("mention", network, native_id)) is not None

    def without_gone(self, entry: Entry) -> Entry:
        """An entry that names no post that was taken back, as what it answers or repeats: only what stands for it."""
        mention, evidence = entry.mention, entry.notes.evidence
        if self._none:
            return entry
        if mention.parent_id and self.has(mention.network, mention.parent_id):
            gone = self.stands_for(mention.network, mention.parent_id)
            entry = replace(entry, mention=replace(mention, parent_id=gone, parent_title=""))
        if any(one.reading == "duplicate" and self.has(mention.network, one.value) for one in evidence):
            told = tuple(
                replace(one, value=self.stands_for(mention.network, one.value))
                if one.reading == "duplicate" and self.has(mention.network, one.value)
                else one
                for one in evidence
            )
            entry = replace(entry, notes=replace(entry.notes, evidence=told))
        return entry

    def stands_for(self, network: str, native_id: str) -> str:
        """In the place of a post's id: unique still, and names nobody."""
        return f"{GONE}{self.hash_of(network, native_id).hex()}"

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
