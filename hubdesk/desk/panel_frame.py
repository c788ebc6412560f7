"""Where a panel stands: its ground and a frame, 1 px of line or 2 of accent, in its dock or in place of all docks."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hubdesk.desk.title_bar import EDGE
from hubdesk.widgets.theme import theme


class PanelFrame(QWidget):
    """Holds one panel. A panel that another frame holds from now on has left this one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dock: QWidget | None = None  # whose panel it holds for a while
        self.is_own = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 0, 1, 1)

    def hold(self, panel: QWidget) -> None:
        self._row.addWidget(panel)
        panel.show()

    def show_own(self, is_own: bool) -> None:
        """Whether the panel has a scope of its own: the frame is of accent, and twice as wide."""
        if is_own != self.is_own:
            self.is_own = is_own
            wide = EDGE if is_own else 1
            self._row.setContentsMargins(wide, 0, wide, wide)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(QRectF(0.5, -1.5, self.width() - 1, self.height() + 1))
        if self.is_own:
            painter.setPen(QPen(theme().colour("accent"), EDGE))
            painter.drawRect(QRectF(1, -EDGE, self.width() - EDGE, self.height() + 1))
        painter.end()
