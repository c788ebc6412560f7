"""Faces of a wall under test: read a session at an instant, paint into a picture, and see what was drawn and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from hubdesk.core import HOUR, Millis, Scope, Span, Topic
from hubdesk.core.scenes import Cell, Option, options_of
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import Brush
from hubdesk.wall.face import Face, Showing, Veil
from hubdesk.wall.measure import Measure
from hubdesk.widgets.theme import Theme

FAR: Final = Measure(45, 56, 112, 306)  # 75 inches, 1920 px wide, from 6 m
CELL: Final = Measure(30, 38, 75, 204)  # one of 18 on a 4K screen, from 2 m
NEAR: Final = Measure(12, 15, 30, 82)  # a console's preview, a gallery
SHAPES: Final = (
    (1920, 1080, FAR),
    (1160, 620, FAR),
    (640, 600, FAR),
    (1800, 230, FAR),
    (640, 600, CELL),
    (600, 220, CELL),
    (320, 620, CELL),
    (640, 360, NEAR),
)  # px, and the letters that are asked for there
EDGE: Final = 24  # px around the area, in which nothing may be drawn
SOFT: Final = 1  # px that a smoothed edge may reach out
SENTINEL: Final = "#FF00FE"


def instant(text: str) -> Millis:
    """`2026-11-19T14:32+01:00`."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def scope(reader: Reader, end: str, length: Millis = 12 * HOUR, *names: str) -> Scope:
    """The topics of those names, all of the session's when none is named, up to an instant."""
    topics = tuple(one for one in reader.topics() if not names or one.name in names)
    return Scope(topics, instant(end) - length, instant(end))


def read(face: type[Face[Any]], reader: Reader, wanted: Scope, veil: Veil | None = None, **options: Option) -> Any:
    """What a cell with these options would be given."""
    asked = face.asked(Cell(face.name, options=options_of(options)), veil or Veil())
    return face.read(reader, wanted, asked)


def showing(topics: tuple[Topic, ...], wanted: Scope, zone: str = "Europe/Paris", motion: float = 1.0) -> Showing:
    """As a wall says it to its faces."""
    return Showing(Span(wanted.start, wanted.end), zone, topics, motion=motion)


@dataclass(frozen=True, slots=True)
class Written:
    """One text that was drawn: its font's height in px, and the px that its letters cover."""

    words: str
    px: int
    place: QRectF


class NotingPainter(QPainter):
    """Paints, and remembers every text."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.written: list[Written] = []

    def drawText(self, *told: Any) -> Any:
        font, words = self.font(), next(one for one in reversed(told) if isinstance(one, str))
        metrics = QFontMetricsF(font)
        letters = metrics.tightBoundingRect(words)
        if isinstance(told[0], QRectF):
            box = metrics.boundingRect(told[0], int(told[1]), words)
            letters.translate(box.left(), box.top() + metrics.ascent())
        elif isinstance(told[0], QPointF):
            letters.translate(told[0])
        self.written.append(Written(words, font.pixelSize(), self.transform().mapRect(letters)))
        return super().drawText(*told)


@dataclass
class Painted:
    """A face as it was painted, in an area with an edge around it."""

    image: QImage
    area: QRectF
    least: int
    written: list[Written] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "\n".join(one.words for one in self.written)

    def spilled(self) -> int:
        """How many px outside the area were drawn on."""
        shape = self.image.height(), self.image.width()
        drawn = np.frombuffer(self.image.constBits(), np.uint32).reshape(shape) != QColor(SENTINEL).rgb()
        reach = EDGE - SOFT
        drawn[reach : shape[0] - reach, reach : shape[1] - reach] = False
        return int(drawn.sum())

    def collisions(self) -> list[tuple[str, str]]:
        """Texts whose letters lie over one another."""
        places = [(one, one.place.adjusted(1, 1, -1, -1)) for one in self.written if not one.place.isEmpty()]
        return [
            (one.words, other.words)
            for number, (one, place) in enumerate(places)
            for other, beside in places[:number]
            if place.intersects(beside)
        ]

    def check(self) -> None:
        """What holds for every face at every size."""
        size = f"{self.area.width():.0f} x {self.area.height():.0f}, letters of {self.least}"
        assert not self.spilled(), f"painted outside its area: {size}"
        small = [one.words for one in self.written if one.px < self.least]
        assert not small, f"too small to be read: {small}, {size}"
        assert not self.collisions(), f"over one another: {self.collisions()}, {size}"

    def save(self, path: Path) -> None:
        self.image.copy(self.area.toRect()).save(str(path))


def painted(
    face: Face[Any],
    picture: Any,
    told: Showing,
    width: int,
    height: int,
    measure: Measure,
    before: Any = None,
    look: str = "wall",
) -> Painted:
    """Paint it on the ground that a cell has, with a sentinel's colour around."""
    image = QImage(width + 2 * EDGE, height + 2 * EDGE, QImage.Format.Format_RGB32)
    image.fill(QColor(SENTINEL))
    area, theme = QRectF(EDGE, EDGE, width, height), Theme(look)
    painter = NotingPainter(image)
    try:
        painter.fillRect(area, theme.colour("panel"))
        face.paint(Brush(painter, measure, theme), area, picture, before, told)
    finally:
        painter.end()
    return Painted(image, area, measure.least, painter.written)


def at_every_size(face: Face[Any], picture: Any, told: Showing, before: Any = None) -> Iterator[Painted]:
    """Painted and checked at each of SHAPES, with one face, as a wall keeps it."""
    for width, height, measure in SHAPES:
        made = painted(face, picture, told, width, height, measure, before)
        made.check()
        yield made
