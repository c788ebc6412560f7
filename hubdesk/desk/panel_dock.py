"""One dock: a panel under our own title bar, with its menu; the panel is made when it is first needed."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMenu, QScrollArea, QWidget

from hubdesk.desk.own_scope import ScopeNote
from hubdesk.desk.panel_frame import PanelFrame
from hubdesk.desk.title_bar import LEAST_WIDTH, TitleBar
from hubdesk.i18n import N_, _
from hubdesk.panels.panel import Maker, Panel
from hubdesk.widgets.scroll_bar import slim

KEPT_AS: Final = {
    ".png": N_("Save as a picture (PNG)…"),
    ".svg": N_("Save as a drawing (SVG)…"),
    ".csv": N_("Save its numbers (CSV)…"),
}
SMALLEST: Final = QSize(LEAST_WIDTH, 140)


class PanelDock(QDockWidget):
    """A panel in a dock, made when it is first needed. It hides, never dies: what a panel holds stays."""

    made = Signal(object)  # the panel: nobody needed it before
    wished = Signal(object, str, object)  # this dock; what its panel wishes: a word, and its value
    shown = Signal(str)  # it may be seen now and could not before
    asks = Signal(str)  # its options are other ones
    copy_wished = Signal(object)  # this dock, as an image
    keep_wished = Signal(object, str)  # this dock, as a file of that kind
    whole_wished = Signal(object)  # this dock, on the whole screen, or back from there
    pin_wished = Signal(object)  # this dock, to the scope as it stands, or no more
    left_by_key = Signal()  # the Tab key is about to go on from a part of it

    def __init__(self, name: str, maker: Maker, parent: QWidget) -> None:
        super().__init__(_(maker.title), parent)
        self.name = name
        self.title = maker.title
        self._maker = maker
        self._panel: Panel[Any] | None = None
        self.setObjectName(name)
        self.bar = TitleBar(_(maker.title), self)
        self.setTitleBarWidget(self.bar)
        self._frame = PanelFrame()
        self.setWidget(self._frame)
        self._place = self._frame  # where the panel is: here, unless it is lent
        self.stood: QRect | None = None  # where it floated before it filled its screen
        self.setMinimumSize(SMALLEST)
        self.bar.close_wished.connect(self.hide)
        self.bar.copy_wished.connect(self._copy)
        self.bar.more_wished.connect(self._offer)
        self.bar.whole_wished.connect(self._wish_whole)
        self.bar.pin_wished.connect(self._wish_pin)
        self.visibilityChanged.connect(self._notice)

    @property
    def panel(self) -> Panel[Any]:
        """The panel, made now if nobody needed it before. Who only tells it something asks the area's `panels`."""
        return self.make()

    @property
    def is_made(self) -> bool:
        return self._panel is not None

    def make(self) -> Panel[Any]:
        """Make the panel unless it is made."""
        if self._panel is None:
            self._panel = self._maker()
            self._take_in(self._panel)
            self.made.emit(self._panel)
        return self._panel

    def _take_in(self, panel: Panel[Any]) -> None:
        for area in panel.findChildren(QScrollArea):
            slim(area)
        self._frame.hold(panel)
        panel.subtitle_changed.connect(self.bar.say)
        panel.options_changed.connect(self._ask)
        panel.wish.connect(self._wish)
        toggle_pause = getattr(panel, "toggle_pause", None)  # the feed, which moves by itself
        if toggle_pause is not None:
            self.bar.pause_wished.connect(toggle_pause)
            for action in panel.actions():
                action.changed.connect(self._follow_pause)
            self._follow_pause()

    def lend(self, place: PanelFrame) -> Panel[Any]:
        """Let the panel stand elsewhere for a while; this dock keeps its own place, empty."""
        self._place, place.dock = place, self
        place.show_own(self._frame.is_own)
        place.hold(self.panel)
        return self.panel

    def take_back(self) -> None:
        """The panel is in its dock again."""
        self._place.dock = None
        self._place = self._frame
        self._frame.hold(self.panel)

    def show_scope(self, note: ScopeNote) -> None:
        """What the panel is asked about, where that is not what the scope bar says: in its title and its frame."""
        self.bar.show_scope(note)
        self._frame.show_own(bool(note.own))
        self._place.show_own(bool(note.own))

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.left_by_key.emit()
        return bool(super().focusNextPrevChild(forward))

    def is_seen(self) -> bool:
        """Whether a person can see the panel: not hidden, not under another tab, not minimised."""
        part = self if self._place is self._frame else self._place
        return self._place.isVisible() and not part.window().isMinimized() and not part.visibleRegion().isEmpty()

    def _notice(self, is_visible: bool) -> None:
        if is_visible:
            self.shown.emit(self.name)

    def _ask(self) -> None:
        self.asks.emit(self.name)

    def _wish(self, word: str, value: object) -> None:
        self.wished.emit(self, word, value)

    def _offer(self, where: QPoint) -> None:
        menu = QMenu(self)
        if self.panel.actions():
            menu.addActions(self.panel.actions())
            menu.addSeparator()
        menu.addAction(_("Copy as an image"), self.bar.copy_wished.emit)
        for kind, words in KEPT_AS.items():
            if kind == ".csv" and type(self.panel).numbers is Panel.numbers:
                continue  # it has none
            action = menu.addAction(_(words), self._keep)
            action.setData(kind)
        menu.addSeparator()
        is_own = bool(self.bar.scope_note.own)
        menu.addAction(_("Follow the scope bar again") if is_own else _("Pin to this scope"), self._wish_pin)
        menu.addAction(_("Whole screen, or back"), self._wish_whole)
        if self.isFloating():
            menu.addAction(_("Dock"), self._dock)
        else:
            menu.addAction(_("Float"), self._float)
        menu.addSeparator()
        menu.addAction(_("Hide this panel"), self.hide)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _follow_pause(self) -> None:
        self.bar.show_paused(bool(getattr(self.panel, "is_paused", False)))

    def _copy(self) -> None:
        self.copy_wished.emit(self)

    def _keep(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.keep_wished.emit(self, action.data())

    def _wish_pin(self) -> None:
        self.pin_wished.emit(self)

    def _wish_whole(self) -> None:
        self.whole_wished.emit(self)

    def _dock(self) -> None:
        self.setFloating(False)

    def _float(self) -> None:
        self.setFloating(True)


def dock_of(widget: QWidget | None) -> PanelDock | None:
    """The dock that a widget is in, also when its panel is lent."""
    while widget is not None and not isinstance(widget, PanelDock):
        if isinstance(widget, PanelFrame) and isinstance(widget.dock, PanelDock):
            return widget.dock
        widget = widget.parentWidget()
    return widget
