"""The map on a wall: where people say that it happens, and beside it what was announced."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPen

from hubdesk.core import Scope
from hubdesk.i18n import N_, _, number
from hubdesk.panels.map_picture import NEEDED, MapOptions, MapPicture, area_label, placed_text, read_map
from hubdesk.panels.map_shown import shown_of, too_few
from hubdesk.panels.official_words import area_name
from hubdesk.store.reader import Reader
from hubdesk.wall.brush import MIDDLE, Brush
from hubdesk.wall.face import Face, Showing
from hubdesk.wall.facts import BETWEEN, fact_lines, frame, is_too_small, rolled, vacant, write_foot
from hubdesk.wall.kept_paint import KeptPaint
from hubdesk.wall.map_ground import Land, ground_of, inset_name, paint_ground
from hubdesk.wall.map_labels import Label, Named, lay_out, paint_labels
from hubdesk.wall.measure import Measure
from hubdesk.widgets.empty_reasons import why_empty
from hubdesk.widgets.map_frame import Frame
from hubdesk.widgets.map_paint import class_of
from hubdesk.widgets.map_values import CLASSES, MapShown, Place, Scale, fitted
from hubdesk.widgets.text import tame

NAMED: Final = 3
LEAST_SIDE: Final = 5.5  # times the text, below which places are named in lines and not drawn
STEPS_FROM: Final = 13.0  # times the text that the map is high, from which its steps are printed
SMALL: Final = 9.0  # times the text, below which a map names two places and no figures
GROWN: Final = 2  # classes that the loudest place has left the scale by, before the scale follows it
EN_SPACE: Final = "\u2002"


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a picture's words go in a room: kept until either is another one."""

    key: tuple[object, ...]
    picture: MapPicture
    land: Frame
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Shades:
    """What colours the ground, and no more: another count of the same step paints nothing anew."""

    land: Frame
    classes: tuple[tuple[int, bool], ...]
    area: frozenset[str]


class MapFace(Face[MapPicture]):
    """Its colours keep their steps while it is up, unless what it shows has left them by far: a scale that follows
    every change says nothing of change."""

    name: ClassVar[str] = "map"
    title: ClassVar[str] = N_("Map")
    pace_seconds: ClassVar[float] = 5.0

    def __init__(self) -> None:
        self._scale: Scale | None = None
        self._laid: Laid | None = None
        self._shades: Shades | None = None
        self._ground = KeptPaint()

    @staticmethod
    def read(reader: Reader, scope: Scope, options: Hashable) -> MapPicture:
        """Worker thread: mentions by the places their texts name, and what the official channels said."""
        return read_map(reader, scope, MapOptions())

    def needs(self, measure: Measure) -> QSizeF:
        return QSizeF(measure.text * 7, measure.text * 3)

    def vacancy(self, picture: MapPicture, showing: Showing) -> str:
        if picture.empty is not None:
            return vacant(why_empty(picture.empty, picture.stored, picture.span.end, picture.zone))
        return vacant(too_few(picture)) if picture.placed < NEEDED else ""

    def subtitle(self, picture: MapPicture, showing: Showing) -> str:
        return "" if self.vacancy(picture, showing) else _("mentions per 100,000 inhabitants")

    def says(self, picture: MapPicture, showing: Showing) -> str:
        shown = self._shown(picture)
        told = [placed_text(picture), area_label(picture, shown.by_rate)]
        told += [_words(one, shown.by_rate)[0].replace(EN_SPACE, " ") for one in named_places(picture, shown)]
        return ", ".join(filter(None, told)) + "."

    def paint(
        self, brush: Brush, area: QRectF, picture: MapPicture, before: MapPicture | None, showing: Showing
    ) -> None:
        if is_too_small(brush, area):
            return
        foot = tuple(_foot(picture, before, showing))
        room = write_foot(brush, foot, area, 2 if area.height() > 10 * brush.measure.text else 1)
        shown = self._shown(picture)
        if min(room.width(), room.height()) < LEAST_SIDE * brush.measure.text:
            _list(brush, picture, shown, room)
            return
        laid = self._laid_out(brush, picture, shown, room.size())
        classes = tuple((class_of(one, shown), one.is_few) for one in shown.places)
        shades = Shades(laid.land, classes, shown.area)
        if shades != self._shades:
            self._shades = shades
        self._ground.show(brush, room, self._shades, partial(_paint_ground, laid.land, shown))
        for window in laid.land.windows:
            if window.is_inset and (words := inset_name(window, brush)):
                place = window.rect.translated(room.topLeft())
                place.setTop(place.bottom() - brush.height("least"))
                brush.write(words, place, "least", "text2", MIDDLE)
        paint_labels(brush, laid.labels, room.topLeft(), _radius(brush.measure))
        if room.height() >= STEPS_FROM * brush.measure.text:
            _steps(brush, shown.scale, room, laid)

    def _shown(self, picture: MapPicture) -> MapShown:
        found = fitted(picture.places, True)
        held = self._scale
        apart = 0 if held is None else CLASSES - 1 - held.class_of(found.steps[-1])
        if held is None or apart >= GROWN or found.steps[0] >= held.steps[-1]:
            self._scale = held = found
        return shown_of(picture, MapOptions(), True, held)

    def _laid_out(self, brush: Brush, picture: MapPicture, shown: MapShown, size: QSizeF) -> Laid:
        key = (size.width(), size.height(), brush.measure, shown.scale)
        kept = self._laid
        if kept is None or kept.key != key or kept.picture is not picture:
            land = ground_of(size, brush.measure) if kept is None or kept.key != key else kept.land
            self._laid = kept = Laid(key, picture, land, _labels(picture, shown, land, size, brush))
        return kept


def _paint_ground(land: Frame, shown: MapShown, brush: Brush, size: QSizeF) -> None:
    paint_ground(brush, land, shown)


def named_places(picture: MapPicture, shown: MapShown) -> tuple[Place, ...]:
    """Those that people report outside the announced area, by how many do; without one, the loudest."""
    places = {one.code: one for one in picture.places}
    said = picture.said
    if said is not None and said.area is not None and not picture.options.area and said.area.outside:
        found = [places[one.code] for one in said.area.outside if one.code in places]
    else:
        found = [
            one for one in shown.loudest() if not one.is_few and one.rate is not None and one.code not in shown.area
        ]
    return tuple(found[:NAMED])


def _words(one: Place, by_rate: bool) -> tuple[str, ...]:
    """Its name and figure, or its name: a rate of a few says nothing."""
    name = tame(one.name, 60)
    return (name,) if by_rate and one.is_few else (f"{name}{EN_SPACE}{one.figure(by_rate)}", name)


def _radius(measure: Measure) -> float:
    return max(3.0, measure.text * 0.19)


def _labels(picture: MapPicture, shown: MapShown, land: Frame, size: QSizeF, brush: Brush) -> tuple[Label, ...]:
    """What was announced, then the loudest places: on a small map fewer of them, and by their names alone."""
    wanted = []
    reach = _radius(brush.measure) * 1.5
    box = QRectF()
    for code in shown.area:
        if (window := land.window_of(code)) is not None and not window.is_inset:
            box = box.united(land.outlines[land.windows.index(window)][code].boundingRect())
    if not box.isNull() and picture.said is not None:
        announced = _("{place}, announced").format(place=area_name(picture.said))
        wanted.append(Named((announced, _("announced")), box, has_dot=False))
    is_small = min(size.width(), size.height()) < SMALL * brush.measure.text
    for one in named_places(picture, shown)[: NAMED - is_small]:
        if land.window_of(one.code) is not None:
            spot = land.spot(one.code)
            words = _words(one, True)[-1:] if is_small else _words(one, True)
            wanted.append(Named(words, QRectF(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach)))
    insets = [window.rect for window in land.windows if window.is_inset]
    return lay_out(wanted, QRectF(QPointF(0, 0), size), brush, Land(land, shown, size), insets)


def _foot(picture: MapPicture, before: MapPicture | None, showing: Showing) -> Iterator[str]:
    """How many name a place comes first, and is never left out; it rolls."""
    first, *others = placed_text(picture).split(BETWEEN)
    placed = round(rolled(picture.placed, before.placed if before else None, showing.motion))
    yield (
        _("{n} placed of {all}").format(n=number(placed), all=number(picture.all))
        if placed != picture.placed
        else first
    )
    yield from others


def _list(brush: Brush, picture: MapPicture, shown: MapShown, room: QRectF) -> None:
    """Without room for a map: what was announced, and the places by name."""
    told = [_words(one, shown.by_rate)[0] for one in named_places(picture, shown)]
    high = brush.height("strong")
    lines = fact_lines(
        brush, (*told, area_label(picture, shown.by_rate)), room.width(), int(room.height() // high), "strong"
    )
    for place, line in enumerate(lines):
        brush.write(line, QRectF(room.left(), room.top() + place * high, room.width(), high), "strong")


def _steps(brush: Brush, scale: Scale, room: QRectF, laid: Laid) -> None:
    """The five colours with the figure at which each begins, in a corner where nothing is in the way."""
    high, texts = brush.height("least"), scale.texts()
    part = max(brush.width(one, "least") for one in texts) + high * 0.4
    wide, tall = part * CLASSES, high * 1.35
    taken = [*(label.box for label in laid.labels), *(one.rect for one in laid.land.windows if one.is_inset)]
    for corner in ((1, 1), (1, 0), (0, 1), (0, 0)):
        there = QRectF(corner[0] * (room.width() - wide), corner[1] * (room.height() - tall), wide, tall)
        is_free = wide <= room.width() and not any(there.intersects(box) for box in taken)
        if is_free and not any(path.intersects(there) for path in laid.land.outlines[0].values()):
            _paint_steps(brush, texts, there.translated(room.topLeft()), part)
            return


def _paint_steps(brush: Brush, texts: tuple[str, ...], place: QRectF, part: float) -> None:
    high = brush.height("least")
    for step in range(CLASSES):
        swatch = QRectF(place.left() + step * part, place.top(), part, high * 0.3)
        brush.painter.fillRect(swatch, brush.colour(f"seq.{step}"))
        if step:
            edge = QRectF(swatch.left() - part / 2, place.top() + high * 0.35, part, high)
            brush.write(texts[step - 1], edge, "least", "text2", MIDDLE, whole=True)
    outline = QRectF(place.left(), place.top(), place.width(), high * 0.3)
    frame(brush.painter, outline, QPen(brush.colour("line_strong"), brush.measure.line))
