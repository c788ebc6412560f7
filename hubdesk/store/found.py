"""What a search, a comparison and a look for new phrases answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hubdesk.core import Heard, Millis, Scope


class Order(StrEnum):
    """How a search's mentions are ordered: newest first, or those first that answer best."""

    TIME = "time"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class Found:
    """How many mentions of a scope a query finds, and the first of them.

    Not `is_whole`: more candidates had to be looked at than was allowed; there are at least `total`, and `mentions`
    ends where the looking ended.
    """

    total: int
    mentions: tuple[Heard, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a draft of a query hears beside what is heard now.

    `new`: what only the draft hears, `dropped`: what it no longer hears, each with a few mentions picked at random,
    the same ones for the same question. The curves have None where nobody listened. `is_estimate`: only `read`
    mentions were looked at, of more that had to be; the figures are scaled up from them.
    """

    total: int
    saved_total: int
    new: int
    dropped: int
    is_estimate: bool
    read: int
    new_sample: tuple[Heard, ...]
    dropped_sample: tuple[Heard, ...]
    draft_curve: tuple[tuple[Millis, int | None], ...]
    saved_curve: tuple[tuple[Millis, int | None], ...]
    took_ms: float


@dataclass(frozen=True, slots=True)
class Emerged:
    """A phrase as most write it, the query that finds it, in how many mentions it is, and in how many of as many it
    was before. `expected` is an estimate; `chance`: how likely the sample is by chance."""

    text: str
    query: str
    mentions: int
    expected: float
    chance: float


@dataclass(frozen=True, slots=True)
class Phrases:
    """`read` of `mentions` of the scope were read, `read_before` of `mentions_before` in the stretch before it, copies
    of a text once; `asked` phrases were held against chance."""

    phrases: tuple[Emerged, ...]
    before: Scope
    mentions: int
    mentions_before: int
    read: int
    read_before: int
    asked: int
