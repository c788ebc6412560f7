"""The panels that a wall can show, to be dragged onto a scene's grid."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from hubdesk.i18n import _
from hubdesk.plugins import FACES

MIME: Final = "application/x-hubdesk-face"


class FaceList(QListWidget):
    """The panels that a wall can show. Drag one onto the grid, or press Enter: it goes to the first free place."""

    wished = Signal(str)  # a face

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Panels of a wall"))
        self.setDragEnabled(False)  # Qt's own drags carry what must not be read: ours says a name and no more
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for name, face in FACES.items():
            item = QListWidgetItem(_(face.title), self)
            item.setData(Qt.ItemDataRole.UserRole, name)
        self.setCurrentRow(0)
        self.itemActivated.connect(self._wish)
        self._pressed: QPoint | None = None

    def name(self) -> str:
        """Of the panel that is chosen."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or (event.position().toPoint() - self._pressed).manhattanLength() < 8:
            return
        self._pressed = None
        mime = QMimeData()
        mime.setData(MIME, self.name().encode())
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)

    def _wish(self, _item: object) -> None:
        self.wished.emit(self.name())
