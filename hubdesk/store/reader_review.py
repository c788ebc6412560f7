"""What people marked while they watched or reviewed; a part of Reader."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager

from hubdesk.core import Heard, Scope
from hubdesk.core.review import ReviewMark
from hubdesk.store import mentions, review


class ReadsReview:
    """Needs what Reader has."""

    def _reading(self, *scopes: Scope) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def marks(self) -> tuple[ReviewMark, ...]:
        """Those that stand, oldest first. They are about the session, not of it: whoever replays it shows those whose
        subject can be seen by then."""
        with self._reading() as connection:
            return review.marks(connection)

    def marks_of(self, mention: int) -> tuple[ReviewMark, ...]:
        """Those of one mention that stand, oldest first."""
        with self._reading() as connection:
            return review.marked(connection, mention)

    def cues(self) -> tuple[ReviewMark, ...]:
        """Those that say what was done with walls, oldest first; of very many the latest."""
        with self._reading() as connection:
            return review.cues(connection)

    def withdrawn(self, undone: Collection[str] = ()) -> frozenset[int]:
        """The numbers of all mentions that a presenter took off all screens. `undone`: marks that no longer hold."""
        with self._reading() as connection:
            return review.withdrawn(connection, undone)

    def among(self, ids: Iterable[int], scope: Scope) -> tuple[Heard, ...]:
        """Those of these mentions that the scope holds, as known at its end, newest first by (known_at, id)."""
        topics = {topic.id for topic in scope.topics}
        with self._reading(scope) as connection:
            found = mentions.as_known(connection, review.within(connection, ids, scope), scope.known)
        if not topics:
            return found
        return tuple(one for one in found if any(match.topic in topics for match in one.matches))
