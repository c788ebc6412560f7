"""What a wall keeps of who speaks: no account is in it, and no name but those of a public role, a medium or a brand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Coverage, Heard, Millis, Scope, Span, Topic
from hubdesk.panels.voices_asked import of_voice
from hubdesk.panels.voices_picture import KnownAs, Speaker, Standing, Start, VoicesOptions, VoicesPicture, read_voices
from hubdesk.panels.voices_standing import name_of_account
from hubdesk.query.syntax import parse
from hubdesk.query.tree import QueryError
from hubdesk.store.reader import Reader, Voice
from hubdesk.wall.masks import Masks
from hubdesk.widgets.card_words import site
from hubdesk.widgets.text import tame

MOST_PRIVATE: Final = 16  # rows, of each of which it is looked up where it says it is
LOOKED_AT: Final = 20  # of its mentions
NAME: Final = 80


@dataclass(frozen=True, slots=True)
class WallVoice:
    """`name` "": private. `place`: the one département that its mentions name. `source`: the site that says the role.
    `reach` None: no network gives one. `tones` as in tone_parts.PARTS."""

    known: KnownAs
    name: str = ""
    role: str = ""
    source: str = ""
    place: str = ""
    mentions: int = 0
    reach: int | None = None
    tones: tuple[int, ...] = ()
    first: Millis = 0
    is_new: bool = False
    starts: tuple[Start, ...] = ()


@dataclass(frozen=True, slots=True)
class WallVoices:
    """`named`: everybody publicly known, the loudest first; `private`: the loudest of the others, of `others` accounts.
    `began`: who was the first, the newest beginning first. `once` of `accounts` wrote one mention, the `loudest` of
    them `by_loudest` of `written`; `gone` mentions were taken back, `nameless` have no account."""

    span: Span
    zone: str
    topics: tuple[Topic, ...]
    named: tuple[WallVoice, ...]
    private: tuple[WallVoice, ...]
    others: int
    began: tuple[tuple[Start, WallVoice], ...]
    accounts: int
    once: int
    loudest: int
    by_loudest: int
    written: int
    gone: int = 0
    nameless: int = 0
    empty: Coverage | None = None
    stored: int = 0


def read_wall_voices(reader: Reader, scope: Scope, masks: Masks) -> WallVoices:
    """Worker thread: who wrote, counted; then a look at the mentions of the few private ones that have a row."""
    picture = read_voices(reader, scope, VoicesOptions())
    told = picture.told
    private = [one for one in picture.speakers if not one.standing.is_public]
    rows = tuple(_private(reader, one, scope, masks) for one in private[:MOST_PRIVATE])
    public = [one for one in picture.public if one.standing.is_public]
    return WallVoices(
        span=picture.span,
        zone=picture.zone,
        topics=picture.topics,
        named=tuple(_together(_named(one.standing, masks, one.voice, one) for one in public)),
        private=rows,
        others=max(len(rows), told.accounts - len(public)),
        began=tuple(_began(reader, picture, masks)),
        accounts=told.accounts,
        once=told.once,
        loudest=told.loudest,
        by_loudest=told.by_loudest,
        written=picture.named,
        gone=told.gone,
        nameless=told.nameless,
        empty=picture.empty,
        stored=picture.stored,
    )


def _named(standing: Standing, masks: Masks, voice: Voice | None = None, one: Speaker | None = None) -> WallVoice:
    """Somebody publicly known, as the session says with its source."""
    name = tame(standing.name, NAME)
    made = WallVoice(
        known=standing.known,
        name=masks.said(name) if standing.known == KnownAs.OUTLET else name,
        role=tame(standing.role, NAME),
        source=site(standing.source) or tame(standing.source, NAME),
    )
    return made if voice is None or one is None else _counted(made, voice, one)


def _counted(made: WallVoice, voice: Voice, one: Speaker) -> WallVoice:
    return replace(
        made,
        mentions=voice.mentions,
        reach=voice.reach,
        tones=voice.tones,
        first=voice.first,
        is_new=one.is_new,
        starts=one.starts,
    )


def _private(reader: Reader, one: Speaker, scope: Scope, masks: Masks) -> WallVoice:
    name = "" if masks.veil.masks else name_of_account(one.account)
    made = WallVoice(one.standing.known, name, place=_place(reader, one.voice, scope, masks))
    return _counted(made, one.voice, one)


def _place(reader: Reader, voice: Voice, scope: Scope, masks: Masks) -> str:
    """The département that its mentions name, when they name one alone; "" where it is not known."""
    asked = of_voice(voice)
    try:
        found = reader.search(parse(asked), scope, LOOKED_AT).mentions if asked else ()
    except QueryError:  # what accounts are called need not be a query
        return ""
    places = {place for heard in found if (place := masks.who(heard).place)}
    return places.pop() if len(places) == 1 else ""


def _together(voices: Iterable[WallVoice]) -> list[WallVoice]:
    """A medium has an account for each of its authors, and one row."""
    made: dict[tuple[KnownAs, str, str], WallVoice] = {}
    for one in voices:
        key = (one.known, one.name, one.role)
        old = made.get(key)
        made[key] = one if old is None else _sum(old, one)
    return sorted(made.values(), key=_loudness)


def _sum(one: WallVoice, other: WallVoice) -> WallVoice:
    reaches = [reach for reach in (one.reach, other.reach) if reach is not None]
    return replace(
        one,
        mentions=one.mentions + other.mentions,
        reach=sum(reaches) if reaches else None,
        tones=tuple(mine + theirs for mine, theirs in zip(one.tones, other.tones, strict=True)),
        first=min(one.first, other.first),
        is_new=one.is_new and other.is_new,
        starts=one.starts + other.starts,
    )


def _loudness(one: WallVoice) -> tuple[int, str]:
    return -one.mentions, one.name


def _began(reader: Reader, picture: VoicesPicture, masks: Masks) -> Iterator[tuple[Start, WallVoice]]:
    """Who was the first: of the newest episode, then of those before, then of mere topics."""
    starters = sorted(picture.starters, key=_gravity)
    heard: dict[int, Heard] = {one.id: one for one in reader.mentions({start.mention for start, _a, _s in starters})}
    for start, account, standing in starters:
        if standing.is_public:
            yield start, _named(standing, masks)
        elif start.mention in heard:
            name = "" if masks.veil.masks else name_of_account(account)
            yield start, WallVoice(standing.known, name, place=masks.who(heard[start.mention]).place)


def _gravity(began: tuple[Start, object, object]) -> tuple[bool, Millis, int]:
    return began[0].episode is None, -began[0].at, began[0].mention
