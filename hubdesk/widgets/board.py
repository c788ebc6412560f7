"""The buzz board: what rises on the left, what fizzles on the right, who is quiet below. Every card can be chosen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.widgets.board_cards import PAD, count_place, paint_card, write
from hubdesk.widgets.board_plan import MARK, Plan, name_width, plan
from hubdesk.widgets.board_values import Board
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.severity import paint_phase
from hubdesk.widgets.spots import Spot, Spots
from hubdesk.widgets.theme import Theme, theme


class BoardView(QWidget):
    """The board in an area that scrolls where there is more than fits."""

    chosen = Signal(object)  # the key of a card, a count or a chip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = Board()
        self.lanes = Lanes()
        self.lanes.chosen.connect(self.chosen)
        self.lanes.sight_wished.connect(self._show_place)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self.lanes)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the lanes in it take the keys
        slim(self._scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def show_board(self, board: Board) -> None:
        """The same board again costs nothing."""
        if board != self._board:
            self._board = board
            self.lanes.setAccessibleName(board.spoken()[:4_000])
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """The bar is there or not before anything is placed: one that came and went by itself would do so for ever."""
        made = plan(self._board, max(1.0, float(self.width())), float(self.height()))
        has_bar = made.height > self.height()
        if has_bar:
            width = self.width() - self._scroll.verticalScrollBar().sizeHint().width()
            made = plan(self._board, max(1.0, float(width)), float(self.height()))
        shown = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if has_bar else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._scroll.setVerticalScrollBarPolicy(shown)
        self.lanes.show_plan(made)

    def _show_place(self, place: QRectF) -> None:
        self._scroll.ensureVisible(int(place.center().x()), int(place.center().y()), 20, int(place.height() / 2) + 8)


class Lanes(Spots):
    """Painted whole, as it is planned."""

    sight_wished = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan(Board(), 1.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_plan(self, made: Plan) -> None:
        self._plan = made
        self.setMinimumHeight(math.ceil(made.height))
        self.update()

    def plan(self) -> Plan:
        return self._plan

    def went(self, spot: Spot) -> None:
        self.sight_wished.emit(spot.place)

    def spots(self) -> Sequence[Spot]:
        """Cards, their counts upon them, and chips."""
        made: list[Spot] = []
        for one in self._plan.cards:
            card = one.card
            made.append(Spot(one.place, card.key, card.spoken(), ("card", card.key)))
            there = count_place(card, one.place, one.facts, self._plan.scale)
            if not there.isEmpty():
                made.append(Spot(there, card.count_key, card.count, ("count", card.key)))
        made += [
            Spot(place, chip.key, chip.spoken(), ("chip", number))
            for number, (chip, place) in enumerate(self._plan.chips)
            if chip.key is not None
        ]
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, made = theme(), QPainter(self), self._plan
        painter.fillRect(self.rect(), look.colour("panel"))
        if made.names:
            painter.fillRect(QRectF(0, made.foot, self.width(), self.height() - made.foot), look.colour("alt"))
            painter.fillRect(QRectF(0, made.foot, self.width(), 1), look.colour("line"))
        self.paint_spots(painter, look)
        for lane, place in made.heads:
            paint_phase(painter, lane.glyph, QPointF(place.left() + PAD, place.center().y()), 10 * made.scale, look)
            head = place.adjusted(PAD + 12 * made.scale, 0, 0, 0)
            write(painter, head, lane.head, "label", look.colour("text"), made.scale)
            painter.setPen(QPen(look.colour("line_strong"), 1))
            painter.drawLine(place.bottomLeft(), place.bottomRight())
        for lane, place in made.empties:
            there = place.adjusted(PAD, 4, 0, 0)
            write(painter, there, lane.empty, "small", look.colour("text3"), made.scale)
        for one in made.cards:
            if one.place.intersects(QRectF(event.rect())):
                paint_card(painter, one.card, one.place, one.facts, made.scale, look)
        self._paint_counts(painter, look)
        self._paint_foot(painter, look)
        painter.end()

    def _paint_counts(self, painter: QPainter, look: Theme) -> None:
        """A thin line under each count: it opens its rows."""
        painter.setPen(QPen(look.colour("line_strong"), 1))
        for one in self._plan.cards:
            there = count_place(one.card, one.place, one.facts, self._plan.scale)
            if not there.isEmpty():
                y = round(there.bottom()) - 0.5
                painter.drawLine(QPointF(there.left() + 2, y), QPointF(there.right() - 2, y))

    def _paint_foot(self, painter: QPainter, look: Theme) -> None:
        made = self._plan
        for line, place in made.names:
            write(painter, place, line.head, "label", look.colour("text"), made.scale)
        for chip, place in made.chips:
            x = place.left()
            if chip.shape:
                at = QPointF(x + 5 * made.scale, place.center().y())
                paint_marker(painter, chip.shape, at, 9 * made.scale, QColor(chip.colour))
                x += MARK * made.scale
            name = QRectF(x, place.top(), max(0.0, name_width(chip, made.scale) - 5 * made.scale), place.height())
            write(painter, name, chip.name, "small", look.colour("text2"), made.scale)
            rest = place.adjusted(x + name_width(chip, made.scale) - place.left(), 0, 0, 0)
            write(painter, rest, chip.words, "small", look.colour("text2"), made.scale)
