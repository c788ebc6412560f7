"""What is erased on demand or by age; a part of Writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from hubdesk.core import Millis
from hubdesk.store import changes, columns_place, reader_columns, receipts, retention, sweeping
from hubdesk.store.erasure_subject import EraseWish, Subject, find
from hubdesk.store.errors import clear_errors
from hubdesk.store.receipts import ErasedFile, Receipt


class WritesErasures:
    """Needs what Writer has. Each method is one transaction."""

    _connection: sqlite3.Connection
    _path: Path

    def _writing(self, *, durable: bool) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def erase(
        self,
        wish: EraseWish,
        at: Millis,
        elsewhere: Iterable[ErasedFile] = (),
        name: str = "",
        known: Subject | None = None,
    ) -> Receipt:
        """Take somebody or something out of the session, for ever, and keep a receipt.

        `elsewhere`: files that were gone through before, for the receipt; `name`: what this one is called there;
        `known`: what other files know of it, to be looked for as well. All texts are read before the transaction
        begins. Raises NobodyError when nothing of it is here or known, HubdeskError for what may mean several.
        """
        from hubdesk.store import erasing  # loads what other writing does not need
        from hubdesk.store.erasure_others import Others

        elsewhere = tuple(elsewhere)
        with clear_errors(str(self._path)):
            first = find(self._connection, wish, at, known)
            seen = Others(self._connection, first.traces).look()
        with self._writing(durable=True) as connection:
            subject = find(self._connection, wish, at, known)
            gone = erasing.take_out(connection, subject, seen if subject.traces.are(first.traces) else None, at)
            here = ErasedFile(name or self._path.name, gone.mentions, gone.named, subject.held)
            sweeping.ask(connection)
            return receipts.add(connection, at, wish.kind, subject.keys, (here, *elsewhere), gone.entered)

    def sweep(self) -> bool:
        """Take what was erased out of free places and the log. False: it is done by who closes the session last."""
        with clear_errors(str(self._path)):
            return sweeping.sweep(self._connection)

    def set_retention(self, change: Callable[[retention.Rule], retention.Rule]) -> retention.Rule:
        """Change for how long the session keeps what people wrote. Returns the rule that holds now."""
        with self._writing(durable=True) as connection:
            wanted = change(retention.rule(connection))
            retention.keep(connection, wanted)
            return wanted

    def expire(self, now: Millis, most: int = 1_000) -> int:
        """Empty mentions that their source's terms, or the session's own rule, let us keep no longer. Returns how many,
        `most` at a time. What was marked, or an episode rests on, the rule leaves alone. Columns that were kept, as far
        as this process knows where, go too: hashes of authors are in them."""
        with clear_errors(str(self._path)):
            due = retention.due(self._connection, now, most)  # looked for while others may write
        with self._writing(durable=True) as connection:
            expired = changes.expire(connection, now, most)
            kept = retention.held(connection) if due else frozenset()
            gone = [id_ for id_ in due if id_ not in kept]
            emptied = expired + changes.empty(connection, gone, now)
        if emptied:
            for folder in reader_columns.folders():
                columns_place.forget(folder, (columns_place.key_of(self._connection),))
        return emptied
