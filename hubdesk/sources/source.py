"""What a source is: its terms, its pace, and pages of mentions. A poll yields its pages and ends; a stream does not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

from hubdesk.core import Mention, Millis, Terms, Withdrawal
from hubdesk.sources.errors import SourceError, SourceOffError
from hubdesk.sources.http import Http

__all__ = ["Config", "Maker", "Page", "Source", "SourceError", "SourceOffError", "Wish"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What we want: what came after this cursor. `now` is the instant of asking: a source reads no clock."""

    cursor: str
    now: Millis
    token: str = ""  # from the system's keyring, never stored


@dataclass(frozen=True, slots=True)
class Page:
    """Some mentions and the cursor to go on from; both are stored in one transaction.

    `edits` replace the text of a stored mention, `withdrawals` take text away. `reaches_back_to`: everything published
    after that instant is in this page (or known); None means that the page tells nothing about the past, as for a
    stream, which covers its own connection. An empty page from a stream is a sign of life. `note` is one line for a
    person, when all went well but something changed: the feed has moved, or was found behind a page.
    """

    mentions: tuple[Mention, ...] = ()
    cursor: str = ""
    edits: tuple[Mention, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    reaches_back_to: Millis | None = None
    note: str = ""


class Source(Protocol):
    """One account, feed or search on one network."""

    kind: str
    terms: Terms
    every: Millis  # default pace; 0 for a stream
    keep: str  # all | matched

    def pages(self, http: Http, wish: Wish) -> AsyncIterator[Page]:
        """Yield pages, oldest first. Raises SourceError (try later) or SourceOffError (for good)."""
        ...


Config = dict[str, str | int | float | bool]
Maker = Callable[[Config], Source]
"""From a [[source]] table of setup.toml to a source; raises HubdeskError naming the key that is wrong."""
