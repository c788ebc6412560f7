"""One number as large as it fits, and lines around it that leave one by one where room is short."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPen

from hubdesk.wall.brush import Brush, metrics
from hubdesk.wall.facts import frame
from hubdesk.widgets.theme import TopicStyle

WIDE: Final = 2.4  # times as wide as high, from which lines stand beside the number
BESIDE: Final = (0.5, 0.42, 0.34)  # of such a width, that the number may take
LARGER: Final = 1.7  # times the hero's letters, where there is much room
VAST: Final = 14  # lines of text, that an area is high and wide from which lines grow too
GROWN: Final = (2.0, 1.6, 1.3)
WEIGHT: Final = 600
BELOW: Final = 0.16  # of the letters, between the number and what follows
DESCENDING: Final = frozenset("gjpqyçQ,;()")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of facts: the fullest of `words` that fits in so many lines. The higher its `rank`, the sooner it leaves,
    with all of that rank; 0 stays to the last. Before the words stand a plate (`level`, `level_words`), the marker of a
    topic (`style`), the sign of what nobody heard (`is_hatched`)."""

    words: tuple[str, ...]
    rank: int = 1
    role: str = "text"
    ink: str = "text2"
    most: int = 1
    is_above: bool = False
    style: TopicStyle | None = None
    level: int | None = None
    level_words: str = ""
    is_quiet: bool = False
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as it will stand."""

    line: Line
    said: tuple[str, ...]
    plate: str
    px: int
    height: float


class Stack:
    """Keeps how the last number and its lines were arranged: a number that rolls is painted thirty times a second."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._made: list[_Set] = []
        self._px, self._is_beside = 0, False

    def paint(
        self,
        brush: Brush,
        area: QRectF,
        hero: str,
        lines: Sequence[Line],
        sizers: Sequence[str] = (),
        below: float = 0.0,
    ) -> QRectF:
        """The number and its lines from the area's top on. `sizers`: the numbers that must fit in the same letters, as
        while one rolls; none: this one. `below` px are kept free under it all if that costs no line. Returns what is
        left."""
        sized = tuple(sizers) or (hero,)
        told = tuple(line for line in lines if any(line.words))
        key = (area.width(), area.height(), below, brush.measure, sized, told)
        if key != self._key:
            is_strip = area.width() > WIDE * area.height()
            made = _beside(brush, area, told, sized) if is_strip else None
            self._key, self._is_beside = key, made is not None
            self._made, self._px = made or _below(brush, area, told, sized, below)
        if self._is_beside:
            return _paint_beside(brush, area, hero, self._made, sized, self._px)
        return _paint(brush, area, hero, self._made, self._px)


def _below(
    brush: Brush, area: QRectF, lines: Sequence[Line], sized: Sequence[str], below: float
) -> tuple[list[_Set], int]:
    """Lines above and below the number: larger ones on a vast area, fewer where room is short."""
    is_vast = min(area.height(), area.width()) > VAST * brush.height("text")
    for scale in GROWN if is_vast else ():
        made = _all_set(brush, lines, area.width(), scale)
        px = _px(brush, area, sized, made, below)
        if len(made) == len(lines) and px >= brush.measure.hero:
            return made, px
    made = _all_set(brush, lines, area.width(), 1.0)
    wanted = min(_fits_width(brush, sized, area.width()), brush.measure.head)
    while (px := _px(brush, area, sized, made, below)) < wanted:
        if below:
            below = 0.0
            continue
        out = max(made, key=_rank, default=None)
        if out is None or (out.line.rank == 0 and px >= brush.measure.least):
            break
        made = [one for one in made if one.line.rank != out.line.rank]
    return made, max(brush.measure.least, px)


def _beside(brush: Brush, area: QRectF, lines: Sequence[Line], sized: Sequence[str]) -> tuple[list[_Set], int] | None:
    """In a strip: the number at the left, as large as its caption at the right allows. None: that has no room."""
    needed = sum(line.rank == 0 for line in lines)
    for part in BESIDE:
        fits = min(_fits_width(brush, sized, part * area.width()), _fits_height(sized, area.height()))
        px = max(brush.measure.least, fits)
        made = _all_set(brush, lines, area.width() - _left(brush, sized, px), 1.0)
        while made and sum(one.height for one in made) > area.height() + 0.5:
            out = max(made, key=_rank).line.rank
            made = [one for one in made if one.line.rank != out]
        if sum(one.line.rank == 0 for one in made) == needed:
            return made, px
    return None


def _left(brush: Brush, sized: Sequence[str], px: int) -> float:
    """What the number takes of a strip, px."""
    return max(_width(one, px) for one in sized) + 2 * brush.measure.pad


def _px(brush: Brush, area: QRectF, sized: Sequence[str], made: Sequence[_Set], below: float) -> int:
    """The number's letters above or below these lines."""
    room = area.height() - below - sum(one.height for one in made) - _under(brush, made)
    return min(_fits_width(brush, sized, area.width()), _fits_height(sized, room))


def _all_set(brush: Brush, lines: Sequence[Line], width: float, scale: float) -> list[_Set]:
    return [one for one in (_set(brush, line, width, scale) for line in lines) if one is not None]


def _paint(brush: Brush, area: QRectF, hero: str, made: Sequence[_Set], px: int) -> QRectF:
    left = QRectF(area)
    for one in made:
        if one.line.is_above:
            left = _write(brush, one, left)
    left.setTop(left.top() + _under(brush, made))
    left = _write_hero(brush, hero, left, px)
    for one in made:
        if not one.line.is_above:
            left = _write(brush, one, left)
    return left


def _paint_beside(brush: Brush, area: QRectF, hero: str, made: Sequence[_Set], sized: Sequence[str], px: int) -> QRectF:
    high = hero_height(sized, px) - BELOW * px
    left = _left(brush, sized, px)
    number = QRectF(area.left(), area.top() + max(0.0, (area.height() - high) / 2), left, high)
    _write_hero(brush, hero, number, px)
    right = area.adjusted(left, 0, 0, 0)
    right.setTop(right.top() + max(0.0, (area.height() - sum(one.height for one in made)) / 2))
    for one in sorted(made, key=_above_first):
        right = _write(brush, one, right)
    return QRectF()


def _set(brush: Brush, line: Line, width: float, scale: float) -> _Set | None:
    """The fullest wording that stands whole, in the least letters where none does in its own; with the plate's words,
    then without. None where none does."""
    for px in dict.fromkeys((round(brush.px(line.role) * scale), brush.measure.least)):
        high = brush.height(line.role, px)
        for plate in dict.fromkeys((line.level_words, "")):
            room = width - _signs(brush, line, plate, high)
            for words in line.words:
                said = whole(brush, words, room, line.most, line.role, px)
                if said:
                    tall = max(high, brush.height("text") * 1.25) if line.level is not None else high
                    return _Set(line, tuple(said), plate, px, tall * len(said))
        if scale > 1:
            return None
    return None


def whole(brush: Brush, words: str, width: float, most: int, role: str, px: int) -> list[str]:
    """Words over at most so many lines; none at all when that would cut them."""
    if not words or brush.width(words, role, px) <= width:
        return [words] if words else []
    longest = max(words.split(" "), key=len)
    made = brush.lines(words, width, most, role, px) if brush.width(longest, role, px) <= width else []
    return made if "".join(made).replace(" ", "") == words.replace(" ", "") else []


def _signs(brush: Brush, line: Line, plate: str, high: float) -> float:
    """What stands before the words, px."""
    made = brush.plate_width(plate) + brush.measure.pad if line.level is not None else 0.0
    return made + (high * 0.85 if line.style is not None else 0.0) + (high * 0.9 if line.is_hatched else 0.0)


def _write(brush: Brush, one: _Set, place: QRectF) -> QRectF:
    line, high = one.line, brush.height(one.line.role, one.px)
    left, middle = place.left(), place.top() + one.height / len(one.said) / 2
    if line.level is not None:
        plate = brush.height("text") * 1.2
        at = QRectF(left, middle - plate / 2, place.width(), plate)
        left += brush.plate(line.level, one.plate, at, is_quiet=line.is_quiet) + brush.measure.pad
    if line.style is not None:
        brush.marker(line.style, QPointF(left + high * 0.3, middle), high * 0.52)
        left += high * 0.85
    if line.is_hatched:
        swatch = QRectF(left, middle - high * 0.3, high * 0.6, high * 0.6)
        brush.hatch(swatch)
        frame(brush.painter, swatch, QPen(brush.colour("line_strong"), brush.measure.line))
        left += high * 0.9
    for number, words in enumerate(one.said):
        top = middle - high / 2 + number * high
        brush.write(words, QRectF(left, top, place.right() - left + 1, high), line.role, line.ink, px=one.px)
    return place.adjusted(0, one.height, 0, 0)


def _write_hero(brush: Brush, hero: str, place: QRectF, px: int) -> QRectF:
    """By its capitals, not by its line: nothing stands above them. A number that is wider on its way is smaller."""
    below = place.adjusted(0, hero_height((hero,), px), 0, 0)
    px = min(px, _fits_width(brush, (hero,), place.width()))
    if px < brush.measure.least:
        return below
    measured = metrics(px, WEIGHT)
    top, left = place.top() - (measured.ascent() - _above(measured)), place.left() - _bearing(hero, px)
    brush.write(hero, QRectF(left, top, place.width() + 2, measured.height()), "hero", px=px)
    return below


@lru_cache(256)
def _bearing(words: str, px: int) -> float:
    """What is empty at the left of such letters, px: in large ones it is a step that the eye sees."""
    return max(0.0, metrics(px, WEIGHT).tightBoundingRect(words).left() - 1)


def hero_height(said: Sequence[str], px: int) -> float:
    """Of such a number with the space under it, px."""
    measured = metrics(px, WEIGHT)
    is_deep = any(DESCENDING & set(unicodedata.normalize("NFC", one)) for one in said)
    return _above(measured) + BELOW * px + (measured.descent() * 0.8 if is_deep else 0.0)


def _above(measured: QFontMetricsF) -> float:
    """What figures and ascending letters take above their line, px."""
    return measured.capHeight() * 1.06


def _width(words: str, px: int) -> float:
    return metrics(px, WEIGHT).horizontalAdvance(words)


def _fits_width(brush: Brush, said: Sequence[str], width: float) -> int:
    """The largest letters, px, in which all of these fit; letters grow in proportion."""
    most = round(brush.measure.hero * LARGER)
    wide = max(_width(one, most) for one in said)
    return most if wide <= width else int(most * width / max(1.0, wide))


def _fits_height(said: Sequence[str], height: float) -> int:
    at = 200
    return max(0, int(at * height / hero_height(said, at)))


def _under(brush: Brush, made: Sequence[_Set]) -> float:
    """Between what stands above the number and the number, px."""
    return brush.measure.pad if any(one.line.is_above for one in made) else 0.0


def _above_first(one: _Set) -> bool:
    return not one.line.is_above


def _rank(one: _Set) -> int:
    return one.line.rank
