"""Searching on the desk: what the box or a figure asks becomes chips of the scope; the profile remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from hubdesk.core import HubdeskError, Span
from hubdesk.core.filters import Filter, Filters
from hubdesk.desk.filter_words import is_of_figure
from hubdesk.desk.scope_state import ScopeState
from hubdesk.desk.searches import Checked, Searches, check, one_line
from hubdesk.desk.session import NOWHERE

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.panels.panel import Panel
    from hubdesk.widgets.search_values import PastSearch

KEY: Final = "search"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be looked at: what that query finds, or `filters` where none is needed; in that stretch, of that topic
    alone. `instead`: of the chips that it takes the place of. `of`: of that scope, in place of the desk's."""

    text: str
    span: Span | None = None
    topic: int | None = None
    instead: Filters = ()
    filters: Filters = ()
    of: ScopeState | None = None


class Searching(QObject):
    """A query is read off the GUI thread first: one that is wrong stays in the box, with its error under it.

    What words are searched for is said by the scope alone: its chips of text. The feed shows them as a search.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._searches = Searches(desk.settings)
        self._wanted: Wanted | None = None
        self._text = self._of_feed = ""  # what whoever shows it was told, and what the feed was
        self._box = desk.scope_bar.search
        self._box.submitted.connect(self._submit)
        self._box.edited.connect(self._check)
        self._box.forgotten.connect(self._forget)
        self._box.named.connect(self._name)
        self._box.left.connect(self._show_feed)
        desk.looking.changed.connect(self.follow)
        self._tell()

    @property
    def text(self) -> str:
        """The query that is searched for; "" when all is shown that is in scope."""
        return searched(self._desk.looking.state.filters)

    def begin(self) -> None:
        """A session is open: there is something to ask, and a thread to ask on."""
        if self._desk.session is not None:
            self._desk.session.refresher.answered.connect(self._take)

    def want(self, text: str) -> None:
        """Narrow the scope to what that query finds, as soon as it is known to be one."""
        self.open(Wanted(text))

    def open(self, wanted: Wanted) -> None:
        """The same of a figure's rows."""
        self._want(replace(wanted, text=one_line(wanted.text)))

    def _submit(self, text: str) -> None:
        """What was written takes the place of what was searched for before; "" ends the search."""
        before = tuple(one for one in word_chips(self._desk.looking.state.filters) if not self._is_pinned(one))
        self._want(Wanted(one_line(text), instead=before))

    def _want(self, wanted: Wanted) -> None:
        self._wanted = wanted
        if wanted.text:
            self._check(wanted.text)
        else:
            self._narrow(wanted.filters, wanted)

    def _is_pinned(self, one: Filter) -> bool:
        return one in self._desk.looking.state.pinned

    def save(self, text: str, is_saved: bool) -> None:
        """Give a query its star, or take it away."""
        self._keep(self._searches.save if is_saved else self._searches.unsave, text)

    def end(self) -> None:
        """The search was closed where its answers are: no words are searched for any more."""
        self._wanted = None
        self._desk.looking.narrow((), instead=word_chips(self._desk.looking.state.filters))

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
        wanted = self._wanted if self._wanted is not None and self._wanted.text == found.text else None
        if found.text == one_line(self._box.text()):
            self._box.show_remark(found.remark)
        if wanted is not None:
            self._wanted = None
            if found.is_sound:
                self._keep(self._searches.remember, found.text)
                self._narrow(found.filters, wanted)

    def _narrow(self, filters: Filters, wanted: Wanted) -> None:
        self._wanted = None
        self._desk.looking.narrow(filters, wanted.span, wanted.topic, wanted.instead, wanted.of)
        self._box.set_text(self.text)
        if "feed" in self._desk.area.docks and (filters or wanted.span is not None or wanted.topic is not None):
            self._desk.area.raise_panel("feed")
            self._show_feed()

    def follow(self) -> None:
        """The scope has other chips, or the feed another scope: its search, and whoever tells it, is another one."""
        if self.text != self._text:
            self._text = self.text
            self._box.set_text(self._text)
            self._tell_all()
        feed = self._desk.area.docks.get("feed")
        if feed is None:
            return
        own = self._desk.deeds.own.state_of(feed)
        text = self.text if own is None else searched(own.filters)
        if text != self._of_feed:
            self._of_feed = text
            search = getattr(feed.panel, "search", None)
            if search is not None:
                search(text)

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


def searched(filters: Filters) -> str:
    """The query that chips of text ask together; "" where there is none."""
    texts = [_query(one) for one in word_chips(filters)]
    return texts[0] if len(texts) == 1 else " ".join(f"({text})" for text in texts)


def word_chips(filters: Filters) -> Filters:
    """Those whose words are searched for."""
    return tuple(one for one in filters if one.field == "text" and not one.negated and not is_of_figure(one))


def _query(one: Filter) -> str:
    return one.values[0] if len(one.values) == 1 else " OR ".join(f"({text})" for text in one.values)
