"""A list of rows of different heights that scrolls by the pixel; nothing moves under the reader's eyes.

A QListView asks each row for its size, through Python, at every insertion. This one is a QListView only because screen
readers know no other lists: its geometry is its own, so it calls QAbstractItemView and passes QListView over. Rows off
screen have a guessed height, and are measured when they come into sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from hubdesk.widgets.row_heights import RowHeights

Index = QModelIndex | QPersistentModelIndex
_NEAR: Final = 1_500  # px from the end at which older rows are asked for
_STEP: Final = 24


class PixelList(QListView):
    """Geometry, scrolling and keys of such a list. A subclass knows how tall a row is and paints it."""

    end_neared = Signal()  # older rows are wanted
    moved = Signal()  # scrolled: whether the first row is in sight may have changed

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heights = RowHeights()
        self._model = model  # Qt's own model() hands out a static object while there is none; wrapped, it is destroyed
        self._is_placing = False
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the text's width would jump
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setModel(model)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        model.rowsRemoved.connect(self._after_removal)

    def guess_height(self, row: int) -> int:
        """About how tall a row is, without laying it out."""
        raise NotImplementedError

    def measure_height(self, row: int) -> int:
        """How tall a row is."""
        raise NotImplementedError

    @property
    def is_at_top(self) -> bool:
        return self.verticalScrollBar().value() == 0

    def chosen_row(self) -> int:
        """The selected row, -1 when there is none. Qt makes a row current when the list gets the focus: not chosen."""
        current = self.currentIndex()
        return current.row() if current.isValid() and self.selectionModel().isSelected(current) else -1

    def visible_rows(self) -> range:
        """The rows of which something is in sight."""
        top = self.verticalScrollBar().value()
        first = self.heights.row_at(top)
        if first < 0:
            return range(0)
        last = self.heights.row_at(min(top + self.viewport().height(), self.heights.total) - 1)
        return range(first, max(first, last) + 1)

    def rows_until_far(self, least: int) -> int:
        """How many rows, none less tall than that many px, from the top of the view to an end that is not near."""
        return -(-(self.viewport().height() + _NEAR) // least)

    def shift(self, pixels: int) -> None:
        """Scroll by so much: also when the view itself moved in its window, so that rows stay where they are."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def guess_all(self) -> None:
        """Every height may be another one: the width, the fonts or the density changed. The first row seen stays."""
        top = self.verticalScrollBar().value()
        row = self.heights.row_at(top)
        into = top - self.heights.top(row) if row >= 0 else 0
        self.heights.reset([self.guess_height(number) for number in range(self._model.rowCount())])
        self._place(self.heights.top(row) + into if 0 <= row < len(self.heights) else 0)

    def _place(self, top: int) -> None:
        """Scroll to that height; what comes into sight is measured first, and stays where it is."""
        if self._is_placing:
            return
        self._is_placing = True
        bar, length = self.verticalScrollBar(), self.viewport().height()
        top = max(0, min(top, self.heights.total - length))
        top += self.heights.settle(top, length, self.measure_height)
        bar.setPageStep(length)
        bar.setSingleStep(_STEP)
        bar.setRange(0, max(0, self.heights.total - length))
        bar.setValue(top)
        self._is_placing = False
        self.viewport().update()
        self._after_move()

    def _after_move(self) -> None:
        bar = self.verticalScrollBar()
        if len(self.heights) and bar.maximum() - bar.value() < _NEAR:
            self.end_neared.emit()
        self.moved.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._is_placing:
            return
        bar, length = self.verticalScrollBar(), self.viewport().height()
        top, total = bar.value(), self.heights.total
        top += self.heights.settle(top, length, self.measure_height)
        if self.heights.total != total:  # rows that came into sight were measured: what was in sight stays where it is
            self._is_placing = True
            bar.setRange(0, max(0, self.heights.total - length))
            bar.setValue(top)
            self._is_placing = False
        if bar.value() == top:
            self.viewport().scroll(0, dy)
            self._after_move()
        else:
            self._place(top)

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        self._place(self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        if event.size().width() != event.oldSize().width():
            self.guess_all()
        else:
            self._place(self.verticalScrollBar().value())

    def reset(self) -> None:
        QAbstractItemView.reset(self)
        self.heights.reset([])
        self.guess_all()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        top = self.verticalScrollBar().value()
        above = top > 0 and start <= self.heights.row_at(top)
        guesses = [self.guess_height(row) for row in range(start, end + 1)]
        self.heights.insert(start, guesses)
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self._place(top + sum(guesses) if above else top)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        if start <= self.currentIndex().row() <= end:  # else Qt would choose a neighbour and scroll there
            self.selectionModel().clear()
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, start, end)
        top, first = self.verticalScrollBar().value(), self.heights.top(start)
        gone = min(self.heights.top(end + 1), max(top, first)) - first  # px that went above the first row seen
        self.heights.remove(start, end)
        self._is_placing = True  # the model still has them: rows are measured when it has not
        self.verticalScrollBar().setValue(top - gone)
        self._is_placing = False

    def _after_removal(self) -> None:
        self._place(self.verticalScrollBar().value())

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:
        for row in range(topLeft.row(), bottomRight.row() + 1):
            self.heights.doubt(row)
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)
        self._place(self.verticalScrollBar().value())

    # What QAbstractItemView wants of every view.

    def visualRect(self, index: Index) -> QRect:
        row = index.row()
        if not 0 <= row < len(self.heights):
            return QRect()
        y = self.heights.top(row) - self.verticalScrollBar().value()
        return QRect(0, y, self.viewport().width(), self.heights.height(row))

    def indexAt(self, point: QPoint) -> QModelIndex:
        return self._model.index(self.heights.row_at(point.y() + self.verticalScrollBar().value()), 0)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not 0 <= index.row() < len(self.heights):
            return
        for _again in range(2):  # measuring on the way may move it
            rect, length = self.visualRect(index), self.viewport().height()
            if rect.top() < 0:
                self.shift(rect.top())
            elif rect.bottom() >= length:
                self.shift(min(rect.top(), rect.bottom() - length + 1))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        last, act = len(self.heights) - 1, QAbstractItemView.CursorAction
        page = max(1, len(self.visible_rows()) - 1)
        steps = {act.MoveUp: -1, act.MovePrevious: -1, act.MoveDown: 1, act.MoveNext: 1}
        steps |= {act.MovePageUp: -page, act.MovePageDown: page, act.MoveHome: -last - 1, act.MoveEnd: last + 1}
        if self.chosen_row() >= 0 or action in (act.MoveHome, act.MoveEnd):
            row = max(0, self.currentIndex().row()) + steps.get(action, 0)
        else:  # the first key chooses the first row in sight
            row = self.visible_rows().start
        return self._model.index(max(0, min(last, row)), 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def keyboardSearch(self, search: str) -> None:
        """Letters are not a search here: the desk has one."""
