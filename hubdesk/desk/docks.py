"""Docks with our own 28 px title bar, tabs inside it, and 6 px between them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QChildEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QTabBar,
    QWidget,
)

from hubdesk.desk.buttons import IconButton
from hubdesk.i18n import _
from hubdesk.panels.panel import Panel
from hubdesk.widgets.theme import font, theme

TITLE_HEIGHT: Final = 28
GAP: Final = 6
PAD: Final = 12
SMALLEST: Final = QSize(240, 140)
_NO_TABS: Final = "QTabBar { border: 0; } QTabBar::tab { width: 0; height: 0; margin: 0; padding: 0; border: 0; }"


class TitleBar(QWidget):
    """The name in 600, what the panel adds in text3, three icons; a name for each panel of a pile, underlined."""

    copy_wished = Signal()
    more_wished = Signal(object)  # where (QPoint on the screen)
    close_wished = Signal()
    tab_chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.subtitle = ""
        self.is_active = False
        self._tabs: list[TabButton] = []
        self.setFixedHeight(TITLE_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAD - 4, 1, PAD - 6, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self._buttons = (
            IconButton("copy", _("Copy as an image")),
            IconButton("more", _("More")),
            IconButton("close", _("Hide this panel")),
        )
        for button, slot in zip(self._buttons, (self.copy_wished, self._more, self.close_wished), strict=True):
            button.clicked.connect(slot)
            self._row.addWidget(button)

    def sizeHint(self) -> QSize:
        return QSize(SMALLEST.width(), TITLE_HEIGHT)

    minimumSizeHint = sizeHint

    def say(self, subtitle: str) -> None:
        self.subtitle = subtitle
        self.setAccessibleName(f"{self.title}, {subtitle}" if subtitle else self.title)
        self.update()

    def activate(self, is_active: bool) -> None:
        if is_active != self.is_active:
            self.is_active = is_active
            self.update()

    def pile(self, panels: list[tuple[str, str]], current: str) -> None:
        """Show a name for each panel of the pile (name, title); none when the panel is alone."""
        wanted = panels if len(panels) > 1 else []
        if [(tab.panel, tab.text(), tab.isChecked()) for tab in self._tabs] == [
            (name, title, name == current) for name, title in wanted
        ]:
            return
        for tab in self._tabs:
            self._row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = [TabButton(name, title, name == current, self) for name, title in wanted]
        for at, tab in enumerate(self._tabs):
            self._row.insertWidget(at, tab)
            tab.chosen.connect(self.tab_chosen)
            tab.show()
        self.update()

    def _more(self) -> None:
        button = self._buttons[1]
        self.more_wished.emit(button.mapToGlobal(button.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        if self.is_active:
            painter.fillRect(QRect(0, 0, self.width(), 2), theme().colour("accent"))
        right = self._buttons[0].x() - GAP
        if not self._tabs:
            x = _words(painter, self.title, "label", "text", PAD, right, self.height())
            _words(painter, self.subtitle, "small", "text3", x + 8, right, self.height())
        painter.end()


class TabButton(QAbstractButton):
    """One name of a pile: 2 px of accent under the one that is shown."""

    chosen = Signal(str)

    def __init__(self, panel: str, title: str, is_current: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel = panel
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(is_current)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        width = QFontMetricsF(font("label")).horizontalAdvance(title)
        self.setFixedSize(round(width) + 18, TITLE_HEIGHT - 1)
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self.panel)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _words(painter, self.text(), "label", "text" if self.isChecked() else "text2", 8, self.width(), self.height())
        if self.isChecked() or self.hasFocus():
            painter.fillRect(QRect(6, self.height() - 2, self.width() - 12, 2), theme().colour("accent"))
        painter.end()


class PanelDock(QDockWidget):
    """A panel in a dock. It hides, never dies: what a panel holds stays."""

    shown = Signal(str)  # it can be seen now and could not before
    copy_wished = Signal(object)  # this dock, as an image

    def __init__(self, panel: Panel[object], parent: DockArea) -> None:
        super().__init__(_(panel.title), parent)
        self.panel = panel
        self.name = panel.name
        self.setObjectName(panel.name)
        self.bar = TitleBar(_(panel.title), self)
        self.setTitleBarWidget(self.bar)
        self._frame = _Frame(panel)
        self.setWidget(self._frame)
        self.setMinimumSize(SMALLEST)
        self.bar.close_wished.connect(self.hide)
        self.bar.copy_wished.connect(self._copy)
        self.bar.more_wished.connect(self._offer)
        panel.subtitle_changed.connect(self.bar.say)
        self.visibilityChanged.connect(self._notice)

    def is_seen(self) -> bool:
        """Whether a person can see the panel: not hidden, not under another tab, not minimised."""
        return self.panel.isVisible() and not self.window().isMinimized() and not self.visibleRegion().isEmpty()

    def _notice(self, is_visible: bool) -> None:
        if is_visible:
            self.shown.emit(self.name)

    def _offer(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(_("Copy as an image"), self.bar.copy_wished.emit)
        if self.isFloating():
            menu.addAction(_("Dock"), self._dock)
        else:
            menu.addAction(_("Float"), self._float)
        menu.addSeparator()
        menu.addAction(_("Hide this panel"), self.hide)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _copy(self) -> None:
        self.copy_wished.emit(self)

    def _dock(self) -> None:
        self.setFloating(False)

    def _float(self) -> None:
        self.setFloating(True)


class _Frame(QWidget):
    """The panel's ground and its 1 px frame."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 1, 1)
        row.addWidget(panel)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(QRectF(0.5, -1.5, self.width() - 1, self.height() + 1))
        painter.end()


class DockArea(QMainWindow):
    """Where docks live. Nothing in the middle: docks take all of it."""

    rearranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.docks: dict[str, PanelDock] = {}
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

    def add(self, panel: Panel[object]) -> PanelDock:
        """A dock for a panel; `arrange` says where it goes."""
        dock = PanelDock(panel, self)
        self.docks[panel.name] = dock
        dock.visibilityChanged.connect(self._follow)
        dock.dockLocationChanged.connect(self._follow)
        dock.topLevelChanged.connect(self._follow)
        dock.bar.tab_chosen.connect(self.raise_panel)
        return dock

    def raise_panel(self, name: str) -> None:
        """Bring a panel to the front, shown if it was hidden."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()
        self._follow()

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

    def _follow(self, *_what: object) -> None:
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


def _words(painter: QPainter, words: str, role: str, token: str, x: float, right: float, height: int) -> float:
    """Words from x on, whole or cut with an ellipsis before `right`; where they end."""
    face = font(role)
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, right - x))
    painter.setFont(face)
    painter.setPen(theme().colour(token))
    painter.drawText(QRectF(x, 0, max(0.0, right - x), height), Qt.AlignmentFlag.AlignVCenter, shown)
    return x + metrics.horizontalAdvance(shown)
