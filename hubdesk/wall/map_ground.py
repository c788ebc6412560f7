"""France behind a wall's map: where each part goes, and its départements painted once for a picture and a size."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QTransform

from hubdesk.wall.brush import Brush
from hubdesk.wall.kept_paint import resolution
from hubdesk.wall.measure import Measure
from hubdesk.widgets.map_atlas import OVERSEAS, PARIS, atlas
from hubdesk.widgets.map_frame import Frame, Window, area_border, bounds_of, fit_into, mainland, outlines
from hubdesk.widgets.map_paint import class_of
from hubdesk.widgets.map_values import MapShown
from hubdesk.widgets.theme import Theme

INSETS: Final = (PARIS, *((code,) for code in OVERSEAS))
LEAST_INSET: Final = 2.6  # times the least letters: room for a shape and its name
SHRUNK: Final = 0.88  # of its size that the mainland keeps at least beside insets
DASH: Final = (3.0, 2.0)  # in widths of the pen
EDGE: Final = 0.3  # times the text: room for a dot on the outermost place
GRAIN: Final = 8.0  # px in which it is told whether there is land
SAMPLES: Final = 12  # across a box
PALE, COLOURED = QColor(90, 90, 90), QColor(255, 255, 255)


def ground_of(size: QSizeF, measure: Measure) -> Frame:
    """The mainland with Corsica as large as it fits; Paris and overseas beside or below where there is room."""
    edge = measure.text * EDGE
    room = QRectF(QPointF(0, 0), size).adjusted(edge, edge, -edge, -edge)
    alone = fit_into(bounds_of(mainland()), room)
    windows = [Window(room, mainland(), alone)]
    for is_beside in (True, False):
        part = min((room.height() if is_beside else room.width()) / len(INSETS), measure.least * 4.5)
        off = part + measure.pad
        main = room.adjusted(off, 0, 0, 0) if is_beside else room.adjusted(0, 0, 0, -off)
        if part < measure.least * LEAST_INSET or main.width() <= 0 or main.height() <= 0:
            continue
        to_px = fit_into(bounds_of(mainland()), main)
        if to_px.m11() >= SHRUNK * alone.m11():
            insets = [_inset(place, codes, part, room, is_beside, measure) for place, codes in enumerate(INSETS)]
            windows = [Window(main, mainland(), to_px), *insets]
            break
    known = outlines()
    paths = tuple({code: window.to_px.map(known[code]) for code in window.codes} for window in windows)
    return Frame(tuple(windows), paths)


def _inset(place: int, codes: tuple[str, ...], part: float, room: QRectF, is_beside: bool, measure: Measure) -> Window:
    """One of the small windows, its name at its foot."""
    step = part * place
    rect = (
        QRectF(room.left(), room.top() + step, part, part)
        if is_beside
        else QRectF(room.left() + step, room.bottom() - part, part, part)
    )
    rect = rect.adjusted(0, 0, -measure.line * 3, -measure.line * 3)
    inner = rect.adjusted(part * 0.06, part * 0.06, -part * 0.06, -measure.least * 1.2)
    return Window(rect, codes, fit_into(bounds_of(codes), inner), True)


def paint_ground(brush: Brush, frame: Frame, shown: MapShown) -> None:
    """All but words. Slow: what is painted is to be kept."""
    look, measure, painter = brush.look, brush.measure, brush.painter
    for window, paths in zip(frame.windows, frame.outlines, strict=True):
        painter.save()
        if window.is_inset:
            painter.setPen(QPen(look.colour("line"), measure.line))
            painter.setBrush(look.colour("panel"))
            painter.drawRect(window.rect)
            painter.setClipRect(window.rect)
        _fill(painter, paths, shown, look, measure)
        _announce(painter, window, paths, shown, look, measure)
        painter.restore()


def _fill(painter: QPainter, paths: dict[str, QPainterPath], shown: MapShown, look: Theme, measure: Measure) -> None:
    """Each département by its step; a fine hatching where there are mentions and too few for a rate."""
    places = {one.code: one for one in shown.places}
    few = _hatching(painter, look.colour("hatch"), measure.text / 9)
    seam = QPen(look.colour("panel"), 1)
    seam.setCosmetic(True)  # a wider line around so many corners takes ten times as long
    painter.setPen(seam)
    for code, path in paths.items():
        place = places.get(code)
        painter.setBrush(look.colour(f"seq.{class_of(place, shown)}"))
        painter.drawPath(path)
        if shown.by_rate and place is not None and place.is_few:
            painter.fillPath(path, few)


def _announce(
    painter: QPainter,
    window: Window,
    paths: dict[str, QPainterPath],
    shown: MapShown,
    look: Theme,
    measure: Measure,
) -> None:
    """The area that was announced: hatched, and dashed ink around it."""
    inside = shown.area & paths.keys()
    if not inside:
        return
    lines = _hatching(painter, look.colour("text3"), max(7.0, measure.text / 4.5))
    for code in inside:
        painter.fillPath(paths[code], lines)
    pen = QPen(look.colour("text"), max(2.0, measure.line * 2.0))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(list(DASH))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(window.to_px.map(area_border(frozenset(inside))))


def _hatching(painter: QPainter, ink: QColor, step: float) -> QBrush:
    """45° lines, `step` px apart, as a brush: lines within the clip of an outline take ten times as long."""
    ratio = resolution(painter)
    side = max(4, round(max(5.0, step) * ratio))
    tile = QPixmap(side, side)
    tile.fill(Qt.GlobalColor.transparent)
    lines = QPainter(tile)
    lines.setRenderHint(QPainter.RenderHint.Antialiasing)
    lines.setPen(QPen(ink, max(1.0, ratio)))
    for x in (-side, 0, side):  # the corners' lines come from the tiles beside
        lines.drawLine(QPointF(x, side), QPointF(x + side, 0))
    lines.end()
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    return brush


class Land:
    """What is under a place on the map: the sea is free, land is dear, what has a colour is dearest."""

    def __init__(self, frame: Frame, shown: MapShown, size: QSizeF) -> None:
        self._seen = QImage(
            max(1, round(size.width() / GRAIN)), max(1, round(size.height() / GRAIN)), QImage.Format.Format_Grayscale8
        )
        self._seen.fill(0)
        places = {one.code: one for one in shown.places}
        painter = QPainter(self._seen)
        painter.scale(1 / GRAIN, 1 / GRAIN)
        for code, path in frame.outlines[0].items():
            painter.fillPath(path, COLOURED if class_of(places.get(code), shown) else PALE)
        painter.end()

    def covered(self, box: QRectF) -> float:
        """How dear what the box covers is, 0 to 1."""
        left, right = box.left() / GRAIN, box.right() / GRAIN
        top, bottom = box.top() / GRAIN, box.bottom() / GRAIN
        columns = [int(left + (right - left) * part / SAMPLES) for part in range(SAMPLES + 1)]
        rows = [int(top + (bottom - top) * part / 2) for part in range(3)]
        spots = [(x, y) for x in columns for y in rows if self._seen.valid(x, y)]
        return sum(self._seen.pixel(x, y) & 0xFF for x, y in spots) / (255 * max(1, len(spots)))


def inset_name(window: Window, brush: Brush) -> str:
    """The département's or Paris' name under an inset, its number where there is no room, or nothing."""
    code = window.codes[0]
    return brush.first_that_fits((atlas().names[code], code), window.rect.width() * 0.96, "least")
