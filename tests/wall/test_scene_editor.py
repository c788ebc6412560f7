"""Scenes are edited on a grid: no cell is lost, none lies on another, and what is saved is what was shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent
from pytestqt.qtbot import QtBot

from hubdesk.core.scenes import MOST_CELLS, Cell, Scene, Wall
from hubdesk.desk.session import OpenSession
from hubdesk.scene_file import load, own_file, ready
from hubdesk.settings import places
from hubdesk.wall.app import Wanted, wall_of
from hubdesk.wall.edit_faces import MIME
from hubdesk.wall.edit_preview import Looked
from hubdesk.wall.edit_scene import (
    added,
    is_free,
    moved,
    name_from,
    regridded,
    resized,
    shifted,
    with_scene,
    without,
    without_scene,
)
from hubdesk.wall.editor import SceneEditor
from tests.fakes import NOON, session, topic

SCENE = Scene("s", "S", (Cell("trend", 0, 0, 4, 3), Cell("map", 6, 0, 3, 3)), 12, 6)


def tidy(scene: Scene) -> bool:
    """Every cell in the grid, none on another."""
    boxes = [(one.column, one.row, one.columns, one.rows) for one in scene.cells]
    return all(is_free(scene, box, place) for place, box in enumerate(boxes))


steps = st.lists(
    st.tuples(st.sampled_from("amrdg"), st.integers(-3, 14), st.integers(-3, 14), st.integers(0, 40)), max_size=30
)


@given(steps)
def test_that_whatever_is_done_no_cell_lies_on_another_or_outside(done: list[tuple[str, int, int, int]]) -> None:
    scene = SCENE
    for word, across, down, number in done:
        place = number % len(scene.cells) if scene.cells else 0
        if word == "a":
            scene = added(scene, "feed", across, down) if number % 2 else added(scene, "feed")
        elif word == "g":
            scene = regridded(scene, across, down)
        elif scene.cells:
            change = {"m": moved, "r": resized}.get(word)
            scene = change(scene, place, across, down) if change is not None else without(scene, place)
        assert tidy(scene)
        assert len(scene.cells) <= MOST_CELLS


def test_that_a_cell_is_not_put_where_another_is() -> None:
    assert moved(SCENE, 0, 6, 0) == SCENE
    assert resized(SCENE, 0, 7, 3) == SCENE
    assert moved(SCENE, 0, 0, 3).cells[0].row == 3


def test_that_a_grid_that_cuts_a_cell_away_is_refused_and_a_finer_one_keeps_shares() -> None:
    assert regridded(SCENE, 4, 2) == SCENE
    finer = regridded(Scene("s", "S", (Cell("trend", 0, 0, 2, 1),), 4, 2), 8, 4)
    assert finer.cells[0] == Cell("trend", 0, 0, 4, 2)


def test_that_scenes_have_names_of_their_own_and_the_last_one_stays() -> None:
    assert name_from("Crise à Lille", []) == "crise-lille"
    assert name_from("Ω", ["scene"]) == "scene-2"
    wall = with_scene(with_scene(Wall((SCENE,)), "S"), "S")
    assert [one.name for one in wall.scenes] == ["s", "s-2", "s-3"]
    assert [one.name for one in shifted(wall, 2, -1).scenes] == ["s", "s-3", "s-2"]
    assert without_scene(Wall((SCENE,)), 0) == Wall((SCENE,))


@pytest.fixture
def editor(qtbot: QtBot, tmp_path: Path) -> SceneEditor:
    path = session(tmp_path, ["La fibre"], [topic(role="own"), topic("SFR", "sfr", role="rival")])
    opened = OpenSession(path)
    with qtbot.waitSignal(opened.known):
        opened.ask()
    assert opened.basis is not None
    looked = Looked(opened.basis.topics, "Europe/Paris", NOON + 600_000)
    made = SceneEditor(path, None, opened.refresher, looked)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.wall.scenes) > 1)
    yield made
    made._was_warned = True
    made.close()
    opened.close()
    opened.deleteLater()


def press(editor: SceneEditor, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    editor.grid.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, held))


def test_that_the_editor_opens_with_the_scenes_that_ship_and_their_picture(qtbot: QtBot, editor: SceneEditor) -> None:
    assert editor.wall == ready()
    assert not editor.is_changed
    qtbot.waitUntil(lambda: editor.grid.picture is not None, timeout=20_000)


def test_that_a_panel_dropped_on_the_grid_is_a_cell_there(qtbot: QtBot, editor: SceneEditor) -> None:
    editor._new()
    grid = editor.grid
    mime = QMimeData()
    mime.setData(MIME, b"map")
    frame = grid.frame()
    spot = QPointF(frame.left() + frame.width() * 0.55, frame.top() + frame.height() * 0.55)
    none = Qt.KeyboardModifier.NoModifier
    grid.dropEvent(QDropEvent(spot, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none))
    assert [(one.face, one.column, one.row) for one in editor.scene.cells] == [("map", 6, 3)]
    strange = QMimeData()
    strange.setData(MIME, b"\xff" * 1000)
    grid.dropEvent(QDropEvent(spot, Qt.DropAction.CopyAction, strange, Qt.MouseButton.LeftButton, none))
    assert len(editor.scene.cells) == 1


def test_that_keys_alone_are_enough(qtbot: QtBot, editor: SceneEditor) -> None:
    editor._new()
    editor.grid.add("trend")
    press(editor, Qt.Key.Key_Right)
    press(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (editor.scene.cells[0].column, editor.scene.cells[0].rows) == (1, 4)
    press(editor, Qt.Key.Key_Delete)
    assert editor.scene.cells == ()


def test_that_what_is_saved_is_what_was_shown(qtbot: QtBot, editor: SceneEditor, tmp_path: Path) -> None:
    editor._new()
    editor.facts.title.setText("Point de 15 h")
    editor.facts.title.editingFinished.emit()
    editor.grid.add("post")
    editor.form._title.setText("À lire")
    editor.form._topics.setText("role:own, SFR")
    editor.form._title.editingFinished.emit()
    assert editor.is_changed
    path = tmp_path / "mine.toml"
    with qtbot.waitSignal(editor._files.saved):
        editor._files.save(path, editor.wall)
    wall, doubts = load(path)
    assert not doubts
    assert wall == editor.wall
    assert wall.scenes[-1].title == "Point de 15 h"
    assert wall.scenes[-1].cells[0].topics == ("role:own", "SFR")
    assert not editor.is_changed


def test_that_changes_are_not_lost_without_a_word(qtbot: QtBot, editor: SceneEditor) -> None:
    editor._new()
    editor.close()
    assert editor.isVisible()
    assert "not saved" in editor._said.text()
    editor.close()
    assert not editor.isVisible()


def test_that_ones_own_scenes_come_back_and_a_wall_shows_them(
    qtbot: QtBot, editor: SceneEditor, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    own = own_file(places(profile).config)
    own.parent.mkdir(parents=True)
    wanted = Wanted(tmp_path / "trial.hubdesk", profile=profile)
    assert wall_of(wanted) == (ready(), ())
    editor._new()
    editor.grid.add("trend")
    with qtbot.waitSignal(editor._files.saved):
        editor._files.save(own, editor.wall)
    assert wall_of(wanted) == (editor.wall, ())
    own.write_text("[[scene]")
    wall, doubts = wall_of(wanted)
    assert wall == ready()
    assert "scenes.toml" in doubts[0].words
    with qtbot.waitSignal(editor._files.loaded):
        editor._files.begin(own)
    assert editor.path is None  # what is broken is not written over by Save
    assert "scenes.toml" in editor._said.text()


def test_that_a_broken_file_says_where_and_leaves_what_is_edited(
    qtbot: QtBot, editor: SceneEditor, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[[scene]\nname = ")
    before = editor.wall
    with qtbot.waitSignal(editor._files.failed):
        editor._files.load(broken)
    assert editor.wall == before
    assert str(broken) in editor._said.text()
