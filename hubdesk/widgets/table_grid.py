"""Two dimensions crossed: names and totals that stay in sight, cells in five colours with their numbers always printed.

A column's name sorts the rows by it, a figure opens its rows; by mouse or by arrows and Return. It is as large as its
cells and stands in a TableView.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMoveEvent, QPainter, QPaintEvent, QPen

from hubdesk.widgets.figure_table import name_lines
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.spots import Spot, Spots
from hubdesk.widgets.table_layout import HEAD, LEFT_PAD, TableLayout, head_lines
from hubdesk.widgets.table_paint import CENTRE, paint_cell, paint_total
from hubdesk.widgets.table_values import TOTAL, Opening, Sorting, TableCell, TableHead, TableShown
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import Theme, font, theme

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TableGrid(Spots):
    """Names and totals are painted last, where the view has been scrolled to."""

    sight_wished = Signal(object)  # a QRectF that the keyboard went to
    _shown = TableShown()  # these five before __init__ too: Qt may say that something changed
    _room = 320
    _measured: TableLayout | None = None
    _spots: tuple[Spot, ...] | None = None
    _cells: list[list[Spot]] | None = None

    def show_table(self, shown: TableShown, room: int) -> None:
        """Show that in a view so wide, px."""
        if (shown, room) != (self._shown, self._room):
            self._shown, self._room = shown, room
            self._lay_out()

    def shown(self) -> TableShown:
        return self._shown

    def fit(self, room: int) -> None:
        if room != self._room:
            self._room = room
            self._lay_out()

    def cell_place(self, row: int, column: int) -> QRectF:
        """Where a figure stands, in px."""
        return self._layout.cell(row, column)

    def pinned(self) -> QSize:
        """How much of the view names and totals take, px."""
        return QSize(round(self._layout.left), round(self._layout.top))

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(self._layout.width), math.ceil(self._layout.height))

    def spots(self) -> Sequence[Spot]:
        """Without words: of thousands of figures few are asked for."""
        if self._spots is None:
            self._spots = tuple(self._made_spots())
        return self._spots

    def spot_at(self, place: QPointF) -> Spot | None:
        """What is under names and totals cannot be reached."""
        at, scrolled = self._layout, self._scrolled()
        row, column = at.row_at(place.y(), scrolled.y()), at.column_at(place.x(), scrolled.x())
        if row is not None and column is not None:
            found = self._figure(self._shown.cells[row][column], at.cell(row, column), self._cell_name(row, column))
            return replace(found[0], words=self._words_of(found[0])) if found else None
        is_left, is_top = place.x() < scrolled.x() + at.left, place.y() < scrolled.y() + at.top
        for spot in self.spots():
            if spot.place.contains(place) and _moves(spot) == (not is_left, not is_top):
                return replace(spot, words=self._words_of(spot))
        return None

    def explanation(self, place: QPointF) -> str:
        at, scrolled = self._layout, self._scrolled()
        row, column = at.row_at(place.y(), scrolled.y()), at.column_at(place.x(), scrolled.x())
        if row is None and column is None:
            return self._shown.told(self._shown.whole) if place.y() - scrolled.y() > HEAD else self._shown.corner
        if row is None:
            assert column is not None
            head = self._shown.columns[column]
            return self._shown.told(head.total) if place.y() - scrolled.y() > HEAD else head.more
        if column is None:
            head = self._shown.rows[row]
            return head.more if place.x() - scrolled.x() < at.names else self._shown.told(head.total)
        return self._shown.told(self._shown.cells[row][column])

    def went(self, spot: Spot) -> None:
        """Names and totals are in sight in one direction, or in both."""
        self.setAccessibleDescription(tame(self._words_of(spot), 400))
        scrolled, (across, down), place = self._scrolled(), _moves(spot), QRectF(spot.place)
        if not across:
            place.setLeft(scrolled.x() + self._layout.left)
            place.setWidth(1)
        if not down:
            place.setTop(scrolled.y() + self._layout.top)
            place.setHeight(1)
        self.sight_wished.emit(place)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Scrolled: names and totals stay where they are on the screen."""
        self._spots = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(event.rect(), look.colour("panel"))
        seen = QRectF(event.rect())
        at, scrolled = self._layout, self._scrolled()
        for row in at.rows_between(seen.top(), seen.bottom()):
            for column in at.columns_between(seen.left(), seen.right()):
                paint_cell(painter, self._shown.cells[row][column], at.cell(row, column), look)
        self._paint_column_heads(painter, look, scrolled, seen)
        self._paint_row_heads(painter, look, scrolled, seen)
        self._paint_corner(painter, look, scrolled)
        self._paint_marks(painter, look)
        painter.end()

    @property
    def _layout(self) -> TableLayout:
        """Worked out once for what is shown."""
        if self._measured is None:
            self._measured = TableLayout(self._shown, self._room)
        return self._measured

    def _lay_out(self) -> None:
        self._measured = self._spots = self._cells = None
        self.setAccessibleName(self._shown.corner)
        self.setAccessibleDescription(tame(self._shown.spoken(), 2_000))
        self.resize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def _scrolled(self) -> QPointF:
        return QPointF(max(0, -self.x()), max(0, -self.y()))

    def _made_spots(self) -> list[Spot]:
        at, scrolled, shown = self._layout, self._scrolled(), self._shown
        made: list[Spot] = []
        if shown.rows:
            made.append(Spot(at.corner_head(scrolled), Sorting(""), shown.corner, ("sort", "")))
            made.append(Spot(at.total_head(scrolled), Sorting(TOTAL), shown.total, ("sort", TOTAL)))
        for column, head in enumerate(shown.columns):
            made.append(Spot(at.column_head(column, scrolled), Sorting(head.value), head.more, ("head", head.value)))
        made += self._figure(shown.whole, at.whole(scrolled), ("whole",))
        for column, head in enumerate(shown.columns):
            made += self._figure(head.total, at.column_total(column, scrolled), ("column", head.value))
        for row, (head, cells) in enumerate(zip(shown.rows, self._cell_spots(), strict=True)):
            made += self._figure(head.total, at.row_total(row, scrolled), ("row", head.value))
            made += cells
        return made

    def _cell_spots(self) -> list[list[Spot]]:
        """A row each. They move with what is scrolled, and so stay as they are."""
        if self._cells is None:
            self._cells = [
                [
                    spot
                    for column, cell in enumerate(cells)
                    if cell.is_open
                    for spot in self._figure(cell, self._layout.cell(row, column), self._cell_name(row, column))
                ]
                for row, cells in enumerate(self._shown.cells)
            ]
        return self._cells

    def _cell_name(self, row: int, column: int) -> tuple[str, str, str]:
        return "cell", self._shown.rows[row].value, self._shown.columns[column].value

    def _figure(self, cell: TableCell, place: QRectF, name: tuple[str, ...]) -> list[Spot]:
        return [Spot(place, Opening(cell.where), "", name)] if cell.is_open else []

    def _words_of(self, spot: Spot) -> str:
        """What is said of a figure or a head."""
        kind, *values = spot.name if isinstance(spot.name, tuple) else ("",)
        if kind not in ("whole", "column", "row", "cell"):
            return spot.words
        rows = {head.value: (head, cells) for head, cells in zip(self._shown.rows, self._shown.cells, strict=True)}
        columns = {head.value: place for place, head in enumerate(self._shown.columns)}
        if kind == "whole":
            return self._shown.told(self._shown.whole)
        if kind == "column":
            return self._shown.told(self._shown.columns[columns[values[0]]].total)
        head, cells = rows[values[0]]
        return self._shown.told(head.total if kind == "row" else cells[columns[values[1]]])

    def _paint_column_heads(self, painter: QPainter, look: Theme, scrolled: QPointF, seen: QRectF) -> None:
        at = self._layout
        painter.fillRect(QRectF(seen.left(), scrolled.y(), seen.width(), at.top), look.colour("panel"))
        for column in at.columns_between(seen.left(), seen.right()):
            head, place = self._shown.columns[column], at.column_head(column, scrolled)
            self._paint_head(painter, head, place, look, head.value == self._shown.sort and bool(self._shown.sort))
            paint_total(painter, head.total, at.column_total(column, scrolled), look, CENTRE)

    def _paint_head(self, painter: QPainter, head: TableHead, place: QRectF, look: Theme, is_sorted: bool) -> None:
        made = font("small", weight=600 if is_sorted else None)
        made.setUnderline(self._hovered in (("head", head.value), ("sort", head.value)))
        painter.setFont(made)
        painter.setPen(look.colour("text" if is_sorted else "text2"))
        lines = head_lines(head.text, place.width() - 4)
        high = QFontMetricsF(made).height()
        top = place.bottom() - high * len(lines) - 2
        for number, line in enumerate(lines):
            painter.drawText(QRectF(place.left() - 10, top + number * high, place.width() + 20, high), CENTRE, line)
        if is_sorted:
            arrow = QPointF(place.center().x(), max(place.top() + 4, top - 4))
            paint_marker(painter, "triangle_down", arrow, 7, look.colour("text"))

    def _paint_row_heads(self, painter: QPainter, look: Theme, scrolled: QPointF, seen: QRectF) -> None:
        at = self._layout
        painter.save()
        below = QRectF(scrolled.x(), scrolled.y() + at.top, at.left, max(0.0, at.height - scrolled.y() - at.top))
        painter.setClipRect(below)
        painter.fillRect(below, look.colour("panel"))
        for row in at.rows_between(seen.top(), seen.bottom()):
            head, place = self._shown.rows[row], at.row_head(row, scrolled)
            painter.setPen(look.colour("text2" if head.is_quiet else "text"))
            painter.setFont(font("strong"))
            lines = name_lines(head.text, place.width() - 8)
            high = place.height() / len(lines)
            for number, line in enumerate(lines):
                painter.drawText(QRectF(place.left(), place.top() + number * high, place.width(), high), LEFT, line)
            paint_total(painter, head.total, at.row_total(row, scrolled), look, RIGHT)
        painter.restore()

    def _paint_corner(self, painter: QPainter, look: Theme, scrolled: QPointF) -> None:
        at, shown = self._layout, self._shown
        painter.fillRect(QRectF(scrolled.x(), scrolled.y(), at.left, at.top), look.colour("panel"))
        if not shown.rows:
            return
        whole = at.whole(scrolled)
        painter.setFont(font("strong"))
        painter.setPen(look.colour("text"))
        name = QRectF(scrolled.x() + LEFT_PAD, whole.top(), at.names - LEFT_PAD, whole.height())
        painter.drawText(name, LEFT, shown.total)
        paint_total(painter, shown.whole, whole, look, RIGHT)
        sorted_by_total = TableHead(TOTAL, at.unit, "", shown.whole)
        self._paint_head(painter, sorted_by_total, at.total_head(scrolled), look, shown.sort == TOTAL)
        line = look.colour("line_strong")
        painter.fillRect(QRectF(scrolled.x() + LEFT_PAD, scrolled.y() + at.top - 2, self.width(), 1), line)
        painter.fillRect(QRectF(scrolled.x() + at.left - 4, scrolled.y() + HEAD, 1, self.height()), line)

    def _paint_marks(self, painter: QPainter, look: Theme) -> None:
        """Frames: the hovered figure's and the keyboard's, on any of the five colours."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wanted = {self._hovered, self._at} - {None}
        for spot in self.spots() if wanted else ():
            if spot.mark not in wanted:
                continue
            is_here = spot.mark == self._at and self.hasFocus() and self._is_ringed
            if not is_here and (isinstance(spot.key, Sorting) or spot.mark != self._hovered):
                continue
            place = spot.place.adjusted(0.5, 0.5, -1.5, -1.5)
            painter.setPen(QPen(look.colour("panel"), 4))
            painter.drawRect(place.adjusted(2, 2, -2, -2))
            painter.setPen(QPen(look.colour("accent" if is_here else "line_strong"), 2))
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


def _moves(spot: Spot) -> tuple[bool, bool]:
    """Whether it moves with the cells across, and down."""
    kind = spot.name[0] if isinstance(spot.name, tuple) else ""
    return kind in ("cell", "head", "column"), kind in ("cell", "row")
