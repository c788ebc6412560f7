"""The chips that take an account's mentions and nobody else's, and the query that finds the same; none if none do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hubdesk.core.filters import Filter, Filters
from hubdesk.panels.panel import Rows
from hubdesk.query.fields import ANY_TONE
from hubdesk.query.said_filters import UnsaidError, query_of
from hubdesk.store.reader import Account, Voice
from hubdesk.widgets.tone_parts import UNREAD

WITH_REACH: Final = Filter("text", ("reach:[* TO *]",))
_NAME: Final = "="  # before what is no handle but a display name


def chips_of_account(account: Account, handles: Sequence[str] = (), with_network: bool = True) -> Filters:
    """What takes an account by its handles, or by its name where it has none. Somebody else may be called so."""
    called = tuple(sorted({handle for handle in (handles or (account.handle,)) if handle}))
    if any(handle.startswith(_NAME) for handle in called):  # a chip would take it for a name
        return ()
    if not called:
        called = (f"{_NAME}{account.name}",) if account.name.split() else ()
    if not called:
        return ()
    author = Filter("author", called)
    return (Filter("network", (account.network,)), author) if with_network and account.network else (author,)


def chips_of(voice: Voice) -> Filters:
    """What takes all that an account wrote in the scope, and nothing else: its author alone, where that is enough."""
    if voice.mentions not in (voice.found_anywhere, voice.found):
        return ()
    return chips_of_account(voice.account, voice.handles, with_network=voice.found_anywhere != voice.mentions)


def rows_of(voice: Voice, *more: Filter) -> Rows | None:
    """Its mentions that these take too; None where no chips take them alone."""
    chips = chips_of(voice)
    return Rows("", filters=(*chips, *more)) if chips else None


def narrower(rows: Rows | None, *more: Filter) -> Rows | None:
    """Those of these rows that others take too."""
    return None if rows is None else replace(rows, filters=(*rows.filters, *more))


def rows_of_all(voices: Sequence[Voice]) -> Rows | None:
    """All that these wrote: one chip of all their names, where these take nobody else's."""
    chips = [chips_of(one) for one in voices]
    if not chips or any(len(one) != 1 for one in chips):
        return None
    return Rows("", filters=(Filter("author", tuple(name for (one,) in chips for name in one.values)),))


def of_tone(part: str) -> Filter:
    """What has that tone, UNREAD for none."""
    return Filter("tone", ("" if part == UNREAD else part,))


def of_voice(voice: Voice) -> str:
    """The query that finds what its chips take; "" where there are none, or no query says it."""
    chips = chips_of(voice)
    try:
        return query_of(chips) if chips else ""
    except UnsaidError:
        return ""


def with_tone(query: str, tone: str) -> str:
    """Those of a query's mentions with that tone, UNREAD for those without one."""
    if tone == UNREAD:
        return f"{query} -{ANY_TONE}" if query else ""
    return f"{query} tone:{tone}" if query else ""
