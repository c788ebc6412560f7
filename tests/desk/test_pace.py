"""How long the past still takes: measured, never guessed."""

import pytest

from hubdesk.core import Rehearing
from hubdesk.desk.pace import Pace


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def run(pace, clock, steps, topic=1, whole=1_000):
    """Measure at each (seconds, done)."""
    for at, done in steps:
        clock.now = 100.0 + at
        pace.measure((Rehearing(topic, 2, done, whole),))


def test_that_nothing_is_said_before_there_is_a_pace(clock):
    pace = Pace(clock)
    run(pace, clock, [(0, 0), (1, 100)])
    assert pace.left() is None
    run(pace, clock, [(2, 200)])
    assert pace.left() == 8_000


def test_that_the_pace_is_the_one_of_late(clock):
    pace = Pace(clock)
    run(pace, clock, [(n, n * 100) for n in range(4)] + [(3 + n, 300 + n * 10) for n in range(1, 40)])
    assert pace.left() == pytest.approx(31_000, rel=0.1)


def test_that_what_stands_still_has_no_end_in_sight(clock):
    pace = Pace(clock)
    run(pace, clock, [(0, 0), (3, 300), (9, 300)])
    assert pace.left() == 7_000
    run(pace, clock, [(20, 300)])
    assert pace.left() is None


def test_that_a_work_that_was_stopped_is_not_waited_for(clock):
    pace = Pace(clock)
    run(pace, clock, [(0, 0), (3, 300)])
    pace.measure((Rehearing(1, 2, 300, 1_000, stopped=True),))
    assert pace.left() is None


def test_that_a_finished_work_leaves_the_pace_to_the_next(clock):
    pace = Pace(clock)
    for at, (first, second) in enumerate([(0, 0), (500, 0), (999, 0)]):
        clock.now = 100.0 + at
        pace.measure((Rehearing(1, 2, first, 1_000), Rehearing(2, 1, second, 1_000)))
    clock.now += 1
    pace.measure((Rehearing(2, 1, 100, 1_000),))
    assert pace.left() == pytest.approx(900 / (1_099 / 3) * 1_000, rel=0.01)


def test_that_another_work_begins_without_a_pace(clock):
    pace = Pace(clock)
    run(pace, clock, [(0, 0), (3, 300)])
    run(pace, clock, [(4, 0)], topic=9)
    assert pace.left() is None
    pace.measure(())
    assert pace.left() is None


def test_that_works_that_ended_between_two_looks_count_whole(clock):
    pace = Pace(clock)
    works = [Rehearing(topic, 1, 0, 1_000) for topic in range(10)]
    for second in range(5):
        clock.now = 100.0 + second
        pace.measure(works[second:])
    assert pace.left() == 6_000


def test_that_a_work_that_was_stopped_was_not_done(clock):
    pace = Pace(clock)
    for second in range(4):
        clock.now = 100.0 + second
        stopped = second > 1
        pace.measure([Rehearing(1, 1, 100 * second, 1_000), Rehearing(2, 1, 0, 1_000, stopped)])
    assert pace.left() == 7_000
