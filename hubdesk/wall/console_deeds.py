"""The console's large buttons, each with the key or the clicker's button that does the same."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hubdesk.core.cues import CueWord
from hubdesk.i18n import _, number
from hubdesk.wall.conductor import Conductor
from hubdesk.wall.console_parts import Deed, Flow
from hubdesk.wall.console_words import cell_words

LARGE: Final = QSize(0, 44)
LARGEST: Final = QSize(144, 44)  # what must be found at once
SURE_MS: Final = 4_000  # within which the second click on "end" must come


class Deeds(QWidget):
    """Says nothing of its own: it does, or wishes that the wall ends."""

    end_wished = Signal()

    def __init__(self, conductor: Conductor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conductor = conductor
        self.back = Deed(_("Back"), "back", "←", self, LARGE)
        self.next = Deed(_("Next"), "next", "→", self, LARGE)
        self.blank = Deed(_("Black"), "blank", "B", self, LARGEST)
        self.pin = Deed(_("Pin"), "pin", "P", self, LARGE)
        self.freeze = Deed(_("Freeze"), "freeze", "F", self, LARGE)
        self.zoom = Deed(_("Enlarge"), "zoom", "1–9", self, LARGE)
        self.end = Deed(_("End the wall"), "end", "Ctrl+Q", self, LARGE)
        self._cells = QMenu(self)
        self._sure = QTimer(self)
        self._sure.setSingleShot(True)
        self._sure.setInterval(SURE_MS)
        self._sure.timeout.connect(self._forget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.parts = (self.back, self.next, self.blank, self.pin, self.freeze, self.zoom, self.end)
        row.addWidget(Flow(self.parts[:-1], self), 1)
        row.addWidget(self.end)
        self._connect()
        self.look()

    def _connect(self) -> None:
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.blank.clicked.connect(self._toggle)
        self.pin.clicked.connect(self._toggle)
        self.freeze.clicked.connect(self._toggle)
        self.zoom.clicked.connect(self._enlarge)
        self.end.clicked.connect(self._end)
        self._cells.triggered.connect(self._choose)

    def look(self) -> None:
        """What is on, and what another press does."""
        state = self._conductor.state
        self.blank.set_on(state.is_blank, _("Show again") if state.is_blank else _("Black"))
        self.pin.set_on(state.is_pinned, _("Unpin") if state.is_pinned else _("Pin"))
        self.freeze.set_on(state.frozen_at is not None, _("Let go on") if state.frozen_at is not None else _("Freeze"))
        is_zoomed = state.zoomed is not None
        self.zoom.set_on(is_zoomed, _("Whole scene") if is_zoomed else _("Enlarge"))
        for one in (self.back, self.next):
            one.setEnabled(len(self._conductor.wall.scenes) > 1)
        self.zoom.setEnabled(self._conductor.scene is not None)

    def _go_back(self) -> None:
        self._conductor.go(-1)

    def _go_on(self) -> None:
        self._conductor.go(1)

    def _toggle(self) -> None:
        sender = self.sender()
        if isinstance(sender, Deed):
            self._conductor.toggle(sender.key)

    def _enlarge(self) -> None:
        scene = self._conductor.scene
        if self._conductor.state.zoomed is not None:
            self._conductor.do(CueWord.UNZOOM)
        elif scene is not None:
            self._cells.clear()
            for place, cell in enumerate(scene.cells):
                words = f"{number(place + 1)}   {cell_words(cell)}"
                self._cells.addAction(words.replace("&", "&&")).setData(place)
            self._cells.popup(self.zoom.mapToGlobal(QPoint(0, -self._cells.sizeHint().height() - 2)))

    def _choose(self, action: QAction) -> None:
        self._conductor.do(CueWord.ZOOM, str(action.data()))

    def _end(self) -> None:
        """The second click within four seconds: a first one may be a slip, and no dialog asks."""
        if self._sure.isActive():
            self._sure.stop()
            self.end_wished.emit()
        else:
            self._sure.start()
            self.end.set_on(True, _("Click again to end"))

    def _forget(self) -> None:
        self.end.set_on(False, _("End the wall"))
