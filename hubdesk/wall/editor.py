"""The scenes of a wall, edited on the desk: a list of scenes, a grid to drop panels on, and how it will look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hubdesk.core import Millis, Topic
from hubdesk.core.scenes import Cell, Scene, Wall
from hubdesk.desk.refresh import Refresher
from hubdesk.desk.wall_start import start_wall
from hubdesk.i18n import _
from hubdesk.scene_file import own_file
from hubdesk.settings import places
from hubdesk.wall.edit_cell import CellForm
from hubdesk.wall.edit_faces import FaceList
from hubdesk.wall.edit_facts import SceneFacts
from hubdesk.wall.edit_files import Loaded, Saved, SceneFiles
from hubdesk.wall.edit_grid import SceneGrid
from hubdesk.wall.edit_preview import Looked, ScenePreview
from hubdesk.wall.edit_scene import changed, regridded, shifted, with_changed, with_scene, without_scene
from hubdesk.widgets.text import plain_label, show_plain, tame

KINDS: Final = "Scenes (*.toml)"


class SceneEditor(QDialog):
    """A window of its own beside the desk. Closed with changes that are not saved, it says so once, and stays."""

    def __init__(
        self, session: Path, profile: Path | None, refresher: Refresher, looked: Looked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Scenes of the wall"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(1200, 720)
        self.wall: Wall = Wall((Scene("scene", _("Scene"), (), 12, 6),))
        self.path: Path | None = None
        self._session, self._profile = session, profile
        self._clean, self._is_kept = self.wall, False
        self._place = 0
        self._was_warned = False
        self._files = SceneFiles(self)
        self._files.loaded.connect(self._know_loaded)
        self._files.saved.connect(self._know_saved)
        self._files.failed.connect(self._say)
        self._preview = ScenePreview(refresher, looked, self)
        self._preview.painted.connect(self._show_picture)
        self._build([topic.name for topic in looked.topics])
        self._files.begin(own_file(places(profile).config))

    # -- parts

    def _build(self, topics: Sequence[str]) -> None:
        self.scenes, self.grid, self.faces, self.form = QListWidget(), SceneGrid(), FaceList(), CellForm(topics)
        self.facts = SceneFacts()
        self.scenes.setAccessibleName(_("Scenes"))
        self.scenes.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._said = plain_label("", "small", "text2", wrap=True)
        self._fits = plain_label("", "label", "text", wrap=True)
        row = QHBoxLayout(self)
        row.addLayout(self._left(), 2)
        row.addLayout(self._middle(), 6)
        row.addLayout(self._right(), 3)
        self.scenes.currentRowChanged.connect(self._choose)
        self.grid.changed.connect(self._change_scene)
        self.grid.chosen.connect(self._choose_cell)
        self.faces.wished.connect(self.grid.add)
        self.form.changed.connect(self._change_cell)
        self.facts.changed.connect(self._change_facts)
        self.facts.regridded.connect(self._change_grid)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(plain_label(_("Scenes"), "label"))
        column.addWidget(self.scenes, 1)
        for words, does in (
            (_("New scene"), self._new),
            (_("Copy"), self._copy),
            (_("Remove"), self._remove),
            (_("Earlier"), self._earlier),
            (_("Later"), self._later),
        ):
            column.addWidget(_button(words, does))
        return column

    def _middle(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(self.facts)
        column.addWidget(self.grid, 1)
        column.addWidget(self._fits)
        column.addWidget(plain_label(_("Notes for the presenter"), "small", "text2"))
        column.addWidget(self.facts.notes)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(plain_label(_("Panels: drag one onto the grid, or press Enter"), "small", "text2", wrap=True))
        column.addWidget(self.faces, 1)
        column.addWidget(plain_label(_("The chosen cell"), "label"))
        column.addWidget(self.form)
        self._away = _button(_("Take the cell away"), self.grid.remove)
        column.addWidget(self._away)
        column.addWidget(self._said)
        line = QHBoxLayout()
        for words, does in ((_("Open…"), self._open), (_("Save"), self._save), (_("Save as…"), self._save_as)):
            line.addWidget(_button(words, does))
        column.addLayout(line)
        column.addWidget(_button(_("Show on the wall"), self._show_wall))
        return column

    # -- the wall that is edited

    @property
    def scene(self) -> Scene:
        return self.wall.scenes[self._place]

    @property
    def is_changed(self) -> bool:
        """Whether something was not saved."""
        return self.wall != self._clean

    def use(self, wall: Wall, path: Path | None) -> None:
        """Edit this one."""
        self.wall = self._clean = wall
        self.path, self._place = path, 0
        self._show_all()

    def _know_saved(self, saved: Saved) -> None:
        self.path, self._clean, self._is_kept = saved.path, saved.wall, True
        self._say(_("Saved in {path}.").format(path=saved.path))

    def _know_loaded(self, loaded: Loaded) -> None:
        self.use(loaded.wall, loaded.path)
        self._is_kept = loaded.is_kept
        self._say(" ".join(one.words for one in loaded.doubts[:3]))

    def _show_all(self) -> None:
        blocked = self.scenes.blockSignals(True)
        self.scenes.clear()
        self.scenes.addItems([tame(one.title, 60) or one.name for one in self.wall.scenes])
        self.scenes.setCurrentRow(self._place)
        self.scenes.blockSignals(blocked)
        self._show_scene()

    def _show_scene(self) -> None:
        scene = self.scene
        self.facts.show_scene(scene)
        self.grid.show_scene(scene)
        self._choose_cell(-1)
        self._preview.show_scene(self.wall, scene)

    def _put(self, scene: Scene) -> None:
        self._was_warned = False
        self.wall = with_changed(self.wall, self._place, scene)
        item = self.scenes.item(self._place)
        if item is not None:
            item.setText(tame(scene.title, 60) or scene.name)
        self._preview.show_scene(self.wall, scene)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.wall.scenes):
            self._place = place
            self._show_scene()

    def _choose_cell(self, place: int) -> None:
        self.form.show_cell(self.scene.cells[place] if 0 <= place < len(self.scene.cells) else None)
        self._away.setEnabled(place >= 0)

    def _change_scene(self, scene: Scene) -> None:
        self._put(replace(self.scene, cells=scene.cells))
        self._choose_cell(self.grid.place)

    def _change_cell(self, cell: Cell) -> None:
        scene = changed(self.scene, self.grid.place, cell)
        self._put(scene)
        self.grid.show_scene(scene, self.grid.place)

    def _change_facts(self) -> None:
        self._put(self.facts.told(self.scene))

    def _change_grid(self, columns: int, rows: int) -> None:
        scene = regridded(self.scene, columns, rows)
        if (scene.columns, scene.rows) != (columns, rows):
            self._say(_("The cells do not fit on such a grid: make them smaller, or take one away."))
            self.facts.show_scene(self.scene)
            return
        self._put(scene)
        self.grid.show_scene(scene, self.grid.place)

    def _new(self) -> None:
        self._grow(with_scene(self.wall, _("New scene")))

    def _copy(self) -> None:
        title = _("{title}, copy").format(title=self.scene.title)
        self._grow(with_scene(self.wall, title, self.scene))

    def _grow(self, wall: Wall) -> None:
        self.wall, self._place = wall, len(wall.scenes) - 1
        self._show_all()

    def _remove(self) -> None:
        self.wall = without_scene(self.wall, self._place)
        self._place = min(self._place, len(self.wall.scenes) - 1)
        self._show_all()

    def _earlier(self) -> None:
        self._shift(-1)

    def _later(self) -> None:
        self._shift(1)

    def _shift(self, step: int) -> None:
        wall = shifted(self.wall, self._place, step)
        if wall != self.wall:
            self.wall, self._place = wall, self._place + step
            self._show_all()

    def _show_picture(self, picture: QPixmap, crowded: tuple[str, ...]) -> None:
        self.grid.show_picture(picture)
        show_plain(self._fits, " · ".join(crowded[:3]))

    # -- files

    def _say(self, line: str) -> None:
        show_plain(self._said, line, 400)

    def _open(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open scenes"), str(Path.home()), KINDS)
        if chosen:
            self._files.load(Path(chosen))

    def _save(self) -> None:
        if self.path is None:
            self._save_as()
        else:
            self._files.save(self.path, self.wall)

    def _save_as(self) -> None:
        start = str(self.path or Path.home() / "scenes.toml")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save scenes"), start, KINDS)
        if chosen:
            path = Path(chosen)
            self._files.save(path if path.suffix else path.with_suffix(".toml"), self.wall)

    def _show_wall(self) -> None:
        """A wall with these scenes, in a process of its own; they are saved first."""
        if self.is_changed:
            self._say(_("Save the scenes first: a wall reads them from their file."))
            return
        start_wall(self._session, self._profile, self.path if self._is_kept else None, self.scene.name)

    def reject(self) -> None:
        """Escape, or its window closed."""
        if self.is_changed and not self._was_warned:
            self._was_warned = True
            self._say(_("The scenes are not saved. Save them, or close once more to let the changes go."))
            return
        self._preview.close()
        self._files.close()
        super().reject()


def open_editor(
    session: Path,
    profile: Path | None,
    refresher: Refresher,
    topics: Sequence[Topic],
    zone: str,
    at: Millis,
    is_synthetic: bool,
    parent: QWidget | None,
) -> SceneEditor:
    """The editor over a desk, which reads what its preview shows as of `at`; its own to close."""
    made = SceneEditor(session, profile, refresher, Looked(topics, zone, at, is_synthetic), parent)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.show()
    return made


def _button(words: str, does: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(does)
    return button
