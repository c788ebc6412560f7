"""Who has a public role in a session, and what must therefore keep its name on a wall."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hubdesk.core import Heard, Mention, Person, Role, SourceRow, Topic
from hubdesk.core.channels import Channel, ChannelKind
from hubdesk.i18n import iso
from hubdesk.query.people import INSIDER, Circle
from hubdesk.store.authors import plain, words_of
from hubdesk.store.reader import Reader

_IN_QUERIES: Final = re.compile(r"@(\w[\w.\-]*)")
_SITES: Final = re.compile(r"(?<![@\w.])(?:[\w\-]{1,63}\.){1,4}[a-z]{2,10}(?![\w.*])")


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays: `handles` without their @, `names` as plain words, `sites` by host; all in small letters."""

    handles: frozenset[str] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()
    sites: frozenset[str] = frozenset()


class KnownPeople:
    """The session's people, channels, sources and topics, asked for each author."""

    def __init__(
        self,
        people: Iterable[Person],
        channels: Iterable[Channel],
        sources: Iterable[SourceRow],
        topics: Iterable[Topic],
    ) -> None:
        people, channels, topics = tuple(people), tuple(channels), tuple(topics)
        self._people = {one.name: one for one in people if is_public(one)}
        insiders = [one for one in people if one.role.strip().casefold() == INSIDER]
        named = {one.id: one.name for one in topics}
        officials = [one for one in channels if one.kind == ChannelKind.ACCOUNT]
        self._brands = {plain(one.name).split(" ")[0] for one in topics if one.role in (Role.OWN, Role.RIVAL)} - {""}
        self._public, self._insiders = Circle(self._people.values()), Circle(insiders)
        self._official = Circle(Person(named.get(one.topic or 0, ""), accounts=(one.where,)) for one in officials)
        self.kept = _kept(tuple(self._people.values()), channels, tuple(sources), topics)

    @property
    def watched(self) -> int:
        """How many people with a public role there are."""
        return len(self._people)

    @staticmethod
    def of(reader: Reader) -> KnownPeople:
        """As the session has them now."""
        return KnownPeople(reader.people(), reader.channels(), reader.sources(), reader.topics())

    def person(self, mention: Mention) -> Person | None:
        """Whose public account wrote it."""
        found = self._public.about(mention).people
        return self._people[found[0]] if found else None

    def brand(self, mention: Mention) -> str | None:
        """The topic whose own account wrote it, "" for one of no topic; None: it is nobody's own account."""
        found = self._official.about(mention).people
        return found[0] if found else None

    def is_insider(self, mention: Mention) -> bool:
        """Whether staff that declared itself wrote it."""
        return bool(self._insiders.about(mention).people)

    def is_undeclared(self, mention: Mention) -> bool:
        """Whether the handle names one of the brands, though the account is not declared: a help desk's, or a fan's."""
        first = plain(mention.author.handle).removeprefix("@").partition("@")[0].partition(".")[0]
        return not self._brands.isdisjoint(re.split(r"[_\-]", first))


def is_public(person: Person) -> bool:
    """Whether somebody is watched for a public role."""
    return person.role.strip().casefold() not in ("", INSIDER)


def role_then(person: Person, heard: Heard, zone: str) -> str:
    """Their role when they wrote; "" when they got it later."""
    day = (iso(heard.at, zone) or "")[:10]
    return person.role.strip() if not person.role_since or person.role_since <= day else ""


def _kept(
    people: tuple[Person, ...], channels: tuple[Channel, ...], sources: tuple[SourceRow, ...], topics: tuple[Topic, ...]
) -> Kept:
    accounts = [account for one in people for account in one.accounts]
    accounts += [one.where for one in channels if one.kind == ChannelKind.ACCOUNT]
    handles = {account.partition(":")[2].strip().removeprefix("@").casefold() for account in accounts}
    handles |= {name.rstrip(".-").casefold() for one in topics for name in _IN_QUERIES.findall(one.query)}
    called = [*(one.name for one in people), *(one.name for one in sources), *(one.name for one in topics)]
    names = {words_of(name) for name in called}
    sites = {site for one in topics for site in _SITES.findall(one.query.casefold())}
    sites |= {_host(one.where) for one in channels} | {_host(str(one.config.get("url", ""))) for one in sources}
    return Kept(frozenset(handles - {""}), frozenset(names - {()}), frozenset(sites - {""}))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.").casefold()
    except ValueError:
        return ""
