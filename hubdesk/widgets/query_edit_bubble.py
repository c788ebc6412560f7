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
        self._hint.setVisible(bool(hint))
        self.button.setVisible(can_mend)
        self.button.setAccessibleDescription(head)
        self.setAccessibleName(head)
        self.setAccessibleDescription(hint)

    def size_in(self, room: int) -> QSize:
        """As wide as its words on one line, where there is room."""
        fixed = 2 * PAD + SIGN + 10 + self._button_width()
        words = max(
            QFontMetricsF(font("strong")).horizontalAdvance(self._head.text()),
            QFontMetricsF(font("small")).horizontalAdvance(self._hint.text()),
        )
        width = min(WIDEST, room, fixed + math.ceil(words) + 2)
        return QSize(width, self._height(max(40, width - fixed)))

    def put(self, rect: QRect) -> None:
        """Show it there."""
        self.setGeometry(rect)
        left = PAD + SIGN + 10
        width = rect.width() - left - PAD - self._button_width()
        head = self._head.heightForWidth(width)
        hint = self._hint.heightForWidth(width) if self._hint.isVisibleTo(self) else 0
        top = (rect.height() - head - hint) // 2
        self._head.setGeometry(left, top, width, head)
        self._hint.setGeometry(left, top + head, width, hint)
        size = self.button.sizeHint()
        at = QPoint(rect.width() - PAD - size.width(), (rect.height() - size.height()) // 2)
        self.button.setGeometry(QRect(at, size))
        self.show()
        self.raise_()

    def _button_width(self) -> int:
        return self.button.sizeHint().width() + 16 if self.button.isVisibleTo(self) else 0

    def _height(self, width: int) -> int:
        head = self._head.heightForWidth(width)
        hint = self._hint.heightForWidth(width) if self._hint.isVisibleTo(self) else 0
        least = self.button.sizeHint().height() if self.button.isVisibleTo(self) else 0
        return max(head + hint, least) + 16

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
