"""The focus ring around an editor whose parts fill it: drawn over them, deaf to the mouse."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from hubdesk.widgets.theme import theme


class FocusRing(QWidget):
    """2 px of accent, shown by its owner where the keyboard brought the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_shown = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
