"""The queries that find the mentions behind a comparison's figures; "" where no query can say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hubdesk.core import Millis
from hubdesk.core.compared import Sort
from hubdesk.panels.panel import Rows
from hubdesk.query.any_kind import ANY

COMPLAINING: Final = "tone:negative kind:(post OR reply OR comment OR review)"
LONGEST_QUERY: Final = 7_500  # characters: 8,000 are a query's limit
LONGEST: Final = 200  # code points of a name: a query has its limit
_NAME: Final = re.compile(r"""[\w .,;:!'’&+()/@#°·–-]+""")  # within quotes
_OF_SORT: Final = {Sort.REPOST: "is:repost", Sort.DUPLICATE: "is:duplicate", Sort.INSIDER: "is:insider"}


def opened(query: str, start: Millis | None = None, end: Millis | None = None, topic: int | None = None) -> Rows | None:
    """What opens them; None where no query can say it, or one too long would be needed."""
    return Rows(query, start, end, topic) if 0 < len(query) <= LONGEST_QUERY else None


def of_sort(sort: int, own: Sequence[str]) -> str:
    """Mentions of one sort; `own`: the brands' accounts, `network:handle`."""
    return of_accounts(own) if sort == Sort.OWN else _OF_SORT[Sort(sort)]


def of_accounts(accounts: Sequence[str]) -> str:
    """What these accounts wrote."""
    by_network: dict[str, list[str]] = {}
    for account in accounts:
        network, _colon, handle = account.partition(":")
        by_network.setdefault(network, []).append(handle.removeprefix("@"))
    parts = [
        f"(network:{network} author:({' OR '.join(sorted(handles))}))"
        for network, handles in sorted(by_network.items())
    ]
    return f"({' OR '.join(parts)})" if parts else ""


def counting(without: int, own: Sequence[str]) -> str:
    """Every mention but those of these sorts."""
    parts = [part for sort in (*_OF_SORT, Sort.OWN) if without & sort and (part := of_sort(sort, own))]
    return " ".join((ANY, *(f"-{part}" for part in parts)))


def complaints(own: Sequence[str]) -> str:
    """What others complain of."""
    part = of_accounts(own)
    return f"{COMPLAINING} -{part}" if part else COMPLAINING


def of_source(name: str) -> str:
    """What a source brought."""
    return f'source:"{name}"' if name and len(name) <= LONGEST and _NAME.fullmatch(name) else ""
