"""A crossed table in its room: scrolled both ways under names and totals that stay, the colours' steps below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hubdesk.widgets.map_values import CLASSES
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.table_grid import TableGrid
from hubdesk.widgets.table_values import TableShown
from hubdesk.widgets.theme import font, theme

_PAD, _SWATCH, _WIDE, _TALL = 12, 10, 46, 30


class TableView(QWidget):
    """`chosen`: a figure's key, or a Sorting."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid, self.steps = TableGrid(), TableSteps()
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self.grid)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table takes the keys
        slim(self._scroll)
        self.grid.chosen.connect(self.chosen)
        self.grid.sight_wished.connect(self._show_place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.steps)

    def show_table(self, shown: TableShown) -> None:
        self.grid.show_table(shown, self._room())
        self.steps.show_steps(shown.steps, shown.unit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.fit(self._room())

    def _room(self) -> int:
        """The width there is, whether or not a bar stands at its right: else one could make the other come and go."""
        return max(120, self.width() - self._scroll.verticalScrollBar().sizeHint().width())

    def _show_place(self, place: QRectF) -> None:
        """Bring a cell out from under names and totals."""
        pinned, port = self.grid.pinned(), self._scroll.viewport().size()
        for bar, first, last, under, room in (
            (self._scroll.horizontalScrollBar(), place.left(), place.right(), pinned.width(), port.width()),
            (self._scroll.verticalScrollBar(), place.top(), place.bottom(), pinned.height(), port.height()),
        ):
            at = bar.value()
            if first < at + under:
                bar.setValue(round(first - under))
            elif last > at + room:
                bar.setValue(round(last - room + 4))


class TableSteps(QWidget):
    """The five colours with a number at each step between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[str, ...] = ()
        self._unit = ""
        self.setFixedHeight(_TALL)

    def show_steps(self, steps: tuple[str, ...], unit: str) -> None:
        self._steps, self._unit = steps, unit
        self.setAccessibleName(f"{unit}: {', '.join(steps)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        if self._steps:
            micro = QFontMetricsF(font("micro"))
            width = min(_WIDE, (self.width() - 2 * _PAD) / CLASSES)
            for step in range(CLASSES):
                painter.fillRect(QRectF(_PAD + step * width, 4, width, _SWATCH), look.colour(f"seq.{step}"))
            painter.setPen(QPen(look.colour("line_strong"), 1))
            painter.drawRect(QRectF(_PAD + 0.5, 4.5, CLASSES * width - 1, _SWATCH - 1))
            painter.setFont(font("micro"))
            painter.setPen(look.colour("text2"))
            for step, text in enumerate(self._steps, 1):
                place = QRectF(_PAD + step * width - 40, 4 + _SWATCH, 80, micro.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
            left = _PAD + CLASSES * width + 10
            if left + micro.horizontalAdvance(self._unit) <= self.width() - _PAD:
                painter.drawText(
                    QRectF(left, 0, self.width() - left, _SWATCH + 8), Qt.AlignmentFlag.AlignVCenter, self._unit
                )
        painter.end()
