"""What a scene that is being edited will look like on a wall: its questions read, its picture painted, out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QSizeF, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap

from hubdesk.core import Millis, Span, Topic
from hubdesk.core.scenes import Scene, Wall
from hubdesk.desk.refresh import Refresher
from hubdesk.wall.face import Veil
from hubdesk.wall.fits import crowded
from hubdesk.wall.lineup import Lineup, filled, subjects
from hubdesk.wall.measure import height_mm, measure_of
from hubdesk.wall.paint_screen import ScreenPainter
from hubdesk.wall.pictures import Pictures
from hubdesk.wall.spread import Seen, spread
from hubdesk.wall.view import STILL, CellShown, View
from hubdesk.widgets.theme import Theme

SIZE: Final = (1280, 720)
PAINT_SOON_MS: Final = 60
USUAL_IN: Final = 75.0


@dataclass(frozen=True, slots=True)
class Looked:
    """Of the session, what a preview needs: its topics, its zone, the instant to look at, whether it is made up."""

    topics: Sequence[Topic]
    zone: str
    at: Millis
    is_synthetic: bool = False


class ScenePreview(QObject):
    """`painted`: the picture of the screen's body, and a line for each cell that has no room."""

    painted = Signal(object, object)

    def __init__(self, refresher: Refresher, looked: Looked, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looked = looked
        self._pictures = Pictures(refresher, _still, self)
        self._pictures.changed.connect(self._paint_soon)
        self._lineup: Lineup | None = None
        self._wall: Wall | None = None
        self._scene: Scene | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._paint)

    def show_scene(self, wall: Wall, scene: Scene) -> None:
        """Read and paint this one from now on."""
        if self._lineup is None or self._lineup.wall != wall:
            self._lineup = Lineup(wall, self._looked.topics)
        self._wall, self._scene = wall, scene
        self._pictures.want(subjects(self._cells()), self._looked.at)
        self._paint_soon()

    def close(self) -> None:
        """Ask nothing more."""
        self._soon.stop()
        self._pictures.want((), self._looked.at)

    def _cells(self) -> list[CellShown]:
        if self._lineup is None or self._wall is None or self._scene is None:
            return []
        wall = self._wall
        veil = Veil(wall.masks, wall.veil, wall.veiled, wall.spared)
        seen = Seen("preview", width=SIZE[0], height=SIZE[1])
        lined = self._lineup.cells(self._scene, spread(self._scene, {seen.name: seen}), veil)
        return [one for cells in lined.values() for one in cells]

    def _paint_soon(self) -> None:
        self._soon.start(PAINT_SOON_MS)

    def _paint(self) -> None:
        if self._wall is None or self._scene is None:
            return
        wall, size, look = self._wall, QSizeF(*SIZE), Theme("wall")
        cells = self._cells()
        filled(cells, self._pictures, frozenset())
        tall = height_mm(wall.diagonal_in or USUAL_IN, *SIZE)
        measure = measure_of(SIZE[1], wall.distance_m, tall)
        picture, screen = QPixmap(*SIZE), ScreenPainter(size, measure, look)
        painter = QPainter(picture)
        try:
            screen.paint(painter, cells, self._view(wall, self._scene))
        finally:
            painter.end()
        self.painted.emit(picture.copy(screen.body.toAlignedRect()), crowded(cells, size, measure, look))

    def _view(self, wall: Wall, scene: Scene) -> View:
        looked, length = self._looked, scene.length or wall.length
        return View(
            title=scene.title or scene.name,
            at=looked.at,
            zone=looked.zone,
            span=Span(looked.at - length, looked.at),
            mood=STILL,
            topics=tuple(looked.topics),
            is_synthetic=looked.is_synthetic,
            moves=False,
        )


def _still() -> Millis:
    return 0
