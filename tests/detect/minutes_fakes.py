"""Invented minutes for detectors: the same seed brings the same counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from hubdesk.core import MINUTE, MinuteCount
from hubdesk.detect.rising import RisingWatch
from hubdesk.detect.values import Alarm, Closing, Said

MONDAY = 1_767_571_200_000  # 5 January 2026, 00:00 UTC

Rate = Callable[[int], float]  # mentions a minute, by minute


def count(topic: int, minute: int, mentions: int, **facts: int) -> MinuteCount:
    """Each mention by another author, of whom two in three are new, unless `facts` say otherwise."""
    told = {"authors": mentions, "new_authors": 2 * mentions // 3, "read": mentions, "sources": min(mentions, 1)}
    return MinuteCount(topic, MONDAY + minute * MINUTE, mentions, **{**told, **facts})


def chatter(
    rate: Rate, first: int, last: int, topic: int = 1, seed: int = 1, step: int = 1
) -> Iterator[tuple[int, list[MinuteCount]]]:
    chance = np.random.default_rng(seed)
    for minute in range(first, last, step):
        mentions = int(chance.poisson(rate(minute) * step))
        yield minute, [count(topic, minute, mentions)] if mentions else []


def listen(watch: RisingWatch, minutes: Iterator[tuple[int, list[MinuteCount]]]) -> list[Said]:
    return [one for minute, counts in minutes for one in watch.take(MONDAY + minute * MINUTE, counts)]


def alarms(said: list[Said], kind: str = "buzz") -> list[Alarm]:
    return [one for one in said if isinstance(one, Alarm) and one.kind == kind]


def closings(said: list[Said]) -> list[Closing]:
    return [one for one in said if isinstance(one, Closing)]
