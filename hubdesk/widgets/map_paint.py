"""Paints the map: départements by colour, the announced area hatched, numbers where they fit, names of the loudest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from hubdesk.widgets.map_atlas import atlas
from hubdesk.widgets.map_frame import Frame
from hubdesk.widgets.map_stencil import Stencil
from hubdesk.widgets.map_values import MapShown, Place
from hubdesk.widgets.step_colours import grounds, inks
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, advance, font, metrics

CENTRE: Final = Qt.AlignmentFlag.AlignCenter
NAMED: Final = 5  # of the loudest départements
CallOut = tuple[QPointF, str, float, QRectF]  # a spot, the words beside it, how far it reaches, and their box
DOT: Final = 3.4  # px, the radius of the dot beside a name


def paint_map(painter: QPainter, shown: MapShown, frame: Frame, stencil: Stencil, size: QSizeF, look: Theme) -> None:
    """France and its insets, all but what moves with the pointer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    told = (one for one in shown.loudest() if not (shown.by_rate and one.is_few))
    drawn = (one for one in told if frame.window_of(one.code) is not None)  # some collectivities have no outline
    named = list(islice(drawn, NAMED))
    insets = [window.rect for window in frame.windows if window.is_inset]
    call_outs = lay_out(_texts(named, shown, frame), QRectF(QPointF(0, 0), size), insets)
    classes = {one.code: class_of(one, shown) for one in shown.places}
    _paint_colours(painter, shown, stencil, classes, look)
    _paint_numbers(painter, shown, frame, stencil, classes, call_outs, {one.code for one in named}, look)
    paint_call_outs(painter, call_outs, look)


def class_of(place: Place | None, shown: MapShown) -> int:
    """The colour of a place; of a few mentions no rate is shown, so theirs is the palest."""
    if place is None or (shown.by_rate and place.is_few):
        return 0
    return shown.scale.class_of(place.value(shown.by_rate))


def _paint_colours(
    painter: QPainter, shown: MapShown, stencil: Stencil, classes: Mapping[str, int], look: Theme
) -> None:
    """Each département by its step; a fine hatching where there are mentions and too few for a rate, a wide one in the
    announced area."""
    steps = [colour.rgba() for colour in grounds(look)]
    stencil.colour(painter, {code: steps[step] for code, step in classes.items()})
    few = {one.code for one in shown.places if one.is_few} - shown.area if shown.by_rate else ()
    stencil.hatch(painter, few, look.colour("hatch"), 4)
    stencil.hatch(painter, shown.area, look.colour("text3"), 6)
    stencil.lay(painter)
    stencil.announce(painter, shown.area, look)


def _paint_numbers(
    painter: QPainter,
    shown: MapShown,
    frame: Frame,
    stencil: Stencil,
    classes: Mapping[str, int],
    call_outs: Iterable[CallOut],
    written: Collection[str],
    look: Theme,
) -> None:
    """In the ink that stands out, where they fit; elsewhere the read-out and the list tell them."""
    steps, ink, high = grounds(look), inks(look), metrics("micro").capHeight() + 3
    covered = [box for _spot, _text, _reach, box in call_outs]
    painter.setFont(font("micro"))
    for place in shown.places:
        if not place.mentions or (shown.by_rate and place.is_few):
            continue
        text, code, step = place.figure(shown.by_rate), place.code, classes[place.code]
        room = QRectF(0, 0, advance(text, "micro") + 2, high)
        for window, spot in stencil.spots(code):
            if code in written and not frame.windows[window].is_inset:
                continue
            room.moveCenter(spot)
            if not stencil.has_room(window, code, room) or _covers(room, covered):
                continue
            if code in shown.area:  # the hatching would cross the figures
                painter.fillRect(room, steps[step])
            painter.setPen(ink[step])
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
    around = box.adjusted(-2, -2, 2, 2)
    return any(around.intersects(other) for other in taken)
