"""The way of the Tab key: along the scope bar, then panel by panel, each one's own parts before its title's icons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from hubdesk.desk.docks import DockArea
from hubdesk.desk.scope_bar import ScopeBar


class KeyOrder(QObject):
    """Chips, charts and rows are made late, and Qt puts what is made late last. `follow` puts them where they are."""

    def __init__(self, bar: ScopeBar, area: DockArea, parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._area = bar, area
        self._known: list[QWidget] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._put)

    def follow(self) -> None:
        """Something is about to be drawn: look afterwards whether parts were made or deleted."""
        self._soon.start(0)

    def _put(self) -> None:
        stops = list(self._stops())
        if stops != self._known:
            self._known = stops
            for one, following in pairwise(stops):
                QWidget.setTabOrder(one, following)

    def _stops(self) -> Iterator[QWidget]:
        yield from self._bar.stops()
        for dock in self._area.docks.values():
            yield from _reachable(dock.panel)
            yield from _reachable(dock.bar)


def _reachable(part: QWidget) -> Iterator[QWidget]:
    for widget in part.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value and widget.focusProxy() is None:
            yield widget
