"""What the session says of itself, and what was listened to; a part of Reader. Told once to all who ask at a moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from hubdesk.core import Coverage, Millis, Scope, SessionFacts, Span
from hubdesk.store import coverage, knowing, moment, series
from hubdesk.store.covers import RememberedCovers
from hubdesk.store.reader_columns import ReadsColumns

_T = TypeVar("_T")


class ReadsCoverage(ReadsColumns):
    """Needs what Reader has."""

    _known: Millis | None
    _covers: RememberedCovers

    def once(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """An answer that depends on nothing but the session and the question: worked out once for all who ask until
        somebody commits, where the session is looked at for long. Outside of any transaction."""
        now = moment.of(self._path)
        return answer() if now is None else now.get((question, self._known), answer, self._since)

    def picture(self, question: Hashable, answer: Callable[[], _T]) -> _T:
        """The same for what is larger, of which fewer are remembered."""
        now = moment.of(self._path)
        return answer() if now is None else now.picture((question, self._known), answer, self._since)

    def facts(self) -> SessionFacts:
        """What the session says of itself, as it stands now."""
        return self.once("facts", self._facts)

    def coverage(self, scope: Scope) -> Coverage:
        """How each source stood at the scope's end, what it listened to and brought within it, whatever its filters
        take, and the gaps."""
        whole = replace(scope, filters=())
        found = self.once(("coverage", whole), partial(self._coverage, whole))
        return replace(found, is_narrowed=True) if scope.filters else found

    def gaps(self, scope: Scope) -> tuple[Span, ...]:
        """Stretches of the scope, after the session's first listening, in which no source at all listened."""
        with self._reading() as connection:
            return coverage.gaps(connection, scope)

    def _facts(self) -> SessionFacts:
        with self._reading() as connection:
            return knowing.facts(connection, self._known)

    def _coverage(self, scope: Scope) -> Coverage:
        cut, listened = self.filled_cut(scope), self._remembered()
        with self._reading() as connection:
            new = series.count_by_source(connection, scope) if cut is None else cut.by_source()
            return coverage.coverage(connection, scope, new, listened.by_source)

    def _listened(self, scope: Scope) -> tuple[Span, ...]:
        """The stretches of a scope in which any source listened, whatever its topics and filters."""
        bare = replace(scope, topics=(), filters=())
        return self.once(("listened", bare), partial(self._asked_listened, bare))

    def _asked_listened(self, scope: Scope) -> tuple[Span, ...]:
        listened = self._remembered()
        with self._reading() as connection:
            return listened(connection, scope)

    def _remembered(self) -> RememberedCovers:
        now = moment.of(self._path)
        return self._covers if now is None else now.get("covers", partial(self._followed, now), self._since)

    def _followed(self, now: moment.Moment) -> RememberedCovers:
        with self._reading() as connection:
            now.covers = made = now.covers.followed(connection)
        return made
