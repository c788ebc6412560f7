"""What stands out in an episode against the usual: terms, authors, domains and places; and who and what made it up."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.core import Millis
from hubdesk.i18n import N_
from hubdesk.told import Told

MOST: Final = 5  # of each sort
LOUDEST: Final = 10
PRIOR: Final = 50.0  # mentions' worth of the usual: how much it takes to stand out of it
SURE: Final = 1.96  # standard errors

_AWAY: Final = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@[\w.@-]+")
_WORD: Final = re.compile(r"#?[^\W\d_][\w'’-]*[^\W_]", re.UNICODE)
_LONGEST: Final = 2_000  # characters of a text
_SHORTEST: Final = 3  # letters of a term


@dataclass(frozen=True, slots=True)
class Piece:
    """A mention, for evidence. Each of its terms, domains and places counts once. None: not known."""

    id: int
    at: Millis
    account: str = ""
    terms: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_duplicate: bool | None = None
    is_repost: bool = False


@dataclass(frozen=True, slots=True)
class Excess:
    """Something that stands out: in `mentions` of the episode, `due` were usual; `sure` in standard errors."""

    name: str
    mentions: int
    due: float
    sure: float
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """An episode's evidence. Shares are None where nothing is known of any mention."""

    mentions: int
    first: Piece | None
    terms: tuple[Excess, ...]
    authors: tuple[Excess, ...]
    domains: tuple[Excess, ...]
    places: tuple[Excess, ...]
    duplicates: float | None
    reposts: float | None
    loudest: float | None
    placed: float | None
    seen_minutes: int
    minutes: int
    words: tuple[Told, ...]


def terms_of(text: str) -> tuple[str, ...]:
    """A text's words and hashtags in small letters, each once; neither links nor names of accounts."""
    found = (word.casefold() for word in _WORD.findall(_AWAY.sub(" ", text[:_LONGEST])))
    return tuple(dict.fromkeys(word for word in found if len(word) >= _SHORTEST))


def gather(pieces: Sequence[Piece], usual: Sequence[Piece], seen_minutes: int, minutes: int) -> Gathered:
    """What stands out in `pieces` against `usual`: mentions of the same topic before. `ids` are the rows."""
    pieces = sorted(pieces, key=_when)
    counts = Counter(piece.account for piece in pieces if piece.account)
    loudest = sum(sorted(counts.values(), reverse=True)[:LOUDEST])
    told = [piece.is_duplicate for piece in pieces if piece.is_duplicate is not None]
    total = len(pieces)
    gathered = Gathered(
        total,
        pieces[0] if pieces else None,
        excess(pieces, usual, _terms),
        excess(pieces, usual, _account),
        excess(pieces, usual, _domains),
        excess(pieces, usual, _places),
        sum(told) / len(told) if told else None,
        sum(piece.is_repost for piece in pieces) / total if total else None,
        loudest / total if total else None,
        sum(bool(piece.places) for piece in pieces) / total if total else None,
        seen_minutes,
        minutes,
        (),
    )
    return replace(gathered, words=_words(gathered))


def excess(
    pieces: Sequence[Piece], usual: Sequence[Piece], names: Callable[[Piece], Iterable[str]], most: int = MOST
) -> tuple[Excess, ...]:
    """The names most in excess, by log-odds with a Dirichlet prior (Monroe, Colaresi and Quinn 2008), surest first.

    The prior is what both together say, so that what is rare must come often to stand out.
    """
    ids: dict[str, list[int]] = {}
    for piece in pieces:
        for name in dict.fromkeys(names(piece)):
            ids.setdefault(name, []).append(piece.id)
    before = Counter(name for piece in usual for name in dict.fromkeys(names(piece)))
    now_all, before_all = sum(map(len, ids.values())), sum(before.values())
    found = []
    for name, rows in ids.items():
        sure = _sure(len(rows), now_all, before[name], before_all)
        if sure >= SURE:
            due = before[name] * len(pieces) / len(usual) if usual else 0.0
            found.append(Excess(name, len(rows), due, sure, tuple(rows)))
    return tuple(sorted(found, key=_surest)[:most])


def _sure(now: int, now_all: int, before: int, before_all: int) -> float:
    prior = PRIOR * (now + before) / (now_all + before_all)
    one, other = now + prior, before + prior
    rest_one, rest_other = max(now_all + PRIOR - one, 0.5), max(before_all + PRIOR - other, 0.5)
    odds = math.log(one / rest_one) - math.log(other / rest_other)
    return odds / math.sqrt(1.0 / one + 1.0 / other)


def _terms(piece: Piece) -> Iterable[str]:
    return piece.terms


def _account(piece: Piece) -> Iterable[str]:
    return (piece.account,) if piece.account else ()


def _domains(piece: Piece) -> Iterable[str]:
    return piece.domains


def _places(piece: Piece) -> Iterable[str]:
    return piece.places


def _when(piece: Piece) -> tuple[Millis, int]:
    return piece.at, piece.id


def _surest(found: Excess) -> tuple[float, str]:
    return -found.sure, found.name


_SEEN: Final = N_("{seen} of {minutes} minutes were listened to")
_MADE: Final = N_("{duplicates_share} say what was said before, {reposts_share} are reposts")
_LOUD: Final = N_("The ten loudest accounts wrote {loudest_share}")
_PLACED: Final = N_("{placed_share} say where")


def _words(gathered: Gathered) -> tuple[Told, ...]:
    return (
        Told(_MADE, (("duplicates_share", gathered.duplicates), ("reposts_share", gathered.reposts))),
        Told(_LOUD, (("loudest_share", gathered.loudest),)),
        Told(_PLACED, (("placed_share", gathered.placed),)),
        Told(_SEEN, (("seen", gathered.seen_minutes), ("minutes", gathered.minutes))),
    )
