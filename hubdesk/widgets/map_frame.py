"""Where on a screen each part of the map goes: France, Paris and its ring, overseas; or one département alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

from hubdesk.widgets.map_atlas import OVERSEAS, PARIS, Ring, Spot, atlas, border

PAD: Final = 8.0
GAP: Final = 6.0
WORDS: Final = 18.0  # px for the name of an inset
_PARTS: Final = 6.6  # the strip beside the mainland is cut in so many: one for each inset, Paris a little more


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the map: some départements in a rectangle. `is_inset`: they are also, or only, shown there."""

    rect: QRectF
    codes: tuple[str, ...]
    to_px: QTransform
    is_inset: bool = False

    def px(self, spot: Spot) -> QPointF:
        return self.to_px.map(QPointF(*spot))


@dataclass(frozen=True, slots=True)
class Frame:
    """The windows of a map, those on top last, and the outlines in px of each."""

    windows: tuple[Window, ...]
    outlines: tuple[dict[str, QPainterPath], ...]

    def at(self, place: QPointF) -> str:
        """The département under a point, or ""."""
        for window, outlines in zip(reversed(self.windows), reversed(self.outlines), strict=True):
            if not window.is_inset or window.rect.contains(place):
                found = next((code for code, path in outlines.items() if path.contains(place)), "")
                if found or window.is_inset:
                    return found
        return ""

    def window_of(self, code: str) -> Window | None:
        """Where to find a département first: on the mainland before the inset."""
        return next((window for window in self.windows if code in window.codes), None)

    def spot(self, code: str) -> QPointF:
        """The middle of a département, in px."""
        window = self.window_of(code)
        return window.px(atlas().departments[code].label) if window is not None else QPointF()


@cache
def outlines() -> dict[str, QPainterPath]:
    """Every département's outline in km. Built once, on the thread that reads: it takes a moment. Raises AtlasError."""
    return {code: as_path(one.rings) for code, one in atlas().departments.items()}


def as_path(rings: Iterable[Ring]) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
    return path


@cache
def area_border(codes: frozenset[str]) -> QPainterPath:
    """The line around some départements, in km."""
    known = atlas().departments
    return as_path(border(ring for code in sorted(codes) if code in known for ring in known[code].rings))


def frame_of(size: QSizeF, zoomed: str = "") -> Frame:
    """For a widget of that size; `zoomed`: that département fills it, its neighbours around it."""
    room = QRectF(PAD, PAD, max(40.0, size.width() - 2 * PAD), max(40.0, size.height() - 2 * PAD))
    windows = [_alone(zoomed, room)] if zoomed in outlines() else _france(room)
    known = outlines()
    paths = tuple({code: window.to_px.map(known[code]) for code in window.codes} for window in windows)
    return Frame(tuple(windows), paths)


def _alone(code: str, room: QRectF) -> Window:
    among = (code,) if code in OVERSEAS else (*(one for one in mainland() if one != code), code)
    inner = room.adjusted(room.width() * 0.06, room.height() * 0.06, -room.width() * 0.06, -room.height() * 0.06)
    return Window(room, among, fit_into(bounds_of((code,)), inner))


def _france(room: QRectF) -> list[Window]:
    """The mainland, and a strip of insets at its left, or under it where the room is taller than wide."""
    is_wide = room.width() >= room.height()
    along = room.height() if is_wide else room.width()
    part = min((along - 5 * GAP) / _PARTS, (room.width() if is_wide else room.height()) * 0.24)
    main = room.adjusted(part + GAP, 0, 0, 0) if is_wide else room.adjusted(0, 0, 0, -part - GAP)
    windows = [Window(main, mainland(), fit_into(bounds_of(mainland()), main))]
    at = room.top() if is_wide else room.left()
    step = GAP
    for codes in (PARIS, *((code,) for code in OVERSEAS)):
        longer = part * (_PARTS - len(OVERSEAS)) if codes == PARIS else part
        rect = QRectF(room.left(), at, part, longer) if is_wide else QRectF(at, room.bottom() - part, longer, part)
        inner = rect.adjusted(4, 4, -4, -WORDS if is_named(rect) else -4)
        windows.append(Window(rect, codes, fit_into(bounds_of(codes), inner), True))
        at += longer + step
    return windows


def is_named(rect: QRectF) -> bool:
    """Whether an inset has room for its name, under what it shows."""
    return rect.height() >= 48


@cache
def mainland() -> tuple[str, ...]:
    return tuple(code for code in outlines() if code not in OVERSEAS)


@cache
def bounds_of(codes: tuple[str, ...]) -> QRectF:
    """The box around these départements, in km."""
    made = QRectF()
    for code in codes:
        made = made.united(outlines()[code].boundingRect())
    return made


def fit_into(what: QRectF, into: QRectF) -> QTransform:
    """What brings a box of km into the middle of one of px, as large as it fits."""
    scale = max(1e-6, min(into.width() / what.width(), into.height() / what.height()))
    made = QTransform.fromTranslate(into.center().x(), into.center().y())
    made.scale(scale, scale)
    made.translate(-what.center().x(), -what.center().y())
    return made
