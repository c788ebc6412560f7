"""A small picture of a screen of the wall: what the room sees there, or will see. Painted twice a second at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.wall.paint_screen import ScreenPainter
from hubdesk.wall.view import CellShown, View
from hubdesk.widgets.theme import font, theme

TURN_MS: Final = 250
LARGE_TURNS, SMALL_TURNS = 2, 8  # between two pictures of the same preview
BUDGET_MS: Final = 30  # of a turn, after which no other is begun
BLACK: Final = QColor("#000000")
NEXT_TO_BLACK: Final = QColor("#FFFFFF")


class Shown(Protocol):
    """What a preview paints: a screen's window, or a scene that is on no screen yet."""

    @property
    def is_blank(self) -> bool: ...

    @property
    def cells(self) -> Sequence[CellShown]: ...

    def size(self) -> QSize: ...

    def picture_of(self, painter: QPainter) -> None: ...


class Planned:
    """A screen as it will look with these cells."""

    is_blank = False

    def __init__(self, painter: ScreenPainter, cells: Sequence[CellShown], view: View) -> None:
        self.painter, self._cells, self.view = painter, cells, replace(view, moves=False)

    @property
    def cells(self) -> Sequence[CellShown]:
        """What stands on it."""
        return self._cells

    def size(self) -> QSize:
        """Px of the screen."""
        return self.painter.size.toSize()

    def picture_of(self, painter: QPainter) -> None:
        self.painter.paint(painter, self._cells, self.view)


class Preview(QWidget):
    """Keeps the shape of its screen. What is shown is painted when it is told to, and kept until then."""

    chosen = Signal(str)  # clicked: the name of its screen
    pointed = Signal(QPointF)  # clicked: where on the screen, in its own px

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.is_stale = True
        self.painted_in = -SMALL_TURNS  # the turn of its last picture
        self.is_framed = False
        self._shown: Shown | None = None
        self._picture = QPixmap()
        self._instead = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(64, 36)

    def show_screen(self, shown: Shown | None, instead: str = "", described: str = "") -> None:
        """From now on that; None: there is nothing to see, and `instead` says why. `described`: for who cannot see."""
        if shown is not self._shown or instead != self._instead:
            self._shown, self._instead = shown, instead
            self.is_stale = True
            self.update()
        self.setAccessibleName(described or instead or self.name)

    def frame(self, wanted: bool) -> None:
        """With the frame of what is chosen among others."""
        if wanted != self.is_framed:
            self.is_framed = wanted
            self.update()

    def shows(self, key: object) -> bool:
        """Whether a cell asks what is read under that key."""
        cells = self._shown.cells if self._shown is not None else ()
        return any(one.subject is not None and one.subject.read_key() == key for one in cells)

    @property
    def is_waiting(self) -> bool:
        """Whether a cell has nothing to show yet: it says for how long it has been read."""
        cells = self._shown.cells if self._shown is not None else ()
        return any(one.subject is not None and (one.shown is None or one.shown.picture is None) for one in cells)

    def paint_anew(self) -> None:
        """Take a new picture of the screen."""
        self.is_stale = False
        place = self.place()
        if self._shown is None or place.isEmpty():
            self._picture = QPixmap()
        else:
            ratio = self.devicePixelRatioF()
            made = QPixmap((place.size() * ratio).toSize())
            made.fill(BLACK)
            if not self._shown.is_blank:
                self._paint_into(made, self._shown)
            made.setDevicePixelRatio(ratio)
            self._picture = made
        self.update()

    @staticmethod
    def _paint_into(made: QPixmap, shown: Shown) -> None:
        painter = QPainter(made)
        try:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(made.width() / max(1, shown.size().width()), made.height() / max(1, shown.size().height()))
            shown.picture_of(painter)
        finally:  # a painter that outlives its pixmap ends the process
            painter.end()

    def shape(self) -> QSize:
        """Of the screen, in its own px; a usual one when there is none."""
        size = self._shown.size() if self._shown is not None else QSize()
        return size if not size.isEmpty() else QSize(16, 9)

    def place(self) -> QRectF:
        """Where the screen's picture is within the widget: as large as its shape allows, in the middle."""
        if self._shown is None:
            return QRectF(self.rect())
        size = QSizeF(self._shown.size())
        if size.isEmpty():
            return QRectF()
        edge = 3.0
        size.scale(QSizeF(self.width() - 2 * edge, self.height() - 2 * edge), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())

    # -- Qt

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.is_stale = True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, place = QPainter(self), theme(), self.place()
        if self._shown is None:
            painter.setFont(font("small"))
            painter.setPen(look.colour("text2"))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place.adjusted(8, 4, -8, -4), wrapped, self._instead)
        elif self._shown.is_blank:  # at once, whatever the picture is
            painter.fillRect(place, BLACK)
            if QFontMetricsF(font("strong")).horizontalAdvance(self._instead) < place.width():
                painter.setFont(font("strong"))
                painter.setPen(NEXT_TO_BLACK)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._instead)
        elif self._picture.isNull():
            painter.fillRect(place, BLACK)
        else:
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
        wide = 2 if self.is_framed else 1
        painter.setPen(QPen(look.colour("accent" if self.is_framed else "line_strong"), wide))
        painter.drawRect(place.adjusted(-wide, -wide, wide / 2, wide / 2))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.place()
        if event.button() != Qt.MouseButton.LeftButton or self._shown is None or not place.contains(event.position()):
            return
        scale = self._shown.size().width() / max(1.0, place.width())
        self.chosen.emit(self.name)
        self.pointed.emit((event.position() - place.topLeft()) * scale)


class Painting(QObject):
    """Paints previews anew that are out of date and in sight: large ones twice a second at most, small ones every other
    second, none for so long that the wall's own frames would wait."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._large: tuple[Preview, ...] = ()
        self._small: tuple[Preview, ...] = ()
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self.paint)

    def watch(self, large: Sequence[Preview], small: Sequence[Preview]) -> None:
        """Those there are from now on."""
        self._large, self._small = tuple(large), tuple(small)

    def run(self, wanted: bool) -> None:
        """While the console is in sight."""
        if wanted and not self._timer.isActive():
            self._timer.start()
        elif not wanted:
            self._timer.stop()

    def spoil(self, key: object = None) -> None:
        """What was read for that key is another; None: everything is."""
        for one in (*self._large, *self._small):
            one.is_stale = one.is_stale or key is None or one.shows(key)

    def paint(self) -> None:
        """One turn: those that waited longest, until the time for it is spent."""
        self._turn += 1
        rests = [(one, LARGE_TURNS) for one in self._large] + [(one, SMALL_TURNS) for one in self._small]
        due = [one for one, rest in rests if one.is_stale and one.isVisible() and self._turn - one.painted_in >= rest]
        spent = QElapsedTimer()
        spent.start()
        for one in sorted(due, key=_longest_first):
            one.paint_anew()
            one.painted_in = self._turn
            if spent.hasExpired(BUDGET_MS):
                return


def _longest_first(one: Preview) -> int:
    return one.painted_in
