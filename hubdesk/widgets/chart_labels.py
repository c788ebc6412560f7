"""The direct labels at the lines' ends: marker, name in ink, newest value; pushed apart, with a leader when moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hubdesk.core import HOUR, MINUTE
from hubdesk.i18n import UNKNOWN, _, clock, ngettext, number
from hubdesk.widgets.chart_lines import push_apart
from hubdesk.widgets.chart_signs import paint_sign
from hubdesk.widgets.chart_values import Curve, Frame, Plot
from hubdesk.widgets.theme import Theme, advance, font, metrics

ROOM: Final = 17.0  # px between two labels
NOTE: Final = 13.0  # px more when a label says of when its value is
MARKER: Final = 9.0
BELOW: Final = 6.0  # px that the lowest label may stand under the zero line
LEAD: Final = 12.0  # px between the plot and the labels
WIDEST_NAME: Final = 150.0
LEAST_NAME: Final = 44.0
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """How wide the labels are, in px. `name` is 0 where there is no room for names: a fact drops whole."""

    name: float
    value: float

    @property
    def width(self) -> float:
        return LEAD + MARKER + 6 + (self.name + 10 if self.name else 0) + self.value


@dataclass(frozen=True, slots=True)
class Label:
    """One line's label. `wanted` is its line's height at the end, `y` where the label has room; px."""

    curve: Curve
    value: str
    note: str  # of when the value is, when it is an old one
    wanted: float
    y: float


def column(plot: Plot, width: float) -> Column:
    """What of the labels fits beside a plot, in a widget of that width: they take two fifths of it at most."""
    value = max((advance(value_text(plot, curve), "small") for curve in plot.curves), default=0.0)
    note = max((advance(note_text(plot, curve), "micro") for curve in plot.curves), default=0.0)
    widest = max((advance(curve.short, "label") for curve in plot.curves), default=0.0)
    room = 0.4 * width - Column(1, value).width
    if room < LEAST_NAME and widest > room:
        return Column(0.0, max(value, note))
    return Column(max(min(widest, room, WIDEST_NAME), note - value - 10), value)


def labels(plot: Plot, frame: Frame) -> tuple[tuple[Label, ...], int]:
    """The labels there is height for, the largest value first, and how many curves are left without."""
    ordered = by_last_value(plot)
    room = ROOM + (NOTE if any(note_text(plot, curve) for curve in ordered) else 0)
    fit = max(1, int(frame.height / room + 0.5))
    shown = ordered if len(ordered) <= fit else ordered[: max(1, fit - 1)]
    left_out = len(ordered) - len(shown)
    wanted = []
    for curve in shown:
        last = plot.last(curve)
        wanted.append(frame.y(last[1] or 0.0) if last else frame.bottom)
    places = push_apart(wanted, room, frame.top, frame.bottom + BELOW - (room if left_out else 0))
    made = [
        Label(curve, value_text(plot, curve), note_text(plot, curve), wish, y)
        for curve, wish, y in zip(shown, wanted, places, strict=True)
    ]
    return tuple(made), left_out


def by_last_value(plot: Plot) -> list[Curve]:
    """Curves by their newest value, the largest first; those without one at the end."""

    def rank(curve: Curve) -> tuple[bool, float]:
        last = plot.last(curve)
        return last is None, -(last[1] or 0.0) if last else 0.0

    return sorted(plot.curves, key=rank)


def value_text(plot: Plot, curve: Curve) -> str:
    last = plot.last(curve)
    return number(last[1]) if last else UNKNOWN


def note_text(plot: Plot, curve: Curve) -> str:
    """`at 14:06` under a value that is more than ten minutes (and two bins) old."""
    last = plot.last(curve)
    if last is None or plot.step >= HOUR or plot.span.end - last[0] - plot.step <= max(10 * MINUTE, 2 * plot.step):
        return ""
    return _("at {time}").format(time=clock(last[0], plot.zone))


def paint_labels(
    painter: QPainter, made: Sequence[Label], left_out: int, room: Column, frame: Frame, width: float, look: Theme
) -> None:
    """Paint them between the plot's right edge and the widget's."""
    marker_x = frame.right + LEAD + MARKER / 2
    name_x = marker_x + MARKER / 2 + 6
    value_x = name_x + (room.name + 10 if room.name else 0)
    label_font, figure_font = font("label"), font("small")
    ink, leader = look.colour("text"), QPen(look.colour("line_strong"), 1)
    for label in made:
        if abs(label.y - label.wanted) > 2:
            painter.setPen(leader)
            painter.drawLine(QPointF(frame.right + 1, label.wanted), QPointF(marker_x - MARKER / 2 - 2, label.y))
        paint_sign(painter, label.curve, QPointF(marker_x, label.y), MARKER)
        painter.setPen(ink)
        if room.name:
            painter.setFont(label_font)
            name = metrics("label").elidedText(label.curve.short, Qt.TextElideMode.ElideRight, room.name + 0.5)
            painter.drawText(QRectF(name_x, label.y - 9, room.name + 2, 18), LEFT, name)
        painter.setFont(figure_font)
        painter.drawText(QRectF(value_x, label.y - 9, room.value, 18), RIGHT, label.value)
        if label.note:
            painter.setFont(font("micro"))
            painter.setPen(look.colour("text2"))
            painter.drawText(QRectF(name_x, label.y + 6, width - name_x, 14), LEFT, label.note)
    if left_out:
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text2"))
        place = QRectF(marker_x - MARKER / 2, frame.bottom + BELOW - 9, width - marker_x, 18)
        painter.drawText(place, LEFT, ngettext("+{n} more", "+{n} more", left_out).format(n=left_out))
