"""The command palette: whatever the desk can do, found by typing a part of its name, and done by Enter."""

from __future__ import annotations

import gettext
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from hubdesk.core import HubdeskError
from hubdesk.desk.aside import Aside
from hubdesk.desk.palette_finding import HERE, LONGEST, Finder, Offer
from hubdesk.i18n import language
from hubdesk.resources import resource

if TYPE_CHECKING:
    from hubdesk.desk.palette_box import PaletteBox
    from hubdesk.desk.palette_offers import Offered
    from hubdesk.desk.panel_dock import PanelDock
    from hubdesk.desk.window import Desk

KEPT: Final = 20  # words that were done lately
OF_A_SESSION: Final = ("topic:", HERE)  # they mean nothing in another session, or under another panel
logger = logging.getLogger(__name__)


class Palette(QObject):
    """One a window. Built when first opened; it gives the focus back before it does what was chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._box: PaletteBox | None = None
        self._offered: Offered | None = None
        self._before: QWidget | None = None
        self._here: PanelDock | None = None
        self._lately: tuple[str, ...] = desk.settings.texts("palette_lately")
        self._tongue: Callable[[str], str] = str  # a msgid is English
        self._reading = Aside(self)
        self._reading.done.connect(self._learn_french)
        self._deeds: dict[str, Callable[[str], None]] = {
            "menu": self._trigger,
            "show": self._show,
            "hide": self._hide,
            "here": self._trigger_here,
            "topic": self._only,
            "span": self._reach,
            "search": self._search,
            "session": self._open_session,
        }

    @property
    def box(self) -> PaletteBox | None:
        """What is on the screen; None until it is first opened."""
        return self._box

    def toggle(self) -> None:
        """Open it; asked again, it goes."""
        if self._box is not None and self._box.isVisible():
            self._leave(True)
            return
        box = self._box or self._build()
        self._before, self._here = QApplication.focusWidget(), self._desk.deeds.exporting.current()
        self._desk.activateWindow()  # a panel that floats may have the keyboard
        box.begin(self._finder(), self._lately, self._desk.looking.topics)

    def close(self) -> None:
        """Quiet afterwards."""
        self._reading.close()
        if self._box is not None:
            self._desk.removeEventFilter(self._box)

    def _build(self) -> PaletteBox:
        from hubdesk.desk.palette_box import PaletteBox  # what a start does not need

        box = self._box = PaletteBox(self._desk)
        box.chosen.connect(self._do)
        box.left.connect(self._leave)
        if language() == "en":
            self._reading.run(read_french)
        return box

    def _finder(self) -> Finder:
        from hubdesk.desk.palette_offers import Offered  # likewise

        if self._offered is None:
            self._offered = Offered()
        return self._offered.on(self._desk, self._here, self._tongue)

    def _learn_french(self, tongue: object) -> None:
        if callable(tongue):
            self._tongue, self._offered = tongue, None
            if self._box is not None and self._box.isVisible():
                self._box.learn(self._finder())

    def _leave(self, by_keys: bool) -> None:
        if self._box is None:
            return
        before, self._before = self._before, None
        self._box.hide()
        if by_keys and before is not None and isValid(before) and before.isVisible():
            before.window().activateWindow()
            before.setFocus()

    def _do(self, offer: Offer) -> None:
        self._leave(True)
        self._remember(offer.word)
        kind, _colon, what = offer.word.partition(":")
        self._deeds[kind](what)

    def _remember(self, word: str) -> None:
        """It comes first the next time. A disk that says no costs that alone."""
        self._lately = (word, *(one for one in self._lately if one != word))[:KEPT]
        kept = tuple(one for one in self._lately if not one.startswith(OF_A_SESSION) and len(one) <= LONGEST)
        if kept != self._desk.settings.texts("palette_lately"):
            try:
                self._desk.settings.change("palette_lately", kept)
            except HubdeskError as error:
                logger.warning("%s", error)

    # What can be done.

    def _trigger(self, word: str) -> None:
        action = self._desk.menus.actions.get(word)
        if action is not None:
            action.trigger()

    def _trigger_here(self, what: str) -> None:
        action = self._action_here(what)
        if action is not None:
            action.trigger()

    def _action_here(self, what: str) -> QAction | None:
        """Looked for anew: a panel makes its menu again when what it shows changes."""
        from hubdesk.desk.palette_offers import own_actions  # likewise

        name, _colon, text = what.partition(":")
        dock = self._desk.area.docks.get(name)
        found = [action for action, _under in own_actions(dock) if action.text().startswith(text)] if dock else []
        return found[0] if found else None

    def _show(self, name: str) -> None:
        if name in self._desk.area.docks:
            self._desk.area.raise_panel(name)
            self._desk.keys.into_panel(name)

    def _hide(self, name: str) -> None:
        self._desk.area.docks[name].hide()

    def _only(self, topic: str) -> None:
        self._desk.looking.only(int(topic))

    def _reach(self, reach: str) -> None:
        if reach:
            self._desk.looking.reach(reach)
        else:
            self._desk.deeds.choose_dates()

    def _search(self, text: str) -> None:
        self._desk.searching.want(text)

    def _open_session(self, path: str) -> None:
        self._desk.session_wished.emit(Path(path))


def read_french() -> Callable[[str], str]:
    """On a thread: the French of our words, so that they find what they name on an English desk too."""
    return gettext.translation("hubdesk", resource("locale"), languages=["fr"], fallback=True).gettext
