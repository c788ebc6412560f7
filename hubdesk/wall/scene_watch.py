"""A running wall follows its scenes file: what is saved is shown, what is broken is said, and the old scenes stay."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from hubdesk.core.scenes import Doubt, Wall
from hubdesk.desk.aside import Aside
from hubdesk.scene_file import load
from hubdesk.wall.conductor import Conductor

SETTLED_MS: Final = 300  # an editor writes, renames, and writes again


def _as_it_is(wall: Wall) -> Wall:
    return wall


class SceneWatch(QObject):
    """Looks at the file's folder, since a file that is replaced is another file. `followed`: the wall is another one,
    perhaps with other screens."""

    followed = Signal()

    def __init__(self, path: Path, conductor: Conductor, dressed: Callable[[Wall], Wall] = _as_it_is) -> None:
        """`dressed`: the file's wall with what else is wanted of this showing."""
        super().__init__(conductor)
        self._path, self._conductor, self._dressed = path, conductor, dressed
        self._aside = Aside(self)
        self._aside.done.connect(self._take)
        self._aside.failed.connect(self._doubt)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)
        self._watcher = QFileSystemWatcher(self)
        self._look()
        self._watcher.directoryChanged.connect(self._notice)
        self._watcher.fileChanged.connect(self._notice)

    def close(self) -> None:
        """Look no more."""
        self._soon.stop()
        self._aside.close()

    def _notice(self, _path: str) -> None:
        self._soon.start(SETTLED_MS)

    def _look(self) -> None:
        """At the file, which is let go of when it is replaced, and at its folder; where that is not made yet, at the
        nearest one that is."""
        path = self._path.absolute()
        wanted = {str(next(one for one in path.parents if one.exists()))} | ({str(path)} if path.exists() else set())
        looked = {*self._watcher.directories(), *self._watcher.files()}
        for paths, change in ((looked - wanted, self._watcher.removePaths), (wanted - looked, self._watcher.addPaths)):
            if paths:  # Qt warns of none
                change(sorted(paths))

    def _read(self) -> None:
        self._look()
        if not self._path.exists():  # it was taken away: what is shown stays
            return
        if self._aside.is_busy:
            self._soon.start(SETTLED_MS)
        else:
            self._aside.run(partial(load, self._path))

    def _take(self, found: object) -> None:
        if isinstance(found, tuple):
            wall, doubts = found
            wall = self._dressed(wall)
            if wall != self._conductor.course.own or doubts != self._conductor.declared:
                self._conductor.use(wall, doubts)
                self.followed.emit()

    def _doubt(self, line: str) -> None:
        """The old scenes stay, and the corner says what is wrong with the new ones."""
        self._conductor.doubt(Doubt(line))
