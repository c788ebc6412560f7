"""Crises: three levels, each said once with its signs, against a baseline that stays what it was."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from hubdesk import i18n
from hubdesk.core import MINUTE, MinuteCount
from hubdesk.detect.crisis import CrisisRule, level
from hubdesk.detect.rising import RisingWatch
from tests.detect.minutes_fakes import MONDAY, alarms, closings, count, listen

A_DAY = 1440
BEGUN = 2 * A_DAY + 600


Told = Iterator[tuple[int, list[MinuteCount]]]


def story(last: int, negative: float, replies: float, new: float, **more: int) -> Told:
    """Two mentions a minute; from BEGUN on ever more, 160 a minute after two hours, in this manner."""
    chance = np.random.default_rng(3)
    for minute in range(last):
        is_event = minute >= BEGUN
        rate = 2.0 * (1 + 79 * min(1.0, (minute - BEGUN) / 120)) if is_event else 2.0
        heard = int(chance.poisson(rate))
        angry, asked, fresh = (negative, replies, new) if is_event else (0.15, 0.1, 0.3)
        facts = {
            "negative": round(heard * angry),
            "replies": int(chance.binomial(heard, asked)),
            "new_authors": int(chance.binomial(heard, fresh)),
            **(more if is_event else {}),
        }
        yield minute, [count(1, minute, heard, **facts)] if heard else []


def test_that_a_crisis_rises_through_its_levels_and_says_each_once() -> None:
    said = listen(RisingWatch([1]), story(BEGUN + 200, negative=0.6, replies=0.5, new=0.9))
    found = alarms(said, "crisis")
    assert [one.severity for one in found] == [1, 2, 3]
    assert all(len(one.reasons) >= 3 for one in found)
    assert len({one.opened_at for one in found}) == 1
    # fifty times the usual is a level within half an hour of being reached
    reached = MONDAY + (BEGUN + 120 * 49 // 79 + 60) * MINUTE
    assert found[-1].at <= reached + 30 * MINUTE


def test_that_the_baseline_is_frozen_while_a_crisis_lasts() -> None:
    watch = RisingWatch([1])
    minutes = list(story(BEGUN + 600, negative=0.6, replies=0.5, new=0.9))
    said = listen(watch, iter(minutes[: BEGUN + 60]))
    assert alarms(said, "crisis")
    before = watch.usual(1)
    listen(watch, iter(minutes[BEGUN + 60 :]))
    assert watch.usual(1) == before


def test_that_size_alone_is_no_crisis() -> None:
    said = listen(RisingWatch([1]), story(BEGUN + 200, negative=0.15, replies=0.0, new=0.3))
    assert alarms(said)
    assert alarms(said, "crisis") == []


def test_that_what_nobody_read_is_no_sign() -> None:
    said = listen(RisingWatch([1]), story(BEGUN + 200, negative=0.6, replies=0.0, new=0.3, read=0))
    assert alarms(said, "crisis") == []


def test_that_a_crisis_ends_with_its_episode() -> None:
    def until_it_is_over() -> Told:
        yield from story(BEGUN + 100, negative=0.6, replies=0.5, new=0.9)
        for minute in range(BEGUN + 100, BEGUN + 100 + 420):
            yield minute, [count(1, minute, 2)]

    said = listen(RisingWatch([1]), until_it_is_over())
    assert {str(one.kind) for one in closings(said) if one.at > MONDAY + BEGUN * MINUTE} == {"buzz", "crisis"}


def test_that_the_signs_are_told_in_words() -> None:
    said = listen(RisingWatch([1]), story(BEGUN + 200, negative=0.6, replies=0.5, new=0.9))
    i18n.use("en")
    words = " | ".join(reason.said() for reason in alarms(said, "crisis")[-1].reasons)
    assert "negative" in words
    assert "new to the session" in words
    assert "replies" in words


@pytest.mark.parametrize(
    ("heard", "due", "expected"),
    [(29, 0.1, 0), (30, 0.1, 2), (30, 6.0, 1), (30, 6.1, 0), (2_000, 100.0, 2), (5_000, 100.0, 3), (100_000, 0.0, 3)],
)
def test_that_a_level_is_how_many_times_the_usual(heard: float, due: float, expected: int) -> None:
    assert level(CrisisRule(), heard, due) == expected
