"""Words on a map, on plates of their own: none lies over another, over a spot, or outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from hubdesk.wall.brush import MIDDLE, Brush
from hubdesk.wall.map_ground import Land

FAR: Final = (0.15, 0.7, 1.4, 2.4, 3.6)  # from what they name, in heights of a plate
SIDES: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
WEIGHT: Final = 4.0  # how much worse it is to cover an announced area than to stand further away
DEAR: Final = 3.0  # and to cover départements that have a colour
CORNER_DOT, CORNER_AREA = 0.1, 1.2  # how much worse a corner is: beside an area's corner nobody knows what is named
DEAREST: Final = 3.2  # what words may cost: rather none than the map hidden under them
SHORT_DOT, SHORT_AREA = 0.8, 0.6  # and fewer words: a place without its figure says little


@dataclass(frozen=True, slots=True)
class Named:
    """What is to be named: `choices` of words, the fullest first. `around`: the spot, or the box of an area, that the
    words may not cover; `has_dot`: a dot marks it."""

    choices: tuple[str, ...]
    around: QRectF
    has_dot: bool = True

    @property
    def role(self) -> str:
        """Of its letters: what was announced is said more quietly."""
        return "strong" if self.has_dot else "least"


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a plate, and what they name."""

    words: str
    box: QRectF
    named: Named


def lay_out(
    wanted: Sequence[Named], room: QRectF, brush: Brush, land: Land, kept_free: Iterable[QRectF] = ()
) -> tuple[Label, ...]:
    """Each beside what it names, the first one first; without room for any of its words it is left out."""
    made: list[Label] = []
    blocked = [*kept_free, *(one.around for one in wanted if one.has_dot)]
    seen = [one.around for one in wanted if not one.has_dot]
    for one in wanted:
        taken = [*blocked, *(label.box for label in made)]
        found = [
            (cost + (SHORT_DOT if one.has_dot else SHORT_AREA) * place, place, Label(words, box, one))
            for place, words in enumerate(one.choices)
            for cost, box in _best(one, words, room, taken, seen, land, brush)
        ]
        best = min(found, key=_cost, default=None)
        if best is not None and (best[0] <= DEAREST or not made):
            made.append(best[2])
    return tuple(made)


def _cost(found: tuple[float, int, Label]) -> tuple[float, int]:
    return found[:2]


def _best(
    one: Named,
    words: str,
    room: QRectF,
    taken: Iterable[QRectF],
    seen: Iterable[QRectF],
    land: Land,
    brush: Brush,
) -> Iterator[tuple[float, QRectF]]:
    """Where the words stand best, and what it costs; nothing where they have no room."""
    high = brush.height(one.role)
    wide = brush.width(words, one.role) + high * 0.5
    made: list[tuple[float, int, QRectF]] = []
    for away, box in _places(one.around, wide, high, CORNER_DOT if one.has_dot else CORNER_AREA):
        if room.contains(box) and not any(box.adjusted(-2, -2, 2, 2).intersects(other) for other in taken):
            hidden = sum(_common(box, other) for other in seen) / (wide * high)
            made.append((away + WEIGHT * hidden + DEAR * land.covered(box), len(made), box))
    if made:
        cost, _place, box = min(made)
        yield cost, box


def _places(around: QRectF, wide: float, high: float, corner: float) -> Iterator[tuple[float, QRectF]]:
    for away, (across, down) in product(FAR, SIDES):
        off = away * high
        x = around.right() + off if across > 0 else around.left() - off - wide if across < 0 else 0.0
        y = around.top() - off - high if down < 0 else around.bottom() + off if down > 0 else 0.0
        left = x if across else around.center().x() - wide / 2
        top = y if down else around.center().y() - high / 2
        yield away + corner * abs(across * down), QRectF(left, top, wide, high)


def _common(one: QRectF, other: QRectF) -> float:
    both = one.intersected(other)
    return max(0.0, both.width()) * max(0.0, both.height())


def paint_labels(brush: Brush, labels: Iterable[Label], offset: QPointF, radius: float) -> None:
    """Dots and leaders under all plates, then each plate with its words."""
    painter = brush.painter
    known = tuple(labels)
    painter.save()
    painter.translate(offset)
    for label in known:
        if label.named.has_dot:
            centre = label.named.around.center()
            painter.setPen(QPen(brush.colour("text"), max(1.5, brush.measure.line * 1.5)))
            painter.drawLine(centre, nearest(label.box, centre))
            painter.setPen(QPen(brush.colour("panel"), max(1.5, brush.measure.line * 2.0)))
            painter.setBrush(brush.colour("text"))
            painter.drawEllipse(centre, radius, radius)
    for label in known:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush.colour("panel"))
        painter.drawRoundedRect(label.box, label.box.height() * 0.1, label.box.height() * 0.1)
        brush.write(label.words, label.box, label.named.role, "text" if label.named.has_dot else "text2", MIDDLE)
    painter.restore()


def nearest(box: QRectF, spot: QPointF) -> QPointF:
    """Of a box, the point that is nearest to a spot."""
    return QPointF(min(max(spot.x(), box.left()), box.right()), min(max(spot.y(), box.top()), box.bottom()))
