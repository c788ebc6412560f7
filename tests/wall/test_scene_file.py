"""A scenes file as a person writes it: what it declares, which topics it means, and the scenes that ship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hubdesk import i18n
from hubdesk.core import DAY, HOUR, Role, Topic
from hubdesk.core.scenes import Cell, Doubt, Output, Scene, Wall, options_of
from hubdesk.plugins import FACES
from hubdesk.resources import resource
from hubdesk.scene_file import check, load, ready, ready_file, topics_of

WHOLE = """
[wall]
look_back = "7d"
rotate = "30s"
distance_m = 6
diagonal_in = 75.5
mask = false
veil = false
veiled = ["zut"]
spared = ["flûte"]
takeover = 2
takeover_for = "5m"
motion = false

[[screen]]
name = "gauche"
identity = "HDMI-1"
distance_m = 4.0
diagonal_in = 55
[[screen]]
name = "droite"

[[scene]]
name = "overview"
title = "Vue d’ensemble"
grid = [12, 6]
look_back = "6h"
seconds = 45
notes = '''
À dire.
Deux lignes.'''
  [[scene.cell]]
  panel = "trend"
  at = [0, 0]
  size = [8, 4]
  title = "Courbe"
  topics = ["Orange", "role:rival", "first:own"]
  look_back = "90m"
  screen = "GAUCHE"
  habit = false
  [[scene.cell]]
  panel = "post"
  at = [8, 0]
  by = "rarity"
"""
TOPICS = (
    Topic(1, "Orange", "orange", Role.OWN),
    Topic(2, "SFR", "sfr", Role.RIVAL),
    Topic(3, "Sosh", "sosh", Role.OWN),
    Topic(4, "Free", "free", Role.RIVAL),
)


def loaded(tmp_path: Path, text: str) -> tuple[Wall, tuple[Doubt, ...]]:
    path = tmp_path / "wall.toml"
    path.write_text(text, "utf-8")
    return load(path)


@pytest.fixture(params=["fr", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    yield i18n.use(request.param)
    i18n.use(before)


def test_that_a_file_declares_a_wall_with_its_screens_scenes_and_cells(tmp_path: Path) -> None:
    trend = Cell(
        "trend", 0, 0, 8, 4, "Courbe", ("Orange", "role:rival", "first:own"), 90 * 60_000, "gauche",
        options_of({"habit": False}),
    )  # fmt: skip
    post = Cell("post", 8, 0, options=options_of({"by": "rarity"}))
    scene = Scene("overview", "Vue d’ensemble", (trend, post), 12, 6, 45, 6 * HOUR, "À dire.\nDeux lignes.")
    assert loaded(tmp_path, WHOLE) == (
        Wall(
            (scene,),
            (Output("gauche", "HDMI-1", 4.0, 55.0), Output("droite")),
            length=7 * DAY,
            seconds=30,
            distance_m=6.0,
            diagonal_in=75.5,
            masks=False,
            veil=False,
            veiled=("zut",),
            spared=("flûte",),
            takeover=2,
            takeover_seconds=300,
            motion=False,
        ),
        (),
    )


def test_that_what_a_file_leaves_out_is_as_usual_and_people_are_masked(tmp_path: Path) -> None:
    wall, doubts = loaded(tmp_path, '[[scene]]\n[[scene.cell]]\npanel = "map"\n')
    assert (wall, doubts) == (Wall((Scene("1", "1", (Cell("map"),)),)), ())
    assert wall.masks
    assert wall.veil


def test_that_cells_without_a_place_take_what_is_free_row_by_row(tmp_path: Path) -> None:
    text = """
[[scene]]
grid = [3, 2]
[[scene.cell]]
panel = "map"
[[scene.cell]]
panel = "trend"
at = [1, 0]
[[scene.cell]]
panel = "feed"
size = [2, 1]
[[scene.cell]]
panel = "tone"
"""
    wall, doubts = loaded(tmp_path, text)
    assert doubts == ()
    assert [(one.face, one.column, one.row) for one in wall.scenes[0].cells] == [
        ("map", 0, 0),
        ("trend", 1, 0),
        ("feed", 0, 1),
        ("tone", 2, 0),
    ]


@pytest.mark.parametrize(
    ("cells", "grid"),
    [
        (["at = [2, 1]\nsize = [3, 2]", "at = [0, 0]"], (5, 3)),
        (["", "", "", "", ""], (3, 2)),
        (["size = [4, 1]", ""], (4, 2)),
    ],
)
def test_that_a_scene_without_a_grid_has_one_that_holds_its_cells(
    tmp_path: Path, cells: list[str], grid: tuple[int, int]
) -> None:
    text = "[[scene]]\n" + "".join(f'[[scene.cell]]\npanel = "map"\n{one}\n' for one in cells)
    wall, doubts = loaded(tmp_path, text)
    (scene,) = wall.scenes
    assert ((scene.columns, scene.rows), len(scene.cells), doubts) == (grid, len(cells), ())


def test_that_cells_may_be_written_in_one_line_each(tmp_path: Path) -> None:
    wall, doubts = loaded(tmp_path, 'scene = [{cell = [{panel = "map"}, {panel = "feed", at = [1, 0]}]}]')
    assert ([one.face for one in wall.scenes[0].cells], doubts) == (["map", "feed"], ())


def test_that_screens_nobody_declared_are_called_by_their_numbers(tmp_path: Path) -> None:
    text = '[[scene]]\n[[scene.cell]]\npanel = "map"\nscreen = "18"\n'
    wall, doubts = loaded(tmp_path, text)
    assert (wall.scenes[0].cells[0].screen, doubts) == ("18", ())
    wall, (doubt,) = loaded(tmp_path, text.replace("18", "left"))
    assert wall.scenes[0].cells[0].screen == ""
    assert (doubt.line, "“left”" in doubt.words) == (4, True)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ((), ["Orange", "SFR", "Sosh", "Free"]),
        (("free", "ORANGE", "Free"), ["Free", "Orange"]),
        (("role:rival", "SFR"), ["SFR", "Free"]),
        (("first:rival", "first:own"), ["SFR", "Orange"]),
        (("Nobody",), []),
        (("role:event", "role:", "first:x"), []),
        (("Nobody", "SFR"), ["SFR"]),
    ],
)
def test_that_a_cell_means_topics_by_name_or_role(asked: tuple[str, ...], names: list[str]) -> None:
    assert [one.name for one in topics_of(Cell("trend", topics=asked), TOPICS)] == names


def test_that_a_topic_called_like_a_role_is_itself() -> None:
    odd = Topic(9, "role:own", "x")
    assert topics_of(Cell("trend", topics=("role:own",)), (*TOPICS, odd)) == (odd,)


def test_that_topics_and_screens_that_are_not_there_are_doubts_and_each_is_said_once(tmp_path: Path) -> None:
    wall, _doubts = loaded(tmp_path, WHOLE)
    assert check(wall, TOPICS, {"hdmi-1", "DELL"}) == ()
    assert check(wall, TOPICS, None) == ()
    (screen,) = check(wall, TOPICS, set())
    assert "“gauche”" in screen.words
    assert "“HDMI-1”" in screen.words
    (topic,) = check(wall, [Topic(1, "Free", "free", Role.RIVAL)])
    assert "“Orange”" in topic.words
    assert "overview" in topic.words


def test_that_a_role_nobody_has_is_a_doubt_where_nothing_else_is_left_to_show() -> None:
    i18n.use("en")
    wall = Wall(tuple(Scene(name, "", (Cell("trend", topics=("role:own", "first:rival")),)) for name in ("a", "b")))
    assert check(wall, TOPICS[:1]) == ()
    assert [one.words for one in check(wall, ())] == [
        "scene a, b: no topic of this session has the role “own”",
        "scene a, b: no topic of this session has the role “rival”",
    ]


def test_that_the_ready_scenes_have_no_doubt_and_suit_a_session_with_a_rival(spoken: str) -> None:
    wall, doubts = load(ready_file())
    assert (doubts, ready()) == ((), wall)
    names = [one.name for one in wall.scenes]
    assert names == ["overview", "duel", "launch", "crisis", "morning", "voices", "room"]
    assert check(wall, TOPICS) == ()
    assert not any(":" not in asked for scene in wall.scenes for cell in scene.cells for asked in cell.topics)
    assert wall.masks
    assert wall.veil
    for scene in wall.scenes:
        assert 2 <= len(scene.notes.splitlines()) <= 4
        assert max(map(len, scene.notes.splitlines())) < 200


def test_that_the_ready_scenes_are_the_same_in_both_languages_but_for_words() -> None:
    shapes = []
    for language in ("fr", "en"):
        i18n.use(language)
        wall = ready()
        shapes.append(
            [
                (one.name, one.columns, one.rows, one.length, [(*_place(cell), cell.options) for cell in one.cells])
                for one in wall.scenes
            ]
        )
    assert shapes[0] == shapes[1]
    texts = [(resource("scenes") / f"{language}.toml").read_text("utf-8") for language in ("fr", "en")]
    assert len({len(text.splitlines()) for text in texts}) == 1


def _place(cell: Cell) -> tuple[object, ...]:
    return cell.face, cell.column, cell.row, cell.columns, cell.rows, cell.topics


def test_that_the_ready_scenes_leave_no_hole_and_the_room_has_eighteen_cells() -> None:
    wall = ready()
    for scene in wall.scenes:
        assert sum(cell.columns * cell.rows for cell in scene.cells) == scene.columns * scene.rows, scene.name
    room = wall.scene("room")
    assert room is not None
    assert (len(room.cells), room.columns, room.rows) == (18, 6, 3)
    assert {cell.face for scene in wall.scenes for cell in scene.cells} == set(FACES)
