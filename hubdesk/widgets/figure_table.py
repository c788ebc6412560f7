"""A table whose every figure opens its rows: names, columns of figures, tone as a bar under each name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.widgets.boxes import boxes_of
from hubdesk.widgets.figure_rows import BETWEEN, PAD, Cell, Column, Marked, Opens, Row, cell_width, name_width, widths
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.spots import Spot, Spots
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, advance, font, theme
from hubdesk.widgets.tone_parts import PARTS, fill, lengths, paint_glyph, paint_parts

HEAD: Final = 28.0
LINE: Final = 30.0
SECOND: Final = 18.0  # px more for a name's second line
UNDER: Final = 18.0  # px more for the bar and the topics
BAR: Final = 10.0
MARK: Final = 8.0
WIDE: Final = 480.0  # px from which topics stand beside the bar
MARKS: Final = 0.4  # of the width, at most
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where things are at a width: each column's, what names have, the top of each row and the end of the last."""

    width: int
    widths: tuple[float, ...]
    room: float
    tops: tuple[float, ...]


class FigureTable(Spots):
    """As tall as its rows, and paints those in sight: it stands in a scroll area."""

    sight_wished = Signal(object)  # a QRectF that the keyboard went to
    _at_width: _Laid | None = None  # both before __init__ too: Qt may say that something changed
    _spots: list[Spot] | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        is_same = bool(self._rows) and (self._columns, self._rows) == (tuple(columns), tuple(rows))
        self._columns, self._rows, self._spots = tuple(columns), tuple(rows), None
        if is_same:  # but what they will say may be in another language
            return
        self._at_width = None
        self.setAccessibleDescription("; ".join(_spoken(row) for row in rows))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._at_width = self._spots = None

    def _fit(self) -> None:
        """As tall as its rows are at this width."""
        height = math.ceil(self._tops()[-1] + 4)
        if height != self.height():
            self.setFixedHeight(height)

    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(360, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def spots(self) -> Sequence[Spot]:
        """Worked out once for a width, not at every move of the mouse."""
        places = zip(self._rows, self._tops(), strict=False)
        if self._spots is None:
            self._spots = [spot for row, top in places for spot in self._row_spots(row, top)]
        return self._spots

    def _row_spots(self, row: Row, top: float) -> list[Spot]:
        made = []
        if row.key is not None:
            made.append(Spot(self._name_place(row, top), row.key, row.more or row.name, ("name", row.key)))
        made += [
            Spot(place, cell.key, cell.said or cell.text)
            for cell, place in self._cells(row, top)
            if cell.key is not None
        ]
        made += [
            Spot(place.adjusted(0, -3, 0, 3), key, words, (part, key))
            for part, place, (key, words) in self._parts(row, top)
            if key is not None
        ]
        marks = self._marks(row, top)
        return made + [Spot(place, mark.key, mark.more) for mark, place in marks if mark.key is not None]

    def explanation(self, place: QPointF) -> str:
        for row, top in self._between(place.y(), place.y()):
            for cell, there in self._cells(row, top):
                if there.contains(place):
                    return cell.said
            for mark, there in self._marks(row, top):
                if there.contains(place):
                    return mark.more
            if self._name_place(row, top).contains(place):
                return row.more or row.name
        return ""

    def went(self, spot: Spot) -> None:
        self.sight_wished.emit(spot.place)

    def _between(self, top: float, bottom: float) -> list[tuple[Row, float]]:
        """The rows of which something lies between these heights, each with its top."""
        tops = self._tops()
        places = zip(self._rows, tops, tops[1:], strict=False)
        return [(row, begin) for row, begin, end in places if end >= top and begin <= bottom]

    def paintEvent(self, event: QPaintEvent) -> None:
        """One sort of thing after the other: a font or a colour is chosen once for all rows."""
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        self.paint_spots(painter, look)
        self._paint_heads(painter, look)
        rows = self._between(event.rect().top(), event.rect().bottom())
        self._paint_names(painter, rows, look)
        self._paint_cells(painter, [cell for row in rows for cell in self._cells(*row)], look)
        self._paint_parts(painter, rows, look)
        self._paint_marks(painter, [mark for row in rows for mark in self._marks(*row)], look)
        lines = [QRectF(PAD, top, self.width() - 2 * PAD, 1) for _row, top in rows if top > HEAD]
        fill(painter, boxes_of(lines), look.colour("line"))
        painter.end()

    def _paint_heads(self, painter: QPainter, look: Theme) -> None:
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        right = self.width() - PAD
        for column, wide in reversed(list(zip(self._columns, self._laid().widths, strict=True))):
            if wide:
                painter.drawText(QRectF(right - wide, 4, wide, HEAD - 6), RIGHT, column.head)
                right -= wide + BETWEEN

    def _paint_names(self, painter: QPainter, rows: Sequence[tuple[Row, float]], look: Theme) -> None:
        painter.setPen(look.colour("text"))
        for row, top in rows:
            place = self._name_place(row, top)
            if row.shape:
                centre = QPointF(place.left() + 6, place.top() + (LINE - 6) / 2)
                paint_marker(painter, row.shape, centre, 9.5, QColor(row.colour))
            painter.setFont(_lined(font("strong"), row.key is not None and self._hovered == ("name", row.key)))
            room = place.adjusted(row.lead, 0, 0, 0)
            lines = name_lines(tame(row.name, 200), room.width() + 1)
            high = room.height() / len(lines)
            for at, line in enumerate(lines):
                painter.drawText(QRectF(room.left(), room.top() + at * high, room.width() + 2, high), LEFT, line)

    def _paint_cells(self, painter: QPainter, cells: Sequence[tuple[Cell, QRectF]], look: Theme) -> None:
        for is_quiet, weight, ink in ((False, 500, "text"), (True, 400, "text2")):
            made = font("strong", weight=weight)
            painter.setPen(look.colour(ink))
            for cell, place in cells:
                if cell.is_quiet == is_quiet:
                    painter.setFont(_lined(made, cell.key is not None and cell.key == self._hovered))
                    painter.drawText(place, RIGHT, tame(cell.text, 80))
        for cell, place in cells:
            if cell.part:
                x = place.right() - cell_width(cell) + 5
                paint_glyph(painter, cell.part, QPointF(x, place.center().y()), 8, look)

    def _paint_parts(self, painter: QPainter, rows: Sequence[tuple[Row, float]], look: Theme) -> None:
        places: dict[str, list[QRectF]] = {part: [] for part in PARTS}
        for row, top in rows:
            for part, place in self._bar(row, top):
                places[part].append(place)
        for part, those in places.items():
            paint_parts(painter, part, those, look)

    def _paint_marks(self, painter: QPainter, marks: Sequence[tuple[Marked, QRectF]], look: Theme) -> None:
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        for mark, place in marks:
            if mark.shape:
                centre = QPointF(place.left() + 6, place.center().y())
                paint_marker(painter, mark.shape, centre, MARK, QColor(mark.colour))
            painter.drawText(place.adjusted(14, 0, 4, 0), LEFT, mark.text)

    def _laid(self) -> _Laid:
        """Worked out once for a width, not for each of the rows."""
        known = self._at_width
        if known is None or known.width != self.width():
            self._spots = None
            wide = widths(self._columns, self._rows, self.width())
            room = max(20.0, self.width() - 2 * PAD - sum(one + BETWEEN for one in wide if one))
            tops = [HEAD]
            for row in self._rows:
                tops.append(tops[-1] + LINE + _second(row, room) + (UNDER if row.counts or row.marks else 0.0))
            known = self._at_width = _Laid(self.width(), wide, room, tuple(tops))
        return known

    def _tops(self) -> tuple[float, ...]:
        return self._laid().tops

    def _name_place(self, row: Row, top: float) -> QRectF:
        room = self._laid().room
        return QRectF(PAD, top + 4, min(room, name_width(row) + 2), LINE - 6 + _second(row, room))

    def _cells(self, row: Row, top: float) -> list[tuple[Cell, QRectF]]:
        made: list[tuple[Cell, QRectF]] = []
        right = self.width() - PAD
        for cell, wide in reversed(list(zip(row.cells, self._laid().widths, strict=True))):
            if wide:
                made.append((cell, QRectF(right - wide, top + 4, wide, LINE - 6)))
                right -= wide + BETWEEN
        return made[::-1]

    def _marks(self, row: Row, top: float) -> list[tuple[Marked, QRectF]]:
        """The topics at the right of the bar: the first ones, as many as have room, and how many more there are."""
        if self.width() < WIDE:
            return []
        below = LINE + _second(row, self._laid().room)
        x, least = self.width() - PAD, self.width() * (1 - MARKS)
        marked = row.marked()
        for shown in range(len(marked), 0, -1):
            marks = _with_rest(marked, shown)
            wide = [18 + advance(mark.text, "small") for mark in marks]
            left = x - sum(wide) - 8 * (len(wide) - 1)
            if left >= least:
                starts = [left + sum(wide[:i]) + 8 * i for i in range(len(wide))]
                places = [QRectF(at, top + below - 5, each, 18) for at, each in zip(starts, wide, strict=True)]
                return list(zip(marks, places, strict=True))
        return []

    def _parts(self, row: Row, top: float) -> list[tuple[str, QRectF, Opens]]:
        """The parts of the bar, with what opens each."""
        opens = dict(zip(PARTS, row.opens(), strict=True)) if row.counts else {}
        return [(part, place, opens[part]) for part, place in self._bar(row, top)]

    def _bar(self, row: Row, top: float) -> list[tuple[str, QRectF]]:
        if not row.counts or not any(row.counts):
            return []
        right = float(self.width() - PAD)
        if self.width() >= WIDE and any(one.marks for one in self._rows):  # bars of one length, to be compared
            right = self.width() * (1 - MARKS) - BETWEEN
        x, y = PAD + row.lead, top + LINE + _second(row, self._laid().room) - 1
        made = []
        for part, wide in zip(PARTS, lengths(row.counts, max(10.0, right - x)), strict=True):
            if wide:
                made.append((part, QRectF(round(x), y, max(1.0, round(x + wide) - round(x)), BAR)))
            x += wide
        return made


def _lined(made: QFont, is_underlined: bool) -> QFont:
    lined = QFont(made)
    lined.setUnderline(is_underlined)
    return lined


def _second(row: Row, room: float) -> float:
    """How much taller a row is for a name of two lines."""
    return SECOND if name_width(row) + 2 > room else 0.0


def name_lines(name: str, width: float) -> list[str]:
    """A name in one line, or in two where it has no room: broken between words, cut only when two are too few."""
    if advance(name, "strong") <= width:
        return [name]
    metrics = QFontMetricsF(font("strong"))
    words = name.split(" ")
    held = next((n for n in range(len(words) - 1, 0, -1) if metrics.horizontalAdvance(" ".join(words[:n])) <= width), 0)
    first, rest = " ".join(words[:held]), " ".join(words[held:])
    cut = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return [first, cut] if first else [cut]


def _with_rest(marks: tuple[Marked, ...], shown: int) -> list[Marked]:
    """The first ones; the others are counted, and named in the tip."""
    left = marks[shown:]
    rest = [Marked("", "", f"+{len(left)}", None, "; ".join(one.more for one in left))] if left else []
    return [*marks[:shown], *rest]


def _spoken(row: Row) -> str:
    return f"{tame(row.name, 200)} {' '.join(cell.text for cell in row.cells)}"
