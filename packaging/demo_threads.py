"""How posts beget posts: reposts, replies and quotes, a few of them very many, most of them none."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Final

from demo_calendar import ALL, WEEK, liveliness
from demo_said import Said
from demo_sources import SOURCES

from hubdesk.core import MINUTE, Kind, Millis

QUOTE: Final = "quote"
MOST: Final = 420  # of one sort
# What one root of a network begets on average, before its appeal: reposts, replies, quotes.
_FERTILE: Final = {"bluesky": (3.5, 0.66, 0.16), "mastodon": (1.5, 0.22, 0.0)}
_ANSWERED: Final = {"page": 0.5, "forum": 0.75}  # replies alone
WORTH_AN_ANSWER: Final = 26  # signs: nobody answers a reply that says “lol”
DEEPER: Final = 0.38  # of a reply's own replies, and of a quote's offspring


def offspring(said: Said, chance: random.Random) -> Iterator[tuple[Millis, str]]:
    """When somebody will take up a post that has just come out, and how."""
    group, network = SOURCES[said.source].group, said.network
    if said.kind == Kind.REPOST or network == "appstore":
        return
    if said.parent is not None and said.parent.kind != Kind.ARTICLE and len(said.words) < WORTH_AN_ANSWER:
        return
    appeal = _appeal(said, chance)
    if network in _FERTILE:
        reposts, replies, quotes = _FERTILE[network]
        depth = DEEPER if said.kind == Kind.REPLY else 1.0
        yield from _of(Kind.REPOST, reposts * appeal * depth**3, group, said, chance)
        yield from _of(Kind.REPLY, replies * appeal**0.75 * depth, group, said, chance)
        yield from _of(QUOTE, quotes * appeal**0.85 * depth**2, group, said, chance)
    elif group in _ANSWERED:
        is_reply = said.parent is not None and said.parent.kind != Kind.ARTICLE and said.parent.parent is not None
        yield from _of(Kind.REPLY, _ANSWERED[group] * appeal**0.6 * (0.55 if is_reply else 1.0), group, said, chance)


def _appeal(said: Said, chance: random.Random) -> float:
    """Heavy-tailed, about 1 in the mean: more for a first saying and for whoever is followed by many."""
    followed = 1.0 if not said.author.followers else min(4.0, (said.author.followers / 120) ** 0.28)
    fresh = 0.55
    if said.is_first and said.moment >= WEEK.start:  # in the thin days nothing much happened
        fresh = 2.2 if said.text.story in ("everyday", "homonym") else 3.4
        fresh = 0.9 if said.text.phase == "seed" and said.text.story == "outage" else fresh
    quiet = {"ring": 0.12, "bot": 0.02, "brand": 0.35, "press_officer": 0.6}.get(said.sign, 1.0)
    # Within a story no single post outshines the rest: its curve is the story's own.
    most = 160.0 if said.text.story in ("everyday", "homonym") else 14.0
    return float(min(most, 0.33 * chance.paretovariate(1.25)) * followed * fresh * quiet)


def _of(kind: str, mean: float, group: str, said: Said, chance: random.Random) -> Iterator[tuple[Millis, str]]:
    middle = {"page": 3.4, "forum": 3.9}.get(group, 2.3 if kind == Kind.REPOST else 2.0)
    for _one in range(min(MOST, _poisson(mean, chance))):
        moment = said.moment + chance.lognormvariate(middle, 1.15) * MINUTE
        for _try in range(3):  # at night they sleep, and see it later or never
            if chance.random() < min(1.0, liveliness(group, int(moment)) + 0.15):
                break
            moment += chance.expovariate(1 / 150) * MINUTE
        if moment < ALL.end - 6 * MINUTE:
            yield int(moment), kind


def _poisson(mean: float, chance: random.Random) -> int:
    if mean > 30:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    floor, product, count = math.exp(-mean), chance.random(), 0
    while product > floor:
        product *= chance.random()
        count += 1
    return count
