"""Small multiples: a small curve a topic, all on the same axes, so that shapes can be compared."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.core import DAY, Millis, Span, Topic
from hubdesk.widgets.chart_spans import joined
from hubdesk.widgets.chart_ticks import time_label, value_ticks
from hubdesk.widgets.chart_values import Point, is_cut
from hubdesk.widgets.glyphs import paint_hatch, paint_marker
from hubdesk.widgets.spots import Spot, Spots
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, TopicStyle, font, theme

PAD: Final = 12.0
GAP: Final = 20.0  # px between two curves
NARROWEST: Final = 190.0
NAME: Final = 20.0
PLOT: Final = 56.0
TALLEST: Final = 120.0  # px of a plot, where there is room
TIMES: Final = 16.0
LEAST_GAP: Final = 3.0  # px, or it would not be seen
LEAD: Final = 16.0  # px before a name, for its marker
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FOLDED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Small:
    """One curve: bins (None where nobody listened), a figure of it, what is said of that, and what opens its rows."""

    topic: Topic
    points: tuple[Point, ...]
    figure: str = ""
    more: str = ""
    key: Hashable | None = None


def highest(curves: Sequence[Small]) -> float:
    return max((value for one in curves for _at, value in one.points if value is not None), default=0.0)


class Multiples(Spots):
    """As tall as its curves are at its width."""

    sight_wished = Signal(object)  # a QRectF that the keyboard went to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: tuple[Small, ...] = ()
        self._topics: tuple[Topic, ...] = ()
        self._span, self._step, self._zone, self._caption = Span(0, 1), 1, "UTC", ""
        self._gaps: tuple[Span, ...] = ()
        self._plot = PLOT  # px of height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_curves(
        self,
        curves: Sequence[Small],
        topics: tuple[Topic, ...],
        span: Span,
        step: Millis,
        zone: str,
        caption: str,
        gaps: tuple[Span, ...] = (),
    ) -> None:
        """Show these; `caption` says what all of them have in common. `topics`: the session's, for their shapes.
        `gaps`: when nobody listened."""
        self._curves, self._topics, self._caption = tuple(curves), topics, caption
        self._span, self._step, self._zone, self._gaps = span, step, zone, gaps
        said = (f"{tame(one.topic.name, 200)}: {one.more}" for one in self._curves)
        self.setAccessibleDescription(". ".join((caption, *said)))
        self._fit()
        self.update()

    def fill(self, height: float) -> None:
        """Make the curves taller where that many px would be left empty; 0: as low as they are."""
        rows = -(-len(self._curves) // self._across(self.width()))
        spare = (height - self.height_at(self.width())) / rows + self._plot if rows else PLOT
        self._plot = max(PLOT, min(TALLEST, float(int(spare))))
        self._fit()
        self.update()

    def curves(self) -> tuple[Small, ...]:
        return self._curves

    def spots(self) -> Sequence[Spot]:
        return [
            Spot(place.adjusted(-4, -2, 4, 2), one.key, f"{tame(one.topic.name, 200)}: {one.more}", one.topic.id)
            for one, place in zip(self._curves, self._places(), strict=True)
            if one.key is not None
        ]

    def explanation(self, place: QPointF) -> str:
        found = (one for one, there in zip(self._curves, self._places(), strict=True) if there.contains(place))
        return next((f"{one.topic.name}: {one.more}" for one in found), self._caption)

    def went(self, spot: Spot) -> None:
        self.sight_wished.emit(spot.place)

    def sizeHint(self) -> QSize:
        return QSize(320, self.height_at(max(120, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height_at(max(120, self.width())))

    def height_at(self, width: int) -> int:
        """In px, at that width."""
        rows = -(-len(self._curves) // self._across(width))
        return math.ceil(self._caption_height(width) + rows * (NAME + self._plot + 10) + TIMES + 8) if rows else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        self.paint_spots(painter, look)
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        width = self.width()
        painter.drawText(QRectF(PAD, 6, width - 2 * PAD, self._caption_height(width)), FOLDED, self._caption)
        _ticks, top = value_ticks(highest(self._curves))
        for one, place in zip(self._curves, self._places(), strict=True):
            style = look.topic_style(one.topic, self._topics)
            self._paint_name(painter, one, style, place, look)
            plot = QRectF(place.left(), place.top() + NAME, place.width(), self._plot)
            self._paint_curve(painter, one, style, plot, top, look)
        self._paint_times(painter, look)
        painter.end()

    def _paint_name(self, painter: QPainter, one: Small, style: TopicStyle, place: QRectF, look: Theme) -> None:
        paint_marker(painter, style.marker, QPointF(place.left() + 5, place.top() + NAME / 2), 8.5, style.colour)
        small = QFontMetricsF(font("small"))
        figure = small.horizontalAdvance(one.figure) + 4
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(place.right() - figure, place.top(), figure, NAME), RIGHT, one.figure)
        room = max(10.0, place.width() - LEAD - figure - 6)
        strong = QFontMetricsF(font("label"))
        full = tame(style.name, 200)
        name = full if strong.horizontalAdvance(full) <= room else tame(style.short, 200)
        painter.setFont(font("label"))
        painter.setPen(look.colour("text"))
        shown = strong.elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(place.left() + LEAD, place.top(), room + 2, NAME), LEFT, shown)

    def _paint_curve(
        self, painter: QPainter, one: Small, style: TopicStyle, plot: QRectF, top: float, look: Theme
    ) -> None:
        """A bin that is still being counted, or that a gap cuts, is left out: it would look like a fall."""
        painter.fillRect(QRectF(plot.left(), plot.top(), plot.width(), 1), look.colour("grid"))
        painter.fillRect(QRectF(plot.left(), plot.center().y(), plot.width(), 1), look.colour("grid"))
        for gap in self._unheard(one):
            left, right = self._x(gap.start, plot), self._x(gap.end, plot)
            place = QRectF(left, plot.top(), max(LEAST_GAP, right - left), self._plot)
            paint_hatch(painter, place, look.colour("hatch"), 5.0)
        runs: list[list[QPointF]] = [[]]
        for at, value in one.points:
            if value is None or is_cut(at, self._step, self._gaps):
                runs.append([])
            elif at + self._step <= self._span.end:
                height = (self._plot - 2) * value / max(1.0, top)
                runs[-1].append(QPointF(self._x(at + self._step // 2, plot), plot.bottom() - 1 - height))
        painter.fillRect(QRectF(plot.left(), plot.bottom() - 1, plot.width(), 1), look.colour("line_strong"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2.0 if style.own else 1.5
        pen = QPen(style.colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        for run in runs:
            if len(run) == 1:
                painter.drawLine(run[0] - QPointF(1.5, 0), run[0] + QPointF(1.5, 0))
            elif run:
                painter.drawPolyline(QPolygonF(run))
        painter.restore()

    def _unheard(self, one: Small) -> tuple[Span, ...]:
        bins = (Span(at, at + self._step) for at, value in one.points if value is None)
        return joined((*bins, *self._gaps))

    def _paint_times(self, painter: QPainter, look: Theme) -> None:
        """Under each column: where its axes begin and end."""
        with_day = self._span.end - self._span.start >= DAY
        start, end = (time_label(at, self._zone, with_day) for at in (self._span.start, self._span.end))
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text3"))
        for place in self._places()[-self._across(self.width()) :]:
            below = QRectF(place.left(), self.height() - TIMES - 6, place.width(), TIMES)
            painter.drawText(below, LEFT, start)
            painter.drawText(below, RIGHT, end)

    def _x(self, at: Millis, plot: QRectF) -> float:
        at = min(max(at, self._span.start), self._span.end)
        return plot.left() + plot.width() * (at - self._span.start) / max(1, self._span.end - self._span.start)

    def _across(self, width: float) -> int:
        most = int((width - 2 * PAD + GAP) // (NARROWEST + GAP))
        return max(1, min(most, len(self._curves)))

    def _places(self) -> list[QRectF]:
        across = self._across(self.width())
        wide = (self.width() - 2 * PAD - GAP * (across - 1)) / across
        top, high = self._caption_height(self.width()) + 8, NAME + self._plot
        return [
            QRectF(PAD + (i % across) * (wide + GAP), top + (i // across) * (high + 10), wide, high)
            for i in range(len(self._curves))
        ]

    def _caption_height(self, width: float) -> float:
        room = QRectF(0, 0, max(60.0, width - 2 * PAD), 10_000)
        return QFontMetricsF(font("small")).boundingRect(room, FOLDED, self._caption).height() + 8

    def _fit(self) -> None:
        height = self.height_at(self.width())
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
