"""Who wrote what a scope holds, and in which hours; a part of Reader."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import AbstractContextManager

from hubdesk.core import Millis, Scope
from hubdesk.store import hours, voices, voices_life
from hubdesk.store.reader_crossed import ReadsCrossed
from hubdesk.store.voices_life import VoiceLife
from hubdesk.store.voices_values import Account, VoiceOrder, Voices


class ReadsVoices(ReadsCrossed):
    """Needs what Reader has."""

    def _reading(self, *scopes: Scope) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def voices(
        self,
        scope: Scope,
        order: VoiceOrder = VoiceOrder.COUNT,
        most: int = 50,
        accounts: Collection[str] = (),
        outlets: int | None = None,
    ) -> Voices:
        """Who wrote, all counted and the first `most` told, in that order; and who of these accounts (`network:handle`
        or `network:id`), wherever they would stand, and the loudest `outlets` that wrote articles, a few hundred if
        None. A large scope, or one that filters narrow, is counted from columns."""
        cut = self.filled_cut(scope)
        if cut is not None:
            from hubdesk.store import voices_columns  # numbers by the array, which few readers need

            with self._reading() as connection:
                return voices_columns.voices(connection, cut, order, most, accounts, outlets)
        with self._reading(scope) as connection:
            return voices.voices(connection, scope, order, most, accounts, outlets)

    def voice(self, scope: Scope, account: Account) -> VoiceLife:
        """What an account wrote of the scope's topics up to its end, also before its start, and whatever its filters
        take: who somebody is does not depend on chips."""
        cut, ids = None if account.id else self.filled_cut(Scope((), 0, scope.end, scope.known)), None
        if cut is not None:
            from hubdesk.store.voices_life_columns import written_by  # as above

            ids = written_by(cut, account, voices_life.MOST + 1)
        with self._reading(scope) as connection:
            return voices_life.life(connection, scope, account, ids)

    def hours(self, scope: Scope, step: Millis) -> dict[Millis, tuple[int, int]]:
        """(mentions, of them taken back since) of each bin that holds any, by its start. Bins lie on UTC multiples of
        the step; whether anybody listened in the others is for the coverage to say."""
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.hours(step)
        with self._reading(scope) as connection:
            return hours.hours(connection, scope, step)
