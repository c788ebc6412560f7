"""The parts that tone splits a count into, bottom to top, and how each is painted: shape before colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hubdesk.i18n import N_, _
from hubdesk.widgets.boxes import Boxes, boxes_of, draw_boxes, rects_of
from hubdesk.widgets.glyphs import paint_hatches, paint_tone
from hubdesk.widgets.theme import Theme

UNREAD: Final = "unread"
PARTS: Final = ("negative", "neutral", "positive", "unknown", UNREAD)
FILLED: Final = PARTS[:3]
NAMES: Final = {
    "negative": N_("negative"),
    "neutral": N_("neutral"),
    "positive": N_("positive"),
    "unknown": N_("cannot tell"),
    UNREAD: N_("without a tone"),
}
SEEN: Final = 1.5  # px: a part that is there is never thinner
OUTLINED: Final = 3.0  # px: a thinner part has no room for its outline
HATCHED: Final = 6.0  # px: a thinner part has no room for hatching within its outline

WITHIN: Final = np.array((0.5, 0.5, -1.0, -1.0))  # px by which a line of 1 px lies within its box

Counts = tuple[int, ...]  # one for each of PARTS


def name_of(part: str) -> str:
    return _(NAMES[part])


def paint_part(painter: QPainter, part: str, place: QRectF, look: Theme, is_whole: bool = True) -> None:
    """A part of a bar: solid where a tone was read, a hatched outline where it cannot be told, a dashed one where
    there is none. Not `is_whole`: still being counted, or cut by a gap, so outlined alone."""
    paint_parts(painter, part, [place], look, is_whole)


def paint_parts(painter: QPainter, part: str, places: Sequence[QRectF], look: Theme, is_whole: bool = True) -> None:
    """The same part of several bars."""
    if not places:
        return
    boxes = boxes_of(places)
    if part in FILLED and is_whole:
        fill_parts(painter, part, boxes, look)
        return
    thin = thinness(boxes) < OUTLINED
    fill_parts(painter, part, boxes[thin], look)
    outline_parts(painter, part, boxes[~thin], look)


def fill_parts(painter: QPainter, part: str, boxes: Boxes, look: Theme) -> None:
    """Without an outline: where a tone was read, and of others those that are too thin for one."""
    token = f"tone.{part}" if part in FILLED else "hatch" if part == "unknown" else "grid"
    fill(painter, boxes, look.colour(token))


def outline_parts(painter: QPainter, part: str, boxes: Boxes, look: Theme) -> None:
    """Outlines, hatched where the tone cannot be told. None of the boxes may touch another one."""
    if not len(boxes):
        return
    if part == "unknown":
        thin = thinness(boxes) < HATCHED
        for place in rects_of(boxes[thin]):
            painter.fillRect(place, look.colour("band"))
        paint_hatches(painter, rects_of(boxes[~thin]), look.colour("hatch"), 4.0)
    pen = QPen(look.colour(f"tone.{part}" if part in FILLED else "text3"), 1)
    if part == UNREAD:
        pen.setDashPattern([2, 2])
    _draw(painter, boxes + WITHIN, pen, Qt.BrushStyle.NoBrush)


def fill(painter: QPainter, boxes: Boxes, colour: QColor) -> None:
    """All of them in one go: a call each costs more than the painting."""
    if len(boxes):
        _draw(painter, boxes, Qt.PenStyle.NoPen, colour)


def _draw(painter: QPainter, boxes: Boxes, pen: QPen | Qt.PenStyle, brush: QColor | Qt.BrushStyle) -> None:
    """On whole pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    painter.setBrush(brush)
    draw_boxes(painter, boxes)
    painter.restore()


def thinness(boxes: Boxes) -> NDArray[np.float64]:
    """Of each the smaller of width and height."""
    return np.minimum(boxes[..., 2], boxes[..., 3])


def paint_glyph(painter: QPainter, part: str, centre: QPointF, size: float, look: Theme) -> None:
    """The sign of a part: the tone's own, a dotted ring where it cannot be told, a dashed square without one."""
    if part in FILLED:
        paint_tone(painter, part, centre, size, look.colour(f"tone.{part}"))
    elif part == "unknown":
        paint_tone(painter, part, centre, size, look.colour("text3"))
    else:
        half = round(size / 2)
        paint_part(painter, part, QRectF(round(centre.x()) - half, round(centre.y()) - half, 2 * half, 2 * half), look)


def lengths(counts: Counts, room: float) -> tuple[float, ...]:
    """How long each part is in a bar of that length, in px: in proportion, and none that is there invisible."""
    total = sum(counts)
    if not total:
        return (0.0,) * len(counts)
    wanted = [room * count / total for count in counts]
    small = [i for i, count in enumerate(counts) if count and wanted[i] < SEEN]
    left = room - SEEN * len(small)
    rest = sum(wanted) - sum(wanted[i] for i in small)
    return tuple(SEEN if i in small else one * left / rest if rest else 0.0 for i, one in enumerate(wanted))
