"""What arrives against what is answered, bar by bar: arrivals filled, answers in ink before them, gaps hatched."""

from __future__ import annotations

import html
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import Millis, Span
from hubdesk.i18n import _, clock, number
from hubdesk.widgets.chart_ticks import time_ticks, value_ticks
from hubdesk.widgets.chart_values import Point
from hubdesk.widgets.glyphs import paint_hatch
from hubdesk.widgets.theme import font, theme

HEIGHT: Final = 150
TOP: Final = 12.0
TICKS: Final = 3
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class ArrivalBars:
    """`answers`: instants, in order; None: not known, and none is drawn."""

    span: Span
    step: Millis
    zone: str
    colour: str
    arrivals: tuple[Point, ...] = ()
    answers: tuple[Millis, ...] | None = None

    def answered(self, at: Millis) -> int | None:
        """In the bin that starts there."""
        if self.answers is None:
            return None
        return bisect_right(self.answers, at + self.step - 1) - bisect_right(self.answers, at - 1)


class Arrivals(QWidget):
    """Pointing at a bar says its figures; all of them are in the accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = ArrivalBars(Span(0, 1), 1, "UTC", "#000000")
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: ArrivalBars) -> None:
        if bars != self._bars:
            self._bars = bars
            self.setAccessibleDescription("; ".join(self._words(point) for point in bars.arrivals))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = next((one for one in self._bars.arrivals if self._column(one[0]).contains(event.position())), None)
        self.setToolTip(f"<qt>{html.escape(self._words(point))}</qt>" if point is not None else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, bars = theme(), QPainter(self), self._bars
        place = self._place()
        ticks, high = value_ticks(self._most(), TICKS)
        painter.setFont(font("micro"))
        for tick in ticks:
            y = round(place.bottom() - tick * place.height() / high) + 0.5
            painter.setPen(QPen(look.colour("grid" if tick else "line_strong"), 1))
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
            painter.setPen(look.colour("text2"))
            painter.drawText(QRectF(0, y - 9, place.left() - 8, 18), RIGHT, number(tick))
        for at, value in bars.arrivals:
            column = self._column(at)
            if value is None:
                paint_hatch(painter, column, look.colour("hatch"))
                continue
            top = place.bottom() - value * place.height() / high
            bar = QRectF(column.left() + 1, top, max(1.0, column.width() - 2), place.bottom() - top)
            if at + bars.step <= bars.span.end:
                painter.fillRect(bar, QColor(bars.colour))
            elif value:  # still being counted
                painter.setPen(QPen(QColor(bars.colour), 1.2))
                painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, 0))
            if answered := bars.answered(at):
                tall = min(answered, high) * place.height() / high
                thin = max(2.0, bar.width() * 0.5)
                ink = QRectF(bar.center().x() - thin / 2, place.bottom() - tall, thin, tall)
                painter.fillRect(ink.adjusted(-1, -1, 1, 0), look.colour("panel"))
                painter.fillRect(ink, look.colour("text"))
        self._paint_times(painter, place)
        painter.end()

    def _paint_times(self, painter: QPainter, place: QRectF) -> None:
        look, metrics = theme(), QFontMetricsF(font("micro"))
        painter.setPen(look.colour("text2"))
        right = -1.0
        for instant, label in time_ticks(self._bars.span, self._bars.zone, place.width(), 70):
            wide = metrics.horizontalAdvance(label) + 4
            x = min(self._x(instant) - wide / 2, self.width() - wide)
            if x > right:
                painter.drawText(QRectF(x, place.bottom() + 5, wide, metrics.height()), CENTRE, label)
                right = x + wide + 4

    def _place(self) -> QRectF:
        metrics = QFontMetricsF(font("micro"))
        ticks, _high = value_ticks(self._most(), TICKS)
        left = max(metrics.horizontalAdvance(number(tick)) for tick in ticks) + 20
        return QRectF(left, TOP, max(20.0, self.width() - left - 12), HEIGHT - TOP - metrics.height() - 10)

    def _column(self, at: Millis) -> QRectF:
        place = self._place()
        left, right = self._x(max(at, self._bars.span.start)), self._x(min(at + self._bars.step, self._bars.span.end))
        return QRectF(left, place.top(), max(1.0, right - left), place.height())

    def _x(self, instant: Millis) -> float:
        place, span = self._place(), self._bars.span
        return place.left() + (instant - span.start) * place.width() / max(1, span.end - span.start)

    def _most(self) -> float:
        arrived = max((value for _at, value in self._bars.arrivals if value is not None), default=0.0)
        answered = max((self._bars.answered(at) or 0 for at, _value in self._bars.arrivals), default=0)
        return max(arrived, float(answered))

    def _words(self, point: Point) -> str:
        at, value = point
        time = clock(at, self._bars.zone)
        if value is None:
            return f"{time} {_('nobody listened')}"
        answered = self._bars.answered(at)
        if answered is None:
            return _("{time}: {n} arrived").format(time=time, n=number(value))
        return _("{time}: {n} arrived, {answers} answered").format(time=time, n=number(value), answers=number(answered))
