"""What people marked while they watched or reviewed; a part of Reader."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager

from hubdesk.core.review import ReviewMark
from hubdesk.store import review


class ReadsReview:
    """Needs what Reader has."""

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
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
