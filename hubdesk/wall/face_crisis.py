"""How many times the usual an episode is: one number that a room sees, what it rests on, and its curve."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.i18n import N_, UNKNOWN, _
from hubdesk.wall.brush import Brush
from hubdesk.wall.crisis import WallCrisis, WallRoom
from hubdesk.wall.crisis_words import (
    calm,
    hour_of,
    loudness,
    name_of,
    of_which_hour,
    per_minute,
    times_of,
    title_line,
    usual,
)
from hubdesk.wall.curve_shape import paint_shape
from hubdesk.wall.face import Showing
from hubdesk.wall.face_of_crisis import OfCrisis
from hubdesk.wall.facts import rolled
from hubdesk.wall.layer import Layer
from hubdesk.wall.measure import Measure
from hubdesk.wall.stack import Line, Stack
from hubdesk.widgets.crisis_times import times_text

PART: Final = 0.22  # of the height, that it is kept
CURVE: Final = 2.6  # lines of text, that a curve is high at least


class CrisisFace(OfCrisis):
    """Of the episode that is named, or of the gravest that lasts."""

    name: ClassVar[str] = "crisis"
    title: ClassVar[str] = N_("Crisis room")

    def __init__(self) -> None:
        self._layer, self._stack = Layer(), Stack()

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 6, measure.text * 3)

    def vacancy(self, picture: WallCrisis, showing: Showing) -> str:
        return calm(picture) if picture.room is None else ""

    def says(self, picture: WallCrisis, showing: Showing) -> str:
        room = picture.room
        if room is None:
            return calm(picture)
        return f"{name_of(room)}: {loudness(room, picture)}; {usual(room)[0]}; {hour_of(room, picture)}."

    def paint(
        self, brush: Brush, area: QRectF, picture: WallCrisis, before: WallCrisis | None, showing: Showing
    ) -> None:
        room = picture.room
        if room is None:
            return
        then = before.room if before is not None else None
        was = times_of(then) if then is not None and then.known.id == room.known.id else None
        times = times_of(room)
        hero = times_text(times if times is None else rolled(times, was, showing.motion))
        sizers = tuple(times_text(one) for one in (times, was) if one is not None)
        below = max(CURVE * brush.height("text"), PART * area.height())
        left = self._stack.paint(brush, area, hero, _lines(room, picture, brush), sizers, below)
        if left.height() >= CURVE * brush.height("text") * 0.75:
            paint_shape(brush, self._layer, left.adjusted(0, brush.measure.pad, 0, 0), room.trend)


def _lines(room: WallRoom, picture: WallCrisis, brush: Brush) -> tuple[Line, ...]:
    """The caption stays to the last, then the pace, whose it is, and what is usual."""
    caption = (_("times the usual"),) if times_of(room) is not None else (of_unknown(room), UNKNOWN)
    pace, span = per_minute(room), hour_of(room, picture)
    hour = of_which_hour(room, picture)
    return (
        title_line(room, picture, brush.look, 2),
        Line(caption, 0, "strong", "text", 2),
        Line((f"{pace} {hour}", pace), 1),
        Line(usual(room), 3, most=2),
        Line((span,), 4),
    )


def of_unknown(room: WallRoom) -> str:
    """Why there is no multiple."""
    if room.level.usual is None:
        return _("what is usual is not known")
    return _("the last hour was not heard as a whole")
