"""Who wrote what a scope holds, as frozen values for those who show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hubdesk.core import Millis

BY_HANDLE: Final = "\x01"  # before what stands for an id that a network did not give
BY_NAME: Final = "\x02"
_LETTERS: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")  # those of SQLite's lower()


class VoiceOrder(StrEnum):
    """What comes first: most mentions, the widest reach (of accounts without one, most followers), who came first. Of
    equals, who was heard first."""

    COUNT = "count"
    REACH = "reach"
    FOLLOWERS = "followers"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Account:
    """An account, by what its network says: the id, else the handle, else the name alone, which several people may
    have."""

    network: str
    handle: str = ""
    name: str = ""
    id: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same account, whatever it calls itself meanwhile; ("", network) for nobody's."""
        if self.id:
            return self.id, self.network
        if self.handle:
            return BY_HANDLE + self.handle.removeprefix("@").translate(_LETTERS), self.network
        return (BY_NAME + self.name.translate(_LETTERS) if self.name else ""), self.network

    @property
    def is_name_alone(self) -> bool:
        return not (self.id or self.handle)


@dataclass(frozen=True, slots=True)
class Voice:
    """One account in a scope, of which only what its filters take is counted. `account` has the handle and name it used
    last.

    `reach`: its mentions' own figures added up, of `reach_of` of them; None: none has one. `followers`: as the latest
    of its newest mentions that tells. `tones`: negative, neutral, positive, cannot tell, without a tone. `answers`
    (replies and comments) and `reposts` of its mentions follow others; others answered and reposted it `answered` and
    `reposted` times within the scope, None where too many would have to be looked up. `sources` brought it, its
    articles came from `outlets`. `handles`: all it wrote under; a query by them (by its name, when it has none) finds
    `found` mentions of the scope on its network and `found_anywhere` on all, more than its own where somebody else is
    called so; 0: no query does.
    """

    account: Account
    mentions: int
    first: Millis
    last: Millis
    first_ever: Millis | None  # in the session, before the scope too; None of a name alone, which others may have had
    reach: int | None = None
    reach_of: int = 0
    followers: int | None = None
    tones: tuple[int, ...] = (0, 0, 0, 0, 0)
    answers: int = 0
    reposts: int = 0
    answered: int | None = None
    reposted: int | None = None
    sources: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    found: int = 0
    found_anywhere: int = 0


@dataclass(frozen=True, slots=True)
class Began:
    """The first mention of a topic in a scope that has an account: by its number."""

    topic: int
    mention: int
    at: Millis
    account: Account


@dataclass(frozen=True, slots=True)
class Voices:
    """Who wrote. `mentions` of the scope in all; `gone` were taken back since, `nameless` have no account at all.

    `accounts` wrote the rest, `once` of them one mention, the `loudest` ten `by_loudest` mentions, and `outlets` of
    them articles. `public`: those that may be somebody known and the loudest of the outlets, listed or not, the loudest
    first. `began`: who was the first to write of each topic.
    """

    mentions: int = 0
    gone: int = 0
    nameless: int = 0
    accounts: int = 0
    once: int = 0
    loudest: int = 0
    by_loudest: int = 0
    outlets: int = 0
    listed: tuple[Voice, ...] = ()
    public: tuple[Voice, ...] = ()
    began: tuple[Began, ...] = ()
