"""The searches a person made and those they saved, kept in the profile; and what there is to say about a query."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from hubdesk.core import Scope
from hubdesk.core.filters import Filters
from hubdesk.i18n import _, number
from hubdesk.settings import Settings
from hubdesk.store.reader import Reader
from hubdesk.widgets.search_values import PastSearch, Remark

HISTORY: Final = 20
SAVED: Final = 200
LONGEST: Final = 8_000  # code points of a query: the language's own limit
LONGEST_NAME: Final = 80


class Searches:
    """History and saved searches. Changes raise HubdeskError when the settings cannot be kept."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> tuple[PastSearch, ...]:
        """Saved ones first, by name; then the history, the newest first, without what is saved."""
        saved = self.saved()
        texts = {one.text for one in saved}
        past = (one_line(text) for text in self._settings.texts("search_history"))
        return (*saved, *(PastSearch(text) for text in past if text and text not in texts))

    def saved(self) -> tuple[PastSearch, ...]:
        """Those with a star, by what they are called."""
        return tuple(sorted(filter(_has_text, map(_read, self._settings.texts("saved_searches"))), key=_called))

    def is_saved(self, text: str) -> bool:
        return any(one.text == one_line(text) for one in self.saved())

    def remember(self, text: str) -> None:
        """It was searched for: on top of the history."""
        text = one_line(text)
        past = self._settings.texts("search_history")
        if text and past[:1] != (text,):
            self._settings.change("search_history", (text, *(one for one in past if one != text))[:HISTORY])

    def save(self, text: str, name: str = "") -> None:
        """Keep it for good, under a name if it has one; saved again, it is renamed."""
        text, name = one_line(text), one_line(name)[:LONGEST_NAME]
        if text:
            others = tuple(_write(one) for one in self.saved() if one.text != text)
            self._settings.change("saved_searches", (_write(PastSearch(text, name)), *others)[:SAVED])

    def unsave(self, text: str) -> None:
        """Take its star away."""
        others = tuple(_write(one) for one in self.saved() if one.text != one_line(text))
        self._settings.change("saved_searches", others)

    def forget(self, search: PastSearch) -> None:
        """Take one off the list: its star, or its place in the history."""
        if search.is_saved:
            self.unsave(search.text)
        else:
            past = tuple(one for one in self._settings.texts("search_history") if one_line(one) != search.text)
            self._settings.change("search_history", past)


def one_line(text: str) -> str:
    """A query as the box holds it: on one line, no longer than the language allows (one more, so that it says so)."""
    return " ".join(text.split())[: LONGEST + 1].encode("utf-8", "replace").decode("utf-8")


def _read(kept: str) -> PastSearch:
    name, tab, text = kept.partition("\t")
    return PastSearch(one_line(text if tab else kept), one_line(name)[:LONGEST_NAME] if tab else "", True)


def _write(search: PastSearch) -> str:
    return f"{search.name}\t{search.text}" if search.name else search.text


def _has_text(search: PastSearch) -> bool:
    return bool(search.text)


def _called(search: PastSearch) -> str:
    return (search.name or search.text).casefold()


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that was read, and what to say about it; `is_sound`: it can be searched for, as these chips."""

    text: str
    remark: Remark | None
    is_sound: bool
    filters: Filters = ()


def check(reader: Reader, scope: Scope, options: Hashable) -> Checked:
    """Worker thread: whether a text is a query. The reader is not asked; parsing has no place on the GUI thread."""
    from hubdesk.query.asked_filters import filters_of  # the query language, which a desk's start does not need
    from hubdesk.query.syntax import parse  # likewise
    from hubdesk.query.tree import QueryError  # likewise

    text = str(options)
    try:
        query = parse(text)
    except QueryError as error:
        line = _said(error.position, error.message, error.hint)
        return Checked(text, Remark(line, error.position, error.end), False)
    filters = filters_of(query)
    if not query.warnings:
        return Checked(text, None, True, filters)
    first = query.warnings[0]
    more = len(query.warnings) - 1
    line = _said(first.position, first.message, _("and {n} more").format(n=number(more)) if more else "")
    return Checked(text, Remark(line, first.position, first.end, is_error=False), True, filters)


def _said(position: int, message: str, hint: str) -> str:
    """`Sign 12: …; …`, counted from 1 as people count."""
    said = _("{message}; {hint}").format(message=message, hint=hint) if hint else message
    return _("Character {position}: {said}").format(position=number(position + 1), said=said)
