"""One panel on the whole screen, and back: docks stay as they are behind it; one that floats fills its own screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.desk.arrange import read_layout
from hubdesk.desk.docks import GAP
from hubdesk.desk.layout import Layout
from hubdesk.desk.panel_dock import PanelDock
from hubdesk.desk.panel_frame import PanelFrame
from hubdesk.desk.title_bar import TitleBar
from hubdesk.i18n import _

if TYPE_CHECKING:
    from hubdesk.desk.window import Desk
    from hubdesk.panels.panel import Panel

SHRINKS_MS: Final = 1_000  # that a desktop takes at most to make a window small again
BESIDE: Final = {"feed": ("detail",)}  # raised at each step through the feed: nobody leaves it for that


class WholePanel(QObject):
    """The panel is lent to a page that stands in place of the docks: no dock moves, so none has to find back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._page: WholePage | None = None
        self._dock: PanelDock | None = None  # whose panel the page holds
        self._floating: PanelDock | None = None  # that fills its screen
        self._before = Qt.WindowState.WindowNoState
        self._stood = Layout(None)
        self._shrinking = QTimer(self)  # runs while the window may still be as large as the screen
        self._shrinking.setSingleShot(True)
        self._shrinking.setInterval(SHRINKS_MS)
        for dock in desk.area.docks.values():
            dock.whole_wished.connect(self.toggle)
        desk.area.raised.connect(self._make_way)
        desk.pages.currentChanged.connect(self._show_docks)
        desk.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self._dock is not None or self._floating is not None

    def toggle(self, dock: PanelDock | None = None) -> None:
        """That panel, or the one a person works in; back when one is on the whole screen already."""
        if self.is_open:
            self.leave()
            return
        dock = dock or self._desk.deeds.exporting.current()
        if dock is None:
            return
        if dock.isFloating():
            self._fill(dock)
        else:
            self._open(dock)
        self._desk.deeds.tick()

    def leave(self) -> None:
        """All is as before."""
        if self._floating is not None:
            self._let_go(self._floating)
        if self._dock is not None and self._page is not None:
            dock, self._dock = self._dock, None
            self._page.give_back()
            dock.take_back()
            desk = self._desk
            if desk.isFullScreen() and not self._before & Qt.WindowState.WindowFullScreen:
                desk.setWindowState(self._before)
                self._shrinking.start()
            if desk.pages.currentWidget() is self._page:
                desk.pages.setCurrentWidget(desk.area)
            desk.refresh()
            desk.keys.into_panel(dock.name)
        self._desk.deeds.tick()

    def close(self) -> None:
        """The window is gone for a person: hear no more of it."""
        self._desk.removeEventFilter(self)
        self._shrinking.stop()

    def float_or_dock(self) -> None:
        """Tear the panel off that a person works in, or put it back among the docks."""
        dock = self._desk.deeds.exporting.current()
        self.leave()
        if dock is not None:
            dock.setFloating(not dock.isFloating())
            if dock.isFloating():
                dock.activateWindow()
            self._desk.keys.into_panel(dock.name)

    def _open(self, dock: PanelDock) -> None:
        desk = self._desk
        if self._page is None:
            self._page = WholePage(desk.pages)
            self._page.bar.close_wished.connect(self.leave)
            self._page.installEventFilter(self)
            desk.pages.addWidget(self._page)
        self._dock, self._before = dock, desk.windowState()
        self._stood = read_layout(desk.area)
        self._page.take(dock)
        desk.pages.setCurrentWidget(self._page)
        if not desk.isFullScreen():
            desk.setWindowState(self._before | Qt.WindowState.WindowFullScreen)
        desk.area.activate(dock.name)
        desk.keys.into_panel(dock.name)
        desk.refresh()

    def _fill(self, dock: PanelDock) -> None:
        """By its size: desktops do not give a tool window the whole screen."""
        self._floating, dock.stood = dock, dock.geometry()
        dock.installEventFilter(self)
        dock.topLevelChanged.connect(self._end_fill)
        screen = QGuiApplication.screenAt(dock.stood.center()) or QGuiApplication.primaryScreen()
        dock.setGeometry(screen.geometry())

    def _end_fill(self) -> None:
        """It was docked meanwhile."""
        if self._floating is not None:
            self._let_go(self._floating)
            self._desk.deeds.tick()

    def _let_go(self, dock: PanelDock) -> None:
        self._floating = None
        dock.topLevelChanged.disconnect(self._end_fill)
        dock.removeEventFilter(self)
        stood, dock.stood = dock.stood, None
        if stood is not None and dock.isFloating():
            dock.setGeometry(stood)

    def _make_way(self, name: str) -> None:
        """A panel is wanted in front: unless it is the one that is shown, docks come back."""
        if self._dock is not None and name != self._dock.name and name not in BESIDE.get(self._dock.name, ()):
            self.leave()

    def _show_docks(self, _at: int) -> None:
        """Who leaves another page comes back to this one, which may be empty by now."""
        if self._dock is None and self._page is not None and self._desk.pages.currentWidget() is self._page:
            self._desk.pages.setCurrentWidget(self._desk.area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape, where the panel has no use for it; and the window that closes."""
        kind = event.type()
        if watched is self._desk:
            if kind == QEvent.Type.Close and self.is_open:
                self.leave()
            elif kind == QEvent.Type.Resize and self._shrinking.isActive() and not self.is_open:
                self._desk.keeper.give_sizes(self._stood)
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return False


class WholePage(QWidget):
    """The panel under a title bar like its dock's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a panel may have nothing that takes the keyboard
        self.bar, self.frame = TitleBar("", self), PanelFrame(self)
        self.bar.name_close(_("Back to all panels (Esc)"))
        self._dock: PanelDock | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.frame, 1)

    def take(self, dock: PanelDock) -> None:
        """Show the panel of that dock, whose title bar's wishes it has."""
        self._dock = dock
        panel = dock.lend(self.frame)
        self.bar.title = dock.bar.title
        self.bar.say(dock.bar.subtitle)
        self.bar.show_scope(dock.bar.scope_note)
        self.bar.activate(True)
        self._join(panel, dock, True)

    def give_back(self) -> None:
        """It belongs to its dock again."""
        if self._dock is not None:
            self._join(self._dock.panel, self._dock, False)
            self._dock = None

    def _join(self, panel: Panel[Any], dock: PanelDock, is_here: bool) -> None:
        joints = (
            (self.bar.copy_wished, dock.bar.copy_wished),
            (self.bar.more_wished, dock.bar.more_wished),
            (self.bar.pause_wished, dock.bar.pause_wished),
            (self.bar.whole_wished, dock.bar.whole_wished),
            (self.bar.pin_wished, dock.bar.pin_wished),
            (panel.subtitle_changed, self.bar.say),
            (dock.bar.pause_shown, self.bar.show_paused),
            (dock.bar.scope_shown, self.bar.show_scope),
        )
        for signal, slot in joints:
            if is_here:
                signal.connect(slot)
            else:
                signal.disconnect(slot)
        self.bar.show_paused(dock.bar.is_paused)
