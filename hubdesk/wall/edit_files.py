"""Scenes to and from their file, off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from hubdesk.core import HubdeskError
from hubdesk.core.scenes import Doubt, Wall
from hubdesk.desk.aside import Aside
from hubdesk.scene_file import load, ready, save


@dataclass(frozen=True, slots=True)
class Loaded:
    """A wall from a file, or the scenes that ship; `path`: where it is kept, or will be (`is_kept` False)."""

    wall: Wall
    doubts: tuple[Doubt, ...] = ()
    path: Path | None = None
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Saved:
    """This wall is in that file now."""

    wall: Wall
    path: Path


class SceneFiles(QObject):
    """One thing at a time; what came of it is a signal."""

    loaded = Signal(object)  # Loaded
    saved = Signal(object)  # Saved
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aside = Aside(self)
        self._aside.done.connect(self._tell)
        self._aside.failed.connect(self.failed)

    def load(self, path: Path) -> None:
        """A file that somebody chose."""
        self._aside.run(partial(_loaded, path))

    def begin(self, path: Path) -> None:
        """A person's own scenes; where there are none yet, or they cannot be read, those that ship."""
        self._aside.run(partial(_own, path))

    def save(self, path: Path, wall: Wall) -> None:
        """Into that file, whole or not at all."""
        self._aside.run(partial(_saved, path, wall))

    def close(self) -> None:
        """Wait for what is at work."""
        self._aside.close()

    def _tell(self, found: object) -> None:
        if isinstance(found, Saved):
            self.saved.emit(found)
        else:
            self.loaded.emit(found)


def _loaded(path: Path) -> Loaded:
    return Loaded(*load(path), path)


def _own(path: Path) -> Loaded:
    try:
        return _loaded(path) if path.exists() else Loaded(ready(), path=path, is_kept=False)
    except HubdeskError as error:  # it is not written over unless somebody says so
        return Loaded(ready(), (Doubt(str(error)),), is_kept=False)


def _saved(path: Path, wall: Wall) -> Saved:
    save(path, wall)
    return Saved(wall, path)
