"""The wish to erase somebody or something, as panels have it: one line of a mention's menu."""

from __future__ import annotations

from typing import Final, Protocol, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from hubdesk.core import Heard
from hubdesk.i18n import _

ERASE: Final = "erase"  # the wish whose value is a Heard; None: that no mention is chosen


class HasMention(Protocol):
    """What a panel with an Eraser has."""

    def correctable(self) -> Heard | None:
        """The mention that is meant."""


class Eraser(QObject):
    """A panel's line “Erase…”; it has no key, since nothing brings back what was erased."""

    wished = Signal(str, object)  # ERASE, and the mention

    def __init__(self, panel: QWidget) -> None:
        """`panel` has what HasMention says."""
        super().__init__(panel)
        self.action = QAction(_("Erase…"), panel)
        self.action.triggered.connect(self._wish)
        panel.addAction(self.action)

    def _wish(self) -> None:
        self.wished.emit(ERASE, cast(HasMention, self.parent()).correctable())
