"""What was detected in a session; a part of Reader."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager

from hubdesk.core import Episode, Millis, Minutes, Scope, Sight
from hubdesk.store import episodes, minutes, reports


class ReadsEpisodes:
    """Needs what Reader has."""

    _known: Millis | None

    def _reading(self, *scopes: Scope) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def episodes(self, scope: Scope) -> tuple[Episode, ...]:
        """What was detected for the scope's topics and lasted in it, as it was known at its end; the newest first."""
        with self._reading() as connection:
            return episodes.episodes(connection, scope)

    def watched(self, name: str) -> tuple[Millis | None, str]:
        """Up to when a detector has watched this session, and what it remembers; None and "" before it ever did."""
        with self._reading() as connection:
            upto, memory = episodes.watched(connection, name)
        if self._known is not None and upto is not None:
            return min(upto, self._known), memory
        return upto, memory

    def minutes(self, start: Millis, end: Millis, *, again: bool = False) -> Minutes:
        """What each topic was in each whole minute of [start, end): the fresh mentions that became known in it.

        The same is told whenever it is asked: minutes that a watch counted are told as they were then. `again`: they
        are counted anew, by what topics hear and what is read today.
        """
        with self._reading() as connection:
            return minutes.minutes(connection, start, end, again=again)

    def sights(self, scope: Scope) -> tuple[Sight, ...]:
        """How much the watch for outages sees of each own topic and rival of the scope, up to its end."""
        upto, _memory = self.watched(minutes.WATCH)
        with self._reading() as connection:
            return reports.sights(connection, (topic.id for topic in scope.topics), upto, scope.end)
