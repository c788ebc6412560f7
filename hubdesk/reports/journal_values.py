"""What the one-minute journal of a day holds: no sentence without the rows that it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.core import Millis, Span
from hubdesk.told import Told

MOST_WORDS: Final = 200


class Part(StrEnum):
    """The journal's parts, in their order."""

    NUMBERS = "numbers"
    ROSE = "rose"
    FIZZLED = "fizzled"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a sentence was made from: `count` mentions of `topics` (none: of all) that `query` finds in [start, end).

    `query` "" finds every one. `mentions` are those to be shown first, by number. Of what nobody listened to there are
    no rows: then `spans` holds the stretches of listening, or of none. Raises ValueError when there is nothing at all.
    """

    start: Millis
    end: Millis
    count: int = 0
    query: str = ""
    topics: tuple[int, ...] = ()
    mentions: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.count <= 0 and not self.mentions and not self.spans:
            raise ValueError("a sentence needs rows")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a part, and what it rests on. The smaller `rank`, the later it is left out."""

    part: Part
    told: Told
    basis: Basis
    rank: int = 0

    def words(self, zone: str) -> int:
        return len(self.told.said(zone).split())


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of somebody with a public role, as a mention holds them: [start, end) of its text, in code points.

    `named`: how many mentions of the day name the speaker. `role` is that of the day, and `role_source` says where it
    is from. `medium` is where it was said: a network or a paper.
    """

    words: str
    mention: int
    start: int
    end: int
    speaker: str
    role: str
    role_source: str
    at: Millis
    medium: str
    url: str = ""
    named: int = 0

    def count(self) -> int:
        """Of words."""
        return len(self.words.split()) + len(self.speaker.split()) + len(self.role.split())


@dataclass(frozen=True, slots=True)
class Curve:
    """A topic's mentions by the hour, None where nobody listened; `usual`: a day's, None while that is not known."""

    topic: int
    name: str
    colour: str
    hours: tuple[tuple[Millis, int | None], ...]
    count: int
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """A day of a session, as known by `known`: `end` is its end, or the instant up to which it was written."""

    title: str
    zone: str
    synthetic: bool
    start: Millis
    end: Millis
    known: Millis
    is_whole_day: bool
    sentences: tuple[Sentence, ...] = ()
    quote: Quote | None = None
    curves: tuple[Curve, ...] = ()
    withheld: int = 0  # mentions whose source's terms keep them out of what leaves the desk

    def within(self, most: int = MOST_WORDS) -> tuple[Sentence, ...]:
        """The sentences that fit, with the quote, into so many words of the language spoken now: the weightiest."""
        left = most - (0 if self.quote is None else self.quote.count())
        kept: set[int] = set()
        for place in sorted(range(len(self.sentences)), key=lambda one: (self.sentences[one].rank, one)):
            length = self.sentences[place].words(self.zone)
            if length <= left:
                kept.add(place)
                left -= length
        return tuple(one for place, one in enumerate(self.sentences) if place in kept)

    def of(self, part: Part, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        """Those of one part, in their order."""
        return tuple(one for one in sentences if one.part == part)
