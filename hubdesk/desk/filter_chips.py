"""What the chips of the scope bar need of the rest of the desk: names of places, a command on the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from hubdesk.core import HubdeskError
from hubdesk.core.filters import Filter
from hubdesk.desk.filter_command import command_of
from hubdesk.desk.filter_towns import Towns, learn, read_towns
from hubdesk.desk.session import NOWHERE
from hubdesk.i18n import _
from hubdesk.widgets.text import tame

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk

KEY: Final = "filter-towns"
LONGEST: Final = 200


class FilterChips(QObject):
    """Stands between the scope bar and the window's parts; made after `looking` and `status`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asked: object = None  # the refresher that is listened to
        bar = desk.scope_bar
        bar.command_wished.connect(self.copy_command)
        bar.filter_alone.connect(self._leave_alone)
        bar.filters.towns_wished.connect(self._ask)
        bar.filters.said.connect(desk.status.complain)

    def copy_command(self) -> None:
        """What the desk looks at, as a line for a terminal; where no command says the same, why not."""
        looking = self._desk.looking
        if self._desk.path is None:
            return
        try:
            line = command_of(self._desk.path.absolute(), looking.scope(), looking.topics, looking.zone)
        except HubdeskError as error:
            self._desk.status.complain(tame(str(error), LONGEST))
            return
        QGuiApplication.clipboard().setText(line)
        self._desk.status.complain(_("The command is on the clipboard."))

    def _leave_alone(self, one: Filter) -> None:
        """That chip, and those that are pinned."""
        state = self._desk.looking.state
        others = tuple(other for other in state.filters if other != one and other not in state.pinned)
        self._desk.looking.narrow((), instead=others)

    def _ask(self, codes: object) -> None:
        session = self._desk.session
        if session is None:
            return
        if self._asked is not session.refresher:
            self._asked = session.refresher
            session.refresher.answered.connect(self._take)
        session.refresher.ask(KEY, read_towns, NOWHERE, codes)

    def _take(self, key: str, found: object) -> None:
        if key == KEY and isinstance(found, Towns):
            learn(found)
            self._desk.scope_bar.filters.show_names()
