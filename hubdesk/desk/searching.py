"""Searching on the desk: the box asks, the feed shows what was found, the profile remembers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from hubdesk.core import HubdeskError, Scope
from hubdesk.desk.searches import Checked, Searches, check, one_line

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.panels.panel import Panel
    from hubdesk.widgets.search_values import PastSearch

KEY: Final = "search"
NOWHERE: Final = Scope((), 0, 0)


class Searching(QObject):
    """A query is read off the GUI thread first: one that is wrong stays in the box, with its error under it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._searches = Searches(desk.settings)
        self._wanted: str | None = None  # what was submitted, until it is known to be a query
        self._text = ""  # what is searched for
        self._box = desk.scope_bar.search
        self._box.submitted.connect(self.want)
        self._box.edited.connect(self._check)
        self._box.forgotten.connect(self._forget)
        self._box.named.connect(self._name)
        self._box.left.connect(self._show_feed)
        self._tell()

    @property
    def text(self) -> str:
        """The query that the feed answers; "" when it shows all."""
        return self._text

    def begin(self) -> None:
        """A session is open: there is something to ask, and a thread to ask on."""
        if self._desk.session is not None:
            self._desk.session.refresher.answered.connect(self._take)

    def want(self, text: str) -> None:
        """Search for that as soon as it is known to be a query; "" ends the search."""
        text = one_line(text)
        self._wanted = text
        if text:
            self._check(text)
        else:
            self._search("")

    def save(self, text: str, is_saved: bool) -> None:
        """Give a query its star, or take it away."""
        self._keep(self._searches.save if is_saved else self._searches.unsave, text)

    def end(self) -> None:
        """The search was closed where its answers are."""
        self._wanted = None
        self._box.set_text("")
        self._text = ""
        self._tell_all()

    def tell(self, panel: Panel[Any]) -> None:
        """One panel what is saved and what is searched for, where it shows that."""
        show_saved = getattr(panel, "show_saved", None)
        if show_saved is not None:
            show_saved(frozenset(one.text for one in self._searches.saved()))
        show_search = getattr(panel, "show_search", None)
        if show_search is not None:
            show_search(self._text)

    def _check(self, text: str) -> None:
        text = one_line(text)
        if self._desk.session is not None and text:
            self._desk.session.refresher.ask(KEY, check, NOWHERE, text)

    def _take(self, key: str, found: object) -> None:
        if key != KEY or not isinstance(found, Checked):
            return
        is_wanted = found.text == self._wanted
        if found.text == one_line(self._box.text()):
            self._box.show_remark(found.remark)
        if is_wanted and found.is_sound:
            self._search(found.text)
        if is_wanted:
            self._wanted = None

    def _search(self, text: str) -> None:
        feed = self._desk.area.docks.get("feed")
        search = getattr(feed.panel, "search", None) if feed is not None else None
        if search is None:
            return
        self._box.set_text(text)
        if text:
            self._desk.area.raise_panel("feed")
            self._keep(self._searches.remember, text)
        search(text)
        self._text = text
        self._tell_all()
        if text:
            self._show_feed()

    def _show_feed(self) -> None:
        """The keys go to the list: what was found can be walked through."""
        feed = self._desk.area.docks.get("feed")
        view = getattr(feed.panel, "view", None) if feed is not None else None
        if view is not None:
            view.setFocus()
        else:
            self._box.edit.clearFocus()

    def _forget(self, search: PastSearch) -> None:
        self._keep(self._searches.forget, search)

    def _name(self, text: str, name: str) -> None:
        self._keep(self._searches.save, text, name)

    def _keep(self, change: Callable[..., None], *values: object) -> None:
        """Change what is remembered; a disk that says no is told in one line, and the search goes on."""
        try:
            change(*values)
        except HubdeskError as error:
            self._desk.status.complain(str(error))
        self._tell()

    def _tell(self) -> None:
        """Whoever shows what is saved."""
        self._box.show_searches(self._searches.all())
        self._tell_all()

    def _tell_all(self) -> None:
        for panel in self._desk.area.panels():
            self.tell(panel)
