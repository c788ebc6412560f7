"""Episodes on a chart: an ink line from top to bottom, a severity plate on it where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from hubdesk.widgets.chart_values import Flag, Frame, Plot
from hubdesk.widgets.severity import SIZE, paint_severity
from hubdesk.widgets.theme import Theme

ROOM: Final = SIZE[1] + 4  # px above the plot
ASIDE: Final = (0.0, -5.0, 5.0, -10.0, 10.0)  # px
NEAR: Final = 5.0  # px beside a line that still choose it


def plates(plot: Plot, frame: Frame) -> Iterator[tuple[Flag, QRectF | None]]:
    """Each flag's plate, the gravest first, moved aside where a line stands close; None where there is no room."""
    taken: list[QRectF] = []
    for flag in sorted(plot.flags, key=_gravest):
        middle = min(max(frame.x(flag.at), frame.left + SIZE[0] / 2), frame.right - SIZE[0] / 2)
        place = next((one for one in _places(middle, frame) if not _touches(one, taken)), None)
        if place is not None:
            taken.append(place)
        yield flag, place


def _places(middle: float, frame: Frame) -> Iterator[QRectF]:
    """Over the line, then beside it, as long as the line still ends under the plate."""
    for aside in ASIDE:
        place = QRectF(middle + aside - SIZE[0] / 2, frame.top - ROOM + 1, *SIZE)
        if frame.left <= place.left() and place.right() <= frame.right:
            yield place


def _touches(place: QRectF, taken: Iterable[QRectF]) -> bool:
    return any(place.adjusted(-2, 0, 2, 0).intersects(other) for other in taken)


def paint_flags(painter: QPainter, plot: Plot, frame: Frame, look: Theme) -> None:
    """Lines first, so that no line crosses a plate."""
    made = tuple(plates(plot, frame))
    painter.setPen(QPen(look.colour("text"), 1))
    for flag, place in made:
        x = round(frame.x(flag.at)) + 0.5
        top = place.bottom() if place is not None else frame.top
        painter.drawLine(QPointF(x, top), QPointF(x, frame.bottom))
    for flag, place in made:
        if place is not None:
            paint_severity(painter, flag.level, place, look, is_quiet=flag.is_quiet)


def flag_at(plot: Plot, frame: Frame, at: QPointF) -> Flag | None:
    """The flag whose plate or line is there."""
    made = tuple(plates(plot, frame))
    on_plate = next((flag for flag, place in made if place is not None and place.contains(at)), None)
    if on_plate is not None or not frame.top - 2 <= at.y() <= frame.bottom:
        return on_plate
    near = [(abs(frame.x(flag.at) - at.x()), number) for number, (flag, _place) in enumerate(made)]
    distance, number = min(near, default=(NEAR + 1, 0))
    return made[number][0] if distance <= NEAR else None


def _gravest(flag: Flag) -> tuple[int, int]:
    return -flag.level, -flag.at
