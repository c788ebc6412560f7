"""A wall written to its file: what is read again is what was written, and a person's comments stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubdesk.core import DAY, HOUR, MINUTE, FailedError, HubdeskError
from hubdesk.core.scenes import Cell, Option, Output, Scene, Wall, options_of
from hubdesk.plugins import FACES
from hubdesk.scene_file import dumps, load, ready_file, save
from hubdesk.scene_file.fields import neat

TEXTS = st.text(max_size=30).map(neat)
NAMES = TEXTS.filter(bool)
LENGTHS = st.sampled_from([0, MINUTE, 90 * MINUTE, 6 * HOUR, DAY, 7 * DAY])
SECONDS = st.sampled_from([0, 20, 45, 3_600])
METRES = st.none() | st.floats(0.3, 60)
INCHES = st.none() | st.floats(3, 1_000)


def option(kind: object) -> st.SearchStrategy[Option]:
    """Values of a kind, as plugins.FACES gives kinds."""
    if isinstance(kind, tuple):
        return st.sampled_from(kind)
    if isinstance(kind, bool):
        return st.booleans()
    return st.integers(-(2**53), 2**53) if isinstance(kind, int) else TEXTS


@st.composite
def cells(draw: st.DrawFn, column: int, columns: int, row: int, rows: int, screens: list[str]) -> Cell:
    face = draw(st.sampled_from(sorted(FACES)))
    takes = FACES[face].takes
    keys = draw(st.sets(st.sampled_from(sorted(takes)))) if takes else set()
    return Cell(
        face,
        column,
        row,
        columns,
        rows,
        draw(TEXTS),
        tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
        draw(LENGTHS),
        draw(st.sampled_from(["", *screens])),
        options_of({key: draw(option(takes[key])) for key in sorted(keys)}),
    )


@st.composite
def scenes(draw: st.DrawFn, name: str, screens: list[str]) -> Scene:
    edges = draw(st.lists(st.integers(0, 12), min_size=2, max_size=4, unique=True).map(sorted))
    down = draw(st.lists(st.integers(0, 12), min_size=2, max_size=3, unique=True).map(sorted))
    made = [
        draw(cells(left, right - left, top, bottom - top, screens))
        for top, bottom in pairwise(down)
        for left, right in pairwise(edges)
    ]
    notes = neat(draw(st.text(max_size=80)), lines=True)
    return Scene(name, draw(TEXTS), tuple(made), edges[-1], down[-1], draw(SECONDS), draw(LENGTHS), notes)


@st.composite
def walls(draw: st.DrawFn) -> Wall:
    screens = draw(st.lists(NAMES, max_size=3, unique_by=str.casefold))
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold))
    return Wall(
        tuple(draw(scenes(name, screens)) for name in names),
        tuple(Output(name, draw(TEXTS), draw(METRES), draw(INCHES)) for name in screens),
        draw(LENGTHS.filter(bool)),
        draw(SECONDS),
        draw(METRES),
        draw(INCHES),
        draw(st.booleans()),
        draw(st.booleans()),
        tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
        tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
        draw(st.integers(0, 3)),
        draw(st.sampled_from([5, 120, 3_600])),
        draw(st.booleans()),
    )


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(walls(), walls())
def test_that_a_wall_that_is_saved_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, one: Wall, other: Wall
) -> None:
    path = tmp_path_factory.mktemp("walls") / "wall.toml"
    for wall in (one, other, one):
        save(path, wall)
        assert load(path) == (wall, ())
    path.write_text(dumps(other), "utf-8")
    assert load(path) == (other, ())
    assert dumps(other) == path.read_text("utf-8")


@SLOW
@given(walls())
def test_that_a_wall_saved_over_the_ready_scenes_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, wall: Wall
) -> None:
    path = tmp_path_factory.mktemp("walls") / "wall.toml"
    path.write_bytes(ready_file().read_bytes())
    save(path, wall)
    assert load(path) == (wall, ())


WRITTEN = """# my wall

[wall]
look_back = "1440m"   # a day
rotate = "30s" # quick
mine = 1

# the first one
[[scene]]
name = "one" # its name
grid = [ 4, 2 ]
  # the map
  [[scene.cell]]
  panel = "map" # here
  at = [0, 0]

  # and the words
  [[scene.cell]]
  panel = "post"
  at = [1, 0]
  by = "reach"  # loud
  topics = [
    "Orange", # ours
  ]

# the second one
[[scene]]
name = "two"
  [[scene.cell]]
  panel = "feed"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "wall.toml"
    path.write_text(WRITTEN, "utf-8")
    return path


def test_that_saving_what_was_read_changes_no_byte(path: Path) -> None:
    save(path, load(path)[0])
    assert path.read_text("utf-8") == WRITTEN.replace(
        '  panel = "feed"\n', '  panel = "feed"\n  at = [0, 0]\n'
    ).replace('name = "two"\n', 'name = "two"\ngrid = [1, 1]\n')
    path.write_bytes(ready_file().read_bytes())
    save(path, load(path)[0])
    assert path.read_bytes() == ready_file().read_bytes()


def test_that_comments_stay_with_what_they_are_about(path: Path) -> None:
    wall, _doubts = load(path)
    one, two = wall.scenes
    post = replace(one.cells[1], column=3, options=(), title="Loud")
    save(path, replace(wall, seconds=45, scenes=(two, replace(one, title="One", cells=(post, one.cells[0])))))
    text = path.read_text("utf-8")
    assert (
        text.splitlines()
        == """# my wall

[wall]
look_back = "1440m"   # a day
rotate = "45s" # quick
mine = 1

# the second one
[[scene]]
name = "two"
grid = [1, 1]
  [[scene.cell]]
  panel = "feed"
  at = [0, 0]

# the first one
[[scene]]
name = "one" # its name
grid = [ 4, 2 ]
title = "One"

  # and the words
  [[scene.cell]]
  panel = "post"
  at = [3, 0]
  topics = [
    "Orange", # ours
  ]
  title = "Loud"
  # the map
  [[scene.cell]]
  panel = "map" # here
  at = [0, 0]""".splitlines()
    )


def test_that_what_the_wall_has_not_leaves_the_file(path: Path) -> None:
    wall, _doubts = load(path)
    save(path, replace(wall, scenes=wall.scenes[1:]))
    text = path.read_text("utf-8")
    assert "the first one" not in text
    assert "the map" not in text
    assert "# the second one" in text


@pytest.mark.parametrize(
    "odd",
    [
        'scene = [{name = "one", cell = [{panel = "map"}]}]\n',
        'wall.mask = false\n[[scene]]\nname = "one"\ncell = [{panel = "map"}]\n',
        '[[scene]]\nname = "one"\n[scene.mine]\nx = 1\n[[scene.cell]]\npanel = "map"\n',
        '[[ "scene" ]]\n"name" = "one"\n[[scene . "cell"]]\npanel = "map"',
        '[scene]\nname = "one"\n',
        "",
    ],
)
def test_that_a_file_of_another_shape_is_written_too(path: Path, odd: str) -> None:
    wall = Wall((Scene("one", "Other", (Cell("feed", 1, 0), Cell("map")), 2, 1),), takeover=1)
    path.write_text(odd, "utf-8")
    save(path, wall)
    assert load(path)[0] == wall


def test_that_texts_that_no_file_can_hold_are_made_neat(path: Path) -> None:
    cell = Cell("globe", title="a\x00\ud800b", options=options_of({'odd "key"': "c\u202e\n"}))
    save(path, Wall((Scene('q"\\', "t\tt", (cell,), notes='one\r\n"""\ntwo\\\n'),)))
    (scene,) = load(path)[0].scenes
    assert (scene.name, scene.title, scene.notes) == ('q"\\', "t t", 'one\n"""\ntwo\\')
    assert (scene.cells[0].title, scene.cells[0].options) == ("ab", (('odd "key"', "c"),))


def test_that_a_broken_file_is_left_to_its_person_and_nothing_is_half_written(path: Path) -> None:
    wall, _doubts = load(path)
    path.write_text("[[scene]\n", "utf-8")
    with pytest.raises(HubdeskError, match="line 1"):
        save(path, wall)
    assert path.read_text("utf-8") == "[[scene]\n"
    with pytest.raises(HubdeskError, match="one scene at least"):
        save(path, Wall(()))
    with pytest.raises(FailedError, match="cannot be written"):
        save(path.parent / "no" / "wall.toml", wall)
    assert [one.name for one in path.parent.iterdir()] == ["wall.toml"]
