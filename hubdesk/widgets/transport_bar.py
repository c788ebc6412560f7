"""The transport bar of a replay: play, step, jump, speed, the scrubber, and where we stand on the session's clocks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontMetricsF, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hubdesk.core import Millis
from hubdesk.i18n import _, clock, day, number
from hubdesk.widgets.chips import Chip, IconButton
from hubdesk.widgets.text import plain_label
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.transport_scrubber import Scrubber
from hubdesk.widgets.transport_values import LONG_STEP, SPEEDS, STEP, Position, Track

HEIGHT: Final = 48
WIDEST_DAY: Final = 1_795_086_000_000  # 19 November 2026, 12:00: two digits everywhere
_Key = Qt.Key


class TransportBar(QWidget):
    """Shows a position and says what is wished; it keeps none of its own."""

    toggled = Signal()  # play or pause
    stepped = Signal(object)  # Millis, forth or back
    jumped = Signal(int)  # to the next episode (1), the one before (-1), the end (2), the beginning (-2)
    sought = Signal(object)  # Millis
    speed_wished = Signal(int)
    left = Signal()
    hidden = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(_("Replay"))
        self._zone = "UTC"
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(2)
        self._before = IconButton("episode-before", _("To the episode before (PgUp)"), 24)
        self._back = IconButton("step-back", _("A minute back (Left); an hour with Shift"), 24)
        self._play = IconButton("play", _("Play (Space)"), 28)
        self._forth = IconButton("step-forth", _("A minute forth (Right); an hour with Shift"), 24)
        self._next = IconButton("episode-next", _("To the next episode (PgDn)"), 24)
        self._speed = Chip(self)
        self._speed.has_arrow = True
        self._when = plain_label("", "strong")
        self._when.setFixedWidth(round(QFontMetricsF(font("strong")).horizontalAdvance(_when(WIDEST_DAY, "UTC"))) + 14)
        self._when.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scrubber = Scrubber(self)
        self._close = IconButton("close", _("Leave the replay"), 24)
        for part in (self._before, self._back, self._play, self._forth, self._next, self._speed, self._when):
            row.addWidget(part)
        row.addWidget(self.scrubber, 1)
        row.addWidget(self._close)
        self._speeds = QMenu(self)
        group = QActionGroup(self)
        for speed in SPEEDS:
            action = self._speeds.addAction(speed_words(speed))
            action.setData(speed)
            action.setCheckable(True)
            group.addAction(action)
        self._connect()
        self.show_position(Position(0))

    def _connect(self) -> None:
        self._before.clicked.connect(self._jump_back)
        self._next.clicked.connect(self._jump_forth)
        self._back.clicked.connect(self._step_back)
        self._forth.clicked.connect(self._step_forth)
        self._play.clicked.connect(self.toggled)
        self._speed.clicked.connect(self._open_speeds)
        self._speeds.triggered.connect(self._choose_speed)
        self._close.clicked.connect(self.left)
        self.scrubber.sought.connect(self.sought)

    def show_track(self, track: Track, zone: str) -> None:
        """The session behind the scrubber, and its episodes to jump to."""
        self._zone = zone
        self.scrubber.show_track(track, zone)
        for button in (self._before, self._next):
            button.setEnabled(bool(track.episodes))

    def show_position(self, position: Position) -> None:
        """Where the replay stands, and whether it goes on."""
        words = _when(position.at, self._zone)
        self._when.setText(words)
        self._play.draw_icon("pause" if position.is_playing else "play")
        self._play.rename(_("Pause (Space)") if position.is_playing else _("Play (Space)"))
        self._speed.say(speed_words(position.speed))
        self._speed.setAccessibleName(_("Speed: {speed}").format(speed=speed_words(position.speed)))
        for action in self._speeds.actions():
            action.setChecked(action.data() == position.speed)
        self.scrubber.show_position(position.at, words)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, arrows, PgUp and PgDn, Home and End; on a button, arrows go to its neighbours and Space presses it."""
        long = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step = LONG_STEP if long else STEP
        key = event.key()
        if key == _Key.Key_Space and not event.isAutoRepeat():
            self.toggled.emit()
        elif key in (_Key.Key_Left, _Key.Key_Right):
            self.stepped.emit(step if key == _Key.Key_Right else -step)
        elif key in (_Key.Key_PageUp, _Key.Key_PageDown):
            self.jumped.emit(1 if key == _Key.Key_PageDown else -1)
        elif key in (_Key.Key_Home, _Key.Key_End):
            self.jumped.emit(2 if key == _Key.Key_End else -2)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.fillRect(QRect(0, 0, self.width(), 1), theme().colour("line"))
        painter.end()

    def _jump_back(self) -> None:
        self.jumped.emit(-1)

    def _jump_forth(self) -> None:
        self.jumped.emit(1)

    def _step_back(self) -> None:
        self.stepped.emit(-STEP)

    def _step_forth(self) -> None:
        self.stepped.emit(STEP)

    def _open_speeds(self) -> None:
        self._speeds.popup(self._speed.mapToGlobal(QPoint(0, -self._speeds.sizeHint().height() - 2)))

    def _choose_speed(self, action: object) -> None:
        for one in self._speeds.actions():
            if one is action:
                self.speed_wished.emit(one.data())


def speed_words(speed: int) -> str:
    """`60×`, as the language writes it."""
    return _("{n}×").format(n=number(speed))


def _when(at: Millis, zone: str) -> str:
    return f"{day(at, zone)}  {clock(at, zone)}"
