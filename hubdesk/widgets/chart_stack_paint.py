"""The layers of a stack of bars: what they look like, their shades, and their names beside the newest bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hubdesk.core import Millis
from hubdesk.i18n import ngettext, number, percent
from hubdesk.widgets.chart_lines import push_apart
from hubdesk.widgets.chart_signs import paint_sign
from hubdesk.widgets.chart_values import Curve, Frame, Plot
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.theme import Theme, font
from hubdesk.widgets.tone_parts import UNREAD, paint_part

SOLID, CANNOT_TELL, NOT_KNOWN = "solid", "unknown", UNREAD  # how a layer is filled: the last two as tone's parts are
SIGN: Final = 9.0
LEAD: Final = 14.0  # px between the bars and the labels
ROOM: Final = 17.0
WIDEST_NAME: Final = 150.0
WITH_NAMES: Final = 420  # px of the chart, below which labels are signs and figures
SEAM: Final = 5.0  # px of a part's height and width, from which on a seam parts it from the next
FAINT: Final = 0.4  # of the way from the scale's middle to its lightest step but one
MARKERS: Final = ("circle", "square", "triangle", "diamond", "pentagon", "cross", "star", "bar")
FIGURE_SPACE: Final = "\N{FIGURE SPACE}"  # as wide as a digit: shares stand below each other
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Layer:
    """One value: what it is called, how it looks, how many there are in each bin, and how many of them are gone."""

    key: str
    name: str
    short: str
    colour: str
    marker: str
    counts: tuple[int, ...]
    gone: tuple[int, ...]
    fill: str = SOLID


@dataclass(frozen=True, slots=True)
class Section:
    """A layer's part of a bin's bar."""

    at: Millis
    layer: Layer
    place: QRectF


def shade(look: Theme, place: int, of: int) -> QColor:
    """The colour of a value that has none of its own: steps of the one scale, neighbours far from each other."""
    half = -(-of // 2)
    step = place // 2 + (half if place % 2 else 0)
    part = step / max(1, of - 1)
    full, faint = look.colour("seq.4"), _between(look.colour("seq.2"), look.colour("seq.1"), FAINT)
    return _between(full, faint, part)


def _between(one: QColor, other: QColor, part: float) -> QColor:
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * part,
        one.greenF() + (other.greenF() - one.greenF()) * part,
        one.blueF() + (other.blueF() - one.blueF()) * part,
    )


def figure(count: int, total: int) -> str:
    """How many, and which share of all that are counted there."""
    share = percent(count / total, 0) if total else ""
    return number(count) + share.rjust(len(percent(1.0, 0)) + 2, FIGURE_SPACE)


def paint_layer(painter: QPainter, one: Section, look: Theme, is_whole: bool) -> None:
    """Solid; outlined where the bin is still being counted, or a gap cuts it; what cannot be told is hatched."""
    place = one.place
    if one.layer.fill != SOLID:
        paint_part(painter, one.layer.fill, place, look, is_whole)
        return
    colour = QColor(one.layer.colour)
    if is_whole or min(place.width(), place.height()) < 3:
        painter.fillRect(place, colour)
        if min(place.height(), place.width()) > SEAM:  # of the ground's colour, between two solid parts
            painter.fillRect(QRectF(place.left(), place.top(), place.width(), 1), look.colour("panel"))
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1))
    painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_before(painter: QPainter, curve: Curve, plot: Plot, frame: Frame) -> None:
    """How high the stack was in another time: a dotted line through its bins, broken where nobody listened."""
    painter.save()
    painter.setClipRect(QRectF(frame.left, frame.top, frame.width, frame.height + 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(curve.colour), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([part / 1.5 for part in curve.dash])
    painter.setPen(pen)
    last: QPointF | None = None
    for at, value in curve.points:
        here = None if value is None else QPointF(frame.x(at + plot.step / 2), frame.y(value))
        if last is not None and here is not None:
            painter.drawLine(last, here)
        last = here
    painter.restore()


def paint_before_name(painter: QPainter, curve: Curve, frame: Frame, look: Theme) -> None:
    """What the dotted line is, in the corner, on a ground of its own."""
    metrics = QFontMetricsF(font("micro"))
    wide = 30 + metrics.horizontalAdvance(curve.name)
    painter.fillRect(QRectF(frame.left + 5, frame.top + 3, wide, metrics.height() + 2), look.colour("panel"))
    paint_sign(painter, curve, QPointF(frame.left + 15, frame.top + 4 + metrics.height() / 2), 11)
    painter.setFont(font("micro"))
    painter.setPen(look.colour("text2"))
    painter.drawText(QPointF(frame.left + 29, frame.top + 4 + metrics.ascent()), curve.name)


def labels_width(layers: tuple[Layer, ...], last: int | None, is_share: bool, width: float) -> float:
    """What the labels take beside the bars, px: two fifths of the chart at most."""
    names, figures = QFontMetricsF(font("label")), QFontMetricsF(font("small"))
    value = max((figures.horizontalAdvance(_value(one, layers, last, is_share)) for one in layers), default=0.0)
    base = LEAD + SIGN + 6 + value + 12
    if width < WITH_NAMES:
        return base
    name = max((names.horizontalAdvance(one.short) for one in layers), default=0.0)
    return base + max(0.0, min(name, WIDEST_NAME, 0.4 * width - base)) + 10


def paint_labels(
    painter: QPainter,
    layers: tuple[Layer, ...],
    last: int | None,
    frame: Frame,
    is_share: bool,
    width: int,
    look: Theme,
) -> None:
    """Sign, name and newest figure of each layer beside where it is in the newest bar, pushed apart."""
    total = sum(one.counts[last] for one in layers) if last is not None else 0
    fit = max(1, int((frame.height + 8) / ROOM))
    shown = layers[::-1] if len(layers) <= fit else layers[::-1][: max(1, fit - 1)]
    wanted = [_middle(one, layers, last, total, frame, is_share) for one in shown]
    bottom = frame.bottom if len(shown) == len(layers) else frame.bottom - ROOM
    places = push_apart(wanted, ROOM, frame.top, bottom)
    x, right = frame.right + LEAD, width - 12.0
    names = QFontMetricsF(font("label"))
    figures = QFontMetricsF(font("small"))
    widest = max((figures.horizontalAdvance(_value(one, layers, last, is_share)) for one in layers), default=0.0)
    for one, wish, y in zip(shown, wanted, places, strict=True):
        if last is not None and abs(y - wish) > 2:
            painter.setPen(QPen(look.colour("line_strong"), 1))
            painter.drawLine(QPointF(frame.right + 1, wish), QPointF(x - 2, y))
        paint_marker(painter, one.marker, QPointF(x + SIGN / 2, y), SIGN, QColor(one.colour))
        painter.setPen(look.colour("text"))
        left = x + SIGN + 6
        if width >= WITH_NAMES:
            painter.setFont(font("label"))
            room = right - widest - 8 - left
            words = names.elidedText(one.short, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, y - 9, room + 2, 18), LEFT, words)
        painter.setFont(font("small"))
        painter.drawText(QRectF(right - widest, y - 9, widest + 1, 18), RIGHT, _value(one, layers, last, is_share))
    if len(shown) < len(layers):
        n = len(layers) - len(shown)
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text2"))
        place = QRectF(x, frame.bottom - 9, width - x, 18)
        painter.drawText(place, LEFT, ngettext("+{n} more", "+{n} more", n).format(n=n))


def _middle(one: Layer, layers: tuple[Layer, ...], last: int | None, total: int, frame: Frame, is_share: bool) -> float:
    if last is None:
        return frame.bottom
    below = 0
    for other in layers:
        if other.key == one.key:
            break
        below += other.counts[last]
    middle = below + one.counts[last] / 2
    return frame.y(100 * middle / total if is_share and total else middle)


def _value(one: Layer, layers: tuple[Layer, ...], last: int | None, is_share: bool) -> str:
    if last is None:
        return ""
    total = sum(other.counts[last] for other in layers)
    return percent(one.counts[last] / total, 0) if is_share and total else number(one.counts[last])
