"""Accounts as a table: a name with what is known, figures that open their rows, a bar of tones as long as the count.

A head sorts, a name opens the account's card, each figure and each part of a bar its rows; by mouse or by arrows and
Return. It is as tall as its rows and paints those in sight: it stands in a scroll area.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from hubdesk.i18n import N_
from hubdesk.widgets.figure_rows import PAD
from hubdesk.widgets.figured_rows import BAR, FiguredRows
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.row_lines import pitch
from hubdesk.widgets.theme import Theme, advance, font, metrics, theme
from hubdesk.widgets.voice_values import LETTERS_ROOM, VoiceRow

ICON: Final = 13.0
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class VoiceTable(FiguredRows[VoiceRow]):
    """Rows to be walked through, as FiguredRows says."""

    named = N_("Voices")

    def row_height(self) -> float:
        return 5 + pitch("strong") + 2 + pitch("small") + 4 + BAR + 8

    def explanation(self, place: QPointF) -> str:
        for row, there in self._near(place.y(), place.y()):
            if QRectF(there.left(), there.top(), self._name_right(), there.height()).contains(place):
                return row.more
            for cell, box in self._cells(row, there):
                if box.contains(place):
                    return cell.more
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(event.rect(), look.colour("panel"))
        shown = self._near(event.rect().top(), event.rect().bottom())
        for row, there in shown:
            if row.is_opened:
                painter.fillRect(there, look.colour("select"))
                painter.fillRect(QRectF(there.left(), there.top(), 3, there.height()), look.colour("accent"))
        self.paint_spots(painter, look, event.rect().top(), event.rect().bottom())
        self._paint_heads(painter, look)
        for row, there in shown:
            self._paint_row(painter, row, there, look)
        self.paint_bars(painter, shown, look)
        painter.end()

    def _paint_row(self, painter: QPainter, row: VoiceRow, there: QRectF, look: Theme) -> None:
        self.paint_tag(painter, row, there, 8, look)
        name = self.name_place(row, there)
        _write(painter, "strong", name, row.name, look.colour("text"), self._hovered == ("name", row.key))
        about = QRectF(name.left(), name.bottom() - 1, there.width() - PAD - name.left(), pitch("small"))
        if row.icon:
            box = QRectF(about.left(), about.center().y() - ICON / 2, ICON, ICON)
            paint_icon(painter, row.icon, box, look.colour("text2"))
            about.setLeft(about.left() + ICON + 5)
        _write(painter, "small", about, row.about, look.colour("text2"))
        self.paint_figures(painter, row, there, look)

    def name_place(self, row: VoiceRow, there: QRectF) -> QRectF:
        left = there.left() + PAD + LETTERS_ROOM
        need = advance(row.name, "strong") + 3
        return QRectF(left, there.top() + 5, min(need, self._name_right() - left), pitch("strong") + 2)


def _write(painter: QPainter, role: str, room: QRectF, words: str, ink: QColor, is_underlined: bool = False) -> None:
    """One line, cut at its end where there is no room."""
    made = font(role)
    if is_underlined:
        made.setUnderline(True)
    painter.setFont(made)
    painter.setPen(ink)
    shown = metrics(role).elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room.adjusted(0, 0, 2, 0), LEFT, shown)
