"""Reads the arrangement from where docks are, by cutting edge to edge, and puts a saved one back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from hubdesk.desk.docks import DockArea
from hubdesk.desk.layout import Box, Layout, Node, Split, Tabs, names, reachable
from hubdesk.desk.panel_dock import PanelDock

Pile = tuple[Tabs, QRect]
AREA = Qt.DockWidgetArea.LeftDockWidgetArea
CASCADE = 28  # px: a title bar


def read_layout(area: DockArea, window: QWidget | None = None) -> Layout:
    """How docks stand now. Hidden ones are left out."""
    docks = [dock for dock in area.docks.values() if not dock.isHidden()]
    floating = tuple((dock.name, box_of(_stands(dock))) for dock in docks if dock.isFloating())
    docked = _cut(_piles(area, [dock for dock in docks if not dock.isFloating()]))
    if window is None:
        return Layout(docked, floating)
    at = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    return Layout(docked, floating, box_of(at), window.isMaximized())


def apply_layout(area: DockArea, layout: Layout) -> None:
    """Put every dock where the layout says; docks it does not name are hidden."""
    for dock in area.docks.values():
        dock.setFloating(False)
        area.removeDockWidget(dock)
    placed = list(names(layout.docked)) if layout.docked is not None else []
    if layout.docked is not None:
        first = next(names(layout.docked))
        area.addDockWidget(AREA, area.docks[first], Qt.Orientation.Horizontal)
        _place(area, layout.docked)
    for name, dock in area.docks.items():
        if name not in placed:
            area.addDockWidget(AREA, dock, Qt.Orientation.Horizontal)
    taken: set[tuple[int, int]] = set()
    for name, box in layout.floating:
        _float(area.docks[name], box, taken)
    shown = set(layout.panels())
    for name, dock in area.docks.items():
        dock.setVisible(name in shown)
    if layout.docked is not None:
        raise_fronts(area, layout.docked)


def resize(area: DockArea, node: Node | None) -> None:
    """Give every part of a split its share. Docks must be shown and laid out: sizes are shares of the room there is."""
    if not isinstance(node, Split):
        return
    way = Qt.Orientation.Horizontal if node.across else Qt.Orientation.Vertical
    area.resizeDocks([area.docks[_first(part)] for part in node.parts], list(node.sizes), way)
    for part in node.parts:
        resize(area, part)


def scaled(node: Node, width: int, height: int) -> Node:
    """The same shares of another room, so that a layout of one screen fits another."""
    if isinstance(node, Tabs):
        return node
    room, total = (width if node.across else height), sum(node.sizes)
    sizes = tuple(max(1, round(size * room / total)) for size in node.sizes)
    parts = tuple(
        scaled(part, size, height) if node.across else scaled(part, width, size)
        for part, size in zip(node.parts, sizes, strict=True)
    )
    return Split(node.across, parts, sizes)


def box_of(rect: QRect) -> Box:
    return Box(rect.x(), rect.y(), max(1, rect.width()), max(1, rect.height()))


def on_screen(box: Box) -> Box:
    """The rectangle, if a person can reach it on some screen; else in the middle of the first screen."""
    usable = [box_of(screen.availableGeometry()) for screen in QGuiApplication.screens()]
    if not usable or reachable(box, usable):
        return box
    main = box_of(QGuiApplication.primaryScreen().availableGeometry())
    width, height = min(box.width, main.width), min(box.height, main.height)
    return Box(main.x + (main.width - width) // 2, main.y + (main.height - height) // 2, width, height)


def screens() -> tuple[Box, ...]:
    """Those there are, the main one first."""
    main = QGuiApplication.primaryScreen()
    found = [box_of(screen.geometry()) for screen in QGuiApplication.screens()]
    if main is not None:
        found.sort(key=box_of(main.geometry()).__ne__)
    return tuple(found)


def _piles(area: DockArea, docks: Sequence[PanelDock]) -> list[Pile]:
    """Docks that share a place, as one; its rectangle is that of the dock in front."""
    piles: list[Pile] = []
    done: set[str] = set()
    for dock in docks:
        if dock.name in done:
            continue
        pile = area.pile_of(dock)
        done |= {one.name for one in pile}
        front = next((one for one in pile if one.geometry().right() >= 0), pile[0])
        piles.append((Tabs(tuple(one.name for one in pile), front.name), front.geometry()))
    return piles


def _cut(piles: Sequence[Pile]) -> Node | None:
    """Cut where a straight line passes between docks, across first; then cut the parts the other way."""
    if not piles:
        return None
    if len(piles) == 1:
        return piles[0][0]
    for across in (True, False):
        groups = _groups(piles, across)
        if len(groups) > 1:
            parts = [(_cut(group), _extent(group, across)) for group in groups]
            kept = [(part, size) for part, size in parts if part is not None]
            return Split(across, tuple(part for part, _size in kept), tuple(size for _part, size in kept))
    return Tabs(tuple(name for tabs, _rect in piles for name in tabs.panels), piles[0][0].current)  # no line: a pile


def _groups(piles: Sequence[Pile], across: bool) -> list[list[Pile]]:
    """Runs of docks that no line separates, in order."""
    groups: list[list[Pile]] = []
    reach = 0
    for pile in sorted(piles, key=_left if across else _top):
        start, end = (pile[1].left(), pile[1].right()) if across else (pile[1].top(), pile[1].bottom())
        if groups and start <= reach:
            groups[-1].append(pile)
            reach = max(reach, end)
        else:
            groups.append([pile])
            reach = end
    return groups


def _left(pile: Pile) -> int:
    return pile[1].left()


def _top(pile: Pile) -> int:
    return pile[1].top()


def _extent(group: Sequence[Pile], across: bool) -> int:
    if across:
        return max(1, max(r.right() for _t, r in group) - min(r.left() for _t, r in group) + 1)
    return max(1, max(r.bottom() for _t, r in group) - min(r.top() for _t, r in group) + 1)


def _place(area: DockArea, node: Node) -> None:
    """The first dock of the node stands already; put the others beside, under or over it."""
    if isinstance(node, Tabs):
        for before, name in pairwise(node.panels):
            area.tabifyDockWidget(area.docks[before], area.docks[name])
        return
    way = Qt.Orientation.Horizontal if node.across else Qt.Orientation.Vertical
    firsts = [_first(part) for part in node.parts]
    for before, name in pairwise(firsts):
        area.splitDockWidget(area.docks[before], area.docks[name], way)
    for part in node.parts:
        _place(area, part)


def _first(node: Node) -> str:
    return next(names(node))


def _stands(dock: PanelDock) -> QRect:
    """Where a floating panel is, or was before it filled its screen."""
    return dock.geometry() if dock.stood is None else dock.stood


def _float(dock: PanelDock, box: Box, taken: set[tuple[int, int]]) -> None:
    """Where it was, or in reach where its screen is gone: several beside each other, none under another."""
    there = on_screen(box)
    x, y = there.x, there.y
    while there != box and (x, y) in taken:
        x, y = x + CASCADE, y + CASCADE
    taken.add((x, y))
    dock.setFloating(True)
    dock.setGeometry(x, y, there.width, there.height)


def raise_fronts(area: DockArea, node: Node) -> None:
    """Bring the panel in front of each pile to the front: Qt takes it for good once it has laid the docks out."""
    if isinstance(node, Tabs):
        area.raise_panel(node.current)
    else:
        for part in node.parts:
            raise_fronts(area, part)
