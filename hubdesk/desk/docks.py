"""Docks with our own 28 px title bar, tabs inside it, and 6 px between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QChildEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QProxyStyle,
    QScrollArea,
    QStyle,
    QStyleOption,
    QTabBar,
    QWidget,
)

from hubdesk.desk.title_bar import LEAST_WIDTH, TitleBar
from hubdesk.i18n import N_, _
from hubdesk.panels.panel import Maker, Panel
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import font, theme

GAP: Final = 6
KEPT_AS: Final = {
    ".png": N_("Save as a picture (PNG)…"),
    ".svg": N_("Save as a drawing (SVG)…"),
    ".csv": N_("Save its numbers (CSV)…"),
}
SMALLEST: Final = QSize(LEAST_WIDTH, 140)
_NO_TABS: Final = "QTabBar { border: 0; } QTabBar::tab { width: 0; height: 0; margin: 0; padding: 0; border: 0; }"


class PanelDock(QDockWidget):
    """A panel in a dock, made when it is first needed. It hides, never dies: what a panel holds stays."""

    made = Signal(object)  # the panel: nobody needed it before
    shown = Signal(str)  # it may be seen now and could not before
    asks = Signal(str)  # its options are other ones
    copy_wished = Signal(object)  # this dock, as an image
    keep_wished = Signal(object, str)  # this dock, as a file of that kind

    def __init__(self, name: str, maker: Maker, parent: DockArea) -> None:
        super().__init__(_(maker.title), parent)
        self.name = name
        self.title = maker.title
        self._maker = maker
        self._panel: Panel[Any] | None = None
        self.setObjectName(name)
        self.bar = TitleBar(_(maker.title), self)
        self.setTitleBarWidget(self.bar)
        self._frame = _Frame()
        self.setWidget(self._frame)
        self.setMinimumSize(SMALLEST)
        self.bar.close_wished.connect(self.hide)
        self.bar.copy_wished.connect(self._copy)
        self.bar.more_wished.connect(self._offer)
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
        toggle_pause = getattr(panel, "toggle_pause", None)  # the feed, which moves by itself
        if toggle_pause is not None:
            self.bar.pause_wished.connect(toggle_pause)
            for action in panel.actions():
                action.changed.connect(self._follow_pause)
            self._follow_pause()

    def is_seen(self) -> bool:
        """Whether a person can see the panel: not hidden, not under another tab, not minimised."""
        return self._frame.isVisible() and not self.window().isMinimized() and not self.visibleRegion().isEmpty()

    def _notice(self, is_visible: bool) -> None:
        if is_visible:
            self.shown.emit(self.name)

    def _ask(self) -> None:
        self.asks.emit(self.name)

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

    def _dock(self) -> None:
        self.setFloating(False)

    def _float(self) -> None:
        self.setFloating(True)


class _Frame(QWidget):
    """The panel's ground and its 1 px frame."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 0, 1, 1)

    def hold(self, panel: QWidget) -> None:
        self._row.addWidget(panel)
        panel.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(QRectF(0.5, -1.5, self.width() - 1, self.height() + 1))
        painter.end()


class DockArea(QMainWindow):
    """Where docks live. Nothing in the middle: docks take all of it."""

    made = Signal(object)  # a panel that nobody needed before
    rearranged = Signal()
    raised = Signal(str)  # a panel is wanted in front, wherever a person is now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.docks: dict[str, PanelDock] = {}
        self._moving = 0
        self._style = _Seams("Fusion")
        self._style.setParent(self)
        self.setStyle(self._style)
        self.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        self.setContentsMargins(GAP, GAP, GAP, GAP)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def add(self, name: str, maker: Maker) -> PanelDock:
        """A dock for a panel; `arrange` says where it goes."""
        dock = PanelDock(name, maker, self)
        self.docks[name] = dock
        dock.made.connect(self.made)
        dock.visibilityChanged.connect(self._follow)
        dock.dockLocationChanged.connect(self._follow)
        dock.topLevelChanged.connect(self._follow)
        dock.bar.tab_chosen.connect(self.raise_panel)
        return dock

    def panels(self) -> Iterator[Panel[Any]]:
        """Those that are made: whoever comes later is told by `made`."""
        for dock in self.docks.values():
            if dock.is_made:
                yield dock.panel

    def make_seen(self) -> None:
        """Make the panels that a person can see."""
        for dock in self.docks.values():
            if dock.is_seen():
                dock.make()

    def raise_panel(self, name: str) -> None:
        """Bring a panel to the front, shown if it was hidden."""
        dock = self.docks[name]
        if self.isVisible():
            dock.make()  # before it is shown: no empty frame is seen
        dock.show()
        dock.raise_()
        self._follow()
        self.raised.emit(name)

    def activate(self, name: str) -> None:
        """Mark the dock a person works in."""
        for dock in self.docks.values():
            dock.bar.activate(dock.name == name)

    def pile_of(self, dock: PanelDock) -> list[PanelDock]:
        """The docks that share a place with this one, in the order of their tabs; itself alone when none do."""
        others = [one for one in self.tabifiedDockWidgets(dock) if isinstance(one, PanelDock) and not one.isHidden()]
        if not others or dock.isFloating() or dock.isHidden():
            return [dock]
        pile = [dock, *others]
        return sorted(pile, key=self._order)

    def _order(self, dock: PanelDock) -> int:
        return list(self.docks).index(dock.name)

    @contextmanager
    def rearranging(self) -> Iterator[None]:
        """Many docks are about to move: the names in their titles follow once, at the end."""
        self._moving += 1
        try:
            yield
        finally:
            self._moving -= 1
            self._follow()

    def _follow(self, *_what: object) -> None:
        if self._moving:
            return
        for dock in self.docks.values():
            pile = self.pile_of(dock)
            dock.bar.pile([(one.name, one.bar.title) for one in pile], dock.name)
        self.rearranged.emit()

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        child = event.child()
        if event.polished() and isinstance(child, QTabBar):
            child.setStyleSheet(_NO_TABS)  # the names are in our title bars
            child.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("window"))
        if all(dock.isHidden() or dock.isFloating() for dock in self.docks.values()):
            painter.setFont(font("body"))
            painter.setPen(theme().colour("text2"))
            words = _("Every panel is hidden. Panels, Default layout brings them back.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class _Seams(QProxyStyle):
    """What the dock area asks of a style: 6 px between docks, nothing painted there, no tab bar of Qt's."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == QStyle.PixelMetric.PM_DockWidgetSeparatorExtent:
            return GAP
        return super().pixelMetric(metric, option, widget)

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element != QStyle.PrimitiveElement.PE_IndicatorDockWidgetResizeHandle:
            super().drawPrimitive(element, option, painter, widget)
