"""Whose account wrote a mention: the session's watched people, and staff that declared itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hubdesk.core import About, Mention, Person

INSIDER: Final = "insider"  # the role of staff that declared itself


class Circle:
    """The people a session watches, found by the account that wrote.

    An account is `network:handle`, a leading @ or none, or `network:id`; capitals do not count. One that names no
    network is nobody's: the same handle may be somebody else's elsewhere.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self._owners: dict[tuple[str, str], list[Person]] = {}
        for person in people:
            for account in person.accounts:
                network, colon, name = account.partition(":")
                key = (network.strip().casefold(), _plain(name))
                if colon and all(key):
                    self._owners.setdefault(key, []).append(person)

    def about(self, mention: Mention, source: str = "") -> About:
        """What the session says of a mention that this source brought."""
        if not self._owners:
            return About(source)
        network = mention.network.casefold()
        owners = [
            person
            for name in dict.fromkeys((_plain(mention.author.id), _plain(mention.author.handle)))
            for person in self._owners.get((network, name), ())
        ]
        insider = any(person.role.strip().casefold() == INSIDER for person in owners)
        return About(source, tuple(dict.fromkeys(person.name for person in owners)), insider)


def _plain(name: str) -> str:
    return name.strip().casefold().removeprefix("@")
