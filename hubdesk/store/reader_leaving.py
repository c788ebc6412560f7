"""What leaves the desk as rows, asked for some at a time; a part of Reader."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from hubdesk.core import Heard, Millis, Scope
from hubdesk.store import held, mentions

if TYPE_CHECKING:
    from hubdesk.query.tree import Query
    from hubdesk.store.leaving import Leaving, Unname


class ReadsLeaving:
    """Needs what Reader has."""

    def _reading(self, *scopes: Scope) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def leaving(self, scope: Scope, query: Query | None = None) -> Leaving:
        """The numbers of the scope's mentions that may leave the desk, and how many its sources' terms hold back.

        With a query, those that it finds: together as many as `search` says. Without one, as many as `count` says.
        """
        from hubdesk.store.leaving import leaving  # what only an export needs

        with self._reading(scope) as connection:
            return leaving(connection, scope, query)

    def held_sources(self) -> frozenset[str]:
        """Names of the sources, also of those removed, whose terms keep on the desk what they brought."""
        with self._reading() as connection:
            return held.held_sources(connection)

    def as_known(self, ids: Sequence[int], known: Millis) -> tuple[Heard, ...]:
        """These mentions, in this order, with the topics that heard them, as they were known at an instant."""
        with self._reading() as connection:
            return mentions.as_known(connection, list(ids), known)

    def unnaming(self) -> Unname:
        """What puts pseudonyms in the place of authors: the same author has the same one in all that one such call
        was used for, and another in the next."""
        from hubdesk.store.leaving import unnaming  # as above

        with self._reading() as connection:
            return unnaming(connection)
