"""Paints the map: départements by colour, the announced area hatched, numbers where they fit, names of the loudest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QTransform

from hubdesk.widgets.map_atlas import atlas
from hubdesk.widgets.map_frame import WORDS, Frame, Window, area_border, is_named
from hubdesk.widgets.map_values import MapShown, Place
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, contrast, font

CENTRE: Final = Qt.AlignmentFlag.AlignCenter
NAMED: Final = 5  # of the loudest départements
CallOut = tuple[QPointF, str, float, QRectF]  # a spot, the words beside it, how far it reaches, and their box
DOT: Final = 3.4  # px, the radius of the dot beside a name
DASH: Final = (3.0, 2.0)  # in widths of a pen of 2 px


def paint_map(painter: QPainter, shown: MapShown, frame: Frame, size: QSizeF, look: Theme) -> None:
    """France and its insets, all but what moves with the pointer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    places = {one.code: one for one in shown.places}
    told = (one for one in shown.loudest() if not (shown.by_rate and one.is_few))
    named = [one for one in told if frame.window_of(one.code) is not None][
        :NAMED
    ]  # some collectivities have no outline
    written = {one.code for one in named}
    brushes = _Brushes(shown, painter.device().devicePixelRatioF(), look)
    insets = [window.rect for window in frame.windows if window.is_inset]
    call_outs = lay_out(_texts(named, shown, frame), QRectF(QPointF(0, 0), size), insets)
    covered = [box for _spot, _text, _reach, box in call_outs]
    for window, outlines in zip(frame.windows, frame.outlines, strict=True):
        painter.save()
        if window.is_inset:
            _paint_inset(painter, window, look)
        painter.setPen(QPen(look.colour("panel"), 1))
        for code, path in outlines.items():
            painter.setBrush(brushes.of(code, places.get(code)))
            painter.drawPath(path)
        _paint_coast(painter, window, look)
        _paint_border(painter, window, outlines, shown, look)
        for code, path in outlines.items():
            place = places.get(code)
            if place is not None and place.mentions and (window.is_inset or code not in written):
                spot = window.px(atlas().departments[code].label)
                _paint_number(painter, path, spot, place, covered, shown, look)
        painter.restore()
    paint_call_outs(painter, call_outs, look)


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


def class_of(place: Place | None, shown: MapShown) -> int:
    """The colour of a place; of a few mentions no rate is shown, so theirs is the palest."""
    if place is None or (shown.by_rate and place.is_few):
        return 0
    return shown.scale.class_of(place.value(shown.by_rate))


class _Brushes:
    """What a département is filled with: its colour; a fine hatching where there are mentions and too few for a rate,
    a wide one in the announced area.

    The hatching is part of the brush: lines within the clip of an outline take ten times as long.
    """

    def __init__(self, shown: MapShown, ratio: float, look: Theme) -> None:
        self._shown, self._ratio, self._look = shown, ratio, look
        self._made: dict[tuple[int, str], QBrush] = {}

    def of(self, code: str, place: Place | None) -> QBrush:
        is_few = self._shown.by_rate and place is not None and place.is_few
        hatching = "text3" if code in self._shown.area else "hatch" if is_few else ""
        key = class_of(place, self._shown), hatching
        if key not in self._made:
            ground = self._look.colour(f"seq.{key[0]}")
            step = 6 if hatching == "text3" else 4
            ink = self._look.colour(hatching) if hatching else ground
            self._made[key] = _hatched(ground, ink, step, self._ratio) if hatching else QBrush(ground)
        return self._made[key]


def _hatched(ground: QColor, ink: QColor, step: int, ratio: float) -> QBrush:
    """45° lines, `step` px apart."""
    side = max(2, round(step * ratio))
    tile = QPixmap(side, side)
    tile.fill(ground)
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


def _paint_coast(painter: QPainter, window: Window, look: Theme) -> None:
    """The outer edge of the land: the palest step of the scale is next to the panel's own colour."""
    painter.setPen(QPen(look.colour("line_strong"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(window.to_px.map(area_border(frozenset(window.codes))))


def _paint_border(
    painter: QPainter, window: Window, outlines: dict[str, QPainterPath], shown: MapShown, look: Theme
) -> None:
    """Dashed ink around what was announced."""
    inside = shown.area & outlines.keys()
    if not inside:
        return
    pen = QPen(look.colour("text"), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(list(DASH))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(window.to_px.map(area_border(frozenset(inside))))


def _paint_number(
    painter: QPainter,
    path: QPainterPath,
    spot: QPointF,
    place: Place,
    covered: Iterable[QRectF],
    shown: MapShown,
    look: Theme,
) -> None:
    """In the ink that stands out, where it fits; elsewhere the read-out and the list tell it."""
    if shown.by_rate and place.is_few:
        return
    text = place.figure(shown.by_rate)
    metrics = QFontMetricsF(font("micro"))
    room = QRectF(0, 0, metrics.horizontalAdvance(text) + 2, metrics.capHeight() + 3)
    room.moveCenter(spot)
    if not path.contains(room) or _covers(room, covered):
        return
    ground = look.colour(f"seq.{class_of(place, shown)}")
    if place.code in shown.area:  # the hatching would cross the figures
        painter.fillRect(room, ground)
    inks = (look.colour("text"), look.colour("panel"))
    painter.setPen(max(inks, key=lambda ink: contrast(ink, ground)))
    painter.setFont(font("micro"))
    painter.drawText(room.adjusted(-8, -8, 8, 8), CENTRE, text)


def _middle(frame: Frame, area: frozenset[str]) -> QPointF | None:
    """Of the mainland part of an area, or of what there is of it."""
    box = QRectF()
    for code in area:
        if (window := frame.window_of(code)) is not None and code in atlas().departments:
            path = frame.outlines[frame.windows.index(window)][code]
            box = box.united(path.boundingRect())
    return None if box.isNull() else box.center()


def _texts(named: Iterable[Place], shown: MapShown, frame: Frame) -> list[tuple[QPointF, str, float]]:
    """The announced area first, so that it has its place, then the loudest."""
    middle = _middle(frame, shown.area) if shown.area_label else None
    texts = [(middle, shown.area_label, 0.0)] if middle is not None else []
    return texts + [
        (frame.spot(one.code), f"{tame(one.name, 40)}\u2002{one.figure(shown.by_rate)}", DOT) for one in named
    ]


def lay_out(
    texts: Iterable[tuple[QPointF, str, float]], room: QRectF, kept_free: Iterable[QRectF] = ()
) -> list[CallOut]:
    """Words beside spots, each where it covers no other, and nothing that is kept free; without room it is left out.

    With each spot goes how far it reaches, in px: `DOT` for one that is drawn here, 0 for words on the spot itself.
    """
    placed: list[CallOut] = []
    metrics, texts, free = QFontMetricsF(font("label")), list(texts), list(kept_free)
    dots = [QRectF(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach) for spot, _text, reach in texts if reach]
    for spot, text, reach in texts:
        size = QSizeF(metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
        taken = [*free, *(box for _s, _t, _r, box in placed), *(dot for dot in dots if dot.center() != spot)]
        boxes = (one for one in _around(spot, size, reach) if room.contains(one) and not _covers(one, taken))
        if (box := next(boxes, None)) is not None:
            placed.append((spot, text, reach, box))
    return placed


def paint_call_outs(painter: QPainter, call_outs: Iterable[CallOut], look: Theme) -> None:
    painter.setFont(font("label"))
    for spot, text, reach, box in call_outs:
        if reach == DOT:
            painter.setPen(QPen(look.colour("panel"), 1.6))
            painter.setBrush(look.colour("text"))
            painter.drawEllipse(spot, DOT, DOT)
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(look.colour("text"))
        painter.drawText(box, CENTRE, text)


def _around(spot: QPointF, size: QSizeF, reach: float) -> Iterable[QRectF]:
    """On the spot if it reaches nowhere; then right, left, above, below, then the corners."""
    w, h, off = size.width(), size.height(), reach + 4
    middles = ((off, -h / 2), (-off - w, -h / 2), (-w / 2, -off - h), (-w / 2, off))
    corners = ((off, -off - h), (off, off), (-off - w, -off - h), (-off - w, off))
    for dx, dy in (*(((-w / 2, -h / 2),) if not reach else ()), *middles, *corners):
        yield QRectF(round(spot.x() + dx) + 0.5, round(spot.y() + dy) + 0.5, w, h)


def _covers(box: QRectF, taken: Iterable[QRectF]) -> bool:
    return any(box.adjusted(-2, -2, 2, 2).intersects(other) for other in taken)
