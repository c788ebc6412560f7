"""What a wall does is kept as it is done, and a wall that died too often shows a clock, the feed and why."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from hubdesk.core.cues import CueWord
from hubdesk.core.scenes import Wall
from hubdesk.settings import places
from hubdesk.wall.given import Given
from hubdesk.wall.kept import Kept, read_kept
from hubdesk.wall.state import WallState
from hubdesk.wall.upkeep import LEAST, NOBODY, Staying, Upkeep, going_on
from tests.fakes import session, topic
from tests.wall.wall_fakes import WALL, Clock, showing, until


def live(folder: Path) -> Path:
    return session(folder, [f"La fibre est en panne, {n}" for n in range(12)], [topic(role="own")])


def given(folder: Path, wall: Wall = WALL) -> Given:
    return Given(wall, places(folder), Clock(0), Clock(0), wall)


def test_that_what_a_presenter_does_is_kept_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "wall.json"
    with showing(qtbot, live(tmp_path), tmp_path) as trial:
        staying = Staying(Upkeep(file=file), trial.conductor, lambda: trial.hall.placement.stood)
        trial.conductor.do(CueWord.SCENE, "two")
        trial.conductor.do(CueWord.MESSAGE, "À 15 h")
        trial.conductor.do(CueWord.WITHDRAW, "7")
        until(qtbot, lambda: (kept := read_kept(file)) is not None and kept.state.withdrawn == frozenset({7}))
        staying.close()
        kept = read_kept(file)
        assert kept is not None
        assert kept.state == WallState("two", messages=(("", "À 15 h"),), withdrawn=frozenset({7}))
        assert kept.at is None
        assert trial.conductor.log is not None
        assert kept.run == trial.conductor.log.run
        assert kept.stood == trial.hall.placement.stood


def test_that_a_wall_goes_on_in_the_same_showing(qtbot: QtBot, tmp_path: Path) -> None:
    kept = Kept(WallState("two", is_pinned=True, withdrawn=frozenset({7})), run="0a1b2c3d")
    more = going_on(given(tmp_path), kept, 0)
    with showing(qtbot, live(tmp_path), tmp_path, state=more.state, run=more.run) as trial:
        until(qtbot, lambda: trial.conductor.log is not None)
        assert (trial.conductor.state.scene, trial.conductor.state.is_pinned) == ("two", True)
        assert trial.conductor.state.withdrawn == frozenset({7})
        assert trial.conductor.log is not None
        assert trial.conductor.log.run == "0a1b2c3d"


def test_that_a_replay_goes_on_where_it_was(tmp_path: Path) -> None:
    more = going_on(given(tmp_path), Kept(WallState("two"), at=5, is_playing=True), 77)
    assert (more.at, more.plays) == (5, True)
    assert more.state == WallState("two", since=77)
    anew = given(tmp_path)
    assert going_on(anew, None, 77) is anew


def test_that_a_wall_that_died_too_often_shows_the_least_and_why_without_its_folder() -> None:
    path = Path("/home/someone/week.hubdesk")
    why = f"{path} does not exist; make it with: hubdesk init {path}"
    (scene,) = Upkeep(minimal=why).wall(WALL, path).scenes
    assert scene.title == "The wall stopped too often: week.hubdesk does not exist"
    assert [cell.face for cell in scene.cells] == ["clock", "feed"]
    assert NOBODY.wall(WALL, path) is WALL


def test_that_the_least_of_a_wall_keeps_the_scene_for_the_whole_one(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "wall.json"
    before = Kept(WallState("two"))
    with showing(qtbot, live(tmp_path), tmp_path, Wall((LEAST,), motion=False)) as trial:
        staying = Staying(Upkeep(file=file, minimal="why"), trial.conductor, dict, before)
        trial.conductor.do(CueWord.BLANK)
        staying.close()
    kept = read_kept(file)
    assert kept is not None
    assert (kept.state.scene, kept.state.is_blank) == ("two", True)


def test_that_a_damaged_file_is_a_line_on_the_wall(tmp_path: Path) -> None:
    file = tmp_path / "wall.json"
    file.write_text("{", "utf-8")
    kept, doubts = Upkeep(file=file, resumes=True).kept()
    assert kept is None
    assert "is damaged" in doubts[0].words
    assert Upkeep(file=file).kept() == (None, ())
