"""Where a panel stands: its ground and a frame, 1 px of line or 2 of accent, in its dock or in place of all docks."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.desk.title_bar import EDGE
from hubdesk.widgets.theme import theme


class PanelFrame(QWidget):
    """Holds one panel. A panel that another frame holds from now on has left this one.

    It has no layout of Qt's: a bar that comes or goes in a panel would have every dock of the window placed anew, and
    none of them would move, for docks are as large as people make them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dock: QWidget | None = None  # whose panel it holds for a while
        self.is_own = False
        self._panel: QWidget | None = None

    def hold(self, panel: QWidget) -> None:
        self._panel = panel
        panel.setParent(self)
        self._place()
        panel.show()
        self.updateGeometry()

    def show_own(self, is_own: bool) -> None:
        """Whether the panel has a scope of its own: the frame is of accent, and twice as wide."""
        if is_own != self.is_own:
            self.is_own = is_own
            self._place()
            self.update()

    def sizeHint(self) -> QSize:
        panel = self._held()
        return QSize(0, 0) if panel is None else panel.sizeHint() + self._around()

    def minimumSizeHint(self) -> QSize:
        panel = self._held()
        return QSize(0, 0) if panel is None else panel.minimumSizeHint() + self._around()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(QRectF(0.5, -1.5, self.width() - 1, self.height() + 1))
        if self.is_own:
            painter.setPen(QPen(theme().colour("accent"), EDGE))
            painter.drawRect(QRectF(1, -EDGE, self.width() - EDGE, self.height() + 1))
        painter.end()

    def _held(self) -> QWidget | None:
        """The panel, while no other frame has it."""
        return self._panel if self._panel is not None and self._panel.parentWidget() is self else None

    def _around(self) -> QSize:
        """px of the frame on both sides, and below alone: the title bar is above."""
        wide = EDGE if self.is_own else 1
        return QSize(2 * wide, wide)

    def _place(self) -> None:
        panel = self._held()
        if panel is not None:
            wide = EDGE if self.is_own else 1
            panel.setGeometry(QRect(wide, 0, self.width() - 2 * wide, self.height() - wide))
