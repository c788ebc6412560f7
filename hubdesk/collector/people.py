"""Whom of the watched people a mention is by, speaks to, or names: the account first, a name only with evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from hubdesk.core import Author, Evidence, Kind, Mark, Mention, Person
from hubdesk.enrich.people import INSIDER, PeopleReader, evidence_of
from hubdesk.query.people import Circle

ACCOUNT: Final = "account"  # it is by one of their accounts
SPOKEN_TO: Final = "account named"
MOST_ACCOUNTS: Final = 50  # named in one text
_HANDLE: Final = re.compile(r"(?<![\w@/.])@[\w.-]+(?:@[\w.-]+)?")


class PeopleSeen:
    """Finds the people that a session watches. `brands`: what a surname may name instead."""

    def __init__(self, people: Iterable[Person], brands: Iterable[str] = ()) -> None:
        watched = [one for one in people if one.role.strip().casefold() != INSIDER]
        self._circle = Circle(watched)
        self._names = PeopleReader(watched, brands)

    def evidence(self, mention: Mention) -> tuple[Evidence, ...]:
        """Each person once, by what says it best. Staff that declared itself is no watched person."""
        found = {name: Evidence("person", name, 1.0, ACCOUNT) for name in self._circle.about(mention).people}
        for part, text in (("title", mention.title), (_body(mention), mention.text)):
            if text:
                for told in (*self._spoken_to(mention, text, part), *evidence_of(self._names.read(text), part)):
                    found.setdefault(told.value, told)
        return tuple(found.values())

    def _spoken_to(self, mention: Mention, text: str, part: str) -> Iterable[Evidence]:
        """By the accounts that a text names, which are on the mention's own network."""
        for handle, _n in zip(_HANDLE.finditer(text), range(MOST_ACCOUNTS), strict=False):
            named = Mention(mention.network, "", "", None, author=Author(handle=handle[0].rstrip(".-")))
            for name in self._circle.about(named).people:
                yield Evidence("person", name, 1.0, SPOKEN_TO, (Mark(part, handle.start(), handle.end()),))


def _body(mention: Mention) -> str:
    return "comment" if mention.kind == Kind.COMMENT else "body"
