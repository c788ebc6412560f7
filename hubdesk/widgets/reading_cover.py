"""What a panel says in place of a picture, or over an older one, while it is read for longer than a blink."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from hubdesk.widgets.empty import EmptyState, Notice, Vacancy
from hubdesk.widgets.theme import theme


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
            self.setGeometry(_room_of(self))
            self.raise_()
        self.setVisible(bool(head))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(_room_of(self))
        return super().eventFilter(watched, event)


class ReadingBar(Notice):
    """Lies over an edge of its parent's older picture: a bar in the layout would have every panel laid out and painted
    anew twice. At the bottom, or at the top when the pointer is below; what it lies on can still be clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_above = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below is painted for it
        parent.installEventFilter(self)

    def tell(self, text: str) -> None:
        """Say this line; "" hides the bar."""
        if text and self.isHidden():
            room, pointed = _room_of(self), self.mapFromGlobal(QCursor.pos()) + self.pos()
            self._is_above = room.contains(pointed) and pointed.y() > room.height() // 2
            self.raise_()
        self.say(text, "clock")
        self._lie_down()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._lie_down()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme().colour("line"))
        painter.end()

    def _lie_down(self) -> None:
        room = _room_of(self)
        height = min(room.height(), self.height_at(room.width()))
        self.setGeometry(0, 0 if self._is_above else room.height() - height, room.width(), height)


def _room_of(widget: QWidget) -> QRect:
    parent = widget.parentWidget()
    return parent.rect() if parent is not None else QRect()
