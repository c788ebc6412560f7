"""A series through the very watch that runs live: a score for each row, never looking past it, and its episodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hubdesk.core import Millis
from hubdesk.detect.rising import RisingWatch, Rules
from hubdesk.detect.rising_episodes import BIG, EARLY
from hubdesk.detect.series import Point, Series
from hubdesk.detect.values import Said

RULES = (BIG, EARLY)
TOPIC = 1  # what a series is of


@dataclass(frozen=True, slots=True)
class Tested:
    """`scores`: of each row, 0 where nothing is news, None where nobody listened; an alarm is at `threshold` or over.

    `said`: what the watch would have said. `peaks`: the loudest row of each episode, by its opening.
    """

    scores: tuple[tuple[Point, float | None], ...]
    threshold: float | None
    said: tuple[Said, ...]
    peaks: dict[Millis, Point]


def back_test(series: Series, voices: tuple[str, ...] = (BIG,), zone: str = "UTC") -> Tested:
    """Watch a series row by row.

    The big voice alone unless told otherwise: the early one asks for three authors, and a series tells of none.
    """
    watch = RisingWatch((TOPIC,), zone=zone, step=series.step, rules=Rules(voices=voices), knows_voices=False)
    scores: list[tuple[Point, float | None]] = []
    said: list[Said] = []
    peaks: dict[Millis, Point] = {}
    for instant, value, rows in series.steps():
        heard = np.full(1, value is not None)
        said += watch.take_columns(instant, np.array([value or 0.0]), None, heard)
        score = None if value is None else _score(watch, voices)
        scores += [(row, None if row.value is None else 0.0) for row in rows[:-1]]  # a step is judged when it is over
        scores.append((rows[-1], score))
        opened_at = watch.opened_at(TOPIC)
        if opened_at is not None and value is not None:
            loudest = max(rows, key=_loudness)
            before = peaks.get(opened_at)
            peaks[opened_at] = loudest if before is None or _loudness(loudest) > _loudness(before) else before
    return Tested(tuple(scores), watch.rules.big.threshold if voices == (BIG,) else 1.0, tuple(said), peaks)


def _loudness(point: Point) -> float:
    return -1.0 if point.value is None else point.value


def _score(watch: RisingWatch, voices: tuple[str, ...]) -> float:
    """The big voice's score, 0 unless it is news; with the early one, how many times its threshold."""
    found = watch.scores
    if found is None:
        return 0.0
    big = 0.0
    if found.big is not None and len(found.big.topics) and found.big.is_fresh[0]:
        big = float(found.big.score[0])
    if voices == (BIG,):
        return big
    early = float(found.surprise[0]) / watch.thresholds()[TOPIC] if EARLY in voices else 0.0
    return round(max(early, big / watch.rules.big.threshold if BIG in voices else 0.0), 6)
