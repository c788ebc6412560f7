"""The bar over what a search found: what was asked, how many answer, where and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from hubdesk.i18n import _
from hubdesk.widgets.chips import CHIP_HEIGHT, Chip, IconButton
from hubdesk.widgets.glyphs import paint_icon, paint_marker
from hubdesk.widgets.text import tame
from hubdesk.widgets.theme import font, theme

HEAD: Final = 34
ROW: Final = 32
_PAD: Final = 12
_LINE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class SearchLine:
    """What the bar says. `count`: in words; "" while nobody knows yet."""

    text: str
    count: str = ""
    by_relevance: bool = False
    is_everywhere: bool = False
    is_saved: bool = False


class SearchBar(QWidget):
    """It shows itself while there is a search. Below the query its parts take one line, or two in a narrow dock."""

    left = Signal()
    saved_wished = Signal(bool)
    order_wished = Signal(bool)  # by relevance
    place_wished = Signal(bool)  # in all that is stored

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = SearchLine("")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._star = _Star(self)
        self._star.clicked.connect(self._save)
        self._close = IconButton("close", _("Close the search"), 24, self)
        self._close.clicked.connect(self.left)
        places = ((_("This scope"), False), (_("Whole session"), True))
        self._places = _Choice(places, _("Where to search"), self)
        self._places.chosen.connect(self.place_wished)
        orders = ((_("Newest first"), False), (_("Best first"), True))
        self._orders = _Choice(orders, _("In which order"), self)
        self._orders.chosen.connect(self.order_wished)
        self.hide()

    def say(self, line: SearchLine | None) -> None:
        """Show this search; None: there is none."""
        self.setVisible(line is not None)
        if line is None or line == self.shown:
            return
        self.shown = line
        self._places.show_choice(line.is_everywhere)
        self._orders.show_choice(line.by_relevance)
        self._star.fill(line.is_saved)
        self.setAccessibleName(" · ".join(filter(None, (self._head(), line.count))))
        self._place()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), look.colour("alt"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        paint_icon(painter, "search", QRectF(_PAD, HEAD / 2 - 7, 14, 14), look.colour("text2"))
        room = QRect(_PAD + 22, 0, self._star.x() - _PAD - 26, HEAD)
        painter.setFont(font("label"))
        painter.setPen(look.colour("text"))
        metrics = QFontMetrics(font("label"))
        head = self._head()
        if metrics.horizontalAdvance(head) > room.width():
            head = tame(self.shown.text, 300)  # the query matters more than the word before it
        painter.drawText(room, _LINE, metrics.elidedText(head, Qt.TextElideMode.ElideRight, room.width()))
        painter.setFont(font("small"))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRect(_PAD, HEAD - 4, self.width() - 2 * _PAD, ROW - 4), _LINE, self.shown.count)
        painter.end()

    def _head(self) -> str:
        return _("Search: “{query}”").format(query=tame(self.shown.text, 300))

    def _place(self) -> None:
        """Chips at the right of the count, or below it where both do not fit."""
        for at, button in enumerate((self._close, self._star)):
            button.move(self.width() - 8 - (at + 1) * 24, (HEAD - 24) // 2)
        count = QFontMetrics(font("small")).horizontalAdvance(self.shown.count)
        chips = (self._places, self._orders)
        wide = sum(chip.sizeHint().width() for chip in chips) + 6
        is_beside = _PAD + count + 12 + wide + 8 <= self.width()
        x, y = (self.width() - wide - 8, HEAD - 4) if is_beside else (_PAD - 2, HEAD + ROW - 12)
        for chip in chips:
            size = chip.sizeHint()
            if not is_beside and x + size.width() > self.width() - 4 and x > _PAD:
                x, y = _PAD - 2, y + CHIP_HEIGHT + 4
            chip.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + 6
        self.setFixedHeight(y + CHIP_HEIGHT + 6)

    def _save(self) -> None:
        self.saved_wished.emit(not self.shown.is_saved)


class _Choice(Chip):
    """A chip with a menu of two."""

    chosen = Signal(bool)

    def __init__(self, ways: tuple[tuple[str, bool], ...], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.has_arrow = True
        self._name = name
        self._menu = QMenu(self)
        group = QActionGroup(self)
        self._ways: dict[bool, QAction] = {}
        for words, value in ways:
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            self._ways[value] = action
        self._menu.triggered.connect(self._choose)
        self.clicked.connect(self._open)
        self.show_choice(False)

    def show_choice(self, value: bool) -> None:
        self._ways[value].setChecked(True)
        self.say(self._ways[value].text())
        self.setAccessibleName(f"{self._name}: {self.text()}")

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(bool(action.data()))


class _Star(IconButton):
    """Hollow, or filled when the search is saved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("star", _("Save the search"), 24, parent)
        self._is_filled = False

    def fill(self, is_filled: bool) -> None:
        self._is_filled = is_filled
        self.rename(_("Saved: forget it") if is_filled else _("Save the search"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_filled:
            painter = QPainter(self)
            paint_marker(painter, "star", QPointF(self.rect().center()) + QPointF(0.5, 0.5), 14, theme().colour("text"))
            painter.end()
