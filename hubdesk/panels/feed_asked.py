"""The search that the feed shows instead of all mentions, and the bar that says so."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from hubdesk.i18n import _
from hubdesk.panels.feed_picture import FeedPicture, Search
from hubdesk.panels.feed_words import count_words
from hubdesk.widgets.search_bar import SearchBar, SearchLine


class Asked(QObject):
    """Holds the search, if there is one, and changes it as the bar wishes."""

    changed = Signal()  # another search, or none any more
    left = Signal()  # it was closed here
    saved_wished = Signal(str, bool)  # a query, and whether it is to have a star

    def __init__(self, bar: SearchBar, parent: QObject) -> None:
        super().__init__(parent)
        self.search: Search | None = None
        self._saved: frozenset[str] = frozenset()
        self._count = ""
        self._bar = bar
        bar.left.connect(self.close)
        bar.saved_wished.connect(self._save)
        bar.order_wished.connect(self._order)
        bar.place_wished.connect(self.look_everywhere)

    @property
    def by_relevance(self) -> bool:
        return self.search is not None and self.search.by_relevance

    @property
    def is_everywhere(self) -> bool:
        return self.search is not None and self.search.is_everywhere

    def ask(self, text: str) -> None:
        """Search for that, where and in the order that the last search had; "": for nothing."""
        self._take(replace(self.search or Search(""), text=text) if text else None)

    def close(self) -> None:
        """No search any more, because a person here said so."""
        if self.search is not None:
            self._take(None)
            self.left.emit()

    def look_everywhere(self, is_everywhere: bool = True) -> None:
        """In all that is stored, or in the scope."""
        if self.search is not None:
            self._take(replace(self.search, is_everywhere=is_everywhere))

    def show_saved(self, texts: frozenset[str]) -> None:
        """The queries that have a star."""
        self._saved = texts
        self._say()

    def count(self, picture: FeedPicture) -> None:
        """Say how many answered."""
        self._count = count_words(picture)
        self._say()

    def _take(self, search: Search | None) -> None:
        if search != self.search:
            self.search, self._count = search, _("Searching…")
            self._say()
            self.changed.emit()

    def _order(self, by_relevance: bool) -> None:
        if self.search is not None:
            self._take(replace(self.search, by_relevance=by_relevance))

    def _save(self, is_saved: bool) -> None:
        if self.search is not None:
            self.saved_wished.emit(self.search.text, is_saved)

    def _say(self) -> None:
        asked = self.search
        if asked is None:
            self._bar.say(None)
        else:
            is_saved = asked.text in self._saved
            line = SearchLine(asked.text, self._count, asked.by_relevance, asked.is_everywhere, is_saved)
            self._bar.say(line)
