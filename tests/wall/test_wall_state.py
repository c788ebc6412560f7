"""A wall's state is the sum of its cues and of the time that went by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hubdesk.core.cues import Cue, CueWord, cue_of, mark_of
from hubdesk.core.scenes import Cell, Scene, Wall
from hubdesk.wall.measure import height_mm, measure, measure_of
from hubdesk.wall.state import WallState, begun, done, gone_on, moved_to, neighbour

WALL = Wall(
    (
        Scene("one", "One", (Cell("trend"), Cell("feed", column=1)), columns=2),
        Scene("two", "Two", (Cell("map"),), seconds=45),
        Scene("three", "Three", ()),
    ),
    seconds=30,
)
T = 1_000_000


def after(*cues: Cue, wall: Wall = WALL, now: int = T) -> WallState:
    state = begun(wall, T)
    for cue in cues:
        state = done(state, cue, wall, now)
    return state


def test_that_a_wall_begins_with_its_first_scene_or_the_one_that_is_named() -> None:
    assert begun(WALL, T).scene == "one"
    assert begun(WALL, T, "two").scene == "two"
    assert begun(WALL, T, "no such scene").scene == "one"
    assert begun(Wall(()), T).scene == ""


def test_that_scenes_take_turns_each_for_its_own_time_and_around_the_end() -> None:
    state = begun(WALL, T)
    turns = {0: "one", 29_999: "one", 30_000: "two", 74_999: "two", 75_000: "three", 104_999: "three", 105_000: "one"}
    assert {after: gone_on(state, WALL, T + after).scene for after in turns} == turns


@given(some.lists(some.integers(0, 5_000_000), max_size=30))
def test_that_the_scene_that_is_on_is_the_same_however_often_anybody_looked_before(looks: list[int]) -> None:
    state = begun(WALL, T)
    for look in sorted(looks):
        state = gone_on(state, WALL, T + look)
    end = T + max(looks, default=0)
    assert state == gone_on(begun(WALL, T), WALL, end)
    assert gone_on(begun(WALL, T), WALL, end + 105_000).scene == state.scene


def test_that_a_week_of_turns_is_gone_through_at_once() -> None:
    week = 7 * 86_400_000
    assert gone_on(begun(WALL, T), WALL, T + week * 1000).since > T + week * 999


def test_that_a_clock_that_is_put_back_holds_no_scene_and_no_screen_for_an_hour() -> None:
    state = gone_on(after(Cue(CueWord.TAKEOVER, "3")), WALL, T - 3_600_000)
    assert gone_on(state, WALL, T - 3_600_000 + 30_000).scene == "two"
    assert gone_on(state, WALL, T - 3_600_000 + 120_000).taken is None


def test_that_nobody_has_to_read_a_scene_in_less_than_twenty_seconds() -> None:
    hasty = Wall((Scene("a", "A", (), seconds=1), Scene("b", "B", ())), seconds=5)
    assert gone_on(begun(hasty, T), hasty, T + 19_999).scene == "a"
    assert gone_on(begun(hasty, T), hasty, T + 20_000).scene == "b"


def test_that_a_scene_with_seconds_stays_where_scenes_take_no_turns() -> None:
    still = Wall((Scene("a", "A", (), seconds=45), Scene("b", "B", ())))
    assert gone_on(begun(still, T), still, T + 3_600_000).scene == "a"


HELD = [
    (Cue(CueWord.PIN), Cue(CueWord.UNPIN)),
    (Cue(CueWord.BLANK), Cue(CueWord.UNBLANK)),
    (Cue(CueWord.FREEZE, at=5), Cue(CueWord.UNFREEZE)),
    (Cue(CueWord.ZOOM, "1"), Cue(CueWord.UNZOOM)),
]


@pytest.mark.parametrize(("held", "let_go"), HELD, ids=lambda cue: str(cue.word))
def test_that_a_wall_somebody_holds_does_not_go_on_by_itself_and_then_stays_its_whole_time(
    held: Cue, let_go: Cue
) -> None:
    state = gone_on(after(held), WALL, T + 3_600_000)
    assert state.scene == "one"
    state = done(state, let_go, WALL, T + 3_600_000)
    assert gone_on(state, WALL, T + 3_629_999).scene == "one"
    assert gone_on(state, WALL, T + 3_630_000).scene == "two"


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (Cue(CueWord.PIN), Cue(CueWord.UNPIN)),
        (Cue(CueWord.FREEZE, at=7), Cue(CueWord.UNFREEZE)),
        (Cue(CueWord.BLANK), Cue(CueWord.UNBLANK)),
        (Cue(CueWord.ZOOM, "1"), Cue(CueWord.UNZOOM)),
        (Cue(CueWord.MESSAGE, "Point à 15 h"), Cue(CueWord.MESSAGE, "")),
        (Cue(CueWord.TAKEOVER, "3", "left"), Cue(CueWord.GIVE_BACK)),
    ],
    ids=lambda cue: str(cue.word),
)
def test_that_each_act_is_undone_by_its_other(there: Cue, back: Cue) -> None:
    assert after(there) != after()
    assert after(there, back) == after()


@pytest.mark.parametrize(
    "cue",
    [
        Cue(CueWord.SCENE, "no such"),
        Cue(CueWord.ZOOM, "2"),
        Cue(CueWord.ZOOM, "-1"),
        Cue(CueWord.ZOOM, "x"),
        Cue(CueWord.ZOOM, "9" * 400),
        Cue(CueWord.WITHDRAW, "'; drop"),
        Cue(CueWord.TAKEOVER, ""),
        Cue("no such word", "1"),
        Cue(CueWord.END),
    ],
    ids=str,
)
def test_that_a_cue_that_says_nothing_sensible_changes_nothing(cue: Cue) -> None:
    assert after(cue) == after()


def test_that_a_post_taken_off_stays_off_whatever_comes_next() -> None:
    state = after(
        Cue(CueWord.WITHDRAW, "12"), Cue(CueWord.SCENE, "two"), Cue(CueWord.WITHDRAW, "4"), Cue(CueWord.UNZOOM)
    )
    assert state.withdrawn == {4, 12}
    assert begun(WALL, T, withdrawn=state.withdrawn).withdrawn == {4, 12}


def test_that_a_screen_that_was_taken_is_given_back_when_its_time_is_over() -> None:
    state = after(Cue(CueWord.PIN), Cue(CueWord.TAKEOVER, "3", "left"))
    assert (state.taken, state.taken_screen) == (3, "left")
    assert gone_on(state, WALL, T + 119_999).taken == 3
    assert gone_on(state, WALL, T + 120_000) == after(Cue(CueWord.PIN))


def test_that_a_message_for_one_screen_goes_before_that_for_all() -> None:
    state = after(Cue(CueWord.MESSAGE, "to all"), Cue(CueWord.MESSAGE, "to the left", "left"))
    assert state.message("left") == "to the left"
    assert state.message("right") == "to all"


def test_that_another_scene_is_not_zoomed_and_neighbours_go_around() -> None:
    state = after(Cue(CueWord.ZOOM, "1"), Cue(CueWord.SCENE, "two"))
    assert state.zoomed is None
    assert [neighbour(state, WALL, step) for step in (-1, 1, 2)] == ["one", "three", "one"]
    assert neighbour(state, Wall(()), 1) == ""


def test_that_a_wall_that_comes_up_again_goes_on_as_it_was_but_for_an_episode() -> None:
    state = after(Cue(CueWord.ZOOM, "1"), Cue(CueWord.PIN), Cue(CueWord.TAKEOVER, "3"))
    again = done(state, Cue(CueWord.START, "one"), WALL, T + 9)
    assert (again.zoomed, again.is_pinned, again.taken, again.since) == (1, True, None, T + 9)
    assert done(state, Cue(CueWord.START, "two"), WALL, T).zoomed is None


def test_that_other_scenes_leave_the_wall_on_the_scene_of_that_name() -> None:
    zoomed = after(Cue(CueWord.ZOOM, "1"))
    assert moved_to(zoomed, WALL, T + 9) == replace(zoomed, since=T + 9)
    smaller = Wall((Scene("one", "One", (Cell("map"),)),))
    assert moved_to(zoomed, smaller, T).zoomed is None
    assert moved_to(zoomed, Wall(WALL.scenes[1:]), T).scene == "two"


def test_that_a_cue_comes_back_from_its_mark_and_strangers_marks_hold_none() -> None:
    cue = Cue(CueWord.MESSAGE, "Point à 15 h", "gauche", "r1", 1_763_539_200_000)
    mark = mark_of(cue, 1_763_600_000_000)
    assert mark.instant == cue.at
    assert cue_of(mark) == cue
    for value in ("", "[]", "1", '{"do": "explode"}', "[" * 100_000, '{"do": ["scene"]}'):
        strange = mark_of(cue, 1)
        object.__setattr__(strange, "value", value)
        assert cue_of(strange) is None


def test_that_letters_are_as_high_as_the_distance_asks() -> None:
    tv = height_mm(75, 1920, 1080)
    found = measure_of(1080, 6.0, tv)
    assert (found.least, found.text, found.head, found.hero) == (45, 56, 112, 306)
    assert measure_of(1080, None, tv).least == pytest.approx(45, abs=1)
    assert measure_of(2160, 6.0, tv).least == pytest.approx(2 * 45, abs=2)
    assert measure(0.0, 0.5) == measure(0.3, 0.5)
