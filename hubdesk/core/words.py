"""Mentions, topics, scopes and matches, and the errors that speak to a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hubdesk.core.filters import Filters

Millis = int

SECOND: Final = 1_000
MINUTE: Final = 60_000
HOUR: Final = 3_600_000
DAY: Final = 86_400_000


class HubdeskError(Exception):
    """One clear line for a person: what is wrong, where, and how to mend it. The command line exits with 2."""


class FailedError(HubdeskError):
    """What was asked is right and could not be done: a full disk, a busy file. The command line exits with 1."""


class Kind(StrEnum):
    """What sort of thing a mention is. The values are the ones `kind:` takes in a query."""

    POST = "post"
    REPLY = "reply"
    REPOST = "repost"
    COMMENT = "comment"
    ARTICLE = "article"
    REVIEW = "review"
    VIDEO = "video"


class Role(StrEnum):
    """What a topic is to us."""

    OWN = "own"
    RIVAL = "rival"
    SUBJECT = "subject"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote, as the network says. `id` is the network's stable identifier (a DID, an account address). `profile`
    is what the network's profile says of them, on arrival alone: places are read in it, and it is not kept."""

    handle: str = ""
    name: str = ""
    id: str = ""
    followers: int | None = None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One post, article, comment or review, as its network gave it: plain text, no HTML.

    `native_id` is unique on its network (an at:// or https:// URI, a feed's guid with its feed). `parent_id` is the
    `native_id` it answers, `parent_title` that parent's title where the network names it. `language` is what the
    network declares (BCP 47, "" when it does not). `reach` is the network's own figure, never an estimate of ours.
    `rating` is a review's, in stars as its network counts them. `media`: whether pictures, sound or films came with
    it. `teaser` is what stood on the page beside the article (a sidebar, related articles, notices, credits), a
    paragraph a line: only `in:teaser` looks at it.
    """

    network: str
    native_id: str
    text: str
    published_at: Millis | None
    kind: str = Kind.POST
    author: Author = Author()
    title: str = ""
    url: str = ""
    language: str = ""
    parent_id: str = ""
    parent_title: str = ""
    reach: int | None = None
    links: tuple[str, ...] = ()
    raw: str = ""  # the network's own record as JSON, where the source's terms allow keeping it
    rating: float | None = None
    media: bool | None = None
    teaser: str = ""

    def parts(self) -> dict[str, str]:
        """What a query looks at, by part: `title`, `body` or `comment`, and `teaser`; those that are there."""
        where = "comment" if self.kind == Kind.COMMENT else "body"
        found = {"title": self.title, where: self.text} if self.title else {where: self.text}
        if self.teaser:
            found["teaser"] = self.teaser
        return found


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An author took something back: one mention (`native_id`) or everything by one account (`author_id`)."""

    network: str
    native_id: str = ""
    author_id: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a network allows. `keep_days` None: no limit. `deletes` says how withdrawals reach us, for people."""

    keep_days: int | None = None
    export: bool = True
    wall: bool = True
    deletes: str = "none"  # none | events | recheck
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A named query we listen for. `version` goes up each time the query changes."""

    id: int
    name: str
    query: str
    role: str = Role.SUBJECT
    colour: str = "#6B7480"
    version: int = 1


@dataclass(frozen=True, slots=True)
class Scope:
    """What a panel is asked about: mentions of `topics` published in [start, end) and known by `known`.

    No topics means every stored mention. Live is `end = now`; a replay moves `end`, and nobody looks past it: what is
    known is what was known at the end. Only a stretch of the past that is looked at later, from now or from where a
    session is read, says so with `known_by`: then what became known since counts too. Of those mentions only what all
    `filters` take is looked at.
    """

    topics: tuple[Topic, ...]
    start: Millis
    end: Millis
    known_by: Millis | None = None
    filters: Filters = ()

    @property
    def known(self) -> Millis:
        """The instant whose knowledge counts."""
        return self.end if self.known_by is None else self.known_by

    @property
    def length(self) -> Millis:
        return self.end - self.start

    def before(self) -> Scope:
        """The span of the same length that ends where this one starts."""
        return replace(self, start=self.start - self.length, end=self.start)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, [start, end)."""

    start: Millis
    end: Millis


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a mention's part that made a topic match: 0-based code points, `end` not included."""

    part: str  # title | body | comment | ...
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A topic heard a mention, in that version of its query, because of these words."""

    topic: int
    version: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing read in a mention, and what says so: for people, and for the analyst's doubts.

    `reading`: language, tone, irony, theme, place, target, duplicate or person; `value` as in `Notes`. `score`: how
    sure the reader is, 0 to 1, None when it does not tell. `rule`: a short code of what decided. `marks`: the words it
    rests on.
    """

    reading: str
    value: str
    score: float | None = None
    rule: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """What enrichment found in a mention. Empty or None: not known."""

    language: str = ""
    tone: str = ""  # negative | neutral | positive | unknown, "" while nobody has read it
    tone_score: float | None = None
    irony: bool | None = None
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()  # brand, tone towards it
    duplicate: bool | None = None  # whether it says, in nearly the same words, what a stored mention said before
    evidence: tuple[Evidence, ...] = ()
    versions: tuple[tuple[str, int], ...] = ()  # which version of each reader read it; a reader that did not is absent


@dataclass(frozen=True, slots=True)
class Person:
    """Someone watched for a public role, with where the role is from; or staff that declared itself (`insider`).

    `accounts` are `network:handle` or `network:id`, as in setup.toml.
    """

    name: str
    role: str = ""
    role_source: str = ""
    role_since: str = ""
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What the session, not the mention, says of a mention: which source brought it, and whose account wrote it."""

    source: str = ""
    people: tuple[str, ...] = ()
    insider: bool = False


@dataclass(frozen=True, slots=True)
class Rehearing:
    """A topic of which not all of the stored past was asked yet, since its query changed or it is new.

    `done` of `all` stored mentions were. `stopped`: by a person, until someone goes on.
    """

    topic: int
    version: int
    done: int
    all: int
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A mention ready to be stored: with its notes and the topics that heard it."""

    mention: Mention
    notes: Notes = Notes()
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A mention as the session holds it. A scope sees it from the instant `known_at` on: `seen_at`, except in an
    imported archive, where it is that of publication, so that an archive can be replayed. Its place in time is `at`:
    `published_at`, or `known_at` when nobody knows when it was published. `claimed_at` is kept when a source dated it
    in the future. A withdrawn mention keeps its row and its count; its text, title and author are gone (`is_gone`).
    Whoever stands before that happened learns no more: `is_gone_later`, without the instant."""

    id: int
    mention: Mention
    source: str
    seen_at: Millis
    known_at: Millis
    at: Millis
    notes: Notes = Notes()
    matches: tuple[Match, ...] = ()
    withdrawn_at: Millis | None = None
    edited_at: Millis | None = None
    claimed_at: Millis | None = None
    is_gone_later: bool = False

    @property
    def is_gone(self) -> bool:
        """Its words were taken back, by then or since."""
        return self.withdrawn_at is not None or self.is_gone_later

    def marks(self, part: str) -> tuple[tuple[int, int], ...]:
        """Every stretch of one part that made some topic match, sorted and merged."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted({(m.start, m.end) for match in self.matches for m in match.marks if m.part == part}):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)
