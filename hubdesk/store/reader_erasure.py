"""What was erased from a session, and for how long it keeps what people wrote; a part of Reader."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager

from hubdesk.core import Millis
from hubdesk.store import erasure_subject, receipts, retention
from hubdesk.store.erasure_subject import EraseWish
from hubdesk.store.receipts import ErasedFile as ErasedFile  # panels and the desk know the reader
from hubdesk.store.receipts import Receipt as Receipt
from hubdesk.store.retention import Rule as Rule


class ReadsErasures:
    """Needs what Reader has."""

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def receipts(self) -> tuple[Receipt, ...]:
        """Of everything that was erased on demand, oldest first."""
        with self._reading() as connection:
            return receipts.receipts(connection)

    def retention(self) -> Rule:
        """For how long the session's owner keeps what people wrote, beside what sources' terms allow."""
        with self._reading() as connection:
            return retention.rule(connection)

    def would_erase(self, wish: EraseWish, at: Millis) -> tuple[int, int]:
        """How many mentions an erasure would empty, and how many it would hold. Raises HubdeskError as it would."""
        with self._reading() as connection:
            found = erasure_subject.find(connection, wish, at)
            return len(found.ids), found.held

    def source_called(self, said: str) -> int:
        """A source's number by its name or number. Raises HubdeskError, with what there is."""
        with self._reading() as connection:
            return erasure_subject.source_called(connection, said)
