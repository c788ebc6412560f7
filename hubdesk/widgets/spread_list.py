"""Repeated texts one below the other: words, who was first, figures that open their rows, tone, and a small curve.

A head sorts, the words open the first mention, each figure and each part of a bar its rows; by mouse or by arrows and
Return. It is as tall as its rows and paints those in sight: it stands in a scroll area.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent

from hubdesk.i18n import N_
from hubdesk.widgets.figure_rows import BETWEEN, PAD
from hubdesk.widgets.figure_table import name_lines
from hubdesk.widgets.figured_rows import BAR, FiguredRows
from hubdesk.widgets.row_lines import pitch, write_line
from hubdesk.widgets.sparkline import paint_spark
from hubdesk.widgets.spread_values import FACTS, SpreadRow
from hubdesk.widgets.theme import Theme, font, theme
from hubdesk.widgets.voice_values import LETTERS_ROOM

CURVE: Final = 240.0  # px wide at most
LEAST_CURVE: Final = 60.0
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SpreadList(FiguredRows[SpreadRow]):
    """Rows to be walked through, as FiguredRows says."""

    named = N_("Repeated texts")

    def row_height(self) -> float:
        return 8 + 2 * pitch("strong") + 2 * pitch("small") + 4 + BAR + 9

    def opens(self, row: SpreadRow) -> bool:
        return row.is_open

    def explanation(self, place: QPointF) -> str:
        for row, there in self._near(place.y(), place.y()):
            for cell, box in self._cells(row, there):
                if box.contains(place):
                    return cell.more
            for line, words in enumerate((row.about, row.beside)):
                if self._about_place(row, there, line).contains(place):
                    return words
            return row.more
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(event.rect(), look.colour("panel"))
        self.paint_spots(painter, look, event.rect().top(), event.rect().bottom())
        self._paint_heads(painter, look)
        shown = self._near(event.rect().top(), event.rect().bottom())
        for row, there in shown:
            self._paint_row(painter, row, there, look)
        self.paint_bars(painter, shown, look)
        painter.end()

    def _paint_row(self, painter: QPainter, row: SpreadRow, there: QRectF, look: Theme) -> None:
        self.paint_tag(painter, row, there, 9, look)
        self._paint_words(painter, row, there, look)
        for number, words in enumerate((row.about, row.beside)):
            room = self._about_place(row, there, number)
            write_line(painter, room, whole_facts(words, room.width()), "small", "text2")
        self.paint_figures(painter, row, there, look)
        curve = self._curve_place(there)
        if row.spark is not None and curve is not None:
            paint_spark(painter, row.spark, curve, look.colour("text"), look)

    def _paint_words(self, painter: QPainter, row: SpreadRow, there: QRectF, look: Theme) -> None:
        place = self.name_place(row, there)
        made = font("strong", weight=500)
        made.setUnderline(row.is_open and self._hovered == ("name", row.key))
        painter.setPen(look.colour("text"))
        for number, line in enumerate(name_lines(row.name, place.width())):
            painter.setFont(made)
            painter.drawText(place.adjusted(0, number * pitch("strong"), 2, 0), Qt.AlignmentFlag.AlignLeft, line)

    def _left(self, there: QRectF) -> float:
        return there.left() + PAD + LETTERS_ROOM

    def name_place(self, row: SpreadRow, there: QRectF) -> QRectF:
        """Two lines of its words."""
        left = self._left(there)
        return QRectF(left, there.top() + 6, self._name_right() - left, 2 * pitch("strong"))

    def _about_place(self, row: SpreadRow, there: QRectF, line: int) -> QRectF:
        """Right below the words, whether these take one line or two."""
        words = len(name_lines(row.name, self.name_place(row, there).width()))
        top = there.top() + 8 + words * pitch("strong") + line * pitch("small")
        curve = self._curve_place(there)
        right = there.right() - PAD if curve is None else curve.left() - BETWEEN
        return QRectF(self._left(there), top, max(20.0, right - self._left(there)), pitch("small"))

    def _curve_place(self, there: QRectF) -> QRectF | None:
        """Below the figures, and below the words where these reach as far; none where there is hardly any room."""
        wide = min(CURVE, 0.27 * (there.width() - 2 * PAD))
        if wide < LEAST_CURVE:
            return None
        left, top = there.right() - PAD - wide, there.top() + 14 + pitch("strong")
        if left < self._name_right():
            top = there.top() + 10 + 2 * pitch("strong")
        return QRectF(left, top, wide, there.bottom() - BAR - 13 - top)


def whole_facts(words: str, room: float) -> str:
    """As many of the facts as have room; the last of them leave first, and whole."""
    metrics, facts = QFontMetricsF(font("small")), words.split(FACTS)
    while len(facts) > 1 and metrics.horizontalAdvance(FACTS.join(facts)) > room:
        facts.pop()
    return FACTS.join(facts)
