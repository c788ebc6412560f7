"""How many mentions there are, as one number: with how many a minute, how many are usual, and what nobody heard."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, QSizeF

from hubdesk.core import Scope, Topic
from hubdesk.i18n import N_, _, clock, duration, ngettext, number
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing
from hubdesk.wall.facts import rolled, vacant
from hubdesk.wall.measure import Measure
from hubdesk.wall.stack import Line, Stack
from hubdesk.wall.volume import Usual, Volume, read_volume
from hubdesk.widgets.crisis_times import times_text
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.text import tame

NAMED: Final = 3  # topics that are named
LONGEST_NAME: Final = 60
SLOW: Final = 10  # mentions a minute, below which they have a decimal
LEAST: Final = 1.0  # mentions: a multiple of fewer means nothing


class VolumeFace(Face[Volume]):
    """A mention that two of the topics heard counts once."""

    name: ClassVar[str] = "volume"
    title: ClassVar[str] = N_("Mentions")
    pace_seconds: ClassVar[float] = 5.0

    def __init__(self) -> None:
        self._stack = Stack()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> Volume:
        """Worker thread."""
        return read_volume(reader, scope)

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 5, measure.text * 2.5)

    def vacancy(self, picture: Volume, showing: Showing) -> str:
        if picture.empty is None:
            return ""
        return vacant(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))

    def says(self, picture: Volume, showing: Showing) -> str:
        count = ngettext("{n} mention", "{n} mentions", picture.count).format(n=number(picture.count))
        more = (line.words[0] for line in _lines(picture, showing, None) if line.words and not line.is_above)
        return f"{', '.join((count, *list(more)[1:]))}."

    def paint(self, brush: Brush, area: QRectF, picture: Volume, before: Volume | None, showing: Showing) -> None:
        if picture.empty is not None:
            return
        was = before.count if before is not None and before.topics == picture.topics else None
        sizers = tuple(number(one) for one in (picture.count, was) if one is not None)
        hero = number(round(rolled(picture.count, was, showing.motion)))
        self._stack.paint(brush, area, hero, tuple(_lines(picture, showing, brush)), sizers)


def _lines(picture: Volume, showing: Showing, brush: Brush | None) -> Iterator[Line]:
    if brush is not None and (above := _whose(picture, showing, brush)) is not None:
        yield above
    yield Line((ngettext("mention", "mentions", picture.count),), 1, "strong", "text")
    yield Line(_pace(picture), 2)
    if picture.unheard:
        yield Line(
            (
                _("{time} of the span not heard").format(time=duration(picture.unheard)),
                _("{time} not heard").format(time=duration(picture.unheard)),
            ),
            0,
            is_hatched=True,
        )
    yield Line(_usual(picture), 3, most=2)


def _whose(picture: Volume, showing: Showing, brush: Brush) -> Line | None:
    """The topics that are counted, where they are not all there are."""
    topics = picture.topics
    if not topics or len(topics) == len(showing.topics) > 1:
        return None
    if len(topics) == 1:
        style = brush.look.topic_style(topics[0], showing.topics or topics)
        return Line((_name(topics[0]),), 4, "strong", "text", is_above=True, style=style)
    n = ngettext("{n} topic", "{n} topics", len(topics)).format(n=number(len(topics)))
    named = (", ".join(_name(one) for one in topics),) if len(topics) <= NAMED else ()
    return Line((*named, n), 4, "strong", "text", is_above=True)


def _name(topic: Topic) -> str:
    return tame(topic.name, LONGEST_NAME)


def _pace(picture: Volume) -> tuple[str, ...]:
    if picture.a_minute is None:
        return (_("how many a minute is not known"),)
    pace = _("{n}/min").format(n=number(picture.a_minute, 1 if picture.a_minute < SLOW else 0))
    time = clock(picture.paced_at, picture.zone)
    return _("{pace} in the 10 min up to {time}").format(pace=pace, time=time), pace


def _usual(picture: Volume) -> tuple[str, ...]:
    """Against the same hours of the days before: an estimate; of so few nothing is a multiple."""
    usual: Usual | None = picture.usual
    if usual is None:
        return (_("what is usual is not known"),)
    about = number(usual.middle, 1 if usual.middle < SLOW else 0)
    text = ngettext(
        "usual at these hours: about {n}, an estimate from {days} day",
        "usual at these hours: about {n}, an estimate from {days} days",
        usual.days,
    ).format(n=about, days=number(usual.days))
    if usual.middle < LEAST or picture.unheard:
        return text, _("usual: about {n}").format(n=about)
    times = times_text(picture.count / usual.middle)
    return (
        _("{times} the usual; {usual}").format(times=times, usual=text),
        _("{times} the usual, about {n} (estimate)").format(times=times, n=about),
        _("{times} the usual (estimate)").format(times=times),
    )
