"""The bubble that says what is wrong with a query and how to mend it, beside the culprit and never over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import _
from hubdesk.widgets.empty import Button
from hubdesk.widgets.glyphs import paint_icon
from hubdesk.widgets.theme import font, theme
from hubdesk.widgets.wrapped import WrapLabel

WIDEST: Final = 560
PAD: Final = 12
SIGN: Final = 16
LEFT: Final = PAD + SIGN + 10  # where the words begin
NARROW: Final = 340
APART: Final = 6  # px between the culprit's line and the bubble
BESIDE: Final = 28  # px between the end of a line and the bubble


class ErrorBubble(QWidget):
    """Icon, head, hint, and a button where the error can be mended."""

    mend_wished = Signal()
    left = Signal()  # Escape was pressed

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._head = WrapLabel("", "strong", "text", self)
        self._hint = WrapLabel("", "small", "text2", self)
        self.button = Button(_("Mend"), "mend", self)
        self.button.setToolTip(_("Alt+Enter"))
        self.button.clicked.connect(self.mend_wished)
        self.hide()

    def say(self, head: str, hint: str, can_mend: bool) -> None:
        self._head.show_text(head)
        self._hint.show_text(hint)
        self.button.setVisible(can_mend)
        self.button.setAccessibleDescription(head)
        self.setAccessibleName(head)
        self.setAccessibleDescription(hint)

    def size_in(self, room: int, with_hint: bool = True) -> QSize:
        """As wide as its words on one line, where there is room; the hint is what can be left out."""
        self._hint.setVisible(with_hint and bool(self._hint.text()))
        words = QFontMetricsF(font("strong")).horizontalAdvance(self._head.text())
        if self._hint.isVisibleTo(self):
            words = max(words, QFontMetricsF(font("small")).horizontalAdvance(self._hint.text()))
        width = min(WIDEST, room, LEFT + PAD + self._beside(WIDEST) + math.ceil(words) + 2)
        text = self._text_height(width - LEFT - PAD - self._beside(width))
        button = self.button.sizeHint().height() if self.button.isVisibleTo(self) else 0
        stacked = button and not self._beside(width)
        return QSize(width, (text + 8 + button if stacked else max(text, button)) + 16)

    def put(self, rect: QRect) -> None:
        """Show it there."""
        width = rect.width() - LEFT - PAD - self._beside(rect.width())
        size = self.button.sizeHint()
        text, is_beside = self._text_height(width), self._beside(rect.width()) > 0
        top = (rect.height() - text) // 2 if is_beside or not self.button.isVisibleTo(self) else 8
        head = self._head.heightForWidth(width)
        self._head.setGeometry(LEFT, top, width, head)
        self._hint.setGeometry(LEFT, top + head, width, text - head)
        bottom = (rect.height() - size.height()) // 2 if is_beside else rect.height() - 8 - size.height()
        self.button.setGeometry(QRect(QPoint(rect.width() - PAD - size.width(), bottom), size))
        self.setGeometry(rect)
        self.show()
        self.raise_()

    def _beside(self, width: int) -> int:
        """What the button takes of the words' width; in a narrow bubble it stands under them."""
        return self.button.sizeHint().width() + 16 if self.button.isVisibleTo(self) and width >= NARROW else 0

    def _text_height(self, width: int) -> int:
        shown = [label for label in (self._head, self._hint) if label.isVisibleTo(self)]
        return sum(label.heightForWidth(max(40, width)) for label in shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line_strong"), 1))
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint_icon(painter, "warning", QRectF(PAD, self._head.y() + 1, SIGN, SIGN), look.colour("text"))
        painter.end()


def place(size: QSize, room: QRectF, culprit: QRectF, caret: QRectF, lines: Sequence[QRectF]) -> QPoint | None:
    """Where the bubble covers neither the culprit nor, if it can be helped, the caret and other words.

    All in the same px. None when there is no such place: then the underline alone must do.
    """
    wide, tall = size.width(), size.height()
    top = max(room.top(), min(culprit.bottom() - tall, room.bottom() - tall))  # beside: its foot on the culprit's line
    spans = [line.right() for line in lines if line.bottom() > top and line.top() < top + tall]
    beside = max([culprit.right(), *spans]) + BESIDE
    left = max(room.left(), min(culprit.left(), room.right() - wide))
    choices = [
        QRectF(beside, top, wide, tall),
        QRectF(left, culprit.bottom() + APART, wide, tall),
        QRectF(left, culprit.top() - APART - tall, wide, tall),
        QRectF(culprit.right() + BESIDE, top, wide, tall),
        QRectF(room.right() - wide, room.bottom() - tall, wide, tall),
        QRectF(room.right() - wide, room.top(), wide, tall),
    ]
    fitting = [one for one in choices if room.contains(one) and not one.intersects(culprit)]
    if not fitting:
        return None
    best = min(fitting, key=lambda one: (one.intersects(caret), sum(_area(one.intersected(line)) for line in lines)))
    return best.topLeft().toPoint()


def _area(rect: QRectF) -> float:
    return max(0.0, rect.width()) * max(0.0, rect.height())
