"""Scopes by name on the desk: open one, save what is looked at, rename, replace, order and delete one's own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hubdesk.core import HubdeskError
from hubdesk.desk.filter_towns import read_towns
from hubdesk.desk.menus import OWN_SCOPE
from hubdesk.desk.named_scopes import LONGEST_NAME, NamedScope, good_name, names_of
from hubdesk.desk.named_scopes_kept import KeptScopes
from hubdesk.desk.named_scopes_state import Naming, is_as, naming, opening
from hubdesk.desk.named_scopes_words import left_out
from hubdesk.desk.session import NOWHERE
from hubdesk.i18n import _
from hubdesk.widgets.text import tame

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

logger = logging.getLogger(__name__)


class NamedScopes(QObject):
    """They are kept in the settings, which another session has too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._kept = desk, KeptScopes(desk.settings)
        self._said = ""  # in the status bar, until something else is looked at
        desk.looking.changed.connect(self._follow)
        self._show()
        for line in self._kept.problems():
            logger.warning("%s", line)
        for line in self._kept.problems()[:1]:
            desk.status.complain(line)

    @property
    def own(self) -> tuple[str, ...]:
        """Their names, in the order of the menu."""
        return names_of(self._kept.all())

    def is_mine(self, word: str) -> bool:
        return word.startswith(OWN_SCOPE)

    def open(self, word: str) -> None:
        """Look at the scope of a menu's word; the way back leads here."""
        scope, looking = self._kept.named(word.removeprefix(OWN_SCOPE)), self._desk.looking
        if scope is not None:
            found = opening(scope, looking.state, looking.topics, looking.end, looking.zone)
            looking.go(found.state)
            self._say(left_out(found.gone, scope.unread))

    def save(self) -> None:
        """Ask for a name, and keep what is looked at under it."""
        from hubdesk.desk.named_scopes_sheets import NameScopeSheet  # a dialog that a start does not need

        here = self._here("")
        sheet = NameScopeSheet(here.scope, here.lost, self.own, self._desk.looking.zone, self._desk)
        sheet.named.connect(self.keep)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def change(self) -> None:
        """The list of one's own, to rename, replace, order and delete."""
        from hubdesk.desk.named_scopes_sheets import TOWNS, ScopesSheet  # a dialog that a start does not need

        desk, session = self._desk, self._desk.session
        here = self._here("").scope if session is not None and session.basis is not None else None
        sheet = ScopesSheet(self._kept.all(), here, desk.looking.zone, desk)
        towns = sheet.towns()
        if session is not None and towns:
            session.refresher.answered.connect(sheet.take)
            session.refresher.ask(TOWNS, read_towns, NOWHERE, towns)
        sheet.arranged.connect(self._arrange)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def keep(self, name: str) -> None:
        """Keep what is looked at, under that name."""
        line = _("The scope “{name}” is saved.").format(name=tame(name, LONGEST_NAME))
        self._change(line, self._kept.keep, self._here(good_name(name)).scope)

    def tick(self) -> None:
        """Tick those that are what is looked at."""
        looking, actions = self._desk.looking, self._desk.menus.actions
        if not self._kept.all():
            return
        names, is_replay = frozenset(topic.name for topic in looking.topics), looking.state.replay is not None
        can = self._desk.session is not None and self._desk.session.basis is not None
        here = self._here("").scope
        for scope in self._kept.all():
            action = actions[f"{OWN_SCOPE}{scope.name}"]
            action.setEnabled(can)
            action.setChecked(can and is_as(scope, here, names, is_replay))

    def _here(self, name: str) -> Naming:
        looking = self._desk.looking
        return naming(name, looking.state, looking.topics, looking.end, looking.zone)

    def _arrange(self, wanted: Sequence[NamedScope], shown: Sequence[str]) -> None:
        self._change(_("Your scopes are saved."), self._kept.arrange, wanted, shown)

    def _change(self, line: str, change: Callable[..., None], *values: object) -> None:
        try:
            change(*values)
        except HubdeskError as error:
            line = str(error)
        self._show()
        self._say(line)

    def _show(self) -> None:
        self._desk.menus.show_scopes(self.own)
        self.tick()

    def _follow(self) -> None:
        """Something else is looked at: what was said of a scope is over."""
        if self._said:
            self._say("")
        self.tick()

    def _say(self, line: str) -> None:
        status = self._desk.status
        if line or status.message() == self._said:  # what others said stays
            status.complain(line)
        self._said = status.message() if line else ""
