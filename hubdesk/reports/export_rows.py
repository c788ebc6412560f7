"""What the kinds of file share: a mention's columns, and what a file says of itself where it has room for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hubdesk.core import Millis
from hubdesk.i18n import _, iso, number
from hubdesk.reports.cells import Cell

Json = Mapping[str, Any]

COLUMNS: Final = (
    *("id", "source", "network", "kind", "published_at", "seen_at"),
    *("author.handle", "author.name", "author.followers", "title", "text", "url"),
    *("language", "tone", "themes", "places", "topics", "reach", "why", "withdrawn_at"),
)
"""As JSON lines name them, so that `hubdesk import` knows them again; what is in a record within has a dot."""
NUMBERS: Final = frozenset(("id", "author.followers", "reach"))
LISTS: Final = frozenset(("themes", "places", "topics"))
_BETWEEN: Final = "; "


@dataclass(frozen=True, slots=True)
class About:
    """What is exported: of which session, span, topics (none: all), query, and how much of it.

    `held_back`: source and mentions.
    """

    session: str
    zone: str
    synthetic: bool
    start: Millis
    end: Millis
    topics: tuple[str, ...]
    query: str
    rows: int
    held_back: tuple[tuple[str, int], ...]
    pseudonymised: bool

    def lines(self) -> tuple[tuple[str, str], ...]:
        """In words: what and its value."""
        told = [
            (_("Session"), self.session),
            (_("From"), iso(self.start, self.zone) or "" if self.start > 0 else _("the beginning")),
            (_("To"), iso(self.end, self.zone) or ""),
            (_("Time zone"), self.zone),
            (_("Topics"), ", ".join(self.topics) or _("all")),
            (_("Query"), self.query or _("none")),
            (_("Rows"), number(self.rows)),
        ]
        told += [
            (_("Held back by its source's terms"), _("{source}: {n}").format(source=source, n=number(n)))
            for source, n in self.held_back
        ]
        if self.pseudonymised:
            told.append((_("Authors"), _("pseudonyms, the same throughout this file and in no other")))
        if self.synthetic:
            told.append((_("Demonstration"), _("synthetic data, nothing of this happened")))
        return tuple(told)


def values(mention: Json) -> tuple[Any, ...]:
    """A mention's values by COLUMNS: lists as they are, unknown is None."""
    return tuple(_value(mention, column) for column in COLUMNS)


def cells(mention: Json) -> tuple[Cell, ...]:
    """The same, a list as one text."""
    return tuple(_BETWEEN.join(map(str, one)) if isinstance(one, list) else one for one in values(mention))


def _value(mention: Json, column: str) -> Any:
    if column == "why":
        return _why(mention["why"]) or None
    outer, _dot, inner = column.partition(".")
    return mention[outer][inner] if inner else mention[outer]


def _why(told: list[dict[str, Any]] | None) -> str:
    """`Orange: livebox, fibre; SFR: red`: the words that made each topic match."""
    named = ((one["topic"], dict.fromkeys(word["text"] for word in one["words"])) for one in told or ())
    return _BETWEEN.join(f"{topic}: {', '.join(words)}" if words else topic for topic, words in named)
