"""What the feed says of a search: how many answer it, and why nothing does."""

from __future__ import annotations

from typing import Final

from hubdesk.core import Coverage
from hubdesk.i18n import _, clock, day, ngettext, number
from hubdesk.panels.feed_picture import FIRST, FeedPicture
from hubdesk.widgets.empty import Vacancy
from hubdesk.widgets.empty_reasons import WIDEN, why_empty
from hubdesk.widgets.text import tame

EVERYWHERE: Final = "search-everywhere"
UNNARROW: Final = "marks-all"
_QUERY_LIMIT: Final = 160


def count_words(picture: FeedPicture) -> str:
    """`1 234 mentions`; `at least` that many when not all candidates were looked at; the best of them when ranked."""
    figure = number(picture.total)
    if not picture.is_whole:
        return ngettext("at least {n} mention", "at least {n} mentions", picture.total).format(n=figure)
    if picture.search is not None and picture.search.by_relevance and picture.total > FIRST:
        return _("the {most} best of {n}").format(most=number(FIRST), n=figure)
    return ngettext("{n} mention", "{n} mentions", picture.total).format(n=figure)


def why_nothing(picture: FeedPicture) -> Vacancy:
    """Why the list is empty: what was asked of which span, and what could be asked instead."""
    if picture.only is not None:
        text = _("None of what is marked so is in what is looked at: mark mentions with S, E and N.")
        return Vacancy("starred", _("No marked mention here"), text, ((UNNARROW, _("All mentions")), _widen()))
    if picture.search is None or not picture.stored:
        empty = picture.empty or Coverage((), ())
        return why_empty(empty, picture.stored, picture.scope.end, picture.zone)
    query = tame(picture.search.text, _QUERY_LIMIT)
    if not picture.is_whole:
        text = _("None of the mentions looked at answers “{query}”. There were too many to look at all of them.")
    elif picture.search.is_everywhere:
        text = _("None of the {n} stored mentions answers “{query}”.")
    elif _has_others(picture, picture.search.text):
        text = _("From {start} to {end}, no mention that the other filters leave answers “{query}”.")
    elif picture.scope.topics:
        text = _("From {start} to {end}, no mention of the chosen topics answers “{query}”.")
    else:
        text = _("From {start} to {end}, no mention answers “{query}”.")
    said = text.format(
        query=query, n=number(picture.stored), start=_instant(picture, False), end=_instant(picture, True)
    )
    ways = () if picture.search.is_everywhere else ((EVERYWHERE, _("Search the whole session")), _widen())
    return Vacancy("search", _("Nothing found"), said, ways)


def _has_others(picture: FeedPicture, query: str) -> bool:
    """Whether filters narrow what is searched, beside those of the words that are searched for."""
    return any(
        one.field != "text" or one.negated or any(value not in query for value in one.values)
        for one in picture.scope.filters
    )


def about(picture: FeedPicture) -> object:
    """What a list is of: of anything else it starts over."""
    return picture.scope.topics, picture.scope.filters


def _widen() -> tuple[str, str]:
    return (WIDEN, _("Widen the span"))


def _instant(picture: FeedPicture, is_end: bool) -> str:
    at, zone = picture.scope.end if is_end else picture.scope.start, picture.zone
    return f"{day(at, zone)} {clock(at, zone)}"


def subtitle(picture: FeedPicture, marked: str, chosen: int) -> str:
    """How many there are, which of them are left, and how many are chosen where that is more than one."""
    count = ("" if picture.is_whole else "≥ ") + number(picture.total)
    many = ngettext("{n} chosen", "{n} chosen", chosen).format(n=number(chosen)) if chosen > 1 else ""
    return " · ".join(filter(None, (count, marked, many)))


def mentions_words(mentions: int) -> str:
    return ngettext("{n} mention", "{n} mentions", mentions).format(n=number(mentions))
