"""A scene's grid to be edited: panels are dropped on it; cells are dragged, sized and taken away, by hand or keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from hubdesk.core.scenes import Scene
from hubdesk.i18n import _
from hubdesk.plugins import FACES
from hubdesk.wall.edit_faces import MIME
from hubdesk.wall.edit_scene import added, moved, resized, without
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

GAP: Final = 4.0
HANDLE: Final = 14.0  # px of a cell's corner by which it is sized
RATIO: Final = 16 / 9


class SceneGrid(QWidget):
    """Shows one scene. `changed`: the scene as it is now; `chosen`: the place of a cell, -1 for none."""

    changed = Signal(object)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(360, 203)
        self.scene: Scene | None = None
        self.place = -1
        self.picture: QPixmap | None = None  # what it looks like on the wall, under the frames
        self._over: tuple[int, int] | None = None
        self._from: QPointF | None = None
        self._is_sizing = False
        self._describe()

    def show_scene(self, scene: Scene | None, place: int = -1) -> None:
        """Edit this one."""
        self.scene = scene
        self.place = place if scene is not None and place < len(scene.cells) else -1
        self._describe()
        self.update()

    def show_picture(self, picture: QPixmap | None) -> None:
        """Under the frames of the cells."""
        self.picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def add(self, face: str, column: int | None = None, row: int | None = None) -> None:
        """A new cell of that face; nothing happens where there is no room."""
        if self.scene is not None and face in FACES:
            self._take(added(self.scene, face, column, row), choose_last=True)

    # -- where things are

    def frame(self) -> QRectF:
        """The surface, as wide for its height as a screen, or what of one a scene has."""
        wide, high = self.width() - 2.0, self.height() - 2.0
        ratio = RATIO if self.picture is None else self.picture.width() / max(1, self.picture.height())
        if wide / max(1.0, high) > ratio:
            wide = high * ratio
        else:
            high = wide / ratio
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    def box(self, place: int) -> QRectF:
        """Of a cell, in px."""
        if self.scene is None:
            return QRectF()
        one, frame = self.scene.cells[place], self.frame()
        wide, high = frame.width() / self.scene.columns, frame.height() / self.scene.rows
        made = QRectF(
            frame.left() + one.column * wide, frame.top() + one.row * high, one.columns * wide, one.rows * high
        )
        return made.adjusted(GAP / 2, GAP / 2, -GAP / 2, -GAP / 2)

    def spot(self, where: QPointF) -> tuple[int, int] | None:
        """The column and row under a point."""
        frame = self.frame()
        if self.scene is None or not frame.contains(where):
            return None
        column = int((where.x() - frame.left()) / frame.width() * self.scene.columns)
        row = int((where.y() - frame.top()) / frame.height() * self.scene.rows)
        return min(column, self.scene.columns - 1), min(row, self.scene.rows - 1)

    def cell_at(self, where: QPointF) -> int:
        """The place of the cell under a point, -1 for none."""
        if self.scene is None:
            return -1
        return next((place for place in range(len(self.scene.cells)) if self.box(place).contains(where)), -1)

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choose(self.cell_at(event.position()))
        if self.place >= 0:
            corner = self.box(self.place).bottomRight() - event.position()
            self._is_sizing = corner.x() < HANDLE and corner.y() < HANDLE
            self._from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.spot(event.position())
        if self._from is None or at is None or self.scene is None or self.place < 0:
            return
        one = self.scene.cells[self.place]
        if self._is_sizing:
            self._take(resized(self.scene, self.place, at[0] - one.column + 1, at[1] - one.row + 1))
            return
        start = self.spot(self._from)
        if start is not None and start != at:
            was = one
            self._take(moved(self.scene, self.place, one.column + at[0] - start[0], one.row + at[1] - start[1]))
            if self.scene.cells[self.place] != was:
                self._from = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._over = self.spot(event.position())
        self.update()
        if self._over is not None:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        face = bytes(event.mimeData().data(MIME).data())[:60].decode("ascii", "replace")
        at, self._over = self.spot(event.position()), None
        if at is not None:
            self.add(face, *at)
            event.acceptProposedAction()
        self.update()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab and Shift+Tab walk through the cells; arrows move one, with Shift size it; Delete takes it away."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if self.scene is None or self.place < 0 or (key not in steps and key != Qt.Key.Key_Delete):
            super().keyPressEvent(event)
            return
        one = self.scene.cells[self.place]
        if key == Qt.Key.Key_Delete:
            self.remove()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._take(resized(self.scene, self.place, one.columns + steps[key][0], one.rows + steps[key][1]))
        else:
            self._take(moved(self.scene, self.place, one.column + steps[key][0], one.row + steps[key][1]))

    def focusNextPrevChild(self, forward: bool) -> bool:
        last = len(self.scene.cells) - 1 if self.scene is not None else -1
        to = self.place + (1 if forward else -1)
        if 0 <= to <= last:
            self.choose(to)
            return True
        return bool(super().focusNextPrevChild(forward))

    def choose(self, place: int) -> None:
        """Look at that cell."""
        if place != self.place:
            self.place = place
            self.chosen.emit(place)
        self._describe()
        self.update()

    def remove(self) -> None:
        """Take the chosen cell away."""
        if self.scene is not None and self.place >= 0:
            place, self.place = self.place, -1
            self._take(without(self.scene, place))
            self.chosen.emit(-1)

    def _take(self, scene: Scene, choose_last: bool = False) -> None:
        if self.scene is None or scene == self.scene:
            return
        self.scene = scene
        if choose_last:
            self.place = len(scene.cells) - 1
        self._describe()
        self.update()
        self.changed.emit(scene)
        if choose_last:
            self.chosen.emit(self.place)

    def _describe(self) -> None:
        words = _("Grid of the scene")
        if self.scene is not None and self.place >= 0:
            one = self.scene.cells[self.place]
            words = _("{title}: column {column}, row {row}, {wide} wide, {high} high").format(
                title=title_of(self.scene, self.place),
                column=one.column + 1,
                row=one.row + 1,
                wide=one.columns,
                high=one.rows,
            )
        self.setAccessibleName(words)

    # -- paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        look, frame = theme(), self.frame()
        painter.fillRect(frame, look.colour("window"))
        if self.scene is not None:
            if self.picture is not None:
                painter.drawPixmap(frame, self.picture, QRectF(self.picture.rect()))
            self._paint_lines(painter, frame, self.scene)
            for place in range(len(self.scene.cells)):
                self._paint_cell(painter, place)
        painter.end()

    def _paint_lines(self, painter: QPainter, frame: QRectF, scene: Scene) -> None:
        painter.setPen(QPen(theme().colour("line"), 1, Qt.PenStyle.DotLine))
        for column in range(1, scene.columns):
            x = frame.left() + frame.width() * column / scene.columns
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        for row in range(1, scene.rows):
            y = frame.top() + frame.height() * row / scene.rows
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        if self._over is not None:
            wide, high = frame.width() / scene.columns, frame.height() / scene.rows
            spot = QRectF(frame.left() + self._over[0] * wide, frame.top() + self._over[1] * high, wide, high)
            painter.fillRect(spot, theme().colour("mark"))

    def _paint_cell(self, painter: QPainter, place: int) -> None:
        if self.scene is None:
            return
        box, look, is_chosen = self.box(place), theme(), place == self.place
        painter.setPen(QPen(look.colour("accent" if is_chosen else "line_strong"), 2 if is_chosen else 1))
        if self.picture is None or is_chosen:
            ground = look.colour("select" if is_chosen else "panel")
            ground.setAlphaF(1.0 if self.picture is None else 0.35)
            painter.setBrush(ground)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if self.picture is None:
            painter.setPen(look.colour("text"))
            painter.setFont(font("label"))
            words = QFontMetricsF(font("label")).elidedText(
                title_of(self.scene, place), Qt.TextElideMode.ElideRight, max(0.0, box.width() - 12)
            )
            painter.drawText(box.adjusted(6, 4, -6, -4), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
        if is_chosen:
            corner = QRectF(box.right() - HANDLE, box.bottom() - HANDLE, HANDLE, HANDLE)
            painter.fillRect(corner, look.colour("accent"))


def title_of(scene: Scene, place: int) -> str:
    """What a cell is called: its own title, or its panel's."""
    one = scene.cells[place]
    return tame(one.title, 80) or (_(FACES[one.face].title) if one.face in FACES else tame(one.face, 40))
