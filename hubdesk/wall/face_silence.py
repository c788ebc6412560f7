"""For how long a brand's official channels have said nothing of what people report, or after how long one did."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.i18n import N_
from hubdesk.wall.brush import Brush
from hubdesk.wall.crisis import WallCrisis, WallRoom
from hubdesk.wall.crisis_owed import (
    channel_words,
    no_silence,
    silence_caption,
    silence_hero,
    silence_more,
    silence_sentence,
)
from hubdesk.wall.crisis_words import calm, name_of, title_line
from hubdesk.wall.face import Showing
from hubdesk.wall.face_of_crisis import OfCrisis
from hubdesk.wall.measure import Measure
from hubdesk.wall.stack import Line, Stack

CHANNELS: Final = 9  # the rank of their list: the first to leave


class SilenceFace(OfCrisis):
    """The clock of the episode that is named, or of the gravest that lasts."""

    name: ClassVar[str] = "silence"
    title: ClassVar[str] = N_("Official silence")

    def __init__(self) -> None:
        self._stack = Stack()

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 6, measure.text * 3)

    def vacancy(self, picture: WallCrisis, showing: Showing) -> str:
        return calm(picture) if picture.room is None else no_silence(picture.room)

    def says(self, picture: WallCrisis, showing: Showing) -> str:
        room = picture.room
        if room is None or room.silence is None:
            return self.vacancy(picture, showing)
        more = ", ".join(silence_more(room.silence, picture))
        return f"{name_of(room)}: {silence_sentence(room.silence, room.stretch.end)}; {more}."

    def paint(
        self, brush: Brush, area: QRectF, picture: WallCrisis, before: WallCrisis | None, showing: Showing
    ) -> None:
        room = picture.room
        if room is None or room.silence is None:
            return
        said = room.silence
        lines = [
            title_line(room, picture, brush.look, 5),
            Line(silence_caption(said), 0, most=3),
            *(Line((words,), 1 + place, most=2) for place, words in enumerate(silence_more(said, picture))),
            *_channels(brush, area, room, picture),
        ]
        self._stack.paint(brush, area, silence_hero(said, room.stretch.end), lines)


def _channels(brush: Brush, area: QRectF, room: WallRoom, picture: WallCrisis) -> tuple[Line, ...]:
    """All of them, or none: a list that leaves some out would say that they are not asked."""
    words = tuple(channel_words(room, picture))
    fits = all(brush.width(one, "least") <= area.width() for one in words)
    return tuple(Line((one,), CHANNELS, "least") for one in words) if fits else ()
