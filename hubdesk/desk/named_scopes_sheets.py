"""Asks how a scope is called, and which of a person's own stay, under which names, and hold what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hubdesk.core.filters import Filter
from hubdesk.desk.filter_towns import Towns, learn, unknown_of
from hubdesk.desk.named_scopes import LONGEST_NAME, NamedScope, good_name, names_of, renamed
from hubdesk.desk.named_scopes_words import told
from hubdesk.desk.names_sheet import NamesSheet, OneNameSheet
from hubdesk.i18n import _, ngettext, number
from hubdesk.widgets.empty import Button
from hubdesk.widgets.text import plain_label, tame

TOWNS: Final = "towns of named scopes"
LINES: Final = 4  # of what a scope holds, as most of them do


class NameScopeSheet(OneNameSheet):
    """One line for the name of `scope`, which is told. `lost`: topics of its chips that are no longer there."""

    def __init__(
        self, scope: NamedScope, lost: int, own: Collection[str], zone: str, parent: QWidget | None = None
    ) -> None:
        lines = [told(scope, zone)]
        if lost:
            line = ngettext(
                "{n} topic of its chips is no longer there and is not saved.",
                "{n} topics of its chips are no longer there and are not saved.",
                lost,
            )
            lines.append(line.format(n=number(lost)))
        super().__init__(_("Save this scope"), "\n".join(lines), own, good_name, LONGEST_NAME, parent)


class ScopesSheet(NamesSheet):
    """The list of one's own, each with what it holds. `here`: what is looked at, which may take the place of one."""

    arranged = Signal(object, object)  # the scopes that stay, in order; the names that were shown

    def __init__(
        self, scopes: Sequence[NamedScope], here: NamedScope | None, zone: str, parent: QWidget | None = None
    ) -> None:
        self._scopes = {one.name: one for one in scopes}
        self._here, self._zone = here, zone
        self.replace = Button(_("Replace"))
        self.replace.setToolTip(_("What is looked at now takes its place, under its name."))
        self.replace.setAccessibleDescription(self.replace.toolTip())
        self.held = plain_label("", "small", "text2", wrap=True)
        self.held.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.held.setMinimumHeight(LINES * self.held.fontMetrics().lineSpacing())  # else the list grows and shrinks
        super().__init__(_("Your scopes"), names_of(scopes), good_name, parent)
        self.resize(560, 420)
        self.side.insertWidget(1, self.replace)
        self.column.insertWidget(1, self.held)
        self.setTabOrder(self.rename, self.replace)
        self.setTabOrder(self.replace, self.remove)
        self.replace.clicked.connect(self._replace)
        self.accepted.connect(self._tell)

    def why_not(self, name: str, before: Collection[str]) -> str:
        if not name:
            return _("A scope needs a name.")
        return _("Two scopes cannot have one name.") if name in before else ""

    def follow(self, row: int = -1) -> None:
        super().follow(row)
        one = self._scopes.get(self.current())
        self.replace.setEnabled(one is not None and self._here is not None)
        self.held.setText(tame(told(one, self._zone), lines=True) if one is not None else "")

    def towns(self) -> tuple[str, ...]:
        """INSEE codes in the chips of which nobody knows yet what they are called."""
        chips = (one for scope in self._scopes.values() for one in scope.filters if one.field == "place")
        return unknown_of(tuple(Filter(one.field, one.values) for one in chips))

    def take(self, key: str, found: object) -> None:
        """What a worker read of `towns`."""
        if key == TOWNS and isinstance(found, Towns):
            learn(found)
            self.follow()

    def _replace(self) -> None:
        if self._here is not None:
            self._scopes[self.current()] = replace(self._here, name=self.current())
            self.follow()

    def _tell(self) -> None:
        wanted = [renamed(self._scopes[old], new) for old, new in self.wanted()]
        self.arranged.emit(tuple(wanted), self.shown)
