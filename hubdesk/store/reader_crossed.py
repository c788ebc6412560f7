"""Who repeats whom in a scope, and its mentions by two dimensions at once; a part of Reader."""

from __future__ import annotations

from hubdesk.core import Scope
from hubdesk.store import crossed
from hubdesk.store.crossed_values import Crossed, Dimension
from hubdesk.store.reader_columns import ReadsColumns
from hubdesk.store.spread_values import Spread, SpreadOrder


class ReadsCrossed(ReadsColumns):
    """Needs what Reader has."""

    def crossed(self, scope: Scope, rows: Dimension, columns: Dimension, most: int = crossed.MOST) -> Crossed:
        """The scope's mentions by two dimensions: of either, the `most` commonest values and the others together."""
        cut = self.filled_cut(scope)
        with self._reading() as connection:
            if cut is not None:
                from hubdesk.store import columns_crossed  # as in reader_columns.py

                return columns_crossed.crossed(connection, cut, rows, columns, self._zone(), most)
            return crossed.crossed(connection, scope, rows, columns, self._zone(), most)

    def spread(
        self, scope: Scope, order: SpreadOrder = SpreadOrder.SIZE, most: int = 30, queries: bool = True
    ) -> Spread:
        """Who repeats whom: all groups counted and the first `most` told, in that order. Repeats that the scope's
        filters take are counted; whoever was first is told wherever that lies. `queries`: also look for a query that
        finds each of these, which takes a search or two for each."""
        from hubdesk.store.spread import spread  # loads the query language, which other readers do not need

        cut = self.filled_cut(scope)
        with self._reading(scope) as connection:
            return spread(connection, scope, order, most, queries, cut)
