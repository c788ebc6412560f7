"""The ground of our dialogs: raised, with 2 px of accent around."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from hubdesk.widgets.theme import theme


class Sheet(QDialog):
    """A dialog of the look; nothing else differs from Qt's."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for box in self.findChildren(QDialogButtonBox):
            for button in box.buttons():
                button.setIcon(QIcon())  # the desktop's coloured ones are not of this look

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("raised"))
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
