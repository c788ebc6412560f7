"""The list under what one types in a query: words and values, what each is at the right; never with the focus."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _
from hubdesk.widgets.query_edit_values import Offer
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

ROW: Final = 26
MOST_ROWS: Final = 8  # in sight; the others scroll
FOOT: Final = 22
NARROWEST: Final = 220
WIDEST: Final = 480
_PAD: Final = 10
_LINE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_END: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class OfferList(QWidget):
    """Raised over its window. `chosen` is the row the arrows reached; none at first, so that Enter stays Enter."""

    taken = Signal(object)  # Offer

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()
        self.chosen: int | None = None
        self._hovered: int | None = None  # by the mouse, which may just lie there: Enter does not take it
        self._top = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Suggestions"))
        self.hide()

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        """Other offers; the chosen one stays chosen where it still is."""
        before = self.offers[self.chosen].text if self.chosen is not None else None
        self.offers = offers
        self.chosen = next((i for i, one in enumerate(offers) if one.text == before), None)
        self._top, self._hovered = 0, None
        self._reveal()
        self.update()

    def go(self, step: int) -> None:
        """To the next or the previous row, round the ends."""
        count = len(self.offers)
        if count:
            first = 0 if step > 0 else count - 1
            self.chosen = first if self.chosen is None else (self.chosen + step) % count
            self._reveal()
            self.update()

    def current(self) -> Offer | None:
        """What Tab takes: the chosen one, else the first."""
        return self.offers[self.chosen or 0] if self.offers else None

    def put(self, caret: QRect, window: QRect) -> None:
        """Under the caret's line, or over it where there is no room below; all in the window's px."""
        size = self.sizeHint()
        size.setWidth(min(size.width(), window.width()))
        below = caret.bottom() + 2
        top = below if below + size.height() <= window.bottom() else caret.top() - 2 - size.height()
        left = max(window.left(), min(caret.left() - _PAD, window.right() - size.width()))
        self.setGeometry(QRect(QPoint(left, max(window.top(), top)), size))
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        text, note = QFontMetricsF(_mono()), QFontMetricsF(font("small"))
        wide = max(
            (text.horizontalAdvance(tame(one.text, 80)) + note.horizontalAdvance(tame(one.note, 120)) + 28
             for one in self.offers),
            default=0.0,
        )  # fmt: skip
        wide = max(wide, QFontMetricsF(font("micro")).horizontalAdvance(self._keys()))
        height = ROW * min(MOST_ROWS, len(self.offers)) + FOOT + 6
        return QSize(max(NARROWEST, min(WIDEST, math.ceil(wide) + 2 * _PAD)), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for i, offer in enumerate(self.offers[self._top : self._top + MOST_ROWS]):
            place = QRectF(1, 3 + i * ROW, self.width() - 2, ROW)
            if self._top + i == self.chosen:
                painter.fillRect(place, look.colour("select"))
                painter.fillRect(QRectF(place.left(), place.top(), 3, ROW), look.colour("accent"))
            elif self._top + i == self._hovered:
                painter.fillRect(place, look.colour("hover"))
            self._paint_row(painter, offer, place.adjusted(_PAD, 0, -_PAD, 0))
        foot = QRectF(_PAD, self.height() - FOOT - 1, self.width() - 2 * _PAD, FOOT)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(1, foot.top()), QPointF(self.width() - 1, foot.top()))
        painter.setFont(font("micro"))
        painter.setPen(look.colour("text3"))
        painter.drawText(foot, _LINE, self._keys())
        painter.end()

    def _paint_row(self, painter: QPainter, offer: Offer, inner: QRectF) -> None:
        look = theme()
        painter.setFont(_mono())
        painter.setPen(look.colour("text"))
        metrics = QFontMetricsF(_mono())
        text = metrics.elidedText(tame(offer.text, 80), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LINE, text)
        room = inner.width() - metrics.horizontalAdvance(text) - 24
        note = QFontMetricsF(font("small")).elidedText(tame(offer.note, 120), Qt.TextElideMode.ElideRight, room)
        if room > 24:
            painter.setFont(font("small"))
            painter.setPen(look.colour("text2"))
            painter.drawText(inner, _END, note)

    def _keys(self) -> str:
        return _("Tab takes · ↑ ↓ choose · Esc closes")

    def _row_at(self, y: float) -> int | None:
        row = self._top + int((y - 3) // ROW)
        return row if 3 <= y < 3 + ROW * MOST_ROWS and row < len(self.offers) else None

    def _reveal(self) -> None:
        if self.chosen is not None:
            self._top = max(self.chosen - MOST_ROWS + 1, min(self._top, self.chosen))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._row_at(event.position().y())
        if found != self._hovered:
            self._hovered = found
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else the page below would take it

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._row_at(event.position().y())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit(self.offers[found])

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        step = -1 if event.angleDelta().y() > 0 else 1
        self._top = max(0, min(len(self.offers) - MOST_ROWS, self._top + step))
        self.update()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()


def _mono() -> QFont:
    return font("body", kind="mono")
