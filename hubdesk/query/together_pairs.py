"""Which accounts did the same things at nearly the same time, again and again, and how often chance does as much."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lgamma
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hubdesk.core import HOUR, SECOND, Millis

MOST_PAIRS: Final = 5_000_000  # met at once; more, and the most crowded things are left out
CROWD: Final = 400  # accounts on one thing within one window: then being among them tells nothing
# Pairs of an audit that may be chance. A share of those kept, as is usual, would let a large ring pay for innocents.
FALSE_PAIRS: Final = 0.05
_FIRST_FEW: Final = 25  # shuffles that single out the zealous, who meet by chance

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pass:
    """Acting together: on at least `things` different things, each within `window` of the other."""

    window: Millis
    things: int


PASSES: Final = (Pass(60 * SECOND, 3), Pass(300 * SECOND, 4))


@dataclass(frozen=True, slots=True)
class Act:
    """An account does something with a thing: shares a post, gives a link, says the same words, shows a picture.

    `thing` names it within its sort (`repost:…`, `link:…`, `words:…`, `picture:…`); `id` is the mention's.
    """

    account: str
    thing: str
    at: Millis
    id: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts that acted together. `chance`: how often shuffled accounts did as much, at least 1 in all tries."""

    one: str
    other: str
    things: int
    window: Millis
    chance: float


@dataclass(frozen=True, slots=True)
class _Acts:
    accounts: Ints
    things: Ints
    at: Ints

    def those(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> _Acts:
        return _Acts(self.accounts[chosen], self.things[chosen], self.at[chosen])


def pairs(acts: Iterable[Act], shuffles: int = 1000, passes: Sequence[Pass] = PASSES) -> tuple[Pair, ...]:
    """Pairs that act together more than chance does, by both passes; each pair once, in its first.

    Chance: accounts are shuffled among the acts of each hour, which keeps how much everybody does and when. The same
    acts in any order give the same pairs.
    """
    ordered = sorted(set(acts), key=_place)
    names = sorted({act.account for act in ordered})
    codes = {name: code for code, name in enumerate(names)}
    things: dict[str, int] = {}
    coded = _Acts(
        np.array([codes[act.account] for act in ordered], np.int64),
        np.array([things.setdefault(act.thing, len(things)) for act in ordered], np.int64),
        np.array([act.at for act in ordered], np.int64),
    )
    coded = coded.those(np.lexsort((coded.at, coded.things)))
    seed = hashlib.sha256("\n".join(f"{a.account}\t{a.thing}\t{a.at}" for a in ordered).encode("utf-8", "replace"))
    found: dict[tuple[int, int], Pair] = {}
    for rule in passes:
        kept = _kept(coded, rule, shuffles, int.from_bytes(seed.digest()[:8]), len(names))
        for one, other, together, chance in kept:
            found.setdefault((one, other), Pair(names[one], names[other], together, rule.window, chance))
    return tuple(found[key] for key in sorted(found))


def _place(act: Act) -> tuple[Millis, str, str, int]:
    return act.at, act.thing, act.account, act.id


def _kept(acts: _Acts, rule: Pass, shuffles: int, seed: int, names: int) -> list[tuple[int, int, int, float]]:
    met, together = _met(_busy(acts, rule.things), rule.window, names)
    tried = len(met)
    strong = together >= rule.things
    met, together = met[strong], together[strong]
    if not len(met):
        return []
    _as_much, in_few = _shuffled(acts, met, together, rule, _FIRST_FEW, seed, names)
    least = np.maximum(in_few - 2.0 * np.sqrt(in_few), 0.0) / _FIRST_FEW + 1.0 / (shuffles + 1)
    likely = _tail(together, least) * tried <= 1.0  # what cannot pass any more is not asked a thousand times
    met, together = met[likely], together[likely]
    if not len(met):
        return []
    as_much, in_all = _shuffled(acts, met, together, rule, shuffles, seed, names)
    due = (in_all + 1) / (shuffles + 1)  # never nothing: what no shuffle did may still happen
    sure = _tail(together, due) * tried <= FALSE_PAIRS
    chances = (as_much + 1) / (shuffles + 1)
    return [
        (int(key // names), int(key % names), int(times), float(chance))
        for key, times, chance in zip(met[sure], together[sure], chances[sure], strict=True)
    ]


def _shuffled(
    acts: _Acts, met: Ints, together: Ints, rule: Pass, shuffles: int, seed: int, names: int
) -> tuple[Ints, Ints]:
    """For each pair, in how many shuffles it shared as many things, and how many it shared in all of them."""
    is_asked = np.zeros(names, bool)
    is_asked[met // names] = is_asked[met % names] = True
    _hour, hours = np.unique(acts.at // HOUR, return_inverse=True)
    acts = acts.those(by_hour := np.argsort(hours, kind="stable"))
    seats = _Seats(hours[by_hour], is_asked[acts.accounts])
    accounts = acts.accounts[is_asked[acts.accounts]]
    line = np.empty(len(acts.at), np.int64)
    line[np.lexsort((acts.at, acts.things))] = np.arange(len(line))  # by thing, then time
    chance = np.random.default_rng(seed)
    as_much, in_all = np.zeros(len(met), np.int64), np.zeros(len(met), np.int64)
    for _turn in range(shuffles):
        taken = seats.drawn(chance)
        order = np.argsort(line[taken])
        taken = taken[order]
        again, count = _met(_Acts(accounts[order], acts.things[taken], acts.at[taken]), rule.window, names)
        if len(again):
            at = np.minimum(np.searchsorted(again, met), len(again) - 1)
            found = np.where(again[at] == met, count[at], 0)
            as_much += found >= together
            in_all += found
    return as_much, in_all


class _Seats:
    """Which acts the asked accounts get when everybody's are dealt anew within their hour: only theirs are drawn."""

    def __init__(self, hours: Ints, is_asked: NDArray[np.bool_]) -> None:
        """`hours` in order, by act."""
        sizes = np.bincount(hours)
        asked = np.flatnonzero(is_asked)
        of = hours[asked]
        self._starts, self._sizes = (np.cumsum(sizes) - sizes)[of], sizes[of]
        self._crowded = np.bincount(of, minlength=len(sizes))[of] * 2 > self._sizes
        self._whole = np.flatnonzero(np.isin(hours, of[self._crowded]))
        self._whole_hours = hours[self._whole].astype(np.float64)
        self._theirs = is_asked[self._whole]

    def drawn(self, chance: np.random.Generator) -> Ints:
        """An act for each of their acts, none twice."""
        taken = self._starts + (chance.random(len(self._starts)) * self._sizes).astype(np.int64)
        if len(self._whole):  # too few others: the whole hour is shuffled
            mixed = self._whole[np.argsort(self._whole_hours + chance.random(len(self._whole)))]
            taken[self._crowded] = mixed[self._theirs]
        while True:
            _seat, first = np.unique(taken, return_index=True)
            if len(first) == len(taken):
                return taken
            again = np.ones(len(taken), bool)
            again[first] = False
            again &= ~self._crowded
            taken[again] = self._starts[again] + (chance.random(int(again.sum())) * self._sizes[again]).astype(np.int64)


def _tail(together: Ints, due: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely a Poisson count of mean `due` is at least `together`."""
    below = np.zeros(len(due))
    term = np.exp(-due)
    for times in range(int(together.max())):
        below += np.where(times < together, term, 0.0)
        term = term * due / (times + 1)
    leading = np.exp(together * np.log(due) - due - np.array([lgamma(n + 1.0) for n in together.tolist()]))
    # where 1 - below has lost its digits, the first term of the tail, at most doubled, stands for it
    return np.where(due < 0.5, 2.0 * leading, 1.0 - below)


def _busy(acts: _Acts, least: int) -> _Acts:
    """Without accounts that touched fewer things than a pair has to share, and things that one account touched."""
    before = -1
    while len(acts.at) != before:
        before = len(acts.at)
        acts = acts.those(_shares(acts.accounts, acts.things, least))
        acts = acts.those(_shares(acts.things, acts.accounts, 2))
    return acts


def _shares(column: Ints, other: Ints, least: int) -> NDArray[np.bool_]:
    """Where the column's value stands beside at least so many different values of the other."""
    if not len(column):
        return np.zeros(0, bool)
    many = int(other.max()) + 1
    keep, times = np.unique(np.unique(column * many + other) // many, return_counts=True)
    return np.isin(column, keep[times >= least])


def _met(acts: _Acts, window: Millis, names: int) -> tuple[Ints, Ints]:
    """Each pair that met (one * names + other, in order), on how many different things. Acts by thing, then time."""
    accounts, things, at = acts.accounts, acts.things, acts.at
    reach = _reach(things, at, window)
    crowd = CROWD
    while crowd > 1 and reach[reach <= crowd].sum() > MOST_PAIRS:
        crowd //= 2
    if (reach > crowd).any():
        reach = np.where(np.isin(things, np.unique(things[reach > crowd])), 0, reach)
    first = np.repeat(np.arange(len(at)), reach)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(reach) - reach, reach)
    one, other = accounts[first], accounts[second]
    apart = one != other
    keys = (np.minimum(one, other) * names + np.maximum(one, other))[apart]
    thing = things[first][apart]
    order = np.lexsort((thing, keys))
    keys, thing = keys[order], thing[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (thing[1:] != thing[:-1])
    met, together = np.unique(keys[fresh], return_counts=True)
    return met, together.astype(np.int64)


def _reach(things: Ints, at: Ints, window: Millis) -> Ints:
    """Behind each act, how many acts on its thing are within the window."""
    if not len(at):
        return at
    line = things * (int(at.max() - at.min()) + window + 1) + (at - at.min())
    last: Ints = np.searchsorted(line, line + window, side="right").astype(np.int64)
    return last - np.arange(len(line)) - 1
