"""What a panel says in place of a picture while it is read for longer than a blink."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from hubdesk.widgets.empty import EmptyState, Vacancy


class ReadingCover(EmptyState):
    """Covers its parent until there is a picture; a stranger to what stands below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.hide()
        parent.installEventFilter(self)

    def say(self, head: str, text: str = "") -> None:
        """Say this; "" goes away."""
        if head:
            self.show_vacancy(Vacancy("clock", head, text))
            self.setGeometry(self._room())
            self.raise_()
        self.setVisible(bool(head))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._room())
        return super().eventFilter(watched, event)

    def _room(self) -> QRect:
        parent = self.parentWidget()
        return parent.rect() if parent is not None else QRect()
