"""What the voices panel reads: who wrote what a scope holds, what is publicly known of them, and who began.

KnownAs is only what the session itself says with a source: watched people and their role, declared insiders, a brand's
official channels, and the media whose feeds brought articles. Of anybody else nothing is known, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hubdesk.core import Author, Coverage, Mention, Millis, Person, Scope, Span, Topic
from hubdesk.core.channels import Channel, ChannelKind
from hubdesk.i18n import iso
from hubdesk.panels.episodes_known import ids, known
from hubdesk.panels.voices_asked import chips_of_account
from hubdesk.panels.voices_card_picture import VoiceCard, read_card
from hubdesk.query.people import INSIDER, Circle
from hubdesk.store.reader import Account, Reader, Voice, VoiceOrder, Voices

LISTED: Final = 50
MOST_EPISODES: Final = 20  # of which it is told who began


class KnownAs(StrEnum):
    """What is publicly known of an account, the strongest first; "" for nothing."""

    OFFICIAL = "official"  # a brand's own channel
    ROLE = "role"  # watched for a public role
    INSIDER = "insider"  # staff that declared itself
    OUTLET = "outlet"  # articles by a medium's feed
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class VoicesOptions:
    """`most`: how many are listed. `opened`: the account whose card is shown."""

    order: VoiceOrder = VoiceOrder.COUNT
    most: int = LISTED
    opened: Account | None = None

    @property
    def subject(self) -> object:
        """What is asked about: a longer list of the same is no other question."""
        return self.order, self.opened


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an account and by whom it is said. `name`: of the person, or of the medium; `topic`: the brand
    that an official channel speaks for, None for every one. `role`, `source` and `since` as the session has them."""

    known: KnownAs = KnownAs.NOTHING
    name: str = ""
    role: str = ""
    source: str = ""
    since: str = ""
    topic: int | None = None

    @property
    def is_public(self) -> bool:
        """Whether the name may be shown where private persons have none."""
        return self.known in (KnownAs.OFFICIAL, KnownAs.ROLE, KnownAs.OUTLET)


NOTHING_KNOWN: Final = Standing()


@dataclass(frozen=True, slots=True)
class Start:
    """What an account was the first to write of: a topic in this scope, or an episode (its number and kind)."""

    mention: int
    at: Millis
    topic: int | None
    episode: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, what is known of it, and what it began."""

    voice: Voice
    standing: Standing = Standing()
    starts: tuple[Start, ...] = ()

    @property
    def account(self) -> Account:
        return self.voice.account

    @property
    def is_new(self) -> bool:
        """Whether the session had never heard it before this scope."""
        return self.voice.first_ever is not None and self.voice.first_ever >= self.voice.first

    @property
    def follows(self) -> int:
        """How many of its mentions answer or repost somebody's."""
        return self.voice.answers + self.voice.reposts


@dataclass(frozen=True, slots=True)
class VoicesPicture:
    """`told`: the counts of everybody; `speakers`: those who are listed. `public`: everybody of whom something is
    publicly known, listed or not, and of media the loudest; the loudest first. `starters`: who began what, listed or
    not, in the order of time: topics in what is looked at, episodes whatever the filters take (`is_narrowed`: there are
    some). `empty`: of a scope without mentions, what was listened to."""

    span: Span
    zone: str
    options: VoicesOptions
    topics: tuple[Topic, ...]
    told: Voices
    speakers: tuple[Speaker, ...]
    public: tuple[Speaker, ...] = ()
    starters: tuple[tuple[Start, Account, Standing], ...] = ()
    card: VoiceCard | None = None
    card_standing: Standing = Standing()
    empty: Coverage | None = None
    stored: int = 0
    is_narrowed: bool = False

    @property
    def named(self) -> int:
        """Mentions that have an account: what shares are of."""
        return self.told.mentions - self.told.gone - self.told.nameless

    def share(self, mentions: int) -> float | None:
        """A part of the mentions that have an account, 0 to 1; None without any."""
        return mentions / self.named if self.named else None


def read_voices(reader: Reader, scope: Scope, options: VoicesOptions, outlets: int | None = None) -> VoicesPicture:
    """Worker thread: who wrote, in the order asked for. `outlets`: how many media are told, as Reader.voices says."""
    facts, topics = reader.facts(), reader.topics()
    zone = facts.timezone or "UTC"
    public = Public(reader.people(), reader.channels(), topics, scope.end, zone)
    told = reader.voices(scope, options.order, options.most, public.accounts, outlets)
    starts = tuple(sorted(_starts(reader, scope, told), key=_when))
    by_account: dict[tuple[str, str], list[Start]] = {}
    for start, account in starts:
        by_account.setdefault(account.key, []).append(start)
    speakers = {
        one.account.key: Speaker(
            one, public.standing(one.account, one.outlets), tuple(by_account.get(one.account.key, ()))
        )
        for one in (*told.public, *told.listed)
    }
    return VoicesPicture(
        span=Span(scope.start, scope.end),
        zone=zone,
        options=replace(options, opened=None),
        topics=topics,
        told=replace(told, listed=(), public=()),
        speakers=tuple(speakers[one.account.key] for one in told.listed),
        public=tuple(
            one for voice in told.public if (one := speakers[voice.account.key]).standing.known != KnownAs.NOTHING
        ),
        starters=tuple((start, account, public.standing(account)) for start, account in starts),
        card=None if options.opened is None else read_card(reader, scope, options.opened),
        card_standing=Standing() if options.opened is None else _of_card(reader, scope, told, public, options.opened),
        empty=None if told.mentions else reader.coverage(scope),
        stored=facts.mentions,
        is_narrowed=bool(scope.filters),
    )


class Public:
    """Who is publicly known at an instant, by account: roles that began later are not known yet."""

    def __init__(
        self, people: Iterable[Person], channels: Iterable[Channel], topics: Iterable[Topic], at: Millis, zone: str
    ) -> None:
        day = (iso(at - 1, zone) or "")[:10]
        names = {topic.id: topic.name for topic in topics}
        self._standings: list[Standing] = []
        official = [
            self._numbered((one.where,), Standing(KnownAs.OFFICIAL, names.get(one.topic or 0, ""), topic=one.topic))
            for one in channels
            if one.kind == ChannelKind.ACCOUNT
        ]
        watched = [self._watched(one) for one in people if one.role.strip() and one.role_since <= day]
        known = [one for one in watched if one is not None]
        self._circles = Circle(official), Circle(known)
        self.accounts = frozenset(account for one in (*official, *known) for account in one.accounts)
        self._called = {_plain(account.partition(":")[2]) for account in self.accounts}

    def standing(self, account: Account, outlets: tuple[str, ...] = ()) -> Standing:
        """What is known of that account. `outlets`: the media whose feeds brought its articles."""
        if not self._called.isdisjoint((_plain(account.id), _plain(account.handle))):  # few are called as they are
            wrote = Mention(account.network, "", "", None, author=Author(account.handle, account.name, account.id))
            for circle in self._circles:
                found = [self._standings[int(number)] for number in circle.about(wrote).people]
                if found:
                    return min(found, key=_weakness)
        return Standing(KnownAs.OUTLET, ", ".join(outlets)) if outlets else NOTHING_KNOWN

    def _watched(self, one: Person) -> Person | None:
        """A role without a source is nobody's."""
        is_insider = one.role.strip().casefold() == INSIDER
        if not is_insider and not one.role_source.strip():
            return None
        known_as, role = (KnownAs.INSIDER, "") if is_insider else (KnownAs.ROLE, one.role)
        return self._numbered(one.accounts, Standing(known_as, one.name, role, one.role_source, one.role_since))

    def _numbered(self, accounts: tuple[str, ...], standing: Standing) -> Person:
        """Two people may have one name, so that a circle is given their numbers."""
        self._standings.append(standing)
        return Person(str(len(self._standings) - 1), accounts=accounts)


def _plain(name: str) -> str:
    """As a circle compares handles and ids."""
    return name.strip().casefold().removeprefix("@")


def _weakness(standing: Standing) -> int:
    return list(KnownAs).index(standing.known)


def _starts(reader: Reader, scope: Scope, told: Voices) -> Iterator[tuple[Start, Account]]:
    """The first of each topic in the scope, and of each episode that rose in it the first mention of the excess."""
    for one in told.began:
        yield Start(one.mention, one.at, one.topic), one.account
    found = [one for one in known(reader.episodes(scope)) if scope.start <= one.start < scope.end]
    firsts = {first: one for one in found[:MOST_EPISODES] for first in ids({"first": one.alarm.evidence.get("first")})}
    for heard in reader.mentions(tuple(firsts)):
        author, episode = heard.mention.author, firsts[heard.id]
        account = Account(heard.mention.network, author.handle, author.name, author.id)
        if account.key[0] and heard.known_at <= scope.known:
            yield Start(heard.id, heard.at, episode.main.topic, episode.id, episode.main.kind), account


def _of_card(reader: Reader, scope: Scope, told: Voices, public: Public, account: Account) -> Standing:
    """What is known of the opened account; of a medium only while it has articles in the scope."""
    voices = (*told.listed, *told.public)
    if told.outlets and all(one.account.key != account.key for one in voices):
        its = chips_of_account(account)
        voices = reader.voices(replace(scope, filters=scope.filters + its)).listed if its else ()
    outlets = next((one.outlets for one in voices if one.account.key == account.key), ())
    return public.standing(account, outlets)


def _when(began: tuple[Start, Account]) -> tuple[Millis, int, bool]:
    return began[0].at, began[0].mention, began[0].episode is not None
