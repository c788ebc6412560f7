"""The list of cards: what it paints, and what mouse and keys do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from hubdesk.widgets.badges import Badge
from hubdesk.widgets.mention_card import CardPainter, CardState, Setting
from hubdesk.widgets.mention_list import MentionList
from hubdesk.widgets.pixel_list import PixelList
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.theme import theme

_KEYS: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BY: Final = 20  # rows
_RELAID: Final = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LanguageChange)


class FeedView(PixelList):
    """Shows a MentionList. A mention is chosen by a click, the arrows or Enter; Space pauses. Shift and Ctrl choose
    several, Ctrl+A all that are listed."""

    chosen = Signal(object)  # mention id: looked at more closely
    link_chosen = Signal(str)  # an http(s) address
    pause_wished = Signal()
    star_wished = Signal(object)  # mention id: its star was clicked

    def __init__(self, mentions: MentionList, parent: QWidget | None = None) -> None:
        self.cards = CardPainter()
        self._mentions = mentions
        self._mouse: QPoint | None = None
        self._shows_focus = False
        super().__init__(mentions, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.viewport().setMouseTracking(True)
        slim(self)

    def chosen_rows(self) -> tuple[int, ...]:
        """Those that are chosen, from the newest on."""
        return tuple(sorted(index.row() for index in self.selectionModel().selectedIndexes()))

    def set_setting(self, setting: Setting) -> None:
        """Other topics, zone, day or density for the cards."""
        if self.take_setting(setting):
            self.guess_all()

    def take_setting(self, setting: Setting) -> bool:
        """The same for whoever fills the view right after this, and guesses all heights then. Returns whether anything
        changed."""
        self._mentions.setting = setting
        return self.cards.set_setting(setting)

    def set_badges(self, badges: Mapping[int, Badge]) -> None:
        """What people marked, by mention."""
        self._mentions.badges = badges
        if self.cards.set_badges(badges):
            self.viewport().update()

    def rows_at_first(self) -> int:
        """How many fill the view, and more: the next ones are wanted when somebody scrolls. A little more room asks for
        no other number."""
        enough = self.rows_until_far(self.cards.least_height)
        return -(-enough // _BY) * _BY

    def guess_height(self, row: int) -> int:
        return self.cards.guess(self._mentions.rows()[row], self.viewport().width())

    def measure_height(self, row: int) -> int:
        return self.cards.height(self._mentions.rows()[row], self.viewport().width())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._mouse is not None:  # another card is under the mouse
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        rect, top = event.rect(), self.verticalScrollBar().value()
        width, chosen = self.viewport().width(), self.selectionModel()
        hovered = self.indexAt(self._mouse).row() if self._mouse is not None else -1
        focused = self.currentIndex().row() if self._shows_focus and self.hasFocus() else -1
        row, y = self.heights.row_at(top + rect.top()), rect.top()
        while 0 <= row < len(self.heights) and self.heights.top(row) - top <= rect.bottom():
            y, tall = self.heights.top(row) - top, self.heights.height(row)
            is_chosen = chosen.isSelected(self._mentions.index(row, 0))
            state = CardState(is_chosen, row == hovered, row == focused)
            self.cards.paint(painter, QRectF(0, y, width, tall), self._mentions.row(row), state)
            y, row = y + tall, row + 1
        if y <= rect.bottom():
            painter.fillRect(QRect(0, y, width, rect.bottom() - y + 1), theme().colour("panel"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RELAID:
            self.cards.forget()
            self.guess_all()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def _hover(self, point: QPoint | None) -> None:
        before = self.indexAt(self._mouse).row() if self._mouse is not None else -1
        self._mouse = point
        if before != (self.indexAt(point).row() if point is not None else -1):
            self.viewport().update()
        hand = point is not None and (bool(self._link_at(point)) or self._star_at(point) is not None)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def _link_at(self, point: QPoint) -> str:
        """The address under the open icon, if the point is on one."""
        index = self.indexAt(point)
        if not index.isValid():
            return ""
        heard = self._mentions.rows()[index.row()]
        icon = self.cards.layout(heard, self.viewport().width()).open_icon
        at = QPointF(point - self.visualRect(index).topLeft())
        return heard.mention.url if icon is not None and icon.adjusted(-4, -4, 4, 4).contains(at) else ""

    def _star_at(self, point: QPoint) -> int | None:
        """The mention whose star the point is on."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        heard = self._mentions.rows()[index.row()]
        star = self.cards.layout(heard, self.viewport().width()).star
        at = QPointF(point - self.visualRect(index).topLeft())
        return heard.id if star is not None and star.adjusted(-4, -4, 4, 4).contains(at) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shows_focus = False
        point, is_left = event.position().toPoint(), event.button() == Qt.MouseButton.LeftButton
        url = self._link_at(point)
        if url and is_left:
            self.link_chosen.emit(url)
            return
        star = self._star_at(point)
        if star is not None and is_left:
            self.star_wished.emit(star)
            return
        super().mousePressEvent(event)
        if is_left and self.indexAt(point).isValid():
            self._choose()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._mentions.mark_read(self.visible_rows())
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._shows_focus = True
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.pause_wished.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid() and self.chosen_row() < 0:
                self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._choose()
        else:
            before = self.chosen_row()
            if before < 0 and not self.chosen_rows():  # nobody chose the row that Qt made current: begin from none
                self.selectionModel().clearCurrentIndex()
            self._mentions.mark_read(self.visible_rows())
            super().keyPressEvent(event)
            if self.chosen_row() != before:
                self._choose()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """The rows between two heights, as far out of sight as they are: what Shift is held down for."""
        rect, shift = rect.normalized(), self.verticalScrollBar().value()
        last = len(self.heights) - 1
        rows = [
            self.heights.row_at(max(0, min(y + shift, self.heights.total - 1))) for y in (rect.top(), rect.bottom())
        ]
        if last >= 0:
            first, end = (self._mentions.index(max(0, min(row, last)), 0) for row in rows)
            self.selectionModel().select(QItemSelection(first, end), command)

    def _choose(self) -> None:
        row = self.chosen_row()
        if 0 <= row < self._mentions.rowCount():
            self._mentions.mark_read([row])
            self.chosen.emit(self._mentions.rows()[row].id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in _KEYS
        super().focusInEvent(event)
