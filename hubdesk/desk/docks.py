"""Docks with our own 28 px title bar, tabs inside it, and 6 px between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QChildEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QProxyStyle, QStyle, QStyleOption, QTabBar, QWidget

from hubdesk.desk.panel_dock import PanelDock, dock_of
from hubdesk.i18n import _
from hubdesk.panels.panel import Maker, Panel
from hubdesk.widgets.theme import font, theme

GAP: Final = 6
_NO_TABS: Final = "QTabBar { border: 0; } QTabBar::tab { width: 0; height: 0; margin: 0; padding: 0; border: 0; }"


class DockArea(QMainWindow):
    """Where docks live. Nothing in the middle: docks take all of it."""

    made = Signal(object)  # a panel that nobody needed before
    wished = Signal(object, str, object)  # a dock; what its panel wishes: a word, and its value
    rearranged = Signal()
    raised = Signal(str)  # a panel is wanted in front, wherever a person is now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.docks: dict[str, PanelDock] = {}
        self._moving = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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
        dock.wished.connect(self.wished)
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

    def follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Mark the dock that the keys went to."""
        dock = dock_of(now)
        if dock is not None:
            self.activate(dock.name)

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
