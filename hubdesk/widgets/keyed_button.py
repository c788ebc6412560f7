"""What our painted buttons share: Enter presses them as Space does, and the focus ring is for those who use keys."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from hubdesk.widgets.theme import theme


class KeyedButton(QAbstractButton):
    """A button that shows its focus ring only where the keyboard brought the focus."""

    is_ringed = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.is_ringed = is_by_key(event, self.is_ringed)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def paint_ring(self, painter: QPainter) -> None:
        """2 px of accent around the button, when the keyboard is here."""
        if self.hasFocus() and self.is_ringed:
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


def is_by_key(event: QFocusEvent, before: bool) -> bool:
    """Whether the keyboard brought this focus; a window that becomes active again leaves it as it was."""
    if event.reason() in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
        return before
    return event.reason() != Qt.FocusReason.MouseFocusReason
