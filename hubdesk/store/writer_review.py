"""What people mark while they watch or review; a part of Writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager

from hubdesk.core import Millis
from hubdesk.core.review import ReviewMark, SideMark
from hubdesk.store import review
from hubdesk.store.review import Merged


class WritesReview:
    """Needs what Writer has. Each method is one transaction."""

    def _writing(self, *, durable: bool) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def add_marks(self, marks: Iterable[ReviewMark]) -> int:
        """Marks that the session has not yet, and what was undone of those it has: the same ones may come twice.

        Returns how many changed something. Raises HubdeskError, and stores none, when one of them can be no mark or
        its mention or episode is not there.
        """
        with self._writing(durable=True) as connection:
            return review.add(connection, marks)

    def merge_marks(self, brought: Iterable[SideMark]) -> Merged:
        """Bring in marks that were made beside a sealed file of this session; the same ones may come again.

        Those whose mention or episode is not here are counted, not stored. Raises HubdeskError for one that is none.
        """
        with self._writing(durable=True) as connection:
            return review.merge(connection, brought)

    def take_back_mark(self, uid: str, at: Millis | None) -> bool:
        """Undo a mark, or let it stand again (`at` None). False when nothing changed."""
        with self._writing(durable=True) as connection:
            return review.take_back(connection, uid, at) > 0
