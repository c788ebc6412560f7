"""What a lineup keeps for painting does not grow with the episodes of a week."""

from __future__ import annotations

from hubdesk.core.scenes import Cell, Scene
from hubdesk.wall.face import Veil
from hubdesk.wall.lineup import Lineup, Taken, scene_of
from tests.wall.wall_fakes import WALL


def test_that_faces_of_episodes_that_had_a_screen_are_dropped_and_those_of_scenes_kept() -> None:
    lineup = Lineup(WALL)
    first = lineup.cell(WALL.scenes[0], 0, Veil()).face
    crisis = Scene("crisis", "", (Cell("coverage"),))
    for episode in range(50):
        lineup.cell(scene_of(Taken(crisis, episode, None)), 0, Veil())
    assert len(lineup._faces) == 2
    assert lineup.cell(WALL.scenes[0], 0, Veil()).face is first
