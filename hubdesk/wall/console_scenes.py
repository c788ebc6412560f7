"""The page of scenes: the list, what is wrong with the one that is looked at, and looking for such faults in turn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.core import SECOND
from hubdesk.core.scenes import Scene
from hubdesk.i18n import _, duration, ngettext, number
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_fits import misfits
from hubdesk.wall.console_scene_list import SceneList, SceneRow
from hubdesk.wall.console_words import title_of
from hubdesk.wall.hall import Hall
from hubdesk.wall.lineup import Lineup
from hubdesk.wall.state import seconds_of
from hubdesk.widgets.wrapped import WrapLabel

SOON_MS: Final = 30  # between two scenes that are looked through: a wall of sixty does not stop a frame
MOST: Final = 4  # warnings in words below the list


class ScenesPage(QWidget):
    """Every scene is looked through once for the screens there are, and again when those or the topics change."""

    looked_at = Signal(str)  # a scene's name: show it before it goes up
    wanted = Signal(str)  # a scene's name: it is to go up

    def __init__(self, conductor: Conductor, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor, self._hall = conductor, hall
        self._basis: tuple[object, ...] = ()
        self._most = MOST
        self._warnings: dict[str, tuple[str, ...]] = {}
        self._lineup = Lineup(conductor.wall, conductor.topics)
        self._soon = QTimer(self)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look_through)
        self.list = SceneList(self)
        self.how = WrapLabel(
            _("Click to look at one, double-click, Enter or its number to put it up."), "small", "text2"
        )
        self.warned = WrapLabel("", "small", "text", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list, 1)
        column.addWidget(self.warned)
        column.addWidget(self.how)
        self.list.looked_at.connect(self._look_at)
        self.list.wanted.connect(self.wanted)

    @property
    def looked(self) -> str:
        """The scene that is looked at in place of the next; "" for none."""
        return self.list.chosen()

    def look_ahead(self, name: str) -> None:
        """Look at that one; "" for the next."""
        self.list.choose(name)
        self._warn()

    def be_low(self, wanted: bool) -> None:
        """Whether the window has no height to spare: the list has it then."""
        self.how.setVisible(not wanted)
        self._most = 1 if wanted else MOST
        self._warn()

    def look(self) -> None:
        """Another scene is on, or scenes, screens or topics are other ones."""
        conductor = self._conductor
        basis = conductor.wall, conductor.topics, tuple(self._hall.placement.screens.items()), conductor.is_known
        if basis != self._basis:
            self._basis, self._warnings = basis, {}
            self._lineup = Lineup(conductor.wall, conductor.topics)
            self._soon.start()
        after = conductor.scene_after() if len(conductor.wall.scenes) > 1 else None
        self.list.show_rows(
            tuple(
                SceneRow(
                    one.name,
                    title_of(one),
                    self._turn(one),
                    one.name == conductor.state.scene,
                    one is after,
                    self._warnings.get(one.name),
                )
                for one in conductor.wall.scenes
            )
        )
        self._warn()

    def warnings(self, name: str) -> tuple[str, ...] | None:
        """What is wrong with that scene on these screens; None: nobody looked yet."""
        return self._warnings.get(name)

    def _turn(self, scene: Scene) -> str:
        """How much stands on it, and for how long it stays."""
        cells, seconds = len(scene.cells), seconds_of(scene, self._conductor.wall)
        many = ngettext("{n} cell", "{n} cells", cells).format(n=number(cells))
        return " · ".join(filter(None, (many, duration(seconds * SECOND) if seconds else "")))

    def _look_at(self, name: str) -> None:
        self._warn()
        self.looked_at.emit(name)

    def _warn(self) -> None:
        """Of the scene that is looked at, or of the one that comes."""
        after = self._conductor.scene_after()
        told = self._warnings.get(self.looked or (after.name if after is not None else ""), ())
        more = len(told) - self._most
        rest = ngettext("and {n} more", "and {n} more", more).format(n=number(more)) if more > 0 else ""
        self.warned.show_text("\n".join(filter(None, (*(f"• {line}" for line in told[: self._most]), rest))))
        self.warned.setVisible(bool(told))

    def _look_through(self) -> None:
        """One scene at a time."""
        if not self._conductor.is_known or not self._hall.placement.screens:
            self._soon.stop()
            return
        scene = next((one for one in self._conductor.wall.scenes if one.name not in self._warnings), None)
        if scene is None:
            self._soon.stop()
            return
        screens = self._hall.placement.screens
        measures = {name: self._hall.measure(name) for name in screens}
        self._warnings[scene.name] = misfits(scene, self._lineup, screens, measures, self._hall.look)
        self.look()
