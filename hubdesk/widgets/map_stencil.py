"""What of the map stays while its colours change: the paper, with the land cut out of it, and whose land is where.

Thousands of corners are drawn once for a size and a look. To change colours is then a pass over pixels.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen, QPixmap, QTransform

from hubdesk.widgets.map_atlas import atlas
from hubdesk.widgets.map_frame import WORDS, Frame, Window, area_border, is_named
from hubdesk.widgets.theme import Theme, font

CENTRE: Final = Qt.AlignmentFlag.AlignCenter
DASH: Final = (3.0, 2.0)  # in widths of a pen of 2 px
SHORE: Final = 2.0  # px along which the sea has an owner too: half of such a pixel may be land
NOTHING: Final = 0  # a colour's number for what is clear
LAND, SEA = QColor(0, 0, 0), QColor(255, 255, 255)


class Stencil:
    """For a frame at a size. Colours and hatchings are laid below it, numbers and names above."""

    def __init__(self, frame: Frame, size: QSizeF, ratio: float, look: Theme) -> None:
        self._frame, self._size, self._made_for = frame, size, (ratio, look.name)
        self._pixels = (size * ratio).toSize()
        self._codes = tuple(dict.fromkeys(code for outlines in frame.outlines for code in outlines))
        self._owners = self._owned()
        self._paper = self._cut(look)
        self._border: tuple[frozenset[str], QPixmap] = frozenset(), QPixmap()
        self._spots = _spots(frame)
        self._room: dict[tuple[int, str, float], bool] = {}

    def suits(self, ratio: float, look: Theme) -> bool:
        return self._made_for == (ratio, look.name)

    def colour(self, painter: QPainter, colours: Mapping[str, int]) -> None:
        """Give each of these départements its colour, as QColor.rgba() tells it."""
        self._owners.setColorTable([NOTHING, *(colours.get(code, NOTHING) for code in self._codes)])
        painter.drawImage(QPointF(0, 0), self._owners)

    def hatch(self, painter: QPainter, codes: Collection[str], ink: QColor, step: int) -> None:
        """Put lines on these, `step` px apart."""
        if not codes:
            return
        made, on = self._sheet()
        on.fillRect(QRectF(QPointF(0, 0), self._size), _hatching(ink, step, self._made_for[0]))
        on.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        self.colour(on, dict.fromkeys(codes, LAND.rgba()))
        on.end()
        painter.drawPixmap(0, 0, made)

    def lay(self, painter: QPainter) -> None:
        """The paper over the colours: sea, borders, coasts, and what the insets are called."""
        painter.drawPixmap(0, 0, self._paper)

    def announce(self, painter: QPainter, area: frozenset[str], look: Theme) -> None:
        """Dashed ink around that area, which is mostly the one of before."""
        if not area:
            return
        if self._border[0] != area:
            made, on = self._sheet()
            for window, outlines in zip(self._frame.windows, self._frame.outlines, strict=True):
                _dash(on, window, area.intersection(outlines), look)
            on.end()
            self._border = area, made
        painter.drawPixmap(0, 0, self._border[1])

    def spots(self, code: str) -> Sequence[tuple[int, QPointF]]:
        """Where a number has most room in a département, in px: in each window that shows it."""
        return self._spots.get(code, ())

    def has_room(self, window: int, code: str, room: QRectF) -> bool:
        """Whether what is written on its spot there fits into it. All that is asked about is of one height."""
        known = self._room.get((window, code, room.width()))
        if known is None:
            known = self._room[window, code, room.width()] = self._frame.outlines[window][code].contains(room)
        return known

    def _sheet(self) -> tuple[QPixmap, QPainter]:
        """An empty one of the same size, and what paints on it."""
        made = QPixmap(self._pixels)
        made.setDevicePixelRatio(self._made_for[0])
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return made, painter

    def _owned(self) -> QImage:
        """Of each pixel whose it is: a colour's number for each département, in the order of codes."""
        made = QImage(self._pixels, QImage.Format.Format_Grayscale8)
        made.setDevicePixelRatio(self._made_for[0])
        made.fill(NOTHING)
        painter = QPainter(made)
        numbers = {code: QColor(*(number,) * 3) for number, code in enumerate(self._codes, NOTHING + 1)}
        for width in (SHORE, 0.0):
            for window, outlines in zip(self._frame.windows, self._frame.outlines, strict=True):
                _clip(painter, window)
                for code, path in outlines.items():
                    painter.setPen(QPen(numbers[code], width) if width else Qt.PenStyle.NoPen)
                    painter.setBrush(numbers[code])
                    painter.drawPath(path)
        painter.end()
        made.reinterpretAsFormat(QImage.Format.Format_Indexed8)
        return made

    def _cut(self, look: Theme) -> QPixmap:
        """Borders are of the paper's colour: each hides the half of the one before that the next département covers."""
        sea = QImage(self._pixels, QImage.Format.Format_Grayscale8)
        sea.setDevicePixelRatio(self._made_for[0])
        sea.fill(SEA)
        painter = QPainter(sea)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(SEA, 1))
        painter.setBrush(LAND)
        for window, outlines in zip(self._frame.windows, self._frame.outlines, strict=True):
            _clip(painter, window)
            for path in outlines.values():
                painter.drawPath(path)
        painter.end()
        sea.setDevicePixelRatio(1)  # pixel upon pixel
        paper = QImage(self._pixels, QImage.Format.Format_ARGB32_Premultiplied)
        paper.fill(look.colour("panel"))
        paper.setAlphaChannel(sea)
        paper.setDevicePixelRatio(self._made_for[0])
        painter = QPainter(paper)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for window in self._frame.windows:
            _paint_window(painter, window, look)
        painter.end()
        return QPixmap.fromImage(paper)


def _hatching(ink: QColor, step: int, ratio: float) -> QBrush:
    """45° lines, as a brush: lines within the clip of an outline take ten times as long."""
    side = max(2, round(step * ratio))
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, ratio))
    for x in (-side, 0, side):  # the corners' lines come from the tiles beside
        painter.drawLine(QPointF(x, side), QPointF(x + side, 0))
    painter.end()
    brush = QBrush(tile)
    if ratio != 1:
        brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    return brush


def _spots(frame: Frame) -> dict[str, list[tuple[int, QPointF]]]:
    made: dict[str, list[tuple[int, QPointF]]] = {}
    for place, window in enumerate(frame.windows):
        for code in window.codes:
            made.setdefault(code, []).append((place, window.px(atlas().departments[code].label)))
    return made


def _clip(painter: QPainter, window: Window) -> None:
    painter.setClipRect(window.rect)
    painter.setClipping(window.is_inset)


def _paint_window(painter: QPainter, window: Window, look: Theme) -> None:
    """The outer edge of the land: the palest step of the scale is next to the paper's own colour; an inset's frame."""
    painter.save()
    if window.is_inset:
        _paint_inset(painter, window, look)
    painter.setPen(QPen(look.colour("line_strong"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(window.to_px.map(area_border(frozenset(window.codes))))
    painter.restore()


def _paint_inset(painter: QPainter, window: Window, look: Theme) -> None:
    painter.setPen(QPen(look.colour("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rect = window.rect
    painter.drawRect(QRectF(round(rect.left()) + 0.5, round(rect.top()) + 0.5, rect.width() - 1, rect.height() - 1))
    painter.setClipRect(rect)
    if is_named(rect):
        name, metrics = atlas().names[window.codes[0]], QFontMetricsF(font("micro"))
        words = name if metrics.horizontalAdvance(name) <= rect.width() - 4 else window.codes[0]
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(rect.left(), rect.bottom() - WORDS + 1, rect.width(), WORDS - 3), CENTRE, words)


def _dash(painter: QPainter, window: Window, inside: frozenset[str], look: Theme) -> None:
    if not inside:
        return
    _clip(painter, window)
    pen = QPen(look.colour("text"), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(list(DASH))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(window.to_px.map(area_border(inside)))
