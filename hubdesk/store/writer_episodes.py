"""What detectors find and what analysts say of it; a part of Writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager

from hubdesk.core import EpisodeMark, Millis, Minutes
from hubdesk.store import episodes
from hubdesk.store.episodes import Seen


class WritesEpisodes:
    """Needs what Writer has. Each method is one transaction."""

    def _writing(self, *, durable: bool) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def keep_watch(
        self, name: str, upto: Millis, memory: str, found: Iterable[Seen] = (), counted: Minutes | None = None
    ) -> tuple[int, ...]:
        """What a detector found up to an instant, counted and remembers, together: it goes on from there.

        Returns the numbers of the episodes, in order. An episode is known by its kind, its topic and when it opened.
        """
        found = tuple(found)
        with self._writing(durable=bool(found)) as connection:
            return episodes.keep_watch(connection, name, upto, memory, found, counted)

    def mark_episode(self, episode: int, word: str, at: Millis, value: str = "") -> EpisodeMark:
        """An analyst's word on an episode: acknowledged, snoozed (`value`: until when, ISO 8601), wrong, or a note.

        Raises HubdeskError when it can be none.
        """
        with self._writing(durable=True) as connection:
            return episodes.mark(connection, episode, word, value, at)

    def unmark_last(self, ids: Iterable[int]) -> bool:
        """As if the last that was said of these episodes had not been. False when nothing was."""
        with self._writing(durable=True) as connection:
            return episodes.unmark_last(connection, ids)
