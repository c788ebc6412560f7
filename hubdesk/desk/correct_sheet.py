"""The ground of the sheets in which the analyst chooses what a reading is: a title, Save and Cancel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from hubdesk.desk.refresh import Refresher
from hubdesk.desk.sheet import Sheet
from hubdesk.i18n import N_, _
from hubdesk.panels.correcting import PLACE, TARGET, THEME, Choosing, Correcting
from hubdesk.widgets.text import plain_label

TITLES: Final = {
    THEME: N_("What it is about"),
    PLACE: N_("Where it happens"),
    TARGET: N_("Which brands, and the tone towards each"),
}


class CorrectSheet(Sheet):
    """What they share: a title, Save and Cancel, and what Save says."""

    told = Signal(object)  # Correcting

    def __init__(self, wanted: Choosing, parent: QWidget) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self.setWindowTitle(_(TITLES[wanted.reading]))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        self.column.addWidget(plain_label(_(TITLES[wanted.reading]), "head"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def serve(self, refresher: Refresher) -> None:
        """Who reads for it off the GUI thread; most need nobody."""

    def value(self) -> tuple[str, ...]:
        """What was chosen, as a correction holds it."""
        raise NotImplementedError

    def accept(self) -> None:
        """What was not changed is said too: then the reader was right, which counts as much."""
        self.told.emit(Correcting(self._wanted.mention, self._wanted.reading, self.value()))
        super().accept()
