"""One screen of a wall as a window: it paints what it is told, hears keys and clicks, and goes black at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.core import Millis
from hubdesk.i18n import clock
from hubdesk.wall.measure import Measure
from hubdesk.wall.paint_cell import MOVES
from hubdesk.wall.paint_screen import ScreenPainter, when_words
from hubdesk.wall.turns import Turns
from hubdesk.wall.view import CellShown, View
from hubdesk.widgets.theme import Theme, theme

FRAME_MS: Final = 33  # while something moves
SHIFT_PX: Final = 2
SHIFT_EVERY_MS: Final = 180_000
PATH: Final = ((0, 0), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))


class ScreenWindow(QWidget):
    """Without a frame, without a pointer. It asks nothing and opens nothing."""

    key_pressed = Signal(object)  # the QKeyEvent
    cell_clicked = Signal(str, int)  # this screen, the cell's place in its scene
    close_wished = Signal()  # somebody closed it from outside

    def __init__(
        self, name: str, clock: Callable[[], Millis], look: Theme | None = None, turns: Turns | None = None
    ) -> None:
        """`look`: the wall's own, whatever theme the application's other windows have; None: the theme in force.
        `turns`: those of all screens of the wall."""
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.name = name
        self.setWindowTitle(f"Hubdesk {name}")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look if look is not None else theme()
        self._turns = turns if turns is not None else Turns(self)
        self._due = QRegion()
        self._measure: Measure | None = None
        self._painter: ScreenPainter | None = None
        self._cells: Sequence[CellShown] = ()
        self._view: View | None = None
        self._is_blank = False
        self._clock = clock
        self._framed: Millis = 0  # when the last frame of what moves was asked for
        self._step = 0
        self._moving = QTimer(self)
        self._moving.setInterval(FRAME_MS)
        self._moving.timeout.connect(self._move)
        self._shift = QTimer(self)
        self._shift.timeout.connect(self.shift)
        self._shift.start(SHIFT_EVERY_MS)

    # -- what it is told

    def set_measure(self, measure: Measure) -> None:
        """How large letters are here."""
        if measure != self._measure:
            self._measure = measure
            self._lay()

    def show_cells(self, cells: Sequence[CellShown], view: View) -> None:
        """Another scene, or all of it anew."""
        self._cells, self._view = cells, view
        self._describe()
        self._update_all()
        self._start_moving()

    def show_view(self, view: View) -> None:
        """What is around the cells: head, foot, message. Cells are painted again only where it lies over them."""
        old, self._view = self._view, view
        if self._painter is None or old is None:
            self._update_all()
            return
        if over(old) != over(view):
            self._update_all()
            return
        foot = self._painter.foot.adjusted(0, -self._painter.measure.pad, 0, 0)
        waiting = [self._painter.box(one) for one in self._cells if one.shown is None or one.shown.picture is None]
        around = (self._painter.head, foot) if told(old) != told(view) else ()
        for place in (*around, *waiting):
            self._update(place)

    def show_cell(self, one: CellShown) -> None:
        """One cell has something new to show."""
        if self._painter is not None:
            self._update(self._painter.box(one))
        self._start_moving()

    def blank(self, wanted: bool) -> None:
        """Black at once, before anything else is done; or back."""
        if wanted != self._is_blank:
            self._is_blank = wanted
            self.repaint()

    @property
    def is_blank(self) -> bool:
        return self._is_blank

    @property
    def cells(self) -> Sequence[CellShown]:
        """What stands on it."""
        return self._cells

    @property
    def offset(self) -> QPoint:
        """How far all is moved now, so that nothing burns in, px."""
        across, down = PATH[self._step % len(PATH)]
        return QPoint(across * SHIFT_PX, down * SHIFT_PX)

    def shift(self) -> None:
        """A little further."""
        self._step += 1
        self._update_all()

    def picture_of(self, painter: QPainter) -> None:
        """Paint all of it on something else, such as a preview, at its own size; as it is when nothing moves any more,
        since what was half way there would stay so on a picture."""
        if self._painter is not None and self._view is not None:
            self._painter.paint(painter, self._cells, replace(self._view, moves=False))

    def click(self, where: QPointF) -> None:
        """Somebody means the cell there, in px of this screen; on a preview, perhaps."""
        found = self._painter.cell_at(self._cells, where) if self._painter is not None else None
        if found is not None:
            self.cell_clicked.emit(self.name, found.place)

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter, event)
        finally:  # a painter that outlives its event ends the process
            painter.end()

    def _paint(self, painter: QPainter, event: QPaintEvent) -> None:
        if self._is_blank:
            painter.fillRect(event.rect(), Qt.GlobalColor.black)
            return
        painter.fillRect(event.rect(), self._look.colour("window"))
        if self._painter is None or self._view is None:
            return
        painter.translate(self.offset)
        for part in _parts(event.region()):
            asked = QRectF(part).translated(-QPointF(self.offset))
            painter.save()
            painter.setClipRect(asked)
            self._painter.paint(painter, self._cells, self._view, asked)
            painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.click(event.position() - QPointF(self.offset))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()  # refused, it would keep the application from ending, and the system from shutting down
        self.close_wished.emit()

    def put_down(self) -> None:
        """For good."""
        self._moving.stop()
        self._shift.stop()
        self._turns.drop(self)
        self.hide()
        self.deleteLater()

    def _lay(self) -> None:
        if self._measure is not None and self.width() > 0:
            self._painter = ScreenPainter(QSizeF(self.size()), self._measure, self._look)
            self._update_all()

    def _describe(self) -> None:
        said = [one.title for one in self._cells]
        self.setAccessibleName(", ".join(filter(None, said)) or self.name)

    def paint_due(self) -> None:
        """Its turn has come."""
        due, self._due = self._due, QRegion()
        self.update(due)

    def _update(self, place: QRectF) -> None:
        self._due = self._due.united(place.translated(QPointF(self.offset)).toAlignedRect())
        self._turns.want(self)

    def _update_all(self) -> None:
        self._due = QRegion(self.rect())
        self._turns.want(self)

    def _start_moving(self) -> None:
        if self._view is not None and self._view.moves and not self._moving.isActive():
            self._moving.start()

    def _move(self) -> None:
        """A frame of what moves; when nothing does, no more frames."""
        if self._view is None or self._painter is None:
            self._moving.stop()
            return
        now, last = (
            self._clock(),
            self._framed,
        )  # not the view's clock: a second that goes by would swallow the last frame
        self._view, self._framed = replace(self._view, clock=now), now
        moving = [one for one in self._cells if one.shown is not None and last < one.shown.since + MOVES]
        for one in moving:
            self._update(self._painter.box(one))
        if not moving:
            self._moving.stop()


def over(view: View) -> tuple[object, ...]:
    """What lies over the cells, or stands in their place."""
    return view.message, view.taken, view.is_frozen, view.mood, view.instead


def told(view: View) -> tuple[object, ...]:
    """What head and foot say: while that stays the same they need not be painted again."""
    said = (view.title, view.zone, view.name, view.taken_level, view.is_synthetic, view.listening, view.notices)
    return (clock(view.at, view.zone), *when_words(view), *said)


def _parts(region: QRegion) -> Iterator[QRect]:
    """The rectangles of a region; the checker does not know that there are any."""
    yield from cast(Iterable[QRect], region)
