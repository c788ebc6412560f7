"""Rows with figures that open their rows, a bar of tones, and heads that sort: what voices and repeated texts share.

It is as tall as its rows and paints those in sight: it stands in a scroll area.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar, Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.figure_rows import BETWEEN, PAD, Cell
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.row_lines import pitch
from hubdesk.widgets.spots import Spot, Spots
from hubdesk.widgets.theme import Theme, font
from hubdesk.widgets.tone_parts import PARTS, lengths, paint_parts
from hubdesk.widgets.voice_values import ARROW, LETTERS_ROOM, VoiceHead, VoiceRow, widths

HEAD: Final = 28.0
BAR: Final = 8.0
TAG: Final = (22.0, 15.0)
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Row = TypeVar("Row", bound=VoiceRow)


class FiguredRows(Spots, Generic[Row]):
    """Up and down walk from row to row, left and right through a row's figures; Home leads to the heads."""

    sight_wished = Signal(object)  # a QRectF that the keyboard went to
    named: ClassVar[str]  # N_("Voices"): what is said of it
    _heads: tuple[VoiceHead, ...] = ()  # all five before __init__ too: Qt may say that something changed
    _rows: Sequence[Row] = ()
    _widths: tuple[float, ...] = ()
    _spots: tuple[Spot, ...] | None = None
    _is_described = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def row_height(self) -> float:
        """Of every row, px."""
        raise NotImplementedError

    def name_place(self, row: Row, there: QRectF) -> QRectF:
        """Where its name is pressed."""
        raise NotImplementedError

    def opens(self, row: Row) -> bool:
        """Whether its name opens something."""
        return True

    def set_rows(self, heads: Sequence[VoiceHead], rows: Sequence[Row]) -> None:
        """`rows`: a tuple, or LaterRows, of which those alone are composed that are painted or pointed at."""
        if self._heads == tuple(heads) and self._rows == rows:
            return
        self._heads, self._rows = tuple(heads), rows
        self.setAccessibleName(_(self.named))
        self._is_described = False
        if QAccessible.isActive():  # somebody listens
            self._describe()
        self._measure()

    def _describe(self) -> None:
        if not self._is_described:
            self._is_described = True
            self.setAccessibleDescription("; ".join(row.spoken(self._heads) for row in self._rows))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._describe()
        super().focusInEvent(event)

    def rows(self) -> Sequence[Row]:
        return self._rows

    def heads(self) -> tuple[VoiceHead, ...]:
        """Those that have room."""
        return tuple(head for head, wide in zip(self._heads, self._widths, strict=False) if wide)

    def row_place(self, place: int) -> QRectF:
        tall = self.row_height()
        return QRectF(0, HEAD + place * tall, self.width(), tall)

    def sizeHint(self) -> QSize:
        return QSize(420, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._measure()

    def spots(self) -> Sequence[Spot]:
        if self._spots is None:
            self._spots = tuple(self._made_spots())
        return self._spots

    def spot_at(self, place: QPointF) -> Spot | None:
        near = self.spots_between(place.y(), place.y())
        return next((spot for spot in reversed(near) if spot.place.contains(place)), None)

    def spots_between(self, top: float, bottom: float) -> list[Spot]:
        """Those of the heads, and of the rows of which something lies between these heights."""
        made = self._head_spots()
        for row, there in self._near(top, min(bottom, self.height())):
            made += self._row_spots(row, there)
        return made

    def went(self, spot: Spot) -> None:
        self.sight_wished.emit(spot.place)

    def _measure(self) -> None:
        """Widths and places are worked out once for a size, not at every move of the mouse."""
        self._widths = widths(self._heads, self._rows, self.width())
        self._spots = None
        height = math.ceil(HEAD + len(self._rows) * self.row_height() + 4)
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
        self.update()

    def _near(self, top: float, bottom: float) -> list[tuple[Row, QRectF]]:
        """The rows of which something lies between these heights."""
        tall = self.row_height()
        first, last = max(0, int((top - HEAD) // tall)), int((bottom - HEAD) // tall)
        return [(self._rows[place], self.row_place(place)) for place in range(first, min(last + 1, len(self._rows)))]

    def _made_spots(self) -> list[Spot]:
        made = self._head_spots()
        for place, row in enumerate(self._rows):
            made += self._row_spots(row, self.row_place(place))
        return made

    def _head_spots(self) -> list[Spot]:
        return [
            Spot(place, head.key, head.more or head.text, ("head", head.key))
            for head, place in self._head_places()
            if head.key is not None
        ]

    def _row_spots(self, row: Row, there: QRectF) -> list[Spot]:
        made = []
        if self.opens(row):
            made.append(Spot(self.name_place(row, there), row.key, row.more or row.name, ("name", row.key)))
        made += [
            Spot(box, cell.key, cell.more or cell.text, ("cell", row.key, column))
            for column, (cell, box) in enumerate(self._cells(row, there))
            if cell.key is not None
        ]
        made += [
            Spot(box.adjusted(0, -3, 0, 3), key, words, (part, row.key))
            for part, box, (key, words) in self._parts(row, there)
            if key is not None
        ]
        return made

    def _head_places(self) -> list[tuple[VoiceHead, QRectF]]:
        made, right = [], self.width() - PAD
        for head, wide in reversed(list(zip(self._heads, self._widths, strict=False))):
            if wide:
                made.append((head, QRectF(right - wide, 3, wide, HEAD - 6)))
                right -= wide + BETWEEN
        return made[::-1]

    def _paint_heads(self, painter: QPainter, look: Theme) -> None:
        for head, place in self._head_places():
            made = font("small", weight=600) if head.is_sorted else font("small")
            made.setUnderline(head.key is not None and self._hovered == ("head", head.key))
            painter.setFont(made)
            painter.setPen(look.colour("text" if head.is_sorted else "text2"))
            painter.drawText(place, RIGHT, head.text)
            if head.is_sorted:
                left = place.right() - QFontMetricsF(made).horizontalAdvance(head.text) - ARROW
                paint_marker(painter, "triangle_down", QPointF(left + 4, place.center().y()), 7, look.colour("text"))

    def _name_right(self) -> float:
        taken = sum(wide + BETWEEN for wide in self._widths if wide)
        return max(PAD + LETTERS_ROOM + 40, self.width() - PAD - taken)

    def _cells(self, row: Row, there: QRectF) -> list[tuple[Cell, QRectF]]:
        made, right = [], self.width() - PAD
        for cell, wide in reversed(list(zip(row.cells, self._widths, strict=False))):
            if wide:
                made.append((cell, QRectF(right - wide, there.top() + 5, wide, pitch("strong") + 2)))
                right -= wide + BETWEEN
        return made[::-1]

    def _parts(self, row: Row, there: QRectF) -> list[tuple[str, QRectF, tuple[object, str]]]:
        """The bar begins at 0 and is as long as the row's part of the largest one's mentions."""
        left = there.left() + PAD + LETTERS_ROOM
        room = max(10.0, there.right() - PAD - left) * min(1.0, max(0.0, row.share))
        made, x, y = [], left, there.bottom() - BAR - 7
        for part, wide, opens in zip(PARTS, lengths(row.counts, room), row.parts, strict=True):
            if wide:
                made.append((part, QRectF(round(x), y, max(1.0, round(x + wide) - round(x)), BAR), opens))
            x += wide
        return made

    def paint_tag(self, painter: QPainter, row: Row, there: QRectF, down: float, look: Theme) -> None:
        """Its network, in two letters."""
        tag = QRectF(there.left() + PAD, there.top() + down, *TAG)
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text2"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, row.letters)

    def paint_figures(self, painter: QPainter, row: Row, there: QRectF, look: Theme) -> None:
        """What it counts."""
        for column, (cell, box) in enumerate(self._cells(row, there)):
            made = font("strong", weight=400 if cell.is_quiet else 500)
            made.setUnderline(cell.key is not None and self._hovered == ("cell", row.key, column))
            painter.setFont(made)
            painter.setPen(look.colour("text2" if cell.is_quiet else "text"))
            painter.drawText(box, RIGHT, cell.text)

    def paint_bars(self, painter: QPainter, shown: Sequence[tuple[Row, QRectF]], look: Theme) -> None:
        """The tones of these rows, and the line below each. What is painted alike is painted in one go."""
        places: dict[str, list[QRectF]] = {}
        for row, there in shown:
            for part, box, _opens in self._parts(row, there):
                places.setdefault(part, []).append(box)
        for part, boxes in places.items():
            paint_parts(painter, part, boxes, look)
        for _row, there in shown:
            painter.fillRect(QRectF(PAD, there.bottom() - 1, there.width() - 2 * PAD, 1), look.colour("line"))
