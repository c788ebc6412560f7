"""The way of the Tab key: along the scope bar, then panel by panel, each one's own parts before its title's icons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from hubdesk.desk.docks import DockArea
from hubdesk.desk.panel_dock import PanelDock
from hubdesk.desk.scope_bar import ScopeBar

_TAB: Final = Qt.FocusPolicy.TabFocus.value


class KeyOrder(QObject):
    """Chips, charts and rows are made late, and Qt puts what is made late last. They are put where they are when a key
    goes that way: looking at all parts takes 5 ms, which no answer should wait for."""

    def __init__(self, bar: ScopeBar, area: DockArea, parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._area = bar, area
        self._known: list[QWidget] = []
        self._is_old = True
        for dock in area.docks.values():
            dock.left_by_key.connect(self.put)

    def follow(self) -> None:
        """Something is drawn: parts may be made or deleted."""
        self._is_old = True

    def put(self) -> None:
        """A key is about to go on to the next part or back to the one before."""
        if not self._is_old:
            return
        self._is_old = False
        stops = list(self._stops())
        if stops != self._known:
            self._known = stops
            for one, following in pairwise(stops):
                if one.window() is following.window():  # a panel that floats has an order of its own
                    QWidget.setTabOrder(one, following)

    def to_panel(self, step: int) -> None:
        """Give the keyboard to the first part of the next (1) or previous (-1) panel that is seen."""
        seen = [dock for dock in self._area.docks.values() if dock.is_seen()]
        seen.sort(key=self._where)
        if not seen:
            return
        focus = QApplication.focusWidget()
        here = [at for at, dock in enumerate(seen) if focus is not None and dock.isAncestorOf(focus)]
        self._into(seen[(here[0] + step) % len(seen)] if here else seen[0 if step > 0 else -1])

    def into_panel(self, name: str) -> None:
        """Give the keyboard to the first part of that panel."""
        self._into(self._area.docks[name])

    def _into(self, dock: PanelDock) -> None:
        stops = [*_reachable(dock.panel), *_reachable(dock.bar)]
        for widget in (one for one in stops if one.isVisible() and one.isEnabled()):
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

    def _where(self, dock: PanelDock) -> tuple[int, int]:
        """Left to right, and of those that begin at the same left edge from top to bottom."""
        place = dock.mapTo(self._area.window(), QPoint(0, 0)) if not dock.isFloating() else dock.pos()
        return (place.x() // 16, place.y())

    def _stops(self) -> Iterator[QWidget]:
        yield from self._bar.stops()
        for dock in self._area.docks.values():
            if dock.is_made:
                yield from _reachable(dock.panel)
            yield from _reachable(dock.bar)


def _reachable(part: QWidget) -> Iterator[QWidget]:
    for widget in part.findChildren(QWidget):
        if widget.focusPolicy().value & _TAB and widget.focusProxy() is None:
            yield widget
