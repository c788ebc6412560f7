"""A running wall follows its scenes file, and a broken one leaves it as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from hubdesk.core.scenes import Output, Scene
from hubdesk.scene_file import save
from hubdesk.wall.scene_watch import SceneWatch
from tests.fakes import session, topic
from tests.wall.wall_fakes import WALL, showing, until


def test_that_what_is_saved_is_shown_and_what_is_broken_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ["La fibre"], [topic(role="own"), topic("SFR", "sfr")])
    scenes = tmp_path / "mine" / "scenes.toml"
    scenes.parent.mkdir()
    kept = replace(WALL, scenes=WALL.scenes[:2])
    save(scenes, kept)
    with showing(qtbot, path, tmp_path, kept) as trial:
        watch = SceneWatch(scenes, trial.conductor)
        try:
            save(scenes, replace(kept, scenes=(*kept.scenes, Scene("extra", "Extra", kept.scenes[0].cells, 2, 1))))
            until(qtbot, lambda: trial.conductor.wall.scene("extra") is not None)
            assert trial.conductor.state.scene == "one"
            scenes.write_text("[[scene]\n")
            until(qtbot, lambda: bool(trial.conductor.doubts))
            assert "scenes.toml" in trial.conductor.doubts[0].words
            assert trial.conductor.wall.scene("extra") is not None
            save(tmp_path / "other.toml", kept)
            (tmp_path / "other.toml").rename(scenes)
            until(qtbot, lambda: trial.conductor.wall.scene("extra") is None)
            assert not trial.conductor.declared
        finally:
            watch.close()


def test_that_other_screens_in_the_file_are_told_to_who_places_them(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ["La fibre"], [topic(role="own"), topic("SFR", "sfr")])
    scenes = tmp_path / "scenes.toml"
    kept = replace(WALL, scenes=WALL.scenes[:2])
    save(scenes, kept)
    with showing(qtbot, path, tmp_path, kept) as trial:
        watch = SceneWatch(scenes, trial.conductor)
        try:
            with qtbot.waitSignal(watch.followed):
                save(scenes, replace(kept, outputs=(Output("left", "HDMI-1"),)))
            assert trial.conductor.wall.outputs == (Output("left", "HDMI-1"),)
        finally:
            watch.close()


def test_that_scenes_that_are_made_while_the_wall_is_up_are_shown_though_their_folder_was_not_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = session(tmp_path, ["La fibre"], [topic(role="own"), topic("SFR", "sfr")])
    scenes = tmp_path / "profile" / "of a new person" / "config" / "scenes.toml"
    with showing(qtbot, path, tmp_path) as trial:
        watch = SceneWatch(scenes, trial.conductor)
        try:
            for folder in (scenes.parent.parent, scenes.parent):
                folder.mkdir(parents=True)
                until(qtbot, lambda there=str(folder): watch._watcher.directories() == [there])
            save(scenes, replace(WALL, scenes=(Scene("mine", "Mine", WALL.scenes[1].cells),)))
            until(qtbot, lambda: trial.conductor.state.scene == "mine")
        finally:
            watch.close()


def test_that_a_profile_without_scenes_of_its_own_is_no_matter(qtbot: QtBot, tmp_path: Path) -> None:
    path = session(tmp_path, ["La fibre"], [topic(role="own")])
    with showing(qtbot, path, tmp_path) as trial:
        SceneWatch(tmp_path / "no" / "folder" / "scenes.toml", trial.conductor).close()  # and Qt warns of nothing
        assert not trial.conductor.declared
