"""The gravest episode that lasts: its plate, whose it is, and what is known of it, as a band or as a whole screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from hubdesk.i18n import N_
from hubdesk.wall.brush import Brush
from hubdesk.wall.crisis import WallCrisis, WallRoom
from hubdesk.wall.crisis_words import (
    calm,
    facts_of,
    is_quiet,
    last_words,
    level_words,
    name_of,
    names_of,
    others_words,
    watched,
)
from hubdesk.wall.curve_shape import paint_shape
from hubdesk.wall.face import Showing
from hubdesk.wall.face_of_crisis import OfCrisis
from hubdesk.wall.layer import Layer
from hubdesk.wall.measure import Measure
from hubdesk.wall.stack import whole
from hubdesk.widgets.severity import held

SIZES: Final = (1.0, 0.8, 0.65)  # of a head's letters, that are tried for its name before those of text
EDGE: Final = 0.14  # of a line of text, is the band at the left of what is grave
GRAVE: Final = 2  # the level from which that band is yellow
MOST_LINES: Final = 5  # of one fact
SHAPE: Final = 3.0  # lines of text, that its curve is high at least
SHARE: Final = 0.45  # of the height, that its curve may take


class EpisodeFace(OfCrisis):
    """Or the one that a cell names. When none lasts it says so, and how the last one ended."""

    name: ClassVar[str] = "episode"
    title: ClassVar[str] = N_("Episode")
    has_own_head: ClassVar[bool] = True  # a plate needs no title over it

    def __init__(self) -> None:
        self._layer = Layer()

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 8, measure.text * 1.6)

    def says(self, picture: WallCrisis, showing: Showing) -> str:
        room = picture.room
        if room is None:
            return ". ".join((calm(picture).rstrip("."), *(one[0] for one in _calm_facts(picture)))) + "."
        more = others_words(picture)
        told = (level_words(room.known), name_of(room), *(one[0] for one in facts_of(room, picture)), more)
        return "; ".join(filter(None, told)) + "."

    def paint(
        self, brush: Brush, area: QRectF, picture: WallCrisis, before: WallCrisis | None, showing: Showing
    ) -> None:
        room = picture.room
        edge = brush.height("text") * EDGE
        is_grave = room is not None and held(room.known.severity) >= GRAVE and not is_quiet(room.known)
        ink = "signal" if is_grave else "line"
        brush.painter.fillRect(QRectF(area.left(), area.top(), edge, area.height()), brush.colour(ink))
        inner = area.adjusted(edge + brush.measure.pad, 0, 0, 0)
        if room is None:
            _paint_calm(brush, inner, picture)
            return
        if inner.width() < brush.plate_width("") or inner.height() < brush.height("text") * 1.2:
            return
        left = _paint_head(brush, inner, room, picture)
        facts = list(_set(brush, left, [*facts_of(room, picture), (others_words(picture),)]))
        high = brush.height("text")
        below = min(SHARE * area.height(), left.height() - high * sum(map(len, facts)))
        if below < SHAPE * high:
            below = 0.0
        _write(brush, left, facts)
        if below:
            place = QRectF(inner.left(), area.bottom() - below, inner.width(), below)
            paint_shape(brush, self._layer, place.adjusted(0, brush.measure.pad, 0, 0), room.trend)


def _paint_head(brush: Brush, place: QRectF, room: WallRoom, picture: WallCrisis) -> QRectF:
    """Plate, marker and name in letters as large as there is room for, on one line. Returns what is left below."""
    style = brush.look.topic_style(room.topic, picture.topics) if room.topic is not None else None
    quiet, level = is_quiet(room.known), held(room.known.severity)
    pad, high = brush.measure.pad, brush.height("text") * 1.2
    plate, px, name = _headline(brush, place, names_of(room), level_words(room.known), style is not None)
    line = brush.height("head", px)
    top = place.top() + max(0.0, (line - high) / 2)
    used = brush.plate(level, plate, QRectF(place.left(), top, place.width(), high), is_quiet=quiet) + pad
    middle = top + high / 2
    if style is not None:
        size = line * 0.46
        brush.marker(style, QPointF(place.left() + used + size * 0.58, middle), size)
        used += size * 1.6
    beside = QRectF(place.left() + used, middle - line / 2, place.width() - used + 1, line)
    down = max(line, high) + pad * 0.3
    if brush.width(name, "head", px) > beside.width() and place.height() >= down + line:  # whole below, not cut beside
        beside = QRectF(place.left(), place.top() + down, place.width(), line)
        down += line
    brush.write(name, beside, "head", px=px)
    return place.adjusted(0, down, 0, 0)


def _headline(brush: Brush, place: QRectF, names: Sequence[str], plate: str, has_marker: bool) -> tuple[str, int, str]:
    """The plate's words, the letters' height and the name: large and whole; then smaller, then in fewer words."""
    sizes = [round(brush.measure.head * one) for one in SIZES] if place.height() > 4 * brush.height("text") else []
    pad = brush.measure.pad
    for name in names:
        for px in (*sizes, brush.measure.text):
            marker = brush.height("head", px) * 0.46 * 1.6 if has_marker else 0.0
            for words in dict.fromkeys((plate, "")) if px == brush.measure.text else (plate,):
                wide = brush.plate_width(words) + pad + marker + brush.width(name, "head", px)
                if wide <= place.width() and brush.height("head", px) <= place.height():
                    return words, px, name
    return "", brush.measure.least, names[-1]


def _set(brush: Brush, place: QRectF, facts: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Each fact in the fullest wording that stands whole; one that has no room leaves, and the next is tried."""
    room = int((place.height() + 0.5) // brush.height("text"))
    for wordings in facts:
        one_line = [[words] for words in wordings if words and brush.width(words) <= place.width()]
        wrapped = (whole(brush, words, place.width(), min(MOST_LINES, room), "text", 0) for words in wordings)
        said = one_line[0] if one_line else next(filter(None, wrapped), [])
        if said and len(said) <= room:
            room -= len(said)
            yield said


def _write(brush: Brush, place: QRectF, facts: Sequence[Sequence[str]]) -> None:
    high, top = brush.height("text"), place.top()
    for lines in facts:
        for words in lines:
            brush.write(words, QRectF(place.left(), top, place.width() + 1, high), ink="text2")
            top += high


def _paint_calm(brush: Brush, place: QRectF, picture: WallCrisis) -> None:
    """Nothing lasts: said in ink, without a plate."""
    used = brush.paragraph(calm(picture), place, 3, "strong", "text")
    left = place.adjusted(0, used, 0, 0)
    _write(brush, left, list(_set(brush, left, list(_calm_facts(picture)))))


def _calm_facts(picture: WallCrisis) -> Iterator[Sequence[str]]:
    if picture.last is not None:
        yield last_words(picture.last, picture)
    if picture.watched_until is not None and not picture.is_gone:
        yield (watched(picture),)
    if picture.others:
        yield (others_words(picture),)
