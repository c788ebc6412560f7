"""A scope's mentions over time by one dimension; a part of Reader."""

from __future__ import annotations

from hubdesk.core import Millis, Scope
from hubdesk.store.bands import Bands, bands
from hubdesk.store.crossed_values import Dimension
from hubdesk.store.reader_columns import ReadsColumns


class ReadsBands(ReadsColumns):
    """Needs what Reader has."""

    def bands(self, scope: Scope, by: Dimension, step: Millis, most: int) -> Bands:
        """The scope's mentions by bin and value: the `most` commonest values, and the others together."""
        cut = self.filled_cut(scope)
        with self._reading() as connection:
            if cut is not None:
                from hubdesk.store import columns_bands  # as in reader_columns.py

                return columns_bands.bands(connection, cut, by, step, self._zone(), most)
            return bands(connection, scope, by, step, self._zone(), most)
