"""An episode takes a screen when it is grave, told a moment ago and answered by nobody; and gives it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hubdesk.core import MINUTE, SECOND, Scope
from hubdesk.core.cues import Cue, CueWord
from hubdesk.core.scenes import Cell, Scene, Wall
from hubdesk.demo import demo_path
from hubdesk.store.session import open_reader
from hubdesk.wall.takeover import FRESH, Grave, next_taker, read_grave
from tests.fakes import NOON
from tests.wall.faces import instant
from tests.wall.wall_fakes import showing, until

GRAVE = Grave(7, 3, NOON, 1, "Orange, crisis", False)
NOBODY: frozenset[int] = frozenset()


def test_that_what_is_grave_fresh_and_unanswered_takes_a_screen() -> None:
    assert next_taker((GRAVE,), NOON + MINUTE, 3, NOBODY) == GRAVE
    assert next_taker((GRAVE,), NOON + MINUTE, 2, NOBODY) == GRAVE


@pytest.mark.parametrize(
    ("found", "after", "level", "had"),
    [
        (GRAVE, FRESH, 3, NOBODY),  # it was so long before the wall went up
        (GRAVE, -MINUTE, 3, NOBODY),  # a rewind: it was not told yet
        (replace(GRAVE, level=2), MINUTE, 3, NOBODY),
        (replace(GRAVE, is_answered=True), MINUTE, 3, NOBODY),
        (GRAVE, MINUTE, 3, frozenset({7})),  # it had one
        (GRAVE, MINUTE, 0, NOBODY),  # none may
    ],
)
def test_that_nothing_else_does(found: Grave, after: int, level: int, had: frozenset[int]) -> None:
    assert next_taker((found,), NOON + after, level, had) is None


def test_that_the_demonstration_s_outage_is_grave_once_it_is_told_and_not_before(tmp_path: Path) -> None:
    with open_reader(demo_path(tmp_path)) as reader:
        levels = {}
        for time in ("06:55", "08:20", "10:35", "23:30"):
            at = instant(f"2026-11-19T{time}+01:00")
            own = [one for one in read_grave(reader, Scope((), at, at), None) if one.words.startswith("Orange")]
            assert all("level" not in one.words for one in own)  # a plate beside it says it
            levels[time] = max((one.level for one in own), default=None)
    assert levels["06:55"] in (None, 0)
    assert levels["10:35"] == 3
    assert levels["08:20"] in (1, 2, 3)
    assert levels["23:30"] is None  # back to its usual since 23:00


def test_that_a_screen_is_taken_visibly_logged_and_given_back(qtbot: QtBot, tmp_path: Path) -> None:
    scenes = (Scene("one", "One", (Cell("trend"),)), Scene("crisis", "Crisis", (Cell("crisis"), Cell("silence", 1)), 2))
    wall = Wall(scenes, takeover=3, takeover_seconds=60, motion=False)
    at = instant("2026-11-19T10:29+01:00")
    with showing(qtbot, demo_path(tmp_path / "demo"), tmp_path, wall, 2, at=at) as trial:
        done: list[Cue] = []
        trial.conductor.cued.connect(done.append)
        assert trial.conductor.state.taken is None
        trial.conductor.playhead.seek(at + 3 * MINUTE)
        until(qtbot, lambda: trial.conductor.taken is not None)
        assert trial.conductor.taken is not None
        held, grave = trial.conductor.taken
        assert grave.level == 3
        assert [cue.word for cue in done] == [CueWord.TAKEOVER]
        first, second = (trial.hall.windows[name] for name in ("1", "2"))
        assert {one.cell.face for one in first.cells} == {"crisis", "silence"}
        assert all(one.cell.option("episode", 0) == grave.id for one in first.cells)
        assert held.topic is not None
        assert {one.cell.face for one in second.cells} != {"crisis", "silence"}
        assert trial.hall._view("1").taken == grave.words
        assert trial.hall._view("2").taken == ""
        trial.clock.at += 60 * SECOND
        trial.conductor._tick()
        assert trial.conductor.state.taken is None
        assert {one.cell.face for one in trial.hall.windows["1"].cells} == {"trend"}
        trial.conductor._look_for_takers()
        assert trial.conductor.state.taken is None  # once is enough
