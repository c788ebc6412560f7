"""What a search brings to the feed: the mentions that answer a query, its words marked, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hubdesk.core import Heard, Millis, Scope
from hubdesk.core.filters import Filter
from hubdesk.panels.marked import with_marks
from hubdesk.query.people import Circle
from hubdesk.query.syntax import parse
from hubdesk.store.reader import Order, Reader

MOST: Final = 20_000  # candidates looked at one by one for one answer: about a second's work


class Finder:
    """One search for one picture. Raises QueryError: the text is no query.

    `total` and `is_whole` are about the whole search, whatever page was read; known after the first answer.
    """

    def __init__(self, reader: Reader, text: str, scope: Scope) -> None:
        self.total = 0
        self.is_whole = True
        self._reader = reader
        self._query = parse(text)
        self._scope = scope
        self._circle: Circle | None = None
        self._has_total = False
        self._is_chip = Filter("text", (text,)) in scope.filters  # the scope is what it finds

    def latest(self, limit: int, before: tuple[Millis, int] | None = None) -> tuple[tuple[Heard, ...], bool]:
        """The newest, or those below a place; whether there are none below them. Not all may have been looked at."""
        if self._is_chip:
            found_so = self._reader.latest(self._scope, limit, before)
            return self._marked(found_so, self._reader.count(self._scope), True), len(found_so) < limit
        found = self._reader.search(self._query, self._scope, limit, before=before, most=MOST)
        rows = self._marked(found.mentions, found.total, found.is_whole)
        return rows, len(rows) < limit and found.is_whole

    def best(self, limit: int) -> tuple[Heard, ...]:
        """Those that answer best."""
        found = self._reader.search(self._query, self._scope, limit, order=Order.RELEVANCE, most=MOST)
        return self._marked(found.mentions, found.total, found.is_whole)

    def answering(self, rows: Iterable[Heard]) -> tuple[Heard, ...]:
        """Those of these that answer, in their order."""
        marked = ((heard, self._with_marks(heard)) for heard in rows if not heard.is_gone)
        return tuple(now for before, now in marked if now is not before)

    def _marked(self, rows: Iterable[Heard], total: int, is_whole: bool) -> tuple[Heard, ...]:
        if not self._has_total:
            self._has_total, self.total, self.is_whole = True, total, is_whole
        return tuple(map(self._with_marks, rows))

    def _with_marks(self, heard: Heard) -> Heard:
        """The words that answer the search beside those that its topics heard."""
        if self._circle is None:
            self._circle = Circle(self._reader.people())
        return with_marks(heard, self._query, self._circle.about(heard.mention, heard.source))
