"""Asks how a layout is called, and which of a person's own stay, under which names. Nothing is written before Save."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hubdesk.desk.named_layouts import LONGEST_NAME, good_name
from hubdesk.desk.names_sheet import NamesSheet, OneNameSheet
from hubdesk.i18n import _


class NameSheet(OneNameSheet):
    """`own`: names that are taken, `shipped`: names that nobody may take."""

    def __init__(self, own: Collection[str], shipped: Collection[str], parent: QWidget | None = None) -> None:
        self._shipped = {name.casefold() for name in shipped}
        told = _("Where panels are, how large, which of them float and on which screen.")
        super().__init__(_("Save this layout"), told, own, good_name, LONGEST_NAME, parent)

    def why_not(self, name: str) -> str:
        return _("A layout that ships is called that: choose another name.") if name in self._shipped else ""


class LayoutsSheet(NamesSheet):
    """The list of one's own layouts."""

    arranged = Signal(object, object)  # pairs of the name there is and the new one, in order; the names that were shown

    def __init__(self, own: Sequence[str], shipped: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(_("Your layouts"), own, good_name, parent)
        self._shipped = {name.casefold() for name in shipped}
        self.accepted.connect(self._tell)

    def why_not(self, name: str, before: Collection[str]) -> str:
        if not name:
            return _("A layout needs a name.")
        if name in before:
            return _("Two layouts cannot have one name.")
        return _("A layout that ships is called that: choose another name.") if name in self._shipped else ""

    def _tell(self) -> None:
        self.arranged.emit(self.wanted(), self.shown)
