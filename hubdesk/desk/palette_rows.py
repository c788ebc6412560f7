"""The palette's list: a row says what can be done, where it stands, its keys; and why, where it cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.core import Topic
from hubdesk.desk.palette_finding import Offer
from hubdesk.i18n import _
from hubdesk.widgets.glyphs import paint_marker
from hubdesk.widgets.scroll_bar import slim
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

ROW: Final = 28
MOST: Final = 200  # rows: whoever wants another types one letter more
_LEFT: Final = 34
_PAD: Final = 12
_OFFER: Final = Qt.ItemDataRole.UserRole + 1
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class Offers(QAbstractListModel):
    """What was found, the first rows of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Offer, ...] = ()

    def show(self, rows: tuple[Offer, ...]) -> None:
        self.beginResetModel()
        self.rows = rows[:MOST]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        offer = self.rows[index.row()]
        if role == _OFFER:
            return offer
        return said(offer) if role == Qt.ItemDataRole.AccessibleTextRole else None


class OfferList(QListView):
    """Never with the focus: the line above keeps it and hands its keys down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._offers = Offers(self)
        self._row = OfferRow(self)
        self.setModel(self._offers)
        self.setItemDelegate(self._row)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("What can be done"))
        slim(self)

    def show_offers(self, offers: tuple[Offer, ...], topics: Sequence[Topic]) -> None:
        """The first of them is chosen. `topics`: the session's, among which a topic has its marker."""
        self._row.topics = topics
        self._offers.show(offers)
        self.setCurrentIndex(self._offers.index(0, 0) if offers else _NOWHERE)

    def chosen(self) -> Offer | None:
        return offer_at(self.currentIndex())

    def step(self, steps: int) -> None:
        """Up or down; one step beyond an end goes to the other end."""
        count, row = self._offers.rowCount(), self.currentIndex().row()
        if count:
            to = (row + steps) % count if abs(steps) == 1 else max(0, min(count - 1, row + steps))
            self.setCurrentIndex(self._offers.index(to, 0))


class OfferRow(QStyledItemDelegate):
    """A tick or a topic's marker, the words, then on the right where it stands and its keys."""

    topics: Sequence[Topic] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer = offer_at(index)
        if offer is None:
            return
        painter.save()
        look, box = theme(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.colour("select"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), look.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look.colour("hover"))
        self._paint_mark(painter, offer, QPointF(box.left() + 18, box.center().y() + 0.5))
        left, right = box.left() + _LEFT, box.right() - _PAD
        if offer.keys:
            keys = QFontMetrics(font("small")).horizontalAdvance(offer.keys)
            _words(painter, offer.keys, "small", "text2", QRect(right - keys, box.top(), keys + 1, box.height()))
            right -= keys + _PAD
        text, beside = tame(offer.text, 120), tame(offer.group if offer.can else offer.why, 120)
        whole = QFontMetrics(font("body")).horizontalAdvance(text)
        aside = QFontMetrics(font("small")).horizontalAdvance(beside) + 1
        if beside and whole + _PAD + aside <= right - left:  # where there is no room it drops whole: the foot says it
            _words(painter, beside, "small", "text3", QRect(right - aside, box.top(), aside, box.height()))
            right -= aside + _PAD
        ink = "text" if offer.can else "text3"
        _words(painter, text, "body", ink, QRect(left, box.top(), max(0, right - left), box.height()))
        painter.restore()

    def _paint_mark(self, painter: QPainter, offer: Offer, middle: QPointF) -> None:
        look = theme()
        if offer.topic is not None:
            style = look.topic_style(offer.topic, self.topics)
            paint_marker(painter, style.marker, middle, 10, style.colour)
        elif offer.is_on:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.colour("text2"), 1.6))
            x, y = middle.x(), middle.y()
            painter.drawPolyline([QPointF(x - 5, y), QPointF(x - 1.5, y + 3.5), QPointF(x + 5, y - 4)])


def offer_at(index: Index) -> Offer | None:
    found = index.data(_OFFER)
    return found if isinstance(found, Offer) else None


def said(offer: Offer) -> str:
    """All of a row in words, for who hears it."""
    state = (offer.why or _("not possible now")) if not offer.can else _("on") if offer.is_on else ""
    return tame(", ".join(filter(None, (offer.text, offer.group, offer.keys, state))), 400)


def _words(painter: QPainter, words: str, role: str, ink: str, box: QRect) -> None:
    face = font(role)
    painter.setFont(face)
    painter.setPen(theme().colour(ink))
    shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(QRectF(box), _MIDDLE, shown)
