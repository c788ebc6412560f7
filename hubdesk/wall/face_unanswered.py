"""How many mentions wait for a brand's answer, and how that changed in an hour: an estimate, and called one."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.i18n import N_, _, number
from hubdesk.panels.crisis_forecast import forecast_words
from hubdesk.wall.brush import Brush
from hubdesk.wall.crisis import WallCrisis
from hubdesk.wall.crisis_owed import in_an_hour, no_answers, paces_words
from hubdesk.wall.crisis_words import calm, name_of, title_line
from hubdesk.wall.face import Showing
from hubdesk.wall.face_of_crisis import OfCrisis
from hubdesk.wall.facts import rolled
from hubdesk.wall.measure import Measure
from hubdesk.wall.stack import Line, Stack


class UnansweredFace(OfCrisis):
    """Of the episode that is named, or of the gravest that lasts."""

    name: ClassVar[str] = "unanswered"
    title: ClassVar[str] = N_("Unanswered")

    def __init__(self) -> None:
        self._stack = Stack()

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 6, measure.text * 3)

    def vacancy(self, picture: WallCrisis, showing: Showing) -> str:
        return calm(picture) if picture.room is None else no_answers(picture.room)

    def says(self, picture: WallCrisis, showing: Showing) -> str:
        room = picture.room
        if room is None or room.waiting is None:
            return self.vacancy(picture, showing)
        return f"{name_of(room)}: {forecast_words(room.waiting, picture.zone)}"

    def paint(
        self, brush: Brush, area: QRectF, picture: WallCrisis, before: WallCrisis | None, showing: Showing
    ) -> None:
        room = picture.room
        if room is None or room.waiting is None:
            return
        then = before.room if before is not None else None
        was = None
        if then is not None and then.waiting is not None and then.known.id == room.known.id:
            was = then.waiting.waiting
        now = room.waiting.waiting
        lines = (
            title_line(room, picture, brush.look, 3),
            Line(in_an_hour(room), 0, most=2),
            Line(
                (
                    _("an estimate: without reposts and articles, each reply taken for one answer"),
                    _("an estimate: each reply taken for one answer"),
                    _("an estimate"),
                ),
                1,
                most=2,
            ),
            Line((paces_words(room),), 4, most=2),
        )
        sizers = tuple(_estimate(one) for one in (now, was) if one is not None)
        self._stack.paint(brush, area, _estimate(rolled(now, was, showing.motion)), lines, sizers)


def _estimate(waiting: float) -> str:
    """`≈ 1 097`: nobody counted it."""
    return f"≈\u202f{number(waiting)}"
