"""What brands are compared by: mentions by source and sort, and how soon each brand answers; a part of Reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hubdesk.core import Millis, Scope, Topic
from hubdesk.core.compared import Counted, FirstAnswers
from hubdesk.store import series
from hubdesk.store.covers import RememberedCovers
from hubdesk.store.reader_columns import ReadsColumns

Curve = tuple[tuple[Millis, int | None], ...]


class ReadsCompared(ReadsColumns):
    """Needs what Reader has."""

    _covers: RememberedCovers

    def counted(self, scope: Scope, own: tuple[str, ...] = ()) -> tuple[Counted, ...]:
        """The scope's mentions by topic, source and sort; one that two topics heard counts for each. `own`: the
        brands' own accounts, as `network:handle`."""
        from hubdesk.store import compared  # which the comparison alone needs

        cut = self.filled_cut(scope)
        with self._reading() as connection:
            if cut is not None:
                from hubdesk.store import columns_compared  # as in reader_columns.py

                return columns_compared.counted(connection, cut, own)
            return compared.counted(connection, scope, own)

    def curves(self, topics: Sequence[Topic], scope: Scope, step: Millis, since: Millis) -> tuple[Curve, ...]:
        """What `Reader.volume` tells of each of these topics of the scope, from `since` on.

        `since`: not after the scope's start; where its first bin begins, mostly. What is before the start is counted
        apart: it is little, and of the scope itself everybody counts, so that it is at hand.
        """
        if since >= scope.start:
            return self._curves(topics, scope, step)
        edge = replace(scope, start=since, end=scope.start, known_by=scope.known)
        before, told = self._curves(topics, edge, step), self._curves(topics, scope, step)
        if any(map(is_half_heard, before, told)):
            return self._curves(topics, replace(scope, start=since), step)
        return tuple(map(_joined, before, told))

    def _curves(self, topics: Sequence[Topic], scope: Scope, step: Millis) -> tuple[Curve, ...]:
        cut = self.filled_cut(scope)
        if cut is not None:
            return cut.volumes(topics, step)
        zone = self._zone()
        with self._reading() as connection:
            return tuple(series.volume(connection, topic, scope, step, zone, self._covers) for topic in topics)

    def first_answers(self, scope: Scope, own: tuple[tuple[int, tuple[str, ...]], ...]) -> tuple[FirstAnswers, ...]:
        """How soon each topic's accounts, told with it, answered its mentions of the scope; as known by then.

        Filters say which mentions may have been answered; answers count whatever the filters take.
        """
        from hubdesk.store import compared  # as above

        cut = self.filled_cut(scope) if own else None
        with self._reading(scope) as connection:
            if cut is not None:
                from hubdesk.store import columns_compared  # as above

                return compared.first_answers(connection, scope, own, columns_compared.written_by(connection, cut, own))
            return compared.first_answers(connection, scope, own)


def is_half_heard(one: Sequence[tuple[Millis, object]], other: Sequence[tuple[Millis, object]]) -> bool:
    """Whether of the bin in which they meet one of the two alone was listened to: what it holds is then in neither."""
    return bool(one and other) and one[-1][0] == other[0][0] and (one[-1][1] is None) != (other[0][1] is None)


def _joined(one: Curve, other: Curve) -> Curve:
    """Two curves of which the second begins where the first ends, mostly within a bin."""
    if not one or not other or one[-1][0] != other[0][0]:
        return one + other
    (start, n), (_start, more) = one[-1], other[0]
    both = more if n is None else n + (more or 0)
    return (*one[:-1], (start, both), *other[1:])
