"""What a rule asks for, and what it looks for in an episode: its topic, kind and severity, accounts and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hubdesk.core.episodes import Episode, EpisodeKind
from hubdesk.core.words import Person

People = Mapping[str, frozenset[str]]
"""Accounts by the name of who has them."""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """What is to alert; an empty field means any.

    `topic`: its name. `kind`: one of EpisodeKind. `severity`: at least that, 0 to 3. `person`: a watched person's name,
    or an account's handle, among the five loudest. `place`: a département's code (`59`, `2A`); an outage of the whole
    country, or of which nobody says where it is, is in each.
    """

    topic: str = ""
    kind: str = ""
    severity: int = 0
    person: str = ""
    place: str = ""

    def asks_for(self, one: Asked, people: People) -> bool:
        """Whether an episode is one that this rule asks for."""
        return (
            (not self.topic or _same(self.topic, one.topic))
            and (not self.kind or self.kind == one.episode.kind)
            and one.severity >= self.severity
            and (not self.place or self.place.casefold() in one.places or one.is_anywhere)
            and (not self.person or not one.voices.isdisjoint(_accounts(self.person, people)))
        )


@dataclass(frozen=True)
class Asked:
    """An episode and the name of its topic, "" for none, with what rules look for in it: once, however many there
    are."""

    episode: Episode
    topic: str

    @cached_property
    def severity(self) -> int:
        return severity(self.episode)

    @cached_property
    def voices(self) -> frozenset[str]:
        return _voices(self.episode)

    @cached_property
    def places(self) -> frozenset[str]:
        return _places(self.episode)

    @cached_property
    def is_anywhere(self) -> bool:
        """Whether it is an outage, and whoever said last where it is named no place."""
        areas = [area for state in self.episode.states if isinstance(area := state.evidence.get("area"), dict)]
        return self.episode.kind == EpisodeKind.OUTAGE and bool(areas) and areas[-1].get("places") == []


def severity(episode: Episode) -> int:
    """The gravest it was, as far as its states tell."""
    return max(state.severity for state in episode.states)


def _voices(episode: Episode) -> frozenset[str]:
    """The accounts in the evidence, small: the loudest, and those that act together. The file may be a stranger's."""
    found: set[str] = set()
    for state in episode.states:
        found |= {_bare(name) for name in _names(state.evidence.get("authors"))}
        rings = state.evidence.get("rings")
        for ring in rings if isinstance(rings, list) else ():
            for part in ("accounts", "insiders") if isinstance(ring, dict) else ():
                accounts = ring.get(part)
                listed = accounts if isinstance(accounts, list) else ()
                found |= {_bare(account) for account in listed if isinstance(account, str)}
    return frozenset(found - {""})


def by_name(people: Iterable[Person]) -> People:
    """The accounts of watched people, small, by their names; those of one name together."""
    found: dict[str, set[str]] = {}
    for one in people:
        accounts = found.setdefault(one.name.casefold().strip(), set())
        for account in one.accounts:
            accounts |= {_bare(account), _bare(account.partition(":")[2])} - {""}
    return {name: frozenset(accounts) for name, accounts in found.items()}


def _accounts(person: str, people: People) -> frozenset[str]:
    """The accounts that a rule's person means: a watched person's, and the one of that handle."""
    handle = _bare(person)
    return people.get(person.casefold().strip(), frozenset()) | ({handle} if handle else frozenset())


def _places(episode: Episode) -> frozenset[str]:
    """Codes of the départements in the evidence: of an outage's area, and of those in excess."""
    found: set[str] = set()
    for state in episode.states:
        area = state.evidence.get("area")
        listed = area.get("places") if isinstance(area, dict) else None
        found |= {one.casefold() for one in listed or () if isinstance(one, str)} if isinstance(listed, list) else set()
        found |= {name.casefold() for name in _names(state.evidence.get("places"))}
    return frozenset(found)


def _names(listed: object) -> list[str]:
    rows = listed if isinstance(listed, list) else []
    return [row[0] for row in rows if isinstance(row, list) and row and isinstance(row[0], str)]


def _same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()


def _bare(account: str) -> str:
    return account.casefold().strip().removeprefix("@")
