"""Who repeats whom in a scope, as frozen values for those who show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hubdesk.core import Heard, Millis


class SpreadOrder(StrEnum):
    """What comes first: most mentions, most within one hour, the latest to begin."""

    SIZE = "size"
    SPEED = "speed"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class SpreadGroup:
    """A text and what repeats it: mentions of the scope that say it again in nearly the same words (`copies`), or that
    repost it, as their network says (`reposts`).

    `first`: of all that was heard of it, the earliest by publication, perhaps before the scope, of other topics or left
    out by its filters (`is_first_here`: the scope holds it); None where that was taken back. `is_original`: it repeats
    nothing that was heard, and reposts nobody. `accounts` wrote them, `nameless` have no account. `reach` of `reach_of`
    of them, added up; None: none has one. `tones`: negative, neutral, positive, cannot tell, without a tone. `peak`:
    most of them within any one hour. `half`: when half of them were there. `curve`: how many in each step of the scope
    that has any.

    `query` finds exactly its mentions of the scope; "" where no query does, or where that was not tried (`is_asked`).
    """

    key: str
    first: Heard | None
    is_original: bool
    mentions: int
    copies: int
    reposts: int
    accounts: int
    nameless: int
    networks: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]
    start: Millis
    end: Millis
    half: Millis
    peak: int
    reach: int | None = None
    reach_of: int = 0
    tones: tuple[int, ...] = (0, 0, 0, 0, 0)
    curve: tuple[tuple[Millis, int], ...] = ()
    is_first_here: bool = True
    query: str = ""
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Spread:
    """`copies` and `reposts` of the scope's `mentions` in all. `groups` were found, and `listed` are told. `rootless`
    copies say what was said before, of which it is not known any more what. `unread`: nobody asked whether they repeat.
    `gone`: taken back since, and in no group. `left_out`: repeats older than those that are read."""

    mentions: int = 0
    copies: int = 0
    reposts: int = 0
    groups: int = 0
    listed: tuple[SpreadGroup, ...] = ()
    rootless: int = 0
    unread: int = 0
    gone: int = 0
    left_out: int = 0
    step: Millis = 0
