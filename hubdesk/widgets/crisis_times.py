"""How many times the usual, hour by hour: linear below ×1 and while it stays below ×5, logarithmic above.

The levels of a crisis (×5, ×20, ×50) are marked lines. Zero has its place, which a bare logarithm would not give it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen

from hubdesk.i18n import UNKNOWN, _, clock, number
from hubdesk.widgets.chart_flags import paint_flags
from hubdesk.widgets.chart_hand import TimeChart
from hubdesk.widgets.chart_labels import LEAD, MARKER
from hubdesk.widgets.chart_lines import Pieces, pieces
from hubdesk.widgets.chart_paint import RIGHT, frame_of, paint_ground, paint_marks
from hubdesk.widgets.chart_readout import ReadOut, read_out
from hubdesk.widgets.chart_ticks import time_label, value_ticks
from hubdesk.widgets.chart_values import Frame, Plot
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.theme import Theme, font, theme

LEVELS: Final = (5, 20, 50)
MARKED: Final = (0, 1, *LEVELS, *(digit * 10**power for power in range(2, 9) for digit in (1, 2, 5)))
LINEAR: Final = 5.0  # below that at its highest
ABOVE: Final = 1.15  # times the highest is the plot's top


def times_text(times: float | None) -> str:
    """`×57`."""
    return UNKNOWN if times is None else f"×{number(times, 1 if times < 10 else 0)}"


def is_log(plot: Plot) -> bool:
    return plot.highest() >= LINEAR


@dataclass(frozen=True, slots=True)
class LogFrame(Frame):
    """A frame whose heights grow with the logarithm above 1, and with the value below, without a corner at 1."""

    def y(self, value: float) -> float:
        return self.bottom - grown(value) * self.height / (grown(self.high) or 1.0)


def grown(value: float) -> float:
    return 1.0 + math.log(value) if value > 1 else max(0.0, value)


def marks(plot: Plot) -> tuple[tuple[int, ...], float]:
    """The values that the axis names, and the value at the plot's top."""
    highest = plot.highest()
    if highest < LINEAR:
        return value_ticks(highest, 5)
    top = highest * ABOVE
    return tuple(one for one in MARKED if one <= top), top


class TimesChart(TimeChart):
    """One curve of hours, each drawn where it ends. Left and right, a drag and Return as on every chart over time."""

    def frame(self) -> Frame:
        base = frame_of(self.plot, self.width(), self.height())
        micro = QFontMetricsF(font("micro"))
        ticks, high = marks(self.plot)
        left = max(micro.horizontalAdvance(f"×{number(tick)}") for tick in ticks) + 20
        figure = QFontMetricsF(font("label")).horizontalAdvance(_last_text(self.plot))
        right = LEAD + MARKER + 6 + figure + 12
        kind = LogFrame if is_log(self.plot) else Frame
        return kind(left, base.top, max(20.0, self.width() - left - right), base.height, self.plot.span, high)

    def read_out(self) -> ReadOut | None:
        """Of the hour that ends with the bin."""
        if self._at is None:
            return None
        plain, ended = read_out(self.plot, self._at), self._at + self.plot.step
        is_long = self.plot.span.end - self.plot.span.start > 86_400_000
        title = _("hour up to {time}").format(time=time_label(ended, self.plot.zone, is_long))
        rows = tuple((curve, times_text(value), value) for curve, _text, value in plain.rows)
        return ReadOut(plain.at, title, rows, plain.remarks)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, frame = theme(), QPainter(self), self.frame()
        painter.fillRect(self.rect(), look.colour("panel"))
        paint_ground(painter, self.plot, frame, QSizeF(self.size()), look, _paint_marks)
        drawn = [(curve, pieces(curve, self.plot, max(64, int(frame.width) * 2))) for curve in self.plot.curves]
        for curve, made in drawn:
            _paint_line(painter, made, frame, QColor(curve.colour), 6.0 if look.name == "wall" else 2.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_marks(painter, self.plot, frame, drawn, look)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_flags(painter, self.plot, frame, look)
        _paint_last(painter, self.plot, frame, look)
        painter.end()


def _paint_marks(painter: QPainter, plot: Plot, frame: Frame, height: float, look: Theme) -> None:
    """The axis: levels of a crisis are dashed lines across the plot; a name that another one touches is left out."""
    painter.setFont(font("micro"))
    room = QFontMetricsF(font("micro")).height()
    last = math.inf
    for tick in marks(plot)[0]:
        y = round(frame.y(tick)) + 0.5
        pen = QPen(look.colour("line_strong" if tick in LEVELS else "grid"), 1)
        if tick in LEVELS:
            pen.setDashPattern([1, 3])
        painter.setPen(pen)
        if tick:
            painter.drawLine(QPointF(frame.left, y), QPointF(frame.right, y))
        if last - y >= room or tick in LEVELS:
            painter.setPen(look.colour("text" if tick in LEVELS else "text2"))
            painter.drawText(QRectF(0, y - 9, frame.left - 8, 18), RIGHT, f"×{number(tick)}" if tick else "0")
            last = y


def _paint_line(painter: QPainter, made: Pieces, frame: Frame, colour: QColor, width: float) -> None:
    """Thin where a source is missing, none where nobody listened."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for joined, wide in ((made.thick, width), (made.thin, 1.0)):
        lines = [QLineF(_point(made, frame, int(i)), _point(made, frame, int(i) + 1)) for i in joined.nonzero()[0]]
        pen = QPen(colour, wide)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def _point(made: Pieces, frame: Frame, place: int) -> QPointF:
    return QPointF(frame.x(frame.span.start + float(made.x[place])), frame.y(float(made.y[place])))


def _paint_last(painter: QPainter, plot: Plot, frame: Frame, look: Theme) -> None:
    """The newest multiple at the line's end, with when it was where that is a while ago."""
    last = plot.last(plot.curves[0]) if plot.curves else None
    if last is None:
        return
    curve, y = plot.curves[0], frame.y(last[1] or 0.0)
    x = frame.right + LEAD + MARKER / 2
    paint_marker(painter, curve.marker, QPointF(x, y), MARKER, QColor(curve.colour))
    painter.setPen(look.colour("text"))
    painter.setFont(font("label"))
    painter.drawText(QRectF(x + MARKER / 2 + 6, y - 9, 200, 18), Qt.AlignmentFlag.AlignVCenter, times_text(last[1]))
    if plot.span.end - last[0] - plot.step > 2 * plot.step:
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text2"))
        told = clock(last[0] + plot.step, plot.zone)
        painter.drawText(QRectF(x - MARKER / 2, y + 6, 200, 14), Qt.AlignmentFlag.AlignVCenter, told)


def _last_text(plot: Plot) -> str:
    last = plot.last(plot.curves[0]) if plot.curves else None
    return times_text(last[1]) if last is not None else UNKNOWN
