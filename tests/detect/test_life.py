"""Phases and verdicts of episodes."""

from __future__ import annotations

import json
import math

import pytest

from hubdesk.core import HOUR, MINUTE, HubdeskError
from hubdesk.detect.life import Life, Phase
from hubdesk.detect.life_doubling import FEATURES, Around, doubles, features, tables
from hubdesk.detect.life_verdict import Fizzle, Judged, ScoreCard, Verdict

CURVE = [4, 12, 40, 90, 160, 220, 230, 228, 231, 190, 120, 70, 40, 20, 9, 5, 3]


def phases(heard: list[float | None], usual: float = 4.0) -> list[str]:
    life = Life(0, usual)
    said = (life.take((hour + 1) * HOUR, value) for hour, value in enumerate(heard))
    return [change.phase for change in said if change]


def test_that_an_episode_goes_through_its_phases_once() -> None:
    assert phases([*CURVE]) == [Phase.EMERGING, Phase.RISING, Phase.PEAK, Phase.FADING, Phase.OVER]


def test_that_a_second_wave_higher_than_the_first_is_rising_again() -> None:
    waves = phases([10, 50, 120, 130, 128, 60, 50, 140, 260, 400, 405, 404, 100, 20, 3, 3])
    assert waves.count(Phase.RISING) == 2
    assert waves[-1] == Phase.OVER


def test_that_what_nobody_heard_is_no_end() -> None:
    assert phases([*CURVE[:6], *[None] * 30]) == [Phase.EMERGING, Phase.RISING]


def test_that_an_episode_goes_on_behind_a_hole() -> None:
    assert phases([*CURVE[:6], None, None, None, *CURVE[9:]])[-2:] == [Phase.FADING, Phase.OVER]


def test_that_a_fall_within_what_small_counts_swing_by_themselves_is_none() -> None:
    assert Phase.FADING not in phases([0, 1, 3, 3, 3, 3], usual=0.2)


@pytest.mark.parametrize("heard", [math.nan, math.inf, -1.0])
def test_that_a_count_that_is_none_is_refused_in_one_line(heard: float) -> None:
    with pytest.raises(HubdeskError, match="give 0 or more"):
        Life(0, 1.0).take(HOUR, heard)


def test_that_a_life_goes_on_from_what_was_kept() -> None:
    whole, first = Life(0, 4.0), Life(0, 4.0)
    for hour, heard in enumerate(CURVE[:7]):
        whole.take(hour * HOUR, heard)
        first.take(hour * HOUR, heard)
    second = Life.from_state(json.loads(json.dumps(first.state())))
    rest = list(enumerate(CURVE))[7:]
    assert [whole.take(h * HOUR, v) for h, v in rest] == [second.take(h * HOUR, v) for h, v in rest]


@pytest.mark.parametrize("kept", [None, {}, {"phase": "dancing"}, "phase"])
def test_that_a_damaged_state_is_refused_in_one_line(kept: object) -> None:
    with pytest.raises(HubdeskError, match="damaged"):
        Life.from_state(kept)
    with pytest.raises(HubdeskError, match="damaged"):
        Fizzle.from_state(kept)


def test_that_every_phase_says_why_in_words() -> None:
    life = Life(0, 4.0)
    said = [change.words.said() for hour, v in enumerate(CURVE) if (change := life.take(hour * HOUR, v))]
    assert said[2] == "It grows no more: 231 now, 231 at most"
    assert all("{" not in words for words in said)


def test_that_the_shipped_tables_weigh_every_feature() -> None:
    assert sorted(tables()) == [10, 25, 50]
    assert {len(part) for table in tables().values() for part in (table.means, table.scales, table.weights)} == {
        len(FEATURES)
    }


def test_that_shares_that_come_quicker_double_more_likely() -> None:
    quick, slow = [n * 5.0 for n in range(10)], [n**3 * 20.0 for n in range(10)]
    assert (doubles(quick) or 0) > 0.9 > 0.2 > (doubles(slow) or 1)


def test_that_nine_shares_tell_nothing() -> None:
    assert doubles([float(n) for n in range(9)]) is None


def test_that_shares_within_one_second_and_out_of_order_are_weighed() -> None:
    assert 0 <= (doubles([0.0] * 100_000) or -1) <= 1
    assert doubles([float(n) for n in range(10)]) == doubles([float(n) for n in reversed(range(10))])


def test_that_a_network_nobody_listened_to_is_not_known_rather_than_silent() -> None:
    shares = [n * 60.0 for n in range(10)]
    assert features(shares)[-2:] == (None, None)
    assert doubles(shares, Around(0.0, 600.0, 9000.0)) != doubles(shares)


def slow_start(count: int = 10) -> list[tuple[int, int]]:
    return [(n**3 * 20_000, n + 1) for n in range(count)]


def watch(arrivals: list[tuple[int, int]], over_at: int) -> list[Judged]:
    """Every verdict, asked each minute for eight hours."""
    fizzle = Fizzle(0, 5)
    said = []
    for at in range(0, 8 * HOUR, MINUTE):
        known = [one for one in arrivals if one[0] <= at]
        if judged := fizzle.take(at, known, at >= over_at):
            said.append(judged)
    return said


def test_that_a_pschitt_is_announced_early_and_found_right() -> None:
    first, last = watch(slow_start(), over_at=5 * HOUR)
    assert (first.verdict, last.verdict, last.was) == (Verdict.EXPECTED, Verdict.PSCHITT, Verdict.EXPECTED)
    assert first.at < 5 * HOUR
    assert first.chance is not None
    assert first.chance < 0.15
    assert first.rests_on == tuple(range(1, 11))


def test_that_a_pschitt_that_doubles_after_all_is_taken_back_openly() -> None:
    late = [(4 * HOUR + 40 * MINUTE + n * 1000, 100 + n) for n in range(20)]
    first, second = watch(slow_start() + late, over_at=9 * HOUR)
    assert second.is_withdrawn
    assert "doubled" in second.words.said()
    card = ScoreCard().with_one(first).with_one(second)
    assert (card.announced, card.withdrawn, card.right_share) == (1, 1, 0.0)


def test_that_a_pschitt_nobody_announced_counts_as_missed() -> None:
    (only,) = watch([(n * 1000, n) for n in range(6)], over_at=HOUR)
    assert only.verdict == Verdict.PSCHITT
    assert ScoreCard().with_one(only) == ScoreCard(missed=1)
    assert ScoreCard().right_share is None


def test_that_what_lasts_beyond_the_limit_is_no_pschitt() -> None:
    assert [one.verdict for one in watch(slow_start(4), over_at=7 * HOUR)] == [Verdict.GREW]


def test_that_a_chance_too_good_for_a_pschitt_is_known_all_the_same() -> None:
    fizzle = Fizzle(0, 5)
    assert fizzle.take(MINUTE, [(n * 1000, n + 1) for n in range(10)], False) is None
    assert fizzle.chance is not None
    assert 0.15 <= fizzle.chance <= 1.0
    kept = fizzle.state()
    assert Fizzle.from_state(json.loads(json.dumps(kept))).chance == fizzle.chance
    del kept["chance"]  # as it was kept before
    assert Fizzle.from_state(kept).chance is None


def test_that_a_verdict_goes_on_from_what_was_kept() -> None:
    fizzle = Fizzle(0, 5)
    assert fizzle.take(5 * HOUR, slow_start(), False) is not None
    again = Fizzle.from_state(json.loads(json.dumps(fizzle.state())))
    assert again.take(5 * HOUR, slow_start(), False) is None
    assert again.take(5 * HOUR, slow_start(), True) == fizzle.take(5 * HOUR, slow_start(), True)
