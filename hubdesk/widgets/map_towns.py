"""Paints one département with its towns as dots: as large as they are often named, with the names of the loudest."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from hubdesk.i18n import number
from hubdesk.widgets.map_atlas import towns
from hubdesk.widgets.map_frame import Frame
from hubdesk.widgets.map_paint import lay_out, paint_call_outs
from hubdesk.widgets.map_values import MapShown, Place
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme

NAMED: Final = 12
SMALLEST: Final = 3.5  # px, the radius of a town that is named once or twice
LARGEST: Final = 26.0
_GROWTH: Final = 2.2  # px for the square root of the mentions: the area grows as they do


def radius(mentions: int) -> float:
    """The same for the same number, whatever else is on the map."""
    return max(SMALLEST, min(LARGEST, _GROWTH * math.sqrt(mentions)))


def spots(shown: MapShown, frame: Frame) -> tuple[tuple[Place, QPointF], ...]:
    """The towns that were named and whose place is known, the loudest first."""
    if shown.towns is None:
        return ()
    known, window = towns(shown.zoomed), frame.windows[0]
    found = []
    for place in shown.loudest():
        town = known.get(place.code)
        if town is not None and town.spot is not None:
            found.append((place, window.px(town.spot)))
    return tuple(found)


def town_at(shown: MapShown, frame: Frame, at: QPointF) -> str:
    """The smallest dot under a point, a few px around it; ""."""
    near = [
        (radius(place.mentions), place.code)
        for place, spot in spots(shown, frame)
        if math.hypot(spot.x() - at.x(), spot.y() - at.y()) <= radius(place.mentions) + 3
    ]
    return min(near)[1] if near else ""


def paint_towns(painter: QPainter, shown: MapShown, frame: Frame, size: QSizeF, look: Theme) -> None:
    """The neighbours pale, the département in ink, its other communes as points."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlines, window = frame.outlines[0], frame.windows[0]
    for code, path in outlines.items():
        is_chosen = code == shown.zoomed
        painter.setPen(QPen(look.colour("text2" if is_chosen else "line"), 1.5 if is_chosen else 1))
        painter.setBrush(look.colour("seq.0" if is_chosen else "panel"))
        painter.drawPath(path)
    if shown.towns is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("hatch"))
    for town in towns(shown.zoomed).values():
        if town.spot is not None:
            painter.drawEllipse(window.px(town.spot), 1.1, 1.1)
    placed = spots(shown, frame)
    painter.setPen(QPen(look.colour("panel"), 1.2))
    painter.setBrush(look.colour("seq.4"))
    for place, spot in placed:
        painter.drawEllipse(spot, radius(place.mentions), radius(place.mentions))
    texts = [
        (spot, f"{tame(place.name, 40)}\u2002{number(place.mentions)}", radius(place.mentions))
        for place, spot in placed[:NAMED]
    ]
    paint_call_outs(painter, lay_out(texts, QRectF(QPointF(0, 0), size)), look)
