"""The chip of the span: what stretch is looked at, and the menu of those that can be."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.desk.digit_keys import with_digit
from hubdesk.desk.scope_state import CHOSEN, REACHES
from hubdesk.i18n import _
from hubdesk.widgets.chips import Chip


class SpanChip(Chip):
    """Its click opens the menu; Alt and a figure choose without it."""

    reach_wished = Signal(str)
    dates_wished = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon_name = "clock"
        self.has_arrow = True
        self.reach = ""  # a key of REACHES, or CHOSEN
        self.clicked.connect(self.open)
        self._spans = QMenu(self)
        self._actions = self._fill(parent)
        self._spans.triggered.connect(self._choose)

    def open(self) -> None:
        """Offer the spans, under the chip."""
        for reach, action in self._actions.items():
            action.setChecked(reach == self.reach)
        self._spans.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _fill(self, bar: QWidget) -> dict[str, QAction]:
        group = QActionGroup(self)
        made: dict[str, QAction] = {}
        for number_key, (reach, (words, _length)) in enumerate(REACHES.items(), start=1):
            action = self._spans.addAction(_(words))
            action.setCheckable(True)
            action.setData(reach)
            action.setShortcuts(with_digit(f"Alt+{number_key}"))
            group.addAction(action)
            bar.addAction(action)
            made[reach] = action
        self._spans.addSeparator()
        dates = self._spans.addAction(_("Choose dates…"))
        dates.setData(CHOSEN)
        return made

    def _choose(self, action: QAction) -> None:
        if action.data() == CHOSEN:
            self.dates_wished.emit()
        else:
            self.reach_wished.emit(action.data())
