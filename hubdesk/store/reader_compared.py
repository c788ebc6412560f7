"""What brands are compared by: mentions by source and sort, and how soon each brand answers; a part of Reader."""

from __future__ import annotations

from hubdesk.core import Scope
from hubdesk.core.compared import Counted, FirstAnswers
from hubdesk.store.reader_columns import ReadsColumns


class ReadsCompared(ReadsColumns):
    """Needs what Reader has."""

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
