"""What hangs under the search box: one line about the query, the saved and past searches, and what the keys do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hubdesk.i18n import _
from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.search_values import PastSearch, Remark
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

ROW: Final = 26
MOST_ROWS: Final = 12  # in sight; the others scroll
WIDEST: Final = 560
_SEARCH: Final = Qt.ItemDataRole.UserRole + 1
_LINE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED: Final = _LINE | Qt.TextFlag.TextWordWrap
Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class SearchOffers(QFrame):
    """Raised over the window, never with the focus: the box above keeps it and hands its keys down."""

    chosen = Signal(object)  # PastSearch

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._remark = _RemarkLine(self)
        self._keys = _KeysLine(self)
        self._searches = _Searches(self)
        self.list = QListView(self)
        self.list.setModel(self._searches)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setAccessibleName(_("Saved and past searches"))
        self.list.clicked.connect(self._choose)
        slim(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part in (self._remark, self.list, self._keys):
            column.addWidget(part)
        self.hide()

    @property
    def remark(self) -> Remark | None:
        return self._remark.remark

    def show_remark(self, remark: Remark | None) -> None:
        self._remark.say(remark)

    def show_searches(self, searches: tuple[PastSearch, ...]) -> None:
        """Offer these. The same again leaves what is chosen; others leave nothing chosen."""
        if searches != self._searches.rows:
            self._searches.show(searches)
        self.list.setVisible(bool(searches))
        self._keys.setVisible(bool(searches))

    @property
    def is_empty(self) -> bool:
        return self._remark.remark is None and not self._searches.rowCount()

    def current(self) -> PastSearch | None:
        """The one that the arrows or the mouse went to."""
        found = self.list.currentIndex().data(_SEARCH)
        return found if isinstance(found, PastSearch) else None

    def row(self) -> int:
        """Which one is chosen, counted from 0; -1 when none is."""
        return self.list.currentIndex().row()

    def step(self, steps: int) -> None:
        """Up or down the list; above the first row nothing is chosen."""
        last, row = self._searches.rowCount() - 1, self.list.currentIndex().row()
        row = max(-1, min(last, row + steps))
        self.list.setCurrentIndex(self._searches.index(row, 0) if row >= 0 else _NOWHERE)

    def place(self, right: int, top: int, least: int, window: QWidget) -> None:
        """Under the box whose right edge is there, as wide as its lines want and the window allows."""
        wanted = max(least, self._remark.wanted_width(), self._searches.wanted_width())
        width = max(120, min(wanted, WIDEST, window.width() - 16))
        rows = min(MOST_ROWS, self._searches.rowCount())
        self._remark.setFixedHeight(max(1, self._remark.height_for(width - 2)))
        height = 2 + self._remark.height_for(width - 2) + (rows * ROW + self._keys.height() if rows else 0)
        self.list.setFixedHeight(max(1, rows * ROW))
        left = max(8, min(right - width, window.width() - width - 8))
        self.setGeometry(QRect(left, top, width, min(height, max(ROW, window.height() - top - 8))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("raised"))
        painter.setPen(QPen(theme().colour("line_strong"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _choose(self, index: QModelIndex) -> None:
        found = index.data(_SEARCH)
        if isinstance(found, PastSearch):
            self.chosen.emit(found)


class _Searches(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[PastSearch, ...] = ()

    def show(self, rows: tuple[PastSearch, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        one = self.rows[index.row()]
        if role == _SEARCH:
            return one
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = f"{one.name}, {one.text}" if one.name else one.text
            return tame(f"{_('saved')}, {words}" if one.is_saved else words, 300)
        return None

    def wanted_width(self) -> int:
        metrics = QFontMetrics(font("body"))
        words = (tame(f"{one.name}  {one.text}", 120) for one in self.rows[:MOST_ROWS])
        return max((metrics.horizontalAdvance(text) for text in words), default=0) + 64


class _Row(QStyledItemDelegate):
    """A star or a clock, the name in 600, the query in grey behind it; a query alone in ink."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(_SEARCH)
        if not isinstance(one, PastSearch):
            return
        painter.save()
        look, box = theme(), option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.colour("select"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), look.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look.colour("hover"))
        middle = QPointF(box.left() + 18, box.center().y() + 0.5)
        if one.is_saved:
            paint_marker(painter, "star", middle, 11, look.colour("text2"))
        else:
            paint_icon(painter, "clock", QRectF(middle.x() - 7, middle.y() - 7, 14, 14), look.colour("text3"))
        x, right = box.left() + 34.0, box.right() - 10
        if one.name:
            x = _words(painter, tame(one.name, 80), "strong", "text", x, right, box) + 8
        _words(painter, tame(one.text, 300), "body", "text2" if one.name else "text", x, right, box)
        painter.restore()


class _RemarkLine(QWidget):
    """What is wrong with the query, or may not be meant: on one line, or on what a long sentence needs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.remark: Remark | None = None
        self.hide()

    def say(self, remark: Remark | None) -> None:
        self.remark = remark
        self.setAccessibleName(tame(remark.line) if remark is not None else "")
        self.setVisible(remark is not None)
        self.update()

    def wanted_width(self) -> int:
        if self.remark is None:
            return 0
        return QFontMetrics(font("label")).horizontalAdvance(tame(self.remark.line)) + 56

    def height_for(self, width: int) -> int:
        """With all of the sentence at this width; 0 without one."""
        if self.remark is None:
            return 0
        room = QRect(0, 0, max(40, width - 44), 10_000)
        words = QFontMetrics(font("label")).boundingRect(room, _WRAPPED, tame(self.remark.line))
        return max(ROW, words.height() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.remark is None:
            return
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colour("alt"))
        ink = look.colour("text" if self.remark.is_error else "text2")
        paint_icon(painter, "warning", QRectF(11, (ROW - 14) / 2, 14, 14), ink)
        painter.setFont(font("label"))
        painter.setPen(ink)
        painter.drawText(self.rect().adjusted(34, 0, -10, 0), _WRAPPED, tame(self.remark.line))
        painter.end()


class _KeysLine(QWidget):
    """What the keys do, in grey, at the foot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colour("alt"))
        metrics = QFontMetrics(font("micro"))
        whole = [_("Enter searches"), _("Delete forgets"), _("F2 names")]
        while len(whole) > 1 and metrics.horizontalAdvance(" · ".join(whole)) > self.width() - 20:
            whole.pop()  # a fact drops whole
        _words(painter, " · ".join(whole), "micro", "text3", 12, self.width() - 8, self.rect())
        painter.end()


def _words(painter: QPainter, words: str, role: str, token: str, x: float, right: float, box: QRect) -> float:
    """Words from x on, cut with an ellipsis before `right`; where they end."""
    face = font(role)
    metrics = QFontMetrics(face)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, int(right - x)))
    painter.setFont(face)
    painter.setPen(theme().colour(token))
    painter.drawText(QRectF(x, box.top(), max(0.0, right - x), box.height()), _LINE, shown)
    return x + metrics.horizontalAdvance(shown)
