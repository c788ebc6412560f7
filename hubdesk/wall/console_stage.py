"""What the room sees now and what it will see next, as pictures, with the presenter's notes to each."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.core.scenes import Scene
from hubdesk.i18n import _
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_fits import lined
from hubdesk.wall.console_parts import Deed, Line, Scroll
from hubdesk.wall.console_words import title_of, turn_words
from hubdesk.wall.hall import Hall
from hubdesk.wall.lineup import Lineup, filled, subjects
from hubdesk.wall.paint_screen import ScreenPainter
from hubdesk.wall.preview import Planned, Preview
from hubdesk.wall.view import CellShown
from hubdesk.widgets.text import tame
from hubdesk.widgets.wrapped import WrapLabel

STRIP: Final = 50  # px that the previews of many screens are high
ACROSS: Final = 9  # of them beside each other
LONGEST_NOTES: Final = 4_000


class Notes(Scroll):
    """Words of whoever wrote the scenes, for the presenter alone; long ones scroll."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.words = WrapLabel("", "body", "text")
        super().__init__(name, self.words, parent)

    def show_notes(self, scene: Scene | None) -> None:
        """That scene's; a scene without any says so."""
        said = tame(scene.notes, LONGEST_NOTES, lines=True) if scene is not None else ""
        said = said or (_("No notes for this scene.") if scene is not None else "")
        if self.words.text() != said:
            self.words.show_text(said)
            self.verticalScrollBar().setValue(0)


class NowStage(QWidget):
    """The scene that is on. With several screens one of them is large; a click on a small one changes which."""

    screen_chosen = Signal()

    def __init__(self, conductor: Conductor, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor, self._hall = conductor, hall
        self.chosen = ""
        self.title, self.turn = Line("head", parent=self), Line("body", "text2", self)
        self.preview = Preview("", self)
        self.preview.setCursor(Qt.CursorShape.PointingHandCursor)
        self.preview.setToolTip(_("A click on a cell enlarges it for the room; another click takes that back."))
        self.strip: dict[str, Preview] = {}
        self._shelf = QWidget(self)
        self._shelf_rows = QGridLayout(self._shelf)
        self._shelf_rows.setContentsMargins(0, 0, 0, 0)
        self._shelf_rows.setSpacing(4)
        self._shelf_rows.setColumnStretch(ACROSS, 1)
        self.notes = Notes(_("Notes of the scene that is on"), self)
        self.notes.setMinimumHeight(44)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.turn)
        column.addLayout(head)
        column.addWidget(self.preview, 5)
        column.addWidget(self._shelf)
        column.addWidget(self.notes, 1)
        self.preview.pointed.connect(self._zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The notes follow the picture at once: it takes no more height than its width can use."""
        size = self.preview.shape()
        self.preview.setMaximumHeight(max(100, round(self.width() * size.height() / max(1, size.width())) + 8))

    def look(self) -> None:
        """Another scene, other screens, another state."""
        names = list(self._hall.windows)
        if names != list(self.strip):
            self._make_strip(names)
        if self.chosen not in names:
            self.chosen = names[0] if names else ""
        nowhere = _("No screen is connected.")
        black = _("The wall is black")
        scene = self._conductor.scene
        for name, preview in [(self.chosen, self.preview), *self.strip.items()]:
            is_there = name in self._hall.placement.screens
            window = self._hall.windows.get(name) if is_there else None
            instead = nowhere if window is None else black if window.is_blank else ""
            preview.show_screen(window, instead, _described(name, title_of(scene), instead))
            preview.frame(name == self.chosen and preview is not self.preview)
        named = _("Now on screen {screen}: {title}") if self.strip else _("Now: {title}")
        self.title.say(named.format(title=title_of(scene), screen=tame(self.chosen, 40)))
        self.notes.show_notes(scene)
        self.tick()

    def tick(self) -> None:
        """A second went by."""
        self.turn.say(turn_words(self._conductor))

    def previews(self) -> tuple[Preview, ...]:
        """All there are."""
        return self.preview, *self.strip.values()

    def _make_strip(self, names: list[str]) -> None:
        for old in self.strip.values():
            self._shelf_rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.strip = {}
        for place, name in enumerate(names if len(names) > 1 else ()):
            made = Preview(name, self._shelf)
            made.setFixedHeight(STRIP)
            made.setMinimumWidth(36)
            made.setMaximumWidth(2 * STRIP)
            made.setToolTip(tame(name, 40).replace("<", "‹"))
            made.chosen.connect(self._choose)
            self.strip[name] = made
            self._shelf_rows.addWidget(made, place // ACROSS, place % ACROSS)
        self._shelf.setVisible(bool(self.strip))

    def _choose(self, name: str) -> None:
        self.chosen = name
        self.screen_chosen.emit()

    def _zoom(self, where: QPointF) -> None:
        window = self._hall.windows.get(self.chosen)
        if window is not None:
            window.click(where)


class NextStage(QWidget):
    """The scene that comes, or one that is looked at before it goes up."""

    wanted = Signal(str)  # that scene is to go up

    def __init__(self, conductor: Conductor, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor, self._hall = conductor, hall
        self._lineup = Lineup(conductor.wall, conductor.topics)
        self._cells: list[CellShown] = []
        self._scene: Scene | None = None
        self._screen = ""
        self.title = Line("head", parent=self)
        self.go = Deed(_("Put it up"), "go", "", self)
        self.preview = Preview("", self)
        self.preview.setMinimumHeight(48)
        self.notes = Notes(_("Notes of the next scene"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.go)
        column.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.preview, 3)
        line.addWidget(self.notes, 2)
        column.addLayout(line, 1)
        self.go.clicked.connect(self._want)

    @property
    def scene(self) -> Scene | None:
        """The one that is shown here."""
        return self._scene

    def look(self, looked_at: str, screen: str, is_seen: bool) -> None:
        """`looked_at`: a scene that was chosen in place of the next; `screen`: the one to show; `is_seen`: whether
        anybody looks, so that it is worth reading."""
        conductor, hall = self._conductor, self._hall
        chosen = conductor.wall.scene(looked_at)
        after = conductor.scene_after() if len(conductor.wall.scenes) > 1 else None
        self._scene, self._screen = chosen or after, screen
        named = _("Looked at: {title}") if chosen is not None and chosen is not after else _("Next: {title}")
        self.title.say(named.format(title=title_of(self._scene)))
        self.go.setEnabled(self._scene is not None)
        self.notes.show_notes(self._scene)
        if self._lineup.wall is not conductor.wall:
            self._lineup = Lineup(conductor.wall, conductor.topics)
        self._lineup.learn(conductor.topics)
        screens = hall.placement.screens
        every: dict[str, list[CellShown]] = {}
        if self._scene is not None and conductor.is_known:
            every = lined(self._lineup, self._scene, screens, conductor.veil())
        self._cells = every.get(screen, [])
        hall.also(subjects([one for cells in every.values() for one in cells]) if is_seen else ())
        self.fill()

    def fill(self) -> None:
        """What was read meanwhile."""
        conductor = self._conductor
        if not self._cells or self._screen not in self._hall.placement.screens:
            self.preview.show_screen(None, self._instead())
            return
        filled(self._cells, conductor.pictures, conductor.state.withdrawn)
        seen = self._hall.placement.screens[self._screen]
        measure = self._hall.measure(self._screen)
        painter = ScreenPainter(QSizeF(seen.width, seen.height), measure, self._hall.look)
        planned = Planned(painter, self._cells, conductor.view(self._scene))
        self.preview.show_screen(planned, "", _described(self._screen, title_of(self._scene), ""))

    def _instead(self) -> str:
        if self._scene is None:
            return _("This wall has no other scene.")
        if not self._conductor.is_known:
            return _("The session is being opened.")
        return _("No screen is connected.")

    def _want(self) -> None:
        if self._scene is not None:
            self.wanted.emit(self._scene.name)


def _described(screen: str, title: str, instead: str) -> str:
    """A preview in words."""
    named = _("Screen {screen}: {what}")
    return named.format(screen=tame(screen, 40), what=instead or title)
