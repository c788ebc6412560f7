"""Hour by weekday as a grid of five colours with its numbers printed; hatched where too little was listened to.

A square opens its rows, by mouse or by arrows and Return. The steps of the colours are printed below it; they are
given, so that two looks can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.map_values import CLASSES
from hubdesk.widgets.spots import Spot, Spots
from hubdesk.widgets.step_colours import grounds, inks
from hubdesk.widgets.theme import Theme, advance, font, metrics, theme

DAYS, HOURS = 7, 24
PAD: Final = 12.0
HEAD: Final = 20.0
FOOT: Final = 40.0
SWATCH: Final = 10.0
WIDEST: Final = 46.0
TALLEST: Final = 44.0
LOWEST: Final = 14.0
CENTRE: Final = Qt.AlignmentFlag.AlignCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class HeatSquare:
    """One place. `step` 0 to 4, None: too little was listened to. `text`: its number; `key` None: nothing to open.
    `told`: what `HeatShown.words` are made of."""

    weekday: int
    hour: int
    step: int | None
    text: str
    told: Hashable
    key: Hashable | None = None
    is_opened: bool = False


@dataclass(frozen=True, slots=True)
class HeatShown:
    """What is on the grid: squares, names of the days (long and short), hours, the steps' numbers and their unit.
    `words`: what is said of a square by what it has `told`, made when somebody asks."""

    squares: tuple[HeatSquare, ...] = ()
    days: tuple[tuple[str, str], ...] = ()
    hours: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    unit: str = ""
    unheard: str = ""
    words: Callable[[Any], str] = str


class HeatGrid(Spots):
    """As large as its room; numbers leave where squares are too small for them, and are told at the pointer."""

    _measured: tuple[float, float, float] | None = None  # before __init__ too: Qt may say that something changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, self._is_described = HeatShown(), False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_heat(self, shown: HeatShown) -> None:
        if shown != self._shown:
            self._shown, self._measured, self._is_described = shown, None, False
            if self.hasFocus() or QAccessible.isActive():
                self._describe()
            else:
                self.setAccessibleDescription(shown.unit)  # nothing of what was there before
            self.update()

    def _describe(self) -> None:
        """All squares in words, which take longer than to paint them: for whoever hears them."""
        if not self._is_described:
            self._is_described = True
            self.setAccessibleDescription("; ".join((self._shown.unit, *map(self._words, self._shown.squares))))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._describe()
        super().focusInEvent(event)

    def shown(self) -> HeatShown:
        return self._shown

    def sizeHint(self) -> QSize:
        return QSize(640, round(HEAD + DAYS * 30 + FOOT))

    def minimumSizeHint(self) -> QSize:
        return QSize(220, round(HEAD + DAYS * LOWEST + FOOT))

    def spots(self) -> Sequence[Spot]:
        return [self._spot(one) for one in self._shown.squares if one.key is not None]

    def spot_at(self, place: QPointF) -> Spot | None:
        """Words are made of the one that is there, and not of all, at each move of a mouse."""
        there = (one for one in reversed(self._shown.squares) if one.key is not None)
        return next((self._spot(one) for one in there if self.square(one).contains(place)), None)

    def explanation(self, place: QPointF) -> str:
        return next((self._words(one) for one in self._shown.squares if self.square(one).contains(place)), "")

    def _spot(self, one: HeatSquare) -> Spot:
        return Spot(self.square(one), one.key, self._words(one), (one.weekday, one.hour))

    def _words(self, one: HeatSquare) -> str:
        return self._shown.words(one.told)

    def square(self, one: HeatSquare) -> QRectF:
        """Where it stands, in px."""
        wide, tall, left = self._sizes()
        return QRectF(left + one.hour * wide, HEAD + one.weekday * tall, wide, tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        self._paint_labels(painter, look)
        self._paint_squares(painter, look)
        self._paint_at(painter, look)
        self._paint_steps(painter, look)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measured = None

    def changeEvent(self, event: QEvent) -> None:
        self._measured = None
        super().changeEvent(event)

    def _sizes(self) -> tuple[float, float, float]:
        """Width and height of a square, and where the first begins: worked out once for a size."""
        if self._measured is None:
            self._measured = self._measure()
        return self._measured

    def _measure(self) -> tuple[float, float, float]:
        names = [long for long, _short in self._shown.days]
        if self.width() < 560:
            names = [short for _long, short in self._shown.days]
        left = PAD + max((advance(name, "small") for name in names), default=0.0) + 8
        wide = max(4.0, math.floor((self.width() - PAD - left) / HOURS))
        tall = max(LOWEST, min(TALLEST, math.floor((self.height() - HEAD - FOOT) / DAYS)))
        return wide, tall, left

    def _has_numbers(self) -> bool:
        """All of them or none: some alone would look chosen."""
        wide, tall, _left = self._sizes()
        if metrics("micro").height() > tall:
            return False
        texts = {one.text for one in self._shown.squares}
        return max((advance(text, "micro") for text in texts), default=0.0) + 4 <= wide

    def _paint_labels(self, painter: QPainter, look: Theme) -> None:
        wide, tall, left = self._sizes()
        is_short = self.width() < 560
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        for weekday, (long, short) in enumerate(self._shown.days):
            place = QRectF(PAD, HEAD + weekday * tall, left - PAD - 8, tall)
            painter.drawText(place, LEFT, short if is_short else long)
        painter.setFont(font("micro"))
        widest = max((advance(one, "micro") for one in self._shown.hours), default=0.0)
        each = next((step for step in (1, 2, 3, 6, 12) if step * wide >= widest + 6), 12)
        for hour, text in list(enumerate(self._shown.hours))[::each]:
            centre = left + (hour + 0.5) * wide
            painter.drawText(QRectF(centre - 30, 0, 60, HEAD), CENTRE, text)

    def _paint_squares(self, painter: QPainter, look: Theme) -> None:
        steps, ink, hatch = grounds(look), inks(look), look.colour("hatch")
        has_numbers = self._has_numbers()
        painter.setFont(font("micro"))
        for one in self._shown.squares:
            place = self.square(one).adjusted(0, 0, -1, -1)
            if one.step is None:
                paint_hatch(painter, place, hatch)
                continue
            painter.fillRect(place, steps[one.step])
            if has_numbers:
                painter.setPen(ink[one.step])
                painter.drawText(place, CENTRE, one.text)

    def _paint_at(self, painter: QPainter, look: Theme) -> None:
        """Frames: the opened square's, the hovered one's and the keyboard's."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        here = self._at if self.hasFocus() and self._is_ringed else None
        for one in self._shown.squares:
            mark = one.weekday, one.hour
            strong = one.is_opened or mark == here
            if strong or (mark == self._hovered and one.key is not None):
                place = self.square(one).adjusted(0.5, 0.5, -1.5, -1.5)
                painter.setPen(QPen(look.colour("panel"), 4))  # on any of the five colours
                painter.drawRect(place.adjusted(2, 2, -2, -2))
                painter.setPen(QPen(look.colour("accent" if strong else "line_strong"), 2))
                painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_steps(self, painter: QPainter, look: Theme) -> None:
        """The five colours with a number at each step between them, their unit, and what hatching means."""
        if not self._shown.steps:
            return
        _wide, tall, left = self._sizes()
        micro, top, steps = metrics("micro"), HEAD + DAYS * tall + 8, grounds(look)
        width = min(WIDEST, (self.width() - left - PAD) / CLASSES)
        for i in range(CLASSES):
            painter.fillRect(QRectF(left + i * width, top, width, SWATCH), steps[i])
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.drawRect(QRectF(round(left) + 0.5, top + 0.5, CLASSES * width - 1, SWATCH - 1))
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text2"))
        for i, text in enumerate(("0", *self._shown.steps)):
            painter.drawText(QRectF(left + i * width - 40, top + SWATCH, 80, micro.height()), CENTRE, text)
        x = left + CLASSES * width + 10
        for text, is_hatch in ((self._shown.unit, False), (self._shown.unheard, True)):
            need = advance(text, "micro") + (SWATCH + 10 if is_hatch else 0) + 4
            if x + need > self.width() - PAD:
                continue  # the notes say it too
            if is_hatch:
                box = QRectF(x, top, SWATCH + 4, SWATCH)
                paint_hatch(painter, box, look.colour("hatch"), 4.0)
                painter.setPen(QPen(look.colour("line_strong"), 1))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
                painter.setPen(look.colour("text2"))
                painter.drawText(QRectF(box.right() + 6, top - 4, need, SWATCH + 8), LEFT, text)
            else:
                painter.drawText(QRectF(x, top - 4, need, SWATCH + 8), LEFT, text)
            x += need + 14
