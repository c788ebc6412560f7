"""Rows of a wall with a name, a bar from 0 and figures: beside each other where there is room, else in two lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from hubdesk.wall.brush import RIGHT, Brush
from hubdesk.wall.facts import bar, frame, more_words, rows_that_fit
from hubdesk.widgets.glyphs import paint_marker

LEAST_BAR: Final = 3.0  # times the text
WIDEST_NAME: Final = 0.5  # of a row
TWO_COLUMNS: Final = 30.0  # times the text
FEW: Final = 3  # rows; of fewer a bar each is not worth the names that have no room
AIRY: Final = 0.35  # of a row that may be added to it where there is room
SINGLE: Final = 1.18  # times a line's height, of a row of one line
DOUBLE: Final = 1.95
CROWDED: Final = 2.25
LOW: Final = 5  # rows; an area with room for fewer is low
GLYPH: Final = 0.55  # of a line's height


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in words, and in fewer. `shape`: a sign before it; `is_quiet`: it may be chance."""

    words: str = ""
    shape: str = ""
    is_quiet: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`value` of the bar, its `interval` and what was `expected`, in one unit. `first` is never left out; of `more` the
    last goes first."""

    name: str
    value: float
    first: Figure
    more: tuple[Figure, ...] = ()
    interval: tuple[float, float] | None = None
    expected: float | None = None


def paint_rows(brush: Brush, area: QRectF, rows: Sequence[FigureRow], all_rows: int, ink: str) -> int:
    """As many as fit, and how many do not: a wide area has two columns of them. Returns how many were painted."""
    if not rows or area.width() < brush.measure.text * 2:
        return 0
    most = max(max(row.value, row.expected or 0.0, *(row.interval or (0.0,))) for row in rows) or 1.0
    plan = _plan(brush, area, rows)
    if len(plan.columns) <= len(rows[0].more):
        rows = [_shortened(row) for row in rows]
        plan = _plan(brush, area, rows)
    if plan.fits < min(all_rows, LOW) and area.width() >= TWO_COLUMNS * brush.measure.text:
        half = area.adjusted(0, 0, -(area.width() + brush.measure.pad * 2) / 2, 0)
        plan = _plan(brush, half, rows, 2)
        shown = rows[: plan.fits * 2]
        for place, row in enumerate(shown):
            column, down = divmod(place, plan.fits)
            line = QRectF(half.left(), half.top() + down * plan.high, half.width(), plan.high)
            plan.paint(brush, line.translated(column * (half.width() + brush.measure.pad * 2), 0), row, most, ink)
    else:
        shown = rows[: plan.fits]
        spare = max(0.0, area.height() - plan.fits * plan.high) / max(1, plan.fits) if plan.fits == all_rows else 0.0
        plan = replace(plan, high=plan.high + min(plan.high * AIRY, spare))
        for place, row in enumerate(shown):
            line = QRectF(area.left(), area.top() + place * plan.high, area.width(), plan.high)
            plan.paint(brush, line, row, most, ink)
    rest = area.adjusted(0, plan.fits * plan.high, 0, 0)
    if (more := more_words(all_rows - len(shown))) and rest.height() >= brush.height("least") - 0.5:
        brush.write(more, rest, "least", "text2")
    return len(shown)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How each row is laid out: the widths of its name and figures, its height, and how many have room."""

    names: float
    columns: tuple[float, ...]
    high: float
    fits: int
    lines: int
    is_crowded: bool = False  # the name has a line of its own

    def paint(self, brush: Brush, line: QRectF, row: FigureRow, most: float, ink: str) -> None:
        if self.lines == 1:
            _single(brush, line, row, self.names, self.columns, most, ink)
        elif self.is_crowded:
            _crowded(brush, line, row, self.columns, most, ink)
        else:
            _double(brush, line, row, self.columns, most, ink)


def _plan(brush: Brush, area: QRectF, rows: Sequence[FigureRow], beside: int = 1) -> _Plan:
    """One line each where the bars have room; else two, unless one without a bar tells of many more rows. `beside`: in
    how many columns they stand."""
    pad, strong, least = brush.measure.pad, brush.height("strong"), brush.height("least")
    columns, count = _columns(brush, rows, area.width()), -(-len(rows) // beside)
    fits = rows_that_fit(area.height(), strong * SINGLE, count, least)
    names = _names(brush, rows[: max(1, fits) * beside])
    single = _Plan(names, columns, strong * SINGLE, fits, 1)
    if area.width() - names - sum(columns) - pad * (1 + len(columns)) >= LEAST_BAR * brush.measure.text:
        return single
    fits = rows_that_fit(area.height(), strong * DOUBLE, count, least)
    names = _names(brush, rows[: max(1, fits) * beside])
    is_crowded = names + columns[0] + pad > area.width()
    if is_crowded:
        high = strong * CROWDED
        return _Plan(names, columns[:1], high, rows_that_fit(area.height(), high, count, least), 2, True)
    if fits < min(count, FEW):
        return replace(single, columns=_beside(brush, columns, single.names, area.width()))
    return _Plan(names, _beside(brush, columns, names, area.width()), strong * DOUBLE, fits, 2)


def _beside(brush: Brush, columns: tuple[float, ...], names: float, width: float) -> tuple[float, ...]:
    """The figures that have room beside names, the first one always."""
    kept = len(columns)
    while kept > 1 and names + sum(columns[:kept]) + brush.measure.pad * kept > width:
        kept -= 1
    return columns[:kept]


def _shortened(row: FigureRow) -> FigureRow:
    return replace(row, more=tuple(replace(one, words=one.short or one.words) for one in row.more))


def _names(brush: Brush, rows: Sequence[FigureRow]) -> float:
    return max(brush.width(row.name, "strong") for row in rows) + 2


def _columns(brush: Brush, rows: Sequence[FigureRow], width: float) -> tuple[float, ...]:
    """The widths of the figures that have room, the first one always."""
    most = max(len(row.more) for row in rows)
    told = [[row.first for row in rows]]
    told += [[row.more[place] for row in rows if len(row.more) > place] for place in range(most)]
    widths = [max(_width(brush, one) for one in column) for column in told]
    kept = widths[:1]
    for one in widths[1:]:
        if sum(kept) + one + brush.measure.pad * (len(kept) + 1) > width * (1 - WIDEST_NAME) + brush.measure.text:
            break
        kept.append(one)
    return tuple(kept)


def _width(brush: Brush, figure: Figure) -> float:
    sign = brush.height() * GLYPH if figure.shape else 0.0
    return sign + brush.width(figure.words) + 1


def _single(
    brush: Brush, line: QRectF, row: FigureRow, names: float, columns: Sequence[float], most: float, ink: str
) -> None:
    """Name, bar, figures."""
    left = _figures(brush, line, row, columns)
    room = left - line.left() - brush.measure.pad
    brush.write(row.name, QRectF(line.left(), line.top(), min(names, room), line.height()), "strong")
    high = brush.height("strong")
    place = QRectF(line.left() + names + brush.measure.pad, line.top() + high * 0.25, 0, high * 0.5)
    place.setRight(left - brush.measure.pad)
    if place.width() >= brush.measure.text:
        _bar(brush, place, row, ink, most)


def _double(brush: Brush, line: QRectF, row: FigureRow, columns: Sequence[float], most: float, ink: str) -> None:
    """Name and figures, and the bar below."""
    left = _figures(brush, line, row, columns)
    brush.write(row.name, QRectF(line.left(), line.top(), left - line.left() - brush.measure.pad, 1), "strong")
    high = brush.height("strong")
    below = QRectF(line.left(), line.top() + high * 1.08, line.width(), high * 0.5)
    _bar(brush, below, row, ink, most)


def _crowded(brush: Brush, line: QRectF, row: FigureRow, columns: Sequence[float], most: float, ink: str) -> None:
    """The name alone; below it the bar and the figure."""
    high = brush.height("strong")
    brush.write(row.name, line, "strong")
    below = line.adjusted(0, high, 0, 0)
    left = _figures(brush, below, row, columns[:1])
    place = QRectF(line.left(), below.top() + high * 0.25, left - line.left() - brush.measure.pad, high * 0.5)
    if place.width() >= brush.measure.text:
        _bar(brush, place, row, ink, most)


def _bar(brush: Brush, place: QRectF, row: FigureRow, ink: str, most: float) -> None:
    """What was counted is solid, what was expected a dashed outline over it."""
    bar(brush, place, row.value, row.interval, ink, most)
    if row.expected is not None:
        pen = QPen(brush.colour("text"), max(1.0, brush.measure.line * 1.2))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3, 2])
        wide = min(place.width(), max(pen.widthF() * 2, place.width() * row.expected / most))
        frame(brush.painter, QRectF(place.left(), place.top(), wide, place.height()), pen)


def _figures(brush: Brush, line: QRectF, row: FigureRow, columns: Sequence[float]) -> float:
    """The figures at the right end, the first one first. Returns where they begin."""
    told = (row.first, *row.more)
    right = line.right()
    for wide, figure in reversed(list(zip(columns, told, strict=False))):
        place = QRectF(right - wide, line.top(), wide, brush.height())
        used = brush.write(figure.words, place, "text", "text3" if figure.is_quiet else "text", RIGHT, whole=True)
        if figure.shape and used:
            size = brush.height() * GLYPH * 0.62
            centre = QPointF(right - used - brush.height() * GLYPH * 0.62, place.top() + brush.height() / 2)
            paint_marker(brush.painter, figure.shape, centre, size, brush.colour("text2"))
        right -= wide + brush.measure.pad
    return right + brush.measure.pad
