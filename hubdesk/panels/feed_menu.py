"""The feed's own menu: pause, how dense its rows are, and the way out of a search."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from hubdesk.i18n import N_, _

DENSITIES: Final = (("comfortable", N_("Comfortable")), ("compact", N_("Compact")))


class FeedMenu(QObject):
    """Actions of a panel, in its menu and by their keys."""

    pause_wished = Signal()
    density_chosen = Signal(str)
    leave_wished = Signal()

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._pause, self._densities = QAction(_("Pause"), panel), QActionGroup(panel)
        self._pause.setCheckable(True)
        self._pause.triggered.connect(self._wish_pause)
        panel.addAction(self._pause)
        for word, label in DENSITIES:
            action = QAction(_(label), self._densities)
            action.setData(word)
            action.setCheckable(True)
            panel.addAction(action)
        self._densities.triggered.connect(self._choose)
        self.show_density(DENSITIES[0][0])
        self._leave = QAction(_("Close the search"), panel)
        self._leave.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        self._leave.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._leave.setVisible(False)
        self._leave.triggered.connect(self.leave_wished)
        panel.addAction(self._leave)

    def show_pause(self, is_paused: bool) -> None:
        self._pause.setChecked(is_paused)

    def show_density(self, density: str) -> None:
        for action in self._densities.actions():
            action.setChecked(action.data() == density)

    def show_search(self, is_there: bool) -> None:
        """Whether there is a search that can be left."""
        self._leave.setVisible(is_there)

    def _wish_pause(self) -> None:
        self.pause_wished.emit()

    def _choose(self, action: QAction) -> None:
        self.density_chosen.emit(str(action.data()))
