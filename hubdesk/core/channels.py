"""Official channels: where a brand speaks for itself, what was said there, and for how long nothing was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.core.words import MINUTE, Millis

EVERY: Final = 2 * MINUTE  # between two looks at a channel, unless a setup file says otherwise


class ChannelKind(StrEnum):
    """What a channel is. The values are those of `kind` in setup.toml."""

    STATUS_PAGE = "status-page"
    BANNER = "site-banner"
    ACCOUNT = "account"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel to be watched. `where`: an address, or an account's `network:handle`. `topic` None: of every topic."""

    kind: str
    where: str
    topic: int | None = None
    every: Millis = EVERY
    allow_private: bool = False

    @property
    def key(self) -> str:
        """What looks and statements are kept under: two topics may share a channel."""
        return f"{self.kind} {self.where}"

    @property
    def name(self) -> str:
        """For people: without what may be a key, since names are shown on walls."""
        return self.where.removeprefix("https://").removeprefix("http://").partition("?")[0].rstrip("/")


@dataclass(frozen=True, slots=True)
class Said:
    """What a channel said, on its way into the session. `places`: the départements it names, None when nobody could
    read them. `mention`: the stored mention whose text it is, instead of a text of its own; `says` is what that meant,
    and outlives the text."""

    at: Millis
    text: str = ""
    url: str = ""
    places: tuple[str, ...] | None = None
    mention: int | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class ChannelWord:
    """A stored statement: said at `at`, known to us from `known_at` on."""

    id: int
    at: Millis
    known_at: Millis
    text: str
    url: str = ""
    places: tuple[str, ...] = ()
    mention: int | None = None
    says: str = ""


class Voice(StrEnum):
    """What is known of a channel."""

    SILENT = "silent"
    SPOKE = "spoke"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChannelSilence:
    """A channel at a scope's end, on what was first reported at `first_report`.

    `since`: silent, when the clock began; spoke, when it first owned up; unknown, when it could last be looked at, None
    when never since the report. `statement` is what stopped the clock, `beside` what it said meanwhile of other things.
    `error`: why the last look failed. `denies`: it says that all is well. `unseen`: of the silence of a page, for how
    long nobody could look at it, in ms.
    """

    channel: str
    kind: str
    state: Voice
    since: Millis | None
    first_report: Millis
    statement: ChannelWord | None = None
    beside: tuple[ChannelWord, ...] = ()
    error: str = ""
    denies: bool = False
    unseen: Millis = 0


@dataclass(frozen=True, slots=True)
class Reported:
    """A département that people report: in how many mentions, by how many people, `gone` of them taken back since."""

    code: str
    reports: int
    people: int
    gone: int = 0


@dataclass(frozen=True, slots=True)
class OfficialArea:
    """What the last word that owns up to an incident and names places speaks of, and where people report it.

    `official`: codes of départements. What is reported is counted from `first_report` to `end`, which is exclusive:
    `placed` reports name any département; `inside` holds the official ones that are reported, `outside` the others
    where enough people are to contradict the word, both by reports, the most first; `thin` more places have fewer.
    `within` counts what names any official one, each report once.
    `contradicted_at`: when enough people had reported one of them after the word; None: nobody contradicts it since.
    """

    channel: str
    kind: str
    statement: ChannelWord
    official: tuple[str, ...]
    first_report: Millis
    end: Millis
    placed: int = 0
    within: Reported = Reported("", 0, 0)
    inside: tuple[Reported, ...] = ()
    outside: tuple[Reported, ...] = ()
    thin: int = 0
    contradicted_at: Millis | None = None

    @property
    def unreported(self) -> tuple[str, ...]:
        """The official départements that no report names."""
        named = {one.code for one in self.inside}
        return tuple(code for code in self.official if code not in named)
