"""The scenes that ship leave every face the room that it needs to be read, where they are meant to be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk import i18n
from hubdesk.core import Role, Topic
from hubdesk.scene_file import ready
from hubdesk.wall.face import Veil
from hubdesk.wall.fits import crowded
from hubdesk.wall.lineup import Lineup
from hubdesk.wall.measure import Measure
from hubdesk.wall.spread import Seen, spread
from hubdesk.widgets import theme

TOPICS = (Topic(1, "Orange", "orange", Role.OWN), Topic(2, "Free", "free", Role.RIVAL))
TELEVISION = Measure(45, 56, 112, 306)  # 75 inches, 1920 px wide, from 6 m
NEAR = Measure(30, 38, 75, 204)  # one large screen of 3840 px, from 2 m


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("name", "size", "measure"),
    [
        *((name, (1920, 1080), TELEVISION) for name in ("overview", "duel", "launch", "crisis", "morning", "voices")),
        ("room", (3840, 2160), NEAR),
    ],
)
def test_that_no_cell_of_a_ready_scene_is_too_small(
    qtbot: QtBot, language: str, name: str, size: tuple[int, int], measure: Measure
) -> None:
    i18n.use(language)
    theme.use(QApplication.instance(), "wall")
    wall = ready()
    scene = wall.scene(name)
    assert scene is not None
    (cells,) = Lineup(wall, TOPICS).cells(scene, spread(scene, {"1": Seen("1")}), Veil()).values()
    assert crowded(cells, QSizeF(*size), measure, theme.theme()) == ()


def test_that_on_eighteen_screens_each_cell_of_the_room_has_one_of_its_own() -> None:
    scene = ready().scene("room")
    assert scene is not None
    seen = {f"{row}-{column}": Seen("", x=1920 * column, y=1080 * row) for row in range(3) for column in range(6)}
    spreads = spread(scene, seen)
    assert [len(one.cells) for one in spreads.values()] == [1] * 18
    assert {one.cells[0].place for one in spreads.values()} == set(range(18))
