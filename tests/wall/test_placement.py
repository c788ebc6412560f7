"""Screens come, go and change their names; every output keeps its screen, and no cell of a scene is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hubdesk.core.scenes import Cell, Output, Scene, Wall
from hubdesk.wall.placement import CONSOLE, Placement, placed
from hubdesk.wall.spread import Seen, Spread, covered, in_reading_order, rows_of, spread

WALL = Wall((Scene("one", "One", (Cell("trend"),)),))


def surface(across: int, down: int, wide: int = 1920, high: int = 1080) -> list[Seen]:
    """Screens side by side, as a system numbers them."""
    return [
        Seen(f"DP-{row * across + column}", f"S{row}{column}", "TV", column * wide, row * high, wide, high)
        for row in range(down)
        for column in range(across)
    ]


EIGHTEEN = surface(6, 3)


def names(found: Placement) -> dict[str, str]:
    return {output: one.name for output, one in found.screens.items()}


# Which output stands where


def test_that_screens_nobody_named_are_numbered_as_one_reads() -> None:
    found = placed(WALL, list(reversed(EIGHTEEN)), {}, console=False)
    assert names(found) == {str(place + 1): f"DP-{place}" for place in range(18)}
    assert found.doubts == ()
    assert found.console is None


def test_that_screens_hung_a_little_askew_are_still_one_row() -> None:
    askew = [Seen("c", x=3840, y=0), Seen("a", x=0, y=40), Seen("b", x=1920, y=20), Seen("d", x=0, y=1080)]
    assert [one.name for one in in_reading_order(askew)] == ["a", "b", "c", "d"]


def test_that_the_presenter_keeps_the_primary_screen_and_the_wall_has_all_others() -> None:
    laptop = Seen("eDP-1", x=11520, width=1366, height=768, is_primary=True)
    found = placed(WALL, [*EIGHTEEN, laptop], {}, console=True)
    assert found.console == laptop
    assert len(found.screens) == 18


def test_that_a_single_screen_is_the_walls() -> None:
    only = Seen("eDP-1", is_primary=True)
    found = placed(WALL, [only], {}, console=True)
    assert names(found) == {"1": "eDP-1"}
    assert found.console is None


def test_that_a_television_plugged_in_later_takes_the_wall_and_leaves_the_laptop_to_the_console() -> None:
    laptop = Seen("eDP-1", is_primary=True)
    alone = placed(WALL, [laptop], {}, console=True)
    both = placed(WALL, [laptop, Seen("HDMI-1", x=1920)], alone.stood, console=True)
    assert names(both) == {"1": "HDMI-1"}
    assert both.console == laptop
    again = placed(WALL, [laptop], both.stood, console=True)
    assert again.console == laptop
    assert [one.name for one in again.missing] == ["1"]
    assert "“1”" in again.doubts[0].words


@pytest.mark.parametrize("gone", range(18))
def test_that_a_screen_that_is_unplugged_moves_no_other_and_comes_back_to_its_place(gone: int) -> None:
    before = placed(WALL, EIGHTEEN, {}, console=False)
    left = EIGHTEEN[:gone] + EIGHTEEN[gone + 1 :]
    without = placed(WALL, left, before.stood, console=False)
    assert names(without) == {name: one for name, one in names(before).items() if name != str(gone + 1)}
    assert [one.name for one in without.missing] == [str(gone + 1)]
    after = placed(WALL, EIGHTEEN, without.stood, console=False)
    assert names(after) == names(before)
    assert after.doubts == ()


def test_that_screens_keep_their_outputs_when_the_system_numbers_them_anew() -> None:
    before = placed(WALL, EIGHTEEN, {}, console=False)
    renumbered = [replace(one, name=f"DP-{(place + 7) % 18}") for place, one in enumerate(EIGHTEEN)]
    after = placed(WALL, renumbered, before.stood, console=False)
    assert {name: one.serial for name, one in after.screens.items()} == {
        name: one.serial for name, one in before.screens.items()
    }


def test_that_screens_without_serial_numbers_are_known_by_where_they_stand_when_all_names_are_new() -> None:
    plain = [replace(one, serial="", model="") for one in EIGHTEEN]
    before = placed(WALL, plain, {}, console=False)
    renamed = [replace(one, name=f"HDMI-{place}") for place, one in enumerate(plain)]
    after = placed(WALL, list(reversed(renamed)), before.stood, console=False)
    assert {name: one.place for name, one in after.screens.items()} == {
        name: one.place for name, one in before.screens.items()
    }


def test_that_one_serial_number_on_all_screens_is_no_proof() -> None:
    cheap = [replace(one, serial="0000") for one in surface(3, 1)]
    before = placed(WALL, cheap, {}, console=False)
    left = placed(WALL, cheap[2:], before.stood, console=False)
    assert names(left) == {"3": "DP-2"}


def test_that_another_primary_screen_changes_nothing() -> None:
    screens = [Seen("eDP-1", is_primary=True), *(replace(one, y=one.y + 1080) for one in EIGHTEEN)]
    before = placed(WALL, screens, {}, console=True)
    moved = [replace(one, is_primary=one.name == "DP-4") for one in screens]
    after = placed(WALL, moved, before.stood, console=True)
    assert names(after) == names(before)
    assert after.console is not None
    assert after.console.name == "eDP-1"


def test_that_all_screens_may_go_and_come_back() -> None:
    before = placed(WALL, EIGHTEEN, {}, console=False)
    dark = placed(WALL, [], before.stood, console=False)
    assert dark.screens == {}
    assert len(dark.doubts) == 18
    assert names(placed(WALL, EIGHTEEN, dark.stood, console=False)) == names(before)


def test_that_a_replaced_screen_takes_the_output_that_has_none() -> None:
    before = placed(WALL, EIGHTEEN, {}, console=False)
    new = Seen("DP-99", "NEW", "Other", 20_000, 0)
    after = placed(WALL, [*EIGHTEEN[:6], *EIGHTEEN[7:], new], before.stood, console=False)
    assert after.screens["7"] == new
    assert len(after.screens) == 18


def test_that_a_screen_more_gets_the_next_number() -> None:
    before = placed(WALL, EIGHTEEN[1:], {}, console=False)
    after = placed(WALL, EIGHTEEN, before.stood, console=False)
    assert after.screens["18"] == EIGHTEEN[0]
    assert names(after) == names(before) | {"18": "DP-0"}


def test_that_outputs_stand_on_the_screens_their_file_names_in_any_case_of_letters() -> None:
    wall = replace(WALL, outputs=(Output("left", "dp-2"), Output("right", " s01 "), Output("rest")))
    found = placed(wall, surface(3, 1), {}, console=False)
    assert names(found) == {"left": "DP-2", "right": "DP-1", "rest": "DP-0"}


def test_that_outputs_named_by_one_model_share_its_screens_and_keep_them() -> None:
    wall = replace(WALL, outputs=(Output("a", "TV"), Output("b", "TV")))
    pair = surface(2, 1)
    before = placed(wall, pair, {}, console=False)
    assert names(before) == {"a": "DP-0", "b": "DP-1"}
    swapped = [replace(pair[0], x=1920), replace(pair[1], x=0)]
    assert names(placed(wall, swapped, before.stood, console=False)) == names(before)


def test_that_of_outputs_named_by_one_model_the_one_whose_screen_is_left_keeps_it() -> None:
    wall = replace(WALL, outputs=(Output("a", "TV"), Output("b", "TV")))
    before = placed(wall, surface(2, 1), {}, console=False)
    assert names(placed(wall, surface(2, 1)[1:], before.stood, console=False)) == {"b": "DP-1"}


def test_that_an_output_whose_screen_is_not_there_is_said_and_takes_no_other() -> None:
    wall = replace(WALL, outputs=(Output("left", "Sony 55"), Output("right")))
    found = placed(wall, surface(2, 1), {}, console=False)
    assert names(found) == {"right": "DP-0"}
    assert "“left”" in found.doubts[0].words
    assert "Sony 55" in found.doubts[0].words


def test_that_a_wall_none_of_whose_screens_is_connected_takes_what_there_is_until_one_comes() -> None:
    wall = replace(WALL, outputs=(Output("left", "Sony 55"), Output("right", "HDMI-9")))
    laptop, television = [replace(one, is_primary=one.name == "DP-0") for one in surface(2, 1)]
    found = placed(wall, (laptop, television), {}, console=True)
    assert found.screens == {"left": television}
    assert found.console == laptop
    assert ["“left”" in found.doubts[0].words, "“right”" in found.doubts[1].words] == [True, True]
    alone = placed(wall, (laptop,), {}, console=True)
    assert alone.screens == {"left": laptop}
    sony = Seen("HDMI-9", x=4000)
    assert placed(wall, (laptop, television, sony), found.stood, console=True).screens == {"right": sony}


def test_that_a_file_may_give_the_primary_screen_to_the_wall() -> None:
    screens = [replace(one, is_primary=one.name == "DP-0") for one in surface(2, 1)]
    wall = replace(WALL, outputs=(Output("big", "DP-0"), Output("other")))
    found = placed(wall, screens, {}, console=True)
    assert names(found) == {"big": "DP-0", "other": "DP-1"}
    assert found.console is None


def test_that_the_console_comes_before_an_output_nobody_named_a_screen_for() -> None:
    screens = [replace(one, is_primary=one.name == "DP-0") for one in surface(2, 1)]
    wall = replace(WALL, outputs=(Output("one"), Output("two")))
    found = placed(wall, screens, {}, console=True)
    assert names(found) == {"one": "DP-1"}
    assert found.console == screens[0]
    assert [one.name for one in found.missing] == ["two"]


seen = some.builds(
    Seen,
    some.sampled_from(["", "DP-1", "DP-2", "HDMI-1", "eDP-1"]),
    some.sampled_from(["", "A", "B"]),
    some.sampled_from(["", "TV"]),
    some.integers(-4000, 8000),
    some.integers(-4000, 8000),
    some.sampled_from([0, 800, 1920, 3840]),
    some.sampled_from([0, 600, 1080, 2160]),
    is_primary=some.booleans(),
)
outputs = some.lists(
    some.builds(Output, some.sampled_from("abcd"), some.sampled_from(["", "DP-1", "tv", "B"])),
    max_size=4,
    unique_by=lambda one: one.name,
)


@given(outputs, some.lists(some.lists(seen, max_size=6, unique_by=lambda one: one.place), max_size=5), some.booleans())
def test_that_whatever_screens_come_and_go_each_has_one_thing_on_it(
    declared: list[Output], times: list[list[Seen]], console: bool
) -> None:
    wall = replace(WALL, outputs=tuple(declared))
    before: dict[str, Seen] = {}
    for screens in times:
        found = placed(wall, screens, before, console)
        used = [*found.screens.values(), *([found.console] if found.console else [])]
        assert len({one.place for one in used}) == len(used)
        assert all(one in screens for one in used)
        assert set(found.screens) | {one.name for one in found.missing} == {one.name for one in found.outputs}
        assert len(found.doubts) >= len(found.missing)
        assert found.screens or not found.outputs or len(screens) <= bool(found.console)
        if screens and not declared:
            assert used
        if len(screens) > 1 and not declared:
            assert found.screens
        assert placed(wall, screens, found.stood, console).screens == found.screens  # nothing changes by itself
        before = dict(found.stood)
        assert (CONSOLE in before) <= console


# Which cell stands where


def placed_cells(found: dict[str, Spread]) -> dict[str, list[int]]:
    return {output: [one.place for one in it.cells] for output, it in found.items()}


def grid(across: int, down: int) -> Scene:
    cells = tuple(Cell("trend", column, row) for row in range(down) for column in range(across))
    return Scene("s", "S", cells, across, down)


def test_that_eighteen_cells_on_eighteen_screens_are_one_each() -> None:
    screens = {str(place + 1): one for place, one in enumerate(EIGHTEEN)}
    assert placed_cells(spread(grid(6, 3), screens)) == {str(place + 1): [place] for place in range(18)}
    assert all((one.columns, one.rows) == (1, 1) for one in spread(grid(6, 3), screens).values())


def test_that_the_cell_of_an_unplugged_screen_goes_to_a_neighbour_and_no_other_moves() -> None:
    screens = {str(place + 1): one for place, one in enumerate(EIGHTEEN) if place != 8}
    found = placed_cells(spread(grid(6, 3), screens))
    assert sorted(place for places in found.values() for place in places) == list(range(18))
    neighbours = [name for name, places in found.items() if 8 in places]
    assert neighbours[0] in ("3", "8", "10", "15")
    assert {name: places for name, places in found.items() if name not in neighbours} == {
        str(place + 1): [place] for place in range(18) if place != 8 and str(place + 1) not in neighbours
    }


OVERVIEW = Scene(
    "overview",
    "Overview",
    (
        Cell("trend", 0, 0, 6, 4),
        Cell("compare", 6, 0, 3, 4),
        Cell("clock", 9, 0, 3, 1),
        Cell("map", 9, 1, 3, 3),
        Cell("feed", 0, 4, 5, 2),
        Cell("post", 5, 4, 7, 2),
    ),
    12,
    6,
)


def test_that_one_screen_shows_the_scene_as_it_is() -> None:
    found = spread(OVERVIEW, {"1": EIGHTEEN[0]})
    assert (found["1"].columns, found["1"].rows) == (12, 6)
    assert [(one.place, one.column, one.row, one.columns, one.rows) for one in found["1"].cells] == [
        (0, 0, 0, 6, 4),
        (1, 6, 0, 3, 4),
        (2, 9, 0, 3, 1),
        (3, 9, 1, 3, 3),
        (4, 0, 4, 5, 2),
        (5, 5, 4, 7, 2),
    ]


def test_that_three_screens_share_the_overview() -> None:
    found = spread(OVERVIEW, dict(zip("abc", surface(3, 1), strict=True)))
    assert placed_cells(found) == {"a": [0, 4], "b": [1], "c": [2, 3, 5]}
    assert (found["b"].columns, found["b"].rows) == (3, 4)
    assert [(one.row, one.rows, one.columns) for one in found["c"].cells] == [(0, 1, 7), (1, 3, 7), (4, 2, 7)]


def test_that_a_large_cell_covers_every_screen_it_lies_over() -> None:
    screens = {str(place + 1): one for place, one in enumerate(EIGHTEEN)}
    found = covered(OVERVIEW, screens)
    assert [name for name, place in found.items() if place == 0] == ["1", "2", "3", "7", "8", "9"]
    assert found["6"] == found["12"] == 3  # the middle of a screen decides
    sent = Scene("s", "S", (Cell("trend", 0, 0, 6, 3, screen="2"), Cell("map", 5, 2, 1, 1)), 6, 3)
    assert covered(sent, screens) == {"18": 1}
    assert covered(OVERVIEW, {}) == {}


def test_that_screens_askew_are_one_row_of_a_wall() -> None:
    assert rows_of(EIGHTEEN) == 3
    assert rows_of([Seen("a", y=0), Seen("b", x=1920, y=40)]) == 1
    assert rows_of([]) == 1


def test_that_a_cell_stands_on_the_screen_it_names() -> None:
    cells = (Cell("trend"), Cell("map", screen="b"), Cell("feed", screen="gone"))
    found = spread(Scene("s", "S", cells, 1, 1), dict(zip("ab", surface(2, 1), strict=True)))
    assert {place for places in placed_cells(found).values() for place in places} == {0, 1, 2}
    assert 1 in placed_cells(found)["b"]


def test_that_cells_sent_to_one_screen_are_put_side_by_side() -> None:
    cells = tuple(Cell("trend", screen="b") for _one in range(5))
    found = spread(Scene("s", "S", cells, 1, 1), dict(zip("ab", surface(2, 1), strict=True)))
    assert (found["b"].columns, found["b"].rows) == (3, 2)
    assert "a" not in found


def test_that_screens_of_many_sizes_share_a_scene_row_by_row() -> None:
    above = [Seen(f"a{place}", x=place * 1280, width=1280, height=720) for place in range(3)]
    below = [Seen(f"b{place}", x=place * 1920, y=720, width=1920, height=1080) for place in range(2)]
    found = spread(grid(6, 2), {one.name: one for one in (*above, *below)})
    assert placed_cells(found) == {"a0": [0, 1], "a1": [2, 3], "a2": [4, 5], "b0": [6, 7, 8], "b1": [9, 10, 11]}


def test_that_screens_that_mirror_each_other_lose_no_cell() -> None:
    found = spread(grid(4, 1), {"a": EIGHTEEN[0], "b": replace(EIGHTEEN[0], name="DP-9")})
    assert placed_cells(found) == {"a": [0, 1], "b": [2, 3]}


cells = some.builds(
    Cell,
    some.just("trend"),
    some.integers(-2, 13),
    some.integers(-2, 13),
    some.integers(0, 13),
    some.integers(0, 13),
    screen=some.sampled_from(["", "0", "1", "2", "none"]),
)
scenes = some.builds(
    Scene,
    some.just("s"),
    some.just("S"),
    some.lists(cells, max_size=12).map(tuple),
    some.integers(0, 12),
    some.integers(0, 12),
)


@given(scenes, some.lists(seen, min_size=1, max_size=8))
def test_that_every_cell_is_on_one_screen_and_none_hides_another(scene: Scene, screens: list[Seen]) -> None:
    found = spread(scene, {str(place): one for place, one in enumerate(screens)})
    assert sorted(one.place for it in found.values() for one in it.cells) == list(range(len(scene.cells)))
    for it in found.values():
        taken = [
            (column, row)
            for one in it.cells
            for column in range(one.column, one.column + one.columns)
            for row in range(one.row, one.row + one.rows)
        ]
        assert len(taken) == len(set(taken))
        assert all(0 <= column < it.columns and 0 <= row < it.rows for column, row in taken)
        assert all(one.columns > 0 and one.rows > 0 for one in it.cells)
