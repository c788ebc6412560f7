"""A clock that counts from T0: an instant that was set, or the first mention of an event; without either, the time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import MINUTE, Millis, Scope
from hubdesk.core.scenes import Cell
from hubdesk.desk.words import zone_words
from hubdesk.i18n import MINUS, N_, _, clock, day, ngettext, number
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.measure import Measure
from hubdesk.wall.since import Since, SinceOptions, elapsed, read_since
from hubdesk.wall.stack import Line, Stack
from hubdesk.widgets.chart_ticks import time_label
from hubdesk.widgets.text import tame

LONGEST: Final = 40  # characters of a name, or of what is no instant


class ClockFace(Face[Since]):
    """It goes on between two reads: what it shows is the end of what its cell looks at."""

    name: ClassVar[str] = "clock"
    title: ClassVar[str] = N_("Clock")

    def __init__(self) -> None:
        self._stack = Stack()

    @staticmethod
    def asked(cell: Cell, veil: Veil) -> Hashable:
        return SinceOptions(str(cell.option("since", "")))

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> Since:
        """Worker thread."""
        return read_since(reader, scope, options if isinstance(options, SinceOptions) else SinceOptions())

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 5, measure.text * 2)

    def says(self, picture: Since, showing: Showing) -> str:
        more = (line.words[0] for line in _lines(picture, _now(picture, showing)))
        return f"{', '.join((_hero(picture, _now(picture, showing)), *more))}."

    def paint(self, brush: Brush, area: QRectF, picture: Since, before: Since | None, showing: Showing) -> None:
        now = _now(picture, showing)
        self._stack.paint(brush, area, _hero(picture, now), tuple(_lines(picture, now)))


def _now(picture: Since, showing: Showing) -> Millis:
    return max(picture.end, showing.span.end)


def _hero(picture: Since, now: Millis) -> str:
    """`T0 + 1 h 42`, `T0 − 20 min` before it, or the time of day; of less than a minute, that it is T0."""
    if picture.zero is None:
        return clock(now, picture.zone)
    after = now - picture.zero
    if abs(after) < MINUTE:
        return "T0"
    return _("T0 {sign} {time}").format(sign="+" if after > 0 else MINUS, time=elapsed(abs(after)))


def _lines(picture: Since, now: Millis) -> Iterator[Line]:
    zone = picture.zone
    if picture.wrong:
        words = _("“{since}” is no instant; write one such as 2026-11-19T10:05").format(
            since=tame(picture.wrong, LONGEST)
        )
        yield Line((words, _("T0 is no instant")), 1, most=3)
    if picture.zero is None:
        yield Line((f"{day(now, zone)}, {zone_words(zone)}", zone_words(zone)), 2)
        if picture.event is not None:
            name = tame(picture.event.name, LONGEST)
            yield Line((_("{topic}: no mention yet").format(topic=name), _("no mention yet")), 1, most=2)
        return
    time = time_label(picture.zero, zone, with_day=day(picture.zero, zone) != day(now, zone))
    yield Line(_since(picture, now, time), 0, "text", "text2", 2)
    if picture.mentions is not None:
        yield Line((ngettext("{n} mention", "{n} mentions", picture.mentions).format(n=number(picture.mentions)),), 1)
    if picture.unheard:
        yield Line((_("some of it was not heard"),), 1, is_hatched=True)


def _since(picture: Since, now: Millis, time: str) -> tuple[str, ...]:
    if picture.zero is not None and picture.zero > now:
        return (_("at {time}").format(time=time),)
    short = _("since {time}").format(time=time)
    if picture.event is None:
        return (short,)
    name = tame(picture.event.name, LONGEST)
    return _("since {time}, first mention of {topic}").format(time=time, topic=name), short
